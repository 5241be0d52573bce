/* Types are hash-consed: one node for each shape, so that equality is pointer equality. Building one costs a look-up.
 */

#include "ir/type.h"

#include "support/bug.h"
#include "support/map.h"
#include "support/vec.h"

typedef struct type_node type_node;
struct type_node {
  ir_type type;
  type_node *next; /* same hash */
};

struct ir_types {
  arena *home;
  map by_hash; /* hash -> type_node chain */
  uint32_t count;
};

ir_types *ir_types_new(arena *home) {
  ir_types *s = ARENA_NEW(home, ir_types);
  s->home = home;
  s->by_hash = map_new(home);
  return s;
}

static uint64_t type_hash(ir_type_kind kind, uint32_t n, const ir_type *const *args) {
  uint64_t h = hash_mix(kind, n);
  for (uint32_t i = 0; i < n; i++) h = hash_mix(h, args[i]->id);
  return h;
}

static bool type_same(const ir_type *t, ir_type_kind kind, uint32_t n, const ir_type *const *args) {
  if (t->kind != kind || t->count != n) return false;
  for (uint32_t i = 0; i < n; i++)
    if (t->args[i] != args[i]) return false;
  return true;
}

static const ir_type *type_make(ir_types *s, ir_type_kind kind, uint32_t n, const ir_type *const *args) {
  uint64_t hash = type_hash(kind, n, args);
  type_node *first = map_get_ptr(&s->by_hash, hash);
  for (type_node *node = first; node; node = node->next)
    if (type_same(&node->type, kind, n, args)) return &node->type;
  type_node *node = ARENA_NEW(s->home, type_node);
  node->type.kind = kind;
  node->type.id = s->count++;
  node->type.count = n;
  node->type.args = n ? arena_copy(s->home, args, n * sizeof *args, alignof(ir_type *)) : NULL;
  node->next = first;
  map_set_ptr(&s->by_hash, hash, node);
  return &node->type;
}

const ir_type *irt_base(ir_types *s, ir_type_kind kind) { return type_make(s, kind, 0, NULL); }

const ir_type *irt_list(ir_types *s, const ir_type *elem) { return type_make(s, IRT_LIST, 1, &elem); }

const ir_type *irt_str(ir_types *s) { return irt_list(s, irt_base(s, IRT_CHAR)); }

const ir_type *irt_tuple(ir_types *s, uint32_t n, const ir_type *const *parts) {
  if (n < 2) gael_bug("a tuple of %u parts", n);
  return type_make(s, IRT_TUPLE, n, parts);
}

const ir_type *irt_pair(ir_types *s, const ir_type *a, const ir_type *b) {
  return type_make(s, IRT_TUPLE, 2, (const ir_type *[]){a, b});
}

const ir_type *irt_option(ir_types *s, const ir_type *content) { return type_make(s, IRT_OPTION, 1, &content); }

const ir_type *irt_fun(ir_types *s, const ir_type *param, const ir_type *result) {
  return type_make(s, IRT_FUN, 2, (const ir_type *[]){param, result});
}

const ir_type *irt_dict(ir_types *s, const ir_type *key, const ir_type *value) {
  return type_make(s, IRT_DICT, 2, (const ir_type *[]){key, value});
}

const ir_type *irt_set(ir_types *s, const ir_type *elem) { return type_make(s, IRT_SET, 1, &elem); }

bool irt_is_str(const ir_type *t) { return t->kind == IRT_LIST && t->args[0]->kind == IRT_CHAR; }

bool irt_has_fun(const ir_type *t) {
  if (t->kind == IRT_FUN) return true;
  for (uint32_t i = 0; i < t->count; i++)
    if (irt_has_fun(t->args[i])) return true;
  return false;
}

/* ---- text ---- */

static const struct {
  ir_type_kind kind;
  const char *name;
} base_names[] = {
    {IRT_INT, "Int"}, {IRT_FLOAT, "Float"}, {IRT_BOOL, "Bool"}, {IRT_CHAR, "Char"},
    {IRT_DYN, "Dyn"}, {IRT_BIG, "Big"},     {IRT_UNIT, "()"},
};
enum { BASE_NAMES = sizeof base_names / sizeof *base_names };

static void print_base(strbuf *out, ir_type_kind kind) {
  for (uint32_t i = 0; i < BASE_NAMES; i++)
    if (base_names[i].kind == kind) strbuf_add(out, str_of(base_names[i].name));
}

static void print_args(strbuf *out, const char *open, const ir_type *t, char between, const char *close) {
  strbuf_add(out, str_of(open));
  for (uint32_t i = 0; i < t->count; i++) {
    if (i) strbuf_byte(out, between);
    irt_print(out, t->args[i]);
  }
  strbuf_add(out, str_of(close));
}

/* A function in front of `?` or `->` needs brackets. */
static void print_tight(strbuf *out, const ir_type *t) {
  bool loose = t->kind == IRT_FUN;
  if (loose) strbuf_byte(out, '(');
  irt_print(out, t);
  if (loose) strbuf_byte(out, ')');
}

void irt_print(strbuf *out, const ir_type *t) {
  switch (t->kind) {
    case IRT_INT:
    case IRT_FLOAT:
    case IRT_BOOL:
    case IRT_CHAR:
    case IRT_DYN:
    case IRT_BIG:
    case IRT_UNIT: print_base(out, t->kind); return;
    case IRT_LIST:
      if (irt_is_str(t)) strbuf_add(out, STR("Str"));
      else print_args(out, "[", t, 0, "]");
      return;
    case IRT_TUPLE: print_args(out, "(", t, ',', ")"); return;
    case IRT_DICT: print_args(out, "{", t, ':', "}"); return;
    case IRT_SET: print_args(out, "{", t, 0, "}"); return;
    case IRT_OPTION:
      print_tight(out, t->args[0]);
      strbuf_byte(out, '?');
      return;
    case IRT_FUN:
      print_tight(out, t->args[0]);
      strbuf_add(out, STR("->"));
      irt_print(out, t->args[1]);
      return;
    case IRT_NAMED: strbuf_printf(out, "#%u", t->decl); return;
  }
}

typedef struct type_reader {
  ir_types *types;
  str text;
  size_t at;
} type_reader;

static const ir_type *read_type(type_reader *r);

static bool read_token(type_reader *r, str token) {
  if (!str_starts((str){r->text.ptr + r->at, r->text.len - r->at}, token)) return false;
  r->at += token.len;
  return true;
}

static const ir_type *read_base(type_reader *r) {
  for (uint32_t i = 0; i < BASE_NAMES; i++)
    if (read_token(r, str_of(base_names[i].name))) return irt_base(r->types, base_names[i].kind);
  return read_token(r, STR("Str")) ? irt_str(r->types) : NULL;
}

static const ir_type *read_list(type_reader *r) {
  const ir_type *elem = read_type(r);
  return elem && read_token(r, STR("]")) ? irt_list(r->types, elem) : NULL;
}

static const ir_type *read_braces(type_reader *r) {
  const ir_type *key = read_type(r);
  if (!key) return NULL;
  if (read_token(r, STR("}"))) return irt_set(r->types, key);
  if (!read_token(r, STR(":"))) return NULL;
  const ir_type *value = read_type(r);
  return value && read_token(r, STR("}")) ? irt_dict(r->types, key, value) : NULL;
}

static const ir_type *read_group(type_reader *r) {
  VEC(const ir_type *) parts = {0};
  do {
    const ir_type *part = read_type(r);
    if (!part) return NULL;
    vec_push(r->types->home, &parts, part);
  } while (read_token(r, STR(",")));
  if (!read_token(r, STR(")"))) return NULL;
  return parts.len == 1 ? parts.items[0] : irt_tuple(r->types, parts.len, parts.items);
}

static const ir_type *read_tight(type_reader *r) {
  const ir_type *t = read_base(r);
  if (!t && read_token(r, STR("["))) t = read_list(r);
  else if (!t && read_token(r, STR("{"))) t = read_braces(r);
  else if (!t && read_token(r, STR("("))) t = read_group(r);
  while (t && read_token(r, STR("?"))) t = irt_option(r->types, t);
  return t;
}

static const ir_type *read_type(type_reader *r) {
  const ir_type *t = read_tight(r);
  if (!t || !read_token(r, STR("->"))) return t;
  const ir_type *result = read_type(r);
  return result ? irt_fun(r->types, t, result) : NULL;
}

const ir_type *irt_read(ir_types *s, str text, size_t *used) {
  type_reader r = {s, text, 0};
  const ir_type *t = read_type(&r);
  if (used) *used = r.at;
  return t;
}
