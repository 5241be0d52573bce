#ifndef GAEL_DENSITY_REGEX_H
#define GAEL_DENSITY_REGEX_H

/* Regular expressions as tokenizers write them (Rust's regex, Oniguruma), run by PCRE2 with Unicode properties. Where
   the dialects differ in meaning, the pattern is rewritten; where it cannot be, it is refused. */

#include <stdbool.h>

#include "support/str.h"

typedef struct regex regex;
typedef struct regex_scan regex_scan; /* the working memory of one search after another */

typedef struct regex_hit {
  size_t start, end;
  uint32_t mark; /* the number n of the (*MARK:n) passed last, or 0 */
} regex_hit;

typedef enum regex_outcome { REGEX_NONE, REGEX_HIT, REGEX_FAILED } regex_outcome;

regex *regex_new(arena *home, str pattern, str *problem); /* NULL: *problem says why, in `home` */
void regex_quote(strbuf *out, str text);                  /* the pattern that matches just this text */

regex_scan *regex_scan_new(const regex *r, arena *home);
regex_outcome regex_scan_find(regex_scan *s, str valid_utf8, size_t from, regex_hit *hit);

#endif
