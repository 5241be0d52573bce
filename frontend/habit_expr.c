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
    {TOKEN_QUESTION, TOKEN_COLON, TOKEN_END,
     "?"
     "?",
     "`?:` is written `?"
     "?`"},
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
  static const char *const known[][2] = {{"div", "//"},  {"mod", "%"},       {"quot", "//"}, {"rem", "%"},
                                         {"elem", "in"}, {"notElem", "!in"}, {"and", "&&"},  {"or", "||"}};
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

typedef uint32_t habit_rule(habit *h, habit_range r, uint32_t i);

/* Each token once, brackets by what they hold. */
static void walk(habit *h, habit_range r) {
  static habit_rule *const rules[] = {word, infix, operator, bangs, optional, dollar};
  for (uint32_t i = r.from; i < r.to;) {
    uint32_t behind = habit_call(h, r, i);
    for (size_t k = 0; behind == i && k < sizeof rules / sizeof *rules; k++) behind = rules[k](h, r, i);
    if (behind == i && h->tokens.items[i].partner > i) behind = habit_bracket(h, i);
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
    habit_stuck(h, r, DIAG_foreign_conditional, r.from, "a choice is `c?p:q`, and both of its sides give a value",
                NULL);
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
  choice(h, habit_bare(h, test), braced(h, first), braced(h, rest));
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
  if (habit_kind(h, i) == TOKEN_BAR && i && habit_kind(h, i - 1) == TOKEN_RBRACE &&
      habit_kind(h, i + 1) == TOKEN_LBRACE)
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
    uint32_t behind = habit_arm(h, r);
    if (behind > r.from) {
      r.from = behind;
      continue;
    }
    behind = habit_lambda(h, r);
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
