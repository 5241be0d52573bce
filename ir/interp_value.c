#include "ir/interp_value.h"

#include <string.h>

#include "ir/literal.h"
#include "support/bug.h"
#include "support/source.h"
#include "support/vec.h"

/* ---- building ---- */

interp_value interp_list_of(arena *home, interp_value *items, int64_t len) {
  interp_list *list = ARENA_NEW(home, interp_list);
  *list = (interp_list){.len = len, .items = items};
  return (interp_value){.list = list};
}

interp_value interp_list_view(arena *home, const interp_list *list, int64_t from, int64_t len) {
  interp_list *view = ARENA_NEW(home, interp_list);
  *view = (interp_list){.len = len, .items = list->items + from, .room = list->room};
  return (interp_value){.list = view};
}

/* Amortised constant time for the usual loop that appends to what it appended to before. */
interp_value interp_list_push(arena *home, const interp_list *list, interp_value last) {
  interp_list *longer = ARENA_NEW(home, interp_list);
  *longer = (interp_list){.len = list->len + 1, .items = list->items, .room = list->room};
  interp_room *room = list->room;
  if (!room || room->items + room->used != list->items + list->len || room->used == room->size) {
    room = longer->room = ARENA_NEW(home, interp_room);
    room->size = list->len * 2 + 4;
    longer->items = room->items = ARENA_ARRAY(home, interp_value, room->size);
    if (list->len) memcpy(room->items, list->items, (size_t)list->len * sizeof *room->items);
    room->used = list->len;
  }
  room->items[room->used++] = last;
  return (interp_value){.list = longer};
}

interp_value interp_str_of(arena *home, str utf8) {
  interp_value *chars = ARENA_ARRAY(home, interp_value, utf8.len);
  int64_t len = 0;
  for (const char *p = utf8.ptr, *end = p + utf8.len; p < end;) chars[len++].i = utf8_next(&p, end);
  return interp_list_of(home, chars, len);
}

str interp_utf8(arena *home, const interp_list *chars) {
  strbuf b = strbuf_new(home);
  for (int64_t i = 0; i < chars->len; i++) strbuf_utf8(&b, (uint32_t)chars->items[i].i);
  return strbuf_str(&b);
}

interp_value interp_tuple_of(arena *home, uint32_t n, const interp_value *parts) {
  return (interp_value){.parts = arena_copy(home, parts, n * sizeof *parts, alignof(interp_value))};
}

interp_value interp_some(arena *home, interp_value content) {
  return (interp_value){.content = arena_copy(home, &content, sizeof content, alignof(interp_value))};
}

interp_value interp_none(void) { return (interp_value){.content = NULL}; }

/* ---- order ---- */

#define ORDER(a, b) ((a) < (b) ? INTERP_LESS : (a) > (b) ? INTERP_GREATER : INTERP_EQUAL)

static interp_order compare_floats(double a, double b, bool total) {
  bool a_nan = a != a, b_nan = b != b;
  if (a_nan || b_nan) return total ? ORDER(a_nan, b_nan) : INTERP_UNORDERED;
  return ORDER(a, b);
}

static interp_order compare_lists(const interp_list *a, const interp_list *b, const ir_type *elem, bool total) {
  for (int64_t i = 0; i < a->len && i < b->len; i++) {
    interp_order order = interp_compare(a->items[i], b->items[i], elem, total);
    if (order != INTERP_EQUAL) return order;
  }
  return ORDER(a->len, b->len);
}

static interp_order compare_tuples(const interp_value *a, const interp_value *b, const ir_type *t, bool total) {
  for (uint32_t i = 0; i < t->count; i++) {
    interp_order order = interp_compare(a[i], b[i], t->args[i], total);
    if (order != INTERP_EQUAL) return order;
  }
  return INTERP_EQUAL;
}

static interp_order compare_options(const interp_value *a, const interp_value *b, const ir_type *t, bool total) {
  if (a && b) return interp_compare(*a, *b, t->args[0], total);
  return ORDER(a != NULL, b != NULL);
}

interp_order interp_compare(interp_value a, interp_value b, const ir_type *t, bool total) {
  switch (t->kind) {
    case IRT_INT:
    case IRT_BOOL:
    case IRT_CHAR: return ORDER(a.i, b.i);
    case IRT_FLOAT: return compare_floats(a.f, b.f, total);
    case IRT_UNIT: return INTERP_EQUAL;
    case IRT_LIST: return compare_lists(a.list, b.list, t->args[0], total);
    case IRT_TUPLE: return compare_tuples(a.parts, b.parts, t, total);
    case IRT_OPTION: return compare_options(a.content, b.content, t, total);
    case IRT_FUN:
    case IRT_DICT:
    case IRT_SET:
    case IRT_DYN:
    case IRT_BIG:
    case IRT_NAMED: break;
  }
  gael_bug("a comparison of values of kind %d", (int)t->kind);
}

/* ---- text ---- */

static void show_sequence(strbuf *out, char open, const interp_value *items, int64_t n, const ir_type *const *types,
                          bool each, char close) {
  strbuf_byte(out, open);
  for (int64_t i = 0; i < n; i++) {
    if (i) strbuf_byte(out, ',');
    interp_show(out, items[i], types[each ? i : 0], true);
  }
  strbuf_byte(out, close);
}

static void show_str(strbuf *out, const interp_list *chars, bool source) {
  if (source) strbuf_byte(out, '"');
  for (int64_t i = 0; i < chars->len; i++) {
    if (source) literal_scalar(out, (uint32_t)chars->items[i].i, '"');
    else strbuf_utf8(out, (uint32_t)chars->items[i].i);
  }
  if (source) strbuf_byte(out, '"');
}

/* Functions show only among the operands of a failure. */
static void show_opaque(strbuf *out, const ir_type *t) {
  strbuf_byte(out, '<');
  irt_print(out, t);
  strbuf_byte(out, '>');
}

void interp_show(strbuf *out, interp_value v, const ir_type *t, bool source) {
  switch (t->kind) {
    case IRT_INT: literal_int(out, v.i); return;
    case IRT_FLOAT: literal_float(out, v.f); return;
    case IRT_BOOL: strbuf_add(out, v.i ? STR("true") : STR("false")); return;
    case IRT_CHAR: literal_char(out, (uint32_t)v.i); return;
    case IRT_UNIT: strbuf_add(out, STR("()")); return;
    case IRT_LIST:
      if (irt_is_str(t)) show_str(out, v.list, source);
      else show_sequence(out, '[', v.list->items, v.list->len, t->args, false, ']');
      return;
    case IRT_TUPLE: show_sequence(out, '(', v.parts, t->count, t->args, true, ')'); return;
    case IRT_OPTION:
      if (v.content) interp_show(out, *v.content, t->args[0], true);
      else strbuf_add(out, STR("none"));
      return;
    case IRT_FUN:
    case IRT_DICT:
    case IRT_SET:
    case IRT_DYN:
    case IRT_BIG:
    case IRT_NAMED: show_opaque(out, t); return;
  }
}

typedef struct value_reader {
  arena *home;
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
    case IRT_FUN:
    case IRT_DICT:
    case IRT_SET:
    case IRT_DYN:
    case IRT_BIG:
    case IRT_NAMED: return false;
  }
  return false;
}

bool interp_parse(arena *home, const ir_type *t, str text, interp_value *out) {
  value_reader r = {home, text, 0};
  *out = (interp_value){.i = 0};
  return read_value(&r, t, out) && (accept(&r, STR("")), r.at == text.len);
}

/* One character alone is a Char; the text of a wanted Str? is its content, but for the word none. */
bool interp_argument(arena *home, const ir_type *t, str text, interp_value *out) {
  if (!utf8_valid(text, NULL)) return false;
  if (irt_is_str(t)) {
    *out = interp_str_of(home, text);
    return true;
  }
  const char *at = text.ptr, *end = text.ptr + text.len;
  if (t->kind == IRT_CHAR && text.len && (out->i = utf8_next(&at, end), at == end)) return true;
  bool str_option = t->kind == IRT_OPTION && irt_is_str(t->args[0]);
  if (!str_option || str_eq(text, STR("none"))) return interp_parse(home, t, text, out);
  *out = interp_some(home, interp_str_of(home, text));
  return true;
}
