/* The sink: diagnostics in order of file, offset and code, kept so by insertion, which also finds exact duplicates. */

#include "support/diag.h"

#include <string.h>

#include "support/vec.h"

enum { SEVERITIES = DIAG_NOTE + 1 };

struct diag_sink {
  arena *home;
  uint32_t limit; /* of each severity */
  uint32_t kept[SEVERITIES];
  bool truncated;
  VEC(diag *) diags;
  diag scratch; /* decorated in place of a diagnostic that is not kept */
};

typedef struct code_entry {
  char text[sizeof "GL0000"];
  diag_severity severity;
  const char *name, *summary;
} code_entry;

#define DIGIT(number, unit) ('0' + (number) / (unit) % 10)
#define X(number, name, severity, summary)                                                         \
  {{'G', 'L', DIGIT(number, 1000), DIGIT(number, 100), DIGIT(number, 10), DIGIT(number, 1), '\0'}, \
   DIAG_##severity,                                                                                \
   #name,                                                                                          \
   summary},
static const code_entry codes[DIAG_COUNT] = {
#include "support/diag_codes.def"
};
#undef X

const char *diag_code_text(diag_code code) { return codes[code].text; }
const char *diag_code_name(diag_code code) { return codes[code].name; }
const char *diag_code_summary(diag_code code) { return codes[code].summary; }

const char *diag_severity_name(diag_severity severity) {
  static const char *const names[SEVERITIES] = {
      [DIAG_ERROR] = "error", [DIAG_WARNING] = "warning", [DIAG_NOTE] = "note"};
  return names[severity];
}

diag_sink *diag_sink_new(arena *home, uint32_t limit) {
  diag_sink *s = ARENA_NEW(home, diag_sink);
  s->home = home;
  s->limit = limit;
  return s;
}

arena *diag_arena(diag_sink *s) { return s->home; }
uint32_t diag_error_count(const diag_sink *s) { return s->kept[DIAG_ERROR]; }
uint32_t diag_count(const diag_sink *s) { return s->diags.len; }
const diag *diag_at(const diag_sink *s, uint32_t i) { return s->diags.items[i]; }
bool diag_truncated(const diag_sink *s) { return s->truncated; }

static int compare(uint32_t a, uint32_t b) { return (a > b) - (a < b); }

static int diag_compare(const diag *a, diag_code code, span where) {
  int order = compare(a->where.file, where.file);
  if (!order) order = compare(a->where.start, where.start);
  if (!order) order = compare(a->code, code);
  return order ? order : compare(a->where.end, where.end);
}

/* The first place whose diagnostic comes after (code, where). */
static uint32_t diag_place(const diag_sink *s, diag_code code, span where) {
  uint32_t low = 0, high = s->diags.len;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (diag_compare(s->diags.items[middle], code, where) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

static diag *diag_insert(diag_sink *s, uint32_t at) {
  diag *d = ARENA_NEW(s->home, diag);
  vec_push(s->home, &s->diags, d);
  memmove(&s->diags.items[at + 1], &s->diags.items[at], (s->diags.len - 1 - at) * sizeof d);
  s->diags.items[at] = d;
  return d;
}

/* Diagnostics without a place differ by their messages only, so none of them is a duplicate. */
static bool diag_known(const diag_sink *s, uint32_t at, diag_code code, span where) {
  return where.file != UINT32_MAX && at > 0 && diag_compare(s->diags.items[at - 1], code, where) == 0;
}

static diag *diag_admit(diag_sink *s, diag_code code, span where) {
  diag_severity severity = codes[code].severity;
  uint32_t at = diag_place(s, code, where);
  bool known = diag_known(s, at, code, where);
  bool full = s->kept[severity] >= s->limit;
  if (known || full) {
    s->truncated |= !known;
    s->scratch = (diag){0};
    return &s->scratch;
  }
  s->kept[severity]++;
  return diag_insert(s, at);
}

static str diag_format(diag_sink *s, const char *format, va_list args) {
  strbuf b = strbuf_new(s->home);
  strbuf_vprintf(&b, format, args);
  return strbuf_str(&b);
}

diag *diag_report(diag_sink *s, diag_code code, span where, const char *format, ...) {
  diag *d = diag_admit(s, code, where);
  d->code = code;
  d->severity = codes[code].severity;
  d->where = where;
  if (d == &s->scratch) return d;
  va_list args;
  va_start(args, format);
  d->message = diag_format(s, format, args);
  va_end(args);
  return d;
}

void diag_expected(diag_sink *s, diag *d, str expected, str found) {
  d->expected = str_copy(s->home, expected);
  d->found = str_copy(s->home, found);
}

/* A copy of `count` items with room for one more: a diagnostic has few notes and fewer fixes. */
static void *extended(arena *a, const void *items, uint32_t count, size_t size) {
  void *more = arena_alloc(a, (count + 1) * size, alignof(max_align_t));
  return count ? memcpy(more, items, count * size) : more;
}

static void diag_add_note(diag_sink *s, diag *d, span where, const char *format, va_list args) {
  if (d == &s->scratch) return;
  d->notes = extended(s->home, d->notes, d->note_count, sizeof *d->notes);
  d->notes[d->note_count++] = (diag_label){where, diag_format(s, format, args)};
}

void diag_note(diag_sink *s, diag *d, span where, const char *format, ...) {
  va_list args;
  va_start(args, format);
  diag_add_note(s, d, where, format, args);
  va_end(args);
}

void diag_hint(diag_sink *s, diag *d, const char *format, ...) {
  va_list args;
  va_start(args, format);
  diag_add_note(s, d, SPAN_NONE, format, args);
  va_end(args);
}

void diag_fix_edits(diag_sink *s, diag *d, const char *title, const diag_edit *edits, uint32_t count) {
  if (d == &s->scratch) return;
  diag_edit *kept = ARENA_ARRAY(s->home, diag_edit, count);
  for (uint32_t i = 0; i < count; i++) kept[i] = (diag_edit){edits[i].where, str_copy(s->home, edits[i].text)};
  d->fixes = extended(s->home, d->fixes, d->fix_count, sizeof *d->fixes);
  d->fixes[d->fix_count++] = (diag_fix){str_copy(s->home, str_of(title)), kept, count};
}

void diag_fix_edit(diag_sink *s, diag *d, const char *title, span where, str text) {
  diag_fix_edits(s, d, title, &(diag_edit){where, text}, 1);
}
