#ifndef GAEL_IR_SEXP_H
#define GAEL_IR_SEXP_H

/* Bracketed text laid out for a reader: what fits stands on one line, what does not has its parts below each other,
   indented by two. */

#include "support/str.h"
#include "support/vec.h"

typedef struct sexp sexp;
struct sexp {
  char open, close;     /* 0: an atom */
  str head;             /* the atom, or what stands behind `open` */
  VEC(sexp *) parts;
  uint32_t width;       /* on one line; set by sexp_add and sexp_new */
};

sexp *sexp_new(arena *home, char open, char close, str head);
sexp *sexp_atom(arena *home, str text);
void sexp_add(arena *home, sexp *list, sexp *part);
void sexp_write(strbuf *out, const sexp *s, uint32_t indent);

#endif
