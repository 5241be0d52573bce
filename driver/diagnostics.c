/* What was reported, as text, as JSON and as data: the session's diagnostics, and behind them the last call's. */

#include "driver/boundary.h"
#include "support/rescue.h"

enum { SINKS = 2 };

static void sinks_of(const gael_session *s, const diag_sink *sinks[SINKS]) {
  sinks[0] = s->diags;
  sinks[1] = s->said;
}

/* ---- data ---- */

typedef struct listing {
  gael_session *s;
  arena *home;
  gael_diagnostic *items;
  size_t count;
} listing;

static const char *text_of(arena *home, str text) { return arena_strndup(home, text.ptr, text.len); }

static gael_span span_of(const listing *l, span where) {
  source_set *sources = l->s->sources;
  if (where.file == UINT32_MAX) return (gael_span){0};
  source_pos start = source_pos_of(sources, where.file, where.start), end = source_pos_of(sources, where.file, where.end);
  return (gael_span){.file = text_of(l->home, source_name(sources, where.file)),
                     .start = where.start,
                     .end = where.end,
                     .line = start.line,
                     .column = start.column,
                     .end_line = end.line,
                     .end_column = end.column};
}

static const gael_note *notes_of(const listing *l, const diag *d) {
  gael_note *notes = ARENA_ARRAY(l->home, gael_note, d->note_count + 1);
  for (uint32_t i = 0; i < d->note_count; i++)
    notes[i] = (gael_note){text_of(l->home, d->notes[i].message), span_of(l, d->notes[i].where)};
  return notes;
}

static gael_fix fix_of(const listing *l, const diag_fix *f) {
  gael_edit *edits = ARENA_ARRAY(l->home, gael_edit, f->count + 1);
  for (uint32_t i = 0; i < f->count; i++)
    edits[i] = (gael_edit){span_of(l, f->edits[i].where), text_of(l->home, f->edits[i].text)};
  return (gael_fix){text_of(l->home, f->title), f->count, edits};
}

static const gael_fix *fixes_of(const listing *l, const diag *d) {
  gael_fix *fixes = ARENA_ARRAY(l->home, gael_fix, d->fix_count + 1);
  for (uint32_t i = 0; i < d->fix_count; i++) fixes[i] = fix_of(l, &d->fixes[i]);
  return fixes;
}

static gael_diagnostic diagnostic_of(const listing *l, const diag *d) {
  static const gael_severity severities[] = {[DIAG_ERROR] = GAEL_ERROR, [DIAG_WARNING] = GAEL_WARNING, [DIAG_NOTE] = GAEL_NOTE};
  return (gael_diagnostic){.code = diag_code_text(d->code),
                           .severity = severities[d->severity],
                           .message = text_of(l->home, d->message),
                           .where = span_of(l, d->where),
                           .expected = d->expected.len ? text_of(l->home, d->expected) : NULL,
                           .found = d->found.len ? text_of(l->home, d->found) : NULL,
                           .note_count = d->note_count,
                           .fix_count = d->fix_count,
                           .notes = notes_of(l, d),
                           .fixes = fixes_of(l, d)};
}

static void list(void *context) {
  listing *l = context;
  const diag_sink *sinks[SINKS];
  sinks_of(l->s, sinks);
  if (!l->s->call) l->s->call = arena_new("call");
  l->home = l->s->call;
  size_t count = 0;
  for (int k = 0; k < SINKS; k++) count += sinks[k] ? diag_count(sinks[k]) : 0;
  l->items = ARENA_ARRAY(l->home, gael_diagnostic, count + 1);
  for (int k = 0; k < SINKS; k++)
    for (uint32_t i = 0; sinks[k] && i < diag_count(sinks[k]); i++) l->items[l->count++] = diagnostic_of(l, diag_at(sinks[k], i));
}

const gael_diagnostic *gael_diagnostics(gael_session *s, size_t *count) {
  listing l = {.s = s};
  char words[RESCUE_WORDS];
  bool whole = rescue_run(list, &l, words) == RESCUE_NONE;
  *count = whole ? l.count : 0;
  return whole ? l.items : NULL;
}

/* ---- text ---- */

typedef struct rendering {
  gael_session *s;
  bool json, color;
  const char *text;
} rendering;

static void render(void *context) {
  rendering *r = context;
  const diag_sink *sinks[SINKS];
  sinks_of(r->s, sinks);
  strbuf text = strbuf_new(r->s->call ? r->s->call : r->s->home);
  for (int k = 0; k < SINKS; k++) {
    if (!sinks[k]) continue;
    if (r->json) diag_render_json(&text, sinks[k], r->s->sources);
    else diag_render_text(&text, sinks[k], r->s->sources, r->color);
  }
  strbuf_byte(&text, 0);
  r->text = strbuf_str(&text).ptr;
}

static const char *rendered(rendering r) {
  char words[RESCUE_WORDS];
  return rescue_run(render, &r, words) == RESCUE_NONE ? r.text : "";
}

const char *gael_diagnostics_text(gael_session *s, bool color) { return rendered((rendering){s, false, color, ""}); }
const char *gael_diagnostics_json(gael_session *s) { return rendered((rendering){s, true, false, ""}); }
