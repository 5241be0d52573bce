#include "driver/asked.h"

#include "driver/capability.h"
#include "driver/json_text.h"
#include "driver/target_named.h"

static bool refuse(gael_session *s, str problem) {
  diag_report(s->diags, DIAG_usage, SPAN_NONE, STR_FMT, STR_ARG(problem));
  return false;
}

bool asked_target(gael_session *s, const gael_options *o, target_use use, pipeline_target *t) {
  *t = (pipeline_target){.use = use, .cpu = o->cpu, .level = o->level, .debug = o->debug,
                         .rules = {o->allow, o->seconds, o->bytes}};
  const char *unknown = o->without ? transforms_read(o->without, &t->without) : NULL;
  if (unknown) return refuse(s, str_printf(s->home, "there is no transformation `%s`", unknown));
  str forbidden = o->allow ? capability_unknown(o->allow) : STR("");
  if (forbidden.len)
    return refuse(s, str_printf(s->home, "there is no capability `" STR_FMT "`; there are " CAPABILITIES, STR_ARG(forbidden)));
  if (o->level > 3) return refuse(s, str_printf(s->home, "there is no level %u of optimisation", o->level));
  str problem;
  t->target = use == TARGET_JIT ? target_host() : target_named(s->home, o->target, &problem);
  return t->target || refuse(s, problem);
}

bool asked_types(gael_session *s, const char *json, entry_request *q) {
  json_error_t where;
  if (!json) return true;
  json_t *args = json_text_load(s->home, str_of(json), 0, &where);
  bool is_array = json_is_array(args);
  uint32_t n = (uint32_t)json_array_size(args);
  const shape **shapes = ARENA_ARRAY(s->home, const shape *, n + 1);
  for (uint32_t i = 0; i < n; i++) shapes[i] = shape_of_json(s->home, json_array_get(args, i));
  json_decref(args);
  q->shapes = shapes;
  q->count = n;
  return is_array || refuse(s, STR("the arguments are no JSON array"));
}
