# Without a Go of 1.24 or later, which Debian 12 has not, both say so and count as skipped.
set(go ${PROJECT_SOURCE_DIR}/bindings/go)
set(tool ${CMAKE_CURRENT_SOURCE_DIR}/go/with_go)
add_test(NAME host_go COMMAND ${tool} go test ./... WORKING_DIRECTORY ${go})
add_test(NAME host_go_readme
         COMMAND ${tool} python3 ${PROJECT_SOURCE_DIR}/tests/docs/console_test.py ${go}/README.md
                 --env LIANBAN=${PROJECT_SOURCE_DIR})
set(folder $<TARGET_FILE_DIR:lianban_c>)
set_tests_properties(host_go host_go_readme PROPERTIES
  LABELS full TIMEOUT 300 SKIP_RETURN_CODE 77
  ENVIRONMENT "CGO_LDFLAGS=-L${folder} -Wl,-rpath,${folder}")
