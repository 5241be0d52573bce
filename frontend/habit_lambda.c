/* Functions without a name: `lambda p: e`, `p => e`, `p -> e`, `|p| e`, `\p -> e`, `function(p) {return e}`, `{p -> e}`
   and `{it*2}`. All become `\p.e`, which keeps their names. */

#include <string.h>

#include "frontend/habit_priv.h"

/* One parameter: a name with whatever other languages put around it, or a pattern in round brackets. */
static void param(habit *h, habit_range r) {
  uint32_t type = habit_find(h, r.from, r.to, TOKEN_COLON), value = habit_find(h, r.from, type, TOKEN_ASSIGN);
  if (habit_find(h, r.from, r.to, TOKEN_ASSIGN) < r.to)
    habit_doubt(h, DIAG_foreign_definition, habit_find(h, r.from, r.to, TOKEN_ASSIGN),
                "a parameter has no default value", "give the value where the function is called");
  uint32_t end = type < value ? type : value;
  if (end == r.from) return;
  token_kind first = habit_kind(h, r.from);
  if (first == TOKEN_MUL || first == TOKEN_POW || first == TOKEN_RANGE) {
    habit_doubt(h, DIAG_foreign_definition, r.from, "a function takes a fixed number of arguments",
                "take a list: `f([1,2,3])`");
    habit_token(h, end - 1);
  } else if (first == TOKEN_LPAREN || first == TOKEN_LBRACK) {
    uint32_t close = h->tokens.items[r.from].partner;
    habit_say(h, "(");
    for (uint32_t i = r.from + 1; i < close; i++) habit_token(h, i);
    habit_say(h, ")");
  } else {
    h->last = UINT32_MAX;
    habit_token(h, end - 1);
  }
  h->last = UINT32_MAX;
}

void habit_params(habit *h, habit_range r) {
  bool any = false;
  while (r.from < r.to) {
    uint32_t end = habit_find(h, r.from, r.to, TOKEN_COMMA);
    if (any && habit_kind(h, r.from) != TOKEN_LPAREN) habit_say(h, " ");
    param(h, (habit_range){r.from, end});
    any = true;
    r.from = end + 1;
  }
}

/* What a lambda is made of, and where it ends. */
typedef struct habit_parts {
  habit_range params, body;
  uint32_t end;
  bool steps; /* the body is statements */
} habit_parts;

static habit_range inside(const habit *h, uint32_t opener) {
  return (habit_range){opener + 1, h->tokens.items[opener].partner};
}

/* The body up to the next argument, or in braces. */
static void body_from(const habit *h, habit_parts *p, uint32_t at, uint32_t to) {
  p->end = habit_find(h, at, to, TOKEN_COMMA);
  p->body = (habit_range){at, p->end};
  p->steps = habit_kind(h, at) == TOKEN_LBRACE && h->tokens.items[at].partner + 1 == p->end;
  if (p->steps) p->body = inside(h, at);
}

static habit_range params_at(const habit *h, uint32_t i) {
  return habit_kind(h, i) == TOKEN_LPAREN ? inside(h, i) : (habit_range){i, i + 1};
}

static bool begins_argument(const habit *h, uint32_t i) {
  token_kind before = habit_kind(h, i - 1);
  return i == 0 || before == TOKEN_LPAREN || before == TOKEN_COMMA || before == TOKEN_ASSIGN || before == TOKEN_LBRACK;
}

static bool python(const habit *h, habit_range r, habit_parts *p) {
  if (!habit_word(h, r.from, "lambda")) return false;
  uint32_t colon = habit_find(h, r.from, r.to, TOKEN_COLON);
  if (colon == r.to) return false;
  p->params = (habit_range){r.from + 1, colon};
  body_from(h, p, colon + 1, r.to);
  return true;
}

/* `p => e`, and `p -> e` where no arm of a match stands. */
static bool arrow(const habit *h, habit_range r, habit_parts *p) {
  token_kind first = habit_kind(h, r.from);
  if (first != TOKEN_IDENT && first != TOKEN_LPAREN) return false;
  uint32_t at = habit_next(h, r.from);
  bool fat = habit_pair(h, at, TOKEN_ASSIGN, TOKEN_GT);
  bool thin = habit_kind(h, at) == TOKEN_ARROW && begins_argument(h, r.from);
  if (at >= r.to || !(fat || thin)) return false;
  p->params = params_at(h, r.from);
  body_from(h, p, at + (fat ? 2 : 1), r.to);
  return true;
}

static bool bars(const habit *h, habit_range r, habit_parts *p) {
  if (!begins_argument(h, r.from)) return false;
  if (habit_kind(h, r.from) == TOKEN_OR) {
    p->params = (habit_range){r.from, r.from};
    body_from(h, p, r.from + 1, r.to);
    return true;
  }
  if (habit_kind(h, r.from) != TOKEN_BAR) return false;
  uint32_t close = habit_find(h, r.from + 1, r.to, TOKEN_BAR);
  if (close == r.to) return false;
  p->params = (habit_range){r.from + 1, close};
  body_from(h, p, close + 1, r.to);
  return true;
}

static bool haskell(const habit *h, habit_range r, habit_parts *p) {
  uint32_t at = r.from + 1;
  while (at < r.to && (habit_kind(h, at) == TOKEN_IDENT || habit_kind(h, at) == TOKEN_LPAREN)) at = habit_next(h, at);
  if (habit_kind(h, r.from) != TOKEN_BACKSLASH || habit_kind(h, at) != TOKEN_ARROW || at >= r.to) return false;
  p->params = (habit_range){r.from + 1, at};
  body_from(h, p, at + 1, r.to);
  return true;
}

static bool named(const habit *h, habit_range r, habit_parts *p) {
  bool word = habit_word(h, r.from, "function") || habit_word(h, r.from, "fn") || habit_word(h, r.from, "fun") ||
              habit_word(h, r.from, "func");
  if (!word || habit_kind(h, r.from + 1) != TOKEN_LPAREN) return false;
  uint32_t at = habit_next(h, r.from + 1);
  token_kind sign = habit_kind(h, at);
  if (at >= r.to) return false;
  p->params = inside(h, r.from + 1);
  body_from(h, p, sign == TOKEN_ASSIGN || sign == TOKEN_ARROW || sign == TOKEN_COLON ? at + 1 : at, r.to);
  return true;
}

static void say_lambda(habit *h, const habit_parts *p) {
  habit_say(h, "\\");
  if (p->params.from == p->params.to) habit_say(h, "_");
  bool spaced = habit_find(h, p->params.from, p->params.to, TOKEN_COMMA) == p->params.to;
  if (spaced)
    for (uint32_t i = p->params.from; i < p->params.to; i = habit_next(h, i)) {
      if (habit_kind(h, i) == TOKEN_COLON) break;
      if (i > p->params.from) habit_say(h, " ");
      habit_params(h, (habit_range){i, habit_next(h, i)});
    }
  else
    habit_params(h, p->params);
  habit_say(h, ".");
  if (!p->steps) {
    habit_expr(h, p->body);
    return;
  }
  bool several = habit_statement_end(h, p->body.from, p->body.to) < p->body.to;
  habit_say(h, several ? "(" : "");
  habit_block(h, p->body, NULL);
  habit_say(h, several ? ")" : "");
}

static bool read_lambda(const habit *h, habit_range r, habit_parts *p) {
  static bool (*const forms[])(const habit *h, habit_range r, habit_parts *p) = {python, arrow, bars, haskell, named};
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    if (forms[i](h, r, p) && p->body.from < p->body.to) return true;
  return false;
}

uint32_t habit_lambda_end(const habit *h, habit_range r) {
  habit_parts p = {0};
  return read_lambda(h, r, &p) ? p.end : r.from;
}

uint32_t habit_lambda(habit *h, habit_range r) {
  habit_parts p = {0};
  if (!read_lambda(h, r, &p)) return r.from;
  habit_open(h, r.from, DIAG_foreign_lambda, r.from, "a lambda is `\\p.e`");
  say_lambda(h, &p);
  habit_close(h, p.end);
  return p.end;
}

static bool only_names(const habit *h, habit_range r) {
  for (uint32_t i = r.from; i < r.to; i = habit_next(h, i))
    if (habit_kind(h, i) != TOKEN_IDENT && habit_kind(h, i) != TOKEN_COMMA && habit_kind(h, i) != TOKEN_LPAREN)
      return false;
  return true;
}

/* Round brackets take the place of the braces, and touch what they are given to. */
bool habit_braces(habit *h, uint32_t opener) {
  habit_range inner = inside(h, opener);
  uint32_t at = habit_find(h, inner.from, inner.to, TOKEN_ARROW);
  bool named_ones = at < inner.to && only_names(h, (habit_range){inner.from, at});
  bool it = false;
  for (uint32_t i = inner.from; i < inner.to; i++) it = it || habit_word(h, i, "it");
  if (!named_ones && (!it || habit_defines(h, STR("it")))) return false;
  habit_parts p = {.params = {inner.from, at}, .body = {at + 1, inner.to}, .steps = true};
  bool argument = opener && token_is(habit_kind(h, opener - 1), TOKEN_IS_ENDS);
  if (argument) h->last = UINT32_MAX;
  habit_open(h, opener, DIAG_foreign_lambda, named_ones ? at : opener,
             named_ones ? "a lambda is `\\p.e`, or `{..}` with x, y, z as parameters"
                        : "the parameters of braces are x, y and z");
  if (argument) habit_widen(h, h->tokens.items[opener - 1].where.end, 0);
  bool enclosed = h->depth > 1 && strchr("(,", habit_last_byte(h));
  habit_say(h, enclosed ? "" : "(");
  if (!named_ones) {
    habit_say(h, "\\it.");
    habit_block(h, inner, NULL);
  } else {
    say_lambda(h, &p);
  }
  habit_say(h, enclosed ? "" : ")");
  habit_close(h, inner.to + 1);
  return true;
}
