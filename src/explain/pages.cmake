# The pages become a source of the room.
if(TARGET room_explain)
  file(GLOB pages CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/explain/pages/*.md)
  set(embedded ${CMAKE_CURRENT_BINARY_DIR}/explain_pages.cpp)
  add_custom_command(
    OUTPUT ${embedded}
    COMMAND ${CMAKE_COMMAND} -DPAGES=${CMAKE_CURRENT_SOURCE_DIR}/explain/pages -DOUT=${embedded}
            -P ${CMAKE_CURRENT_SOURCE_DIR}/explain/embed.cmake
    DEPENDS ${pages} ${CMAKE_CURRENT_SOURCE_DIR}/explain/embed.cmake
    COMMENT "Pages of the codes" VERBATIM)
  target_sources(room_explain PRIVATE ${embedded})
endif()
