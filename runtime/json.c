/* JSON (RFC 8259) read straight from a Str into a Dyn: no UTF-8 is made and no tree beside the values. Integers become
   Int, or Big where they are too large, other numbers Float; null is none; of equal keys the later value stands at the
   first one's place. Linear in the text, recursive as deep as DEEPEST. */

#include "runtime/alloc.h"
#include "runtime/big.h"
#include "runtime/dyn.h"
#include "runtime/fail.h"
#include "runtime/list.h"
#include "runtime/number_text.h"
#include "runtime/pair.h"

enum { DEEPEST = 10000, HEX = 16, UNIT_DIGITS = 4, REPLACEMENT = 0xFFFD };

static const gl_type BOOL = {.kind = GL_BOOL, .size = 1, .name = "Bool"};
static const gl_type *const DYN_PART[] = {&rt_type_dyn};
static const gl_type *const ENTRY_PARTS[] = {&rt_type_str, &rt_type_dyn};
static const gl_type ARRAY = {
    .kind = GL_LIST, .pointers = 1, .count = 1, .size = sizeof(gl_list *), .parts = DYN_PART, .name = "[Dyn]"};
static const gl_type OBJECT = {.kind = GL_DICT, .pointers = 1, .count = 2, .size = sizeof(gl_dict *), .parts = ENTRY_PARTS,
                               .name = "{Str:Dyn}", .walk = &gl_walk_dict};

typedef struct json_reader {
  gl_list *text;
  int64_t at, depth;
  const char *wrong; /* what was wanted at `at` */
} json_reader;

/* One entry, as OBJECT's pairs lie in memory. */
typedef struct json_entry {
  gl_list *key;
  gl_dyn *value;
} json_entry;

static bool read_any(json_reader *r, gl_dyn **out);

static bool wrong(json_reader *r, const char *what) {
  r->wrong = what;
  return false;
}

/* ---- characters ---- */

static uint32_t peek(const json_reader *r) { return r->at < r->text->len ? rt_char_at(r->text, r->at) : 0; }
static bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

static void skip_space(json_reader *r) {
  for (uint32_t c; (c = peek(r)) == ' ' || c == '\n' || c == '\t' || c == '\r';) r->at++;
}

static bool take(json_reader *r, uint32_t c) {
  if (peek(r) != c) return false;
  r->at++;
  return true;
}

static bool take_word(json_reader *r, const char *word) {
  int64_t n = 0;
  for (; word[n]; n++) {
    if (r->at + n >= r->text->len || rt_char_at(r->text, r->at + n) != (uint8_t)word[n]) return false;
  }
  r->at += n;
  return true;
}

/* ---- numbers ---- */

static bool take_digits(json_reader *r) {
  if (!is_digit(peek(r))) return wrong(r, "a digit is wanted");
  while (is_digit(peek(r))) r->at++;
  return true;
}

/* True: a number's text stands between the old and the new place. */
static bool scan_number(json_reader *r, bool *whole) {
  (void)take(r, '-');
  if (!take(r, '0') && !take_digits(r)) return false;
  int64_t end = r->at;
  if (take(r, '.') && !take_digits(r)) return false;
  if (take(r, 'e') || take(r, 'E')) {
    if (!take(r, '-')) (void)take(r, '+');
    if (!take_digits(r)) return false;
  }
  *whole = r->at == end;
  return true;
}

static gl_dyn *number_of(const uint8_t *bytes, size_t length, bool whole) {
  enum { DECIMAL = 10 };
  double d;
  int64_t i;
  if (!whole) {
    (void)rt_float_parse(bytes, length, &d);
    return gl_dyn_new(&d, &rt_type_float);
  }
  if (rt_int_parse(bytes, length, DECIMAL, &i) == RT_NUMBER) return gl_dyn_new(&i, &rt_type_int);
  gl_big *big = rt_big_parse(bytes, length, DECIMAL);
  return gl_dyn_new(&big, &rt_type_big);
}

static bool read_number(json_reader *r, gl_dyn **out) {
  int64_t start = r->at;
  bool whole;
  if (!scan_number(r, &whole)) return false;
  size_t length = (size_t)(r->at - start);
  if (r->text->width == 1) {
    *out = number_of(r->text->data + start, length, whole);
    return true;
  }
  uint8_t *bytes = rt_alloc(length);
  for (size_t i = 0; i < length; i++) bytes[i] = (uint8_t)rt_char_at(r->text, start + (int64_t)i);
  *out = number_of(bytes, length, whole);
  rt_free(bytes, length);
  return true;
}

/* ---- strings ---- */

static bool read_unit(json_reader *r, uint32_t *unit) {
  *unit = 0;
  for (int i = 0; i < UNIT_DIGITS; i++, r->at++) {
    uint32_t c = peek(r), letter = c | 32;
    bool hex = letter >= 'a' && letter <= 'f';
    if (!hex && !is_digit(c)) return wrong(r, "four hexadecimal digits are wanted");
    *unit = *unit * HEX + (hex ? letter - 'a' + 10 : c - '0');
  }
  return true;
}

/* Two surrogates are one character; one alone is none. */
static bool read_scalar(json_reader *r, uint32_t *scalar) {
  uint32_t low;
  if (!read_unit(r, scalar)) return false;
  if (*scalar < 0xD800 || *scalar > 0xDFFF) return true;
  json_reader ahead = *r;
  bool pair = *scalar < 0xDC00 && take_word(&ahead, "\\u") && read_unit(&ahead, &low) && low >= 0xDC00 && low <= 0xDFFF;
  *scalar = pair ? 0x10000 + ((*scalar - 0xD800) << 10) + (low - 0xDC00) : REPLACEMENT;
  if (pair) r->at = ahead.at;
  return true;
}

/* Behind the backslash. */
static bool read_escape(json_reader *r, uint32_t *scalar) {
  static const char LETTERS[] = "\"\\/bfnrt", MEANINGS[] = "\"\\/\b\f\n\r\t";
  if (take(r, 'u')) return read_scalar(r, scalar);
  uint32_t c = peek(r);
  const char *letter = c && c < 0x80 ? strchr(LETTERS, (int)c) : NULL;
  if (!letter) return wrong(r, "an escape is wanted");
  *scalar = (uint8_t)MEANINGS[letter - LETTERS];
  r->at++;
  return true;
}

/* To the closing quote, the next escape, or what must not stand in a string; the widest character on the way. */
static uint32_t skip_plain(json_reader *r) {
  uint32_t seen = 0;
  for (; r->at < r->text->len; r->at++) {
    uint32_t c = rt_char_at(r->text, r->at);
    if (c == '"' || c == '\\' || c < ' ') break;
    seen |= c;
  }
  return seen;
}

/* A part of the text; of a wide one as narrow as it can be. */
static gl_list *plain_of(const json_reader *r, int64_t start, uint32_t seen) {
  if (r->text->width == 1 || seen >= 0x80) return rt_list_part(r->text, start, r->at - start, &rt_type_char);
  gl_list *s = rt_str_new(r->at - start, 1);
  for (int64_t i = start; i < r->at; i++) s->data[s->len++] = (uint8_t)rt_char_at(r->text, i);
  return s;
}

static bool read_escaped(json_reader *r, gl_list *s) {
  for (;;) {
    uint32_t c = peek(r);
    if (r->at == r->text->len) return wrong(r, "a closing quote is wanted");
    if (take(r, '"')) return true;
    if (c < ' ') return wrong(r, "a control character wants an escape");
    r->at++;
    if (c == '\\' && !read_escape(r, &c)) return false;
    gl_chars_push(s, c);
  }
}

/* Behind the opening quote. */
static bool read_string(json_reader *r, gl_list **out) {
  int64_t start = r->at;
  gl_list *s = plain_of(r, start, skip_plain(r));
  if (take(r, '"')) {
    *out = s;
    return true;
  }
  s = rt_list_own(s, s->len, &rt_type_char);
  if (read_escaped(r, s)) {
    *out = s;
    return true;
  }
  gl_drop_list(s, &rt_type_char);
  return false;
}

/* ---- arrays and objects ---- */

static bool read_items(json_reader *r, gl_list *items) {
  skip_space(r);
  if (take(r, ']')) return true;
  do {
    gl_dyn *item;
    if (!read_any(r, &item)) return false;
    gl_list_push(items, &item, &rt_type_dyn);
  } while (take(r, ','));
  return take(r, ']') || wrong(r, "`,` or `]` is wanted");
}

static bool read_entry(json_reader *r, json_entry *entry) {
  skip_space(r);
  if (!take(r, '"')) return wrong(r, "a key in quotes is wanted");
  if (!read_string(r, &entry->key)) return false;
  skip_space(r);
  if ((take(r, ':') || wrong(r, "`:` is wanted")) && read_any(r, &entry->value)) return true;
  gl_drop_list(entry->key, &rt_type_char);
  return false;
}

static bool read_entries(json_reader *r, gl_list *entries, const gl_type *pair) {
  skip_space(r);
  if (take(r, '}')) return true;
  do {
    json_entry entry;
    if (!read_entry(r, &entry)) return false;
    gl_list_push(entries, &entry, pair);
  } while (take(r, ','));
  return take(r, '}') || wrong(r, "`,` or `}` is wanted");
}

static bool read_array(json_reader *r, gl_dyn **out) {
  gl_list *items = gl_list_new(-1, &rt_type_dyn);
  bool read = read_items(r, items);
  if (read) {
    *out = gl_dyn_new(&items, &ARRAY);
  } else {
    gl_drop_list(items, &rt_type_dyn);
  }
  return read;
}

static bool read_object(json_reader *r, gl_dyn **out) {
  rt_pair_type pair;
  const gl_type *entry = rt_item_type(&pair, &OBJECT);
  gl_list *entries = gl_list_new(-1, entry);
  bool read = read_entries(r, entries, entry);
  if (read) {
    gl_dict *d = gl_dict_of(entries, &OBJECT);
    *out = gl_dyn_new(&d, &OBJECT);
  } else {
    gl_drop_list(entries, entry);
  }
  return read;
}

/* ---- values ---- */

static gl_dyn *bool_of(bool b) { return gl_dyn_new(&(uint8_t){b}, &BOOL); }

static bool read_value(json_reader *r, gl_dyn **out) {
  uint32_t c = peek(r);
  if (take(r, '[')) return read_array(r, out);
  if (take(r, '{')) return read_object(r, out);
  if (c == '-' || is_digit(c)) return read_number(r, out);
  bool truth = take_word(r, "true"), none = !truth && take_word(r, "null");
  if (truth || none || take_word(r, "false")) {
    *out = none ? gl_dyn_none() : bool_of(truth);
    return true;
  }
  if (!take(r, '"')) return wrong(r, "a value is wanted");
  gl_list *s;
  if (!read_string(r, &s)) return false;
  *out = gl_dyn_new(&s, &rt_type_str);
  return true;
}

static bool read_any(json_reader *r, gl_dyn **out) {
  skip_space(r);
  if (r->depth == DEEPEST) return wrong(r, "less nesting is wanted");
  r->depth++;
  bool read = read_value(r, out);
  r->depth--;
  if (read) skip_space(r);
  return read;
}

/* ---- the text ---- */

static bool fail_reading(json_reader *r, uint32_t site) {
  enum { ROOM = 160 };
  int64_t line = 1, start = 0;
  for (int64_t i = 0; i < r->at; i++) {
    if (rt_char_at(r->text, i) != '\n') continue;
    line++;
    start = i + 1;
  }
  char message[ROOM];
  rt_cutter c;
  rt_cutter_init(&c, message, sizeof message);
  rt_sink_text(&c.sink, "the JSON cannot be read: ");
  rt_sink_text(&c.sink, r->wrong);
  rt_sink_text(&c.sink, ", line ");
  rt_sink_int(&c.sink, line);
  rt_sink_text(&c.sink, ", column ");
  rt_sink_int(&c.sink, r->at - start + 1);
  (void)rt_cutter_end(&c);
  return rt_fail_words(RT_FAIL_PARSE, site, message, 1, &(rt_operand){&r->text, &rt_type_str});
}

bool gl_json(gl_list *s, uint32_t site, gl_dyn **out) {
  json_reader r = {.text = s};
  if (!read_any(&r, out)) return fail_reading(&r, site);
  if (r.at == s->len) return false;
  gl_drop_dyn(*out);
  r.wrong = "nothing more is wanted";
  return fail_reading(&r, site);
}
