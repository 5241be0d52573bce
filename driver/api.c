/* Building and looking into a program: include/gael.h over the pipeline. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/link.h"
#include "driver/asked.h"
#include "driver/boundary.h"
#include "driver/emit.h"
#include "driver/library.h"

const char *gael_version(void) { return GAEL_VERSION; }

static const gael_options NO_OPTIONS;

static gael_status problem_status(gael_session *s, gael_status status, diag_code code, str problem) {
  if (status != GAEL_OK && problem.len) diag_report(s->diags, code, SPAN_NONE, STR_FMT, STR_ARG(problem));
  return status;
}

/* ---- stages ---- */

typedef struct emission {
  gael_stage stage;
  const gael_options *o;
  const char *json;
  str text;
} emission;

static gael_status emit(gael_session *s, void *context) {
  emission *e = context;
  entry_request q = {.typed_only = !e->json};
  pipeline_target t;
  str problem = {0};
  target_use use = e->o->target ? TARGET_LINKED : TARGET_JIT;
  if (!asked_target(s, e->o, use, &t) || !asked_types(s, e->json, &q)) return GAEL_USAGE;
  gael_status status = emit_stage(s, &q, &t, e->stage, &e->text, &problem);
  e->text = str_copy(s->home, e->text);
  return problem_status(s, status, DIAG_argument_count, problem);
}

gael_status gael_emit(gael_session *s, gael_stage stage, const gael_options *o, const char *json, const char **text, size_t *length) {
  emission e = {stage, o ? o : &NO_OPTIONS, json, STR("")};
  gael_status status = boundary_compile(s, emit, &e);
  *text = e.text.ptr;
  *length = e.text.len;
  return status;
}

/* ---- building ---- */

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

static bool write_whole(arena *home, const char *path, str bytes, str *problem) {
  FILE *file = fopen(path, "w");
  bool written = file && fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len;
  if (file) written &= fclose(file) == 0;
  if (!written) *problem = str_printf(home, "cannot write %s: %s", path, strerror(errno));
  return written;
}

typedef struct building {
  const gael_options *o;
  const char *output;
} building;

static gael_status build(gael_session *s, void *context) {
  const building *b = context;
  entry_request q = {.typed_only = true};
  pipeline_target t;
  pipeline_entry entry;
  str object, problem = {0};
  bool library = b->o->output == GAEL_STATIC_LIBRARY || b->o->output == GAEL_SHARED_LIBRARY;
  if (!asked_target(s, b->o, library ? TARGET_LIBRARY : TARGET_LINKED, &t)) return GAEL_USAGE;
  if (!is_writable(s->home, b->output, &problem)) return problem_status(s, GAEL_USAGE, DIAG_usage, problem);
  if (library) return library_build(s, &t, b->o->output == GAEL_SHARED_LIBRARY, b->output);
  gael_status status = entry_choose(s, &q, &entry, &problem);
  if (status != GAEL_OK) return problem_status(s, status, DIAG_usage, problem);
  status = pipeline_compile(s, entry, &t, GAEL_STAGE_OBJ, &object);
  if (status != GAEL_OK) return status;
  if (b->o->output == GAEL_OBJECT) {
    bool written = write_whole(s->home, b->output, object, &problem);
    return problem_status(s, written ? GAEL_OK : GAEL_USAGE, DIAG_usage, problem);
  }
  link_job job = {.target = t.target, .objects = &object, .object_count = 1, .output = b->output, .keep_debug = t.debug};
  if (link_output(s->home, &job, &problem)) return GAEL_OK;
  return problem_status(s, GAEL_USAGE, DIAG_usage, problem);
}

gael_status gael_build(gael_session *s, const gael_options *o, const char *output) {
  return boundary_compile(s, build, &(building){o ? o : &NO_OPTIONS, output});
}
