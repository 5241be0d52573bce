/* Types as text, as GAEL writes them, both ways. */

#include "ir/type.h"
#include "support/vec.h"

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
    case IRT_NAMED:
      strbuf_add(out, t->decl->name);
      if (t->count) print_args(out, "[", t, ',', "]");
      return;
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

/* The names of declared types may be told apart by what a definition's name cannot hold. */
static bool is_name_byte(char c) {
  bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  return letter || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '#' || (unsigned char)c >= 0x80;
}

static str read_name(type_reader *r) {
  size_t start = r->at;
  while (r->at < r->text.len && is_name_byte(r->text.ptr[r->at])) r->at++;
  return (str){r->text.ptr + start, r->at - start};
}

static const ir_type *base_named(ir_types *types, str name) {
  for (uint32_t i = 0; i < BASE_NAMES; i++)
    if (str_eq(name, str_of(base_names[i].name))) return irt_base(types, base_names[i].kind);
  return str_eq(name, STR("Str")) ? irt_str(types) : NULL;
}

/* The arguments behind a name that is read; `made`: a type that is not known is made. */
static const ir_type *read_declared(type_reader *r, str name, bool made) {
  VEC(const ir_type *) args = {0};
  if (read_token(r, STR("["))) {
    do {
      const ir_type *arg = read_type(r);
      if (!arg) return NULL;
      vec_push(irt_arena(r->types), &args, arg);
    } while (read_token(r, STR(",")));
    if (!read_token(r, STR("]"))) return NULL;
  }
  return made ? irt_named(r->types, name, args.len, args.items)
              : irt_find_named(r->types, name, args.len, args.items);
}

static const ir_type *read_word(type_reader *r) {
  str name = read_name(r);
  if (!name.len) return NULL;
  const ir_type *base = base_named(r->types, name);
  return base ? base : read_declared(r, name, false);
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
    vec_push(irt_arena(r->types), &parts, part);
  } while (read_token(r, STR(",")));
  if (!read_token(r, STR(")"))) return NULL;
  return parts.len == 1 ? parts.items[0] : irt_tuple(r->types, parts.len, parts.items);
}

static const ir_type *read_tight(type_reader *r) {
  const ir_type *t = read_token(r, STR("()"))  ? irt_base(r->types, IRT_UNIT)
                     : read_token(r, STR("[")) ? read_list(r)
                     : read_token(r, STR("{")) ? read_braces(r)
                     : read_token(r, STR("(")) ? read_group(r)
                                               : read_word(r);
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

const ir_type *irt_read_named(ir_types *s, str text, size_t *used) {
  type_reader r = {s, text, 0};
  str name = read_name(&r);
  bool named = name.len && !base_named(s, name);
  const ir_type *t = named ? read_declared(&r, name, true) : NULL;
  *used = r.at;
  return t;
}
