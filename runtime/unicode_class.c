/* Kinds of characters, as Python's str methods tell them. */

#include "runtime/gael_rt.h"
#include "runtime/unicode.h"

#include "runtime/unicode_class_table.h"

#define IN(table, c) rt_unicode_in(table, sizeof table / sizeof *table, c)

enum { ASCII = 0x80 };

bool rt_unicode_in(const unicode_run *runs, uint32_t count, uint32_t c) {
  uint32_t lo = 0;
  while (count > 1) { /* the last run that does not start behind c */
    uint32_t half = count / 2;
    if (unicode_run_start(runs[lo + half]) <= c) lo += half;
    count -= half;
  }
  return unicode_run_start(runs[lo]) <= c && unicode_run_has(runs[lo], c);
}

static bool between(uint32_t c, uint32_t first, uint32_t last) { return c - first <= last - first; }

bool gl_char_is_alpha(uint32_t c) { return c < ASCII ? between(c | 32, 'a', 'z') : IN(ALPHA, c); }
bool gl_char_is_digit(uint32_t c) { return c < ASCII ? between(c, '0', '9') : IN(DIGIT, c); }
bool gl_char_is_upper(uint32_t c) { return c < ASCII ? between(c, 'A', 'Z') : IN(UPPER, c); }
bool gl_char_is_lower(uint32_t c) { return c < ASCII ? between(c, 'a', 'z') : IN(LOWER, c); }

bool gl_char_is_space(uint32_t c) {
  if (c < ASCII) return between(c, 9, 13) || between(c, 28, 32);
  return between(c, 0x2000, 0x200A) || between(c, 0x2028, 0x2029) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}
