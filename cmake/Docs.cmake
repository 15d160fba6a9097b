# Pages of the public faces, in build/<preset>/docs/html: cmake --build build/ci --target lianban_docs
# A warning of Doxygen is an error. It is looked for when the pages are made: who only builds needs none.
if(PROJECT_IS_TOP_LEVEL)
  set(LIANBAN_DOC_INPUT "\"${PROJECT_SOURCE_DIR}/include\" \"${PROJECT_SOURCE_DIR}/bindings/c/include\"")
  set(LIANBAN_DOC_STRIP ${LIANBAN_DOC_INPUT})
  configure_file(${PROJECT_SOURCE_DIR}/cmake/Doxyfile.in ${PROJECT_BINARY_DIR}/docs/Doxyfile @ONLY)
  add_custom_target(lianban_docs COMMAND doxygen ${PROJECT_BINARY_DIR}/docs/Doxyfile VERBATIM)
endif()
