#ifndef GAEL_FRONTEND_LAYOUT_H
#define GAEL_FRONTEND_LAYOUT_H

/* From what was written to what the grammar reads: line ends become separators or nothing, brackets are paired, `(` `[`
   `{` get their meaning from what they touch, a section's missing operand is put in. */

#include "frontend/token.h"
#include "support/diag.h"

/* No bracket is deeper than this, so whoever follows brackets may recurse. */
enum { LAYOUT_DEPTH_MAX = 2000 };

typedef struct layout_result {
  token_vec tokens; /* brackets are balanced; no end token */
  bool open;        /* the text ended inside a bracket */
} layout_result;

/* The tokens live in `scratch`, as all that is needed on the way. */
layout_result layout_run(arena *scratch, diag_sink *sink, const token_vec *raw);

#endif
