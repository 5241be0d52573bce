/* The reference interpreter on declared types, Dyns, dictionaries, sets, Bigs, patterns, JSON and the world. */

#include <stdlib.h>
#include <string.h>

#include "ir/interp_value.h"
#include "tests/unit/data_semantics.h"

static void test_declared(void) { CHECK_TYPED(TYPES, declared_rows); }
static void test_dictionaries(void) { CHECK_ALL(dictionaries_rows); }
static void test_dyn(void) { CHECK_TYPED(TYPES, dyn_rows); }
static void test_big(void) { CHECK_ALL(big_rows); }
static void test_patterns(void) { CHECK_ALL(patterns_rows); }
static void test_json(void) { CHECK_TYPED(TYPES, json_rows); }
static void test_hashes(void) { CHECK_ALL(hashes_rows); }

static void test_broken_json(void) {
  static const char *const texts[] = {"",     "[1,]",   "{\"a\"}", "01",    "1.",      "+1",     "nan",
                                      "[1 2]", "\"\\x\"", "\"a",     "{a:1}", "\"\\u12\"", "tru",    "1 2",
                                      "[",    "'a'",    "\"\t\"",  "-",     "1e",      "{\"a\":1,}"};
  arena *home = arena_new("test");
  comb_program p;
  str error;
  size_t offset;
  CU_ASSERT_FATAL(
      comb_read(home, ir_types_new(home), intern_new(home), STR("(main Str => Dyn (json .1))"), &p, &error, &offset));
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    interp_result r;
    interp_run(home, &p, (interp_value[]){interp_str_of(home, str_of(texts[i]))}, 1, SEMANTICS_FUEL, &r);
    if (r.status != INTERP_FAILURE) fprintf(stderr, "%s is read as JSON\n", texts[i]);
    CU_ASSERT(r.status == INTERP_FAILURE && r.failure.code == 905);
  }
  interp_result r;
  interp_run(home, &p, (interp_value[]){interp_str_of(home, STR("[1,\n é]"))}, 1, SEMANTICS_FUEL, &r);
  CU_ASSERT(str_eq(r.failure.message, STR("the JSON cannot be read: a value is wanted, line 2, column 2")));
  arena_free(home);
}

/* ---- the world ---- */

static str run_in(arena *home, const interp_world *world, const char *text) {
  comb_program p;
  str error;
  size_t offset;
  interp_result r;
  CU_ASSERT_FATAL(comb_read(home, ir_types_new(home), intern_new(home), str_of(text), &p, &error, &offset));
  interp_run_in(home, &p, world, NULL, 0, SEMANTICS_FUEL, &r);
  return show_result(home, &p, &r);
}

static void test_world(void) {
  static const struct {
    uint32_t allowed;
    const char *text, *value;
  } rows[] = {
      {0, "(main => (Str,Str) <(stdin) (stdin)>)", "(\"two\\nlines\",\"\")"},
      {0, "(main => [Str] (args))", "[\"one\",\"--two\"]"},
      {0, "(main => Str (env (K \"HOME\")))",
       "! 912 reading the environment is not allowed without --allow env []"},
      {INTERP_ENV, "(main => Str (env (K \"HOME\")))", "\"/home/me\""},
      {INTERP_ENV, "(main => Str (env (K \"HOM\")))", "! 907 the environment has no \"HOM\" [\"HOM\"]"},
      {INTERP_CLOCK, "(main => Float (now))", "1.5"},
      {INTERP_ENV, "(main => Float (now))", "! 912 reading the clock is not allowed without --allow clock []"},
      {INTERP_RANDOM, "(main => Int (entropy))", "7"},
      {0, "(main => Int (entropy))", "! 912 asking for chance is not allowed without --allow random []"},
      {0, "(main => Str (catch (read (K \"/none\")) (K \"caught\")))", "\"caught\""},
      {INTERP_READ, "(main => Str (read (K \"/none/such\")))",
       "! 913 \"/none/such\": No such file or directory [\"/none/such\"]"},
      {INTERP_READ, "(main => () (write (K \"/none/such\") (K \"\")))",
       "! 912 writing \"/none/such\" is not allowed without --allow write [\"/none/such\"]"},
  };
  str args[] = {STR("one"), STR("--two")}, env[] = {STR("HOMER=1"), STR("HOME=/home/me")};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    arena *home = arena_new("test");
    interp_world world = {STR("two\nlines"), 2, args, 2, env, rows[i].allowed, 1.5, 7};
    str got = run_in(home, &world, rows[i].text);
    if (!str_eq(got, str_of(rows[i].value))) fprintf(stderr, "%s: " STR_FMT "\n", rows[i].text, STR_ARG(got));
    CU_ASSERT(str_eq(got, str_of(rows[i].value)));
    arena_free(home);
  }
}

static void test_files(void) {
  arena *home = arena_new("test");
  char path[] = "/tmp/interp_XXXXXX";
  int made = mkstemp(path);
  CU_ASSERT_FATAL(made >= 0);
  interp_world world = {.allowed = INTERP_READ | INTERP_WRITE};
  str text = str_printf(home, "(main => ((),Str) <(write (K \"%s\") (K \"a\\né\")) (read (K \"%s\"))>)", path, path);
  CU_ASSERT(str_eq(run_in(home, &world, text.ptr), STR("((),\"a\\né\")")));
  remove(path);
  world.input = STR("\xff\xc3\xa9\xc3");
  CU_ASSERT(str_eq(run_in(home, &world, "(main => Str (stdin))"), STR("\"\uFFFDé\uFFFD\"")));
  arena_free(home);
}

/* ---- depth, text ---- */

/* A chain as long as a list: neither order nor text may need the stack for it. */
static void test_long_chain(void) {
  enum { LENGTH = 1000000 };
  arena *home = arena_new("test");
  ir_types *types = ir_types_new(home);
  const ir_type *chain = irt_named(types, STR("Chain"), 0, NULL), *fields[] = {irt_base(types, IRT_INT), chain};
  ir_con cons[] = {{.name = STR("End")}, {.name = STR("Link"), .count = 2, .fields = fields}};
  irt_define(types, chain, false, 2, cons);
  interp_value a = interp_object_of(home, 0, 0, NULL), b = a;
  for (int64_t i = 0; i < LENGTH; i++) {
    a = interp_object_of(home, 1, 2, (interp_value[]){{.i = i}, a});
    b = interp_object_of(home, 1, 2, (interp_value[]){{.i = i ? i : -1}, b});
  }
  CU_ASSERT_EQUAL(interp_compare(a, a, chain, false), INTERP_EQUAL);
  CU_ASSERT_EQUAL(interp_compare(a, b, chain, true), INTERP_GREATER);
  strbuf out = strbuf_new(home);
  interp_show(&out, a, chain, true);
  CU_ASSERT(str_starts(strbuf_str(&out), STR("Link(999999,Link(999998,")));
  CU_ASSERT(out.len > (size_t)LENGTH * 12);
  arena_free(home);
}

static void test_read_back(void) {
  static const char *const texts[][2] = {
      {"{Str:Int}", "{\"a\":1,\"b\":2}"},   {"{Str:Int}", "{}"},  {"{Int}", "set[2,1]"}, {"{Int}", "set[]"},
      {"Big", "-123456789012345678901234n"}, {"Colour", "Green"},  {"P", "P{x:1,y:2.0}"},
      {"Tree[Int]", "Node(Leaf,1,Leaf)"},    {"Dyn", "none"},      {"Dyn", "[1,\"a\",{\"k\":2.5},none,5n]"},
      {"[P?]", "[P{x:1,y:2.0},none]"},       {"Dyn", "set['a',()]"},
  };
  static const char *const broken[][2] = {
      {"{Str:Int}", "{\"a\"}"},    {"{Int}", "{1}"}, {"Colour", "Black"}, {"P", "P{y:1,x:2}"},
      {"Tree[Int]", "Node(Leaf,1)"}, {"Big", "n"},     {"Dyn", "[1"},       {"Tree[Int]", "Leaf()"},
  };
  arena *home = arena_new("test");
  comb_program p;
  str error;
  size_t offset;
  CU_ASSERT_FATAL(comb_read(home, ir_types_new(home), intern_new(home), STR(TYPES "(main => Int (K 1))"), &p, &error,
                            &offset));
  ir_types *types = comb_types(p.store);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    const ir_type *t = irt_read(types, str_of(texts[i][0]), NULL);
    interp_value v;
    strbuf out = strbuf_new(home);
    bool good = interp_parse(home, types, t, str_of(texts[i][1]), &v);
    if (good) interp_show(&out, v, t, true);
    if (!good || !str_eq(strbuf_str(&out), str_of(texts[i][1]))) fprintf(stderr, "%s reads otherwise\n", texts[i][1]);
    CU_ASSERT(good && str_eq(strbuf_str(&out), str_of(texts[i][1])));
  }
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
    interp_value v;
    CU_ASSERT_FALSE(interp_parse(home, types, irt_read(types, str_of(broken[i][0]), NULL), str_of(broken[i][1]), &v));
  }
  arena_free(home);
}

/* Many changes, each of a table that others still see. */
static void test_persistence(void) {
  check(STR("(main => (Int,Int,Bool) (B (fold (range (K 0) (K 2000)) (B (list:[(Int,Int)]) dict) "
            "(curry {Int:Int},Int (dict_put .0.1 (imod (imul .1 (K 7919)) (K 1000)) .1))) "
            "<(dict_len id) (dict_at id (K 919)) "
            "(eq id (fold (range (K 0) (K 999)) id "
            "(curry {Int:Int},Int (B <.0.1 .1 (dict_at .0.1 .1)> dict_put))))>))"),
        "(1000,1001,true)");
  check(STR("(main => [Int] (B (set (range (K 1) (K 50))) "
            "(fold (range (K 1) (K 48)) id (curry {Int},Int (set_remove .0.1 .1))) set_items))"),
        "[49,50]");
}

static const unit_case cases[] = {
    {"declared types", test_declared},
    {"dictionaries and sets", test_dictionaries},
    {"Dyn", test_dyn},
    {"Big", test_big},
    {"patterns", test_patterns},
    {"JSON", test_json},
    {"broken JSON", test_broken_json},
    {"hashes", test_hashes},
    {"world", test_world},
    {"files", test_files},
    {"long chains", test_long_chain},
    {"text read back", test_read_back},
    {"tables that others see", test_persistence},
};

UNIT_MAIN("interp_data", cases)
