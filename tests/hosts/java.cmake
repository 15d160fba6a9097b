# mvn is found when it runs, and has what install_java_packages of scripts/common.sh fetched; each
# test builds in a folder of its own. The portal's run builds the package with it.
set(maven mvn -q -B -Dstyle.color=never)
set(java ${PROJECT_SOURCE_DIR}/bindings/java)
set(portal ${PROJECT_SOURCE_DIR}/examples/portal_java)
add_test(NAME host_java COMMAND ${maven} -f ${java}/pom.xml test
         -Dlianban.build=${CMAKE_CURRENT_BINARY_DIR}/java)
add_test(NAME portal_java COMMAND ${maven} -f ${CMAKE_CURRENT_SOURCE_DIR}/java/pom.xml test
         -Dlianban.build=${CMAKE_CURRENT_BINARY_DIR}/portal -Dtest=PortalTest
         -Dsurefire.failIfNoSpecifiedTests=false)
add_test(NAME host_java_readme
         COMMAND python3 ${PROJECT_SOURCE_DIR}/tests/docs/console_test.py ${java}/README.md
                 --env LIANBAN=${PROJECT_SOURCE_DIR})
add_test(NAME portal_java_readme
         COMMAND python3 ${PROJECT_SOURCE_DIR}/tests/docs/console_test.py ${portal}/README.md
                 --env LIANBAN=${PROJECT_SOURCE_DIR})
set_tests_properties(host_java portal_java host_java_readme portal_java_readme PROPERTIES
  LABELS full TIMEOUT 300 ENVIRONMENT LIANBAN_LIBRARY=$<TARGET_FILE:lianban_c>)
# Both make bindings/java/target and install the package for this user, as their readers do.
set_tests_properties(host_java_readme portal_java_readme PROPERTIES RESOURCE_LOCK java_package)
