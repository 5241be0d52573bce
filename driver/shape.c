#include "driver/shape.h"

#include <string.h>

#include "frontend/constraint.h"

const shape *shape_base(shape_kind kind) {
  static const shape all[] = {
      [SHAPE_ANY] = {.kind = SHAPE_ANY}, [SHAPE_INT] = {.kind = SHAPE_INT},   [SHAPE_FLOAT] = {.kind = SHAPE_FLOAT},
      [SHAPE_BIG] = {.kind = SHAPE_BIG}, [SHAPE_BOOL] = {.kind = SHAPE_BOOL}, [SHAPE_CHAR] = {.kind = SHAPE_CHAR},
      [SHAPE_STR] = {.kind = SHAPE_STR}, [SHAPE_DYN] = {.kind = SHAPE_DYN},
  };
  return &all[kind];
}

const shape *shape_make(arena *home, shape_kind kind, uint32_t count, const shape *const *parts) {
  shape *s = ARENA_NEW(home, shape);
  *s = (shape){kind, count, arena_copy(home, parts, count * sizeof *parts, alignof(const shape *))};
  return s;
}

/* ---- joins ---- */

static bool is_number(const shape *s) {
  return s->kind == SHAPE_INT || s->kind == SHAPE_FLOAT || s->kind == SHAPE_BIG;
}

static bool is_text_like(const shape *s) { return s->kind == SHAPE_CHAR || s->kind == SHAPE_STR; }

/* none beside what has no common type: the Dyn itself may be none. */
static const shape *join_options(arena *home, const shape *a, const shape *b) {
  const shape *content = shape_join(home, a->parts[0], b->kind == SHAPE_OPTION ? b->parts[0] : b);
  return content->kind == SHAPE_DYN ? content : shape_make(home, SHAPE_OPTION, 1, &content);
}

const shape *shape_join(arena *home, const shape *a, const shape *b) {
  if (a->kind == SHAPE_ANY) return b;
  if (b->kind == SHAPE_ANY) return a;
  if (a->kind == SHAPE_OPTION) return join_options(home, a, b);
  if (b->kind == SHAPE_OPTION) return join_options(home, b, a);
  if (a->kind != b->kind && is_number(a) && is_number(b))
    return shape_base(a->kind == SHAPE_FLOAT || b->kind == SHAPE_FLOAT ? SHAPE_FLOAT : SHAPE_BIG);
  if (a->kind != b->kind && is_text_like(a) && is_text_like(b)) return shape_base(SHAPE_STR);
  if (a->kind != b->kind || a->count != b->count) return shape_base(SHAPE_DYN);
  if (!a->count) return a;
  const shape **parts = ARENA_ARRAY(home, const shape *, a->count);
  for (uint32_t i = 0; i < a->count; i++) parts[i] = shape_join(home, a->parts[i], b->parts[i]);
  return shape_make(home, a->kind, a->count, parts);
}

void shape_print(strbuf *out, const shape *s) {
  static const char letters[] = {
      [SHAPE_ANY] = '?', [SHAPE_INT] = 'I',  [SHAPE_FLOAT] = 'F', [SHAPE_BIG] = 'L',    [SHAPE_BOOL] = 'B',
      [SHAPE_CHAR] = 'C', [SHAPE_STR] = 'S',  [SHAPE_DYN] = 'd',   [SHAPE_LIST] = '[',   [SHAPE_TUPLE] = '(',
      [SHAPE_OPTION] = 'o', [SHAPE_DICT] = '{', [SHAPE_SET] = 's',
  };
  strbuf_byte(out, letters[s->kind]);
  for (uint32_t i = 0; i < s->count; i++) shape_print(out, s->parts[i]);
  if (s->kind == SHAPE_TUPLE) strbuf_byte(out, ')');
}

/* ---- JSON ---- */

static const shape *tuple_of_json(arena *home, const json_t *items) {
  size_t n = json_array_size(items);
  if (n < 2) return shape_base(SHAPE_DYN);
  const shape **parts = ARENA_ARRAY(home, const shape *, n);
  for (size_t i = 0; i < n; i++) parts[i] = shape_of_json(home, json_array_get(items, i));
  return shape_make(home, SHAPE_TUPLE, (uint32_t)n, parts);
}

static const shape *joined_items(arena *home, const json_t *items) {
  const shape *joined = shape_base(SHAPE_ANY);
  for (size_t i = 0; i < json_array_size(items); i++)
    joined = shape_join(home, joined, shape_of_json(home, json_array_get(items, i)));
  return joined;
}

static const shape *dict_of_json(arena *home, const json_t *pairs) {
  const shape *parts[] = {shape_base(SHAPE_ANY), shape_base(SHAPE_ANY)};
  for (size_t i = 0; i < json_array_size(pairs); i++) {
    const json_t *pair = json_array_get(pairs, i), *marked = json_object_get(pair, "$tuple");
    for (uint32_t k = 0; k < 2; k++) {
      const json_t *item = json_array_get(marked ? marked : pair, k);
      if (item) parts[k] = shape_join(home, parts[k], shape_of_json(home, item));
    }
  }
  return shape_make(home, SHAPE_DICT, 2, parts);
}

static const shape *members_of_json(arena *home, const json_t *object) {
  const shape *parts[] = {shape_base(SHAPE_STR), shape_base(SHAPE_ANY)};
  const char *name;
  json_t *value;
  json_object_foreach((json_t *)(uintptr_t)object, name, value) {
    parts[1] = shape_join(home, parts[1], shape_of_json(home, value));
  }
  return shape_make(home, SHAPE_DICT, 2, parts);
}

static const shape *object_of_json(arena *home, const json_t *value) {
  const json_t *tuple = json_object_get(value, "$tuple"), *dict = json_object_get(value, "$dict");
  const json_t *set = json_object_get(value, "$set");
  if (json_is_array(tuple)) return tuple_of_json(home, tuple);
  if (json_is_array(dict)) return dict_of_json(home, dict);
  if (json_is_array(set)) {
    const shape *element = joined_items(home, set);
    return shape_make(home, SHAPE_SET, 1, &element);
  }
  if (json_object_get(value, "$float")) return shape_base(SHAPE_FLOAT);
  if (json_object_get(value, "$big")) return shape_base(SHAPE_BIG);
  return json_object_get(value, "$") ? shape_base(SHAPE_ANY) : members_of_json(home, value);
}

const shape *shape_of_json(arena *home, const json_t *value) {
  const shape *part = shape_base(SHAPE_ANY);
  switch (json_typeof(value)) {
  case JSON_INTEGER: return shape_base(SHAPE_INT);
  case JSON_REAL: return shape_base(SHAPE_FLOAT);
  case JSON_TRUE:
  case JSON_FALSE: return shape_base(SHAPE_BOOL);
  case JSON_STRING: return shape_base(SHAPE_STR);
  case JSON_NULL: return shape_make(home, SHAPE_OPTION, 1, &part);
  case JSON_OBJECT: return object_of_json(home, value);
  case JSON_ARRAY: break;
  }
  part = joined_items(home, value);
  return shape_make(home, SHAPE_LIST, 1, &part);
}

/* ---- inference ---- */

static type *type_of_shape(infer *in, const shape *s) {
  static const type_kind bases[] = {
      [SHAPE_INT] = TYPE_INT, [SHAPE_FLOAT] = TYPE_FLOAT, [SHAPE_BIG] = TYPE_BIG,
      [SHAPE_BOOL] = TYPE_BOOL, [SHAPE_CHAR] = TYPE_CHAR, [SHAPE_DYN] = TYPE_DYN,
      [SHAPE_LIST] = TYPE_LIST, [SHAPE_OPTION] = TYPE_OPTION, [SHAPE_TUPLE] = TYPE_TUPLE,
      [SHAPE_DICT] = TYPE_DICT, [SHAPE_SET] = TYPE_SET};
  enum { MOST = 64 };
  type *parts[MOST];
  if (s->kind == SHAPE_ANY) return infer_fresh(in);
  if (s->kind == SHAPE_STR) {
    parts[0] = infer_type(in, TYPE_CHAR, 0, NULL);
    return infer_type(in, TYPE_LIST, 1, parts);
  }
  for (uint32_t i = 0; i < s->count && i < MOST; i++) parts[i] = type_of_shape(in, s->parts[i]);
  return infer_type(in, bases[s->kind], s->count, parts);
}

/* What is no list where some list is wanted is taken as text (ruling 13), unless its elements are calculated with. */
static bool is_text(const shape *s, const type *element) {
  bool number = s->kind == SHAPE_INT || s->kind == SHAPE_FLOAT;
  bool list = s->kind == SHAPE_LIST || s->kind == SHAPE_TUPLE || s->kind == SHAPE_DICT || s->kind == SHAPE_SET;
  return element->kind == TYPE_VAR && !list && s->kind != SHAPE_DYN && !(number && constraint_is_operand(element));
}

/* Part i of s for part i of t; the one part that s has is every element. */
static void unify_parts(infer *in, const type *t, const shape *s) {
  uint32_t n = t->count > s->count ? t->count : s->count;
  for (uint32_t i = 0; i < n; i++)
    shape_unify(in, t->args[t->count == 1 ? 0 : i], s->parts[s->count == 1 ? 0 : i]);
}

/* Shapes of another kind that a value of the type may be written as. */
static bool is_written_as(type_kind kind, shape_kind written) {
  switch (written) {
  case SHAPE_LIST: return kind == TYPE_LIST || kind == TYPE_TUPLE || kind == TYPE_SET;
  case SHAPE_TUPLE: return kind == TYPE_TUPLE || kind == TYPE_LIST;
  case SHAPE_DICT: return kind == TYPE_DICT;
  case SHAPE_SET: return kind == TYPE_SET;
  case SHAPE_OPTION: return kind == TYPE_OPTION;
  case SHAPE_ANY:
  case SHAPE_INT:
  case SHAPE_FLOAT:
  case SHAPE_BIG:
  case SHAPE_BOOL:
  case SHAPE_CHAR:
  case SHAPE_STR:
  case SHAPE_DYN: return false;
  }
  return false;
}

void shape_unify(infer *in, type *t, const shape *s) {
  t = type_find(t);
  if (s->kind == SHAPE_ANY) return; /* an element of [], which says nothing */
  if (t->kind == TYPE_VAR) {
    infer_unify(in, t, type_of_shape(in, s));
  } else if (t->kind == TYPE_LIST && is_text(s, type_find(t->args[0]))) {
    infer_unify(in, t->args[0], infer_type(in, TYPE_CHAR, 0, NULL));
  } else if (t->kind == TYPE_OPTION && s->kind != SHAPE_OPTION) {
    shape_unify(in, t->args[0], s);
  } else if (is_written_as(t->kind, s->kind) && (t->kind != TYPE_TUPLE || s->kind == SHAPE_LIST || t->count == s->count)) {
    unify_parts(in, t, s);
  }
}
