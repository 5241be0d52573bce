/* Symbolic application and what follows it, by programs in tests/opt: each says in its text what its loops and
   allocations come to, and runs in the flat interpreter as in the reference one. `test_flat FILE` shows what becomes of
   a program instead. */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ir/comb.h"
#include "ir/interp.h"
#include "ir/passes.h"
#include "support/source.h"
#include "support/vec.h"
#include "tests/flat_counts.h"
#include "tests/flat_eval.h"
#include "tests/flat_random.h"
#include "tests/unit/unit.h"

enum { FUEL = 4000000, RANDOM_PROGRAMS = 400 };

typedef struct world {
  arena *home;
  comb_program program;
} world;

static bool world_read(world *w, str text) {
  w->home = arena_new("test");
  str error;
  size_t offset;
  if (comb_read(w->home, ir_types_new(w->home), intern_new(w->home), text, &w->program, &error, &offset)) return true;
  fprintf(stderr, STR_FMT " at %zu: %.40s\n", STR_ARG(error), offset, text.ptr + offset);
  return false;
}

/* ---- one file: a program, (expect name count ..), (run argument | argument ..) .. ---- */

static bool complain(const char *file, const char *what, const char *why) {
  fprintf(stderr, "%s: %s: %s\n", file, what, why);
  return false;
}

static const char *stage_fault(const flat_module *m) {
  arena *scratch = arena_new("check");
  const char *found = flat_check(m, scratch);
  static char text[512];
  if (found) snprintf(text, sizeof text, "%s", found);
  arena_free(scratch);
  return found ? text : NULL;
}

static void show(str *out, arena *home, interp_value v, const ir_type *t) {
  strbuf b = strbuf_new(home);
  interp_show(&b, v, t, true);
  *out = strbuf_str(&b);
}

/* The flat module does what the combinators do. */
static bool same_run(const char *file, world *w, const flat_module *m, str line) {
  interp_value args[8];
  arena *home = arena_new("run");
  const char *at = line.ptr, *end = line.ptr + line.len;
  for (uint32_t k = 0; k < w->program.argc; k++) {
    const char *bar = memchr(at, '|', (size_t)(end - at));
    if (!bar) bar = end;
    while (at < bar && *at == ' ') at++;
    const char *last = bar;
    while (last > at && last[-1] == ' ') last--;
    str text = {at, (size_t)(last - at)};
    if (!interp_parse(home, comb_types(w->program.store), w->program.args[k], text, &args[k])) return complain(file, line.ptr, "an argument");
    at = bar + 1;
  }
  interp_result want;
  flat_eval_result have;
  interp_run(home, &w->program, args, w->program.argc, FUEL, &want);
  flat_eval(home, m, args, FUEL, &have);
  bool fine = false;
  char run[80];
  snprintf(run, sizeof run, "run%.*s", (int)line.len, line.ptr);
  str wanted, given;
  if (have.fault) {
    complain(file, run, have.fault);
  } else if (want.status == INTERP_LIMIT) {
    fine = true; /* a loop is left that the oracle runs to its end */
  } else if (have.failed != (want.status == INTERP_FAILURE)) {
    complain(file, run, have.failed ? "fails" : "does not fail");
  } else if (have.failed) {
    fine = have.code == want.failure.code && have.site == want.failure.site;
    if (!fine) fprintf(stderr, "%s:%s: failure %d, not %d\n", file, run, have.code, want.failure.code);
  } else {
    show(&wanted, home, want.value, w->program.result);
    show(&given, home, have.value, w->program.result);
    fine = str_eq(wanted, given) && str_eq(want.out, have.out);
    if (!fine) fprintf(stderr, "%s:%s: " STR_FMT ", not " STR_FMT "\n", file, run, STR_ARG(given), STR_ARG(wanted));
  }
  bool leak_matters = m->counted && (!have.failed || m->catches);
  if (fine && leak_matters && have.live) fine = complain(file, run, "objects are left");
  arena_free(home);
  return fine;
}

static bool check_runs(const char *file, world *w, const flat_module *m, str rest) {
  bool fine = true;
  for (const char *at = rest.ptr; (at = strstr(at, "(run")) != NULL;) {
    const char *end = strchr(at, '\n');
    if (!end) end = at + strlen(at);
    while (end > at && end[-1] != ')') end--;
    fine &= same_run(file, w, m, (str){at + 4, (size_t)(end - at) - 5});
    at = end;
  }
  return fine;
}

static bool check_stage(const char *file, world *w, const flat_module *m, str rest, const char *stage) {
  const char *found = stage_fault(m);
  if (found) return complain(file, stage, found);
  char name[160];
  snprintf(name, sizeof name, "%s (%s)", file, stage);
  return check_runs(name, w, m, rest);
}

static bool check_file(const char *file, str text) {
  const char *expect = strstr(text.ptr, "(expect");
  str program = {text.ptr, expect ? (size_t)(expect - text.ptr) : text.len};
  str rest = {text.ptr + program.len, text.len - program.len};
  world w;
  if (!world_read(&w, program)) return complain(file, "program", "does not read");
  transforms how = TRANSFORMS_EVERY;
  transforms_read("ahead", &how.without); /* loops are counted without the blocks in front of them: ahead.shapes */
  flat_module *m = flat_apply(w.home, &w.program, how);
  m->outlived = true;
  bool fine = check_stage(file, &w, m, rest, "applied");
  flat_optimize(m);
  fine = fine && check_stage(file, &w, m, rest, "simplified");
  str counts = {rest.ptr + 7, strcspn(rest.ptr, "\n") - 7};
  flat_stats stats = flat_stats_of(m, w.home);
  flat_count(m);
  stats.dups = flat_stats_of(m, w.home).dups;
  stats.counts = flat_stats_of(m, w.home).counts;
  if (fine && expect) fine = flat_counts_hold(file, &stats, counts);
  fine = fine && check_stage(file, &w, m, rest, "counted");
  arena_free(w.home);
  return fine;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void test_programs(void) {
  arena *home = arena_new("files");
  VEC(char *) names = {0};
  DIR *d = opendir("tests/opt");
  CU_ASSERT_PTR_NOT_NULL_FATAL(d);
  for (struct dirent *e = readdir(d); e; e = readdir(d)) {
    size_t n = strlen(e->d_name);
    if (n > 4 && !strcmp(e->d_name + n - 4, ".opt")) vec_push(home, &names, arena_strndup(home, e->d_name, n));
  }
  closedir(d);
  qsort(names.items, names.len, sizeof *names.items, by_name);
  CU_ASSERT(names.len >= 25);
  for (uint32_t k = 0; k < names.len; k++) {
    str text;
    str path = str_printf(home, "tests/opt/%s", names.items[k]);
    CU_ASSERT_FATAL(source_read_file(home, path.ptr, &text));
    CU_ASSERT(check_file(names.items[k], (str){arena_strndup(home, text.ptr, text.len), text.len}));
  }
  arena_free(home);
}

/* ---- random programs ---- */

/* Which of several failures is reported is not specified. */
static bool same_random(const comb_program *p, const flat_module *m, uint64_t seed, const char *const *texts) {
  arena *home = arena_new("run");
  interp_value args[2];
  interp_result want;
  flat_eval_result have;
  for (int k = 0; k < 2; k++) interp_parse(home, comb_types(p->store), p->args[k], str_of(texts[k]), &args[k]);
  interp_run(home, p, args, 2, FUEL / 10, &want);
  bool fine = true;
  if (want.status != INTERP_LIMIT) {
    flat_eval(home, m, args, FUEL, &have);
    str wanted = STR(""), given = STR("");
    fine = !have.fault && have.failed == (want.status == INTERP_FAILURE) && str_eq(want.out, have.out);
    if (fine && !have.failed) {
      show(&wanted, home, want.value, p->result);
      show(&given, home, have.value, p->result);
    }
    fine = fine && str_eq(wanted, given) && (have.failed || !m->counted || !have.live);
    const char *why = have.fault ? have.fault : "differs";
    if (!fine) fprintf(stderr, "random program %llu: %s\n", (unsigned long long)seed, why);
  }
  arena_free(home);
  return fine;
}

/* All transformations, or some. */
static transforms random_transforms(uint64_t seed) {
  transforms how = TRANSFORMS_EVERY;
  if (seed % 2) how.without = seed * 0x9E3779B97F4A7C15u ^ seed * seed << 20;
  return how;
}

static bool check_random(uint64_t seed) {
  static const char *const inputs[2][2] = {{"3", "[1,2,3]"}, {"0", "[]"}};
  arena *home = arena_new("random");
  comb_program p = flat_random(home, seed);
  flat_module *m = flat_apply(home, &p, random_transforms(seed));
  m->certify = m->outlived = true;
  bool fine = true;
  for (int stage = 0; stage < 3 && fine; stage++) {
    if (stage == 1) flat_optimize(m);
    if (stage == 2) flat_count(m);
    fine = !stage_fault(m) && same_random(&p, m, seed, inputs[0]) && same_random(&p, m, seed, inputs[1]);
  }
  arena_free(home);
  return fine;
}

static void test_random(void) {
  for (uint64_t seed = 1; seed <= RANDOM_PROGRAMS; seed++) CU_ASSERT(check_random(seed));
}

/* ---- depth ---- */

static void test_long_chain(void) {
  enum { LETS = 10000 };
  arena *home = arena_new("chain");
  strbuf text = strbuf_new(home);
  strbuf_add(&text, STR("(main Int => Int (B"));
  for (int k = 0; k < LETS; k++) strbuf_add(&text, STR(" <id (xor .1 (K 5))>"));
  strbuf_add(&text, STR(" .1))"));
  str source = strbuf_str(&text);
  world w;
  CU_ASSERT_FATAL(world_read(&w, source));
  flat_module *m = flat_apply(w.home, &w.program, TRANSFORMS_EVERY);
  flat_optimize(m);
  flat_count(m);
  CU_ASSERT_PTR_NULL(stage_fault(m));
  arena_free(w.home);
  arena_free(home);
}

static int show_file(const char *path) {
  arena *home = arena_new("show");
  str text;
  world w;
  if (!source_read_file(home, path, &text)) return 1;
  text.ptr = arena_strndup(home, text.ptr, text.len);
  const char *expect = strstr(text.ptr, "(expect");
  if (expect) text.len = (size_t)(expect - text.ptr);
  if (!world_read(&w, text)) return 1;
  flat_module *m = flat_apply(w.home, &w.program, TRANSFORMS_EVERY);
  for (int stage = 0; stage < 3; stage++) {
    static const char *const names[] = {"applied", "simplified", "counted"};
    if (stage == 1) flat_optimize(m);
    if (stage == 2) flat_count(m);
    strbuf out = strbuf_new(home);
    flat_print(&out, m);
    const char *found = stage_fault(m);
    flat_stats s = flat_stats_of(m, home);
    printf("---- %s: %s\n" STR_FMT, names[stage], found ? found : "fine", STR_ARG(strbuf_str(&out)));
    printf("fun %u loop %u alloc %u call %u closure %u instr %u\n", s.funs, s.loops, s.allocs, s.calls,
           s.closure_calls, s.instrs);
  }
  return 0;
}

static const unit_case cases[] = {
    {"programs", test_programs}, {"random", test_random}, {"long_chain", test_long_chain}};

int main(int argc, char **argv) {
  return argc > 1 ? show_file(argv[1]) : unit_run("flat", cases, sizeof cases / sizeof *cases);
}
