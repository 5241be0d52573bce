#ifndef GAEL_SUPPORT_SOURCE_H
#define GAEL_SUPPORT_SOURCE_H

/* The texts of one compilation. A text is checked for UTF-8 once, when added. */

#include <stdbool.h>

#include "support/span.h"
#include "support/str.h"

typedef struct source_set source_set;
typedef struct source_pos {
  uint32_t line, column; /* from 1; a column counts Unicode scalars */
} source_pos;

source_set *source_set_new(arena *home);
uint32_t source_add(source_set *s, str name, str text); /* copies both; the text gets a NUL behind it */
str source_name(const source_set *s, uint32_t file);
str source_text(const source_set *s, uint32_t file);
uint32_t source_count(const source_set *s);
source_pos source_pos_of(source_set *s, uint32_t file, uint32_t offset); /* builds the line index at first use; O(log lines) */
str source_line(source_set *s, uint32_t file, uint32_t line);             /* without its line end */
bool utf8_valid(str text, size_t *bad_offset);                            /* RFC 3629: no surrogates, no overlong forms */
uint32_t utf8_next(const char **p, const char *end);                      /* decodes one scalar of valid text, advances */

/* Reads a file whole; false with errno set. "-" is standard input. */
bool source_read_file(arena *a, const char *path, str *text);

#endif
