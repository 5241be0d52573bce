/* Sessions, checking and diagnostics of libgael. */

#include "driver/session.h"

#include "driver/pipeline.h"

const char *gael_version(void) { return GAEL_VERSION; }

gael_session *gael_open(const char *name, const char *source, size_t length) {
  arena *home = arena_new("session");
  gael_session *s = ARENA_NEW(home, gael_session);
  *s = (gael_session){.home = home,
                      .names = intern_new(home),
                      .sources = source_set_new(home),
                      .diags = diag_sink_new(home, SESSION_ERRORS)};
  bool fits = length < UINT32_MAX;
  s->file = source_add(s->sources, str_of(name), (str){source, fits ? length : 0});
  if (!fits) diag_report(s->diags, DIAG_source_too_large, (span){0, 0, s->file}, "a source has at most 4 GiB");
  return s;
}

void gael_close(gael_session *s) {
  if (s) arena_free(s->home);
}

str session_name(const gael_session *s) { return source_name(s->sources, s->file); }
str session_text(const gael_session *s) { return source_text(s->sources, s->file); }

gael_status gael_check(gael_session *s) { return pipeline_check(s) ? GAEL_OK : GAEL_INVALID; }

const char *gael_types(gael_session *s) {
  strbuf text = strbuf_new(s->home);
  if (s->valid) {
    for (uint32_t i = 0; i < s->core->count; i++) {
      infer_print_scheme(&text, s->infer, s->core->defs[i]);
      strbuf_byte(&text, '\n');
    }
    if (s->core->main) {
      infer_print_scheme(&text, s->infer, s->core->main);
      strbuf_byte(&text, '\n');
    }
  }
  strbuf_byte(&text, 0);
  return strbuf_str(&text).ptr;
}

size_t gael_error_count(gael_session *s) { return diag_error_count(s->diags); }

const char *gael_diagnostics_text(gael_session *s, bool color) {
  strbuf text = strbuf_new(s->home);
  diag_render_text(&text, s->diags, s->sources, color);
  strbuf_byte(&text, 0);
  return strbuf_str(&text).ptr;
}

const char *gael_diagnostics_json(gael_session *s) {
  strbuf text = strbuf_new(s->home);
  diag_render_json(&text, s->diags, s->sources);
  strbuf_byte(&text, 0);
  return strbuf_str(&text).ptr;
}
