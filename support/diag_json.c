/* One JSON object a line, keys in the order that cli.md fixes. A note in another file than its diagnostic names that
   file; what has no place says null. */

#include "support/diag.h"

static void json_escape(strbuf *out, uint32_t scalar) {
  static const char named[128] = {
      ['"'] = '"', ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
  if (scalar < 128 && named[scalar]) strbuf_printf(out, "\\%c", named[scalar]);
  else if (scalar < 0x20 || scalar == 0x7F) strbuf_printf(out, "\\u%04x", (unsigned)scalar);
  else strbuf_utf8(out, scalar);
}

static void json_string(strbuf *out, str text) {
  strbuf_byte(out, '"');
  for (const char *p = text.ptr, *end = p + text.len; p < end;) json_escape(out, utf8_next(&p, end));
  strbuf_byte(out, '"');
}

static void json_key(strbuf *out, const char *key) { strbuf_printf(out, ",\"%s\":", key); }

static void json_text(strbuf *out, const char *key, str text) {
  json_key(out, key);
  json_string(out, text);
}

static void json_span(strbuf *out, span where) {
  if (where.file == UINT32_MAX) strbuf_add(out, STR("null"));
  else strbuf_printf(out, "[%u,%u]", where.start, where.end);
}

static void json_place(strbuf *out, span where, source_set *sources) {
  if (where.file == UINT32_MAX) {
    strbuf_add(out, STR(",\"file\":null,\"line\":null,\"column\":null,\"end_line\":null,\"end_column\":null"));
  } else {
    source_pos start = source_pos_of(sources, where.file, where.start);
    source_pos end = source_pos_of(sources, where.file, where.end);
    json_text(out, "file", source_name(sources, where.file));
    strbuf_printf(out, ",\"line\":%u,\"column\":%u", start.line, start.column);
    strbuf_printf(out, ",\"end_line\":%u,\"end_column\":%u", end.line, end.column);
  }
  json_key(out, "span");
  json_span(out, where);
}

static void json_notes(strbuf *out, const diag *d, source_set *sources) {
  json_key(out, "notes");
  strbuf_byte(out, '[');
  for (uint32_t i = 0; i < d->note_count; i++) {
    const diag_label *note = &d->notes[i];
    strbuf_add(out, i ? STR(",{\"message\":") : STR("{\"message\":"));
    json_string(out, note->message);
    if (note->where.file != UINT32_MAX && note->where.file != d->where.file)
      json_text(out, "file", source_name(sources, note->where.file));
    json_key(out, "span");
    json_span(out, note->where);
    strbuf_byte(out, '}');
  }
  strbuf_byte(out, ']');
}

static void json_edits(strbuf *out, const diag_fix *fix) {
  for (uint32_t i = 0; i < fix->count; i++) {
    strbuf_add(out, i ? STR(",{\"span\":") : STR("{\"span\":"));
    json_span(out, fix->edits[i].where);
    json_text(out, "text", fix->edits[i].text);
    strbuf_byte(out, '}');
  }
}

static void json_fixes(strbuf *out, const diag *d) {
  json_key(out, "fixes");
  strbuf_byte(out, '[');
  for (uint32_t i = 0; i < d->fix_count; i++) {
    strbuf_add(out, i ? STR(",{\"title\":") : STR("{\"title\":"));
    json_string(out, d->fixes[i].title);
    json_key(out, "edits");
    strbuf_byte(out, '[');
    json_edits(out, &d->fixes[i]);
    strbuf_add(out, STR("]}"));
  }
  strbuf_byte(out, ']');
}

static void json_diag(strbuf *out, const diag *d, source_set *sources) {
  strbuf_printf(out, "{\"code\":\"%s\"", diag_code_text(d->code));
  json_text(out, "severity", str_of(diag_severity_name(d->severity)));
  json_text(out, "message", d->message);
  json_place(out, d->where, sources);
  if (d->expected.len) json_text(out, "expected", d->expected);
  if (d->found.len) json_text(out, "found", d->found);
  json_notes(out, d, sources);
  json_fixes(out, d);
  strbuf_add(out, STR("}\n"));
}

void diag_render_json(strbuf *out, const diag_sink *s, source_set *sources) {
  for (uint32_t i = 0; i < diag_count(s); i++) json_diag(out, diag_at(s, i), sources);
}
