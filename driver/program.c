#include "driver/program.h"

#include "backend/jit_cache.h"
#include "driver/modules.h"
#include "driver/second.h"

str program_flags(arena *home, const program_source *source) {
  strbuf text = strbuf_new(home);
  const entry_request *q = source->request;
  strbuf_printf(&text, "%u %u %s %s %s " STR_FMT " ", source->part, source->level, source->cpu ? source->cpu : "",
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
  pipeline_target t = {.target = target_host(),
                       .use = TARGET_JIT,
                       .part = source->part,
                       .watched = source->watched,
                       .cpu = source->part == PIPELINE_SECOND && !source->cpu ? "native" : source->cpu,
                       .level = source->part == PIPELINE_FIRST ? 0 : source->level};
  if (source->without) transforms_read(source->without, &t.without);
  return pipeline_compile(s, entry, &t, GAEL_STAGE_OBJ, object);
}

static bool program_find(program *out, str *problem) {
  if (!out->code) return false;
  out->meta = jit_find(out->code, "gael_program");
  if (!out->meta) *problem = STR("the object has no program in it");
  return out->meta != NULL;
}

bool program_link(arena *home, str object, program *out, str *problem) {
  out->code = jit_load(home, object, NULL, 0, problem);
  return program_find(out, problem);
}

/* Out of the cache, whatever it was put there for. */
static bool cached(arena *home, jit_cache *cache, const program_source *source, str *object) {
  str metadata;
  jit_key key = jit_key_of(source->text, program_flags(home, source));
  return !source->watched && jit_cache_get(cache, home, key, object, &metadata) && modules_unchanged(home, metadata);
}

static gael_status object_of(arena *home, jit_cache *cache, const program_source *source, program *out, str *object,
                             str *problem) {
  if (cached(home, cache, source, object)) return GAEL_OK;
  gael_status status = program_object(home, source, &out->session, object, problem);
  if (status != GAEL_OK || source->watched) return status;
  bool silent = diag_count(out->session->diags) == 0; /* a warning wants to be seen at every run */
  if (silent)
    jit_cache_put(cache, jit_key_of(source->text, program_flags(home, source)), *object,
                  modules_manifest(out->session));
  return GAEL_OK;
}

/* An earlier run may have left the second version, which is a whole program, too. */
static gael_status load_in_tiers(arena *home, jit_cache *cache, const program_source *source, second_how how,
                                 program *out, str *problem) {
  program_source part = *source;
  str object;
  part.watched = second_watches(how);
  part.part = PIPELINE_SECOND;
  if (cached(home, cache, &part, &object) && program_link(home, object, out, problem)) return GAEL_OK;
  part.part = PIPELINE_FIRST;
  gael_status status = object_of(home, cache, &part, out, &object, problem);
  if (status != GAEL_OK) return status;
  out->code = second_load_first(home, object, how, problem);
  if (!program_find(out, problem)) return GAEL_BUG;
  second_begin(home, &part, out->code, how);
  return GAEL_OK;
}

gael_status program_load(arena *home, const program_source *source, program *out, str *problem) {
  str object;
  *out = (program){0};
  jit_cache *cache = jit_cache_open(home);
  second_how how = second_read(source);
  if (source->tiers && !how.off) return load_in_tiers(home, cache, source, how, out, problem);
  program_source whole = *source;
  if (source->tiers) whole.level = 0;
  gael_status status = object_of(home, cache, &whole, out, &object, problem);
  if (status != GAEL_OK) return status;
  return program_link(home, object, out, problem) ? GAEL_OK : GAEL_BUG;
}
