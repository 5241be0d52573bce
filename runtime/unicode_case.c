/* Upper and lower case: of a Char one to one, of a Str as Unicode wants it (ß becomes SS, a sigma at the end of a word
   ς). */

#include "runtime/list.h"
#include "runtime/unicode.h"

#include "runtime/unicode_case_table.h"

#define COUNT(table) (sizeof table / sizeof *table)

enum { ASCII = 0x80, CASE_BIT = 0x20, SIGMA = 0x3A3, FINAL_SIGMA = 0x3C2, DOTTED_I = 0x130, COMBINING_DOT = 0x307 };

/* ---- one to one ---- */

static uint32_t shifted(const unicode_shift *table, uint32_t count, uint32_t c) {
  uint32_t lo = 0;
  while (count > 1) { /* the last run that does not start behind c */
    uint32_t half = count / 2;
    if (unicode_run_start(table[lo + half].run) <= c) lo += half;
    count -= half;
  }
  bool found = unicode_run_start(table[lo].run) <= c && unicode_run_has(table[lo].run, c);
  return found ? c + (uint32_t)table[lo].by : c;
}

uint32_t gl_char_upper(uint32_t c) {
  if (c < ASCII) return c - 'a' <= 'z' - 'a' ? c ^ CASE_BIT : c;
  return shifted(TO_UPPER, COUNT(TO_UPPER), c);
}

uint32_t gl_char_lower(uint32_t c) {
  if (c < ASCII) return c - 'A' <= 'Z' - 'A' ? c ^ CASE_BIT : c;
  return shifted(TO_LOWER, COUNT(TO_LOWER), c);
}

/* ---- text ---- */

static gl_list *ascii_case(const gl_list *s, uint8_t first) {
  gl_list *out = rt_str_new(s->len, 1);
  for (int64_t i = 0; i < s->len; i++) {
    uint8_t c = s->data[i];
    out->data[i] = (uint8_t)((uint8_t)(c - first) < 26 ? c ^ CASE_BIT : c);
  }
  out->len = s->len;
  return out;
}

static const unicode_special *special_in(const unicode_special *table, uint32_t count, uint32_t c) {
  for (uint32_t i = 0; i < count; i++) {
    if (table[i].from == c) return &table[i];
  }
  return NULL;
}

static void push_several(gl_list *out, const unicode_special *several) {
  for (int j = 0; j < 3 && several->to[j]; j++) gl_chars_push(out, several->to[j]);
}

static void push_upper(gl_list *out, uint32_t c) {
  const unicode_special *several = c < ASCII ? NULL : special_in(UPPER_SPECIAL, COUNT(UPPER_SPECIAL), c);
  if (several) push_several(out, several);
  else gl_chars_push(out, gl_char_upper(c));
}

/* The first letter of a word. */
static void push_title(gl_list *out, uint32_t c) {
  const unicode_special *other = c < ASCII ? NULL : special_in(TITLE_SPECIAL, COUNT(TITLE_SPECIAL), c);
  if (other) push_several(out, other);
  else push_upper(out, c);
}

static bool is_ignorable(uint32_t c) {
  if (c < ASCII) return c == '\'' || c == '.' || c == ':' || c == '^' || c == '`';
  return rt_unicode_in(CASE_IGNORABLE, COUNT(CASE_IGNORABLE), c);
}

static bool is_cased(uint32_t c) {
  return c < ASCII ? (c | CASE_BIT) - 'a' < 26 : rt_unicode_in(CASED, COUNT(CASED), c);
}

/* Is the next character in a direction, ignorable ones left out, a letter with case? */
static bool meets_cased(const gl_list *s, int64_t i, int64_t step) {
  do {
    i += step;
  } while (i >= 0 && i < s->len && is_ignorable(rt_char_at(s, i)));
  return i >= 0 && i < s->len && is_cased(rt_char_at(s, i));
}

static void push_lower(gl_list *out, const gl_list *s, int64_t i) {
  uint32_t c = rt_char_at(s, i);
  bool final = c == SIGMA && meets_cased(s, i, -1) && !meets_cased(s, i, 1);
  gl_chars_push(out, final ? FINAL_SIGMA : gl_char_lower(c));
  if (c == DOTTED_I) gl_chars_push(out, COMBINING_DOT);
}

gl_list *gl_str_upper(gl_list *s) {
  if (s->width == 1) return ascii_case(s, 'a');
  gl_list *out = rt_str_new(s->len, 1);
  for (int64_t i = 0; i < s->len; i++) push_upper(out, rt_char_at(s, i));
  return out;
}

gl_list *gl_str_lower(gl_list *s) {
  if (s->width == 1) return ascii_case(s, 'A');
  gl_list *out = rt_str_new(s->len, 1);
  for (int64_t i = 0; i < s->len; i++) push_lower(out, s, i);
  return out;
}

/* A word begins behind what has no case. */
gl_list *gl_str_title(gl_list *s) {
  gl_list *out = rt_str_new(s->len, 1);
  bool inside = false;
  for (int64_t i = 0; i < s->len; i++) {
    uint32_t c = rt_char_at(s, i);
    if (inside) push_lower(out, s, i);
    else push_title(out, c);
    inside = is_cased(c);
  }
  return out;
}

gl_list *gl_str_swapcase(gl_list *s) {
  gl_list *out = rt_str_new(s->len, 1);
  for (int64_t i = 0; i < s->len; i++) {
    uint32_t c = rt_char_at(s, i);
    if (gl_char_is_upper(c)) push_lower(out, s, i);
    else if (gl_char_is_lower(c)) push_upper(out, c);
    else gl_chars_push(out, c);
  }
  return out;
}
