#ifndef GAEL_SUPPORT_STR_H
#define GAEL_SUPPORT_STR_H

/* Byte strings: `str` is a borrowed view (not NUL-terminated), `strbuf` a builder in an arena. */

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "support/arena.h"

typedef struct str {
  const char *ptr;
  size_t len;
} str;

#define STR(literal) ((str){"" literal, sizeof(literal) - 1})
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).len, (s).ptr

str str_of(const char *nul_terminated);
bool str_eq(str a, str b);
int str_cmp(str a, str b); /* bytewise */
bool str_starts(str s, str prefix);
/* The next word of a text at *at, which moves behind it; words are parted by any number of `gap`. False: there is none. */
bool str_word(const char **at, char gap, str *word);
str str_copy(arena *a, str s); /* the copy is NUL-terminated */
str str_printf(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

typedef struct strbuf {
  arena *home;
  char *ptr;
  size_t len, cap;
} strbuf;

strbuf strbuf_new(arena *home);
void strbuf_byte(strbuf *b, char c);
void strbuf_add(strbuf *b, str s);
void strbuf_utf8(strbuf *b, uint32_t scalar);
void strbuf_printf(strbuf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void strbuf_vprintf(strbuf *b, const char *format, va_list args);
str strbuf_str(const strbuf *b); /* view, valid until the next append */

#endif
