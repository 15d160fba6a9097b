# Debian packages: cpack --config build/release/CPackConfig.cmake   (scripts/package does it all)
#   liblianban0      the C library, for programs that are linked with it
#   liblianban-dev   headers, the static C++ library, CMake and pkg-config files
#   lianban          the command line, its definitions and calendars, manual, completions
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME lianban)
set(CPACK_PACKAGE_VENDOR "Lianban")
set(CPACK_PACKAGE_CONTACT "Lianban developers <lianban@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "joint government approvals as state machines")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL dev tools)
if(TARGET lianban_c)
  list(PREPEND CPACK_COMPONENTS_ALL runtime)
endif()
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_DEV_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
# Debian's places and paperwork, which other ways of installing do without.
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/packaging/debian.cmake)
set(CPACK_LIANBAN_SOURCE_DIR ${PROJECT_SOURCE_DIR})

set(about "Lianban runs joint government approvals: several agencies, one application,
one result. An approval is a state machine in JSON; working-day clocks,
documents that may come later, agency acts that happen once, and a history
that proves itself are kept right whatever the JSON says.
")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME liblianban0)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_RUNTIME_DESCRIPTION "${about}
This package has the library with the C interface.")
set(CPACK_DEBIAN_DEV_PACKAGE_NAME liblianban-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
# What lianban::lianban is linked with (lianbanConfig.cmake.in, lianban.pc.in).
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "libc6-dev, libcurl4-openssl-dev, libpugixml-dev, libre2-dev, \
libspdlog-dev, libsqlite3-dev, libsqlitecpp-dev, libssl-dev, libutf8proc-dev, nlohmann-json3-dev (>= 3.11)")
if(TARGET lianban_c)
  string(PREPEND CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "liblianban0 (= ${PROJECT_VERSION}-1), ")
endif()
set(CPACK_DEBIAN_DEV_PACKAGE_SUGGESTS "pkg-config")
set(CPACK_DEBIAN_DEV_DESCRIPTION "${about}
This package has the headers for C and C++, the static C++ library and the
files for CMake and pkg-config.")
set(CPACK_DEBIAN_TOOLS_PACKAGE_NAME lianban)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SUGGESTS "graphviz")
set(CPACK_DEBIAN_TOOLS_DESCRIPTION "${about}
This package has the command that checks, tries out, tests, proves and
explains definitions and works on cases, with the definitions and calendars
it comes with.")
# The dynamic linker's cache is renewed by dpkg's trigger.
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/cmake/packaging/triggers)
include(CPack)
