# Language level, warnings, sanitizers and the compiler cache: one place for all targets.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()

# Lines for stack traces and sanitizers; types would cost a third of the compile time.
string(REPLACE " -g " " -g1 " CMAKE_CXX_FLAGS_RELWITHDEBINFO " ${CMAKE_CXX_FLAGS_RELWITHDEBINFO} ")

find_program(LIANBAN_CCACHE ccache)
if(LIANBAN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers and builds in several folders only hit the cache with these two settings.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}
      CCACHE_NOHASHDIR=1 ${LIANBAN_CCACHE})
endif()

add_library(lianban_options INTERFACE)
target_compile_options(lianban_options INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  # The engine has threads. Users of RE2 get this anyhow, and a precompiled header has to match them.
  -pthread
  # g++ 12 says these falsely of string concatenation at -O3 (GCC bug 105651).
  $<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU>>:-Wno-restrict;-Wno-stringop-overflow;-Wno-array-bounds>)
if(LIANBAN_WERROR)
  target_compile_options(lianban_options INTERFACE -Werror)
endif()
if(LIANBAN_UNITY)
  # Files read together see each other's file-local names.
  target_compile_options(lianban_options INTERFACE -Wno-shadow)
endif()
if(LIANBAN_SANITIZE)
  target_compile_options(lianban_options INTERFACE
    # Compiling takes longer than the tests, and no longer than with -O0.
    -fsanitize=${LIANBAN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all -Og -g1
    # A fifth of the compile time, for what ends the process anyhow (null), what the address sanitizer
    # sees (object-size), and what x86 and this code do not know (alignment).
    -fno-sanitize=null,object-size,alignment
    # g++ 12 says this falsely of instrumented standard headers.
    -Wno-maybe-uninitialized)
  target_link_options(lianban_options INTERFACE -fsanitize=${LIANBAN_SANITIZE})
endif()

# lianban_unity(<target>): where a build is thrown away (tests in CI, sanitizers, analysis), headers are
# read once for many files.
function(lianban_unity target)
  if(LIANBAN_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 24)
  endif()
endfunction()
