/* Syntax errors in words: what was found, what could stand there, and what is probably meant. */

#include "frontend/parse_tree.h"

enum { ALTERNATIVES_MAX = 4 };

static bool parse_expects(const token_kind *expected, uint32_t count, token_kind kind) {
  for (uint32_t i = 0; i < count; i++)
    if (expected[i] == kind) return true;
  return false;
}

static token parse_found(const parse *cx) {
  if (cx->at < cx->tokens->len) return cx->tokens->items[cx->at];
  span where = {0, 0, cx->file};
  if (cx->tokens->len) where.start = where.end = vec_last(cx->tokens).where.end;
  return (token){.kind = TOKEN_END, .where = where};
}

static str parse_slice_of(const parse *cx, span where) {
  return (str){cx->text + where.start, where.end - where.start};
}

static bool parse_is_line_end(const token *t) {
  return t->kind == TOKEN_NL || (t->kind == TOKEN_SEP && t->where.start == t->where.end);
}

typedef struct parse_wording {
  token_kind kind;
  const char *format;
} parse_wording;

static const parse_wording wordings[] = {
    {TOKEN_IDENT, "the name `%.*s`"},   {TOKEN_CON, "the name `%.*s`"},     {TOKEN_INT, "the number `%.*s`"},
    {TOKEN_FLOAT, "the number `%.*s`"}, {TOKEN_CHAR, "the character %.*s"}, {TOKEN_MATCH, "the word `%.*s`"},
    {TOKEN_TYPE, "the word `%.*s`"},    {TOKEN_USE, "the word `%.*s`"},     {TOKEN_IN, "the word `%.*s`"},
};

/* As a person would call it. */
static str parse_describe(const parse *cx, const token *t) {
  arena *home = diag_arena(cx->sink);
  if (parse_is_line_end(t)) return STR("a new line");
  bool bare =
      t->kind == TOKEN_END || t->kind == TOKEN_STR || (t->kind >= TOKEN_FSTR_BEGIN && t->kind <= TOKEN_FSTR_END);
  if (bare) return str_of(token_text(t->kind));
  str slice = parse_slice_of(cx, t->where);
  for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++)
    if (wordings[i].kind == t->kind) return str_printf(home, wordings[i].format, STR_ARG(slice));
  return str_printf(home, "`" STR_FMT "`", STR_ARG(slice));
}

/* What can stand, behind a term: brackets and punctuation before operators. */
typedef struct parse_choice {
  token_kind sign;   /* expected: the choice exists */
  token_kind unless; /* expected: it goes without saying */
  const char *text;
} parse_choice;

static const parse_choice behind_term[] = {
    {TOKEN_RPAREN, TOKEN_END, "`)`"},        {TOKEN_RBRACK, TOKEN_END, "`]`"}, {TOKEN_RBRACE, TOKEN_END, "`}`"},
    {TOKEN_FSTR_CLOSE, TOKEN_END, "`}`"},    {TOKEN_COLON, TOKEN_NL, "`:`"},   {TOKEN_ARROW, TOKEN_NL, "`->`"},
    {TOKEN_LARROW, TOKEN_NL, "`<-`"},        {TOKEN_COMMA, TOKEN_NL, "`,`"},   {TOKEN_ASSIGN, TOKEN_SEP, "`=`"},
    {TOKEN_BAR, TOKEN_ADD, "`|`"},           {TOKEN_DOT, TOKEN_ADD, "`.`"},    {TOKEN_BODY_DOT, TOKEN_ADD, "`.`"},
    {TOKEN_ADD, TOKEN_FIRST, "an operator"}, {TOKEN_SEP, TOKEN_FIRST, "`;`"},  {TOKEN_NL, TOKEN_FIRST, "a new line"},
};

static const parse_choice otherwise[] = {
    {TOKEN_INT, TOKEN_ADD, "an expression"},
    {TOKEN_IDENT, TOKEN_INT, "a name"},
    {TOKEN_LBRACK, TOKEN_INT, "a type"},
    {TOKEN_CON, TOKEN_IDENT, "a capitalised name"},
};

typedef struct parse_choices {
  const char *items[ALTERNATIVES_MAX];
  uint32_t len;
} parse_choices;

static void parse_choose(parse_choices *out, const parse_choice *rows, size_t row_count, const token_kind *expected,
                         uint32_t count) {
  for (size_t i = 0; i < row_count && out->len < ALTERNATIVES_MAX; i++) {
    bool said = rows[i].unless != TOKEN_FIRST && parse_expects(expected, count, rows[i].unless);
    if (!said && parse_expects(expected, count, rows[i].sign)) out->items[out->len++] = rows[i].text;
  }
}

static str parse_alternatives(const parse *cx, const token_kind *expected, uint32_t count) {
  parse_choices choices = {0};
  parse_choose(&choices, otherwise, sizeof otherwise / sizeof *otherwise, expected, count);
  parse_choose(&choices, behind_term, sizeof behind_term / sizeof *behind_term, expected, count);
  strbuf out = strbuf_new(diag_arena(cx->sink));
  for (uint32_t i = 0; i < choices.len; i++) {
    if (i) strbuf_add(&out, i + 1 == choices.len ? STR(" or ") : STR(", "));
    strbuf_add(&out, str_of(choices.items[i]));
  }
  return strbuf_str(&out);
}

/* What is probably meant. */
typedef struct parse_hint {
  token_kind found;
  const char *hint, *fix_title, *fix;
} parse_hint;

static const parse_hint hints[] = {
    {TOKEN_ASSIGN, "`==` compares; a binding `name=value;` begins a line, a group or a block", "compare", "=="},
    {TOKEN_BACKSLASH, "a lambda as argument stands in brackets: `f(\\p.p+1)`", NULL, NULL},
    {TOKEN_NOT, "`!` stands before what it negates; `!=` and `!in` compare", NULL, NULL},
    {TOKEN_COLON, "`:` belongs to `c?p:q`, to entries `{k:v}` and to slices `a[i:j]`", NULL, NULL},
    {TOKEN_BLOCK, "a literal takes no block: only what is called does", NULL, NULL},
    {TOKEN_ARROW, "`->` belongs to the arms of a match; a lambda is `\\p.p+1` or `{x+1}`", NULL, NULL},
    {TOKEN_LARROW, "`<-` belongs to a comprehension: `[x*x|x<-a]`", NULL, NULL},
    {TOKEN_COMMA, "several values stand in brackets: `(p,q)`", NULL, NULL},
    {TOKEN_MATCH, "a match as operand stands in brackets", NULL, NULL},
    {TOKEN_TYPE, "`type` is a reserved word and begins a line: `type Shape=Circle(Float)|Square(Float)`", NULL, NULL},
    {TOKEN_USE, "`use` is a reserved word and begins a line", NULL, NULL},
    {TOKEN_QUESTION, "a choice is `c?p:q`", NULL, NULL},
    {TOKEN_BAR, "`|` separates the arms of a match and of a type; `||` is the or of conditions", NULL, NULL},
};

/* Where the term that ends before token `at` begins: a name or something in brackets. */
static uint32_t parse_term_before(const parse *cx, uint32_t at) {
  uint32_t depth = 0;
  while (at > 0) {
    token_kind kind = cx->tokens->items[--at].kind;
    if (token_is(kind, TOKEN_IS_CLOSE)) depth++;
    else if (token_is(kind, TOKEN_IS_OPEN) && depth) depth--;
    if (!depth) break;
  }
  return at;
}

/* `f(\p.q=e;r)`: a binding begins the body of a lambda, a branch or an arm without brackets. */
static bool parse_offer_steps(parse *cx, diag *d, const token *found) {
  uint32_t at = parse_term_before(cx, cx->at), depth = 0, end = parse_body_end(cx, found->where.end, true);
  token_kind before = at ? cx->tokens->items[at - 1].kind : TOKEN_NL;
  if (before != TOKEN_COLON && before != TOKEN_ARROW && before != TOKEN_BODY_DOT) return false;
  bool steps = false;
  for (uint32_t i = cx->at; i < cx->tokens->len && cx->tokens->items[i].where.start < end; i++) {
    token_kind kind = cx->tokens->items[i].kind;
    depth += token_is(kind, TOKEN_IS_OPEN);
    depth -= token_is(kind, TOKEN_IS_CLOSE);
    steps |= kind == TOKEN_SEP && !depth;
  }
  if (!steps) return false;
  uint32_t start = cx->tokens->items[at].where.start;
  diag_edit edits[] = {{{start, start, cx->file}, STR("(")}, {{end, end, cx->file}, STR(")")}};
  diag_hint(cx->sink, d, "a binding inside a lambda, a branch or an arm stands in brackets: `\\p.(x=e;x+1)`");
  diag_fix_edits(cx->sink, d, "put the steps in brackets", edits, 2);
  return true;
}

static void parse_advise(parse *cx, diag *d, const token *found) {
  if (found->kind == TOKEN_ASSIGN && parse_offer_steps(cx, d, found)) return;
  for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
    if (hints[i].found != found->kind) continue;
    diag_hint(cx->sink, d, "%s", hints[i].hint);
    if (hints[i].fix) diag_fix_edit(cx->sink, d, hints[i].fix_title, found->where, str_of(hints[i].fix));
  }
}

/* `f=p,q` ends where a binding of p and q would need its `=`. */
static void parse_offer_tuple(parse *cx, diag *d) {
  uint32_t at = cx->at, depth = 0;
  for (; at > 0; at--) {
    token_kind kind = cx->tokens->items[at - 1].kind;
    if (token_is(kind, TOKEN_IS_CLOSE)) depth++;
    bool ends = kind == TOKEN_ASSIGN || kind == TOKEN_SEP || kind == TOKEN_NL || token_is(kind, TOKEN_IS_OPEN);
    if (ends && depth == 0) break;
    if (token_is(kind, TOKEN_IS_OPEN)) depth--;
  }
  if (at >= cx->at) return;
  span first = cx->tokens->items[at].where, last = cx->tokens->items[cx->at - 1].where;
  diag_edit edits[] = {{{first.start, first.start, first.file}, STR("(")}, {{last.end, last.end, last.file}, STR(")")}};
  diag_hint(cx->sink, d, "several values stand in brackets: `(p,q)`");
  diag_fix_edits(cx->sink, d, "make a tuple", edits, 2);
}

/* Behind an operator or an opening bracket stands nothing that could be its operand. */
static diag *parse_missing(parse *cx, const token *found) {
  const token *before = cx->at ? &cx->tokens->items[cx->at - 1] : NULL;
  if (!before || before->inserted || parse_is_line_end(before))
    return diag_report(cx->sink, DIAG_syntax, found->where, "an expression is missing before %.*s",
                       STR_ARG(parse_describe(cx, found)));
  return diag_report(cx->sink, DIAG_syntax, found->where, "an expression is missing behind %.*s",
                     STR_ARG(parse_describe(cx, before)));
}

void parse_syntax_error(parse *cx, const token_kind *expected, uint32_t count) {
  token found = parse_found(cx);
  cx->failed = true;
  if (found.kind == TOKEN_HOLE && cx->at + 1 < cx->tokens->len) found = cx->tokens->items[cx->at + 1];
  if (found.inserted) return;
  bool operand = parse_expects(expected, count, TOKEN_INT) && !parse_expects(expected, count, TOKEN_ADD);
  bool nothing = !token_is(found.kind, TOKEN_IS_STARTS) && !token_is(found.kind, TOKEN_IS_WORD);
  str wanted = parse_alternatives(cx, expected, count), shown = parse_describe(cx, &found);
  diag *d = operand && nothing ? parse_missing(cx, &found)
            : wanted.len
                ? diag_report(cx->sink, DIAG_syntax, found.where, STR_FMT " cannot stand here, but " STR_FMT " can",
                              STR_ARG(shown), STR_ARG(wanted))
                : diag_report(cx->sink, DIAG_syntax, found.where, STR_FMT " cannot stand here", STR_ARG(shown));
  diag_expected(cx->sink, d, wanted, shown);
  bool several = parse_expects(expected, count, TOKEN_ASSIGN) && parse_expects(expected, count, TOKEN_COMMA) &&
                 !parse_expects(expected, count, TOKEN_NL);
  if (several && (found.kind == TOKEN_END || parse_is_line_end(&found))) parse_offer_tuple(cx, d);
  else parse_advise(cx, d, &found);
}
