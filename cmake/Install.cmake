# What is installed, in components: `runtime` the C library, `dev` what programs are built with,
# `tools` the command line and what comes with it.
#   cmake --install build/release --prefix /opt/lianban [--component runtime|dev|tools]
include(CMakePackageConfigHelpers)
set(cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/lianban)

# ---- the C++ face ----
install(TARGETS lianban EXPORT lianban_cpp
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT runtime NAMELINK_COMPONENT dev
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev)
install(EXPORT lianban_cpp FILE lianbanCppTargets.cmake NAMESPACE lianban::
        DESTINATION ${cmake_dir} COMPONENT dev)
# `cmake --install --strip` and packages leave static libraries as they are, with all debugging
# information: ten times the size.
if(CMAKE_STRIP)
  install(CODE "
    set(archive \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}/liblianban.a\")
    if(CMAKE_INSTALL_DO_STRIP AND EXISTS \"\${archive}\")
      execute_process(COMMAND \"${CMAKE_STRIP}\" --strip-debug --remove-section=.comment
                              --enable-deterministic-archives \"\${archive}\"
                      COMMAND_ERROR_IS_FATAL ANY)
    endif()" COMPONENT dev)
endif()

# ---- the C face ----
if(TARGET lianban_c)
  if(BUILD_SHARED_LIBS)
    # Then the C library needs the C++ one, which lies beside it.
    set_target_properties(lianban_c PROPERTIES INSTALL_RPATH "$ORIGIN")
  endif()
  install(TARGETS lianban_c EXPORT lianban_c
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT runtime NAMELINK_COMPONENT dev
    FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev)
  install(EXPORT lianban_c FILE lianbanCTargets.cmake NAMESPACE lianban::
          DESTINATION ${cmake_dir} COMPONENT dev)
endif()

# ---- for CMake ----
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/lianbanConfig.cmake.in
  ${PROJECT_BINARY_DIR}/install/lianbanConfig.cmake INSTALL_DESTINATION ${cmake_dir}
  NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/install/lianbanConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/install/lianbanConfig.cmake
              ${PROJECT_BINARY_DIR}/install/lianbanConfigVersion.cmake
        DESTINATION ${cmake_dir} COMPONENT dev)

# ---- for pkg-config ----
# The files find the prefix from where they are, so that the tree can be moved.
file(RELATIVE_PATH prefix_from_pc ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
set(third_parties "libcrypto, libcurl, libutf8proc, pugixml, re2, spdlog, sqlite3")
get_target_property(kind lianban TYPE)
if(kind STREQUAL "STATIC_LIBRARY")
  # There is no shared one to fall back on: whoever links it needs them all, --static or not.
  set(requires ", ${third_parties}")
  set(libs " -lSQLiteCpp -pthread")
else()
  set(requires_private "${third_parties}")
endif()
foreach(pc lianban lianban-c)
  if(pc STREQUAL "lianban" OR TARGET lianban_c)
    configure_file(${PROJECT_SOURCE_DIR}/cmake/${pc}.pc.in ${PROJECT_BINARY_DIR}/install/${pc}.pc
                   @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/install/${pc}.pc
            DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT dev)
  endif()
endforeach()

# ---- the command line, and the definitions, calendars and schemas it comes with ----
if(TARGET lianban_cli)
  install(TARGETS lianban_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT tools)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/workflows
          DESTINATION ${CMAKE_INSTALL_DATADIR}/lianban COMPONENT tools
          FILES_MATCHING PATTERN *.json PATTERN *.md)

  # The program writes its own manual, so that it is never behind.
  set(manual ${PROJECT_BINARY_DIR}/share/man)
  foreach(page en:man1 zh:zh_CN/man1)
    string(REPLACE ":" ";" page ${page})
    list(GET page 0 language)
    list(GET page 1 folder)
    file(MAKE_DIRECTORY ${manual}/${folder})
    add_custom_command(OUTPUT ${manual}/${folder}/lianban.1
      COMMAND lianban_cli man --lang ${language} > ${manual}/${folder}/lianban.1
      DEPENDS lianban_cli VERBATIM)
    list(APPEND pages ${manual}/${folder}/lianban.1)
    install(FILES ${manual}/${folder}/lianban.1
            DESTINATION ${CMAKE_INSTALL_MANDIR}/${folder} COMPONENT tools)
  endforeach()
  add_custom_target(lianban_manual ALL DEPENDS ${pages})

  # What is installed asks the program: the words fit it, and their language is the user's.
  set(completions ${PROJECT_BINARY_DIR}/install)
  file(CONFIGURE OUTPUT ${completions}/bash/lianban
       CONTENT "# bash completion of lianban\nsource <(lianban completion bash)\n")
  file(CONFIGURE OUTPUT ${completions}/zsh/_lianban
       CONTENT "#compdef lianban\neval \"$(lianban completion zsh)\"\n_lianban \"$@\"\n")
  file(CONFIGURE OUTPUT ${completions}/fish/lianban.fish
       CONTENT "# fish completion of lianban\nlianban completion fish | source\n")
  install(FILES ${completions}/bash/lianban COMPONENT tools
          DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES ${completions}/zsh/_lianban COMPONENT tools
          DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
  install(FILES ${completions}/fish/lianban.fish COMPONENT tools
          DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()
