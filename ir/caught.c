/* Failures that are caught where they happen leave no record: writing one, with the operands as text, costs more than
   what failed.

   Expects:    a simplified module, not counted yet.
   Guarantees: flat_instr.caught where on the way of the failure nothing but frames of inlined calls comes before
               FAIL_CLEAR. */

#include "ir/simplify.h"

enum { WAY = 16 }; /* blocks looked at */

static bool is_caught(const flat_fun *f, flat_label at) {
  for (uint32_t step = 0; step < WAY; step++) {
    const flat_block *b = &f->blocks.items[at];
    uint32_t k = 0;
    while (k < b->code.len && b->code.items[k].op == FLAT_FAIL_FRAME) k++;
    if (k < b->code.len) return b->code.items[k].op == FLAT_FAIL_CLEAR;
    if (b->end != FLAT_JUMP) return false;
    at = b->edges[0].to;
  }
  return false;
}

void simplify_caught(flat_module *m) {
  for (uint32_t i = 0; i < m->funs.len; i++) {
    flat_fun *f = m->funs.items[i];
    for (flat_label l = 0; l < f->blocks.len; l++) {
      flat_block *b = &f->blocks.items[l];
      if (b->end == FLAT_TRY) b->last.caught = is_caught(f, b->edges[1].to);
    }
  }
}
