#include "driver/run_json.h"

#include <string.h>
#include <unistd.h>

#include "driver/failure.h"
#include "driver/output.h"
#include "driver/value_json.h"
#include "support/diag.h"

typedef struct running {
  const gl_program *program;
  void *args, *result;
} running;

static bool enter(void *context) {
  running *r = context;
  return r->program->entry(r->args, r->result);
}

/* The failure on record, as the compiler would report it. */
static void report(arena *home, const gl_program *p, const program_source *source) {
  enum { ALL = 1 };
  source_set *sources = source_set_new(home);
  diag_sink *sink = diag_sink_new(home, ALL);
  source_add(sources, source->name, source->text);
  failure_report(p, sources, sink);
  strbuf out = strbuf_new(home);
  diag_render_json(&out, sink, sources);
  output_result(strbuf_str(&out));
}

static void tell(arena *home, const void *value, const gl_type *t) {
  strbuf out = strbuf_new(home);
  strbuf_add(&out, STR("{\"ok\":true,\"value\":"));
  value_to_json(&out, value, t, false);
  strbuf_add(&out, STR(",\"type\":"));
  json_quote(&out, str_of(t->name));
  strbuf_add(&out, STR("}\n"));
  output_result(strbuf_str(&out));
}

/* As diag_render_json writes a diagnostic about no place. */
#define LIMIT(code, message)                                                                                           \
  "{\"code\":\"" code "\",\"severity\":\"error\",\"message\":\"" message                                           \
  "\",\"file\":null,\"line\":null,\"column\":null,\"end_line\":null,\"end_column\":null,\"span\":null,"                 \
  "\"notes\":[],\"fixes\":[]}\n"

/* May stand in a signal handler: nothing is allocated. */
static void on_limit(int32_t code) {
  gl_flush();
  output_result(code == GL_LIMIT_TIME     ? STR(LIMIT("GL0601", "the time limit"))
                : code == GL_LIMIT_MEMORY ? STR(LIMIT("GL0602", "the memory limit"))
                                          : STR(LIMIT("GL0603", "the stack limit")));
  _exit(GAEL_LIMIT);
}

int run_json(const gl_program *p, const program_source *source, int argc, char **argv) {
  arena *home = arena_new("run as json");
  running r = {p, arena_zalloc(home, p->args ? p->args->size + 8 : 8, 16), arena_zalloc(home, p->result->size + 8, 16)};
  if (p->argc && p->read(p->args, argv + argc - p->argc, r.args)) return GAEL_USAGE;
  gl_command_line(argv + 1);
  gl_on_limit(on_limit);
  bool failed = gl_deep_call(enter, &r);
  gl_flush();
  if (failed)
    report(home, p, source);
  else
    tell(home, r.result, p->result);
  gl_on_limit(NULL);
  return failed ? GAEL_FAILED : GAEL_OK;
}
