# Run by cpack on each staged package before it is put together.
file(GLOB roots "${CPACK_TEMPORARY_DIRECTORY}/*/usr")
foreach(root ${roots})
  get_filename_component(component ${root} DIRECTORY)
  get_filename_component(component ${component} NAME)
  string(TOUPPER ${component} upper)
  set(package ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
  set(doc ${root}/share/doc/${package})
  configure_file(${CPACK_LIANBAN_SOURCE_DIR}/cmake/packaging/copyright ${doc}/copyright COPYONLY)
  file(GLOB pages ${root}/share/man/man1/*.1 ${root}/share/man/*/man1/*.1)
  configure_file(${CPACK_LIANBAN_SOURCE_DIR}/cmake/packaging/changelog.in
                 ${doc}/changelog.Debian @ONLY)
  configure_file(${CPACK_LIANBAN_SOURCE_DIR}/CHANGELOG.md ${doc}/changelog COPYONLY)
  # Without a name and a time in it the same text gives the same bytes.
  execute_process(COMMAND gzip -9nf ${doc}/changelog.Debian ${doc}/changelog ${pages}
                  COMMAND_ERROR_IS_FATAL ANY)
  if(EXISTS ${root}/share/zsh/site-functions)
    # The folder that Debian's zsh looks into.
    file(RENAME ${root}/share/zsh/site-functions ${root}/share/zsh/vendor-completions)
  endif()
  set(overrides ${CPACK_LIANBAN_SOURCE_DIR}/cmake/packaging/overrides/${package})
  if(EXISTS ${overrides})
    file(COPY ${overrides} DESTINATION ${root}/share/lintian/overrides)
  endif()
  execute_process(COMMAND chmod -R u=rwX,go=rX ${root} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
