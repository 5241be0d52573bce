/* Foreign comments and quotes. They are found in the bytes, before there are tokens, since what stands in a comment is
   no token. `//` divides in GAEL and `--` subtracts twice: both are comments only where prose follows. */

#include <ctype.h>
#include <string.h>

#include "frontend/habit_priv.h"

static bool has(const habit *h, uint32_t at, const char *text) {
  size_t n = strlen(text);
  return at + n <= h->text.len && memcmp(h->text.ptr + at, text, n) == 0;
}

static uint32_t line_end(const habit *h, uint32_t at) {
  const char *end = memchr(h->text.ptr + at, '\n', h->text.len - at);
  return end ? (uint32_t)(end - h->text.ptr) : (uint32_t)h->text.len;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

static bool begins_line(const habit *h, uint32_t at) {
  while (at && is_blank(h->text.ptr[at - 1])) at--;
  return at == 0 || h->text.ptr[at - 1] == '\n';
}

/* Two words side by side, or a sentence's end: no expression. */
static bool is_prose(const habit *h, uint32_t at, bool alone) {
  uint32_t end = line_end(h, at), words = 0;
  while (at < end && is_blank(h->text.ptr[at])) at++;
  while (end > at && is_blank(h->text.ptr[end - 1])) end--;
  if (at == end) return true;
  if (isalpha((unsigned char)h->text.ptr[at]) && strchr(".:!,", h->text.ptr[end - 1])) return true;
  for (uint32_t i = at; i < end && words < 2;) {
    if (!isalpha((unsigned char)h->text.ptr[i])) break;
    while (i < end && (isalnum((unsigned char)h->text.ptr[i]) || strchr("'-_", h->text.ptr[i]))) i++;
    words++;
    if (i < end && !is_blank(h->text.ptr[i])) break;
    while (i < end && is_blank(h->text.ptr[i])) i++;
  }
  return words >= 2 || (alone && words == 1);
}

static void blank(habit *h, uint32_t start, uint32_t end) {
  for (uint32_t i = start; i < end; i++)
    if (h->clean[i] != '\n') h->clean[i] = ' ';
}

/* A report of its own: bytes [start, end) by `text`. */
static void replace(habit *h, diag_code code, uint32_t start, uint32_t mark, uint32_t end, const char *message,
                    str text) {
  habit_report r = {.code = code, .message = message, .replaces = true, .mechanical = true, .start = start, .end = end};
  r.at = (span){start, mark, h->file};
  r.piece = h->pieces.len;
  r.piece_count = text.len > 0;
  if (text.len) vec_push(h->home, &h->pieces, (habit_piece){.text = text});
  vec_push(h->home, &h->reports, r);
}

static void comment_line(habit *h, uint32_t at, uint32_t mark) {
  replace(h, DIAG_foreign_comment, at, at + mark, at + mark, "a comment begins with `#`", STR("#"));
  blank(h, at, line_end(h, at));
}

/* Each line of it behind a `#`, if nothing follows it. */
static void comment_block(habit *h, uint32_t at, uint32_t mark, uint32_t inner_end, uint32_t end) {
  strbuf text = strbuf_new(h->home);
  uint32_t rest = end;
  while (rest < h->text.len && is_blank(h->text.ptr[rest])) rest++;
  if (rest == h->text.len || h->text.ptr[rest] == '\n') {
    strbuf_byte(&text, '#');
    for (uint32_t i = at + mark; i < inner_end; i++) {
      strbuf_byte(&text, h->text.ptr[i]);
      if (h->text.ptr[i] == '\n') strbuf_byte(&text, '#');
    }
  }
  replace(h, DIAG_foreign_comment, at, at + mark, end, "a comment begins with `#` and ends with its line",
          strbuf_str(&text));
  blank(h, at, end);
}

static uint32_t closing(const habit *h, uint32_t at, const char *mark) {
  size_t n = strlen(mark);
  while (at + n <= h->text.len && !has(h, at, mark)) at += h->text.ptr[at] == '\\' ? 2 : 1;
  return at + n <= h->text.len ? at : UINT32_MAX;
}

/* """text""": a docstring where a statement begins, else a string. */
static uint32_t triple(habit *h, uint32_t at) {
  char mark[] = {h->text.ptr[at], h->text.ptr[at], h->text.ptr[at], 0};
  uint32_t inner = at + 3, close = closing(h, inner, mark);
  if (close == UINT32_MAX) return at + 3;
  uint32_t end = close + 3;
  if (begins_line(h, at)) {
    comment_block(h, at, 3, close, end);
    return end;
  }
  if (memchr(h->text.ptr + inner, '"', close - inner)) return end;
  str text = str_printf(h->home, "\"%.*s\"", (int)(close - inner), h->text.ptr + inner);
  replace(h, DIAG_foreign_string, at, at + 3, end, "one quote on each side is enough, over several lines, too", text);
  blank(h, at, at + 2);
  blank(h, end - 2, end);
  h->clean[at + 2] = '"';
  h->clean[end - 3] = '"';
  return end;
}

/* `text ${e}`: the f of the f-string takes the place that the $ leaves. */
static uint32_t template(habit *h, uint32_t at) {
  const char *p = h->text.ptr;
  uint32_t close = at + 1, holes = 0;
  bool plain = true;
  for (; close < h->text.len && p[close] != '`'; close++) {
    if (p[close] == '$' && p[close + 1] == '{') holes++;
    plain = plain && p[close] != '"';
  }
  bool infix = close < h->text.len && !memchr(p + at, ' ', close - at) && !holes && isalpha((unsigned char)p[at + 1]);
  if (infix) return close + 1;
  if (close == h->text.len || !plain) return at + 1;
  strbuf text = strbuf_new(h->home);
  strbuf_add(&text, holes ? STR("f\"") : STR("\""));
  for (uint32_t i = at + 1; i < close; i++)
    if (p[i] != '$' || p[i + 1] != '{') strbuf_byte(&text, p[i]);
  strbuf_byte(&text, '"');
  str said = strbuf_str(&text);
  blank(h, at, close + 1);
  memcpy(h->clean + at, said.ptr, said.len);
  replace(h, DIAG_foreign_string, at, at + 1, close + 1,
          holes ? "a string with holes is f\"..{e}..\"" : "strings stand in double quotes", said);
  return close + 1;
}

static uint32_t string(const habit *h, uint32_t at) {
  char quote = h->text.ptr[at];
  uint32_t i = at + 1;
  while (i < h->text.len && h->text.ptr[i] != quote) i += h->text.ptr[i] == '\\' ? 2 : 1;
  return i < h->text.len ? i + 1 : at + 1;
}

/* Where a comment's line begins with `mark`, or prose follows it. */
static bool comments(const habit *h, uint32_t at, const char *mark) {
  uint32_t behind = at + (uint32_t)strlen(mark);
  if (!has(h, at, mark)) return false;
  bool first = begins_line(h, at);
  bool apart = at == 0 || strchr(" \t\n;{})", h->text.ptr[at - 1]);
  bool spaced = behind >= h->text.len || isspace((unsigned char)h->text.ptr[behind]);
  return apart && (spaced || first) && is_prose(h, behind, first);
}

static uint32_t step(habit *h, uint32_t at) {
  char c = h->text.ptr[at];
  if (has(h, at, "\"\"\"") || has(h, at, "'''")) return triple(h, at);
  if (c == '"' || c == '\'') return string(h, at);
  if (c == '`') return template(h, at);
  if (c == '#') return line_end(h, at);
  if (has(h, at, "/*") || has(h, at, "{- ")) {
    uint32_t close = closing(h, at + 2, c == '/' ? "*/" : "-}");
    if (close == UINT32_MAX) return at + 2;
    comment_block(h, at, 2, close, close + 2);
    return close + 2;
  }
  if (comments(h, at, "//") || comments(h, at, "--")) {
    comment_line(h, at, 2);
    return line_end(h, at);
  }
  return at + 1;
}

void habit_clean(habit *h) {
  h->clean = arena_strndup(h->home, h->text.ptr, h->text.len);
  for (uint32_t at = 0; at < h->text.len;) at = step(h, at);
}
