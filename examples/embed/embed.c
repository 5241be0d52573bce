/* Evaluates snippets in threads of their own and shows what came of each: a value, diagnostics with their fixes, a limit. Then
   compiles a function once and calls it often. */

#include <gael.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct snippet {
  const char *source;
  char answer[1024];
} snippet;

static snippet snippets[] = {
    {.source = "(2..40).filter(prime)"},
    {.source = "\"to be or not to be\".words.counts"},
    {.source = "print \"hello\";6*7"},
    {.source = "f x=x+1\n[3,1,2].srot.map f"},
    {.source = "area r=pi*r*r\narea \"2\""},
    {.source = "f n=[1,2,3][n]\nf 7"},
    {.source = "(2**62)*2"},
    {.source = "read \"/etc/passwd\""},
    {.source = "f n=n==0?0:(f(n-1)*3+1)%7\nf(10**9)"},
    {.source = "(1..10**9).map{x%7}.sort[500]"},
    {.source = "f n s=n==0?s:f(n-1)(s*3%7+n%3)\nf(10**17)1"},
};

enum { SNIPPETS = sizeof snippets / sizeof *snippets };

static void add(snippet *s, const char *format, ...) {
  size_t length = strlen(s->answer);
  va_list args;
  va_start(args, format);
  vsnprintf(s->answer + length, sizeof s->answer - length, format, args);
  va_end(args);
}

static void hear(void *context, int stream, const char *bytes, size_t length) {
  add(context, "  %s: %.*s", stream == 1 ? "stdout" : "stderr", (int)length, bytes);
}

static void add_diagnostic(snippet *s, const gael_diagnostic *d) {
  const gael_span *at = &d->where;
  add(s, "  %s %u:%u-%u:%u %s\n", d->code, at->line, at->column, at->end_line, at->end_column, d->message);
  for (size_t i = 0; i < d->note_count; i++) {
    const gael_note *n = &d->notes[i];
    add(s, "    note %u:%u %s\n", n->where.line, n->where.column, n->message);
  }
  for (size_t i = 0; i < d->fix_count; i++) add(s, "    fix: %s\n", d->fixes[i].title);
}

static void *evaluate(void *context) {
  snippet *s = context;
  gael_options o = {.seconds = 2, .bytes = 64 << 20, .print = hear, .print_context = s};
  gael_session *session = gael_open("snippet", s->source, strlen(s->source));
  gael_status status = gael_eval(session, &o, NULL);
  size_t count;
  const gael_diagnostic *d = gael_diagnostics(session, &count);
  if (status == GAEL_OK) add(s, "  %s : %s\n", gael_result_text(session), gael_result_type(session));
  for (size_t i = 0; i < count; i++) add_diagnostic(s, &d[i]);
  gael_close(session);
  return NULL;
}

/* Compiled once for an Int, called ten thousand times. */
static void call_often(void) {
  static const char source[] = "next n=n%2==0?n//2:3*n+1\nsteps n=n==1?0:1+steps(next n)";
  gael_session *session = gael_open("collatz", source, sizeof source - 1);
  gael_function *steps;
  int64_t longest = 0, at = 0;
  if (gael_prepare(session, &(gael_options){.level = 2}, "steps", "[1]", &steps) == GAEL_OK) {
    for (int64_t n = 1; n < 10000; n++) {
      gael_value argument = {.kind = GAEL_INT, .as.integer = n}, result;
      if (gael_invoke(steps, &argument, &result) != GAEL_OK || result.as.integer <= longest) continue;
      longest = result.as.integer;
      at = n;
    }
    printf("the longest way to 1 below 10000 is that of %" PRId64 ": %" PRId64 " steps\n", at, longest);
  }
  fputs(gael_diagnostics_text(session, false), stdout);
  gael_close(session);
}

int main(void) {
  pthread_t threads[SNIPPETS];
  for (int i = 0; i < SNIPPETS; i++) pthread_create(&threads[i], NULL, evaluate, &snippets[i]);
  for (int i = 0; i < SNIPPETS; i++) {
    pthread_join(threads[i], NULL);
    printf("%s\n%s", snippets[i].source, snippets[i].answer);
  }
  call_often();
  return 0;
}
