#include "frontend/fmt.h"

#include <glob.h>

#include "frontend/parse.h"
#include "tests/unit/unit.h"

typedef struct bench {
  arena *home;
  intern *names;
  source_set *sources;
  diag_sink *sink;
} bench;

static bench bench_new(void) {
  arena *a = arena_new("test");
  return (bench){a, intern_new(a), source_set_new(a), diag_sink_new(a, 20)};
}

static ast_module *read(bench *b, str text) {
  return parse_module(b->home, b->names, b->sources, source_add(b->sources, STR("t"), text), b->sink);
}

static str written(bench *b, const ast_module *m, fmt_face face) {
  strbuf out = strbuf_new(b->home);
  fmt_module(&out, m, b->names, b->sources, face);
  return strbuf_str(&out);
}

/* Both faces have the tree of the text, and are their own faces. */
static void check_law(const char *name, str text) {
  bench b = bench_new();
  ast_module *m = read(&b, text);
  for (fmt_face face = FMT_DENSE; face <= FMT_READABLE && !diag_error_count(b.sink); face++) {
    str once = written(&b, m, face);
    ast_module *again = read(&b, once);
    bool same = ast_same(m, again, b.names), stable = str_eq(once, written(&b, again, face));
    if (!same || !stable) printf("%s: %s\n" STR_FMT, name, same ? "not stable" : "another tree", STR_ARG(once));
    CU_ASSERT(same && stable);
  }
  CU_ASSERT_EQUAL(diag_error_count(b.sink), 0);
  arena_free(b.home);
}

static void test_law(void) {
  static const char *const patterns[] = {"stdlib/*.gael", "tests/language/*.gael", "tests/golden/fmt/*.gael",
                                         "tests/fuzz/seeds/*.gael"};
  glob_t files = {0};
  for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) glob(patterns[i], i ? GLOB_APPEND : 0, NULL, &files);
  CU_ASSERT(files.gl_pathc > 0);
  for (size_t i = 0; i < files.gl_pathc; i++) {
    arena *a = arena_new("file");
    str text;
    CU_ASSERT_FATAL(source_read_file(a, files.gl_pathv[i], &text));
    check_law(files.gl_pathv[i], text);
    arena_free(a);
  }
  globfree(&files);
}

typedef struct face_case {
  const char *text, *dense, *readable;
} face_case;

static void test_faces(void) {
  static const face_case cases[] = {
      {"f = a + b*(c - 1)", "f=a+b*(c-1)", "f = a + b * (c - 1)"},
      {"f=a.reverse.maxBy(abs)", "f=a.rev.maxby abs", "f = a.rev.maxby(abs)"},
      {"rev=a+1\nf=a.reverse", "rev=a+1\nf=a.reverse", "rev = a + 1\nf = a.reverse"},
      {"f=a.distinct.erase(b)", "f=a.unique.erase b", "f = a.uniq.without(b)"},
      {"f=m=a.len;a.map{x+m}", "f=m=a.len;a.map{x+m}", "f =\n  m = a.len\n  a.map { x + m }"},
      {"m=1;m+1", "m=1;m+1", "m = 1;\n  m + 1"},
      {"f(p,q)=g(p)(q)", "f p q=(g p) q", "f p q = g(p)(q)"},
      {"g(p){x}(q)", "(g p{x}) q", "g(p) { x }(q)"},
      {"(f p){x}", "(f p){x}", "(f p) { x }"},
      {"a.f(p+1,q)", "a.f(p+1,q)", "a.f(p + 1, q)"},
      {"a< -1", "a< -1", "a < -1"},
      {"a.any(<0)", "a.any(<0)", "a.any(< 0)"},
      {"a.scan (+)", "a.scan(+)", "a.scan(+)"},
      {"f\"{ {1:2}}{a:>3}\"", "f\"{ {1:2}}{a:>3}\"", "f\"{ {1: 2}}{a:>3}\""},
      {"match a|1->(match b|2->3)|_->4", "match a|1->(match b|2->3)|_->4", "match a | 1 -> (match b | 2 -> 3) | _ -> 4"},
      {"[x|x<-a,x>1]", "[x|x<-a,x>1]", "[x | x <- a, x > 1]"},
      {"f p=g q=p+q;g 1", "f p=g q=p+q;g 1", "f p =\n  g q = p + q\n  g 1"},
      {"f:[Int]->(Int->Int)->!()", "f:[Int]->(Int->Int)->!()", "f: [Int] -> (Int -> Int) -> !()"},
      {"type P={x:Int,y:Int?}", "type P={x:Int,y:Int?}", "type P = {x: Int, y: Int?}"},
      {"# one\nf=1 # two\n\n# three\ng=(2 # four\n)", "# one\nf=1 # two\n# three\n# four\ng=2",
       "# one\nf = 1 # two\n\n# three\n# four\ng = 2"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    for (fmt_face face = FMT_DENSE; face <= FMT_READABLE; face++) {
      bench b = bench_new();
      str found = written(&b, read(&b, str_of(cases[i].text)), face);
      str wanted = str_printf(b.home, "%s\n", face == FMT_DENSE ? cases[i].dense : cases[i].readable);
      if (!str_eq(found, wanted)) printf("wanted " STR_FMT "found  " STR_FMT, STR_ARG(wanted), STR_ARG(found));
      CU_ASSERT(str_eq(found, wanted));
      CU_ASSERT_EQUAL(diag_count(b.sink), 0);
      arena_free(b.home);
    }
  }
}

static void test_width(void) {
  static const char text[] =
      "f=a.filter{x>1000000}.map{x*2000000}.sort.uniq.take(1000000).drop(1000000).map{x+3000000}.filter{x<4000000}\n"
      "g=a>1000000000?\"one million and more\":a>1000000?\"a million and more\":a>1000?\"a thousand and more\":\"few\"\n"
      "h=[1000000000,2000000000,3000000000,4000000000,5000000000,6000000000,7000000000,8000000000,9000000000,1]\n";
  bench b = bench_new();
  str out = written(&b, read(&b, str_of(text)), FMT_READABLE);
  uint32_t column = 0, widest = 0;
  for (size_t i = 0; i < out.len; i++) {
    column = out.ptr[i] == '\n' ? 0 : column + 1;
    if (column > widest) widest = column;
  }
  CU_ASSERT(widest <= 100);
  check_law("wide lines", str_of(text));
  arena_free(b.home);
}

static const unit_case cases[] = {{"the law", test_law}, {"both faces", test_faces}, {"width", test_width}};
UNIT_MAIN("fmt", cases)
