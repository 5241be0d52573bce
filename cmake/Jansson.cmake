# JSON by Debian's jansson, static: target gael_jansson. Its json_loadf compares with `stdin` in a way that no shared library can be
# linked with, so a copy of the archive gets a name of ours there (cmake/no_stdin.c), which is no stream; nobody calls json_loadf.

find_library(JANSSON_ARCHIVE libjansson.a REQUIRED)
set(jansson ${PROJECT_BINARY_DIR}/jansson/libjansson.a)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/jansson)
add_custom_command(
  OUTPUT ${jansson}
  COMMAND objcopy --redefine-sym stdin=gael_no_stdin ${JANSSON_ARCHIVE} ${jansson}
  DEPENDS ${JANSSON_ARCHIVE}
  VERBATIM)
add_custom_target(gael_jansson_copy DEPENDS ${jansson})
add_library(gael_jansson STATIC ${PROJECT_SOURCE_DIR}/cmake/no_stdin.c)
add_dependencies(gael_jansson gael_jansson_copy)
target_compile_options(gael_jansson PRIVATE -fPIC)
target_link_libraries(gael_jansson INTERFACE ${jansson})
