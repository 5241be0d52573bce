/* libgael's running and building: include/gael.h over the pipeline. Commands are made of the same parts. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/link.h"
#include "driver/call.h"
#include "driver/emit.h"
#include "driver/json_text.h"
#include "driver/library.h"
#include "driver/program.h"
#include "driver/target_named.h"

static const shape *const *shapes_of_texts(arena *home, int argc, char **argv) {
  const shape **shapes = ARENA_ARRAY(home, const shape *, argc + 1);
  for (int i = 0; i < argc; i++) shapes[i] = shape_of_text(home, argv[i]);
  return shapes;
}

static gael_status problem_status(gael_session *s, gael_status status, diag_code code, str problem) {
  if (status != GAEL_OK && problem.len) diag_report(s->diags, code, SPAN_NONE, STR_FMT, STR_ARG(problem));
  return status;
}

static bool target_of(gael_session *s, const gael_options *o, target_use use, pipeline_target *t) {
  *t = (pipeline_target){.use = use, .cpu = o ? o->cpu : NULL, .level = o ? o->level : 0, .debug = o && o->debug};
  if (o) t->rules = (backend_rules){o->allow, o->seconds, o->bytes};
  const char *unknown = o && o->without ? transforms_read(o->without, &t->without) : NULL;
  if (unknown) diag_report(s->diags, DIAG_usage, SPAN_NONE, "there is no transformation `%s`", unknown);
  str problem;
  t->target = target_named(s->home, o ? o->target : NULL, &problem);
  if (!t->target) diag_report(s->diags, DIAG_usage, SPAN_NONE, STR_FMT, STR_ARG(problem));
  return t->target && !unknown;
}

gael_status gael_emit(gael_session *s, gael_stage stage, const gael_options *o, int argc, char **argv,
                      const char **text, size_t *length) {
  entry_request q = {.shapes = shapes_of_texts(s->home, argc, argv), .count = (uint32_t)argc, .typed_only = argc == 0};
  pipeline_target t;
  str out = {0}, problem = {0};
  if (!target_of(s, o, TARGET_JIT, &t)) return GAEL_USAGE;
  gael_status status = emit_stage(s, &q, &t, stage, &out, &problem);
  *text = out.ptr;
  *length = out.len;
  return problem_status(s, status, DIAG_argument_count, problem);
}

static bool load(gael_session *s, const gael_options *o, const entry_request *q, program *p, gael_status *status) {
  pipeline_entry entry;
  pipeline_target t;
  str object, problem = {0};
  *status = GAEL_USAGE;
  if (!target_of(s, o, TARGET_JIT, &t)) return false;
  *status = problem_status(s, entry_choose(s, q, &entry, &problem), DIAG_argument_count, problem);
  if (*status != GAEL_OK) return false;
  *status = pipeline_compile(s, entry, &t, GAEL_STAGE_OBJ, &object);
  if (*status != GAEL_OK) return false;
  if (program_link(s->home, object, p, &problem)) return true;
  *status = problem_status(s, GAEL_BUG, DIAG_usage, problem);
  return false;
}

gael_status gael_run(gael_session *s, const gael_options *o, int argc, char **argv) {
  entry_request q = {.shapes = shapes_of_texts(s->home, argc, argv), .count = (uint32_t)argc, .open = true};
  program p;
  gael_status status;
  if (!load(s, o, &q, &p, &status)) return status;
  char **words = ARENA_ARRAY(s->home, char *, argc + 2); /* as a process has them: the name first, NULL last */
  words[0] = (char *)session_name(s).ptr;
  memcpy(words + 1, argv, (size_t)argc * sizeof *argv);
  gl_allow(o ? o->allow : NULL);
  return (gael_status)gl_start(p.meta, argc + 1, words);
}

/* Known before the work is done, and in our words. */
static bool is_writable(arena *home, const char *path, str *problem) {
  struct stat is;
  bool exists = stat(path, &is) == 0;
  size_t folder = strlen(path);
  while (folder && path[folder - 1] != '/') folder--;
  const char *place = exists ? path : folder ? str_printf(home, "%.*s", (int)folder, path).ptr : ".";
  if (exists && S_ISDIR(is.st_mode))
    errno = EISDIR;
  else if (access(place, W_OK) == 0)
    return true;
  *problem = str_printf(home, "cannot write %s: %s", path, strerror(errno));
  return false;
}

gael_status gael_build(gael_session *s, const gael_options *o, const char *output) {
  entry_request q = {.typed_only = true};
  pipeline_target t;
  pipeline_entry entry;
  str object, problem = {0};
  bool library = o && o->output != GAEL_EXECUTABLE;
  if (!target_of(s, o, library ? TARGET_LIBRARY : TARGET_LINKED, &t)) return GAEL_USAGE;
  if (!is_writable(s->home, output, &problem)) return problem_status(s, GAEL_USAGE, DIAG_usage, problem);
  if (library) return library_build(s, &t, o->output == GAEL_SHARED_LIBRARY, output);
  gael_status status = entry_choose(s, &q, &entry, &problem);
  if (status != GAEL_OK) return problem_status(s, status, DIAG_usage, problem);
  status = pipeline_compile(s, entry, &t, GAEL_STAGE_OBJ, &object);
  if (status != GAEL_OK) return status;
  link_job job = {.target = t.target, .objects = &object, .object_count = 1, .output = output, .keep_debug = t.debug};
  if (link_output(s->home, &job, &problem)) return GAEL_OK;
  return problem_status(s, GAEL_USAGE, DIAG_usage, problem);
}

gael_status gael_call(gael_session *s, const gael_options *o, const char *definition, const char *json_arguments,
                      const char **result) {
  strbuf out = strbuf_new(s->home);
  json_error_t where;
  json_t *args = json_text_load(s->home, str_of(json_arguments), 0, &where);
  gael_status status = GAEL_USAGE;
  program p;
  if (!json_is_array(args)) {
    call_error(&out, "usage", "GL0501", STR("the arguments are not a JSON array"), 0, 0);
  } else {
    uint32_t n = (uint32_t)json_array_size(args);
    const shape **shapes = ARENA_ARRAY(s->home, const shape *, n + 1);
    for (uint32_t i = 0; i < n; i++) shapes[i] = shape_of_json(s->home, json_array_get(args, i));
    entry_request q = {.definition = definition, .shapes = shapes, .count = n};
    if (load(s, o, &q, &p, &status)) {
      gl_allow(o ? o->allow : NULL);
      call_json(p.meta, args, false, &out);
      status = strncmp(out.ptr, "{\"ok\":true", 10) ? GAEL_FAILED : GAEL_OK;
      jit_unload(p.code);
    } else {
      call_error(&out, status == GAEL_USAGE ? "usage" : "type", NULL, STR("see the diagnostics"), 0, 0);
    }
  }
  json_decref(args);
  strbuf_byte(&out, 0);
  *result = strbuf_str(&out).ptr;
  return status;
}
