/* Programs as machine code against the reference interpreter: the same text, the same arguments, the same value or the same
   report, at every level; nothing stays alive. And what the interpreter cannot be asked. */

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ir/passes.h"
#include "support/source.h"
#include "support/vec.h"
#include "tests/flat_random.h"
#include "tests/unit/cg_outcome.h"
#include "tests/unit/data_semantics.h"

enum { RANDOM_PROGRAMS = 50 };

/* ---- whole programs, as text ---- */

static bool run_call(arena *home, const char *file, const comb_program *p, const loaded *programs, str line) {
  char *texts[MOST_ARGS], *shown = arena_strndup(home, line.ptr, line.len);
  interp_value args[MOST_ARGS] = {{0}};
  if (p->argc) CU_ASSERT_EQUAL_FATAL(cg_split_text(arena_strndup(home, line.ptr, line.len), '|', texts, MOST_ARGS), p->argc);
  for (uint32_t i = 0; i < p->argc; i++) {
    while (*texts[i] == ' ') texts[i]++;
    size_t length = strlen(texts[i]);
    while (length && texts[i][length - 1] == ' ') length--;
    CU_ASSERT_TRUE_FATAL(interp_parse(home, comb_types(p->store), p->args[i], (str){texts[i], length}, &args[i]));
  }
  interp_result r;
  interp_run(home, p, args, p->argc, FUEL, &r);
  if (r.status == INTERP_LIMIT) return true;
  outcome want = cg_outcome_wanted(home, p->store, &r, p->result);
  bool good = true;
  for (unsigned level = 0; level < LEVELS; level++)
    good = cg_compare_run((demand){file, shown, level, false}, &want, programs[level].start, args) && good;
  return good;
}

/* A program, then (run argument|argument…) lines behind an (expect …) line. */
static bool run_text(const char *file, char *text) {
  arena *home = arena_new("program");
  char *rest = strstr(text, "(expect");
  CU_ASSERT_PTR_NOT_NULL_FATAL(rest);
  comb_program p;
  str error;
  size_t offset;
  bool good =
      comb_read(home, ir_types_new(home), intern_new(home), (str){text, (size_t)(rest - text)}, &p, &error, &offset);
  if (!good) printf("%s: " STR_FMT " at %.30s\n", file, STR_ARG(error), text + offset);
  CU_ASSERT_TRUE_FATAL(good);
  flat_module *m = flat_apply(home, &p, TRANSFORMS_EVERY);
  flat_optimize(m);
  m->catches = m->outlived = true; /* so that failing leaves nothing behind either */
  flat_count(m);
  loaded programs[LEVELS] = {{0}};
  for (unsigned level = 0; level < LEVELS; level++) good = good && cg_load_program(home, m, level, &programs[level]);
  for (const char *at = rest; good && (at = strstr(at, "(run")) != NULL;) {
    size_t length = strcspn(at, "\n");
    while (at[length - 1] != ')') length--;
    good = run_call(home, file, &p, programs, (str){at + 4, length - 5});
    at += length;
  }
  cg_unload_programs(programs);
  arena_free(home);
  return good;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* The programs that show what loops and allocations come to. */
static void programs_mean_what_the_interpreter_says(void) {
  arena *home = arena_new("files");
  VEC(char *) names = {0};
  DIR *d = opendir("tests/opt");
  CU_ASSERT_PTR_NOT_NULL_FATAL(d);
  for (struct dirent *e = readdir(d); e; e = readdir(d))
    if (strstr(e->d_name, ".opt")) vec_push(home, &names, arena_strndup(home, e->d_name, strlen(e->d_name)));
  closedir(d);
  qsort(names.items, names.len, sizeof *names.items, by_name);
  for (uint32_t k = 0; k < names.len; k++) {
    str text;
    CU_ASSERT_TRUE_FATAL(source_read_file(home, str_printf(home, "tests/opt/%s", names.items[k]).ptr, &text));
    CU_ASSERT_TRUE(run_text(names.items[k], arena_strndup(home, text.ptr, text.len)));
  }
  arena_free(home);
}

/* What only machine code can get wrong. */
typedef struct text_case {
  const char *name, *text;
} text_case;

#define FOUR "(Int,Int,Int,Int)"
#define RECORD "(Str,Float,Int?,Str?)"

static const text_case PROGRAMS[] = {
    {"results that come through memory, also out of tail calls",
     "(def go : Int->" FOUR " (curry Int (choice (lt .1 (K 1)) <(K 1) (K 2) (K 3) .1> (S@1 &back (isub@5 .1 (K 1))))))"
     "(def back : Int->" FOUR " (curry Int (choice (eq .1 (K 13)) <(idiv@2 .1 (K 0)) (K 0) (K 0) (K 0)> (S@3 &go .1))))"
     "(main Int => " FOUR " (S@4 &go .1)) (site 1) (site 2) (site 3) (site 4) (site 5) (expect)\n(run 5)\n(run 100)\n"},
    {"three Floats and a Str come back and go on",
     "(def f : Int->(Float,Float,Float,Str) (curry Int (choice (lt .1 (K 1)) <(K 0.5) (K 1.5) (K 2.5) (K \"end\")>"
     " (B (S@1 &f (isub@2 .1 (K 1))) <(fadd .0 .1) .2 .0 (append .3 (K \"!\"))>))))"
     "(main Int => (Float,Float,Float,Str) (S@3 &f .1)) (site 1) (site 2) (site 3) (expect)\n(run 0)\n(run 7)\n"},
    {"closures with captures and results of every kind",
     "(def pick : Int->Str->Int->" RECORD
     " (curry Int (choice (lt .1 (K 1)) (curry Str,Int <.0.1 (int_float .1) (some .1) (some .0.1)>)"
     " (curry Str,Int <(append .0.1 (show .0.0.1)) (K 0.25) (none:Int?) (none:Str?)>))))"
     "(main Str Int => [" RECORD "] (map (map (list (K 0) (K 1) (K 0)) &pick) (curry Str->Int->" RECORD
     " (S@1 .1 .0.0.1 .0.1))))"
     "(site 1) (expect)\n(run \"ab\" | 3)\n(run \"\" | -1)\n"},
    {"constants that hold objects and need each other's values",
     "(def words : [Str] (split@1 (K \"to be or not\") (K \" \")))"
     "(def pair : ([Str],Str?,Int) <&words (some (index@2 &words (K 0))) (len &words)>)"
     "(main Int => (Str,([Str],Str?,Int)) <(index@3 (B &pair .0) .1) &pair>)"
     "(site 1) (site 2) (site 3) (expect)\n(run 1)\n(run 9)\n"},
    {"a constant that fails does so again",
     "(def bad : [Int] (list (iadd@1 (K 9223372036854775807) (K 1))))"
     "(main Int => Int (choice (lt .1 (K 0)) (len &bad) (iadd@2 (catch (len &bad) (K 1)) (catch (len &bad) (K 2)))))"
     "(site 1) (site 2) (expect)\n(run 1)\n(run -1)\n"},
    {"texts become wide, and stay it",
     "(main Str Char => (Str,Int,Char?,[Str],Bool)"
     " (B <.0.1 .1 (push .0.1 .1)> <.2 (len .2) (choice (lt (len .2) (K 2)) (none:Char?) (some (index@1 .2 (K -2))))"
     " (list (upper .2) (map .2 (curry Char (upper_char .1)))) (elem .1 .0)>))"
     "(site 1) (expect)\n(run \"abc\" | 'd')\n(run \"abc\" | '\xc3\xa9')\n(run \"h\xc3\xa9\" | 'x')\n(run \"\" | "
     "'\xe2\x82\xac')\n"},
    {"a failure inside of a catch drops what was there",
     "(def f : [Str]->Int->Str (curry [Str],Int (append (index@1 .0.1 .1) (index@2 (B (append .0.1 (list (show .1))) "
     "id) (iadd@3 .1 (K 1))))))"
     "(main [Str] Int => Str (catch (S@4 &f .0.1 .1) (append (show .0.1) (K \"?\"))))"
     "(site 1) (site 2) (site 3) (site 4) (expect)\n(run [\"a\",\"b\"] | 0)\n(run [\"a\"] | 5)\n(run [\"a\"] | "
     "9223372036854775807)\n"},
    {"tail calls of what never fails, whatever others that call it do",
     "(def h : Int->Str (curry Int (choice (lt .1 (K 2)) (K \"h\") (append (S &h (popcount .1)) (K \"x\")))))"
     "(def f : Int->Str (curry Int (choice (eq .1 (K 0)) (K \"z\") (choice (lt .1 (K 2)) (append (S &f (xor .1 (K 1)))"
     " (K \"y\")) (S &h .1)))))"
     "(def bad : Int->Str (curry Int (choice (lt .1 (K 0)) (show (idiv@1 .1 (K 0))) (choice (eq .1 (K 3)) (append"
     " (S &bad (xor .1 (K 1))) (K \"b\")) (S &h .1)))))"
     "(main Int => (Str,Str) <(S &f .1) (catch (S &bad .1) (K \"?\"))>) (site 1) (expect)\n"
     "(run 0)\n(run 1)\n(run 3)\n(run 1000)\n(run -1)\n"},
    {"functions of functions, by tail calls",
     "(def then : Int->(Int->Int)->Int (curry Int,Int->Int (choice (lt .0.1 (K 1)) (S@1 .1 (K 0))"
     " (S@2 &then (isub@3 .0.1 (K 1)) (curry Int (S@4 .0.1 (iadd@5 .1 .0.0.1)))))))"
     "(main Int => Int (S@6 &then .1 (curry Int (imul@7 .1 (K 2)))))"
     "(site 1) (site 2) (site 3) (site 4) (site 5) (site 6) (site 7) (expect)\n(run 0)\n(run 5)\n(run 200)\n"},
};

static void texts_mean_what_the_interpreter_says(void) {
  for (size_t k = 0; k < sizeof PROGRAMS / sizeof *PROGRAMS; k++) {
    char *text = strdup(PROGRAMS[k].text);
    CU_ASSERT_TRUE(run_text(PROGRAMS[k].name, text));
    free(text);
  }
}

/* ---- what the interpreter's own tests say of data ---- */

static bool run_rows(const char *types, const semantics *rows, size_t count) {
  bool good = true;
  for (size_t i = 0; i < count; i++) {
    arena *home = arena_new("row");
    str text = str_printf(home, "%s(main => %s %s)(expect)\n(run )\n", types, rows[i].type, rows[i].term);
    good = run_text(rows[i].term, (char *)text.ptr) && good;
    arena_free(home);
  }
  return good;
}

static void data_means_what_the_interpreter_says(void) {
  for (size_t k = 0; k < sizeof DATA_ROWS / sizeof *DATA_ROWS; k++)
    CU_ASSERT_TRUE(run_rows(DATA_ROWS[k].types, DATA_ROWS[k].rows, DATA_ROWS[k].count));
}

/* ---- random programs ---- */

/* Which of several failures is reported is not specified, nor what was printed before. */
static bool run_random_call(arena *home, const comb_program *p, const char *what, const loaded *programs,
                            const char *const *texts) {
  interp_value args[2];
  interp_result r;
  for (uint32_t k = 0; k < 2; k++) interp_parse(home, comb_types(p->store), p->args[k], str_of(texts[k]), &args[k]);
  interp_run(home, p, args, 2, FUEL / 10, &r);
  if (r.status == INTERP_LIMIT) return true;
  outcome want = cg_outcome_wanted(home, p->store, &r, p->result);
  bool good = true;
  for (unsigned level = 0; level < LEVELS; level += 2) {
    int64_t before = gl_live();
    outcome have = cg_outcome_got(programs[level].start, args);
    bool same_end = want.failed == have.failed && !strcmp(want.printed, have.printed) &&
                    (want.failed || !strcmp(want.value, have.value));
    if (same_end && gl_live() == before) continue;
    printf("%s (%s, %s) at level %u\n", what, texts[0], texts[1], level);
    cg_say("wanted", &want);
    cg_say("got", &have);
    good = false;
  }
  return good;
}

static bool run_random(uint64_t seed) {
  static const char *const inputs[2][2] = {{"3", "[1,2,3]"}, {"0", "[]"}};
  arena *home = arena_new("random");
  comb_program p = flat_random(home, seed);
  flat_module *m = flat_apply(home, &p, TRANSFORMS_EVERY);
  flat_optimize(m);
  m->catches = m->outlived = true;
  flat_count(m);
  str what = str_printf(home, "random program %llu", (unsigned long long)seed);
  loaded programs[LEVELS] = {{0}};
  bool good = cg_load_program(home, m, 0, &programs[0]) && cg_load_program(home, m, 2, &programs[2]);
  for (uint32_t k = 0; good && k < 2; k++) good = run_random_call(home, &p, what.ptr, programs, inputs[k]);
  cg_unload_programs(programs);
  arena_free(home);
  return good;
}

static void random_programs_mean_what_the_interpreter_says(void) {
  for (uint64_t seed = 1; seed <= RANDOM_PROGRAMS; seed++) CU_ASSERT_TRUE(run_random(seed));
}

/* ---- what the interpreter cannot be asked ---- */

static const gl_program *load_text(arena *home, const char *text, unsigned level, loaded *p) {
  comb_program source;
  str error;
  size_t offset;
  CU_ASSERT_TRUE_FATAL(comb_read(home, ir_types_new(home), intern_new(home), str_of(text), &source, &error, &offset));
  flat_module *m = flat_apply(home, &source, TRANSFORMS_EVERY);
  flat_optimize(m);
  flat_count(m);
  CU_ASSERT_TRUE_FATAL(cg_load_program(home, m, level, p));
  return p->start;
}

static void *call_on_small_stack(void *context) {
  const entry_call *call = context;
  bool failed = cg_call_entry(context);
  if (call->program->release) call->program->release();
  gl_heap_release();
  return failed ? context : NULL;
}

/* Millions of calls, functions that answer in registers and in memory, known and unknown, on a stack of 64 KB. */
static void tail_calls_use_no_stack(void) {
  static const char *const texts[] = {
      "(def even : Int->Bool (curry Int (choice (eq .1 (K 0)) (K true) (S &odd (isub@1 .1 (K 1))))))"
      "(def odd : Int->Bool (curry Int (choice (eq .1 (K 0)) (K false) (S &even (isub@1 .1 (K 1))))))"
      "(main Int => Bool (S &even .1)) (site 1)",
      "(def go : Int->" FOUR " (curry Int (choice (lt .1 (K 1)) <(K 1) (K 2) (K 3) .1> (S &back (isub@1 .1 (K 1))))))"
      "(def back : Int->" FOUR " (curry Int (choice (lt .1 (K 1)) <(K 4) (K 5) (K 6) .1> (S &go (isub@1 .1 (K 1))))))"
      "(main Int => " FOUR " (S &go .1)) (site 1)",
      "(def steps : [Int->Int] (list (curry Int (S (index@1 &steps (imod@1 .1 (K 2))) (isub@1 .1 (K 1))))"
      " (curry Int (choice (lt .1 (K 2)) (K 7) (S (index@1 &steps (imod@1 .1 (K 2))) (isub@1 .1 (K 1)))))))"
      "(main Int => Int (S (index@1 &steps (K 0)) .1)) (site 1)",
      "(def go : Int->Int (curry Int (S (index@1 (list (curry Int (choice (lt .1 (K 1)) .0.1 (S &go (isub@1 .1 (K "
      "1)))))"
      " (curry Int (choice (lt .1 (K 2)) .0.1 (S &go (isub@1 .1 (K 1)))))) (imod@1 .1 (K 2))) .1)))"
      "(main Int => Int (S &go .1)) (site 1)",
  };
  for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
    for (unsigned level = 0; level < LEVELS; level++) {
      arena *home = arena_new("tail calls");
      loaded p = {0};
      int64_t n = 3000000, result[4] = {0};
      entry_call call = {load_text(home, texts[k], level, &p), &n, result};
      pthread_attr_t attributes;
      pthread_t thread;
      void *failed = &n;
      pthread_attr_init(&attributes);
      CU_ASSERT_FALSE_FATAL(pthread_attr_setstacksize(&attributes, 64 * 1024));
      CU_ASSERT_FALSE_FATAL(pthread_create(&thread, &attributes, call_on_small_stack, &call));
      pthread_join(thread, &failed);
      pthread_attr_destroy(&attributes);
      CU_ASSERT_PTR_NULL(failed);
      jit_unload(p.code);
      arena_free(home);
    }
  }
}

static void constants_that_need_each_other_fail(void) {
  for (unsigned level = 0; level < LEVELS; level++) {
    arena *home = arena_new("cycle");
    loaded p = {0};
    const gl_program *g = load_text(
        home, "(def a : Int (iadd@1 &b (K 1))) (def b : Int (iadd@1 &a (K 1))) (main => Int &a) (site 1)", level, &p);
    int64_t result;
    CU_ASSERT_TRUE(g->entry(NULL, &result));
    CU_ASSERT_EQUAL(gl_failure_now()->code, 317);
    CU_ASSERT_STRING_EQUAL(gl_failure_now()->message, "constants that need each other");
    CU_ASSERT_TRUE(g->entry(NULL, &result));
    g->release();
    jit_unload(p.code);
    arena_free(home);
  }
}

/* The same program for every machine that the compiler knows, with everything in it that depends on the machine. */
static void every_target_takes_it(void) {
  arena *home = arena_new("targets");
  for (size_t k = 0; k < sizeof PROGRAMS / sizeof *PROGRAMS; k++) {
    comb_program source;
    str error = STR(""), object;
    size_t offset;
    str text = {PROGRAMS[k].text, (size_t)(strstr(PROGRAMS[k].text, "(expect") - PROGRAMS[k].text)};
    CU_ASSERT_TRUE_FATAL(comb_read(home, ir_types_new(home), intern_new(home), text, &source, &error, &offset));
    flat_module *m = flat_apply(home, &source, TRANSFORMS_EVERY);
    flat_optimize(m);
    flat_count(m);
    for (uint32_t t = 0; t < target_count(); t++) {
      for (unsigned level = 0; level < 4; level++) {
        backend_job job = {.module = m,
                           .file = "test",
                           .target = target_at(t),
                           .use = TARGET_LINKED,
                           .level = level,
                           .debug = level == 1};
        bool done = backend_object(home, &job, &object, &error);
        if (!done) printf("%s: " STR_FMT "\n", target_at(t)->name, STR_ARG(error));
        CU_ASSERT_TRUE(done);
      }
    }
  }
  arena_free(home);
}

static const unit_case cases[] = {
    {"programs mean what the interpreter says", programs_mean_what_the_interpreter_says},
    {"texts mean what the interpreter says", texts_mean_what_the_interpreter_says},
    {"data means what the interpreter says", data_means_what_the_interpreter_says},
    {"random programs mean what the interpreter says", random_programs_mean_what_the_interpreter_says},
    {"tail calls use no stack", tail_calls_use_no_stack},
    {"constants that need each other fail", constants_that_need_each_other_fail},
    {"every target takes it", every_target_takes_it},
};

UNIT_MAIN("code generator", cases)
