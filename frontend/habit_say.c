/* Looking at the raw tokens, and saying what they mean in GAEL. */

#include <ctype.h>
#include <string.h>

#include "frontend/habit_priv.h"

/* Looking. */

token_kind habit_kind(const habit *h, uint32_t i) { return i < h->tokens.len ? h->tokens.items[i].kind : TOKEN_END; }

str habit_slice(const habit *h, uint32_t i) {
  if (i >= h->tokens.len) return STR("");
  span where = h->tokens.items[i].where;
  return (str){h->clean + where.start, where.end - where.start};
}

bool habit_word(const habit *h, uint32_t i, const char *word) {
  token_kind kind = habit_kind(h, i);
  bool name = kind == TOKEN_IDENT || kind == TOKEN_CON || token_is(kind, TOKEN_IS_WORD);
  return name && habit_kind(h, i - 1) != TOKEN_DOT && str_eq(habit_slice(h, i), str_of(word));
}

bool habit_touches(const habit *h, uint32_t i) { return i && i < h->tokens.len && !h->tokens.items[i].spaced; }

bool habit_pair(const habit *h, uint32_t i, token_kind first, token_kind second) {
  return habit_kind(h, i) == first && habit_kind(h, i + 1) == second && habit_touches(h, i + 1);
}

uint32_t habit_column(const habit *h, uint32_t i) {
  uint32_t start = h->tokens.items[i].where.start, at = start;
  while (at && h->clean[at - 1] != '\n') at--;
  return start - at;
}

uint32_t habit_next(const habit *h, uint32_t i) {
  uint32_t partner = i < h->tokens.len ? h->tokens.items[i].partner : i;
  return partner > i ? partner + 1 : i + 1;
}

uint32_t habit_find(const habit *h, uint32_t from, uint32_t to, token_kind kind) {
  while (from < to && habit_kind(h, from) != kind) from = habit_next(h, from);
  return from < to ? from : to;
}

uint32_t habit_find_word(const habit *h, uint32_t from, uint32_t to, const char *word) {
  while (from < to && !habit_word(h, from, word)) from = habit_next(h, from);
  return from < to ? from : to;
}

/* What the program gives a meaning to, and how. */
enum { ASSIGNED = 1, PARAMETER = 2, DEFINED = 4 };

static void mark(habit *h, uint32_t i, uint64_t how) {
  uint64_t known = 0;
  if (habit_kind(h, i) != TOKEN_IDENT) return;
  map_get(&h->meanings, h->tokens.items[i].name, &known);
  map_set(&h->meanings, h->tokens.items[i].name, known | how);
}

static void mark_all(habit *h, uint32_t from, uint32_t to, uint64_t how) {
  for (uint32_t i = from; i < to; i++) mark(h, i, how);
}

/* `name p q=` or `def name(p,q)` at the margin. */
static void mark_head(habit *h, uint32_t i) {
  bool word = habit_kind(h, i + 1) == TOKEN_IDENT && habit_kind(h, i + 2) == TOKEN_LPAREN;
  if (word && h->tokens.items[i + 2].partner > i + 2) {
    mark(h, i + 1, DEFINED);
    for (uint32_t k = i + 3; k < h->tokens.items[i + 2].partner; k++)
      if (habit_kind(h, k - 1) == TOKEN_LPAREN || habit_kind(h, k - 1) == TOKEN_COMMA) mark(h, k, PARAMETER);
  }
  uint32_t at = i;
  while (at < h->tokens.len && habit_kind(h, at) != TOKEN_ASSIGN && !(at > i && h->tokens.items[at].first))
    at = habit_next(h, at);
  if (habit_kind(h, at) != TOKEN_ASSIGN || habit_kind(h, i + 1) == TOKEN_DOT) return;
  mark(h, i, DEFINED);
  mark_all(h, i + 1, at, PARAMETER);
}

void habit_find_meanings(habit *h) {
  bool parameters = false;
  h->meanings = map_new(h->home);
  for (uint32_t i = 0; i < h->tokens.len; i++) {
    token_kind kind = habit_kind(h, i), next = habit_kind(h, i + 1);
    bool begins = kind == TOKEN_BACKSLASH || habit_word(h, i, "lambda") || habit_word(h, i, "for");
    parameters = begins || (parameters && (kind == TOKEN_IDENT || kind == TOKEN_COMMA || kind == TOKEN_LPAREN));
    if (parameters && !begins) mark(h, i, PARAMETER);
    if (kind != TOKEN_IDENT || habit_kind(h, i - 1) == TOKEN_DOT) continue;
    if (next == TOKEN_ASSIGN) mark(h, i, ASSIGNED);
    if (next == TOKEN_LARROW || next == TOKEN_IN) mark(h, i, PARAMETER);
    if (h->tokens.items[i].margin) mark_head(h, i);
  }
}

static uint64_t meaning(const habit *h, str word) {
  uint64_t how = 0;
  sym name = intern_add(h->names, word);
  map_get(&h->meanings, name, &how);
  return how;
}

bool habit_defines(const habit *h, str word) { return meaning(h, word) & ASSIGNED; }
bool habit_binds(const habit *h, str word) { return meaning(h, word) != 0; }
bool habit_binds_dotted(const habit *h, str word) { return meaning(h, word) & DEFINED; }

bool habit_mentions(const habit *h, habit_range r, sym name) {
  for (uint32_t i = r.from; i < r.to; i++)
    if (habit_kind(h, i) == TOKEN_IDENT && h->tokens.items[i].name == name && habit_kind(h, i - 1) != TOKEN_DOT)
      return true;
  return false;
}

/* Saying. */

static bool is_word_byte(char c) { return isalnum((unsigned char)c) || c == '_' || (c & 0x80); }

char habit_last_byte(const habit *h) {
  if (h->pieces.len == h->reports.items[h->region].piece) return ' ';
  const habit_piece *p = &vec_last(&h->pieces);
  return p->text.ptr ? p->text.ptr[p->text.len - 1] : h->clean[p->end - 1];
}

/* Two words never grow together. */
static void push(habit *h, habit_piece p, char first) {
  enum { PIECES_A_TOKEN = 64 };
  h->exhausted = h->exhausted || h->pieces.len / PIECES_A_TOKEN > h->tokens.len + 1;
  if (!h->depth || h->exhausted) return;
  if (is_word_byte(first) && is_word_byte(habit_last_byte(h)))
    vec_push(h->home, &h->pieces, ((habit_piece){.text = STR(" ")}));
  vec_push(h->home, &h->pieces, p);
}

void habit_say_str(habit *h, str text) {
  if (text.len) push(h, (habit_piece){.text = text}, *text.ptr);
  h->last = UINT32_MAX;
}

void habit_say(habit *h, const char *text) { habit_say_str(h, str_of(text)); }

void habit_gap(habit *h, uint32_t i) {
  uint32_t before = h->last;
  h->last = UINT32_MAX;
  if (!h->depth || before == UINT32_MAX || before + 1 != i) return;
  uint32_t start = h->tokens.items[before].where.end, end = h->tokens.items[i].where.start;
  if (start == end) return;
  if (memchr(h->clean + start, '\n', end - start))
    push(h, (habit_piece){.text = STR(" ")}, ' ');
  else
    push(h, (habit_piece){.start = start, .end = end}, h->clean[start]);
}

void habit_token(habit *h, uint32_t i) {
  habit_gap(h, i);
  span where = h->tokens.items[i].where;
  token_kind kind = habit_kind(h, i);
  char first = where.end > where.start ? h->clean[where.start] : ' ';
  if (h->depth && (first == '&' || first == '^') && where.end == where.start + 1) {
    habit_say(h, kind == TOKEN_AND ? "&&" : "**");
    h->last = i;
    return;
  }
  if (kind == TOKEN_STR && where.end == where.start + 2 && first == '\'') {
    habit_say(h, "\"\""); /* our '' is no text */
    h->last = i;
    return;
  }
  if (where.end > where.start) push(h, (habit_piece){.start = where.start, .end = where.end}, h->clean[where.start]);
  h->last = i;
}

void habit_at(habit *h, uint32_t i) { h->last = i ? i - 1 : UINT32_MAX; }

/* Regions. */

static habit_report *report(habit *h, diag_code code, uint32_t at, const char *message, const char *hint) {
  habit_report r = {.code = code, .at = h->tokens.items[at].where, .message = message, .hint = hint};
  r.piece = h->pieces.len;
  vec_push(h->home, &h->reports, r);
  return &vec_last(&h->reports);
}

void habit_open(habit *h, uint32_t from, diag_code code, uint32_t at, const char *what) {
  if (h->depth++) {
    habit_gap(h, from);
    return;
  }
  h->region = h->reports.len;
  habit_report *r = report(h, code, at, what, NULL);
  r->replaces = r->mechanical = true;
  r->start = h->tokens.items[from].where.start;
  h->last = UINT32_MAX;
}

void habit_widen(habit *h, uint32_t start, uint32_t end) {
  habit_report *r = &h->reports.items[h->region];
  if (h->depth > 1) return;
  if (start < r->start) r->start = start;
  if (end > r->end) r->end = end;
}

void habit_close(habit *h, uint32_t to) {
  habit_at(h, to);
  if (--h->depth) return;
  habit_report *r = &h->reports.items[h->region];
  uint32_t end = to ? h->tokens.items[to - 1].where.end : r->start;
  if (end > r->end) r->end = end;
  r->piece_count = h->pieces.len - r->piece;
}

void habit_doubt(habit *h, diag_code code, uint32_t at, const char *message, const char *hint) {
  report(h, code, at, message, hint);
  h->reports.items[h->region].mechanical = false;
}

void habit_doubt_silently(habit *h, const char *hint) {
  habit_report *r = &h->reports.items[h->region];
  r->mechanical = false;
  if (h->depth == 1) r->hint = hint;
}

void habit_omit(habit *h, habit_range r, diag_code code, uint32_t at, const char *message) {
  habit_open(h, r.from, code, at, message);
  h->reports.items[h->region].mechanical = false;
  habit_close(h, r.to);
}

void habit_stuck(habit *h, habit_range r, diag_code code, uint32_t at, const char *message, const char *hint) {
  bool outermost = h->depth == 0;
  habit_open(h, r.from, code, at, message);
  if (outermost)
    h->reports.items[h->region].hint = hint;
  else
    report(h, code, at, message, hint);
  h->reports.items[h->region].mechanical = false;
  habit_say(h, "(fail \"\")");
  habit_close(h, r.to);
}
