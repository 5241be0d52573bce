/* libgael: what include/gael.h promises. */

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "include/gael.h"
#include "tests/unit/unit.h"

/* Under AddressSanitizer programs run on the thread's own stack, which has no guard, and memory is not what it was. */
#ifdef __SANITIZE_ADDRESS__
enum { SANITIZED = true };
#else
enum { SANITIZED = false };
#endif

static gael_session *opened(const char *source) { return gael_open("test", source, strlen(source)); }

/* Evaluates; the session is the caller's. */
static gael_session *evaluated(const char *source, gael_options o, gael_status wanted, gael_value *v) {
  gael_session *s = opened(source);
  gael_status status = gael_eval(s, &o, v);
  if (status != wanted) printf("\n%s: status %d\n%s", source, status, gael_diagnostics_text(s, false));
  CU_ASSERT_EQUAL(status, wanted);
  return s;
}

static bool says(gael_session *s, const char *code, const char *words) {
  size_t count;
  const gael_diagnostic *d = gael_diagnostics(s, &count);
  for (size_t i = 0; i < count; i++)
    if (!strcmp(d[i].code, code) && strstr(d[i].message, words)) return true;
  printf("\nno %s %s in:\n%s", code, words, gael_diagnostics_text(s, false));
  return false;
}

static bool is(const char *text, const char *wanted) {
  if (!strcmp(text, wanted)) return true;
  printf("\n%s is not %s\n", text, wanted);
  return false;
}

/* ---- values ---- */

static void test_scalars(void) {
  gael_value v;
  gael_close(evaluated("6*7", (gael_options){0}, GAEL_OK, &v));
  CU_ASSERT(v.kind == GAEL_INT && v.as.integer == 42);
  gael_close(evaluated("1.0/4", (gael_options){0}, GAEL_OK, &v));
  CU_ASSERT(v.kind == GAEL_FLOAT && v.as.number == 0.25);
  gael_close(evaluated("2>1", (gael_options){0}, GAEL_OK, &v));
  CU_ASSERT(v.kind == GAEL_BOOL && v.as.truth);
  gael_close(evaluated("'é'", (gael_options){0}, GAEL_OK, &v));
  CU_ASSERT(v.kind == GAEL_CHAR && v.as.letter == 0xE9);
  gael_close(evaluated("()", (gael_options){0}, GAEL_OK, &v));
  CU_ASSERT_EQUAL(v.kind, GAEL_UNIT);
}

static void test_arrays(void) {
  gael_value v;
  gael_session *s = evaluated("\"aé\".upper", (gael_options){0}, GAEL_OK, &v);
  CU_ASSERT(v.kind == GAEL_STR && v.count == 3 && is(v.as.text, "AÉ"));
  CU_ASSERT(is(gael_result_json(s), "\"AÉ\"") && is(gael_result_text(s), "AÉ") && is(gael_result_type(s), "Str"));
  gael_close(s);
  s = evaluated("(1..5).map{x*x}.rev", (gael_options){.level = 2}, GAEL_OK, &v);
  CU_ASSERT(v.kind == GAEL_INTS && v.count == 5 && v.as.integers[0] == 25 && v.as.integers[4] == 1);
  CU_ASSERT(is(gael_result_text(s), "[25,16,9,4,1]"));
  CU_ASSERT_EQUAL(v.as.integers[1], 16); /* still there */
  gael_close(s);
  s = evaluated("[1.5,2]", (gael_options){0}, GAEL_OK, &v);
  CU_ASSERT(v.kind == GAEL_FLOATS && v.count == 2 && v.as.numbers[1] == 2);
  gael_close(s);
  s = evaluated("({\"a\":[1]},some 2,(1,'c'))", (gael_options){0}, GAEL_OK, &v);
  CU_ASSERT(v.kind == GAEL_JSON && is(v.as.json, "{\"$tuple\":[{\"a\":[1]},2,{\"$tuple\":[1,\"c\"]}]}"));
  CU_ASSERT(is(gael_result_text(s), "({\"a\":[1]},2,(1,'c'))"));
  gael_close(s);
}

/* ---- functions ---- */

#define INT(n) ((gael_value){.kind = GAEL_INT, .as.integer = (n)})
#define FLOAT(x) ((gael_value){.kind = GAEL_FLOAT, .as.number = (x)})
#define TEXT(t) ((gael_value){.kind = GAEL_STR, .count = strlen(t), .as.text = (t)})
#define JSON(t) ((gael_value){.kind = GAEL_JSON, .as.json = (t)})

static void test_functions(void) {
  gael_session *s = opened("table=(1..1000).map{x*x}\nsum_to n=table.take(n).sum\nscaled p q=p.map{x*q}\n"
                           "joined l=l.join \"-\"\npair l c=(c,l)");
  gael_function *f, *g, *h, *k;
  gael_value v;
  CU_ASSERT_EQUAL_FATAL(gael_prepare(s, NULL, "sum_to", "[1]", &f), GAEL_OK);
  CU_ASSERT_EQUAL_FATAL(gael_prepare(s, &(gael_options){.level = 2}, "scaled", "[[1.0],1.0]", &g), GAEL_OK);
  CU_ASSERT_EQUAL_FATAL(gael_prepare(s, NULL, "joined", "[[\"a\"]]", &h), GAEL_OK);
  CU_ASSERT_EQUAL_FATAL(gael_prepare(s, NULL, "pair", "[[1],\"a\"]", &k), GAEL_OK);
  for (int64_t n = 0; n < 1000; n++) {
    CU_ASSERT(gael_invoke(f, &INT(n), &v) == GAEL_OK && v.as.integer == n * (n + 1) * (2 * n + 1) / 6);
    double numbers[] = {1, 2, (double)n};
    gael_value a[] = {{.kind = GAEL_FLOATS, .count = 3, .as.numbers = numbers}, INT(2)}; /* an Int fits a Float */
    CU_ASSERT(gael_invoke(g, a, &v) == GAEL_OK && v.count == 3 && v.as.numbers[2] == 2 * (double)n);
  }
  CU_ASSERT(gael_invoke(h, &JSON("[\"x\",\"yz\"]"), &v) == GAEL_OK && is(v.as.text, "x-yz"));
  gael_value a[] = {{.kind = GAEL_INTS, .count = 2, .as.integers = (int64_t[]){4, 5}}, TEXT("z")};
  CU_ASSERT(gael_invoke(k, a, &v) == GAEL_OK && is(gael_result_json(s), "{\"$tuple\":[\"z\",[4,5]]}"));
  CU_ASSERT(gael_invoke(f, &TEXT("no"), &v) == GAEL_USAGE && says(s, "GL0502", "argument 1: \"no\" is no Int"));
  CU_ASSERT(is(gael_result_json(s), ""));
  CU_ASSERT(gael_invoke(h, &JSON("[1,"), &v) == GAEL_USAGE && says(s, "GL0502", "argument 1"));
  CU_ASSERT(gael_invoke(f, &INT(3), NULL) == GAEL_OK);
  gael_close(s);
}

static void test_refusals(void) {
  gael_session *s = opened("f n=n+1\nf");
  gael_function *f;
  gael_value v;
  CU_ASSERT(gael_prepare(s, NULL, "g", "[1]", &f) == GAEL_USAGE && !f && says(s, "GL0503", "no definition is called `g`"));
  CU_ASSERT(gael_prepare(s, NULL, "f", "[1,2]", &f) == GAEL_USAGE && says(s, "GL0503", "takes 1 argument, not 2"));
  CU_ASSERT(gael_prepare(s, NULL, "f", "{}", &f) == GAEL_USAGE && says(s, "GL0501", "no JSON array"));
  CU_ASSERT(gael_prepare(s, &(gael_options){.level = 9}, "f", "[1]", &f) == GAEL_USAGE && says(s, "GL0501", "no level 9"));
  CU_ASSERT(gael_prepare(s, &(gael_options){.without = "care"}, "f", "[1]", &f) == GAEL_USAGE && says(s, "GL0501", "`care`"));
  CU_ASSERT(gael_prepare(s, &(gael_options){.allow = "read=x,all"}, "f", "[1]", &f) == GAEL_USAGE && says(s, "GL0501", "`all`"));
  CU_ASSERT_EQUAL(gael_eval(s, NULL, &v), GAEL_INVALID);
  CU_ASSERT(gael_prepare(s, NULL, "f", "[\"a\"]", &f) == GAEL_INVALID);
  gael_close(s);
}

/* ---- diagnostics ---- */

static void test_diagnostics(void) {
  gael_session *s = opened("f=a+1\n[3,1,2].srot");
  size_t count;
  CU_ASSERT_EQUAL(gael_eval(s, NULL, NULL), GAEL_INVALID);
  const gael_diagnostic *d = gael_diagnostics(s, &count);
  CU_ASSERT_EQUAL_FATAL(count, 1);
  CU_ASSERT(is(d->code, "GL0201") && d->severity == GAEL_ERROR && is(d->where.file, "test"));
  CU_ASSERT(d->where.line == 2 && d->where.column == 9 && d->where.start == 14 && d->where.end == 18);
  CU_ASSERT(d->fix_count == 1 && d->fixes->edit_count == 1 && is(d->fixes->edits->text, "sort"));
  CU_ASSERT(strstr(gael_diagnostics_json(s), "\"code\":\"GL0201\"") != NULL);
  gael_close(s);
  s = opened("f x=10//x\nf 0");
  CU_ASSERT_EQUAL(gael_eval(s, NULL, NULL), GAEL_FAILED);
  d = gael_diagnostics(s, &count);
  CU_ASSERT_EQUAL_FATAL(count, 1);
  CU_ASSERT(is(d->code, "GL0902") && d->where.line == 1 && d->note_count == 2 && is(d->notes[1].where.file, "test"));
  gael_close(s);
}

static void test_failures(void) {
  static const char *const programs[][2] = {
      {"(2**62)*2", "GL0903"}, {"[1,2][5]", "GL0901"},         {"\"x\".int", "GL0905"},
      {"{1:2}[3]", "GL0907"},  {"fail \"enough\"", "GL0909"}, {"read \"/etc/passwd\"", "GL0912"},
  };
  for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
    gael_session *s = evaluated(programs[i][0], (gael_options){0}, GAEL_FAILED, NULL);
    CU_ASSERT(says(s, programs[i][1], ""));
    gael_close(s);
  }
}

/* ---- limits ---- */

static const char DEEP[] = "f n=n==0?0:(f(n-1)*3+1)%7\nf 1000000000";
static const char LARGE[] = "(1..10**9).map{x%7}.sort[500]";
static const char LONG[] = "f n s=n==0?s:f(n-1)(s*3%7+n%3)\nf(10**17)1";
static const char CHAINED[] = "type L=E|C(Int,L)\nf n l=n==0?l:f(n-1)(C(n,l))\ng l=match f(10**9)l|E->0|C(n,_)->n\ng E";

/* What a limit leaves: the session goes on, with constants computed anew. */
static void test_limits(void) {
  gael_session *s = opened("type L=E|C(Int,L)\ntable=(1..100).map{x*x}\nat i=table[i]\ndeep n=n==0?0:(deep(n-1)*3+1)%7\n"
                           "large n=(1..n).map{x%7+table[0]}.sort[n//2]\nspin n=spun n 1\n"
                           "spun n s=n==0?s:spun(n-1)(s*3%7+n%3)\nmade n l=n==0?l:made(n-1)(C(n,l))\n"
                           "cells n=match made n E|E->0|C(k,_)->k");
  gael_options o = {.bytes = 64 << 20, .seconds = 0.05};
  static const char *const names[] = {"deep", "large", "spin", "cells"};
  static const char *const codes[] = {"GL0603", "GL0602", "GL0601", "GL0602"};
  enum { COUNT = sizeof names / sizeof *names };
  gael_function *at, *f[COUNT];
  gael_value v;
  CU_ASSERT_EQUAL_FATAL(gael_prepare(s, &o, "at", "[1]", &at), GAEL_OK);
  for (int i = 0; i < COUNT; i++) {
    gael_options how = o;
    if (i != 2) how.seconds = 0;
    CU_ASSERT_EQUAL_FATAL(gael_prepare(s, &how, names[i], "[1]", &f[i]), GAEL_OK);
  }
  for (int round = 0; round < 5; round++)
    for (int i = 0; i < COUNT; i++) {
      CU_ASSERT(gael_invoke(at, &INT(9), &v) == GAEL_OK && v.as.integer == 100);
      if (i == 0 && SANITIZED) continue;
      CU_ASSERT(gael_invoke(f[i], &INT(1000000000000000), &v) == GAEL_LIMIT && says(s, codes[i], ""));
      CU_ASSERT(is(gael_result_text(s), ""));
      CU_ASSERT(gael_invoke(f[i], &INT(1000), &v) == GAEL_OK);
    }
  gael_close(s);
}

/* Wherever time is over: in loops, in the runtime, where memory is taken, while patterns are matched and text is printed. */
static void drop(void *context, int stream, const char *bytes, size_t length) {
  (void)stream, (void)bytes;
  *(size_t *)context += length;
}

static void test_time(void) {
  static const char *const programs[] = {
      "(1..10**17).map{x*3%7}.sum", "f n=(1..1000).map{(x*n)%1000}.sort.uniq.len\n(1..10**14).map{f x}.max",
      "f n=(1..n%50).map{\"a\"*x}.join(\",\").len\n(1..10**14).map{f x}.max", "f n=n>10**15?0:(print n;f(n+1))\nf 1",
      "(3n**1000000).str.len+(3n**3000000).str.len", "(1..10**14).map{(\"a\"*(x%22)+\"b\").matches(\"(a|aa)+$\")?1:0}.max",
      "f n=(1..n%9000).map{x.str}.join(\"\").split(\"1\").len\n(1..10**14).map{f x}.max",
      "f n=(1..n%300).map{(x,x.str)}.dict.len\n(1..10**14).map{f x}.max"};
  for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
    for (unsigned level = 0; level <= 2; level += 2)
      for (int k = 1; k <= 10; k++) {
        size_t printed = 0;
        gael_options o = {.level = level, .seconds = 0.003 * k, .bytes = 256 << 20, .print = drop, .print_context = &printed};
        gael_session *s = opened(programs[i]);
        gael_status status = gael_eval(s, &o, NULL);
        CU_ASSERT(status == GAEL_LIMIT && says(s, "GL0601", "time"));
        if (status != GAEL_LIMIT) printf("%s: %d\n%s", programs[i], status, gael_diagnostics_text(s, false));
        gael_close(s);
        if (status != GAEL_LIMIT) break;
      }
}

/* ---- the host's own ---- */

static struct sigaction found[NSIG];

static void note_signals(void) {
  for (int n = 1; n < NSIG; n++) sigaction(n, NULL, &found[n]);
}

static bool signals_are_as_noted(void) {
  struct sigaction now;
  for (int n = 1; n < NSIG; n++)
    if (sigaction(n, NULL, &now) == 0 && now.sa_sigaction != found[n].sa_sigaction) return printf("signal %d\n", n), false;
  return true;
}

static void test_signals(void) {
  sigset_t mask, after;
  char path[] = "/tmp/gael-embed-XXXXXX";
  int fd = mkstemp(path);
  note_signals();
  pthread_sigmask(SIG_SETMASK, NULL, &mask);
  if (!SANITIZED) gael_close(evaluated(DEEP, (gael_options){.bytes = 64 << 20}, GAEL_LIMIT, NULL));
  gael_close(evaluated(LARGE, (gael_options){.bytes = 64 << 20}, GAEL_LIMIT, NULL));
  gael_close(evaluated(CHAINED, (gael_options){.bytes = 64 << 20, .seconds = 100}, GAEL_LIMIT, NULL));
  gael_close(evaluated(LONG, (gael_options){.seconds = 0.01}, GAEL_LIMIT, NULL));
  gael_session *s = opened("\"hello\"");
  CU_ASSERT_EQUAL(gael_build(s, &(gael_options){.level = 2}, path), GAEL_OK);
  gael_close(s);
  CU_ASSERT(signals_are_as_noted());
  pthread_sigmask(SIG_SETMASK, NULL, &after);
  for (int n = 1; n < NSIG; n++) CU_ASSERT_EQUAL(sigismember(&mask, n), sigismember(&after, n));
  close(fd);
  unlink(path);
}

static void *thread_of_programs(void *wrong) {
  for (int64_t i = 0; i < 20; i++) {
    char source[128];
    gael_value v;
    snprintf(source, sizeof source, "f n=n<2?n:f(n-1)+f(n-2)\n(f 15)+%d", (int)i);
    gael_session *s = opened(source);
    if (gael_eval(s, &(gael_options){.level = (unsigned)i % 3, .seconds = 60}, &v) || v.as.integer != 610 + i) ++*(int *)wrong;
    gael_close(s);
    s = opened(i % 2 ? LARGE : LONG);
    if (gael_eval(s, &(gael_options){.bytes = 8 << 20, .seconds = 0.01}, &v) != GAEL_LIMIT) ++*(int *)wrong;
    gael_close(s);
    s = opened("\"ab12\".matches(\"[a-z]+\").len+[1][i]");
    if (gael_eval(s, NULL, &v) != GAEL_INVALID) ++*(int *)wrong;
    gael_close(s);
  }
  return NULL;
}

static void test_threads(void) {
  enum { THREADS = 4 };
  pthread_t threads[THREADS];
  int wrong[THREADS] = {0};
  for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, thread_of_programs, &wrong[i]);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  for (int i = 0; i < THREADS; i++) CU_ASSERT_EQUAL(wrong[i], 0);
}

/* A session goes from thread to thread, with its constants and its last result. */
static void *invoke_once(void *context) {
  gael_function *f = context;
  gael_value v;
  return gael_invoke(f, &INT(2), &v) == GAEL_OK && v.as.integers[1] == 30 ? context : NULL;
}

static void test_moving(void) {
  gael_session *s = opened("table=[10,20,30]\nfrom n=table.drop(n-1)");
  gael_function *f;
  CU_ASSERT_EQUAL_FATAL(gael_prepare(s, NULL, "from", "[1]", &f), GAEL_OK);
  for (int i = 0; i < 10; i++) {
    pthread_t thread;
    void *done;
    pthread_create(&thread, NULL, invoke_once, f);
    pthread_join(thread, &done);
    CU_ASSERT_PTR_NOT_NULL(done);
    CU_ASSERT(is(gael_result_text(s), "[20,30]"));
  }
  gael_close(s);
}

/* ---- the world ---- */

typedef struct heard {
  char text[2][64];
  gael_status inner;
} heard;

static void hear(void *context, int stream, const char *bytes, size_t length) {
  heard *h = context;
  strncat(h->text[stream - 1], bytes, length);
  gael_session *s = opened("1");
  h->inner = gael_eval(s, NULL, NULL);
  gael_close(s);
}

static void test_world(void) {
  heard h = {0};
  gael_value v;
  gael_options heard_and_fed = {.print = hear, .print_context = &h, .input = "text"};
  gael_session *s = evaluated("print \"out\";eprint \"err\";stdin.upper", heard_and_fed, GAEL_OK, &v);
  CU_ASSERT(is(v.as.text, "TEXT") && is(h.text[0], "out\n") && is(h.text[1], "err\n") && h.inner == GAEL_USAGE);
  gael_close(s);
  for (unsigned level = 0; level <= 2; level += 2) { /* a loop takes its input as it wants it */
    gael_options lines = {.level = level, .input = "1\n22\n333"};
    gael_close(evaluated("stdin.lines.map{x.int}.sum", lines, GAEL_OK, &v));
    CU_ASSERT_EQUAL(v.as.integer, 356);
    gael_close(evaluated("stdin.lines.map{x.int*2}.sum", (gael_options){.level = level}, GAEL_OK, &v));
    CU_ASSERT_EQUAL(v.as.integer, 0);
  }
  gael_close(evaluated("print \"nobody hears\";stdin.len", (gael_options){0}, GAEL_OK, &v));
  CU_ASSERT_EQUAL(v.as.integer, 0);
  s = evaluated("read(\"/etc/passwd\").len>0", (gael_options){.allow = "read=/etc"}, GAEL_OK, &v);
  CU_ASSERT(v.as.truth);
  gael_close(s);
  s = evaluated("read(\"/dev/zero\").len>0", (gael_options){.allow = "read", .bytes = 16 << 20}, GAEL_LIMIT, &v);
  CU_ASSERT(says(s, "GL0602", ""));
  gael_close(s);
}

/* ---- memory ---- */

static long pages(void) {
  long size, resident = 0;
  FILE *f = fopen("/proc/self/statm", "r");
  if (f && fscanf(f, "%ld %ld", &size, &resident) != 2) resident = 0;
  if (f) fclose(f);
  return resident;
}

/* Calls, good and bad, cost no memory that stays. */
static void test_flat(void) {
  gael_session *s = opened("f n=(1..1000).map{x*n}.sort[n==3?1000:n]\ng n=(1..10**7).map{x*n%7}.sort[n]");
  gael_function *f, *g;
  long before = 0;
  CU_ASSERT_EQUAL_FATAL(gael_prepare(s, NULL, "f", "[1]", &f), GAEL_OK);
  CU_ASSERT_EQUAL_FATAL(gael_prepare(s, &(gael_options){.bytes = 4 << 20}, "g", "[1]", &g), GAEL_OK);
  for (int i = 0; i < 4000; i++) {
    if (i == 1000) before = pages();
    CU_ASSERT_EQUAL(gael_invoke(f, &INT(i % 2 ? 3 : 7), NULL), i % 2 ? GAEL_FAILED : GAEL_OK);
    if (i % 2) CU_ASSERT_PTR_NOT_NULL(strstr(gael_diagnostics_text(s, false), "GL0901"));
    if (i % 10 == 0) CU_ASSERT_EQUAL(gael_invoke(g, &INT(1), NULL), GAEL_LIMIT);
  }
  CU_ASSERT(SANITIZED || pages() - before < 256);
  gael_close(s);
}

int main(void) {
  static const unit_case cases[] = {
      {"scalars", test_scalars}, {"arrays", test_arrays},     {"functions", test_functions}, {"refusals", test_refusals},
      {"diagnostics", test_diagnostics}, {"failures", test_failures}, {"limits", test_limits}, {"time", test_time},
      {"signals", test_signals}, {"threads", test_threads},   {"moving", test_moving},       {"world", test_world},
      {"flat", test_flat},
  };
  return unit_run("embed", cases, sizeof cases / sizeof *cases);
}
