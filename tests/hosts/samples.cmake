# C# by Mono and Pascal by Free Pascal, where install_sample_compilers of scripts/common.sh put them.
add_test(NAME host_samples
         COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/samples/run $<TARGET_FILE_DIR:lianban_c>)
set_tests_properties(host_samples PROPERTIES LABELS full TIMEOUT 120 SKIP_RETURN_CODE 77)
