/* What pipelines cost: the .shapes files of tests/opt are tables of programs, one a line, each with its exact counts and
   run on the arguments above it.

       #: [3,1,2] | 5                          arguments of all that follow; lines that follow each other are all run
       a.map{x*b}.sum     # opt: loop 1, alloc 0

   A program may have lines before the one that says what it costs: its definitions. Counts are those of the optimized
   module; `steps 40` behind them: the first run takes at most so many instructions. The reference interpreter says what
   the program gives, before and after counting. `test_shapes FILE` prints the table with the counts that there are. */

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver/entry.h"
#include "driver/modules.h"
#include "ir/interp.h"
#include "ir/passes.h"
#include "runtime/gael_rt.h"
#include "support/source.h"
#include "tests/flat_counts.h"
#include "tests/flat_eval.h"
#include "tests/unit/unit.h"

enum { FUEL = 4000000, PARAMS = 4, RUNS = 4, LINE = 1000 };

static const char COST[] = "# opt:", ARGUMENTS[] = "#:";

/* One program of a table, and how it is called. */
typedef struct table {
  const char *file;
  unsigned line;
  char program[LINE];
  char runs[RUNS][LINE];
  uint32_t run_count;
  bool run_last; /* the line before was of arguments */
  bool shows;
  bool fine;
  transforms how;
  uint64_t steps; /* instructions of the first run */
} table;

static void complain(table *t, const char *what, const char *why) {
  fprintf(stderr, "%s:%u: %s: %s\n", t->file, t->line, what, why);
  t->fine = false;
}

static uint32_t split_arguments(arena *home, const char *run, const char **out) {
  uint32_t n = 0;
  char *save = NULL, *text = arena_strndup(home, run, strlen(run));
  for (char *word = strtok_r(text, "|", &save); word && n < PARAMS; word = strtok_r(NULL, "|", &save)) {
    while (*word == ' ') word++;
    size_t len = strlen(word);
    while (len && word[len - 1] == ' ') word[--len] = 0;
    out[n++] = word;
  }
  return n;
}

/* The program at the types of its first `count` arguments. */
static gael_session *open_program(const table *t, uint32_t count, pipeline_entry *out, gael_status *status,
                                  str *problem) {
  gael_session *s = modules_open(str_of(t->file), str_of(t->program));
  const char *texts[PARAMS];
  const shape *shapes[PARAMS];
  for (uint32_t i = t->run_count ? split_arguments(s->home, t->runs[0], texts) : 0; i-- > 0;)
    shapes[i] = shape_of_text(s->home, texts[i]);
  *status = entry_choose(s, &(entry_request){.shapes = shapes, .count = count}, out, problem);
  return s;
}

/* Its combinators. A program that takes fewer arguments than there are gets the first. */
static gael_session *read_program(table *t, comb_program *out) {
  arena *scratch = arena_new("arguments");
  const char *texts[PARAMS];
  uint32_t count = t->run_count ? split_arguments(scratch, t->runs[0], texts) : 0;
  arena_free(scratch);
  pipeline_entry entry;
  gael_status status;
  str problem = {0};
  gael_session *s = open_program(t, count, &entry, &status, &problem);
  while (status == GAEL_USAGE && count > 0) {
    gael_close(s);
    s = open_program(t, --count, &entry, &status, &problem);
  }
  if (status == GAEL_OK && pipeline_terms(s, entry, true, out)) return s;
  complain(t, t->program, status == GAEL_USAGE ? problem.ptr : gael_diagnostics_text(s, false));
  gael_close(s);
  return NULL;
}

static void show(arena *home, str *out, interp_value v, const ir_type *t) {
  strbuf b = strbuf_new(home);
  interp_show(&b, v, t, true);
  *out = strbuf_str(&b);
}

static const char *run_fault(arena *home, const comb_program *p, const flat_module *m, const interp_value *args,
                             uint64_t *steps) {
  interp_result want;
  flat_eval_result have;
  str wanted, given;
  interp_run(home, p, args, p->argc, FUEL, &want);
  flat_eval(home, m, args, FUEL, &have);
  *steps = have.steps;
  if (have.fault) return have.fault;
  if (want.status == INTERP_LIMIT) return NULL;
  if (have.failed != (want.status == INTERP_FAILURE)) return have.failed ? "fails" : "does not fail";
  if (have.failed) return have.code == want.failure.code ? NULL : "fails otherwise";
  if (m->counted && have.live) return "objects are left";
  show(home, &wanted, want.value, p->result);
  show(home, &given, have.value, p->result);
  return str_eq(wanted, given) && str_eq(want.out, have.out) ? NULL : str_printf(home, STR_FMT ", not " STR_FMT,
                                                                                STR_ARG(given), STR_ARG(wanted)).ptr;
}

static void check_runs(table *t, const comb_program *p, const flat_module *m, const char *stage) {
  for (uint32_t r = 0; r < t->run_count; r++) {
    arena *home = arena_new("run");
    const char *texts[PARAMS];
    interp_value args[PARAMS];
    uint32_t n = split_arguments(home, t->runs[r], texts);
    for (uint32_t i = 0; i < p->argc; i++)
      if (i >= n || !interp_parse(home, comb_types(p->store), p->args[i], str_of(texts[i]), &args[i]))
        complain(t, t->program, "its argument does not read");
    uint64_t steps = 0;
    const char *fault = t->fine ? run_fault(home, p, m, args, &steps) : NULL;
    if (r == 0) t->steps = steps;
    if (fault) complain(t, stage, fault);
    arena_free(home);
  }
}

static void check_stage(table *t, const comb_program *p, const flat_module *m, const char *stage) {
  arena *scratch = arena_new("check");
  const char *found = flat_check(m, scratch);
  if (found) complain(t, stage, found);
  else check_runs(t, p, m, stage);
  arena_free(scratch);
}

/* `steps N` at the end: the first run takes no more. The text of the counts ends before. */
static void check_steps(table *t, char *cost) {
  char *word = strstr(cost, ", steps ");
  if (!word) return;
  *word = 0;
  uint64_t most = strtoull(word + strlen(", steps "), NULL, 10);
  if (t->shows || t->steps <= most) return;
  fprintf(stderr, "%s:%u: %llu steps, not %llu\n", t->file, t->line, (unsigned long long)t->steps,
          (unsigned long long)most);
  t->fine = false;
}

static bool check_program(void *context) {
  table *t = context;
  char *cost = strstr(t->program, COST);
  comb_program program;
  gael_session *s = read_program(t, &program);
  if (s) {
    flat_module *m = flat_apply(s->home, &program, t->how);
    flat_optimize(m);
    check_stage(t, &program, m, "optimized");
    flat_stats stats = flat_stats_of(m, s->home);
    check_steps(t, cost);
    strbuf counts = strbuf_new(s->home);
    flat_counts_print(&counts, &stats);
    if (t->shows)
      printf("%-60.*s %s, steps %llu\n", (int)(cost - t->program), t->program, strbuf_str(&counts).ptr,
             (unsigned long long)t->steps);
    str where = str_printf(s->home, "%s:%u: %.*s", t->file, t->line, (int)strcspn(t->program, "#\n"), t->program);
    if (!t->shows && !flat_counts_hold(where.ptr, &stats, str_of(cost + sizeof COST - 1))) t->fine = false;
    flat_count(m);
    check_stage(t, &program, m, "counted");
    gael_close(s);
  }
  return true;
}

static void take_line(table *t, const char *line, size_t len) {
  size_t have = strlen(t->program);
  bool arguments = !strncmp(line, ARGUMENTS, sizeof ARGUMENTS - 1);
  if (arguments) {
    if (!t->run_last) t->run_count = 0;
    if (t->run_count < RUNS && len < LINE)
      snprintf(t->runs[t->run_count++], LINE, "%.*s", (int)(len - 2), line + 2);
  } else if (*line == '#' || !len) {
    if (t->shows) printf("%.*s\n", (int)len, line);
  } else if (have + len + 2 < LINE) {
    snprintf(t->program + have, LINE - have, "%.*s\n", (int)len, line);
    if (!strstr(t->program, COST)) return;
    bool was_fine = t->fine;
    t->fine = true;
    gl_deep_call(check_program, t);
    t->fine &= was_fine;
    t->program[0] = 0;
  }
  t->run_last = arguments;
}

/* Loops are counted as they are written, but in the table that is about blocks of turns in front of them. */
static transforms transforms_for(const char *path) {
  transforms how = TRANSFORMS_EVERY;
  if (!strstr(path, "ahead.shapes")) transforms_read("ahead", &how.without);
  return how;
}

static bool check_table(const char *path, bool shows) {
  arena *home = arena_new("table");
  str text;
  table t = {.file = path, .shows = shows, .how = transforms_for(path), .fine = source_read_file(home, path, &text)};
  const char *end = t.fine ? text.ptr + text.len : NULL;
  for (const char *at = t.fine ? text.ptr : NULL; at < end;) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    if (!stop) stop = end;
    t.line++;
    take_line(&t, at, (size_t)(stop - at));
    at = stop + 1;
  }
  arena_free(home);
  return t.fine;
}

static void test_tables(void) {
  uint32_t tables = 0;
  DIR *d = opendir("tests/opt");
  CU_ASSERT_PTR_NOT_NULL_FATAL(d);
  for (struct dirent *e = readdir(d); e; e = readdir(d)) {
    size_t n = strlen(e->d_name);
    if (n < 8 || strcmp(e->d_name + n - 7, ".shapes")) continue;
    char path[300];
    snprintf(path, sizeof path, "tests/opt/%s", e->d_name);
    tables++;
    CU_ASSERT(check_table(path, false));
  }
  closedir(d);
  CU_ASSERT(tables > 0);
}

static const unit_case cases[] = {{"tables", test_tables}};

int main(int argc, char **argv) {
  if (argc < 2) return unit_run("shapes", cases, sizeof cases / sizeof *cases);
  return !check_table(argv[1], true);
}
