#include "ir/literal.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/source.h"

enum { FLOAT_TEXT = 40, FLOAT_DIGITS = 17, PLAIN_LOW = -4, PLAIN_HIGH = 16 };

void literal_int(strbuf *out, int64_t i) { strbuf_printf(out, "%" PRId64, i); }

/* Digits and exponent of the shortest decimal that reads back as f > 0: f = 0.d1d2.. * 10^point. */
static uint32_t shortest_digits(double f, char digits[FLOAT_TEXT], int *point) {
  char text[FLOAT_TEXT];
  int precision = 0;
  do snprintf(text, sizeof text, "%.*e", precision, f);
  while (strtod(text, NULL) != f && ++precision < FLOAT_DIGITS);
  uint32_t count = 0;
  const char *p = text;
  for (; *p != 'e'; p++)
    if (*p != '.') digits[count++] = *p;
  *point = atoi(p + 1) + 1;
  while (count > 1 && digits[count - 1] == '0') count--;
  return count;
}

static void print_scientific(strbuf *out, const char *digits, uint32_t count, int point) {
  strbuf_byte(out, digits[0]);
  if (count > 1) strbuf_byte(out, '.');
  strbuf_add(out, (str){digits + 1, count - 1});
  strbuf_printf(out, "e%c%02d", point > 0 ? '+' : '-', abs(point - 1));
}

static void print_plain(strbuf *out, const char *digits, uint32_t count, int point) {
  if (point <= 0) strbuf_add(out, STR("0."));
  for (int i = point; i < 0; i++) strbuf_byte(out, '0');
  for (int i = 0; i < (int)count || i < point; i++) {
    if (i == point && i > 0) strbuf_byte(out, '.');
    strbuf_byte(out, i < (int)count ? digits[i] : '0');
  }
  if ((int)count <= point) strbuf_add(out, STR(".0"));
}

void literal_float(strbuf *out, double f) {
  if (isnan(f)) {
    strbuf_add(out, STR("nan"));
    return;
  }
  if (signbit(f)) strbuf_byte(out, '-');
  f = fabs(f);
  if (isinf(f) || f == 0) {
    strbuf_add(out, f == 0 ? STR("0.0") : STR("inf"));
    return;
  }
  char digits[FLOAT_TEXT];
  int point;
  uint32_t count = shortest_digits(f, digits, &point);
  bool plain = point > PLAIN_LOW && point <= PLAIN_HIGH;
  (plain ? print_plain : print_scientific)(out, digits, count, point);
}

/* ---- text ---- */

static const struct {
  char scalar, letter;
} escapes[] = {{'\n', 'n'}, {'\t', 't'}, {'\r', 'r'}, {'\0', '0'}, {'\\', '\\'}, {'"', '"'}, {'\'', '\''}};
enum { ESCAPES = sizeof escapes / sizeof *escapes };

/* Controls, and the two line ends that editors break at. */
static bool is_invisible(uint32_t scalar) {
  return scalar < 0x20 || (scalar >= 0x7F && scalar < 0xA0) || scalar == 0x2028 || scalar == 0x2029;
}

void literal_scalar(strbuf *out, uint32_t scalar, char quote) {
  bool other_quote = (scalar == '"' || scalar == '\'') && scalar != (uint32_t)quote;
  for (uint32_t i = 0; i < ESCAPES && !other_quote; i++) {
    if ((uint32_t)escapes[i].scalar != scalar) continue;
    strbuf_byte(out, '\\');
    strbuf_byte(out, escapes[i].letter);
    return;
  }
  if (is_invisible(scalar)) strbuf_printf(out, "\\u{%x}", scalar);
  else strbuf_utf8(out, scalar);
}

void literal_char(strbuf *out, uint32_t scalar) {
  strbuf_byte(out, '\'');
  literal_scalar(out, scalar, '\'');
  strbuf_byte(out, '\'');
}

void literal_str(strbuf *out, str utf8) {
  strbuf_byte(out, '"');
  const char *p = utf8.ptr, *end = utf8.ptr + utf8.len;
  while (p < end) literal_scalar(out, utf8_next(&p, end), '"');
  strbuf_byte(out, '"');
}

/* ---- reading ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool read_word(str text, size_t *at, str word) {
  if (!str_starts((str){text.ptr + *at, text.len - *at}, word)) return false;
  *at += word.len;
  return true;
}

static bool read_unicode_escape(str text, size_t *at, uint32_t *scalar) {
  if (!read_word(text, at, STR("{"))) return false;
  uint32_t value = 0, count = 0;
  for (; *at < text.len && text.ptr[*at] != '}'; (*at)++, count++) {
    const char *digits = "0123456789abcdef";
    const char *digit = strchr(digits, text.ptr[*at] | 0x20);
    if (!digit || !*digit || count == 6) return false;
    value = value * 16 + (uint32_t)(digit - digits);
  }
  bool surrogate = value >= 0xD800 && value < 0xE000;
  *scalar = value;
  return count && value < 0x110000 && !surrogate && read_word(text, at, STR("}"));
}

static bool read_escape(str text, size_t *at, uint32_t *scalar) {
  if (*at >= text.len) return false;
  char letter = text.ptr[(*at)++];
  if (letter == 'u') return read_unicode_escape(text, at, scalar);
  for (uint32_t i = 0; i < ESCAPES; i++) {
    if (escapes[i].letter != letter) continue;
    *scalar = (uint32_t)escapes[i].scalar;
    return true;
  }
  return false;
}

bool literal_read_quoted(arena *home, str text, size_t *at, char quote, str *out) {
  size_t i = *at;
  if (i >= text.len || text.ptr[i++] != quote) return false;
  strbuf b = strbuf_new(home);
  for (;;) {
    if (i >= text.len) return false;
    char c = text.ptr[i++];
    if (c == quote) break;
    uint32_t scalar;
    if (c != '\\') strbuf_byte(&b, c);
    else if (read_escape(text, &i, &scalar)) strbuf_utf8(&b, scalar);
    else return false;
  }
  *at = i;
  *out = strbuf_str(&b);
  return true;
}

static size_t skip_digits(str text, size_t i) {
  while (i < text.len && is_digit(text.ptr[i])) i++;
  return i;
}

/* Behind a number's digits: the end of its fraction and exponent, or `i` when it has neither. */
static size_t skip_fraction(str text, size_t i) {
  if (i + 1 < text.len && text.ptr[i] == '.' && is_digit(text.ptr[i + 1])) i = skip_digits(text, i + 1);
  size_t e = i;
  if (e < text.len && (text.ptr[e] | 0x20) == 'e') {
    e++;
    if (e < text.len && (text.ptr[e] == '-' || text.ptr[e] == '+')) e++;
    if (e < text.len && is_digit(text.ptr[e])) return skip_digits(text, e);
  }
  return i;
}

static bool read_special_float(str text, size_t *at, double *out) {
  static const struct {
    const char *name;
    double value;
  } specials[] = {{"nan", (double)NAN}, {"inf", (double)INFINITY}, {"-inf", -(double)INFINITY}};
  for (uint32_t i = 0; i < sizeof specials / sizeof *specials; i++) {
    if (!read_word(text, at, str_of(specials[i].name))) continue;
    *out = specials[i].value;
    return true;
  }
  return false;
}

/* An Int that is beyond 64 bits is no literal. */
static bool read_number(arena *home, str text, size_t *at, literal *out) {
  size_t digits = *at + (*at < text.len && text.ptr[*at] == '-');
  size_t whole = skip_digits(text, digits);
  if (whole == digits) return false;
  size_t end = skip_fraction(text, whole);
  const char *copy = arena_strndup(home, text.ptr + *at, end - *at);
  errno = 0;
  if (end > whole) *out = (literal){.kind = IRT_FLOAT, .f = strtod(copy, NULL)};
  else *out = (literal){.kind = IRT_INT, .i = strtoll(copy, NULL, 10)};
  if (end == whole && errno == ERANGE) return false;
  *at = end;
  return true;
}

bool literal_read(arena *home, str text, size_t *at, literal *out) {
  if (*at >= text.len) return false;
  *out = (literal){.kind = IRT_UNIT};
  if (read_word(text, at, STR("()"))) return true;
  out->kind = IRT_BOOL;
  out->i = 1;
  if (read_word(text, at, STR("true"))) return true;
  out->i = 0;
  if (read_word(text, at, STR("false"))) return true;
  out->kind = IRT_FLOAT;
  if (read_special_float(text, at, &out->f)) return true;
  if (text.ptr[*at] == '"') {
    out->kind = IRT_LIST;
    return literal_read_quoted(home, text, at, '"', &out->s);
  }
  if (text.ptr[*at] != '\'') return read_number(home, text, at, out);
  size_t i = *at;
  str quoted;
  if (!literal_read_quoted(home, text, &i, '\'', &quoted) || quoted.len == 0) return false;
  const char *p = quoted.ptr;
  *out = (literal){.kind = IRT_CHAR, .i = utf8_next(&p, quoted.ptr + quoted.len)};
  if (p != quoted.ptr + quoted.len) return false;
  *at = i;
  return true;
}
