#ifndef GAEL_SUPPORT_GLYPH_H
#define GAEL_SUPPORT_GLYPH_H

/* How source text looks in a terminal: how many columns a scalar takes, and what stands for one that must not reach the
   terminal as it is (control characters, and the direction marks that can make code look like other code). */

#include <stdint.h>

#include "support/str.h"

typedef struct glyph {
  uint32_t shown;   /* the scalar to print; ' ' for a tab, as often as `columns` says */
  uint32_t columns; /* 0: combines with the one before */
} glyph;

glyph glyph_of(uint32_t scalar, uint32_t column); /* `column` from 0, for tab stops */
void glyph_add(strbuf *out, glyph g);
void glyph_add_text(strbuf *out, str text); /* a message or a name, made harmless */

#endif
