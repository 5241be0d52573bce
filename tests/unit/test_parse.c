#include "frontend/parse.h"

#include <string.h>
#include <time.h>

#include "tests/unit/unit.h"

typedef struct bench {
  arena *home;
  intern *names;
  source_set *sources;
  diag_sink *sink;
  ast_module *module;
} bench;

static bench parsed(const char *text, size_t length) {
  arena *a = arena_new("test");
  bench b = {a, intern_new(a), source_set_new(a), diag_sink_new(a, 20), NULL};
  uint32_t file = source_add(b.sources, STR("t"), (str){text, length});
  b.module = parse_module(a, b.names, b.sources, file, b.sink);
  return b;
}

/* The same tree, whatever was written. */
typedef struct equal_case {
  const char *one, *other;
} equal_case;

static str dumped(const bench *b) {
  strbuf out = strbuf_new(b->home);
  ast_dump(&out, b->module, b->names);
  return strbuf_str(&out);
}

static void test_equals(void) {
  static const equal_case pairs[] = {
      {"f p q", "f(p,q)"},
      {"f (p,q)", "f((p,q))"},
      {"a.fold 0{x+y}", "a.fold(0){x+y}"},
      {"a.fold 0{x+y}.abs.b", "a.fold(0){x+y}.abs.b"},
      {"a.fold (0,1){x}", "a.fold((0,1)){x}"},
      {"sum a.map{x*x}", "sum(a.map{x*x})"},
      {"f p q{x}", "f(p,q){x}"},
      {"f p{k:1}.q", "f((p{k:1}).q)"},
      {"f p q{k:3}", "f(p,q{k:3})"},
      {"abs x<3", "(abs x)<3"},
      {"f -1", "f-1"},
      {"a.scan(+).any(<0)", "(a.scan (+)).any((<0))"},
      {"a.fold 0(+)", "a.fold(0,(+))"},
      {"p q.r s", "p(q.r,s)"},
      {"p+q*r**s**t", "p+(q*(r**(s**t)))"},
      {"-p**-q", "-(p**(-q))"},
      {"-p*q", "(-p)*q"},
      {"p-q-r", "(p-q)-r"},
      {"p?q:r?s:t", "p?q:(r?s:t)"},
      {"p??q??r", "p?\?(q??r)"},
      {"p||q&&!r in s", "p||(q&&(!(r in s)))"},
      {"1..p+2", "1..(p+2)"},
      {"m=1;m+1", "m = 1\n m + 1"},
      {"f=m=1;m+1", "f =\n  m = 1\n  m + 1"},
      {"f=\\p q.p;3", "f=(\\p q.p);3"},
      {"match p|1->match q|2->3|4->5", "match p|1->(match q|2->3|4->5)"},
      {"f=a\n  .b\n  .c 1", "f=a.b.c 1"},
      {"[1,\n 2,\n]", "[1,2]"},
      {"d[1,2]", "d[(1,2)]"},
      {"f:Int??", "f:Int?"},
      {"0xff+0b11+0o17+1_000", "255+3+15+1000"},
      {"f\"a{\"b\"}c\"", "f\"abc\""},
      {"1in[1]", "1 in [1]"},
      {"-9223372036854775808", "(-9223372036854775808)"},
      {"type S=A(Int)\n  |B", "type S = | A(Int) | B"},
      {"{x:1,}", "{x:1}"},
      {"p.type{match:1}", "p.type{ match : 1 }"},
  };
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    bench one = parsed(pairs[i].one, strlen(pairs[i].one)), other = parsed(pairs[i].other, strlen(pairs[i].other));
    bool same = str_eq(dumped(&one), dumped(&other)) && !diag_count(one.sink) && !diag_count(other.sink);
    if (!same)
      printf("%s\n" STR_FMT "%s\n" STR_FMT, pairs[i].one, STR_ARG(dumped(&one)), pairs[i].other, STR_ARG(dumped(&other)));
    CU_ASSERT(same);
    arena_free(one.home);
    arena_free(other.home);
  }
}

typedef struct error_case {
  const char *text;
  diag_code code;
  uint32_t start, end;
} error_case;

static void test_errors(void) {
  static const error_case errors[] = {
      {"f=", DIAG_syntax, 2, 2},
      {"f=1+*2", DIAG_syntax, 4, 5},
      {"f=c?1", DIAG_syntax, 5, 5},
      {"f(p=1)", DIAG_syntax, 3, 4},
      {"f=a.map \\p.p", DIAG_syntax, 8, 9},
      {"\"abc", DIAG_unclosed_string, 0, 4},
      {"p+\"abc\nq", DIAG_unclosed_string, 2, 6},
      {"\"\\q\"", DIAG_unknown_escape, 1, 3},
      {"\"\\u{d800}\"", DIAG_unknown_escape, 1, 9},
      {"3x", DIAG_bad_number, 0, 2},
      {"1e999", DIAG_bad_number, 0, 5},
      {"p $ q", DIAG_unknown_character, 2, 3},
      {"''", DIAG_bad_char_literal, 0, 2},
      {"(p", DIAG_unclosed_bracket, 0, 1},
      {"p]", DIAG_unclosed_bracket, 1, 2},
      {"f+1=2", DIAG_bad_head, 0, 3},
      {"a[0]=1", DIAG_bad_head, 0, 4},
      {"p+1=3;p", DIAG_bad_pattern, 0, 3},
      {"match p|n+1->n", DIAG_bad_pattern, 8, 11},
      {"[1,*p]", DIAG_bad_pattern, 4, 5},
      {"f(*2,3)", DIAG_bad_section, 2, 3},
      {"[>3]", DIAG_bad_section, 1, 2},
      {"a.map{.len}", DIAG_bad_section, 6, 7},
      {"f=m=1", DIAG_missing_rest, 2, 5},
      {"f{x=1}", DIAG_assignment_in_condition, 3, 4},
      {"f\"{}\"", DIAG_bad_format_spec, 2, 4},
      {"f\"}\"", DIAG_bad_format_spec, 2, 3},
      {"f={1,2}", DIAG_braces, 2, 7},
      {"p{\"k\":1}", DIAG_braces, 2, 5},
  };
  for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
    bench b = parsed(errors[i].text, strlen(errors[i].text));
    const diag *d = diag_count(b.sink) == 1 ? diag_at(b.sink, 0) : NULL;
    bool right = d && d->code == errors[i].code && d->where.start == errors[i].start && d->where.end == errors[i].end;
    if (!right) {
      strbuf text = strbuf_new(b.home);
      diag_render_text(&text, b.sink, b.sources, false);
      printf("%s\n" STR_FMT, errors[i].text, STR_ARG(strbuf_str(&text)));
    }
    CU_ASSERT(right);
    arena_free(b.home);
  }
}

/* One mistake, one report; the next line and the next bracket have their own. */
static void test_recovery(void) {
  static const char text[] = "f=a+*b\ng=[1 2 3 = 4, 5]\nh=(\ni=(+)(p q =) + (r =)\nj=1\n";
  bench b = parsed(text, strlen(text));
  CU_ASSERT_EQUAL(diag_error_count(b.sink), 5);
  CU_ASSERT_EQUAL(b.module->items[b.module->item_count - 1].kind, AST_ITEM_DEF);
  CU_ASSERT_EQUAL(b.module->item_count, 4);
  arena_free(b.home);
}

static void test_odd_texts(void) {
  static const struct {
    const char *text;
    size_t length;
    uint32_t items, errors;
  } texts[] = {
      {"", 0, 0, 0},
      {"# only this", 11, 0, 0},
      {"\n\n  \n", 5, 0, 0},
      {"\xEF\xBB\xBF" "1", 4, 1, 0},
      {"f=1\r\ng=2\r\n", 10, 2, 0},
      {"1+\0 2", 5, 1, 1},
      {"\"\0\"", 3, 1, 0},
      {"f=1\n\"\xFF\"", 7, 0, 1},
      {"\"\r\n\"", 4, 1, 0},
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    bench b = parsed(texts[i].text, texts[i].length);
    CU_ASSERT_EQUAL(b.module->item_count, texts[i].items);
    if (diag_error_count(b.sink) != texts[i].errors) printf("text %zu: %u errors\n", i, diag_error_count(b.sink));
    CU_ASSERT_EQUAL(diag_error_count(b.sink), texts[i].errors);
    arena_free(b.home);
  }
}

/* Whatever nests, the tree stays in bounds, and one report says so. */
static void test_height(void) {
  static const char *const units[] = {"!", "-", "a+", "a?1:", "\\p.", "f(1+2*-", "[", "x=1;", "a.b{x}.", "a<b&&", "{k:", "f\"{"};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    arena *a = arena_new("test");
    strbuf text = strbuf_new(a);
    for (int n = 0; n < 30000; n++) strbuf_add(&text, str_of(units[i]));
    bench b = parsed(text.ptr, text.len);
    CU_ASSERT(diag_error_count(b.sink) > 0);
    for (uint32_t k = 0; k < b.module->item_count; k++)
      if (b.module->items[k].body) CU_ASSERT(b.module->items[k].body->height < AST_HEIGHT_MAX);
    arena_free(b.home);
    arena_free(a);
  }
}

static bool complete(const char *text) {
  arena *a = arena_new("test");
  source_set *sources = source_set_new(a);
  uint32_t file = source_add(sources, STR("t"), str_of(text));
  bool result = parse_complete(a, intern_new(a), sources, file);
  arena_free(a);
  return result;
}

static void test_complete(void) {
  CU_ASSERT(complete("f=1"));
  CU_ASSERT(complete(""));
  CU_ASSERT_FALSE(complete("f="));
  CU_ASSERT_FALSE(complete("f=(1,"));
  CU_ASSERT_FALSE(complete("\"abc"));
  CU_ASSERT_FALSE(complete("match p|1->"));
}

/* The bound is that of a loaded machine with sanitizers; a plain build takes about a thousandth of it. */
static void test_speed(void) {
  static const char text[] = "f=s=a.replace(\" \",\"\");e=(0..s.len).filter{s[:x].count('(')*2==x};e.zip(e[1:]).map{s[x:y]}";
  clock_t start = clock();
  for (int i = 0; i < 100; i++) arena_free(parsed(text, strlen(text)).home);
  CU_ASSERT(clock() - start < 2 * CLOCKS_PER_SEC);
}

static const unit_case cases[] = {
    {"written in two ways", test_equals}, {"errors and their places", test_errors}, {"recovery", test_recovery},
    {"odd texts", test_odd_texts},        {"height", test_height},                  {"completeness", test_complete},
    {"speed", test_speed},
};
UNIT_MAIN("parse", cases)
