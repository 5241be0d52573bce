#include "frontend/layout.h"

#include "frontend/lexer.h"
#include "tests/unit/unit.h"

typedef struct layout_case {
  const char *text, *tokens;
} layout_case;

/* Kinds of the tokens of `text`, with the codes of what was reported behind them. */
static str kinds_of(arena *a, const char *text) {
  intern *names = intern_new(a);
  diag_sink *sink = diag_sink_new(a, 10);
  token_vec raw = {0};
  comment_vec comments = {0};
  str copy = str_copy(a, str_of(text));
  lexer lx = {.home = a, .scratch = a, .names = names, .sink = sink, .text = copy.ptr, .end = (uint32_t)copy.len,
              .multiline = SPAN_NONE, .tokens = &raw, .comments = &comments};
  lexer_run(&lx, 0);
  layout_result result = layout_run(a, sink, &raw);
  strbuf out = strbuf_new(a);
  for (uint32_t i = 0; i < result.tokens.len; i++)
    strbuf_printf(&out, "%s%s", i ? " " : "", token_name(result.tokens.items[i].kind));
  for (uint32_t i = 0; i < diag_count(sink); i++) strbuf_printf(&out, " !%s", diag_code_name(diag_at(sink, i)->code));
  return strbuf_str(&out);
}

static void check(const layout_case *cases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    arena *a = arena_new("test");
    str found = kinds_of(a, cases[i].text);
    bool same = str_eq(found, str_of(cases[i].tokens));
    if (!same) printf("%s\n  wanted %s\n  found  " STR_FMT "\n", cases[i].text, cases[i].tokens, STR_ARG(found));
    CU_ASSERT(same);
    arena_free(a);
  }
}

#define CHECK(cases) check((cases), sizeof(cases) / sizeof *(cases))

static void test_lines(void) {
  static const layout_case cases[] = {
      {"p\nq", "IDENT NL IDENT"},
      {"p\r\n\r\n  # only a comment\nq\n", "IDENT NL IDENT"},
      {"p\n q", "IDENT SEP IDENT"},
      {"p=\n q\n r", "IDENT ASSIGN IDENT SEP IDENT"},
      {"p\n+q", "IDENT ADD IDENT"},
      {"p\n-q", "IDENT NL SUB IDENT"},
      {"p\n .q\n ?r\n :s", "IDENT DOT IDENT QUESTION IDENT COLON IDENT"},
      {"p\n [q]", "IDENT SEP LBRACK IDENT RBRACK"},
      {"p\n (q)", "IDENT SEP LPAREN IDENT RPAREN"},
      {"p\n {q}", "IDENT SEP LBRACE IDENT RBRACE"},
      {"p\n !q", "IDENT SEP NOT IDENT"},
      {"p\n|q", "IDENT BAR IDENT"},
      {"p;\n q", "IDENT SEP IDENT"},
      {"[p,\nq\n]", "LBRACK IDENT COMMA IDENT RBRACK"},
      {"[p\nq]", "LBRACK IDENT IDENT RBRACK"},
      {"(x=1\nx)", "LPAREN IDENT ASSIGN INT SEP IDENT RPAREN"},
      {"(p\nq)", "LPAREN IDENT IDENT RPAREN"},
      {"{\n p\n q\n}", "LBRACE IDENT SEP IDENT RBRACE"},
      {"{p:1,\n q:2}", "DICT IDENT COLON INT COMMA IDENT COLON INT RBRACE"},
  };
  CHECK(cases);
}

static void test_touching(void) {
  static const layout_case cases[] = {
      {"f(p)[q]{r}", "IDENT CALL IDENT RPAREN INDEX IDENT RBRACK BLOCK IDENT RBRACE"},
      {"f (p) [q] {r}", "IDENT LPAREN IDENT RPAREN LBRACK IDENT RBRACK BLOCK IDENT RBRACE"},
      {"0(p)", "INT LPAREN IDENT RPAREN"},
      {"t.0(p)", "IDENT DOT INT CALL IDENT RPAREN"},
      {"[p](q)", "LBRACK IDENT RBRACK LPAREN IDENT RPAREN"},
      {"f[p](q)", "IDENT INDEX IDENT RBRACK CALL IDENT RPAREN"},
      {"\"s\"[0]", "STR INDEX INT RBRACK"},
      {"p in[q]", "IDENT IN LBRACK IDENT RBRACK"},
      {"p+{q}", "IDENT ADD LBRACE IDENT RBRACE"},
      {"p{q:1}", "IDENT RECORD IDENT COLON INT RBRACE"},
      {"f{p?q:r}", "IDENT BLOCK IDENT QUESTION IDENT COLON IDENT RBRACE"},
      {"{p?q:r:s}", "DICT IDENT QUESTION IDENT COLON IDENT COLON IDENT RBRACE"},
      {"{match p|n:Int->n}", "LBRACE MATCH IDENT BAR IDENT COLON CON ARROW IDENT RBRACE"},
      {"p{match:1}", "IDENT RECORD IDENT COLON INT RBRACE"},
      {"{true:1}", "DICT TRUE COLON INT RBRACE"},
      {"p.match.true", "IDENT DOT IDENT DOT IDENT"},
  };
  CHECK(cases);
}

static void test_operators(void) {
  static const layout_case cases[] = {
      {"f(+)", "IDENT CALLOP"},
      {"f (+)", "IDENT OPFN"},
      {"0(-)", "INT OPFN"},
      {"f(+1)", "IDENT CALL HOLE ADD INT RPAREN"},
      {"(-1)", "LPAREN SUB INT RPAREN"},
      {"(!in s)", "LPAREN HOLE NOTIN IDENT RPAREN"},
      {"(!inside)", "LPAREN NOT IDENT RPAREN"},
      {"(.len)", "LPAREN HOLE DOT IDENT RPAREN"},
      {"(<-1)", "LPAREN HOLE LT SUB INT RPAREN"},
      {"[p|p<-q,p<-1]", "LBRACK IDENT BAR IDENT LARROW IDENT COMMA IDENT LT SUB INT RBRACK"},
      {"[p|p<-1..9]", "LBRACK IDENT BAR IDENT LARROW INT RANGE INT RBRACK"},
      {"[h,*t]", "LBRACK IDENT COMMA MUL IDENT RBRACK"},
      {"\\p.-p", "BACKSLASH IDENT BODY_DOT SUB IDENT"},
      {"\\p(q,r).p", "BACKSLASH IDENT LPAREN IDENT COMMA IDENT RPAREN BODY_DOT IDENT"},
      {"p.-q", "IDENT DOT_SUB IDENT"},
      {"t.0.1", "IDENT DOT INT DOT INT"},
      {"1.5.floor", "FLOAT DOT IDENT"},
      {"1.max", "INT DOT IDENT"},
      {"1..9", "INT RANGE INT"},
      {"2.*p", "INT DOT_MUL IDENT"},
  };
  CHECK(cases);
}

static void test_formats(void) {
  static const layout_case cases[] = {
      {"f\"\"", "FSTR_BEGIN FSTR_END"},
      {"f\"a{p:>9}{{\"", "FSTR_BEGIN FSTR_TEXT FSTR_OPEN IDENT FSTR_SPEC FSTR_CLOSE FSTR_TEXT FSTR_END"},
      {"f'{p?1:2}'", "FSTR_BEGIN FSTR_OPEN IDENT QUESTION INT COLON INT FSTR_CLOSE FSTR_END"},
      {"f\"{f\"{p}\"}\"", "FSTR_BEGIN FSTR_OPEN FSTR_BEGIN FSTR_OPEN IDENT FSTR_CLOSE FSTR_END FSTR_CLOSE FSTR_END"},
      {"f\"{p[1:]}\"", "FSTR_BEGIN FSTR_OPEN IDENT INDEX INT COLON RBRACK FSTR_CLOSE FSTR_END"},
      {"inf\"a\"", "IDENT STR"},
      {"f\"{(p}\"", "FSTR_BEGIN FSTR_OPEN LPAREN IDENT RPAREN FSTR_CLOSE FSTR_END !unclosed_bracket"},
      {"f\"{p\"", "STR !bad_format_spec"},
      {"f\"p\nq", "STR NL IDENT !unclosed_string"},
  };
  CHECK(cases);
}

static void test_brackets(void) {
  static const layout_case cases[] = {
      {"(p", "LPAREN IDENT RPAREN !unclosed_bracket"},
      {"(p]", "LPAREN IDENT RPAREN !unclosed_bracket"},
      {"p)", "IDENT !unclosed_bracket"},
      {"[(p]", "LBRACK LPAREN IDENT RPAREN RBRACK !unclosed_bracket"},
      {"f=(p\ng=q", "IDENT ASSIGN LPAREN IDENT RPAREN NL IDENT ASSIGN IDENT !unclosed_bracket"},
      {"f={\np=1\np}", "IDENT ASSIGN LBRACE IDENT ASSIGN INT SEP IDENT RBRACE"},
  };
  CHECK(cases);
}

static void test_depth(void) {
  arena *a = arena_new("test");
  strbuf text = strbuf_new(a);
  strbuf_add(&text, STR("f=1\n"));
  for (int i = 0; i < 200000; i++) strbuf_byte(&text, '(');
  strbuf_byte(&text, '\0');
  str found = kinds_of(a, text.ptr);
  CU_ASSERT(str_eq(found, STR("IDENT ASSIGN INT NL !too_deep")) || str_eq(found, STR("IDENT ASSIGN INT !too_deep")));
  arena_free(a);
}

static const unit_case cases[] = {
    {"line ends", test_lines},      {"what touches", test_touching},    {"operators and dots", test_operators},
    {"f-strings", test_formats},    {"brackets", test_brackets},        {"depth", test_depth},
};
UNIT_MAIN("layout", cases)
