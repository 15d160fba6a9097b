# Runs the program and compares what it prints with what was recorded; with -D RECORD=ON records it.
execute_process(COMMAND ${PROGRAM} ${ARGUMENT} OUTPUT_VARIABLE printed ERROR_VARIABLE said
                RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "ended with ${status}: ${said}")
endif()
if(RECORD)
  file(WRITE ${RECORDED} "${printed}")
endif()
file(READ ${RECORDED} recorded)
if(NOT printed STREQUAL recorded)
  message(FATAL_ERROR "printed:\n${printed}\nrecorded:\n${recorded}")
endif()
