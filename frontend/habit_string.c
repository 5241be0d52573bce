/* Texts with values in them: `"%d" % p` and `"{}".format(p)` are f-strings. */

#include <string.h>

#include "frontend/habit_priv.h"

typedef struct habit_values {
  habit_range items[HABIT_ARGUMENTS];
  uint32_t count, used;
} habit_values;

/* The next value with a format; false: there is none. */
static bool say_value(habit *h, habit_values *v, uint32_t which, str format) {
  if (which >= v->count) return false;
  if (which >= v->used) v->used = which + 1;
  habit_say(h, "{");
  h->last = UINT32_MAX;
  habit_exprs(h, v->items[which]);
  if (format.len) {
    habit_say(h, ":");
    habit_say_str(h, format);
  }
  habit_say(h, "}");
  return true;
}

/* %5.2f at p: its end; NULL: it is none. */
static const char *percent(const char *p, const char *end, str *format) {
  const char *start = ++p;
  while (p < end && strchr("0123456789.-+ ", *p)) p++;
  if (p == end || !strchr("dsfigr", *p)) return NULL;
  bool plain = p == start;
  size_t length = (size_t)(p - start) + (strchr("fg", *p) != NULL);
  *format = plain && *p != 'f' ? STR("") : plain ? STR(".6f") : (str){start, length};
  return p + 1;
}

/* {}, {0}, {:.2f} at p. */
static const char *brace(const char *p, const char *end, uint32_t *which, str *format) {
  const char *close = memchr(p, '}', (size_t)(end - p));
  if (!close) return NULL;
  p++;
  if (p < close && *p >= '0' && *p <= '9') *which = (uint32_t)(*p++ - '0');
  if (p < close && *p != ':') return NULL;
  *format = p < close ? (str){p + 1, (size_t)(close - p - 1)} : STR("");
  return close + 1;
}

/* The literal at token i as an f-string; false: it cannot be one, and nothing of it counts. */
static bool say_text(habit *h, uint32_t i, bool braces, habit_values *v) {
  str text = habit_slice(h, i);
  const char *p = text.ptr, *end = p + text.len;
  habit_say(h, "f");
  for (const char *from = p; p < end;) {
    uint32_t which = v->used;
    str format;
    const char *behind = NULL;
    bool twice = p + 1 < end && p[1] == p[0];
    if (!braces && *p == '%' && !twice) behind = percent(p, end, &format);
    if (braces && *p == '{' && !twice) behind = brace(p, end, &which, &format);
    bool special = *p == (braces ? '{' : '%');
    if (special && !twice && !behind) return false;
    if (special || p + 1 == end || (!braces && (*p == '{' || *p == '}'))) {
      size_t length = (size_t)(p - from) + !special;
      if (length) habit_say_str(h, (str){from, length});
      if (!braces && (*p == '{' || *p == '}')) habit_say_str(h, (str){p, 1});
      if (special && twice) habit_say_str(h, braces ? (str){p, 2} : STR("%"));
      if (behind && !say_value(h, v, which, format)) return false;
      p = behind ? behind : p + 1 + (special && twice);
      from = p;
    } else {
      p++;
    }
  }
  return v->used == v->count;
}

static uint32_t take(habit *h, uint32_t i, uint32_t behind, bool braces, habit_values *v) {
  habit_open(h, i, DIAG_foreign_string, i, "a text with values in it is f\"..{e}..\"");
  uint32_t piece = h->pieces.len;
  bool good = say_text(h, i, braces, v);
  if (!good) {
    h->pieces.len = piece;
    habit_token(h, i);
    h->reports.items[h->region].mechanical = false;
  }
  habit_close(h, behind);
  return behind;
}

static void add_values(const habit *h, habit_range r, habit_values *v) {
  while (r.from < r.to && v->count < HABIT_ARGUMENTS) {
    uint32_t end = habit_find(h, r.from, r.to, TOKEN_COMMA);
    v->items[v->count++] = (habit_range){r.from, end};
    r.from = end + 1;
  }
}

uint32_t habit_string(habit *h, habit_range r, uint32_t i) {
  if (habit_kind(h, i) != TOKEN_STR) return i;
  habit_values v = {0};
  str text = habit_slice(h, i);
  uint32_t next = i + 1;
  if (habit_kind(h, next) == TOKEN_MOD && next + 1 < r.to && memchr(text.ptr, '%', text.len)) {
    uint32_t end = habit_term_end(h, next + 1, r.to);
    bool tuple = habit_kind(h, next + 1) == TOKEN_LPAREN && habit_next(h, next + 1) == end;
    add_values(h, tuple ? (habit_range){next + 2, end - 1} : (habit_range){next + 1, end}, &v);
    return take(h, i, end, false, &v);
  }
  bool call = habit_kind(h, next) == TOKEN_DOT && str_eq(habit_slice(h, next + 1), STR("format")) &&
              habit_kind(h, next + 2) == TOKEN_LPAREN;
  if (!call || !memchr(text.ptr, '{', text.len)) return i;
  uint32_t end = habit_next(h, next + 2);
  add_values(h, (habit_range){next + 3, end - 1}, &v);
  return take(h, i, end, true, &v);
}
