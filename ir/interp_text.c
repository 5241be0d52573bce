/* Text: lists of Char, one value a character. */

#include <stdlib.h>
#include <string.h>

#include "ir/interp_char.h"
#include "ir/interp_run.h"
#include "support/vec.h"

typedef VEC(interp_value) value_list;

static const interp_list *text_arg(const interp_call *c, uint32_t i) { return c->args[i].list; }

static uint32_t char_at(const interp_list *s, int64_t i) { return (uint32_t)s->items[i].i; }

static bool give_list(interp *in, const value_list *items, interp_value *out) {
  return interp_give(out, interp_list_of(in->home, items->items, items->len));
}

static void add_char(interp *in, value_list *to, uint32_t c) { vec_push(in->home, to, (interp_value){.i = c}); }

static void add_text(interp *in, value_list *to, const interp_list *s, int64_t from, int64_t end) {
  for (int64_t i = from; i < end; i++) add_char(in, to, char_at(s, i));
}

/* ---- characters ---- */

static bool between(uint32_t c, uint32_t first, uint32_t last) { return c >= first && c <= last; }

static bool is_space(uint32_t c) {
  static const uint32_t others[] = {0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000};
  for (uint32_t i = 0; i < sizeof others / sizeof *others; i++)
    if (c == others[i]) return true;
  return between(c, 9, 13) || between(c, 28, 32) || between(c, 0x2000, 0x200A);
}

enum { ASCII_END = 0x80 };

static bool is_digit(uint32_t c) { return between(c, '0', '9'); }

static bool give_answer(const interp_call *c, char_question question, interp_value *out) {
  return interp_give_int(out, interp_char_is((uint32_t)c->args[0].i, question));
}

bool interp_op_isalpha(interp *in, const interp_call *c, interp_value *out) {
  return (void)in, give_answer(c, IS_ALPHA, out);
}
bool interp_op_isdigit(interp *in, const interp_call *c, interp_value *out) {
  return (void)in, give_answer(c, IS_DIGIT, out);
}
bool interp_op_isupper(interp *in, const interp_call *c, interp_value *out) {
  return (void)in, give_answer(c, IS_UPPER, out);
}
bool interp_op_islower(interp *in, const interp_call *c, interp_value *out) {
  return (void)in, give_answer(c, IS_LOWER, out);
}

bool interp_op_isspace(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, is_space((uint32_t)c->args[0].i));
}

bool interp_op_upper_char(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, interp_char_to((uint32_t)c->args[0].i, TO_UPPERCASE));
}

bool interp_op_lower_char(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, interp_char_to((uint32_t)c->args[0].i, TO_LOWERCASE));
}

enum { SIGMA = 0x3A3, FINAL_SIGMA = 0x3C2 };

/* Is there a letter with case in a direction, with nothing but ignorable characters before it? */
static bool meets_cased(const interp_list *s, int64_t i, int64_t step) {
  for (i += step; i >= 0 && i < s->len; i += step)
    if (!interp_char_is(char_at(s, i), IS_CASE_IGNORABLE)) return interp_char_is(char_at(s, i), IS_CASED);
  return false;
}

static void add_case(interp *in, value_list *to, const interp_list *s, int64_t i, char_case wanted) {
  uint32_t c = char_at(s, i), several[CASE_LONGEST];
  bool final = wanted == TO_LOWERCASE && c == SIGMA && meets_cased(s, i, -1) && !meets_cased(s, i, 1);
  if (final) {
    add_char(in, to, FINAL_SIGMA);
    return;
  }
  uint32_t n = interp_char_in_text(c, wanted, several);
  for (uint32_t j = 0; j < n; j++) add_char(in, to, several[j]);
}

static bool give_case(interp *in, const interp_call *c, char_case wanted, interp_value *out) {
  value_list to = {0};
  const interp_list *s = text_arg(c, 0);
  for (int64_t i = 0; i < s->len; i++) add_case(in, &to, s, i, wanted);
  return give_list(in, &to, out);
}

bool interp_op_upper(interp *in, const interp_call *c, interp_value *out) {
  return give_case(in, c, TO_UPPERCASE, out);
}

bool interp_op_lower(interp *in, const interp_call *c, interp_value *out) {
  return give_case(in, c, TO_LOWERCASE, out);
}

bool interp_op_title(interp *in, const interp_call *c, interp_value *out) {
  value_list to = {0};
  const interp_list *s = text_arg(c, 0);
  for (int64_t i = 0; i < s->len; i++) {
    bool inside = i > 0 && interp_char_is(char_at(s, i - 1), IS_CASED);
    add_case(in, &to, s, i, inside ? TO_LOWERCASE : TO_TITLECASE);
  }
  return give_list(in, &to, out);
}

bool interp_op_swapcase(interp *in, const interp_call *c, interp_value *out) {
  value_list to = {0};
  const interp_list *s = text_arg(c, 0);
  for (int64_t i = 0; i < s->len; i++) {
    uint32_t from = char_at(s, i);
    if (interp_char_is(from, IS_UPPER)) add_case(in, &to, s, i, TO_LOWERCASE);
    else if (interp_char_is(from, IS_LOWER)) add_case(in, &to, s, i, TO_UPPERCASE);
    else add_char(in, &to, from);
  }
  return give_list(in, &to, out);
}

/* ---- searching ---- */

static bool stands_at(const interp_list *s, int64_t at, const interp_list *part) {
  if (at < 0 || part->len > s->len - at) return false;
  for (int64_t i = 0; i < part->len; i++)
    if (char_at(s, at + i) != char_at(part, i)) return false;
  return true;
}

/* The first position from `from` on; -1: none. */
static int64_t find_from(const interp_list *s, const interp_list *part, int64_t from) {
  for (int64_t i = from; i <= s->len - part->len; i++)
    if (stands_at(s, i, part)) return i;
  return -1;
}

bool interp_op_find_str(interp *in, const interp_call *c, interp_value *out) {
  int64_t at = find_from(text_arg(c, 0), text_arg(c, 1), 0);
  return interp_give(out, at < 0 ? interp_none() : interp_some(in->home, (interp_value){.i = at}));
}

bool interp_op_count_str(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  const interp_list *s = text_arg(c, 0), *part = text_arg(c, 1);
  if (part->len == 0) return interp_give_int(out, s->len + 1);
  int64_t count = 0;
  for (int64_t at = 0; (at = find_from(s, part, at)) >= 0; at += part->len) count++;
  return interp_give_int(out, count);
}

bool interp_op_text_new(interp *in, const interp_call *c, interp_value *out) {
  (void)c;
  return interp_give(out, interp_str_of(in->home, STR("")));
}

bool interp_op_find_from(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  int64_t at = find_from(text_arg(c, 0), text_arg(c, 1), c->args[2].i);
  int64_t none = c->args[2].i > text_arg(c, 0)->len ? c->args[2].i : text_arg(c, 0)->len;
  return interp_give_int(out, at < 0 ? none : at);
}

bool interp_op_starts_str(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, stands_at(text_arg(c, 0), 0, text_arg(c, 1)));
}

bool interp_op_ends_str(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, stands_at(text_arg(c, 0), text_arg(c, 0)->len - text_arg(c, 1)->len, text_arg(c, 1)));
}

/* With an empty part, `to` comes before every character and at the end. */
bool interp_op_replace_str(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *s = text_arg(c, 0), *part = text_arg(c, 1), *to = text_arg(c, 2);
  value_list all = {0};
  int64_t start = 0;
  for (int64_t at; start <= s->len && (at = find_from(s, part, start)) >= 0; start = at + part->len) {
    if (!interp_spend(in, (uint64_t)(at - start + to->len))) return false;
    add_text(in, &all, s, start, at);
    add_text(in, &all, to, 0, to->len);
    if (part->len) continue;
    if (at < s->len) add_char(in, &all, char_at(s, at));
    at++;
  }
  add_text(in, &all, s, start, s->len);
  return give_list(in, &all, out);
}

/* ---- taking apart ---- */

static void add_part(interp *in, value_list *parts, const interp_list *s, int64_t from, int64_t end) {
  vec_push(in->home, parts, interp_list_view(in->home, s, from, end - from));
}

bool interp_op_split(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *s = text_arg(c, 0), *separator = text_arg(c, 1);
  if (separator->len == 0) {
    interp_call said = *c;
    said.argc = 0;
    return interp_fail(in, &said, FAIL_DOMAIN, "an empty separator splits nothing");
  }
  value_list parts = {0};
  int64_t start = 0;
  for (int64_t at; (at = find_from(s, separator, start)) >= 0; start = at + separator->len)
    add_part(in, &parts, s, start, at);
  add_part(in, &parts, s, start, s->len);
  return give_list(in, &parts, out);
}

bool interp_op_words(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *s = text_arg(c, 0);
  value_list parts = {0};
  for (int64_t i = 0, start; i < s->len;) {
    for (start = i; i < s->len && !is_space(char_at(s, i));) i++;
    if (i > start) add_part(in, &parts, s, start, i);
    else i++;
  }
  return give_list(in, &parts, out);
}

/* The first position from argument 1 on whose character is white space, or is none. */
static bool give_space(const interp_call *c, bool space, interp_value *out) {
  const interp_list *s = text_arg(c, 0);
  int64_t at = c->args[1].i;
  while (at < s->len && is_space(char_at(s, at)) != space) at++;
  return interp_give_int(out, at);
}

bool interp_op_space_end(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return give_space(c, false, out);
}

bool interp_op_word_end(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return give_space(c, true, out);
}

bool interp_op_line_end(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  const interp_list *s = text_arg(c, 0);
  int64_t at = c->args[1].i;
  while (at < s->len && char_at(s, at) != '\n' && char_at(s, at) != '\r') at++;
  return interp_give_int(out, at);
}

bool interp_op_line_next(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  const interp_list *s = text_arg(c, 0);
  int64_t end = c->args[1].i;
  if (end == s->len) return interp_give_int(out, end);
  bool both = char_at(s, end) == '\r' && end + 1 < s->len && char_at(s, end + 1) == '\n';
  return interp_give_int(out, end + 1 + both);
}

/* Ends of lines: \n, \r\n and \r; the last line needs none. */
bool interp_op_lines(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *s = text_arg(c, 0);
  value_list parts = {0};
  int64_t start = 0;
  for (int64_t i = 0; i < s->len; i++) {
    if (char_at(s, i) != '\n' && char_at(s, i) != '\r') continue;
    add_part(in, &parts, s, start, i);
    if (char_at(s, i) == '\r' && i + 1 < s->len && char_at(s, i + 1) == '\n') i++;
    start = i + 1;
  }
  if (start < s->len) add_part(in, &parts, s, start, s->len);
  return give_list(in, &parts, out);
}

bool interp_op_join(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *parts = text_arg(c, 0), *separator = text_arg(c, 1);
  value_list all = {0};
  for (int64_t i = 0; i < parts->len; i++) {
    if (!interp_spend(in, (uint64_t)(parts->items[i].list->len + separator->len))) return false;
    if (i) add_text(in, &all, separator, 0, separator->len);
    add_text(in, &all, parts->items[i].list, 0, parts->items[i].list->len);
  }
  return give_list(in, &all, out);
}

/* ---- numbers from text ---- */

static interp_list trimmed(const interp_list *s) {
  interp_list t = *s;
  for (; t.len && is_space((uint32_t)t.items[0].i); t.len--) t.items++;
  while (t.len && is_space((uint32_t)t.items[t.len - 1].i)) t.len--;
  return t;
}

static uint32_t digit_value(uint32_t c) {
  if (is_digit(c)) return c - '0';
  return between(c | 32, 'a', 'z') ? (c | 32) - 'a' + 10 : UINT32_MAX;
}

/* Behind 0x, 0o, 0b where the base is that prefix's. */
static int64_t behind_prefix(const interp_list *s, int64_t i, int64_t base) {
  if (s->len - i < 3 || char_at(s, i) != '0') return i;
  uint32_t letter = char_at(s, i + 1) | 32;
  int64_t meant = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
  if (meant != base) return i;
  return char_at(s, i + 2) == '_' ? i + 3 : i + 2;
}

/* Single underscores may stand between digits. */
bool interp_digits(arena *home, const interp_list *text, int64_t base, str *out) {
  interp_list s = trimmed(text);
  bool sign = s.len && (char_at(&s, 0) == '-' || char_at(&s, 0) == '+'), digit = false;
  strbuf digits = strbuf_new(home);
  if (sign) strbuf_byte(&digits, (char)char_at(&s, 0));
  for (int64_t i = behind_prefix(&s, sign, base); i < s.len; i++) {
    bool gap = char_at(&s, i) == '_' && digit && i + 1 < s.len;
    digit = !gap;
    if (gap) continue;
    if (digit_value(char_at(&s, i)) >= base) return false;
    strbuf_byte(&digits, (char)char_at(&s, i));
  }
  *out = strbuf_str(&digits);
  return digit;
}

bool interp_op_parse_int(interp *in, const interp_call *c, interp_value *out) {
  int64_t base = c->args[1].i ? c->args[1].i : 10, value = 0;
  str digits;
  if (base < 2 || base > 36) return interp_fail_arg(in, c, FAIL_DOMAIN, "a base is 2 to 36", 1);
  if (!interp_digits(in->home, text_arg(c, 0), base, &digits))
    return interp_fail_arg(in, c, FAIL_PARSE, "%0 is not an Int", 0);
  bool negative = digits.ptr[0] == '-', fits = true;
  for (size_t i = negative || digits.ptr[0] == '+'; i < digits.len && fits; i++) {
    int64_t v = digit_value((uint32_t)digits.ptr[i]);
    fits = !__builtin_mul_overflow(value, base, &value) && !__builtin_add_overflow(value, negative ? -v : v, &value);
  }
  return fits ? interp_give_int(out, value) : interp_fail_arg(in, c, FAIL_OVERFLOW, "%0 does not fit into 64 bits", 0);
}

static size_t count_digits(const char *p) {
  size_t n = 0;
  while (p[n] >= '0' && p[n] <= '9') n++;
  return n;
}

/* Digits with a point among or beside them, and an exponent. */
static bool is_decimal(const char *p) {
  size_t whole = count_digits(p), fraction = 0;
  p += whole;
  if (*p == '.') {
    fraction = count_digits(p + 1);
    p += fraction + 1;
  }
  if (!whole && !fraction) return false;
  if ((*p | 32) == 'e') {
    p += 1 + (p[1] == '-' || p[1] == '+');
    size_t exponent = count_digits(p);
    if (!exponent) return false;
    p += exponent;
  }
  return !*p;
}

/* Drops underscores between digits; false when one stands elsewhere, or when something is no ASCII. */
static bool plain_digits(const interp_list *s, char *to) {
  for (int64_t i = 0; i < s->len; i++) {
    uint32_t c = char_at(s, i);
    bool between_digits = c == '_' && i > 0 && i + 1 < s->len && is_digit(char_at(s, i - 1)) &&
                          is_digit(char_at(s, i + 1));
    if (c >= ASCII_END || !c || (c == '_' && !between_digits)) return false;
    if (c != '_') *to++ = (char)c;
  }
  *to = 0;
  return true;
}

bool interp_op_parse_float(interp *in, const interp_call *c, interp_value *out) {
  interp_list s = trimmed(text_arg(c, 0));
  char *text = ARENA_ARRAY(in->home, char, s.len + 1);
  if (!plain_digits(&s, text)) return interp_fail(in, c, FAIL_PARSE, "%0 is not a Float");
  const char *number = text + (*text == '-' || *text == '+');
  bool word = !strcasecmp(number, "nan") || !strcasecmp(number, "inf") || !strcasecmp(number, "infinity");
  if (!word && !is_decimal(number)) return interp_fail(in, c, FAIL_PARSE, "%0 is not a Float");
  return interp_give_float(out, strtod(text, NULL));
}
