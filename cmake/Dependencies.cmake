# Every dependency comes from a Debian package; what is missing or too old stops the configuration
# with a sentence that names the package.
function(lianban_require what package)
  if(NOT ${what})
    message(FATAL_ERROR
      "lianban needs ${package}, which is missing or too old. "
      "On Debian 12: apt-get install ${package}   (or run scripts/setup)")
  endif()
endfunction()

find_package(PkgConfig QUIET)
lianban_require(PkgConfig_FOUND pkg-config)

# Boost.MSM before 1.77 does not compile as C++20; Debian's default is 1.74.
find_package(Boost 1.77 QUIET)
lianban_require(Boost_FOUND libboost1.81-dev)

find_package(nlohmann_json 3.11 QUIET)
lianban_require(nlohmann_json_FOUND nlohmann-json3-dev)
find_package(CURL 7.80 QUIET)
lianban_require(CURL_FOUND libcurl4-openssl-dev)
find_package(OpenSSL 3.0 QUIET)
lianban_require(OPENSSL_FOUND libssl-dev)
find_package(spdlog 1.10 QUIET)
lianban_require(spdlog_FOUND libspdlog-dev)
find_package(SQLite3 3.35 QUIET)
lianban_require(SQLite3_FOUND libsqlite3-dev)
find_package(SQLiteCpp 3 QUIET)
lianban_require(SQLiteCpp_FOUND libsqlitecpp-dev)
find_package(Threads REQUIRED)

pkg_check_modules(RE2 QUIET IMPORTED_TARGET re2)
lianban_require(RE2_FOUND libre2-dev)
pkg_check_modules(UTF8PROC QUIET IMPORTED_TARGET libutf8proc)
lianban_require(UTF8PROC_FOUND libutf8proc-dev)
pkg_check_modules(PUGIXML QUIET IMPORTED_TARGET pugixml)
lianban_require(PUGIXML_FOUND libpugixml-dev)

find_path(VALIJSON_INCLUDE_DIR valijson/validator.hpp)
lianban_require(VALIJSON_INCLUDE_DIR libvalijson-dev)
# valijson asks for memory in the form that gives null, and uses what it got unseen: without memory it
# would end the process. The same two headers with the form that throws stand before its own.
foreach(header internal/custom_allocator.hpp subschema.hpp)
  file(READ ${VALIJSON_INCLUDE_DIR}/valijson/${header} text)
  string(REPLACE "::operator new(size, std::nothrow)" "::operator new(size)" text "${text}")
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/overlay/valijson/${header} CONTENT "${text}" @ONLY)
endforeach()
set(LIANBAN_VALIJSON_DIR ${PROJECT_BINARY_DIR}/overlay)

if(LIANBAN_EXAMPLES)
  find_path(CLI11_INCLUDE_DIR CLI/CLI.hpp)
  lianban_require(CLI11_INCLUDE_DIR libcli11-dev)
endif()
if(LIANBAN_EXAMPLES OR LIANBAN_TESTS)
  pkg_check_modules(HTTPLIB QUIET IMPORTED_TARGET cpp-httplib)
  lianban_require(HTTPLIB_FOUND libcpp-httplib-dev)
endif()
if(LIANBAN_TESTS)
  find_package(GTest 1.12 QUIET)
  lianban_require(GTest_FOUND libgtest-dev)
  find_path(RAPIDCHECK_INCLUDE_DIR rapidcheck.h)
  find_library(RAPIDCHECK_LIBRARY rapidcheck)
  lianban_require(RAPIDCHECK_LIBRARY librapidcheck-dev)
endif()
if(LIANBAN_BENCH)
  find_package(benchmark 1.7 QUIET)
  lianban_require(benchmark_FOUND libbenchmark-dev)
endif()
