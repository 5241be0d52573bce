/* Numbers from text. */

#include "runtime/number_text.h"

#include <string.h>

#include "runtime/alloc.h"
#include "runtime/fail.h"
#include "runtime/float_text.h"
#include "runtime/list.h"

enum { NO_DIGIT = 99 };

static uint32_t digit_of(uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 32;
  return c >= 'a' && c <= 'z' ? c - 'a' + 10 : NO_DIGIT;
}

/* ---- Int ---- */

uint32_t rt_int_prefix(const uint8_t *text, const uint8_t *end) {
  if (end - text < 3 || text[0] != '0') return 0;
  switch (text[1] | 32) {
  case 'x': return 16;
  case 'o': return 8;
  case 'b': return 2;
  }
  return 0;
}

/* Decimal digits and nothing else, so few that they fit, as most are. */
static bool int_short(const uint8_t *p, const uint8_t *end, bool negative, int64_t *out) {
  enum { FIT = 18 };
  int64_t value = 0;
  if (p == end || end - p > FIT) return false;
  for (; p < end; p++) {
    uint32_t digit = (uint32_t)*p - '0';
    if (digit > 9) return false;
    value = value * 10 + digit;
  }
  *out = negative ? -value : value;
  return true;
}

rt_parsed rt_int_parse(const uint8_t *text, size_t length, uint32_t base, int64_t *out) {
  const uint8_t *p = text, *end = text + length;
  bool negative = p < end && *p == '-', too_large = false;
  if (p < end && (*p == '-' || *p == '+')) p++;
  if ((base == 10 || base == 0) && int_short(p, end, negative, out)) return RT_NUMBER;
  uint32_t prefix = rt_int_prefix(p, end);
  bool prefixed = prefix && (base == prefix || base == 0);
  if (prefixed) p += 2;
  if (base == 0) base = prefix ? prefix : 10;
  if (prefixed && *p == '_') p++;
  uint64_t value = 0;
  bool digit_before = false;
  for (; p < end; p++) {
    if (*p == '_' && digit_before && p + 1 < end) {
      digit_before = false;
      continue;
    }
    uint32_t digit = digit_of(*p);
    if (digit >= base) return RT_NO_NUMBER;
    digit_before = true;
    too_large |= __builtin_mul_overflow(value, (uint64_t)base, &value) || __builtin_add_overflow(value, digit, &value);
  }
  if (!digit_before) return RT_NO_NUMBER;
  if (too_large || value > (uint64_t)INT64_MAX + negative) return RT_TOO_LARGE;
  *out = (int64_t)(negative ? 0 - value : value);
  return RT_NUMBER;
}

/* ---- Float ---- */

static bool skip_digits(const uint8_t **p, const uint8_t *end, char **to) {
  const uint8_t *start = *p;
  for (; *p < end; ++*p) {
    uint8_t c = **p;
    if (c >= '0' && c <= '9') {
      *(*to)++ = (char)c;
    } else if (c != '_' || *p == start || (*p)[-1] == '_' || *p + 1 == end || digit_of((*p)[1]) > 9) {
      break;
    }
  }
  return *p > start;
}

/* nan, inf and infinity in any case; digits with a point or an exponent, copied to `to` without underscores. */
static bool float_word(const uint8_t *text, size_t length, double *out) {
  static const struct {
    const char *word;
    double value;
  } WORDS[] = {{"nan", __builtin_nan("")}, {"inf", __builtin_inf()}, {"infinity", __builtin_inf()}};
  for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
    size_t n = 0;
    while (n < length && (uint8_t)WORDS[i].word[n] == (text[n] | 32)) n++;
    if (n < length || WORDS[i].word[n]) continue;
    *out = WORDS[i].value;
    return true;
  }
  return false;
}

static bool float_copy(const uint8_t *p, const uint8_t *end, char *to) {
  bool whole = skip_digits(&p, end, &to), fraction = false;
  if (p < end && *p == '.') {
    *to++ = (char)*p++;
    fraction = skip_digits(&p, end, &to);
  }
  if (!whole && !fraction) return false;
  if (p < end && (*p | 32) == 'e') {
    *to++ = (char)*p++;
    if (p < end && (*p == '-' || *p == '+')) *to++ = (char)*p++;
    if (!skip_digits(&p, end, &to)) return false;
  }
  *to = 0;
  return p == end;
}

/* Digits and a point, whose digits fit into a Float's 53 bits, with no more behind the point than there are powers of ten
   that a Float holds exactly: one division rounds correctly (W. D. Clinger, "How to read floating point numbers
   accurately", 1990). */
static bool float_of_few(const uint8_t *p, const uint8_t *end, double *out) {
  static const double POWERS[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  const uint64_t most = UINT64_C(1) << 53;
  const uint8_t *point = NULL, *start = p;
  uint64_t digits = 0;
  for (; p < end; p++) {
    uint32_t digit = *p - (uint32_t)'0';
    if (digit < 10 && digits < most / 10) {
      digits = 10 * digits + digit;
    } else if (*p == '.' && !point) {
      point = p;
    } else {
      return false;
    }
  }
  size_t behind = point ? (size_t)(end - point) - 1 : 0;
  if (end - start == (point != NULL) || behind >= sizeof POWERS / sizeof *POWERS) return false;
  *out = (double)digits / POWERS[behind];
  return true;
}

bool rt_float_parse(const uint8_t *text, size_t length, double *out) {
  enum { ON_STACK = 64 };
  const uint8_t *p = text, *end = text + length;
  bool negative = p < end && *p == '-';
  if (p < end && (*p == '-' || *p == '+')) p++;
  if (float_of_few(p, end, out)) {
    if (negative) *out = -*out;
    return true;
  }
  char small[ON_STACK], *copy = length < ON_STACK ? small : rt_alloc(length + 1);
  bool good = float_word(p, (size_t)(end - p), out);
  if (!good && float_copy(p, end, copy)) {
    *out = rt_float_nearest(copy);
    good = true;
  }
  if (copy != small) rt_free(copy, length + 1);
  if (negative) *out = -*out;
  return good;
}

/* ---- a Str's number ---- */

/* Characters of a wide Str that are looked at; a number of more nobody writes. */
enum { LONGEST = 4096 };

/* White space at both ends does not count. ASCII bytes of a wide Str are copied to `narrow`; NULL: it has others, or
   too many. */
static const uint8_t *ascii_of(const gl_list *s, uint8_t *narrow, size_t *length) {
  int64_t lo = 0, hi = s->len;
  while (lo < hi && gl_char_is_space(rt_char_at(s, lo))) lo++;
  while (lo < hi && gl_char_is_space(rt_char_at(s, hi - 1))) hi--;
  *length = (size_t)(hi - lo);
  if (s->width == 1) return s->data + lo;
  if (hi - lo > LONGEST) return NULL;
  for (int64_t i = lo; i < hi; i++) {
    uint32_t c = rt_char_at(s, i);
    if (c >= 0x80) return NULL;
    narrow[i - lo] = (uint8_t)c;
  }
  return narrow;
}

static bool fail_parse(const gl_list *s, uint32_t site, const char *sentence) {
  return rt_fail(RT_FAIL_PARSE, site, sentence, 1, &(rt_operand){&s, &rt_type_str});
}

bool gl_parse_int(gl_list *s, int64_t base, uint32_t site, int64_t *out) {
  uint8_t narrow[LONGEST];
  size_t length;
  if (base == 0) base = 10;
  if (base < 2 || base > 36) return rt_fail_int(RT_FAIL_DOMAIN, site, "a base is 2 to 36", base);
  if (s->width == 1 && rt_int_parse(s->data, (size_t)s->len, (uint32_t)base, out) == RT_NUMBER) return false;
  const uint8_t *text = ascii_of(s, narrow, &length);
  switch (text ? rt_int_parse(text, length, (uint32_t)base, out) : RT_NO_NUMBER) {
  case RT_NUMBER: return false;
  case RT_NO_NUMBER: return fail_parse(s, site, "%0 is not an Int");
  case RT_TOO_LARGE: break;
  }
  return rt_fail(RT_FAIL_OVERFLOW, site, "%0 does not fit into 64 bits", 1, &(rt_operand){&s, &rt_type_str});
}

bool gl_parse_float(gl_list *s, uint32_t site, double *out) {
  uint8_t narrow[LONGEST];
  size_t length;
  const uint8_t *text = ascii_of(s, narrow, &length);
  if (text && rt_float_parse(text, length, out)) return false;
  return fail_parse(s, site, "%0 is not a Float");
}
