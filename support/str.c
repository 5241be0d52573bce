#include "support/str.h"

#include <stdio.h>
#include <string.h>

#include "support/bug.h"

enum { STRBUF_FIRST = 64 };

str str_of(const char *nul_terminated) { return (str){nul_terminated, strlen(nul_terminated)}; }

bool str_eq(str a, str b) { return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0); }

int str_cmp(str a, str b) {
  size_t shared = a.len < b.len ? a.len : b.len;
  int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(str s, str prefix) { return s.len >= prefix.len && str_eq((str){s.ptr, prefix.len}, prefix); }

bool str_word(const char **at, char gap, str *word) {
  while (**at == gap) ++*at;
  *word = (str){*at, 0};
  for (; **at && **at != gap; ++*at) word->len++;
  return word->len != 0;
}

str str_copy(arena *a, str s) { return (str){arena_strndup(a, s.ptr, s.len), s.len}; }

str str_printf(arena *a, const char *format, ...) {
  strbuf b = strbuf_new(a);
  va_list args;
  va_start(args, format);
  strbuf_vprintf(&b, format, args);
  va_end(args);
  return strbuf_str(&b);
}

strbuf strbuf_new(arena *home) { return (strbuf){.home = home}; }

/* Makes room for `more` bytes and a NUL, which vsnprintf writes and which keeps str_printf's texts terminated. */
static void strbuf_reserve(strbuf *b, size_t more) {
  if (more < b->cap - b->len) return;
  size_t cap = b->cap ? b->cap : STRBUF_FIRST;
  while (cap - b->len <= more) {
    if (cap > SIZE_MAX / 2) gael_bug("a text of %zu bytes", b->len);
    cap *= 2;
  }
  if (!b->cap || !arena_extend(b->home, b->ptr, b->cap, cap)) {
    char *grown = arena_alloc(b->home, cap, 1);
    if (b->len) memcpy(grown, b->ptr, b->len);
    b->ptr = grown;
  }
  b->cap = cap;
}

void strbuf_byte(strbuf *b, char c) {
  strbuf_reserve(b, 1);
  b->ptr[b->len++] = c;
}

void strbuf_add(strbuf *b, str s) {
  if (!s.len) return;
  strbuf_reserve(b, s.len);
  memcpy(b->ptr + b->len, s.ptr, s.len);
  b->len += s.len;
}

void strbuf_utf8(strbuf *b, uint32_t scalar) {
  char bytes[4];
  size_t n = 0;
  if (scalar < 0x80) {
    bytes[n++] = (char)scalar;
  } else if (scalar < 0x800) {
    bytes[n++] = (char)(0xC0 | scalar >> 6);
    bytes[n++] = (char)(0x80 | (scalar & 0x3F));
  } else if (scalar < 0x10000) {
    bytes[n++] = (char)(0xE0 | scalar >> 12);
    bytes[n++] = (char)(0x80 | (scalar >> 6 & 0x3F));
    bytes[n++] = (char)(0x80 | (scalar & 0x3F));
  } else {
    bytes[n++] = (char)(0xF0 | scalar >> 18);
    bytes[n++] = (char)(0x80 | (scalar >> 12 & 0x3F));
    bytes[n++] = (char)(0x80 | (scalar >> 6 & 0x3F));
    bytes[n++] = (char)(0x80 | (scalar & 0x3F));
  }
  strbuf_add(b, (str){bytes, n});
}

void strbuf_printf(strbuf *b, const char *format, ...) {
  va_list args;
  va_start(args, format);
  strbuf_vprintf(b, format, args);
  va_end(args);
}

void strbuf_vprintf(strbuf *b, const char *format, va_list args) {
  va_list again;
  va_copy(again, args);
  strbuf_reserve(b, 0);
  int n = vsnprintf(b->ptr + b->len, b->cap - b->len, format, args);
  if (n < 0) gael_bug("a format that cannot be printed: %s", format);
  if ((size_t)n >= b->cap - b->len) {
    strbuf_reserve(b, (size_t)n);
    vsnprintf(b->ptr + b->len, b->cap - b->len, format, again);
  }
  b->len += (size_t)n;
  va_end(again);
}

str strbuf_str(const strbuf *b) { return (str){b->ptr ? b->ptr : "", b->len}; }
