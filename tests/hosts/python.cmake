# Needs what install_python_tools of scripts/common.sh puts there; python3 itself is found when it runs.
set(package ${PROJECT_SOURCE_DIR}/bindings/python)
set(tools ${CMAKE_CURRENT_SOURCE_DIR}/python)
add_test(NAME host_python COMMAND ${CMAKE_COMMAND} -E env python3 -m unittest discover -s ${package}/tests)
# The package is made without the network, from the tools that are there.
add_test(NAME host_python_readme
         COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/tests/docs/console_test.py ${package}/README.md
                 --env LIANBAN=${PROJECT_SOURCE_DIR}
                 --env PIP_NO_INDEX=1 --env PIP_FIND_LINKS=${tools}/wheels)
add_test(NAME host_python_types
         COMMAND ${tools}/venv/bin/python -m mypy --python-version 3.9 WORKING_DIRECTORY ${package})
set_tests_properties(host_python host_python_readme PROPERTIES
  ENVIRONMENT LIANBAN_LIBRARY=$<TARGET_FILE:lianban_c>)
set_tests_properties(host_python host_python_readme host_python_types PROPERTIES
  LABELS full TIMEOUT 120)
