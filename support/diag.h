#ifndef GAEL_SUPPORT_DIAG_H
#define GAEL_SUPPORT_DIAG_H

/* Diagnostics are values: built by passes, kept in a sink, rendered at the end by diag_text.c or diag_json.c (cli.md
   has the form). Codes are frozen: a number in diag_codes.def never changes its meaning. The sink drops exact
   duplicates (same code and span), keeps its diagnostics in order of file and offset, and of each severity the first
   `limit`. */

#include <stdbool.h>
#include <stdint.h>

#include "support/source.h"

typedef enum diag_code {
#define X(number, name, severity, summary) DIAG_##name,
#include "support/diag_codes.def"
#undef X
  DIAG_COUNT
} diag_code;

typedef enum diag_severity { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE } diag_severity;

typedef struct diag_edit {
  span where; /* empty span: insertion */
  str text;
} diag_edit;

typedef struct diag_fix {
  str title;
  diag_edit *edits;
  uint32_t count;
} diag_fix;

typedef struct diag_label {
  span where; /* SPAN_NONE: a note without a place */
  str message;
} diag_label;

typedef struct diag {
  diag_code code;
  diag_severity severity;
  span where; /* SPAN_NONE: about no source */
  str message;
  str expected, found; /* empty: not said */
  diag_label *notes;
  uint32_t note_count;
  diag_fix *fixes;
  uint32_t fix_count;
} diag;

typedef struct diag_sink diag_sink;

diag_sink *diag_sink_new(arena *home, uint32_t limit);
/* Records a diagnostic (severity from diag_codes.def); the result may be decorated by the calls below until the next
   diag_report. Never NULL: past the limit, and for a duplicate, a scratch value is given. */
diag *diag_report(diag_sink *s, diag_code code, span where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diag_expected(diag_sink *s, diag *d, str expected, str found);
void diag_note(diag_sink *s, diag *d, span where, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* A note without a place. */
void diag_hint(diag_sink *s, diag *d, const char *format, ...) __attribute__((format(printf, 3, 4)));
void diag_fix_edit(diag_sink *s, diag *d, const char *title, span where, str text); /* one fix of one edit */

/* One fix of several edits that do not overlap. */
void diag_fix_edits(diag_sink *s, diag *d, const char *title, const diag_edit *edits, uint32_t count);

uint32_t diag_error_count(const diag_sink *s);
uint32_t diag_count(const diag_sink *s);
const diag *diag_at(const diag_sink *s, uint32_t i); /* sorted by file, start, code */
const char *diag_code_text(diag_code code);          /* "GL0203" */
const char *diag_code_name(diag_code code);          /* "type_mismatch" */
const char *diag_code_summary(diag_code code);       /* "two types that should be one" */
const char *diag_severity_name(diag_severity severity);
bool diag_truncated(const diag_sink *s); /* something was dropped at the limit */
arena *diag_arena(diag_sink *s);

/* Renderers. `color`: ANSI. The JSON renderer writes one object a line. */
void diag_render_text(strbuf *out, const diag_sink *s, source_set *sources, bool color);
void diag_render_json(strbuf *out, const diag_sink *s, source_set *sources);

#endif
