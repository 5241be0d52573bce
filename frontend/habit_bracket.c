/* Foreign brackets: comprehensions, slices, spread elements, lambdas without their braces. */

#include "frontend/habit_priv.h"

/* `[e for p in a if c]` is `[e|p<-a,c]`; the same in brackets of other kinds. */
void habit_comprehension(habit *h, habit_range r, uint32_t at) {
  habit_expr(h, (habit_range){r.from, at});
  const char *between = "|";
  while (at < r.to) {
    uint32_t next = at + 1;
    while (next < r.to && !habit_word(h, next, "for") && !habit_word(h, next, "if") && !habit_word(h, next, "async"))
      next = habit_next(h, next);
    habit_say(h, between);
    between = ",";
    if (habit_word(h, at, "if")) {
      habit_expr(h, (habit_range){at + 1, next});
    } else {
      uint32_t in = habit_find(h, at + 1, next, TOKEN_IN);
      bool several = habit_find(h, at + 1, in, TOKEN_COMMA) < in;
      habit_say(h, several ? "(" : "");
      habit_exprs(h, (habit_range){at + 1, in});
      habit_say(h, several ? ")<-" : "<-");
      habit_expr(h, (habit_range){in + 1, next});
    }
    at = next;
  }
}

uint32_t habit_comprehension_in(const habit *h, habit_range r) {
  uint32_t at = habit_find_word(h, r.from, r.to, "for");
  return at > r.from && at < r.to && habit_find(h, at, r.to, TOKEN_IN) < r.to ? at : r.to;
}

typedef struct habit_shape {
  token_kind open;
  const char *before, *behind, *what;
} habit_shape;

static const habit_shape shapes[] = {
    {TOKEN_LBRACK, "[", "]", "a comprehension is `[e|p<-a,c]`"},
    {TOKEN_LPAREN, "([", "])", "a comprehension is `[e|p<-a,c]`"},
    {TOKEN_LBRACE, "set([", "])", "a comprehension is `[e|p<-a,c]`, and `set` makes a set of it"},
};

/* What comes behind the head: `for p in a if c`, or between braces `|p<-a,c`. */
static void quantifiers(habit *h, habit_range r) {
  if (habit_kind(h, r.from) == TOKEN_BAR)
    habit_exprs(h, r);
  else
    habit_comprehension(h, r, r.from);
}

static bool comprehends(habit *h, uint32_t opener) {
  habit_range inner = {opener + 1, h->tokens.items[opener].partner};
  uint32_t at = habit_comprehension_in(h, inner), bar = habit_find(h, inner.from, inner.to, TOKEN_BAR);
  bool barred = habit_kind(h, opener) == TOKEN_LBRACE && bar > inner.from &&
                habit_find(h, bar, inner.to, TOKEN_LARROW) < inner.to;
  if (barred) at = bar;
  if (at == inner.to) return false;
  const habit_shape *s = shapes;
  while (s->open != habit_kind(h, opener)) s++;
  uint32_t colon = habit_find(h, inner.from, at, TOKEN_COLON);
  bool pairs = s->open == TOKEN_LBRACE && colon < at;
  habit_open(h, opener, DIAG_foreign_comprehension, at, pairs ? "`dict([(k,v)|p<-a])` makes a dictionary" : s->what);
  if (pairs) {
    habit_say(h, "dict([(");
    habit_expr(h, (habit_range){inner.from, colon});
    habit_say(h, ",");
    habit_expr(h, (habit_range){colon + 1, at});
    habit_say(h, ")");
  } else {
    habit_say(h, s->before);
    habit_expr(h, (habit_range){inner.from, at});
  }
  quantifiers(h, (habit_range){at, inner.to});
  habit_say(h, pairs ? "])" : s->behind);
  habit_close(h, inner.to + 1);
  return true;
}

/* `a[i..j]` is `a[i:j+1]`. */
static bool sliced(habit *h, uint32_t opener) {
  if (!habit_touches(h, opener) || !opener || !token_is(habit_kind(h, opener - 1), TOKEN_IS_ENDS)) return false;
  uint32_t end = h->tokens.items[opener].partner, at = habit_find(h, opener + 1, end, TOKEN_RANGE);
  if (at == end) at = habit_find(h, opener + 1, end, TOKEN_RANGE_OPEN);
  if (at == end) return false;
  bool closed = habit_kind(h, at) == TOKEN_RANGE, equals = habit_kind(h, at + 1) == TOKEN_ASSIGN;
  uint32_t last = at + 1 + equals;
  habit_open(h, opener, DIAG_foreign_index, at, "a part of a list is `a[i:j]`, without its element j");
  habit_say(h, "[");
  habit_expr(h, (habit_range){opener + 1, at});
  habit_say(h, ":");
  const token *number = &h->tokens.items[last];
  if (closed && last + 1 == end && number->kind == TOKEN_INT) {
    habit_say_str(h, str_printf(h->home, "%lld", (long long)((uint64_t)number->integer + 1)));
  } else if (last < end) {
    habit_expr(h, (habit_range){last, end});
    habit_say(h, closed ? "+1" : "");
  }
  habit_say(h, "]");
  habit_close(h, end + 1);
  return true;
}

/* `[*p, q, ...r]` is `p+[q]+r`, `{**p, k:v}` is `p+{k:v}`. */
static uint32_t spread_at(const habit *h, uint32_t i) {
  if (habit_pair(h, i, TOKEN_RANGE, TOKEN_DOT)) return i + 2;
  return habit_kind(h, i) == TOKEN_MUL || habit_kind(h, i) == TOKEN_POW ? i + 1 : i;
}

/* `[p,*t]->`, `[p,*t]<-`, `f [p,*t]=`: an arrow or a `=` before anything else begins makes it a pattern. */
static bool is_pattern(const habit *h, uint32_t at) {
  for (uint32_t i = at; i < h->tokens.len; i = habit_next(h, i)) {
    token_kind kind = habit_kind(h, i);
    if (kind == TOKEN_ARROW || kind == TOKEN_LARROW || kind == TOKEN_ASSIGN) return true;
    if (kind == TOKEN_BAR || kind == TOKEN_SEP || h->tokens.items[i].margin) return false;
  }
  return false;
}

static bool spreads(habit *h, uint32_t opener) {
  habit_range inner = {opener + 1, h->tokens.items[opener].partner};
  uint32_t shown = inner.to, count = 0;
  for (uint32_t at = inner.from; at < inner.to; at = habit_find(h, at, inner.to, TOKEN_COMMA) + 1, count++)
    if (shown == inner.to && spread_at(h, at) > at) shown = at;
  uint32_t behind = habit_find(h, shown, inner.to, TOKEN_COMMA);
  bool pattern = behind == inner.to && shown + 2 == inner.to && count > 1 && is_pattern(h, inner.to + 1);
  if (shown == inner.to || pattern) return false;
  bool braces = habit_kind(h, opener) == TOKEN_LBRACE;
  const char *open = braces ? "{" : "[", *more = braces ? "+{" : "+[", *close = braces ? "}" : "]";
  habit_open(h, opener, DIAG_foreign_spread, shown,
             braces ? "dictionaries are joined by `+`" : "lists are joined by `+`");
  habit_say(h, count > 1 ? "(" : "");
  bool plain = false;
  for (uint32_t at = inner.from; at < inner.to;) {
    uint32_t end = habit_find(h, at, inner.to, TOKEN_COMMA), value = spread_at(h, at);
    if (value > at && plain) habit_say(h, close);
    habit_say(h, value > at ? (at > inner.from ? "+" : "") : plain ? "," : at > inner.from ? more : open);
    if (value > at)
      habit_say_term(h, (habit_range){value, end});
    else
      habit_exprs(h, (habit_range){value, end});
    plain = value == at;
    at = end + 1;
  }
  habit_say(h, plain ? close : "");
  habit_say(h, count > 1 ? ")" : "");
  habit_close(h, inner.to + 1);
  return true;
}

/* `{k:v|p<-a}` and `{e|p<-a}` */
static bool drawn(habit *h, uint32_t opener) {
  habit_range inner = {opener + 1, h->tokens.items[opener].partner};
  uint32_t bar = habit_find(h, inner.from, inner.to, TOKEN_BAR), colon = habit_find(h, inner.from, bar, TOKEN_COLON);
  if (bar == inner.to || habit_find(h, bar, inner.to, TOKEN_LARROW) == inner.to) return false;
  bool pairs = colon < bar;
  habit_open(h, opener, DIAG_foreign_comprehension, bar,
             pairs ? "`dict([(k,v)|p<-a])` makes a dictionary" : "`set([e|p<-a])` makes a set");
  habit_say(h, pairs ? "dict([(" : "set([");
  habit_expr(h, (habit_range){inner.from, colon});
  habit_say(h, pairs ? "," : "");
  if (pairs) habit_expr(h, (habit_range){colon + 1, bar});
  habit_say(h, pairs ? ")|" : "|");
  h->last = UINT32_MAX;
  habit_exprs(h, (habit_range){bar + 1, inner.to});
  habit_say(h, "])");
  habit_close(h, inner.to + 1);
  return true;
}

static bool mentions_letter(const habit *h, habit_range r) {
  for (uint32_t i = r.from; i < r.to; i++) {
    bool letter = habit_word(h, i, "x") || habit_word(h, i, "y") || habit_word(h, i, "z");
    if (letter && habit_kind(h, i) == TOKEN_IDENT && !habit_binds(h, habit_slice(h, i))) return true;
    if (habit_kind(h, i) == TOKEN_LBRACE) i = habit_next(h, i) - 1;
  }
  return false;
}

/* `a.filter(x>0)`: x, y and z are parameters in braces only. */
static bool unbraced(habit *h, uint32_t opener) {
  bool call = opener && habit_touches(h, opener) && habit_kind(h, opener - 1) == TOKEN_IDENT && !h->braces;
  if (!call || habit_kind(h, opener - 2) != TOKEN_DOT) return false;
  habit_range inner = {opener + 1, h->tokens.items[opener].partner}, last = inner;
  for (uint32_t at = inner.from; at < inner.to; at = habit_find(h, at, inner.to, TOKEN_COMMA) + 1) last.from = at;
  if (last.to < last.from + 2 || !mentions_letter(h, last)) return false;
  habit_open(h, opener, DIAG_missing_braces, opener, "x, y and z are parameters in braces: `a.map{x+1}`");
  if (last.from > inner.from) {
    habit_token(h, opener);
    habit_exprs(h, (habit_range){inner.from, last.from - 1});
    habit_say(h, ")");
  }
  habit_say(h, "{");
  habit_exprs(h, last);
  habit_say(h, "}");
  habit_close(h, inner.to + 1);
  return true;
}

uint32_t habit_bracket(habit *h, uint32_t opener) {
  uint32_t end = h->tokens.items[opener].partner;
  token_kind kind = habit_kind(h, opener);
  if (kind == TOKEN_LBRACK && sliced(h, opener)) return end + 1;
  if ((kind == TOKEN_LBRACK || kind == TOKEN_LBRACE) && spreads(h, opener)) return end + 1;
  if (kind == TOKEN_LBRACE && drawn(h, opener)) return end + 1;
  if ((kind == TOKEN_LBRACK || kind == TOKEN_LPAREN || kind == TOKEN_LBRACE) && comprehends(h, opener)) return end + 1;
  if ((kind == TOKEN_LPAREN || kind == TOKEN_LBRACE) && habit_fields(h, opener)) return end + 1;
  if (kind == TOKEN_LBRACE && habit_braces(h, opener)) return end + 1;
  if (kind == TOKEN_LPAREN && unbraced(h, opener)) return end + 1;
  habit_token(h, opener);
  h->braces += kind == TOKEN_LBRACE;
  habit_exprs(h, (habit_range){opener + 1, end});
  h->braces -= kind == TOKEN_LBRACE;
  habit_token(h, end);
  return end + 1;
}
