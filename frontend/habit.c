/* Reads a refused program with the eyes of other languages, makes the GAEL that was meant, and tells what was found in
   it at its places in the text as written. */

#include <string.h>

#include "frontend/habit_priv.h"
#include "frontend/layout.h"
#include "frontend/lexer.h"

enum { SHOWN = 72 }; /* bytes of GAEL that a message shows */

/* Each bracket knows its partner; a text whose brackets do not pair is left alone. */
static bool pair_brackets(habit *h) {
  VEC(uint32_t) open = {0};
  for (uint32_t i = 0; i < h->tokens.len; i++) {
    token *t = &h->tokens.items[i];
    t->partner = 0;
    bool opens = token_is(t->kind, TOKEN_IS_OPEN) || t->kind == TOKEN_FSTR_BEGIN;
    bool closes = token_is(t->kind, TOKEN_IS_CLOSE) || t->kind == TOKEN_FSTR_END;
    if (opens) vec_push(h->home, &open, i);
    if (open.len > LAYOUT_DEPTH_MAX) return false;
    if (!closes) continue;
    if (!open.len) return false;
    t->partner = vec_pop(&open);
    h->tokens.items[t->partner].partner = i;
  }
  return open.len == 0;
}

static bool read_tokens(habit *h) {
  comment_vec comments = {0};
  lexer lx = {.home = h->home,
              .scratch = h->home,
              .names = h->names,
              .sink = diag_sink_new(h->home, 0),
              .text = h->clean,
              .file = h->file,
              .end = (uint32_t)h->text.len,
              .multiline = SPAN_NONE,
              .tokens = &h->tokens,
              .comments = &comments};
  lexer_run(&lx, 0);
  return pair_brackets(h);
}

/* The text as GAEL. */

static int by_start(const habit_report *a, const habit_report *b) {
  return (a->start > b->start) - (a->start < b->start);
}

/* Regions in order, outer ones alone; the others are told only. */
static void settle(habit *h) {
  uint32_t reached = 0;
  for (uint32_t i = 1; i < h->reports.len; i++) {
    habit_report moving = h->reports.items[i];
    uint32_t at = i;
    for (; at && by_start(&h->reports.items[at - 1], &moving) > 0; at--)
      h->reports.items[at] = h->reports.items[at - 1];
    h->reports.items[at] = moving;
  }
  for (uint32_t i = 0; i < h->reports.len; i++) {
    habit_report *r = &h->reports.items[i];
    if (!r->replaces) continue;
    bool inner = r->start < reached;
    for (uint32_t k = i + 1; !inner && k < h->reports.len; k++)
      inner = h->reports.items[k].replaces && h->reports.items[k].start == r->start && h->reports.items[k].end > r->end;
    if (inner)
      r->code = DIAG_COUNT;
    else
      reached = r->end;
  }
}

static bool is_told(const habit_report *r) { return r->code != DIAG_COUNT; }

static str piece_text(const habit *h, const habit_piece *p) {
  return p->text.ptr ? p->text : (str){h->clean + p->start, p->end - p->start};
}

static void add(habit *h, strbuf *out, uint32_t from, str text, uint32_t report) {
  if (!text.len) return;
  habit_stretch s = {(uint32_t)out->len, from, (uint32_t)text.len, report};
  vec_push(h->home, &h->stretches, s);
  strbuf_add(out, text);
}

static void make(habit *h) {
  strbuf out = strbuf_new(h->home);
  uint32_t at = 0;
  for (uint32_t i = 0; i < h->reports.len; i++) {
    const habit_report *r = &h->reports.items[i];
    if (!r->replaces || !is_told(r)) continue;
    add(h, &out, at, (str){h->text.ptr + at, r->start - at}, UINT32_MAX);
    for (uint32_t k = 0; k < r->piece_count; k++) {
      const habit_piece *p = &h->pieces.items[r->piece + k];
      add(h, &out, p->text.ptr ? r->start : p->start, piece_text(h, p), p->text.ptr ? i : UINT32_MAX);
    }
    at = r->end;
  }
  add(h, &out, at, (str){h->text.ptr + at, h->text.len - at}, UINT32_MAX);
  h->made = source_add(h->sources, source_name(h->sources, h->file), strbuf_str(&out));
}

habit *habit_read(arena *home, intern *names, source_set *sources, uint32_t file) {
  str text = source_text(sources, file);
  size_t bad;
  if (!utf8_valid(text, &bad) || text.len > INT32_MAX) return NULL;
  habit *h = ARENA_NEW(home, habit);
  *h = (habit){.home = home, .names = names, .sources = sources, .file = file, .text = text, .last = UINT32_MAX};
  habit_clean(h);
  if (read_tokens(h)) {
    habit_find_meanings(h);
    habit_top(h);
  }
  if (!h->reports.len || h->exhausted) return NULL;
  settle(h);
  make(h);
  return h;
}

uint32_t habit_file(const habit *h) { return h->made; }

/* Places. */

static const habit_stretch *stretch_at(const habit *h, uint32_t at) {
  uint32_t low = 0, high = h->stretches.len;
  while (high - low > 1) {
    uint32_t middle = (low + high) / 2;
    if (h->stretches.items[middle].at <= at)
      low = middle;
    else
      high = middle;
  }
  return h->stretches.len ? &h->stretches.items[low] : NULL;
}

/* Where a span of the made text was written; false: nowhere. */
static bool written(const habit *h, span made, span *out) {
  const habit_stretch *first = stretch_at(h, made.start);
  const habit_stretch *last = stretch_at(h, made.end > made.start ? made.end - 1 : made.start);
  if (!first || first->report != UINT32_MAX || last->report != UINT32_MAX) return false;
  *out = (span){first->from + (made.start - first->at), last->from + (made.end - last->at), h->file};
  return out->start <= out->end;
}

static const habit_report *doubtful_around(const habit *h, span where) {
  for (uint32_t i = 0; i < h->reports.len; i++) {
    const habit_report *r = &h->reports.items[i];
    if (r->replaces && !r->mechanical && where.start >= r->start && where.end <= r->end) return r;
  }
  return NULL;
}

static bool is_name_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80); }

/* What stands for something that could not be read is no expression of the program. */
static bool is_about_mains(const habit *h, const diag *d) {
  if (d->code != DIAG_second_main && d->code != DIAG_definition_after_main && d->code != DIAG_nothing_to_run)
    return false;
  for (uint32_t i = 0; i < h->reports.len; i++)
    if (h->reports.items[i].replaces && !h->reports.items[i].mechanical) return true;
  return false;
}

/* What was to be defined where nothing could be made of the text is no news when it is missing. */
static bool is_lost(const habit *h, const diag *d, span where) {
  if (d->code != DIAG_unknown_name && d->code != DIAG_unknown_constructor && d->code != DIAG_unsupported) return false;
  str name = {h->text.ptr + where.start, where.end - where.start};
  for (uint32_t i = 0; i < h->reports.len; i++) {
    const habit_report *r = &h->reports.items[i];
    if (!r->replaces || r->mechanical) continue;
    for (uint32_t at = r->start; at + name.len <= r->end; at++)
      if (!memcmp(h->text.ptr + at, name.ptr, name.len) && (at == 0 || !is_name_byte(h->text.ptr[at - 1]))) return true;
  }
  return false;
}

/* Telling. */

static str said(const habit *h, const habit_report *r) {
  strbuf b = strbuf_new(h->home);
  for (uint32_t k = 0; k < r->piece_count; k++) strbuf_add(&b, piece_text(h, &h->pieces.items[r->piece + k]));
  return strbuf_str(&b);
}

static void tell(const habit *h, const habit_report *r, diag_sink *out) {
  str gael = r->replaces ? said(h, r) : STR("");
  bool name = r->code == DIAG_foreign_name || r->code == DIAG_foreign_module; /* its message shows it already */
  bool shown = r->mechanical && !name && gael.len >= 3 && gael.len <= SHOWN && !memchr(gael.ptr, '\n', gael.len);
  diag *d = shown ? diag_report(out, r->code, r->at, "%s; here `" STR_FMT "`", r->message, STR_ARG(gael))
                  : diag_report(out, r->code, r->at, "%s", r->message);
  if (r->hint) diag_hint(out, d, "%s", r->hint);
  if (r->replaces && r->mechanical)
    diag_fix_edit(out, d, gael.len ? "write it so" : "take it out", (span){r->start, r->end, h->file}, gael);
}

static span place(const habit *h, span made) {
  span where = made;
  if (made.file != h->made) return made;
  return written(h, made, &where) ? where : SPAN_NONE;
}

static void retell_fix(const habit *h, const diag_fix *fix, diag *d, diag_sink *out) {
  for (uint32_t i = 0; i < fix->count; i++) {
    span where = place(h, fix->edits[i].where);
    if (where.file == UINT32_MAX) return;
    for (uint32_t k = 0; k < h->reports.len; k++) {
      const habit_report *r = &h->reports.items[k];
      if (r->replaces && is_told(r) && where.start < r->end && where.end > r->start) return;
    }
    if (fix->count == 1) diag_fix_edit(out, d, fix->title.ptr, where, fix->edits[i].text);
  }
}

static void retell(const habit *h, const diag *d, diag_sink *out) {
  span where = d->where;
  if (d->where.file == h->made && !written(h, d->where, &where)) return;
  if (doubtful_around(h, where) || is_about_mains(h, d) || is_lost(h, d, where)) return;
  diag *copy = diag_report(out, d->code, where, STR_FMT, STR_ARG(d->message));
  diag_expected(out, copy, d->expected, d->found);
  for (uint32_t i = 0; i < d->note_count; i++)
    diag_note(out, copy, place(h, d->notes[i].where), STR_FMT, STR_ARG(d->notes[i].message));
  for (uint32_t i = 0; i < d->fix_count; i++) retell_fix(h, &d->fixes[i], copy, out);
}

void habit_retell(const habit *h, const diag_sink *found, diag_sink *out) {
  for (uint32_t i = 0; i < h->reports.len; i++)
    if (is_told(&h->reports.items[i])) tell(h, &h->reports.items[i], out);
  for (uint32_t i = 0; i < diag_count(found); i++) retell(h, diag_at(found, i), out);
}
