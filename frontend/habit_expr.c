/* Foreign expressions: words, operators, conditionals, comprehensions, calls. */

#include <string.h>

#include "frontend/habit_priv.h"

typedef enum habit_place { HABIT_BETWEEN, HABIT_BEFORE, HABIT_ALONE, HABIT_ELSE } habit_place;

static const struct {
  const char *word;
  habit_place place;
  const char *instead, *hint;
  diag_code code;
} words[] = {
#define X(word, place, instead, code, hint) {word, HABIT_##place, instead, hint, DIAG_##code},
#include "frontend/habits.def"
#undef X
};

static const struct {
  token_kind first, second, third;
  const char *instead, *what;
} operators[] = {
    {TOKEN_EQ, TOKEN_ASSIGN, TOKEN_END, "==", "`===` is written `==`"},
    {TOKEN_NE, TOKEN_ASSIGN, TOKEN_END, "!=", "`!==` is written `!=`"},
    {TOKEN_LT, TOKEN_GT, TOKEN_END, "!=", "`<>` is written `!=`"},
    {TOKEN_DIV, TOKEN_ASSIGN, TOKEN_END, "!=", "`/=` is written `!=`"},
    {TOKEN_QUESTION, TOKEN_COLON, TOKEN_END, "?" "?", "`?:` is written `?" "?`"},
    {TOKEN_ADD, TOKEN_ADD, TOKEN_END, "+", "`++` is written `+`"},
    {TOKEN_RANGE, TOKEN_ASSIGN, TOKEN_END, "..", "`..=` is written `..`"},
    {TOKEN_BAR, TOKEN_GT, TOKEN_END, ".", "`|>` is written as a dot: `v.f`"},
    {TOKEN_COLON, TOKEN_ASSIGN, TOKEN_END, "=", "`:=` is written `=`"},
};

static bool ends(const habit *h, uint32_t i) { return token_is(habit_kind(h, i), TOKEN_IS_ENDS); }
static bool starts(const habit *h, uint32_t i) { return token_is(habit_kind(h, i), TOKEN_IS_STARTS); }

/* A region over tokens [from, to) that are said as `instead`. */
static uint32_t instead(habit *h, uint32_t from, uint32_t to, diag_code code, const char *what, const char *text) {
  habit_open(h, from, code, from, what);
  habit_say(h, text);
  habit_close(h, to);
  return to;
}

/* Is the capitalised word a constructor of the program? */
static bool declares(const habit *h, str word) {
  for (uint32_t i = 0; i < h->tokens.len; i++) {
    if (habit_kind(h, i) != TOKEN_TYPE || !h->tokens.items[i].margin) continue;
    for (i++; i < h->tokens.len && !h->tokens.items[i].margin; i++)
      if (habit_kind(h, i) == TOKEN_CON && str_eq(habit_slice(h, i), word)) return true;
    i--;
  }
  return false;
}

static bool fits(const habit *h, habit_place place, habit_range r, uint32_t i) {
  token_kind kind = habit_kind(h, i);
  bool operand = i > r.from && ends(h, i - 1), next = i + 1 < r.to && starts(h, i + 1);
  if (place == HABIT_BETWEEN) return operand && next;
  if (place == HABIT_BEFORE) return next;
  return place == HABIT_ALONE && !(kind == TOKEN_CON && declares(h, habit_slice(h, i)));
}

static uint32_t negated(habit *h, uint32_t i) {
  if (habit_word(h, i, "is") && habit_word(h, i + 1, "not"))
    return instead(h, i, i + 2, DIAG_foreign_operator, "`is not` is written `!=`", "!=");
  if (habit_word(h, i, "not") && habit_kind(h, i + 1) == TOKEN_IN)
    return instead(h, i, i + 2, DIAG_foreign_operator, "`not in` is written `!in`", "!in");
  return i;
}

/* `not` and what follows touch in GAEL. */
static uint32_t word(habit *h, habit_range r, uint32_t i) {
  if (habit_kind(h, i - 1) == TOKEN_DOT || habit_defines(h, habit_slice(h, i))) return i;
  uint32_t behind = negated(h, i);
  if (behind != i) return behind;
  for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
    if (!words[k].instead || !habit_word(h, i, words[k].word) || !fits(h, words[k].place, r, i)) continue;
    const char *what = str_printf(h->home, "`%s` is not a word of GAEL: %s", words[k].word, words[k].hint).ptr;
    if (words[k].place != HABIT_BEFORE) return instead(h, i, i + 1, words[k].code, what, words[k].instead);
    habit_open(h, i, words[k].code, i, what);
    habit_say(h, words[k].instead);
    habit_at(h, i + 1);
    h->last = UINT32_MAX;
    habit_range operand = {i + 1, habit_next(h, i + 1)};
    uint32_t done = operand.to;
    if (starts(h, i + 1) && !habit_word(h, i + 1, "not"))
      habit_exprs(h, operand);
    else
      done = word(h, r, i + 1);
    habit_close(h, done);
    return done;
  }
  return i;
}

/* Names in backquotes between operands. */
static uint32_t infix(habit *h, habit_range r, uint32_t i) {
  static const char *const known[][2] = {{"div", "//"}, {"mod", "%"},     {"quot", "//"}, {"rem", "%"},
                                         {"elem", "in"}, {"notElem", "!in"}, {"and", "&&"}, {"or", "||"}};
  span where = h->tokens.items[i].where;
  if (i == r.from || !where.start || h->clean[where.start - 1] != '`' || h->clean[where.end] != '`') return i;
  for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
    if (!habit_word(h, i, known[k][0])) continue;
    h->last = UINT32_MAX;
    habit_open(h, i, DIAG_foreign_operator, i, "a name is no operator");
    habit_widen(h, where.start - 1, where.end + 1);
    habit_say(h, known[k][1]);
    habit_close(h, i + 1);
    h->last = UINT32_MAX;
    return i + 1;
  }
  return i;
}

static uint32_t operator(habit *h, habit_range r, uint32_t i) {
  bool dictionaries = i > r.from && habit_kind(h, i) == TOKEN_BAR && habit_kind(h, i - 1) == TOKEN_RBRACE &&
                      habit_kind(h, i + 1) == TOKEN_LBRACE;
  if (dictionaries) return instead(h, i, i + 1, DIAG_foreign_operator, "dictionaries are joined by `+`", "+");
  for (size_t k = 0; k < sizeof operators / sizeof *operators; k++) {
    bool pair = habit_pair(h, i, operators[k].first, operators[k].second) && i > r.from && ends(h, i - 1);
    if (pair && (starts(h, i + 2) || operators[k].second == TOKEN_ASSIGN))
      return instead(h, i, i + 2, DIAG_foreign_operator, operators[k].what, operators[k].instead);
  }
  return i;
}

/* `x!!` and `xs !! n` */
static uint32_t bangs(habit *h, habit_range r, uint32_t i) {
  if (!habit_pair(h, i, TOKEN_NOT, TOKEN_NOT) || i == r.from || !ends(h, i - 1)) return i;
  if (i + 2 >= r.to || !starts(h, i + 2) || habit_kind(h, i + 2) == TOKEN_DOT)
    return instead(h, i, i + 2, DIAG_foreign_operator, "the content of an option is `o.unwrap`", ".unwrap");
  uint32_t end = habit_next(h, i + 2);
  h->last = UINT32_MAX;
  habit_open(h, i, DIAG_foreign_operator, i, "an element is `a[i]`");
  habit_widen(h, h->tokens.items[i - 1].where.end, 0);
  habit_say(h, "[");
  habit_exprs(h, (habit_range){i + 2, end});
  habit_say(h, "]");
  habit_close(h, end);
  return end;
}

/* `o?.f`: an option has no functions of its content. */
static uint32_t optional(habit *h, habit_range r, uint32_t i) {
  if (!habit_pair(h, i, TOKEN_QUESTION, TOKEN_DOT) || i == r.from || !ends(h, i - 1)) return i;
  habit_open(h, i, DIAG_foreign_operator, i, "an option is taken apart by `match o|none->p|some v->v.f`");
  habit_doubt_silently(h, "`(o??v).f` puts v in where there is none");
  habit_say(h, ".");
  habit_close(h, i + 2);
  return i + 2;
}

/* The text between two tokens holds this character and nothing else but space. */
bool habit_gap_is(const habit *h, uint32_t i, char sign) {
  if (i == 0 || i >= h->tokens.len) return false;
  uint32_t start = h->tokens.items[i - 1].where.end, end = h->tokens.items[i].where.start;
  return end > start && memchr(h->clean + start, sign, end - start) != NULL;
}

/* `f $ e` to the end. */
static uint32_t dollar(habit *h, habit_range r, uint32_t i) {
  if (i == r.from || !habit_gap_is(h, i, '$') || !ends(h, i - 1)) return i;
  h->last = UINT32_MAX;
  habit_open(h, i, DIAG_foreign_operator, i, "an argument that is no single term stands in brackets: `f (e)`");
  habit_widen(h, h->tokens.items[i - 1].where.end, 0);
  habit_say(h, " (");
  habit_expr(h, (habit_range){i, r.to});
  habit_say(h, ")");
  habit_close(h, r.to);
  return r.to;
}

/* Brackets. */

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
  if (habit_kind(h, r.from) == TOKEN_BAR) habit_exprs(h, r);
  else habit_comprehension(h, r, r.from);
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
  if (!habit_touches(h, opener) || !opener || !ends(h, opener - 1)) return false;
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
    habit_say_str(h, str_printf(h->home, "%lld", (long long)number->integer + 1));
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

static bool spreads(habit *h, uint32_t opener) {
  habit_range inner = {opener + 1, h->tokens.items[opener].partner};
  uint32_t shown = inner.to, count = 0;
  for (uint32_t at = inner.from; at < inner.to; at = habit_find(h, at, inner.to, TOKEN_COMMA) + 1, count++)
    if (shown == inner.to && spread_at(h, at) > at) shown = at;
  uint32_t behind = habit_find(h, shown, inner.to, TOKEN_COMMA);
  bool pattern = behind == inner.to && shown + 2 == inner.to && count > 1 && habit_kind(h, inner.to + 1) == TOKEN_ARROW;
  if (shown == inner.to || pattern) return false;
  bool braces = habit_kind(h, opener) == TOKEN_LBRACE;
  const char *open = braces ? "{" : "[", *more = braces ? "+{" : "+[", *close = braces ? "}" : "]";
  habit_open(h, opener, DIAG_foreign_spread, shown, braces ? "dictionaries are joined by `+`" : "lists are joined by `+`");
  habit_say(h, count > 1 ? "(" : "");
  bool plain = false;
  for (uint32_t at = inner.from; at < inner.to;) {
    uint32_t end = habit_find(h, at, inner.to, TOKEN_COMMA), value = spread_at(h, at);
    if (value > at && plain) habit_say(h, close);
    habit_say(h, value > at ? (at > inner.from ? "+" : "") : plain ? "," : at > inner.from ? more : open);
    if (value > at) habit_say_term(h, (habit_range){value, end});
    else habit_exprs(h, (habit_range){value, end});
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

static uint32_t bracket(habit *h, uint32_t opener) {
  uint32_t end = h->tokens.items[opener].partner;
  token_kind kind = habit_kind(h, opener);
  if (kind == TOKEN_LBRACK && sliced(h, opener)) return end + 1;
  if ((kind == TOKEN_LBRACK || kind == TOKEN_LBRACE) && spreads(h, opener)) return end + 1;
  if (kind == TOKEN_LBRACE && drawn(h, opener)) return end + 1;
  if ((kind == TOKEN_LBRACK || kind == TOKEN_LPAREN || kind == TOKEN_LBRACE) && comprehends(h, opener)) return end + 1;
  if (kind == TOKEN_LBRACE && habit_braces(h, opener)) return end + 1;
  if (kind == TOKEN_LPAREN && unbraced(h, opener)) return end + 1;
  habit_token(h, opener);
  h->braces += kind == TOKEN_LBRACE;
  habit_exprs(h, (habit_range){opener + 1, end});
  h->braces -= kind == TOKEN_LBRACE;
  habit_token(h, end);
  return end + 1;
}

typedef uint32_t habit_rule(habit *h, habit_range r, uint32_t i);

/* Each token once, brackets by what they hold. */
static void walk(habit *h, habit_range r) {
  static habit_rule *const rules[] = {word, infix, operator, bangs, optional, dollar};
  for (uint32_t i = r.from; i < r.to;) {
    uint32_t behind = habit_call(h, r, i);
    for (size_t k = 0; behind == i && k < sizeof rules / sizeof *rules; k++) behind = rules[k](h, r, i);
    if (behind == i && h->tokens.items[i].partner > i) behind = bracket(h, i);
    if (behind == i) habit_token(h, behind++);
    i = behind;
  }
}

/* Conditionals. */

static void choice(habit *h, habit_range test, habit_range then, habit_range other) {
  habit_expr(h, test);
  habit_say(h, "?");
  habit_expr(h, then);
  habit_say(h, ":");
  habit_expr(h, other);
}

/* Round brackets around the whole of it are not needed. */
static habit_range bare(const habit *h, habit_range r) {
  bool round = habit_kind(h, r.from) == TOKEN_LPAREN && h->tokens.items[r.from].partner + 1 == r.to;
  return round && r.to > r.from + 2 ? (habit_range){r.from + 1, r.to - 1} : r;
}

static habit_range braced(const habit *h, habit_range r) {
  bool braces = habit_kind(h, r.from) == TOKEN_LBRACE && h->tokens.items[r.from].partner + 1 == r.to;
  return braces && r.to > r.from + 2 ? (habit_range){r.from + 1, r.to - 1} : r;
}

/* `p if c else q` */
static bool trailing(habit *h, habit_range r) {
  uint32_t test = habit_find_word(h, r.from, r.to, "if"), other = habit_find_word(h, test, r.to, "else");
  if (test == r.from || other >= r.to) return false;
  habit_open(h, r.from, DIAG_foreign_conditional, test, "a choice is `c?p:q`");
  choice(h, (habit_range){test + 1, other}, (habit_range){r.from, test}, (habit_range){other + 1, r.to});
  habit_close(h, r.to);
  return true;
}

/* `if c then p else q`, `if c {p} else {q}`, `if (c) p else q` */
static bool leading(habit *h, habit_range r) {
  if (!habit_word(h, r.from, "if") || habit_defines(h, STR("if"))) return false;
  uint32_t other = habit_find_word(h, r.from, r.to, "else"), then = habit_find_word(h, r.from, other, "then");
  if (other == r.to) {
    habit_stuck(h, r, DIAG_foreign_conditional, r.from, "a choice is `c?p:q`, and both of its sides give a value", NULL);
    return true;
  }
  habit_range test = {r.from + 1, then}, first = {then + 1, other};
  if (then == other) {
    uint32_t braces = habit_find(h, r.from, other, TOKEN_LBRACE), colon = habit_find(h, r.from, other, TOKEN_COLON);
    uint32_t end = braces < other ? braces : colon < other ? colon : habit_next(h, r.from + 1);
    test.to = end;
    first.from = colon < other && braces == other ? colon + 1 : end;
  }
  habit_range rest = {other + 1, r.to};
  if (habit_kind(h, rest.from) == TOKEN_COLON) rest.from++;
  habit_open(h, r.from, DIAG_foreign_conditional, r.from, "a choice is `c?p:q`");
  choice(h, bare(h, test), braced(h, first), braced(h, rest));
  habit_close(h, r.to);
  return true;
}

void habit_expr(habit *h, habit_range r) {
  if (r.from >= r.to || leading(h, r) || trailing(h, r)) return;
  walk(h, r);
}

static bool separates(token_kind kind) {
  return kind == TOKEN_COMMA || kind == TOKEN_SEP || kind == TOKEN_ASSIGN || kind == TOKEN_COLON ||
         kind == TOKEN_QUESTION || kind == TOKEN_BAR || kind == TOKEN_ARROW || kind == TOKEN_LARROW;
}

/* Part of an operator of two tokens, so that it separates nothing. */
static bool joins(const habit *h, uint32_t i) {
  if (habit_pair(h, i, TOKEN_QUESTION, TOKEN_DOT)) return true;
  if (habit_kind(h, i) == TOKEN_BAR && i && habit_kind(h, i - 1) == TOKEN_RBRACE && habit_kind(h, i + 1) == TOKEN_LBRACE)
    return true;
  for (size_t k = 0; k < sizeof operators / sizeof *operators; k++)
    if (habit_pair(h, i, operators[k].first, operators[k].second) ||
        (i && habit_pair(h, i - 1, operators[k].first, operators[k].second)))
      return true;
  return false;
}

static uint32_t operand_end(const habit *h, habit_range r) {
  uint32_t i = r.from;
  bool inline_if = habit_word(h, i, "if");
  while (i < r.to && !(separates(habit_kind(h, i)) && !joins(h, i) && !(inline_if && habit_kind(h, i) == TOKEN_COLON)))
    i = habit_next(h, i);
  return i < r.to ? i : r.to;
}

void habit_exprs(habit *h, habit_range r) {
  while (r.from < r.to && !h->exhausted) {
    uint32_t behind = habit_lambda(h, r);
    if (behind == r.from) behind = habit_arms_expr(h, r);
    if (behind == r.from) behind = habit_let(h, r);
    if (behind == r.from) {
      behind = operand_end(h, r);
      habit_expr(h, (habit_range){r.from, behind});
    }
    if (behind < r.to) habit_token(h, behind++);
    r.from = behind;
  }
}
