#include "driver/value_type.h"

#define POINTER .pointers = 1, .size = sizeof(void *)

static const gl_type int_type = {.kind = GL_INT, .size = 8, .name = "Int"};
static const gl_type float_type = {.kind = GL_FLOAT, .size = 8, .name = "Float"};
static const gl_type bool_type = {.kind = GL_BOOL, .size = 1, .name = "Bool"};
static const gl_type char_type = {.kind = GL_CHAR, .size = 4, .name = "Char"};
static const gl_type big_type = {.kind = GL_BIG, POINTER, .name = "Big"};
static const gl_type dyn_type = {.kind = GL_DYN, POINTER, .name = "Dyn", .walk = &gl_walk_dyn};

static const gl_type *const of_char[] = {&char_type};
static const gl_type str_type = {.kind = GL_LIST, POINTER, .count = 1, .parts = of_char, .name = "Str"};

static const gl_type *const of_dyn[] = {&dyn_type, &dyn_type};
static const gl_type *const of_str_dyn[] = {&str_type, &dyn_type};
static const gl_type list_type = {.kind = GL_LIST, POINTER, .count = 1, .parts = of_dyn, .name = "[Dyn]"};
static const gl_type set_type = {
    .kind = GL_SET, POINTER, .count = 1, .parts = of_dyn, .name = "{Dyn}", .walk = &gl_walk_dict};
static const gl_type dict_type = {
    .kind = GL_DICT, POINTER, .count = 2, .parts = of_dyn, .name = "{Dyn:Dyn}", .walk = &gl_walk_dict};
static const gl_type object_type = {
    .kind = GL_DICT, POINTER, .count = 2, .parts = of_str_dyn, .name = "{Str:Dyn}", .walk = &gl_walk_dict};

const gl_type *value_str_type(void) { return &str_type; }

static const gl_type *tuple_type(arena *home, size_t n) {
  const gl_type **parts = ARENA_ARRAY(home, const gl_type *, n);
  uint32_t *offsets = ARENA_ARRAY(home, uint32_t, n);
  for (uint32_t i = 0; i < n; i++) {
    parts[i] = &dyn_type;
    offsets[i] = i * (uint32_t)sizeof(void *);
  }
  gl_type *t = ARENA_NEW(home, gl_type);
  *t = (gl_type){.kind = GL_TUPLE, .pointers = 1, .count = (uint16_t)n, .size = (uint32_t)(n * sizeof(void *)),
                 .parts = parts, .offsets = offsets, .name = "tuple"};
  return t;
}

static const gl_type *type_of_object(arena *home, const json_t *json) {
  size_t n = json_array_size(json_object_get(json, "$tuple"));
  if (n >= 2) return tuple_type(home, n);
  if (json_object_get(json, "$float")) return &float_type;
  if (json_object_get(json, "$big")) return &big_type;
  if (json_object_get(json, "$set")) return &set_type;
  return json_object_get(json, "$dict") ? &dict_type : &object_type;
}

const gl_type *value_dyn_type(arena *home, const json_t *json) {
  switch (json_typeof(json)) {
  case JSON_INTEGER: return &int_type;
  case JSON_REAL: return &float_type;
  case JSON_TRUE:
  case JSON_FALSE: return &bool_type;
  case JSON_STRING: return &str_type;
  case JSON_ARRAY: return &list_type;
  case JSON_OBJECT: return type_of_object(home, json);
  case JSON_NULL: break;
  }
  return &dyn_type;
}
