# A room is a folder of src/: an object library that may include itself, include/lianban/ and the
# rooms it names. tests/lint holds the includes to the same list.
#
#   lianban_room(<name> [NEEDS <room>...] [LINKS <library>...])
#   lianban_room_test(<room> [LABEL fast|full])        one test program from tests/unit/<room>/*.cpp
if(LIANBAN_PCH)
  # nlohmann is most of what a room compiles (4 s a file without this).
  file(WRITE ${PROJECT_BINARY_DIR}/room_pch.cpp "// carries the rooms' precompiled header\n")
  add_library(room_pch OBJECT ${PROJECT_BINARY_DIR}/room_pch.cpp)
  target_precompile_headers(room_pch PRIVATE <nlohmann/json.hpp> <algorithm> <map> <memory>
    <optional> <string> <string_view> <variant> <vector>
    <base/json_memory.hpp>)
  # By a path that is the same in each checkout: the compiler cache compares the text.
  target_include_directories(room_pch PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(room_pch PRIVATE lianban_options nlohmann_json::nlohmann_json)
endif()

function(lianban_room name)
  cmake_parse_arguments(ROOM "" "" "NEEDS;LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_library(room_${name} OBJECT ${sources})
  target_include_directories(room_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src
                                                 ${PROJECT_SOURCE_DIR}/include)
  target_link_libraries(room_${name} PUBLIC nlohmann_json::nlohmann_json
                                     PRIVATE lianban_options ${ROOM_LINKS})
  lianban_unity(room_${name})
  if(LIANBAN_PCH AND NOT name STREQUAL "lifecycle")
    target_precompile_headers(room_${name} REUSE_FROM room_pch)
  else()
    # Ahead of everything: how a JSON value is freed is said before the first one is (json_memory.hpp).
    target_compile_options(room_${name} PRIVATE
      -include ${PROJECT_SOURCE_DIR}/src/base/json_memory.hpp)
  endif()
  set(all ${ROOM_NEEDS})
  set(links ${ROOM_LINKS})
  foreach(need ${ROOM_NEEDS})
    get_property(more GLOBAL PROPERTY lianban_needs_${need})
    get_property(more_links GLOBAL PROPERTY lianban_links_${need})
    list(APPEND all ${more})
    list(APPEND links ${more_links})
  endforeach()
  list(REMOVE_DUPLICATES all)
  list(REMOVE_DUPLICATES links)
  set_property(GLOBAL PROPERTY lianban_needs_${name} "${all}")
  set_property(GLOBAL PROPERTY lianban_links_${name} "${links}")
  set_property(GLOBAL APPEND PROPERTY lianban_rooms ${name})
endfunction()

function(lianban_room_test room)
  cmake_parse_arguments(TEST "" "LABEL" "LINKS" ${ARGN})
  if(NOT TARGET room_${room})
    return()
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/unit/${room}/*.cpp)
  if(NOT sources)
    return()
  endif()
  get_property(needs GLOBAL PROPERTY lianban_needs_${room})
  get_property(links GLOBAL PROPERTY lianban_links_${room})
  add_executable(test_${room} ${sources})
  foreach(each ${room} ${needs})
    if(TARGET room_${each})
      target_sources(test_${room} PRIVATE $<TARGET_OBJECTS:room_${each}>)
    endif()
  endforeach()
  target_include_directories(test_${room} PRIVATE ${PROJECT_SOURCE_DIR}/src
    ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(test_${room} PRIVATE lianban_options lianban_test_main ${links}
    ${TEST_LINKS})
  target_precompile_headers(test_${room} REUSE_FROM lianban_test_pch)
  lianban_unity(test_${room})
  if(NOT TEST_LABEL)
    set(TEST_LABEL fast)
  endif()
  add_test(NAME ${room} COMMAND test_${room})
  set_tests_properties(${room} PROPERTIES LABELS ${TEST_LABEL} TIMEOUT 300)
endfunction()
