/* differ: many random programs near the limits of numbers and lists, in the interpreter and in compiled code.

     differ [-n COUNT] [-s FIRST] [-m TOGETHER] [-j JOBS] [-O LEVELS] [-c CPU] [-w NAMES] [-x] [-f] [-p] [-k] [-r]

   Programs FIRST to FIRST+COUNT-1, TOGETHER in one module; -O 02t compares with levels 0 and 2
   and with a program that goes over from one to the other while it runs. -w leaves
   transformations out, -x another random set for each module; -f lets levels differ in which failure they report. -k
   goes on behind a difference. What differs is made smaller and printed with its number, from which -s makes it
   again; -p prints programs and runs nothing. A few programs are refused, where the type of a local function's result
   is asked for too early; -r shows them.

   Each module is compiled and run in a process of its own, so that a crash is a difference like any other. */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/gael_rt.h"
#include "tests/diff/engines.h"

enum {
  JOBS_MOST = 64,
  TOLD_MOST = 1 << 14,
  SECONDS_MOST = 300,
  TRIES_MOST = 1500,
  REFUSED_SHARE = 50,
  ASKS_MOST = 4095
};

typedef struct settings {
  uint64_t first, count;
  uint32_t together, jobs;
  engines engines;
  bool ablate, print, go_on, show_refused;
} settings;

/* What a child says of its module. */
typedef struct answer {
  uint32_t verdict, which, runs, unknown, values, told;
} answer;

typedef struct child {
  pid_t pid;
  int from;
  uint64_t first;
  uint32_t count;
} child;

typedef struct outcome {
  enum { AGREE, DIFFER, REFUSED, CRASH } kind;
  answer said;
  int status;
  char told[TOLD_MOST + 1];
} outcome;

typedef struct tally {
  uint64_t programs, refused, runs, unknown, values, bad;
} tally;

/* ---- a module in a process ---- */

typedef struct work {
  const engines *e;
  const diff_program *programs;
  uint32_t count;
  int to;
} work;

static bool compare(void *context) {
  const work *w = context;
  engines_report r;
  engines_compare(arena_new("comparison"), w->e, w->programs, w->count, &r);
  answer said = {r.verdict, r.which,  r.runs,
                 r.unknown, r.values, r.told.len < TOLD_MOST ? (uint32_t)r.told.len : TOLD_MOST};
  bool done = write(w->to, &said, sizeof said) == (ssize_t)sizeof said &&
              write(w->to, r.told.ptr, said.told) == (ssize_t)said.told;
  _exit(done ? 0 : 1);
}

static child child_start(const engines *e, const diff_program *programs, uint32_t count, bool quiet) {
  int ends[2];
  fflush(NULL);
  if (pipe(ends)) abort();
  child c = {.pid = fork(), .from = ends[0], .first = programs->number, .count = count};
  if (c.pid == 0) {
    close(ends[0]);
    alarm(SECONDS_MOST);
    if (quiet && !freopen("/dev/null", "w", stderr)) _exit(1);
    gl_deep_call(compare, &(work){e, programs, count, ends[1]});
  }
  close(ends[1]);
  return c;
}

static void child_end(const child *c, int status, outcome *out) {
  *out = (outcome){.kind = CRASH, .status = status};
  bool heard = read(c->from, &out->said, sizeof out->said) == (ssize_t)sizeof out->said;
  ssize_t n = heard ? read(c->from, out->told, TOLD_MOST) : 0;
  close(c->from);
  if (!heard || (n < 0) || status) return;
  out->kind = out->said.verdict == ENGINES_AGREE ? AGREE : out->said.verdict == ENGINES_DIFFER ? DIFFER : REFUSED;
}

static void run_alone(const engines *e, const diff_program *p, bool quiet, outcome *out) {
  child c = child_start(e, p, 1, quiet);
  int status;
  waitpid(c.pid, &status, 0);
  child_end(&c, status, out);
}

/* ---- what differs, smaller ---- */

typedef struct trial {
  const engines *e;
  int kind;
  uint32_t tries;
  outcome last;
} trial;

static bool still_bad(void *context, const diff_program *p) {
  trial *t = context;
  outcome o;
  if (++t->tries > TRIES_MOST) return false;
  run_alone(t->e, p, true, &o);
  if ((int)o.kind != t->kind) return false;
  t->last = o;
  return true;
}

static void print_status(int status) {
  if (WIFSIGNALED(status))
    printf("  compiled     ends by signal %d, %s\n", WTERMSIG(status), strsignal(WTERMSIG(status)));
  else
    printf("  compiled     ends with status %d\n", WEXITSTATUS(status));
}

static void print_program(arena *home, const engines *e, const diff_program *p) {
  strbuf text = strbuf_new(home);
  program_print(&text, p, 1, e->table);
  printf(STR_FMT, STR_ARG(strbuf_str(&text)));
}

/* One level suffices, unless it is another one that it differs from. */
static engines worst_level(const engines *e, const diff_program *p, int kind) {
  engines one = *e;
  one.level_count = 1;
  for (uint32_t k = 0; k < e->level_count; k++) {
    outcome o;
    one.levels[0] = e->levels[k];
    run_alone(&one, p, true, &o);
    if ((int)o.kind == kind) return one;
  }
  return *e;
}

static void print_without(uint64_t without) {
  const char *between = " -w ";
  for (uint32_t t = 0; t < TRANSFORM_COUNT; t++) {
    if (!(without >> t & 1)) continue;
    printf("%s%s", between, transform_name((transform)t));
    between = ",";
  }
}

static void report(const engines *e, diff_program *p, const outcome *o) {
  arena *home = arena_new("report");
  printf("program %llu: %s\n  again        differ -s %llu -n 1 -O ", (unsigned long long)p->number,
         o->kind == REFUSED ? "does not compile" : "engines differ", (unsigned long long)p->number);
  for (uint32_t k = 0; k < e->level_count; k++)
    printf("%c", e->levels[k] == ENGINES_TIERS ? 't' : (char)('0' + e->levels[k]));
  print_without(e->without);
  printf("\n");
  if (o->kind == REFUSED) {
    print_program(home, e, p);
    printf("%s\n", o->told);
  } else {
    engines one = worst_level(e, p, (int)o->kind);
    trial t = {.e = &one, .kind = (int)o->kind, .last = *o};
    program_shrink(home, p, still_bad, &t);
    if (one.level_count == 1) printf("  level        %u\n", one.levels[0]);
    if (t.last.kind == CRASH) {
      strbuf args = strbuf_new(home);
      for (uint32_t k = 0; k < p->run_count; k++) {
        strbuf_add(&args, STR("  arguments    "));
        program_print_run(&args, &p->runs[k]);
        strbuf_byte(&args, '\n');
      }
      printf(STR_FMT, STR_ARG(strbuf_str(&args)));
      print_status(t.last.status);
    }
    printf("%s", t.last.told);
    print_program(home, e, p);
  }
  fflush(stdout);
  arena_free(home);
}

/* ---- all modules ---- */

static engines engines_for(const settings *s, uint64_t first) {
  engines e = s->engines;
  uint64_t bits = (first + 1) * 0x9E3779B97F4A7C15u;
  e.table = bits >> 63;
  e.ask = (uint32_t)(bits >> 40 & ASKS_MOST) >> (bits >> 52 & 7);
  if (s->ablate && (bits >> 62 & 1))
    e.without |= (bits * bits >> 7 | bits >> 13) & ((UINT64_C(1) << TRANSFORM_COUNT) - 1);
  return e;
}

static void add_runs(tally *t, const outcome *o) {
  t->runs += o->said.runs;
  t->unknown += o->said.unknown;
  t->values += o->said.values;
}

static void isolate(const settings *s, const child *c, const outcome *o, tally *t) {
  arena *home = arena_new("isolation");
  engines e = engines_for(s, c->first);
  uint64_t before = t->bad + t->refused;
  for (uint32_t k = 0; k < c->count; k++) {
    diff_program p;
    outcome alone;
    if (o->kind == DIFFER && k != o->said.which) continue;
    program_make(home, c->first + k, &p);
    run_alone(&e, &p, true, &alone);
    add_runs(t, &alone);
    t->refused += alone.kind == REFUSED;
    t->bad += alone.kind == DIFFER || alone.kind == CRASH;
    if (alone.kind == AGREE || (alone.kind == REFUSED && !s->show_refused)) continue;
    report(&e, &p, &alone);
    if (!s->go_on && t->bad) break;
  }
  if (t->bad + t->refused == before) {
    t->bad++;
    printf("programs %llu to %llu: engines differ, none alone\n  again        differ -s %llu -n %u -m %u\n%s",
           (unsigned long long)c->first, (unsigned long long)(c->first + c->count - 1), (unsigned long long)c->first,
           c->count, c->count, o->told);
    if (o->kind == CRASH) print_status(o->status);
  }
  arena_free(home);
}

static child start_batch(const settings *s, uint64_t first, uint32_t count) {
  arena *home = arena_new("programs");
  diff_program *programs = ARENA_ARRAY(home, diff_program, count);
  for (uint32_t k = 0; k < count; k++) program_make(home, first + k, &programs[k]);
  engines e = engines_for(s, first);
  child c = child_start(&e, programs, count, true);
  arena_free(home);
  return c;
}

static void take(const settings *s, const child *c, int status, tally *t) {
  outcome o;
  child_end(c, status, &o);
  t->programs += c->count;
  add_runs(t, &o);
  if (o.kind != AGREE) isolate(s, c, &o, t);
}

static void run_all(const settings *s, tally *t) {
  child at_work[JOBS_MOST];
  uint32_t busy = 0;
  uint64_t next = s->first, end = s->first + s->count;
  while (busy || (next < end && (s->go_on || !t->bad))) {
    while (busy < s->jobs && next < end && (s->go_on || !t->bad)) {
      uint32_t count = end - next < s->together ? (uint32_t)(end - next) : s->together;
      at_work[busy++] = start_batch(s, next, count);
      next += count;
    }
    int status;
    pid_t done = waitpid(-1, &status, 0);
    for (uint32_t k = 0; k < busy; k++) {
      if (at_work[k].pid != done) continue;
      child c = at_work[k];
      at_work[k] = at_work[--busy];
      take(s, &c, status, t);
      break;
    }
  }
}

static void print_all(const settings *s) {
  arena *home = arena_new("programs");
  diff_program *programs = ARENA_ARRAY(home, diff_program, s->count);
  for (uint32_t k = 0; k < s->count; k++) program_make(home, s->first + k, &programs[k]);
  strbuf text = strbuf_new(home);
  program_print(&text, programs, (uint32_t)s->count, engines_for(s, s->first).table);
  printf(STR_FMT, STR_ARG(strbuf_str(&text)));
}

static bool read_levels(engines *e, const char *text) {
  for (e->level_count = 0; *text && e->level_count < 4; text++) {
    bool tiers = *text == 't';
    if (!tiers && (*text < '0' || *text > '3')) return false;
    e->levels[e->level_count++] = tiers ? ENGINES_TIERS : (unsigned)(*text - '0');
  }
  return e->level_count && !*text;
}

static bool read_settings(settings *s, int argc, char **argv) {
  bool fine = true;
  for (int c; fine && (c = getopt(argc, argv, "n:s:m:j:O:c:w:xfpkr")) != -1;) {
    switch (c) {
    case 'n': s->count = strtoull(optarg, NULL, 10); break;
    case 's': s->first = strtoull(optarg, NULL, 10); break;
    case 'm': s->together = (uint32_t)strtoul(optarg, NULL, 10); break;
    case 'j': s->jobs = (uint32_t)strtoul(optarg, NULL, 10); break;
    case 'O': fine = read_levels(&s->engines, optarg); break;
    case 'c': s->engines.cpu = optarg; break;
    case 'w': fine = !transforms_read(optarg, &s->engines.without); break;
    case 'x': s->ablate = true; break;
    case 'f': s->engines.any_failure = true; break;
    case 'p': s->print = true; break;
    case 'k': s->go_on = true; break;
    case 'r': s->show_refused = true; break;
    default: fine = false;
    }
  }
  return fine && optind == argc && s->together && s->jobs && s->jobs <= JOBS_MOST;
}

int main(int argc, char **argv) {
  settings s = {.first = 1, .count = 1000, .together = 100, .jobs = 2, .engines = {.level_count = 2, .levels = {0, 2}}};
  tally t = {0};
  if (!read_settings(&s, argc, argv)) {
    fprintf(stderr, "differ [-n COUNT] [-s FIRST] [-m TOGETHER] [-j JOBS] [-O LEVELS] [-c CPU] [-w NAMES] [-x] [-f] "
                    "[-p] [-k] [-r]\n");
    return 3;
  }
  if (s.print) {
    print_all(&s);
    return 0;
  }
  run_all(&s, &t);
  bool many_refused = t.refused * REFUSED_SHARE > t.programs;
  printf("%llu programs, %llu refused%s; %llu runs compared (%llu of them values), %llu without end; %llu differ\n",
         (unsigned long long)t.programs, (unsigned long long)t.refused, many_refused ? ", too many" : "",
         (unsigned long long)t.runs, (unsigned long long)t.values, (unsigned long long)t.unknown,
         (unsigned long long)t.bad);
  return t.bad || many_refused;
}
