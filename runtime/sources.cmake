# Functions that are worth inlining stand in these files: only they go into the bitcode, because the optimiser reads and works on all that
# a program refers to. A file that holds thread state can never be one of them.
set(GAEL_RUNTIME_INLINE list.c real.c dict_key.c)
file(GLOB GAEL_RUNTIME_OUTLINE CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} *.c)
list(REMOVE_ITEM GAEL_RUNTIME_OUTLINE ${GAEL_RUNTIME_INLINE})
