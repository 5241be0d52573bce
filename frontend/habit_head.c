/* Definitions as GAEL has them but for the types of their parameters: `f(x:Int,y:Int):Int=..`, `f x:Int=..`. */

#include "frontend/habit_priv.h"

/* Behind the type that begins at token `at`. */
static uint32_t type_end(const habit *h, uint32_t at) {
  for (at = habit_next(h, at);;) {
    bool arguments = habit_kind(h, at) == TOKEN_LBRACK && habit_touches(h, at);
    if (habit_kind(h, at) == TOKEN_QUESTION || arguments) at = habit_next(h, at);
    else if (habit_kind(h, at) == TOKEN_ARROW) at = habit_next(h, at + 1);
    else return at;
  }
}

static bool holds_colon(const habit *h, uint32_t opener) {
  uint32_t end = h->tokens.items[opener].partner;
  return habit_find(h, opener + 1, end, TOKEN_COLON) < end;
}

/* The `=` of `f x:Int (y:Int):Int=`, and the first colon in front of it; r.to: no parameter bears a type. */
static uint32_t typed_head(const habit *h, habit_range r, uint32_t *colon) {
  uint32_t at = r.from + 1;
  if (habit_kind(h, r.from) != TOKEN_IDENT || habit_kind(h, at) == TOKEN_COLON) return r.to;
  for (*colon = 0; at < r.to && habit_kind(h, at) != TOKEN_ASSIGN;) {
    token_kind kind = habit_kind(h, at);
    bool group = kind == TOKEN_LPAREN;
    if (kind != TOKEN_IDENT && kind != TOKEN_COLON && !group) return r.to;
    bool typed = kind == TOKEN_COLON || (group && holds_colon(h, at));
    if (typed && !*colon) *colon = group ? habit_find(h, at + 1, r.to, TOKEN_COLON) : at;
    at = kind == TOKEN_COLON ? type_end(h, at + 1) : habit_next(h, at);
  }
  return *colon && at < r.to ? at : r.to;
}

uint32_t habit_head(habit *h, habit_range r) {
  uint32_t colon, assign = typed_head(h, r, &colon);
  if (assign == r.to) return r.from;
  habit_open(h, r.from, DIAG_foreign_definition, colon,
             "a parameter has no type; `f:Int->Str` on a line of its own is an annotation");
  habit_token(h, r.from);
  for (uint32_t at = r.from + 1; at < assign;) {
    bool type = habit_kind(h, at) == TOKEN_COLON, group = habit_kind(h, at) == TOKEN_LPAREN;
    uint32_t next = type ? type_end(h, at + 1) : habit_next(h, at);
    h->last = UINT32_MAX;
    if (!type) habit_say(h, " ");
    if (group && (holds_colon(h, at) || at == r.from + 1)) habit_params(h, (habit_range){at + 1, next - 1});
    else
      for (uint32_t i = at; i < next && !type; i++) habit_token(h, i);
    at = next;
  }
  habit_say(h, "=");
  h->last = UINT32_MAX;
  habit_close(h, assign + 1);
  return assign + 1;
}
