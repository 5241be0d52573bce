/* JSON: a text to a Dyn, any value to a text. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ir/bignum.h"
#include "ir/interp_run.h"
#include "ir/interp_table.h"
#include "ir/literal.h"
#include "support/vec.h"

/* ---- reading ---- */

enum { DEEPEST = 10000 };

typedef struct json_reader {
  interp *in;
  const ir_type *dyn, *str, *list, *dict;
  str text;
  size_t at;
  uint32_t depth;
  const char *error; /* what was wanted at `at` */
} json_reader;

static bool read_any(json_reader *r, interp_value *out);

static bool wrong(json_reader *r, const char *what) {
  if (!r->error) r->error = what;
  return false;
}

static char peek(const json_reader *r) { return r->at < r->text.len ? r->text.ptr[r->at] : 0; }

static void skip_space(json_reader *r) {
  while (r->at < r->text.len && strchr(" \t\r\n", r->text.ptr[r->at]) && r->text.ptr[r->at]) r->at++;
}

static bool take(json_reader *r, char c) {
  if (r->at >= r->text.len || r->text.ptr[r->at] != c) return false;
  r->at++;
  return true;
}

static bool take_word(json_reader *r, str word) {
  if (!str_starts((str){r->text.ptr + r->at, r->text.len - r->at}, word)) return false;
  r->at += word.len;
  return true;
}

static bool give(json_reader *r, ir_type_kind kind, interp_value v, interp_value *out) {
  *out = interp_dyn_of(r->in->home, v, irt_base(comb_types(r->in->store), kind));
  return true;
}

static bool take_digits(json_reader *r) {
  size_t start = r->at;
  while (peek(r) >= '0' && peek(r) <= '9') r->at++;
  return r->at > start || wrong(r, "a digit is wanted");
}

static bool read_number(json_reader *r, interp_value *out) {
  size_t start = r->at, whole;
  take(r, '-');
  if (!take(r, '0') && !take_digits(r)) return false;
  whole = r->at;
  if (take(r, '.') && !take_digits(r)) return false;
  if (take(r, 'e') || take(r, 'E')) {
    if (!take(r, '-')) take(r, '+');
    if (!take_digits(r)) return false;
  }
  str digits = str_copy(r->in->home, (str){r->text.ptr + start, r->at - start});
  if (r->at > whole) return give(r, IRT_FLOAT, (interp_value){.f = strtod(digits.ptr, NULL)}, out);
  bignum *big = ARENA_NEW(r->in->home, bignum);
  interp_value v = {.big = big};
  bignum_read(r->in->home, digits, 10, big);
  if (bignum_fits(big, &v.i)) return give(r, IRT_INT, v, out);
  return give(r, IRT_BIG, (interp_value){.big = big}, out);
}

static bool read_unit(json_reader *r, uint32_t *unit) {
  *unit = 0;
  for (int i = 0; i < 4; i++, r->at++) {
    char c = peek(r);
    const char *digits = "0123456789abcdef", *digit = c ? strchr(digits, c | 32) : NULL;
    if (!digit || (c < '0')) return wrong(r, "four hexadecimal digits are wanted");
    *unit = *unit * 16 + (uint32_t)(digit - digits);
  }
  return true;
}

/* Two surrogates are one scalar; one alone is none. */
static bool read_scalar(json_reader *r, uint32_t *scalar) {
  uint32_t low;
  if (!read_unit(r, scalar)) return false;
  bool surrogate = *scalar >= 0xD800 && *scalar < 0xE000;
  if (!surrogate) return true;
  json_reader ahead = *r;
  bool unit = *scalar < 0xDC00 && take_word(&ahead, STR("\\u")) && read_unit(&ahead, &low);
  bool pair = unit && low >= 0xDC00 && low < 0xE000;
  *scalar = pair ? 0x10000 + ((*scalar - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
  if (pair) r->at = ahead.at;
  return true;
}

static const char escape_letters[] = "\"\\/bfnrt", escape_meanings[] = "\"\\/\b\f\n\r\t";

static bool read_escape(json_reader *r, strbuf *b) {
  uint32_t scalar;
  if (take(r, 'u')) {
    if (!read_scalar(r, &scalar)) return false;
    strbuf_utf8(b, scalar);
    return true;
  }
  const char *letter = peek(r) ? strchr(escape_letters, peek(r)) : NULL;
  if (!letter) return wrong(r, "an escape is wanted");
  strbuf_byte(b, escape_meanings[letter - escape_letters]);
  r->at++;
  return true;
}

/* Behind the opening quote. */
static bool read_string(json_reader *r, interp_value *out) {
  strbuf b = strbuf_new(r->in->home);
  while (!take(r, '"')) {
    if (r->at >= r->text.len) return wrong(r, "a closing quote is wanted");
    if ((unsigned char)peek(r) < 0x20) return wrong(r, "a control character wants an escape");
    if (take(r, '\\')) {
      if (!read_escape(r, &b)) return false;
    } else {
      strbuf_byte(&b, r->text.ptr[r->at++]);
    }
  }
  *out = interp_str_of(r->in->home, strbuf_str(&b));
  return true;
}

static bool read_array(json_reader *r, interp_value *out) {
  VEC(interp_value) items = {0};
  skip_space(r);
  if (!take(r, ']')) {
    do {
      interp_value item;
      if (!read_any(r, &item)) return false;
      vec_push(r->in->home, &items, item);
    } while (take(r, ','));
    if (!take(r, ']')) return wrong(r, "`,` or `]` is wanted");
  }
  *out = interp_dyn_of(r->in->home, interp_list_of(r->in->home, items.items, items.len), r->list);
  return true;
}

static bool read_entry(json_reader *r, interp_table *table) {
  interp_value key, value;
  skip_space(r);
  if (!take(r, '"')) return wrong(r, "a key in quotes is wanted");
  if (!read_string(r, &key)) return false;
  skip_space(r);
  if (!take(r, ':')) return wrong(r, "`:` is wanted");
  if (!read_any(r, &value)) return false;
  interp_table_add(r->in->home, table, key, value, r->str);
  return true;
}

static bool read_object(json_reader *r, interp_value *out) {
  interp_table *table = (interp_table *)interp_table_new(r->in->home);
  skip_space(r);
  if (!take(r, '}')) {
    do
      if (!read_entry(r, table)) return false;
    while (take(r, ','));
    if (!take(r, '}')) return wrong(r, "`,` or `}` is wanted");
  }
  *out = interp_dyn_of(r->in->home, (interp_value){.table = table}, r->dict);
  return true;
}

static bool read_value(json_reader *r, interp_value *out) {
  if (take(r, '[')) return read_array(r, out);
  if (take(r, '{')) return read_object(r, out);
  if (take_word(r, STR("true"))) return give(r, IRT_BOOL, (interp_value){.i = 1}, out);
  if (take_word(r, STR("false"))) return give(r, IRT_BOOL, (interp_value){.i = 0}, out);
  if (take_word(r, STR("null"))) return interp_give(out, (interp_value){.dyn = NULL});
  if (peek(r) == '-' || (peek(r) >= '0' && peek(r) <= '9')) return read_number(r, out);
  if (!take(r, '"')) return wrong(r, "a value is wanted");
  interp_value s;
  if (!read_string(r, &s)) return false;
  *out = interp_dyn_of(r->in->home, s, r->str);
  return true;
}

static bool read_any(json_reader *r, interp_value *out) {
  if (!interp_spend_frame(r->in)) return false;
  skip_space(r);
  if (r->depth == DEEPEST) return wrong(r, "less nesting is wanted");
  r->depth++;
  bool good = read_value(r, out);
  r->depth--;
  if (good) skip_space(r);
  return good;
}

static bool fail_reading(json_reader *r, const interp_call *c) {
  if (r->in->limit) return false;
  long long line = 1, column = 1;
  for (size_t i = 0; i < r->at; i++) {
    bool starts = (r->text.ptr[i] & 0xC0) != 0x80, end = r->text.ptr[i] == '\n';
    line += end;
    column = end ? 1 : column + starts;
  }
  str said = str_printf(r->in->home, "the JSON cannot be read: %s, line %lld, column %lld", r->error, line, column);
  return interp_fail_said(r->in, c, FAIL_PARSE, said, 0);
}

bool interp_op_json(interp *in, const interp_call *c, interp_value *out) {
  ir_types *types = comb_types(in->store);
  json_reader r = {.in = in, .dyn = irt_base(types, IRT_DYN), .str = irt_str(types)};
  r.list = irt_list(types, r.dyn);
  r.dict = irt_dict(types, r.str, r.dyn);
  r.text = interp_utf8(in->home, c->args[0].list);
  if (!read_any(&r, out)) return fail_reading(&r, c);
  if (r.at == r.text.len) return true;
  wrong(&r, "nothing more is wanted");
  return fail_reading(&r, c);
}

/* ---- writing ---- */

typedef struct json_writer {
  interp *in;
  strbuf out;
  const interp_call *call;
} json_writer;

static bool write_any(json_writer *w, interp_value v, const ir_type *t);

static void write_string(json_writer *w, str text) {
  strbuf_byte(&w->out, '"');
  for (size_t i = 0; i < text.len; i++) {
    char c = text.ptr[i];
    const char *meaning = c && c != '/' ? strchr(escape_meanings, c) : NULL;
    if (meaning) strbuf_printf(&w->out, "\\%c", escape_letters[meaning - escape_meanings]);
    else if ((unsigned char)c < 0x20) strbuf_printf(&w->out, "\\u%04x", (unsigned)c);
    else strbuf_byte(&w->out, c);
  }
  strbuf_byte(&w->out, '"');
}

static str text_of(json_writer *w, interp_value v, const ir_type *t) {
  strbuf b = strbuf_new(w->in->home);
  if (t->kind == IRT_CHAR) strbuf_utf8(&b, (uint32_t)v.i);
  else interp_show(&b, v, t, false);
  return strbuf_str(&b);
}

static bool write_float(json_writer *w, interp_value v, const ir_type *t) {
  interp_call said = *w->call;
  said.argc = 1;
  said.dom = t;
  said.args = &v;
  if (!isfinite(v.f)) return interp_fail(w->in, &said, FAIL_DOMAIN, "%0 has no JSON");
  literal_float(&w->out, v.f);
  return true;
}

static bool write_array(json_writer *w, const interp_value *items, int64_t n, const ir_type *const *types, bool each) {
  strbuf_byte(&w->out, '[');
  for (int64_t i = 0; i < n; i++) {
    if (i) strbuf_byte(&w->out, ',');
    if (!write_any(w, items[i], types[each ? i : 0])) return false;
  }
  strbuf_byte(&w->out, ']');
  return true;
}

static bool write_set(json_writer *w, const interp_table *table, const ir_type *t) {
  const interp_entry *entries = interp_table_entries(w->in->home, table);
  interp_value *items = ARENA_ARRAY(w->in->home, interp_value, table->len + 1);
  for (int64_t i = 0; i < table->len; i++) items[i] = entries[i].key;
  return write_array(w, items, table->len, t->args, false);
}

static bool write_dict(json_writer *w, const interp_table *table, const ir_type *t) {
  const interp_entry *entries = interp_table_entries(w->in->home, table);
  strbuf_byte(&w->out, '{');
  for (int64_t i = 0; i < table->len; i++) {
    interp_value key = entries[i].key;
    const ir_type *key_type = interp_strip(&key, t->args[0]);
    if (i) strbuf_byte(&w->out, ',');
    write_string(w, text_of(w, key, key_type));
    strbuf_byte(&w->out, ':');
    if (!write_any(w, entries[i].value, t->args[1])) return false;
  }
  strbuf_byte(&w->out, '}');
  return true;
}

static bool write_object(json_writer *w, const interp_object *object, const ir_type *t) {
  const ir_decl *d = irt_decl(t);
  const ir_con *con = &d->cons[object->tag];
  if (!d->record) {
    strbuf_add(&w->out, STR("{\"$\":"));
    write_string(w, con->name);
    strbuf_add(&w->out, STR(",\"args\":"));
    if (!write_array(w, object->fields, con->count, con->fields, true)) return false;
  }
  for (uint32_t i = 0; d->record && i < con->count; i++) {
    strbuf_byte(&w->out, i ? ',' : '{');
    write_string(w, con->labels[i]);
    strbuf_byte(&w->out, ':');
    if (!write_any(w, object->fields[i], con->fields[i])) return false;
  }
  strbuf_byte(&w->out, '}');
  return true;
}

static bool write_any(json_writer *w, interp_value v, const ir_type *t) {
  if (!interp_spend_frame(w->in)) return false;
  t = interp_strip(&v, t);
  switch (t->kind) {
    case IRT_INT: literal_int(&w->out, v.i); return true;
    case IRT_FLOAT: return write_float(w, v, t);
    case IRT_BOOL: strbuf_add(&w->out, v.i ? STR("true") : STR("false")); return true;
    case IRT_BIG: strbuf_add(&w->out, bignum_text(w->in->home, v.big, 10)); return true;
    case IRT_CHAR: write_string(w, text_of(w, v, t)); return true;
    case IRT_UNIT:
    case IRT_OPTION:
    case IRT_DYN: strbuf_add(&w->out, STR("null")); return true;
    case IRT_LIST:
      if (!irt_is_str(t)) return write_array(w, v.list->items, v.list->len, t->args, false);
      write_string(w, interp_utf8(w->in->home, v.list));
      return true;
    case IRT_TUPLE: return write_array(w, v.parts, t->count, t->args, true);
    case IRT_SET: return write_set(w, v.table, t);
    case IRT_DICT: return write_dict(w, v.table, t);
    case IRT_NAMED: return write_object(w, v.object, t);
    case IRT_FUN: break;
  }
  return interp_fail(w->in, w->call, FAIL_DOMAIN, "a function has no JSON");
}

bool interp_op_tojson(interp *in, const interp_call *c, interp_value *out) {
  json_writer w = {in, strbuf_new(in->home), c};
  return write_any(&w, c->args[0], c->dom) && interp_give(out, interp_str_of(in->home, strbuf_str(&w.out)));
}
