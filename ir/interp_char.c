#include "ir/interp_char.h"

#include "runtime/unicode_case_table.h"
#include "runtime/unicode_class_table.h"

#define COUNT(table) (uint32_t)(sizeof table / sizeof *table)
#define WHOLE(table) {table, COUNT(table)}

enum { ASCII_END = 0x80, CASE_BIT = 0x20, DOTTED_I = 0x130, COMBINING_DOT = 0x307 };

typedef struct char_set {
  const unicode_run *runs;
  uint32_t count;
} char_set;

typedef struct case_map {
  const unicode_shift *one;
  uint32_t ones;
  const unicode_special *several;
  uint32_t severals;
} case_map;

static const char_set SETS[] = {
    [IS_ALPHA] = WHOLE(ALPHA), [IS_DIGIT] = WHOLE(DIGIT), [IS_UPPER] = WHOLE(UPPER),
    [IS_LOWER] = WHOLE(LOWER), [IS_CASED] = WHOLE(CASED), [IS_CASE_IGNORABLE] = WHOLE(CASE_IGNORABLE),
};

static const unicode_special LOWER_SPECIAL[] = {{DOTTED_I, {'i', COMBINING_DOT}}};

static const case_map MAPS[] = {
    [TO_UPPERCASE] = {TO_UPPER, COUNT(TO_UPPER), UPPER_SPECIAL, COUNT(UPPER_SPECIAL)},
    [TO_LOWERCASE] = {TO_LOWER, COUNT(TO_LOWER), LOWER_SPECIAL, COUNT(LOWER_SPECIAL)},
    [TO_TITLECASE] = {TO_UPPER, COUNT(TO_UPPER), TITLE_SPECIAL, COUNT(TITLE_SPECIAL)},
};

static bool between(uint32_t c, uint32_t first, uint32_t last) { return c >= first && c <= last; }

static bool ask_ascii(uint32_t c, char_question question) {
  switch (question) {
    case IS_ALPHA:
    case IS_CASED: return between(c | CASE_BIT, 'a', 'z');
    case IS_DIGIT: return between(c, '0', '9');
    case IS_UPPER: return between(c, 'A', 'Z');
    case IS_LOWER: return between(c, 'a', 'z');
    case IS_CASE_IGNORABLE: return c == '\'' || c == '.' || c == ':' || c == '^' || c == '`';
  }
  return false;
}

bool interp_char_is(uint32_t c, char_question question) {
  if (c < ASCII_END) return ask_ascii(c, question);
  const char_set *set = &SETS[question];
  for (uint32_t i = 0; i < set->count; i++)
    if (unicode_run_has(set->runs[i], c)) return true;
  return false;
}

uint32_t interp_char_to(uint32_t c, char_case to) {
  if (c < ASCII_END) return ask_ascii(c, to == TO_LOWERCASE ? IS_UPPER : IS_LOWER) ? c ^ CASE_BIT : c;
  const case_map *map = &MAPS[to];
  for (uint32_t i = 0; i < map->ones; i++)
    if (unicode_run_has(map->one[i].run, c)) return c + (uint32_t)map->one[i].by;
  return c;
}

static uint32_t special(const unicode_special *table, uint32_t count, uint32_t c, uint32_t out[CASE_LONGEST]) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < count; i++)
    while (table[i].from == c && n < CASE_LONGEST && table[i].to[n]) out[n] = table[i].to[n], n++;
  return n;
}

uint32_t interp_char_in_text(uint32_t c, char_case to, uint32_t out[CASE_LONGEST]) {
  uint32_t n = special(MAPS[to].several, MAPS[to].severals, c, out);
  if (!n && to == TO_TITLECASE) n = special(UPPER_SPECIAL, COUNT(UPPER_SPECIAL), c, out);
  if (n) return n;
  out[0] = interp_char_to(c, to);
  return 1;
}
