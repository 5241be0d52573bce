/* Haskell: guards, signatures, `let .. in`, `where`. What `where` binds comes first in GAEL. */

#include "frontend/habit_priv.h"

/* `f x | c = p | d = q` */
static bool guards(habit *h, habit_range r) {
  uint32_t bar = habit_find(h, r.from, r.to, TOKEN_BAR);
  if (bar >= r.to || bar == r.from || habit_find(h, r.from, bar, TOKEN_ASSIGN) < bar) return false;
  if (habit_find(h, bar, r.to, TOKEN_ASSIGN) == r.to || habit_kind(h, r.from) != TOKEN_IDENT) return false;
  habit_open(h, r.from, DIAG_foreign_conditional, bar, "a choice is `c?p:q`");
  for (uint32_t i = r.from; i < bar; i++) habit_token(h, i);
  habit_say(h, "=");
  bool otherwise = false;
  for (uint32_t next; bar < r.to && !otherwise; bar = next) {
    uint32_t assign = habit_find(h, bar, r.to, TOKEN_ASSIGN);
    next = habit_find(h, assign, r.to, TOKEN_BAR);
    otherwise = habit_word(h, bar + 1, "otherwise") || habit_word(h, bar + 1, "True");
    h->last = UINT32_MAX;
    if (!otherwise) {
      habit_exprs(h, (habit_range){bar + 1, assign});
      habit_say(h, "?");
    }
    h->last = UINT32_MAX;
    habit_exprs(h, (habit_range){assign + 1, next});
    if (!otherwise) habit_say(h, ":");
  }
  if (!otherwise) habit_say(h, "fail \"no guard holds\"");
  habit_close(h, r.to);
  return true;
}

static const char *const types[][2] = {
    {"Int", "Int"},  {"Integer", "Int"}, {"Float", "Float"}, {"Double", "Float"}, {"String", "Str"}, {"Str", "Str"},
    {"Text", "Str"}, {"Char", "Char"},   {"Bool", "Bool"},   {"Boolean", "Bool"}, {"Big", "Big"},
};

static const char *type_word(const habit *h, uint32_t i) {
  for (size_t k = 0; k < sizeof types / sizeof *types; k++)
    if (habit_word(h, i, types[k][0])) return types[k][1];
  return NULL;
}

/* `f :: Int -> Int`; what is no type of ours is left out, for no signature is needed. */
static bool signature(habit *h, habit_range r) {
  uint32_t at = r.from + 1;
  if (habit_kind(h, r.from) != TOKEN_IDENT || !habit_pair(h, at, TOKEN_COLON, TOKEN_COLON)) return false;
  bool known = true;
  for (uint32_t i = at + 2; i < r.to; i++) {
    token_kind kind = habit_kind(h, i);
    known = known && (type_word(h, i) || kind == TOKEN_ARROW || kind == TOKEN_COMMA || token_is(kind, TOKEN_IS_OPEN) ||
                      token_is(kind, TOKEN_IS_CLOSE) || (kind == TOKEN_IDENT && habit_kind(h, i - 1) != TOKEN_CON));
  }
  habit_open(h, r.from, DIAG_foreign_type, at, "a signature is `f:Int->Int`, and never needed");
  if (known) {
    habit_token(h, r.from);
    habit_say(h, ":");
    for (uint32_t i = at + 2; i < r.to; i++) {
      h->last = UINT32_MAX;
      const char *word = type_word(h, i);
      if (word)
        habit_say(h, word);
      else
        habit_token(h, i);
    }
  }
  habit_close(h, r.to);
  return true;
}

static void say_bindings(habit *h, habit_range r) {
  while (r.from < r.to) {
    uint32_t end = habit_line_end(h, r.from, r.to);
    h->last = UINT32_MAX;
    if (end > r.from) {
      habit_exprs(h, (habit_range){r.from, end});
      habit_say(h, ";");
    }
    r.from = end + (habit_kind(h, end) == TOKEN_SEP || end == r.from);
  }
}

/* `f x = e where y = d` is `f x = y=d;e`. */
static bool where(habit *h, habit_range r) {
  uint32_t at = habit_find_word(h, r.from, r.to, "where"), assign = habit_find(h, r.from, at, TOKEN_ASSIGN);
  if (at >= r.to || assign >= at || habit_binds(h, STR("where"))) return false;
  habit_open(h, r.from, DIAG_foreign_keyword, at, "a local name comes first: `name=value;` and then its use");
  for (uint32_t i = r.from; i <= assign; i++) habit_token(h, i);
  say_bindings(h, (habit_range){at + 1, r.to});
  habit_exprs(h, (habit_range){assign + 1, at});
  habit_close(h, r.to);
  return true;
}

bool habit_haskell(habit *h, habit_range r) { return signature(h, r) || where(h, r) || guards(h, r); }

/* `let y = d in e` is `(y=d;e)`. */
uint32_t habit_let(habit *h, habit_range r) {
  if (!habit_word(h, r.from, "let")) return r.from;
  uint32_t in = habit_find(h, r.from, r.to, TOKEN_IN);
  if (in + 1 >= r.to || habit_find(h, r.from, in, TOKEN_ASSIGN) == in) return r.from;
  uint32_t end = habit_find(h, in, r.to, TOKEN_COMMA);
  habit_open(h, r.from, DIAG_foreign_definition, r.from, "local names are bound by `(name=value;use)`");
  habit_say(h, "(");
  say_bindings(h, (habit_range){r.from + 1, in});
  h->last = UINT32_MAX;
  habit_exprs(h, (habit_range){in + 1, end});
  habit_say(h, ")");
  habit_close(h, end);
  return end;
}
