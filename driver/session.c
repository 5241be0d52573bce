/* Sessions and checking. */

#include "driver/session.h"

#include "driver/boundary.h"
#include "driver/function.h"
#include "driver/pipeline.h"
#include "runtime/gael_rt.h"
#include "support/rescue.h"

typedef struct opening {
  const char *name, *source;
  size_t length;
  gael_session *s;
} opening;

static void open_session(void *context) {
  opening *o = context;
  arena *home = arena_new("session");
  gael_session *s = ARENA_NEW(home, gael_session);
  *s = (gael_session){.home = home,
                      .names = intern_new(home),
                      .sources = source_set_new(home),
                      .diags = diag_sink_new(home, SESSION_ERRORS)};
  bool fits = o->length < UINT32_MAX;
  s->file = source_add(s->sources, str_of(o->name), (str){o->source, fits ? o->length : 0});
  if (!fits) diag_report(s->diags, DIAG_source_too_large, (span){0, 0, s->file}, "a source has at most 4 GiB");
  o->s = s;
}

gael_session *gael_open(const char *name, const char *source, size_t length) {
  opening o = {name, source, length, NULL};
  char words[RESCUE_WORDS];
  (void)rescue_run(open_session, &o, words);
  return o.s;
}

void gael_close(gael_session *s) {
  if (!s) return;
  function_close_all(s);
  gl_home_free(s->programs);
  arena_free(s->call);
  arena_free(s->home);
}

str session_name(const gael_session *s) { return source_name(s->sources, s->file); }
str session_text(const gael_session *s) { return source_text(s->sources, s->file); }

static gael_status check(gael_session *s, void *context) {
  (void)context;
  return pipeline_check(s) ? GAEL_OK : GAEL_INVALID;
}

gael_status gael_check(gael_session *s) { return boundary_compile(s, check, NULL); }

static void write_types(void *context) {
  gael_session *s = context;
  strbuf text = strbuf_new(s->home);
  for (uint32_t i = 0; i < s->core->count; i++) {
    infer_print_scheme(&text, s->infer, s->core->defs[i]);
    strbuf_byte(&text, '\n');
  }
  if (s->core->main) {
    infer_print_scheme(&text, s->infer, s->core->main);
    strbuf_byte(&text, '\n');
  }
  strbuf_byte(&text, 0);
  s->types = strbuf_str(&text).ptr;
}

const char *gael_types(gael_session *s) {
  char words[RESCUE_WORDS];
  if (s->valid && !s->types) (void)rescue_run(write_types, s, words);
  return s->types ? s->types : "";
}
