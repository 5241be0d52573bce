#ifndef GAEL_BACKEND_CG_SITE_H
#define GAEL_BACKEND_CG_SITE_H

/* The places that a program's failures name (runtime/gael_rt.h: gl_site), by numbers of the program's own in the order in
   which they are first asked for; 0 stays no place, as in ir/comb.h. The table is bytes as they lie in the target's memory,
   and its texts are one text: thousands of places are two constants of the module, without an address to be tied. Nothing of
   LLVM here, so that one table serves a program that is compiled in parts. */

#include "ir/comb.h"
#include "support/source.h"

typedef struct cg_site_table cg_site_table;

/* `sources` NULL, or a place outside of them (tests build such): `file` is named, without lines or text. */
cg_site_table *cg_site_table_new(arena *home, comb_store *store, source_set *sources, const char *file);
uint32_t cg_site_table_number(cg_site_table *t, ir_site site);
/* Nothing is added any more: asking for a number only reads, so threads may. */
void cg_site_table_seal(cg_site_table *t);

uint32_t cg_site_table_count(const cg_site_table *t); /* 0: no place was asked for */

/* All of it, once, by one thread: lines and texts are looked up only now. */
typedef struct cg_site_bytes {
  str rows, texts;
} cg_site_bytes;
cg_site_bytes cg_site_table_write(cg_site_table *t);

#endif
