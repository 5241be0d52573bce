#ifndef GAEL_SUPPORT_SOURCE_H
#define GAEL_SUPPORT_SOURCE_H

/* The texts of one compilation. A text may be added before it is checked for UTF-8, so that the report about a bad
   byte has a source to show. */

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
/* Builds the line index at first use; then O(log lines + length of the line). */
source_pos source_pos_of(source_set *s, uint32_t file, uint32_t offset);
str source_line(source_set *s, uint32_t file, uint32_t line); /* without its line end */

bool utf8_valid(str text, size_t *bad_offset); /* RFC 3629: no surrogates, no overlong forms */
size_t utf8_ascii(str text);                     /* bytes of ASCII that it begins with */
/* Decodes one scalar (p < end) and advances; U+FFFD for a byte that does not decode. */
uint32_t utf8_next(const char **p, const char *end);

/* Reads a file whole; false with errno set. "-" is standard input. */
bool source_read_file(arena *a, const char *path, str *text);

#endif
