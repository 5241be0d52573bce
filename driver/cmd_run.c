#include <string.h>

#include "driver/command.h"
#include "driver/emit.h"
#include "driver/modules.h"
#include "driver/output.h"
#include "driver/run_json.h"
#include "driver/target_named.h"

static int emit(const options *o, str name, str text, const entry_request *q) {
  gael_stage stage;
  if (!emit_stage_find(o->emit, &stage)) {
    output_error(DIAG_usage, "--emit: there is no stage `%s`; there are %s", o->emit, emit_stage_names());
    return GAEL_USAGE;
  }
  bool built = o->target != NULL;
  str out = {0}, problem = {0};
  const target *machine = target_named(arena_new("target"), o->target, &problem);
  if (!machine) return command_status(GAEL_USAGE, problem);
  gael_session *s = modules_open(name, text);
  pipeline_target t = {.target = machine,
                       .use = built ? TARGET_LINKED : TARGET_JIT,
                       .cpu = o->cpu,
                       .level = o->level < 0 ? 0 : (unsigned)o->level,
                       .debug = o->debug};
  if (o->without) transforms_read(o->without, &t.without);
  gael_status status = emit_stage(s, q, &t, stage, &out, &problem);
  if (out.len) output_result(out);
  command_diagnostics(o, s);
  return command_status(status, problem);
}

typedef struct running {
  const options *o;
  int argc;
  char **argv;
  int status;
} running;

/* The program is right, and these words do not fit it: wrong usage (ruling 29). */
static bool words_do_not_fit(gael_status status, const program *p, uint32_t count) {
  return status == GAEL_INVALID && count && p->session && p->session->valid;
}

/* Compiles and runs on one deep stack: long programs nest deeply in every pass. */
static bool run(void *context) {
  running *r = context;
  arena *home = arena_new("run");
  str name, text, problem = {0};
  int rest;
  r->status = GAEL_USAGE;
  if (!command_source(home, r->o, r->argc, r->argv, &name, &text, &rest)) return false;
  uint32_t count = (uint32_t)(r->argc - rest);
  const shape **shapes = ARENA_ARRAY(home, const shape *, count + 1);
  for (uint32_t i = 0; i < count; i++) shapes[i] = shape_of_text(home, r->argv[rest + (int)i]);
  entry_request q = {.shapes = shapes, .count = count, .open = true};
  if (r->o->emit) {
    q.typed_only = count == 0;
    r->status = emit(r->o, name, text, &q);
    return false;
  }
  bool in_tiers = r->o->level < 0;
  program_source source = {.name = name,
                           .text = text,
                           .request = &q,
                           .level = in_tiers ? 2 : (unsigned)r->o->level,
                           .tiers = in_tiers,
                           .cpu = r->o->cpu,
                           .without = r->o->without,
                           .modules = true};
  program p;
  gael_status status = program_load(home, &source, &p, &problem);
  if (p.session) command_diagnostics(r->o, p.session);
  if (words_do_not_fit(status, &p, count)) status = GAEL_USAGE;
  r->status = command_status(status, problem);
  if (status != GAEL_OK) return false;
  if (count != p.meta->argc && !p.meta->open) {
    r->status = command_status(GAEL_USAGE, str_printf(home, "the program takes 0 arguments, not %u", count));
    return false;
  }
  gl_allow(r->o->allow);
  if (r->o->seconds > 0) gl_time_limit(r->o->seconds);
  char **words = r->argv + rest - 1; /* argv[0] is the word before the arguments */
  r->status = r->o->json ? run_json(p.meta, &source, (int)count + 1, words) : gl_start(p.meta, (int)count + 1, words);
  return false;
}

int cmd_run(const options *o, int argc, char **argv) {
  running r = {o, argc, argv, 0};
  if (o->bytes) gl_memory_limit(o->bytes); /* before the stack, which takes no more either (ruling 40) */
  gl_deep_call(run, &r);
  return r.status;
}
