#include "driver/shape.h"

#include <ctype.h>
#include <string.h>

#include "frontend/constraint.h"

static const shape *base(shape_kind kind) {
  static const shape all[] = {{SHAPE_ANY, 0, NULL},  {SHAPE_INT, 0, NULL},   {SHAPE_FLOAT, 0, NULL},
                              {SHAPE_BOOL, 0, NULL}, {SHAPE_CHAR, 0, NULL},  {SHAPE_STR, 0, NULL},
                              {SHAPE_LIST, 0, NULL}, {SHAPE_TUPLE, 0, NULL}, {SHAPE_OPTION, 0, NULL},
                              {SHAPE_OTHER, 0, NULL}};
  return &all[kind];
}

static const shape *wrap(arena *home, shape_kind kind, uint32_t count, const shape *const *parts) {
  shape *s = ARENA_NEW(home, shape);
  *s = (shape){kind, count, arena_copy(home, parts, count * sizeof *parts, alignof(const shape *))};
  return s;
}

const shape *shape_join(arena *home, const shape *a, const shape *b) {
  if (a->kind == SHAPE_ANY) return b;
  if (b->kind == SHAPE_ANY) return a;
  if (a->kind != b->kind && b->kind == SHAPE_OPTION) return shape_join(home, b, a);
  if (a->kind == SHAPE_OPTION) {
    const shape *content = shape_join(home, a->parts[0], b->kind == SHAPE_OPTION ? b->parts[0] : b);
    return wrap(home, SHAPE_OPTION, 1, &content);
  }
  if ((a->kind == SHAPE_INT && b->kind == SHAPE_FLOAT) || (a->kind == SHAPE_FLOAT && b->kind == SHAPE_INT))
    return base(SHAPE_FLOAT);
  if ((a->kind == SHAPE_CHAR && b->kind == SHAPE_STR) || (a->kind == SHAPE_STR && b->kind == SHAPE_CHAR))
    return base(SHAPE_STR);
  if (a->kind != b->kind || a->count != b->count) return base(SHAPE_OTHER);
  if (!a->count) return a;
  const shape **parts = ARENA_ARRAY(home, const shape *, a->count);
  for (uint32_t i = 0; i < a->count; i++)
    if ((parts[i] = shape_join(home, a->parts[i], b->parts[i]))->kind == SHAPE_OTHER) return base(SHAPE_OTHER);
  return wrap(home, a->kind, a->count, parts);
}

void shape_print(strbuf *out, const shape *s) {
  static const char letters[] = "?IFBCS[(o!";
  strbuf_byte(out, letters[s->kind]);
  for (uint32_t i = 0; i < s->count; i++) shape_print(out, s->parts[i]);
  if (s->kind == SHAPE_TUPLE) strbuf_byte(out, ')');
}

/* ---- command line texts ---- */

static const shape *literal(arena *home, const char **at);

static void blanks(const char **at) {
  while (**at == ' ') ++*at;
}

static bool word(const char **at, const char *w) {
  size_t n = strlen(w);
  if (strncmp(*at, w, n) || isalnum((unsigned char)(*at)[n])) return false;
  *at += n;
  return true;
}

static const shape *number(const char **at) {
  const char *p = *at + (**at == '-');
  if (!isdigit((unsigned char)*p)) return NULL;
  while (isdigit((unsigned char)*p)) p++;
  bool real = *p == '.' && isdigit((unsigned char)p[1]);
  if (real)
    for (p++; isdigit((unsigned char)*p); p++) continue;
  if (*p == 'e' || *p == 'E') {
    const char *q = p + 1 + (p[1] == '+' || p[1] == '-');
    if (isdigit((unsigned char)*q)) {
      real = true;
      for (p = q; isdigit((unsigned char)*p); p++) continue;
    }
  }
  *at = p;
  return base(real ? SHAPE_FLOAT : SHAPE_INT);
}

static const shape *quoted(const char **at) {
  char quote = **at;
  const char *p = *at + 1;
  uint32_t length = 0;
  for (; *p && *p != quote; p++, length += ((unsigned char)*p & 0xC0) != 0x80)
    if (*p == '\\' && p[1]) p++;
  if (!*p) return NULL;
  *at = p + 1;
  return base(quote == '\'' && length == 1 ? SHAPE_CHAR : SHAPE_STR);
}

static const shape *bracketed(arena *home, const char **at, char close) {
  enum { MOST = 64 };
  const shape *parts[MOST], *joined = base(SHAPE_ANY);
  uint32_t count = 0;
  ++*at;
  blanks(at);
  while (**at && **at != close) {
    const shape *part = literal(home, at);
    if (!part) return NULL;
    joined = shape_join(home, joined, part);
    if (count < MOST) parts[count] = part;
    count++;
    blanks(at);
    if (**at != ',') break;
    ++*at;
    blanks(at);
  }
  if (**at != close) return NULL;
  ++*at;
  if (close == ']') return joined->kind == SHAPE_OTHER ? joined : wrap(home, SHAPE_LIST, 1, &joined);
  return count == 1 ? parts[0] : count < 2 || count > MOST ? NULL : wrap(home, SHAPE_TUPLE, count, parts);
}

static const shape *literal(arena *home, const char **at) {
  blanks(at);
  if (**at == '[') return bracketed(home, at, ']');
  if (**at == '(') return bracketed(home, at, ')');
  if (**at == '"' || **at == '\'') return quoted(at);
  if (word(at, "true") || word(at, "false")) return base(SHAPE_BOOL);
  if (word(at, "none")) {
    const shape *any = base(SHAPE_ANY);
    return wrap(home, SHAPE_OPTION, 1, &any);
  }
  return number(at);
}

const shape *shape_of_text(arena *home, const char *text) {
  const char *at = text;
  const shape *s = literal(home, &at);
  if (s) blanks(&at);
  return s && !*at ? s : base(SHAPE_STR);
}

/* ---- JSON ---- */

static const shape *tuple_of_json(arena *home, const json_t *items) {
  size_t n = json_array_size(items);
  if (n < 2) return base(SHAPE_OTHER);
  const shape **parts = ARENA_ARRAY(home, const shape *, n);
  for (size_t i = 0; i < n; i++) parts[i] = shape_of_json(home, json_array_get(items, i));
  return wrap(home, SHAPE_TUPLE, (uint32_t)n, parts);
}

const shape *shape_of_json(arena *home, const json_t *value) {
  const shape *any = base(SHAPE_ANY);
  if (json_is_integer(value)) return base(SHAPE_INT);
  if (json_is_real(value)) return base(SHAPE_FLOAT);
  if (json_is_boolean(value)) return base(SHAPE_BOOL);
  if (json_is_string(value)) return base(SHAPE_STR);
  if (json_is_null(value)) return wrap(home, SHAPE_OPTION, 1, &any);
  if (json_is_object(value)) {
    const json_t *items = json_object_get(value, "$tuple");
    if (json_is_array(items)) return tuple_of_json(home, items);
    return base(json_object_get(value, "$float") ? SHAPE_FLOAT : SHAPE_OTHER);
  }
  const shape *joined = any;
  for (size_t i = 0; i < json_array_size(value); i++)
    joined = shape_join(home, joined, shape_of_json(home, json_array_get(value, i)));
  return joined->kind == SHAPE_OTHER ? joined : wrap(home, SHAPE_LIST, 1, &joined);
}

/* ---- inference ---- */

static type *type_of_shape(infer *in, const shape *s) {
  static const type_kind bases[] = {
      [SHAPE_INT] = TYPE_INT, [SHAPE_FLOAT] = TYPE_FLOAT, [SHAPE_BOOL] = TYPE_BOOL, [SHAPE_CHAR] = TYPE_CHAR};
  type *parts[64];
  switch (s->kind) {
  case SHAPE_INT:
  case SHAPE_FLOAT:
  case SHAPE_BOOL:
  case SHAPE_CHAR: return infer_type(in, bases[s->kind], 0, NULL);
  case SHAPE_STR: parts[0] = infer_type(in, TYPE_CHAR, 0, NULL); return infer_type(in, TYPE_LIST, 1, parts);
  case SHAPE_LIST: parts[0] = type_of_shape(in, s->parts[0]); return infer_type(in, TYPE_LIST, 1, parts);
  case SHAPE_OPTION: parts[0] = type_of_shape(in, s->parts[0]); return infer_type(in, TYPE_OPTION, 1, parts);
  case SHAPE_TUPLE:
    for (uint32_t i = 0; i < s->count && i < 64; i++) parts[i] = type_of_shape(in, s->parts[i]);
    return infer_type(in, TYPE_TUPLE, s->count, parts);
  case SHAPE_ANY:
  case SHAPE_OTHER: break;
  }
  return infer_fresh(in);
}

/* What is no list where some list is wanted is taken as text (ruling 13), unless its elements are calculated with. */
static bool is_text(const shape *s, const type *element) {
  bool number = s->kind == SHAPE_INT || s->kind == SHAPE_FLOAT, list = s->kind == SHAPE_LIST || s->kind == SHAPE_TUPLE;
  return element->kind == TYPE_VAR && !list && s->kind != SHAPE_OTHER && !(number && constraint_is_operand(element));
}

void shape_unify(infer *in, type *t, const shape *s) {
  t = type_find(t);
  if (s->kind == SHAPE_ANY) return; /* an element of [], which says nothing */
  if (t->kind == TYPE_VAR) {
    if (s->kind != SHAPE_OTHER) infer_unify(in, t, type_of_shape(in, s));
  } else if (t->kind == TYPE_LIST && is_text(s, type_find(t->args[0]))) {
    infer_unify(in, t->args[0], infer_type(in, TYPE_CHAR, 0, NULL));
  } else if (t->kind == TYPE_OPTION) {
    shape_unify(in, t->args[0], s->kind == SHAPE_OPTION ? s->parts[0] : s);
  } else if (t->kind == TYPE_LIST && s->kind == SHAPE_LIST) {
    shape_unify(in, t->args[0], s->parts[0]);
  } else if (t->kind == TYPE_LIST && s->kind == SHAPE_TUPLE) {
    for (uint32_t i = 0; i < s->count; i++) shape_unify(in, t->args[0], s->parts[i]);
  } else if (t->kind == TYPE_TUPLE && s->kind == SHAPE_TUPLE && t->count == s->count) {
    for (uint32_t i = 0; i < t->count; i++) shape_unify(in, t->args[i], s->parts[i]);
  } else if (t->kind == TYPE_TUPLE && s->kind == SHAPE_LIST) {
    for (uint32_t i = 0; i < t->count; i++) shape_unify(in, t->args[i], s->parts[0]);
  }
}
