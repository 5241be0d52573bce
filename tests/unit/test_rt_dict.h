#ifndef GAEL_TESTS_RT_DICT_H
#define GAEL_TESTS_RT_DICT_H

/* Descriptors of dictionaries and sets as the compiler would emit them. */

#include "tests/unit/test_rt.h"

#define DICT_OF(NAME, KEY, VALUE, TEXT)                                                        \
  static const gl_type *const NAME##_PARTS[] __attribute__((unused)) = {&KEY, &VALUE};          \
  static const gl_type NAME __attribute__((unused)) = {                                         \
      .kind = GL_DICT, .pointers = 1, .count = 2, .size = sizeof(gl_dict *), .parts = NAME##_PARTS, \
      .name = TEXT, .walk = &gl_walk_dict};

#define SET_OF(NAME, ELEM, TEXT)                                                               \
  static const gl_type *const NAME##_PARTS[] __attribute__((unused)) = {&ELEM};                 \
  static const gl_type NAME __attribute__((unused)) = {                                         \
      .kind = GL_SET, .pointers = 1, .count = 1, .size = sizeof(gl_dict *), .parts = NAME##_PARTS,  \
      .name = TEXT, .walk = &gl_walk_dict};

#endif
