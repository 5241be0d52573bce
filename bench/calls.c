/* What libgael costs its host: calls of compiled functions by kind of argument and result, and the way to the first one. Prints
   nanoseconds of processor time, the least of several rounds. `make bench-calls` */

#include <gael.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 7, ITEMS = 1000 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void row(const char *what, double nanoseconds) { printf("| %s | %.0f |\n", what, nanoseconds); }

typedef struct work {
  const char *what, *definition, *json;
  gael_options how;
  gael_value arguments[2];
  int calls;
} work;

static const char SOURCE[] = "next p=p+1\nadd p q=p+q\nupper t=t.upper\ntotal l=l.sum\ndouble l=l.map{x*2}\n"
                             "counted l=l.counts\nfails p=[1][p]";

static double call(gael_session *s, const work *w) {
  gael_function *f;
  double best = 1e18;
  if (gael_prepare(s, &w->how, w->definition, w->json, &f) != GAEL_OK) {
    fputs(gael_diagnostics_text(s, false), stderr);
    return 0;
  }
  for (int round = 0; round < ROUNDS; round++) {
    gael_value v;
    double start = now();
    for (int i = 0; i < w->calls; i++) gael_invoke(f, w->arguments, &v);
    double each = (now() - start) / w->calls;
    if (each < best) best = each;
  }
  return best;
}

static double whole(const char *source, unsigned level) {
  double best = 1e18;
  for (int round = 0; round < 5 * ROUNDS; round++) {
    double start = now();
    gael_session *s = gael_open("bench", source, strlen(source));
    gael_eval(s, &(gael_options){.level = level}, NULL);
    gael_close(s);
    double each = now() - start;
    if (each < best) best = each;
  }
  return best;
}

int main(void) {
  static int64_t integers[ITEMS];
  static double numbers[ITEMS];
  gael_value integer = {.kind = GAEL_INT, .as.integer = 41}, number = {.kind = GAEL_FLOAT, .as.number = 1.5},
             text = {.kind = GAEL_STR, .count = 15, .as.text = "a text of bytes"},
             ints = {.kind = GAEL_INTS, .count = ITEMS, .as.integers = integers},
             floats = {.kind = GAEL_FLOATS, .count = ITEMS, .as.numbers = numbers}, far = {.kind = GAEL_INT, .as.integer = 9};
  gael_options o = {.level = 2}, timed = {.level = 2, .seconds = 10};
  const work works[] = {
      {"Int to Int", "next", "[1]", o, {integer}, 200000},
      {"Int to Int, with a limit of time", "next", "[1]", timed, {integer}, 200000},
      {"two Floats to Float", "add", "[1.5,1.5]", o, {number, number}, 200000},
      {"Str of 15 letters to Str", "upper", "[\"\"]", o, {text}, 100000},
      {"1000 Ints to Int", "total", "[[1]]", o, {ints}, 50000},
      {"1000 Floats to 1000 Floats", "double", "[[1.5]]", o, {floats}, 50000},
      {"1000 Ints to {Int:Int}, as JSON", "counted", "[[1]]", o, {ints}, 5000},
      {"a call that fails, with its diagnostic", "fails", "[1]", o, {far}, 20000},
  };
  gael_session *s = gael_open("bench", SOURCE, sizeof SOURCE - 1);
  puts("| call | ns |\n|---|---|");
  for (size_t i = 0; i < sizeof works / sizeof *works; i++) row(works[i].what, call(s, &works[i]));
  gael_close(s);
  row("open, compile at level 0, evaluate `6*7`, close", whole("6*7", 0));
  row("the same at level 2", whole("6*7", 2));
  row("the same of `(2..40).filter(prime)` at level 0", whole("(2..40).filter(prime)", 0));
  return 0;
}
