# Needs what install_node_host of scripts/common.sh puts there; node itself is found when it runs.
set(package ${PROJECT_SOURCE_DIR}/bindings/node)
add_test(NAME host_node COMMAND ${CMAKE_COMMAND} -E env node --test test/engine.test.js
         test/rough.test.js test/story.test.js WORKING_DIRECTORY ${package})
add_test(NAME host_node_readme
         COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/tests/docs/console_test.py ${package}/README.md
                 --env LIANBAN=${PROJECT_SOURCE_DIR} --env npm_config_prefer_offline=true)
add_test(NAME host_node_types COMMAND ${CMAKE_COMMAND} -E env node node_modules/typescript/bin/tsc --project test
         WORKING_DIRECTORY ${package})
set_tests_properties(host_node host_node_readme PROPERTIES
  ENVIRONMENT LIANBAN_LIBRARY=$<TARGET_FILE:lianban_c>)
set_tests_properties(host_node host_node_readme host_node_types PROPERTIES LABELS full TIMEOUT 120)
