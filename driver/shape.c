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
  *s = (shape){.kind = kind, .count = count};
  s->parts = arena_copy(home, parts, count * sizeof *parts, alignof(const shape *));
  return s;
}

const shape *shape_constructor(arena *home, str name, uint32_t count, const shape *const *parts, const str *labels) {
  shape *s = arena_copy(home, shape_make(home, SHAPE_CON, count, parts), sizeof *s, alignof(shape));
  s->name = str_copy(home, name);
  s->labels = labels ? arena_copy(home, labels, count * sizeof *labels, alignof(str)) : NULL;
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

/* Constructors may be those of one type; which one, only the program knows. */
static const shape *join_constructors(arena *home, const shape *a, const shape *b) {
  if (a->count < b->count) return join_constructors(home, b, a);
  if (!str_eq(a->name, b->name) || a->count != b->count) return a;
  shape *s = arena_copy(home, a, sizeof *a, alignof(shape));
  const shape **parts = ARENA_ARRAY(home, const shape *, a->count);
  for (uint32_t i = 0; i < a->count; i++) parts[i] = shape_join(home, a->parts[i], b->parts[i]);
  s->parts = parts;
  return s;
}

const shape *shape_join(arena *home, const shape *a, const shape *b) {
  if (a->kind == SHAPE_ANY) return b;
  if (b->kind == SHAPE_ANY) return a;
  if (a->kind == SHAPE_OPTION) return join_options(home, a, b);
  if (b->kind == SHAPE_OPTION) return join_options(home, b, a);
  if (a->kind != b->kind && is_number(a) && is_number(b))
    return shape_base(a->kind == SHAPE_FLOAT || b->kind == SHAPE_FLOAT ? SHAPE_FLOAT : SHAPE_BIG);
  if (a->kind != b->kind && is_text_like(a) && is_text_like(b)) return shape_base(SHAPE_STR);
  if (a->kind == SHAPE_CON && b->kind == SHAPE_CON) return join_constructors(home, a, b);
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
      [SHAPE_OPTION] = 'o', [SHAPE_DICT] = '{', [SHAPE_SET] = 's', [SHAPE_CON] = 'c',
  };
  strbuf_byte(out, letters[s->kind]);
  if (s->kind == SHAPE_CON) strbuf_printf(out, STR_FMT "(", STR_ARG(s->name));
  for (uint32_t i = 0; i < s->count; i++) shape_print(out, s->parts[i]);
  if (s->kind == SHAPE_TUPLE || s->kind == SHAPE_CON) strbuf_byte(out, ')');
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

static const shape *constructor_of_json(arena *home, const json_t *name, const json_t *args) {
  size_t n = json_array_size(args);
  const shape **parts = ARENA_ARRAY(home, const shape *, n);
  for (size_t i = 0; i < n; i++) parts[i] = shape_of_json(home, json_array_get(args, i));
  str text = {json_string_value(name), json_string_length(name)};
  return shape_constructor(home, text, (uint32_t)n, parts, NULL);
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
  const json_t *name = json_object_get(value, "$");
  return json_is_string(name) ? constructor_of_json(home, name, json_object_get(value, "args"))
                              : members_of_json(home, value);
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

static const type_con *constructor_in(const core_module *m, const intern *names, str name) {
  for (uint32_t i = 0; i < m->type_count; i++)
    for (uint32_t k = 0; k < m->types[i]->count; k++)
      if (str_eq(intern_str(names, m->types[i]->cons[k].name), name)) return &m->types[i]->cons[k];
  return NULL;
}

static const type_con *constructor_of(const shape_use *u, const shape *s) {
  const type_con *found = constructor_in(u->module, u->names, s->name);
  for (uint32_t i = 0; !found && i < u->module->use_count; i++)
    found = constructor_in(u->module->uses[i], u->names, s->name);
  return found;
}

/* Does the program have all the constructors that are named in it? */
static bool is_known(const shape_use *u, const shape *s) {
  if (s->kind == SHAPE_CON && !constructor_of(u, s)) return false;
  for (uint32_t i = 0; i < s->count; i++)
    if (!is_known(u, s->parts[i])) return false;
  return true;
}

/* The part of the shape that field i is given by; NULL: none. */
static const shape *field_shape(const shape_use *u, const shape *s, const type_con *con, uint32_t i) {
  if (!s->labels) return i < s->count ? s->parts[i] : NULL;
  for (uint32_t k = 0; con->labels && k < s->count; k++)
    if (str_eq(s->labels[k], intern_str(u->names, con->labels[i]))) return s->parts[k];
  return NULL;
}

static void unify(const shape_use *u, type *t, const shape *s);

static type *type_of_constructor(const shape_use *u, const shape *s, const type_con *con) {
  enum { MOST = 64 };
  type *fields[MOST];
  if (con->count > MOST) return infer_fresh(u->in);
  type *t = infer_con_open(u->in, con, fields);
  for (uint32_t i = 0; i < con->count; i++) {
    const shape *field = field_shape(u, s, con, i);
    if (field) unify(u, fields[i], field);
  }
  return t;
}

static type *str_type(const shape_use *u) {
  type *c = infer_type(u->in, TYPE_CHAR, 0, NULL);
  return infer_type(u->in, TYPE_LIST, 1, &c);
}

static type *type_of_shape(const shape_use *u, const shape *s) {
  static const type_kind bases[] = {
      [SHAPE_INT] = TYPE_INT,   [SHAPE_FLOAT] = TYPE_FLOAT,   [SHAPE_BIG] = TYPE_BIG,     [SHAPE_BOOL] = TYPE_BOOL,
      [SHAPE_CHAR] = TYPE_CHAR, [SHAPE_DYN] = TYPE_DYN,       [SHAPE_LIST] = TYPE_LIST,   [SHAPE_TUPLE] = TYPE_TUPLE,
      [SHAPE_DICT] = TYPE_DICT, [SHAPE_OPTION] = TYPE_OPTION, [SHAPE_SET] = TYPE_SET,
  };
  enum { MOST = 64 };
  type *parts[MOST];
  if (s->kind == SHAPE_ANY || s->count > MOST) return infer_fresh(u->in);
  if (s->kind == SHAPE_STR) return str_type(u);
  if (s->kind == SHAPE_CON) return type_of_constructor(u, s, constructor_of(u, s));
  for (uint32_t i = 0; i < s->count; i++) parts[i] = type_of_shape(u, s->parts[i]);
  return infer_type(u->in, bases[s->kind], s->count, parts);
}

/* What is no list where some list is wanted is taken as text (ruling 13), unless its elements are calculated with. */
static bool is_text(const shape *s, const type *element) {
  bool number = s->kind == SHAPE_INT || s->kind == SHAPE_FLOAT;
  bool list = s->kind == SHAPE_LIST || s->kind == SHAPE_TUPLE || s->kind == SHAPE_DICT || s->kind == SHAPE_SET;
  return element->kind == TYPE_VAR && !list && s->kind != SHAPE_DYN && !(number && constraint_is_operand(element));
}

/* Part i of s for part i of t; the one part that s has is every element. */
static void unify_parts(const shape_use *u, const type *t, const shape *s) {
  uint32_t n = t->count > s->count ? t->count : s->count;
  for (uint32_t i = 0; i < n; i++)
    unify(u, t->args[t->count == 1 ? 0 : i], s->parts[s->count == 1 ? 0 : i]);
}

/* May a value of the type be written with parts of its own like that? */
static bool has_parts(const type *t, const shape *s) {
  bool list = s->kind == SHAPE_LIST, tuple = s->kind == SHAPE_TUPLE;
  if (t->kind == TYPE_LIST) return list || tuple;
  if (t->kind == TYPE_TUPLE) return list || (tuple && t->count == s->count);
  if (t->kind == TYPE_SET) return list || s->kind == SHAPE_SET;
  return t->kind == TYPE_DICT && s->kind == SHAPE_DICT;
}

static void unify(const shape_use *u, type *t, const shape *s) {
  t = type_find(t);
  if (s->kind == SHAPE_ANY) return; /* an element of [], which says nothing */
  const type *entry = t->kind == TYPE_VAR ? constraint_entry_of(t) : NULL;
  if (entry && is_text(s, entry)) {
    infer_unify(u->in, t, str_type(u));
  } else if (t->kind == TYPE_VAR) {
    infer_unify(u->in, t, type_of_shape(u, s));
  } else if (t->kind == TYPE_LIST && is_text(s, type_find(t->args[0]))) {
    infer_unify(u->in, t->args[0], infer_type(u->in, TYPE_CHAR, 0, NULL));
  } else if (t->kind == TYPE_OPTION) {
    unify(u, t->args[0], s->kind == SHAPE_OPTION ? s->parts[0] : s);
  } else if (t->kind == TYPE_NAMED && s->kind == SHAPE_CON) {
    const type_con *con = constructor_of(u, s);
    if (con->decl == t->decl) infer_unify(u->in, t, type_of_constructor(u, s, con));
  } else if (t->kind == TYPE_LIST && (s->kind == SHAPE_DICT || s->kind == SHAPE_SET)) {
    unify(u, t->args[0], s->parts[0]); /* a list is gone through: keys, elements */
  } else if (has_parts(t, s)) {
    unify_parts(u, t, s);
  }
}

void shape_unify(const shape_use *u, type *t, const shape *s) {
  unify(u, t, is_known(u, s) ? s : shape_base(SHAPE_STR));
}
