/* Values from GAEL source, at a type. */

#include "ir/bignum.h"
#include "ir/interp_table.h"
#include "ir/literal.h"
#include "support/source.h"
#include "support/vec.h"

typedef struct value_reader {
  arena *home;
  ir_types *types;
  str text;
  size_t at;
} value_reader;

static bool read_value(value_reader *r, const ir_type *t, interp_value *out);

static bool accept(value_reader *r, str token) {
  while (r->at < r->text.len && (r->text.ptr[r->at] == ' ' || r->text.ptr[r->at] == '\n')) r->at++;
  if (!str_starts((str){r->text.ptr + r->at, r->text.len - r->at}, token)) return false;
  r->at += token.len;
  return true;
}

static bool read_scalar(value_reader *r, const ir_type *t, interp_value *out) {
  literal k;
  accept(r, STR(""));
  size_t start = r->at;
  if (!literal_read(r->home, r->text, &r->at, &k)) return false;
  bool widened = t->kind == IRT_FLOAT && k.kind == IRT_INT;
  if (k.kind != t->kind && !widened) r->at = start;
  else if (widened) out->f = (double)k.i;
  else if (k.kind == IRT_FLOAT) out->f = k.f;
  else out->i = k.i;
  return k.kind == t->kind || widened;
}

/* 12n, or 12. */
static bool read_big(value_reader *r, interp_value *out) {
  accept(r, STR(""));
  size_t start = r->at, end = start + (start < r->text.len && r->text.ptr[start] == '-');
  while (end < r->text.len && r->text.ptr[end] >= '0' && r->text.ptr[end] <= '9') end++;
  bignum *big = ARENA_NEW(r->home, bignum);
  r->at = end;
  out->big = big;
  return bignum_read(r->home, (str){r->text.ptr + start, end - start}, 10, big) && (accept(r, STR("n")), true);
}

static bool read_list(value_reader *r, const ir_type *elem, interp_value *out) {
  VEC(interp_value) items = {0};
  if (!accept(r, STR("["))) return false;
  if (!accept(r, STR("]"))) {
    do {
      interp_value item;
      if (!read_value(r, elem, &item)) return false;
      vec_push(r->home, &items, item);
    } while (accept(r, STR(",")));
    if (!accept(r, STR("]"))) return false;
  }
  *out = interp_list_of(r->home, items.items, items.len);
  return true;
}

static bool read_str(value_reader *r, const ir_type *t, interp_value *out) {
  str s;
  accept(r, STR(""));
  if (!literal_read_quoted(r->home, r->text, &r->at, '"', &s)) return read_list(r, t->args[0], out);
  *out = interp_str_of(r->home, s);
  return true;
}

static bool read_tuple(value_reader *r, const ir_type *t, interp_value *out) {
  interp_value *parts = ARENA_ARRAY(r->home, interp_value, t->count);
  for (uint32_t i = 0; i < t->count; i++)
    if (!accept(r, i ? STR(",") : STR("(")) || !read_value(r, t->args[i], &parts[i])) return false;
  out->parts = parts;
  return accept(r, STR(")"));
}

static bool read_option(value_reader *r, const ir_type *t, interp_value *out) {
  *out = interp_none();
  if (accept(r, STR("none"))) return true;
  interp_value content;
  if (!read_value(r, t->args[0], &content)) return false;
  *out = interp_some(r->home, content);
  return true;
}

/* A dictionary's entries, or a set's elements, up to `close`. */
static bool read_entries(value_reader *r, const ir_type *t, str close, interp_value *out) {
  interp_table *table = (interp_table *)interp_table_new(r->home);
  out->table = table;
  if (accept(r, close)) return true;
  do {
    interp_value key, value = {.i = 0};
    if (!read_value(r, t->args[0], &key)) return false;
    if (t->kind == IRT_DICT && (!accept(r, STR(":")) || !read_value(r, t->args[1], &value))) return false;
    interp_table_add(r->home, table, key, value, t->args[0]);
  } while (accept(r, STR(",")));
  return accept(r, close);
}

static bool read_dict(value_reader *r, const ir_type *t, interp_value *out) {
  return accept(r, STR("{")) && read_entries(r, t, STR("}"), out);
}

static bool read_set(value_reader *r, const ir_type *t, interp_value *out) {
  return accept(r, STR("set[")) && read_entries(r, t, STR("]"), out);
}

static bool read_fields(value_reader *r, const ir_type *t, uint32_t k, interp_value *out) {
  const ir_decl *d = irt_decl(t);
  const ir_con *con = &d->cons[k];
  interp_value *fields = ARENA_ARRAY(r->home, interp_value, con->count);
  for (uint32_t i = 0; i < con->count; i++) {
    if (!accept(r, i ? STR(",") : d->record ? STR("{") : STR("("))) return false;
    if (d->record && !(accept(r, con->labels[i]) && accept(r, STR(":")))) return false;
    if (!read_value(r, con->fields[i], &fields[i])) return false;
  }
  *out = interp_object_of(r->home, k, con->count, fields);
  return con->count == 0 || accept(r, d->record ? STR("}") : STR(")"));
}

static bool is_name_byte(char c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}

static bool read_object(value_reader *r, const ir_type *t, interp_value *out) {
  accept(r, STR(""));
  size_t start = r->at;
  while (r->at < r->text.len && is_name_byte(r->text.ptr[r->at])) r->at++;
  str name = {r->text.ptr + start, r->at - start};
  for (uint32_t k = 0; k < irt_decl(t)->count; k++)
    if (str_eq(name, irt_decl(t)->cons[k].name)) return read_fields(r, t, k, out);
  return false;
}

/* A number with an n behind it. */
static bool is_big(const value_reader *r) {
  size_t i = r->at + (r->at < r->text.len && r->text.ptr[r->at] == '-');
  while (i < r->text.len && r->text.ptr[i] >= '0' && r->text.ptr[i] <= '9') i++;
  return i < r->text.len && r->text.ptr[i] == 'n' && i > r->at;
}

/* What a literal is by itself; lists and dictionaries hold Dyns. Values of declared types have no text here. */
static bool read_dyn(value_reader *r, const ir_type *dyn, interp_value *out) {
  *out = (interp_value){.dyn = NULL};
  if (accept(r, STR("none"))) return true;
  const ir_type *own[] = {
      irt_base(r->types, IRT_UNIT),  irt_base(r->types, IRT_BOOL), irt_base(r->types, is_big(r) ? IRT_BIG : IRT_INT),
      irt_base(r->types, IRT_FLOAT), irt_base(r->types, IRT_CHAR), irt_str(r->types),
      irt_list(r->types, dyn),       irt_dict(r->types, dyn, dyn), irt_set(r->types, dyn),
  };
  size_t start = r->at;
  for (uint32_t i = 0; i < sizeof own / sizeof *own; i++) {
    interp_value v;
    r->at = start;
    if (!read_value(r, own[i], &v)) continue;
    *out = interp_dyn_of(r->home, v, own[i]);
    return true;
  }
  return false;
}

static bool read_value(value_reader *r, const ir_type *t, interp_value *out) {
  switch (t->kind) {
    case IRT_INT:
    case IRT_FLOAT:
    case IRT_BOOL:
    case IRT_CHAR:
    case IRT_UNIT: return read_scalar(r, t, out);
    case IRT_LIST: return irt_is_str(t) ? read_str(r, t, out) : read_list(r, t->args[0], out);
    case IRT_TUPLE: return read_tuple(r, t, out);
    case IRT_OPTION: return read_option(r, t, out);
    case IRT_DICT: return read_dict(r, t, out);
    case IRT_SET: return read_set(r, t, out);
    case IRT_DYN: return read_dyn(r, t, out);
    case IRT_NAMED: return read_object(r, t, out);
    case IRT_BIG: return read_big(r, out);
    case IRT_FUN: return false;
  }
  return false;
}

bool interp_parse(arena *home, ir_types *types, const ir_type *t, str text, interp_value *out) {
  value_reader r = {home, types, text, 0};
  *out = (interp_value){.i = 0};
  return read_value(&r, t, out) && (accept(&r, STR("")), r.at == text.len);
}

/* One character alone is a Char; the text of a wanted Str? is its content, but for the word none. */
bool interp_argument(arena *home, ir_types *types, const ir_type *t, str text, interp_value *out) {
  if (!utf8_valid(text, NULL)) return false;
  if (irt_is_str(t)) {
    *out = interp_str_of(home, text);
    return true;
  }
  const char *at = text.ptr, *end = text.ptr + text.len;
  if (t->kind == IRT_CHAR && text.len && (out->i = utf8_next(&at, end), at == end)) return true;
  bool str_option = t->kind == IRT_OPTION && irt_is_str(t->args[0]);
  if (!str_option || str_eq(text, STR("none"))) return interp_parse(home, types, t, text, out);
  *out = interp_some(home, interp_str_of(home, text));
  return true;
}
