#ifndef GAEL_DENSITY_PRETOKENIZE_H
#define GAEL_DENSITY_PRETOKENIZE_H

/* Cuts a text into the pieces that byte-pair encoding treats one by one. First the literals are cut out: texts that are
   a token wherever they stand. What lies between them passes the stages in order; each cuts every piece of the stage
   before by one pattern, which sees nothing outside that piece. */

#include "density/regex.h"
#include "support/vec.h"

typedef struct pretok pretok;

/* What a stage hands on: matches, what lies between them, or both. */
typedef enum pretok_keep {
  PRETOK_MATCHES = 1,
  PRETOK_GAPS = 2,
  PRETOK_ALL = PRETOK_MATCHES | PRETOK_GAPS,
} pretok_keep;

/* What a literal takes from around it, and whether letters or digits may touch it. */
typedef enum pretok_margin {
  PRETOK_SPACE_BEFORE = 1,
  PRETOK_SPACE_AFTER = 2,
  PRETOK_WORD_ONLY = 4,
} pretok_margin;

#define PRETOK_TEXT UINT32_MAX

typedef struct pretok_piece {
  uint32_t start, end;
  uint32_t literal; /* its token, or PRETOK_TEXT */
} pretok_piece;

typedef VEC(pretok_piece) pretok_pieces;

pretok *pretok_new(arena *home);
bool pretok_stage_add(pretok *p, str pattern, pretok_keep keep, str *problem); /* false: *problem says why */
void pretok_literal_add(pretok *p, str text, uint32_t token, unsigned margins);
bool pretok_literals_close(pretok *p, str *problem); /* after the last literal; not needed when there is none */

/* false: a pattern went beyond what PCRE2 can do. Pieces lie in `scratch`. */
bool pretok_split(const pretok *p, arena *scratch, str valid_utf8, pretok_pieces *out);

#endif
