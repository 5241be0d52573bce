/* Each exported definition is a program of its own: an object with one C function. What they have in common is compiled for each;
   in return none knows of the others, and constants are computed when the first call wants them. */

#include "driver/library.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "backend/link.h"
#include "driver/entry.h"
#include "driver/header.h"
#include "support/vec.h"

typedef struct library {
  gael_session *s;
  const pipeline_target *target;
  VEC(str) objects;
  VEC(const char *) names;
  VEC(header_function) functions;
} library;

static gael_status refuse(gael_session *s, str problem) {
  diag_report(s->diags, DIAG_usage, SPAN_NONE, STR_FMT, STR_ARG(problem));
  return GAEL_USAGE;
}

/* The first type that C has no word for; NULL: there is none. */
static const ir_type *unknown_type(const comb_program *p) {
  for (uint32_t i = 0; i < p->argc; i++)
    if (!header_knows(p->args[i])) return p->args[i];
  return p->result->kind == IRT_UNIT || header_knows(p->result) ? NULL : p->result;
}

static bool is_fit_for_c(library *l, const core_def *d, const comb_program *p) {
  const ir_type *unknown = unknown_type(p);
  if (!unknown) return true;
  strbuf text = strbuf_new(l->s->home);
  irt_print(&text, unknown);
  diag *g = diag_report(l->s->diags, DIAG_export_type, d->where, "C has no value of type " STR_FMT,
                        STR_ARG(strbuf_str(&text)));
  diag_hint(l->s->diags, g, "exported are Int, Float, Bool, Char, Str, and lists of Int, Float, Bool and Str");
  return false;
}

static bool is_name_for_c(library *l, const core_def *d, const char *name) {
  if (!header_keeps(str_of(name))) return true;
  diag *g = diag_report(l->s->diags, DIAG_export_name, d->where, "`%s` cannot be a function's name in C and C++", name);
  diag_hint(l->s->diags, g, "export it by another name: `export %s_of:…`, `%s_of p=%s p`", name, name, name);
  return false;
}

static gael_status add(library *l, const core_def *d) {
  gael_session *s = l->s;
  const char *name = str_printf(s->home, STR_FMT, STR_ARG(intern_str(s->names, d->name))).ptr;
  if (!is_name_for_c(l, d, name)) return GAEL_INVALID;
  entry_request q = {.definition = name, .typed_only = true};
  pipeline_entry entry;
  comb_program terms;
  str object, problem = {0};
  gael_status status = entry_choose(s, &q, &entry, &problem);
  if (status == GAEL_USAGE) return refuse(s, problem);
  if (status != GAEL_OK || !pipeline_terms(s, entry, false, &terms)) return GAEL_INVALID;
  if (!is_fit_for_c(l, d, &terms)) return GAEL_INVALID;
  pipeline_target t = *l->target;
  t.exported = name;
  status = pipeline_compile(s, entry, &t, GAEL_STAGE_OBJ, &object);
  if (status != GAEL_OK) return status;
  header_function f = {str_of(name), terms.argc, terms.args, terms.result};
  vec_push(s->home, &l->objects, object);
  vec_push(s->home, &l->names, name);
  vec_push(s->home, &l->functions, f);
  return GAEL_OK;
}

/* lib/libshapes.so: "lib/" and "shapes". */
static void split_name(const char *output, str *folder, str *name) {
  const char *slash = strrchr(output, '/'), *file = slash ? slash + 1 : output;
  *folder = (str){output, (size_t)(file - output)};
  if (strncmp(file, "lib", 3) == 0 && file[3]) file += 3;
  *name = (str){file, strcspn(file, ".")};
}

static gael_status write_header(library *l, const char *output) {
  gael_session *s = l->s;
  str folder, name;
  split_name(output, &folder, &name);
  const char *path = str_printf(s->home, STR_FMT STR_FMT ".h", STR_ARG(folder), STR_ARG(name)).ptr;
  str text = header_text(s->home, name, l->functions.len, l->functions.items);
  FILE *file = fopen(path, "w");
  bool written = file && fwrite(text.ptr, 1, text.len, file) == text.len;
  if (file) written &= fclose(file) == 0;
  return written ? GAEL_OK : refuse(s, str_printf(s->home, "cannot write %s: %s", path, strerror(errno)));
}

gael_status library_build(gael_session *s, const pipeline_target *t, bool shared, const char *output) {
  if (!t->target->c_libraries)
    return refuse(s, str_printf(s->home, "there are no libraries for C on %s", t->target->name));
  if (!pipeline_check(s)) return GAEL_INVALID;
  library l = {.s = s, .target = t};
  gael_status status = GAEL_OK;
  for (uint32_t i = 0; i < s->core->count && status == GAEL_OK; i++)
    if (s->core->defs[i]->exported) status = add(&l, s->core->defs[i]);
  if (status != GAEL_OK) return status;
  if (!l.objects.len)
    return refuse(s, STR("the program exports nothing: write `export name:type` in front of what C is to call"));
  link_job job = {.kind = shared ? LINK_SHARED : LINK_ARCHIVE,
                  .target = t->target,
                  .objects = l.objects.items,
                  .object_count = l.objects.len,
                  .output = output,
                  .keep_debug = t->debug,
                  .exports = l.names.items,
                  .export_count = l.names.len};
  str problem;
  if (!link_output(s->home, &job, &problem)) return refuse(s, problem);
  return write_header(&l, output);
}
