#include "driver/boundary.h"

#include <stdio.h>

#include "runtime/gael_rt.h"
#include "support/rescue.h"

typedef struct crossing {
  gael_session *s;
  boundary_work *work;
  void *context;
  gael_status status;
  rescue_reason reason;
  char words[RESCUE_WORDS];
} crossing;

/* ---- saying ---- */

typedef struct saying {
  diag_sink *sink;
  diag_code code;
  const char *words;
} saying;

static void say(void *context) {
  saying *t = context;
  diag_report(t->sink, t->code, SPAN_NONE, "%s", t->words);
}

gael_status boundary_say(diag_sink *sink, gael_status status, diag_code code, const char *words) {
  char lost[RESCUE_WORDS];
  if (sink) (void)rescue_run(say, &(saying){sink, code, words}, lost);
  return status;
}

/* ---- crossing ---- */

static void work(void *context) {
  crossing *c = context;
  c->status = c->work(c->s, c->context);
}

static bool enter(void *context) {
  crossing *c = context;
  c->reason = rescue_run(work, c, c->words);
  return false;
}

static gael_status bug(crossing *c, diag_sink *sink) {
  char words[RESCUE_WORDS + 64];
  snprintf(words, sizeof words, "%s; this is a bug of GAEL, please report it", c->words);
  c->s->broken = true;
  return boundary_say(sink, GAEL_BUG, DIAG_crash, words);
}

static gael_status no_memory(diag_sink *sink) { return boundary_say(sink, GAEL_LIMIT, DIAG_limit_memory, "there is no memory left"); }

static gael_status at_limit(diag_sink *sink, int32_t limit, bool compiling) {
  switch (limit) {
  case GL_LIMIT_TIME: return boundary_say(sink, GAEL_LIMIT, DIAG_limit_time, "the time limit");
  case GL_LIMIT_MEMORY: return boundary_say(sink, GAEL_LIMIT, DIAG_limit_memory, "the memory limit");
  default:
    return boundary_say(sink, GAEL_LIMIT, DIAG_limit_stack,
                        compiling ? "the compiler's stack: the program is nested too deeply"
                                  : "the stack limit: a recursion is too deep; calls in tail position use no stack");
  }
}

static gael_status cross(gael_session *s, boundary_work *work_to_do, void *context, diag_sink *sink, bool compiling) {
  crossing c; /* its words are not worth clearing */
  int32_t limit;
  c.s = s;
  c.work = work_to_do;
  c.context = context;
  if (s->broken) return GAEL_BUG;
  if (gl_home_is_held()) return boundary_say(sink, GAEL_USAGE, DIAG_usage, "what takes a program's output calls the library");
  if (!s->programs && !(s->programs = gl_home_new())) return no_memory(sink);
  (void)gl_home_call(s->programs, enter, &c, &limit);
  if (limit) {
    s->cleared++;
    s->last = NULL;
    return at_limit(sink, limit, compiling);
  }
  if (c.reason == RESCUE_BUG) return bug(&c, sink);
  return c.reason == RESCUE_MEMORY ? no_memory(sink) : c.status;
}

gael_status boundary_compile(gael_session *s, boundary_work *compile, void *context) {
  return cross(s, compile, context, s->diags, true);
}

gael_status boundary_run(gael_session *s, const gael_options *o, boundary_work *run, void *context) {
  if (s->programs) gl_home_limit(s->programs, o->bytes > 0 ? o->bytes : 0);
  if (o->seconds > 0 && !(s->programs && gl_home_clock(s->programs)))
    return boundary_say(s->said, GAEL_LIMIT, DIAG_limit_time, "the system has no timer left to watch the time with");
  return cross(s, run, context, s->said, false);
}
