/* Arms of a match, and values of records, with the signs of other languages: `|p if c->v`, `|p=>v`, `|h::t->v`,
   `P(x=1)`. */

#include "frontend/habit_priv.h"

/* Does the pattern of an arm begin at `at`? */
static bool begins_arm(const habit *h, uint32_t at) {
  if (!at || habit_kind(h, at - 1) != TOKEN_BAR) return false;
  for (uint32_t i = at; i-- > 0;) {
    if (habit_kind(h, i) == TOKEN_MATCH) return true;
    if (h->tokens.items[i].margin) return false;
  }
  return false;
}

static bool is_cons(const habit *h, uint32_t i) { return habit_pair(h, i, TOKEN_COLON, TOKEN_COLON); }

/* `h::t` and `[h|t]`: the sign between head and rest, r.to: there is none. */
static uint32_t rest_sign(const habit *h, habit_range r) {
  for (uint32_t i = r.from; i < r.to; i = habit_next(h, i))
    if (is_cons(h, i) || (i > r.from && habit_kind(h, i) == TOKEN_BAR)) return i;
  return r.to;
}

static habit_range listed(const habit *h, habit_range pattern) {
  bool whole = habit_kind(h, pattern.from) == TOKEN_LBRACK && habit_next(h, pattern.from) == pattern.to;
  habit_range inner = {pattern.from + 1, pattern.to - 1};
  return whole && rest_sign(h, inner) < inner.to ? inner : pattern;
}

static bool takes_rest(const habit *h, habit_range pattern) {
  habit_range r = listed(h, pattern);
  return rest_sign(h, r) < r.to;
}

static void say_pattern(habit *h, habit_range pattern) {
  habit_range r = listed(h, pattern);
  uint32_t sign = rest_sign(h, r);
  if (sign == r.to) {
    habit_exprs(h, r);
    return;
  }
  for (habit_say(h, "["); sign < r.to; sign = rest_sign(h, r)) {
    habit_exprs(h, (habit_range){r.from, sign});
    habit_say(h, ",");
    r.from = sign + (is_cons(h, sign) ? 2 : 1);
    h->last = UINT32_MAX;
  }
  habit_say(h, "*");
  habit_exprs(h, r);
  habit_say(h, "]");
}

static void say_guard(habit *h, habit_range condition) {
  bool loose = habit_find(h, condition.from, condition.to, TOKEN_OR) < condition.to ||
               habit_find(h, condition.from, condition.to, TOKEN_QUESTION) < condition.to;
  habit_say(h, loose ? "&&(" : "&&");
  h->last = UINT32_MAX;
  habit_exprs(h, condition);
  habit_say(h, loose ? ")" : "");
}

uint32_t habit_arm(habit *h, habit_range r) {
  uint32_t guard = 0, sign = r.from;
  bool fat = false;
  if (!begins_arm(h, r.from)) return r.from;
  for (; sign < r.to && habit_kind(h, sign) != TOKEN_ARROW && !fat; sign = habit_next(h, sign)) {
    token_kind kind = habit_kind(h, sign);
    if (kind == TOKEN_BAR || kind == TOKEN_SEP) return r.from;
    if (!guard && sign > r.from && (habit_word(h, sign, "if") || habit_word(h, sign, "when"))) guard = sign;
    fat = habit_pair(h, sign, TOKEN_ASSIGN, TOKEN_GT);
    if (fat) break;
  }
  habit_range pattern = {r.from, guard ? guard : sign};
  bool rest = sign < r.to && takes_rest(h, pattern);
  if (sign >= r.to || !(guard || fat || rest)) return r.from;
  habit_open(h, r.from, DIAG_foreign_match, guard ? guard : fat ? sign : r.from,
             guard  ? "a guard is `|p&&c->v`"
             : fat ? "an arm is `|p->v`"
                   : "a list is taken apart as `[h,*t]`");
  say_pattern(h, pattern);
  if (guard) say_guard(h, (habit_range){guard + 1, sign});
  habit_say(h, "->");
  h->last = UINT32_MAX;
  habit_close(h, sign + (fat ? 2 : 1));
  return sign + (fat ? 2 : 1);
}

static bool is_field(const habit *h, uint32_t i) {
  return habit_kind(h, i) == TOKEN_IDENT && habit_kind(h, i + 1) == TOKEN_ASSIGN &&
         !habit_pair(h, i + 1, TOKEN_ASSIGN, TOKEN_GT);
}

/* `P(x=1,y=2)`, `P{x=1,y=2}` */
bool habit_fields(habit *h, uint32_t opener) {
  habit_range inner = {opener + 1, h->tokens.items[opener].partner};
  if (!opener || habit_kind(h, opener - 1) != TOKEN_CON || !habit_touches(h, opener)) return false;
  if (inner.from == inner.to || habit_find(h, inner.from, inner.to, TOKEN_SEP) < inner.to) return false;
  for (uint32_t at = inner.from; at < inner.to; at = habit_find(h, at, inner.to, TOKEN_COMMA) + 1)
    if (!is_field(h, at)) return false;
  habit_open(h, opener, DIAG_named_argument, inner.from + 1, "a record is written `P{x:1,y:2}`");
  habit_say(h, "{");
  for (uint32_t at = inner.from; at < inner.to;) {
    uint32_t end = habit_find(h, at, inner.to, TOKEN_COMMA);
    h->last = UINT32_MAX;
    habit_token(h, at);
    habit_say(h, ":");
    h->last = UINT32_MAX;
    habit_exprs(h, (habit_range){at + 2, end});
    habit_say(h, end < inner.to ? "," : "}");
    at = end + 1;
  }
  habit_close(h, inner.to + 1);
  return true;
}
