/* Recursion unrolled: a small function's calls of itself are made in place, once or twice over.

   Law:        a call is its body.
   Condition:  the function is small, and takes and gives numbers only: what walks or builds data has other transformations
               to come, which want to see the recursion.
   Guarantees: the same failures with the same frames. flat_simplify is to follow.
   Cost:       linear: the room of what a function becomes is bounded. */

#include "ir/inline.h"
#include "ir/passes.h"

enum { LEVELS = 2, ROOM = 160, CALLS = 8 };

typedef VEC(inline_site) site_list;

static bool is_self_call(const flat_module *m, const flat_fun *f, const flat_instr *i) {
  return i->op == FLAT_CALL && m->funs.items[i->target] == f && !i->caught;
}

/* Calls of itself in blocks from `first` on; of several in one block the last, which leaves the others in place. */
static void find_sites(const flat_module *m, const flat_fun *f, arena *scratch, flat_label first, site_list *out) {
  for (flat_label l = first; l < f->blocks.len; l++) {
    const flat_block *b = &f->blocks.items[l];
    if (b->end == FLAT_TRY && is_self_call(m, f, &b->last)) vec_push(scratch, out, ((inline_site){l, b->code.len}));
    for (uint32_t k = b->code.len; k > 0; k--)
      if (is_self_call(m, f, &b->code.items[k - 1])) vec_push(scratch, out, ((inline_site){l, k - 1}));
  }
}

static bool is_of_numbers(const flat_fun *f) {
  for (uint32_t r = 0; r < f->result_count; r++)
    if (f->results[r].scalar == FLAT_PTR) return false;
  for (uint32_t p = 0; p < f->param_count; p++)
    if (f->vars.items[f->params[p]].scalar == FLAT_PTR) return false;
  return f->result_count > 0 && !f->closure;
}

static void unroll_fun(const flat_module *m, flat_fun *f, arena *scratch) {
  site_list sites = {0};
  if (!is_of_numbers(f)) return;
  find_sites(m, f, scratch, 0, &sites);
  if (!sites.len || sites.len > CALLS) return;
  inline_body body = inline_body_of(m, f);
  uint32_t size = body.instr_count;
  for (uint32_t level = 0; level < LEVELS; level++) {
    size += sites.len * body.instr_count;
    if (size > ROOM) return;
    flat_label first = f->blocks.len;
    for (uint32_t k = 0; k < sites.len; k++) inline_call(m, f, sites.items[k], &body);
    sites.len = 0;
    find_sites(m, f, scratch, first, &sites);
  }
}

void flat_unroll(flat_module *m) {
  arena *scratch = arena_new("unrolling");
  for (uint32_t k = 0; k < m->funs.len; k++) unroll_fun(m, m->funs.items[k], scratch);
  arena_free(scratch);
}
