/* Diagnostics for people:

     error[GL0305]: `+` cannot join Int and Str
      --> sum.gael:1:3
       |
     1 | 1+"x"
       |  ^
       = expected: Int
       =    found: Str
       = hint: `str 1+"x"` joins texts
     fix: make the number a text
       |
     1 | str 1+"x"
       | ++++

   A place is shown by one line: of a longer span, the first line up to its end. A long line is cut to a window around
   the mark. Columns under a line are display columns (glyph.h), columns in the place count scalars. */

#include <string.h>

#include "support/diag.h"
#include "support/glyph.h"
#include "support/vec.h"

enum {
  WINDOW = 100,  /* columns of a source line that are shown at once */
  LEAD = 40,     /* of them before the mark, when the line is cut */
  FIX_LINES = 8, /* lines of an edited text that are shown */
};

typedef enum ink { INK_PLAIN, INK_BOLD, INK_RED, INK_YELLOW, INK_BLUE, INK_GREEN, INK_CYAN } ink;

static const char *const escapes[] = {
    [INK_PLAIN] = "\x1b[0m",   [INK_BOLD] = "\x1b[1m",    [INK_RED] = "\x1b[1;31m",  [INK_YELLOW] = "\x1b[1;33m",
    [INK_BLUE] = "\x1b[1;34m", [INK_GREEN] = "\x1b[1;32m", [INK_CYAN] = "\x1b[1;36m",
};

static const ink severity_inks[] = {[DIAG_ERROR] = INK_RED, [DIAG_WARNING] = INK_YELLOW, [DIAG_NOTE] = INK_CYAN};

typedef struct painter {
  strbuf *out;
  source_set *sources;
  bool color;
  int gutter; /* digits of the largest line number */
} painter;

/* Bytes [from, to) of a line, underlined with `sign`; an empty mark still shows one sign. */
typedef struct mark {
  size_t from, to;
  char sign;
} mark;

typedef VEC(mark) marks;

static uint32_t smaller(uint32_t a, uint32_t b) { return a < b ? a : b; }
static uint32_t larger(uint32_t a, uint32_t b) { return a > b ? a : b; }

static bool nowhere(span where) { return where.file == UINT32_MAX; }

static void paint(painter *p, ink color) {
  if (p->color) strbuf_add(p->out, str_of(escapes[color]));
}

static void paint_text(painter *p, ink color, str text) {
  paint(p, color);
  glyph_add_text(p->out, text);
  paint(p, INK_PLAIN);
}

/* The margin of a line: its number, or blanks for 0. */
static void paint_margin(painter *p, uint32_t line, const char *rule) {
  paint(p, INK_BLUE);
  if (line) strbuf_printf(p->out, "%*u %s", p->gutter, line, rule);
  else strbuf_printf(p->out, "%*s %s", p->gutter, "", rule);
  paint(p, INK_PLAIN);
}

static void paint_empty_margin(painter *p) {
  paint_margin(p, 0, "|");
  strbuf_byte(p->out, '\n');
}

/* The display column of byte `to` of a line. */
static uint32_t column_of(str line, size_t to) {
  uint32_t column = 0;
  for (const char *at = line.ptr, *end = at + to; at < end;)
    column += glyph_of(utf8_next(&at, line.ptr + line.len), column).columns;
  return column;
}

/* The columns [low, high) of a line that are shown. */
typedef struct window {
  uint32_t low, high, total;
} window;

static window window_around(str line, const marks *under) {
  uint32_t total = column_of(line, line.len);
  if (total <= WINDOW) return (window){0, total, total};
  uint32_t focus = under->len ? column_of(line, under->items[0].from) : 0;
  uint32_t low = focus > LEAD ? focus - LEAD : 0;
  if (low + WINDOW > total) low = total - WINDOW;
  return (window){low, low + WINDOW, total};
}

static void paint_source(painter *p, str line, window w) {
  if (w.low) strbuf_utf8(p->out, 0x2026);
  uint32_t column = 0;
  for (const char *at = line.ptr, *end = at + line.len; at < end && column < w.high;) {
    glyph g = glyph_of(utf8_next(&at, end), column);
    uint32_t next = column + g.columns;
    if (column >= w.low && next <= w.high) glyph_add(p->out, g);
    else if (next > w.low) glyph_add(p->out, (glyph){' ', smaller(next, w.high) - larger(column, w.low)});
    column = next;
  }
  if (w.high < w.total) strbuf_utf8(p->out, 0x2026);
}

/* The line of signs; the ellipsis of a cut line takes one column. */
static void paint_marks(painter *p, str line, window w, const marks *under, ink color) {
  char row[WINDOW + 2];
  size_t len = 0, shift = w.low ? 1 : 0;
  memset(row, ' ', sizeof row);
  for (uint32_t i = 0; i < under->len; i++) {
    const mark *m = &under->items[i];
    uint32_t from = column_of(line, m->from), to = column_of(line, m->to);
    if (to == from) to++;
    for (uint32_t c = from < w.low ? w.low : from; c < to && c <= w.high; c++) {
      row[c - w.low + shift] = m->sign;
      if (c - w.low + shift + 1 > len) len = c - w.low + shift + 1;
    }
  }
  paint_margin(p, 0, "| ");
  paint(p, color);
  strbuf_add(p->out, (str){row, len});
  paint(p, INK_PLAIN);
  strbuf_byte(p->out, '\n');
}

static void paint_line(painter *p, uint32_t number, str line, const marks *under, ink color) {
  window w = window_around(line, under);
  paint_margin(p, number, line.len ? "| " : "|");
  paint_source(p, line, w);
  strbuf_byte(p->out, '\n');
  if (under->len) paint_marks(p, line, w, under, color);
}

static size_t clamp(size_t at, size_t low, size_t high) { return at < low ? low : at > high ? high : at; }

static void paint_place(painter *p, span where) {
  source_pos at = source_pos_of(p->sources, where.file, where.start);
  paint(p, INK_BLUE);
  strbuf_printf(p->out, "%*s--> ", p->gutter, "");
  paint(p, INK_PLAIN);
  glyph_add_text(p->out, source_name(p->sources, where.file));
  strbuf_printf(p->out, ":%u:%u\n", at.line, at.column);
}

static void paint_snippet(painter *p, span where, char sign, ink color) {
  uint32_t number = source_pos_of(p->sources, where.file, where.start).line;
  str line = source_line(p->sources, where.file, number);
  size_t begin = (size_t)(line.ptr - source_text(p->sources, where.file).ptr);
  size_t from = clamp(where.start, begin, begin + line.len) - begin;
  size_t to = clamp(where.end, begin + from, begin + line.len) - begin;
  mark under = {from, to, sign};
  paint_empty_margin(p);
  paint_line(p, number, line, &(marks){&under, 1, 1}, color);
}

static void paint_label(painter *p, const char *label, str text) {
  if (!text.len) return;
  paint_margin(p, 0, "= ");
  paint_text(p, INK_BOLD, str_of(label));
  glyph_add_text(p->out, text);
  strbuf_byte(p->out, '\n');
}

static void paint_head(painter *p, ink color, const char *kind, const char *code, str message) {
  paint(p, color);
  strbuf_add(p->out, str_of(kind));
  if (code) strbuf_printf(p->out, "[%s]", code);
  paint(p, INK_PLAIN);
  paint(p, INK_BOLD);
  strbuf_add(p->out, STR(": "));
  glyph_add_text(p->out, message);
  paint(p, INK_PLAIN);
  strbuf_byte(p->out, '\n');
}

static void paint_note(painter *p, const diag_label *note) {
  paint_head(p, INK_CYAN, "note", NULL, note->message);
  paint_place(p, note->where);
  paint_snippet(p, note->where, '-', INK_CYAN);
}

/* A fix as the reader will see it: the lines it touches, with its edits made and marked. */
typedef struct edited {
  uint32_t line; /* number of the first one */
  str text;
  marks marks;
} edited;

static int edit_compare(const diag_edit *a, const diag_edit *b) {
  return (a->where.start > b->where.start) - (a->where.start < b->where.start);
}

static diag_edit *edits_sorted(arena *a, const diag_fix *fix) {
  diag_edit *sorted = arena_copy(a, fix->edits, fix->count * sizeof *sorted, alignof(diag_edit));
  for (uint32_t i = 1; i < fix->count; i++) {
    diag_edit moving = sorted[i];
    uint32_t at = i;
    for (; at > 0 && edit_compare(&sorted[at - 1], &moving) > 0; at--) sorted[at] = sorted[at - 1];
    sorted[at] = moving;
  }
  return sorted;
}

static edited fix_apply(painter *p, const diag_fix *fix) {
  arena *a = p->out->home;
  const diag_edit *edits = edits_sorted(a, fix);
  uint32_t file = edits[0].where.file;
  str text = source_text(p->sources, file);
  uint32_t first = source_pos_of(p->sources, file, edits[0].where.start).line;
  str last_line = source_line(p->sources, file, source_pos_of(p->sources, file, edits[fix->count - 1].where.end).line);
  size_t at = (size_t)(source_line(p->sources, file, first).ptr - text.ptr);
  size_t end = (size_t)(last_line.ptr + last_line.len - text.ptr);
  edited result = {.line = first};
  strbuf b = strbuf_new(a);
  for (uint32_t i = 0; i < fix->count; i++) {
    const diag_edit *e = &edits[i];
    size_t from = clamp(e->where.start, at, end);
    strbuf_add(&b, (str){text.ptr + at, from - at});
    char sign = e->where.start == e->where.end ? '+' : '~';
    if (e->text.len) vec_push(a, &result.marks, ((mark){b.len, b.len + e->text.len, sign}));
    strbuf_add(&b, e->text);
    at = clamp(e->where.end, from, end);
  }
  strbuf_add(&b, (str){text.ptr + at, end - at});
  result.text = strbuf_str(&b);
  return result;
}

/* The parts of the marks that lie in bytes [from, to), counted from there. */
static marks marks_within(arena *a, const marks *all, size_t from, size_t to) {
  marks within = {0};
  for (uint32_t i = 0; i < all->len; i++) {
    const mark *m = &all->items[i];
    if (m->to <= from || m->from >= to) continue;
    vec_push(a, &within, ((mark){clamp(m->from, from, to) - from, clamp(m->to, from, to) - from, m->sign}));
  }
  return within;
}

static void paint_fix(painter *p, const diag_fix *fix) {
  paint_head(p, INK_GREEN, "fix", NULL, fix->title);
  if (!fix->count || nowhere(fix->edits[0].where)) return;
  edited e = fix_apply(p, fix);
  paint_empty_margin(p);
  size_t from = 0;
  for (uint32_t i = 0; i < FIX_LINES && from <= e.text.len; i++) {
    const char *stop = from < e.text.len ? memchr(e.text.ptr + from, '\n', e.text.len - from) : NULL;
    size_t to = stop ? (size_t)(stop - e.text.ptr) : e.text.len;
    marks under = marks_within(p->out->home, &e.marks, from, to);
    paint_line(p, e.line + i, (str){e.text.ptr + from, to - from}, &under, INK_GREEN);
    from = to + 1;
  }
}

static uint32_t line_of(const painter *p, span where) {
  return nowhere(where) ? 0 : source_pos_of(p->sources, where.file, where.start).line;
}

static uint32_t fix_last_line(const painter *p, const diag_fix *fix) {
  uint32_t line = 0;
  for (uint32_t i = 0; i < fix->count; i++) {
    span where = fix->edits[i].where;
    if (nowhere(where)) continue;
    uint32_t added = 0;
    for (size_t c = 0; c < fix->edits[i].text.len; c++) added += fix->edits[i].text.ptr[c] == '\n';
    line = larger(line, source_pos_of(p->sources, where.file, where.end).line + added);
  }
  return line;
}

static int gutter_of(const painter *p, const diag *d) {
  uint32_t last = line_of(p, d->where);
  for (uint32_t i = 0; i < d->note_count; i++) last = larger(last, line_of(p, d->notes[i].where));
  for (uint32_t i = 0; i < d->fix_count; i++) last = larger(last, fix_last_line(p, &d->fixes[i]));
  int digits = 1;
  for (; last >= 10; last /= 10) digits++;
  return digits;
}

static void paint_diag(painter *p, const diag *d) {
  ink color = severity_inks[d->severity];
  p->gutter = gutter_of(p, d);
  paint_head(p, color, diag_severity_name(d->severity), diag_code_text(d->code), d->message);
  if (!nowhere(d->where)) {
    paint_place(p, d->where);
    paint_snippet(p, d->where, '^', color);
  }
  paint_label(p, "expected: ", d->expected);
  paint_label(p, "   found: ", d->found);
  for (uint32_t i = 0; i < d->note_count; i++)
    if (nowhere(d->notes[i].where)) paint_label(p, "hint: ", d->notes[i].message);
  for (uint32_t i = 0; i < d->note_count; i++)
    if (!nowhere(d->notes[i].where)) paint_note(p, &d->notes[i]);
  for (uint32_t i = 0; i < d->fix_count; i++) paint_fix(p, &d->fixes[i]);
}

void diag_render_text(strbuf *out, const diag_sink *s, source_set *sources, bool color) {
  painter p = {.out = out, .sources = sources, .color = color};
  for (uint32_t i = 0; i < diag_count(s); i++) {
    if (i) strbuf_byte(out, '\n');
    paint_diag(&p, diag_at(s, i));
  }
  if (diag_truncated(s)) strbuf_add(out, STR("\nThere is more; these are the first ones found.\n"));
}
