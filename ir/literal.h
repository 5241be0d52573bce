#ifndef GAEL_IR_LITERAL_H
#define GAEL_IR_LITERAL_H

/* Scalars and texts as GAEL writes them, both ways. What literal_print writes, literal_read reads back exactly. */

#include "ir/comb.h"

typedef struct literal {
  ir_type_kind kind; /* INT FLOAT BOOL CHAR UNIT, or LIST for a Str */
  union {
    int64_t i; /* INT, BOOL, CHAR */
    double f;
    str s; /* UTF-8 */
  };
} literal;

void literal_int(strbuf *out, int64_t i);
/* The shortest digits that read back: 0.1, 2.0, 1e+16, nan, inf. */
void literal_float(strbuf *out, double f);
void literal_char(strbuf *out, uint32_t scalar);
void literal_str(strbuf *out, str utf8);
/* One scalar inside quotes of the given kind. */
void literal_scalar(strbuf *out, uint32_t scalar, char quote);

/* Reads one literal at text[*at]; false leaves *at alone. A string's text is built in `home`. */
bool literal_read(arena *home, str text, size_t *at, literal *out);
/* A quoted text at text[*at]; `quote` is its delimiter. */
bool literal_read_quoted(arena *home, str text, size_t *at, char quote, str *out);

#endif
