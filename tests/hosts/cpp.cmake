# The story through the C++ face, and through the C face in C11.
set(story ${CMAKE_CURRENT_SOURCE_DIR}/story.json)
set(c_face ${PROJECT_SOURCE_DIR}/bindings/c)
add_executable(story_cpp story_cpp.cpp $<TARGET_OBJECTS:lianban_c_objects>)
target_include_directories(story_cpp PRIVATE ${c_face}/src ${c_face}/include
                                             ${PROJECT_SOURCE_DIR}/src)
target_compile_options(story_cpp PRIVATE $<$<CONFIG:RelWithDebInfo>:-O1;-g1>
  -include ${PROJECT_SOURCE_DIR}/src/base/json_memory.hpp)
target_link_libraries(story_cpp PRIVATE lianban lianban_options nlohmann_json::nlohmann_json)

pkg_check_modules(CJSON REQUIRED IMPORTED_TARGET libcjson)
add_executable(story_c story_c.c)
target_compile_options(story_c PRIVATE -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Wpedantic
  $<$<BOOL:${LIANBAN_WERROR}>:-Werror>)
target_link_libraries(story_c PRIVATE lianban::c PkgConfig::CJSON)
if(LIANBAN_SANITIZE)
  # The sanitizers' runtime has to come first in the program.
  target_link_options(story_c PRIVATE -fsanitize=${LIANBAN_SANITIZE})
endif()

# The way to a first case in C, as its page has it.
add_test(NAME host_c_readme
         COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/tests/docs/console_test.py ${c_face}/README.md
                 --env LIANBAN=${PROJECT_SOURCE_DIR} --env LIANBAN_LIB=$<TARGET_FILE_DIR:lianban_c>)
set_tests_properties(host_c_readme PROPERTIES LABELS full TIMEOUT 60)

# UPDATE_GOLDEN=1 records what the C face says anew.
foreach(runner cpp c)
  add_test(NAME story_${runner} COMMAND Python3::Interpreter
           ${CMAKE_CURRENT_SOURCE_DIR}/run_story.py ${runner} $<TARGET_FILE:story_${runner}>)
  set_tests_properties(story_${runner} PROPERTIES LABELS fast TIMEOUT 120)
endforeach()
