#include "driver/program.h"

#include "backend/jit_cache.h"
#include "driver/modules.h"

str program_flags(arena *home, const program_source *source) {
  strbuf text = strbuf_new(home);
  const entry_request *q = source->request;
  strbuf_printf(&text, "%u %s %s %s " STR_FMT " ", source->level, source->cpu ? source->cpu : "",
                source->without ? source->without : "",
                q->definition ? q->definition : "", STR_ARG(source->name));
  for (uint32_t i = 0; i < q->count; i++) shape_print(&text, q->shapes[i]);
  return strbuf_str(&text);
}

gael_status program_object(arena *home, const program_source *source, gael_session **session, str *object,
                           str *problem) {
  (void)home;
  gael_session *s = source->modules ? modules_open(source->name, source->text)
                                    : gael_open(source->name.ptr, source->text.ptr, source->text.len);
  *session = s;
  pipeline_entry entry;
  gael_status status = entry_choose(s, source->request, &entry, problem);
  if (status != GAEL_OK) return status;
  pipeline_target t = {.target = target_host(), .use = TARGET_JIT, .cpu = source->cpu, .level = source->level};
  if (source->without) transforms_read(source->without, &t.without);
  return pipeline_compile(s, entry, &t, GAEL_STAGE_OBJ, object);
}

bool program_link(arena *home, str object, program *out, str *problem) {
  out->code = jit_load(home, object, NULL, 0, problem);
  if (!out->code) return false;
  out->meta = jit_find(out->code, "gael_program");
  if (!out->meta) *problem = STR("the object has no program in it");
  return out->meta != NULL;
}

gael_status program_load(arena *home, const program_source *source, program *out, str *problem) {
  str object, metadata;
  *out = (program){0};
  jit_cache *cache = jit_cache_open(home);
  jit_key key = jit_key_of(source->text, program_flags(home, source));
  bool cached = jit_cache_get(cache, home, key, &object, &metadata) && modules_unchanged(home, metadata);
  if (cached && program_link(home, object, out, problem)) return GAEL_OK;
  gael_status status = program_object(home, source, &out->session, &object, problem);
  if (status != GAEL_OK) return status;
  bool silent = diag_count(out->session->diags) == 0; /* a warning wants to be seen at every run */
  if (silent) jit_cache_put(cache, key, object, modules_manifest(out->session));
  return program_link(home, object, out, problem) ? GAEL_OK : GAEL_BUG;
}
