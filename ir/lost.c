#include "ir/lost.h"

#include "ir/tier.h"

typedef VEC(uint32_t) fun_list;

typedef struct finder {
  flat_module *m;
  arena *home, *scratch;
  bool closures; /* somebody catches what a closure fails with */
  fun_list work; /* functions that have turned out to be caught */
} finder;

/* ---- exits ---- */

static bool only_frames(const flat_block *b) {
  for (uint32_t k = 0; k < b->code.len; k++)
    if (b->code.items[k].op != FLAT_FAIL_FRAME) return false;
  return true;
}

bool *lost_exits(const flat_fun *f, arena *home) {
  bool *exits = ARENA_ARRAY(home, bool, f->blocks.len);
  flat_label *order;
  for (uint32_t i = flat_order(f, home, &order); i > 0; i--) {
    const flat_block *b = &f->blocks.items[order[i - 1]];
    bool leads_out = b->end == FLAT_FAIL || (b->end == FLAT_JUMP && exits[b->edges[0].to]);
    exits[order[i - 1]] = leads_out && only_frames(b);
  }
  return exits;
}

/* ---- who catches whom ---- */

static void catch_fun(finder *s, uint32_t fun) {
  flat_fun *f = s->m->funs.items[fun];
  if (!f->uncaught) return;
  f->uncaught = false;
  vec_push(s->home, &s->work, fun);
}

static void catch_closures(finder *s) {
  if (s->closures) return;
  s->closures = true;
  for (uint32_t i = 0; i < s->m->funs.len; i++)
    if (s->m->funs.items[i]->closure) catch_fun(s, i);
}

static void catch_instr(finder *s, const flat_instr *i) {
  if (i->op == FLAT_CALL) catch_fun(s, i->target);
  if (i->op == FLAT_GLOBAL) catch_fun(s, s->m->globals.items[i->target].fun);
  if (i->op == FLAT_CALL_CLOSURE) catch_closures(s);
}

/* What the function calls: all of it when it is caught itself, else what it catches. */
static void look_at(finder *s, uint32_t fun) {
  const flat_fun *f = s->m->funs.items[fun];
  const bool *exits = lost_exits(f, s->scratch);
  for (flat_label l = 0; l < f->blocks.len; l++) {
    const flat_block *b = &f->blocks.items[l];
    bool goes_out = b->end == FLAT_TAIL || (b->end == FLAT_TRY && exits[b->edges[1].to]);
    if (flat_has_last(b) && (!f->uncaught || !goes_out)) catch_instr(s, &b->last);
  }
  arena_clear(s->scratch);
}

/* What the first version of a program calls is caught if it is there. */
static void catch_by_first(finder *s) {
  const flat_tier *t = s->m->tier;
  if (!t || !t->first) return;
  const flat_tier *first = t->first->tier;
  for (uint32_t k = 0; k < t->entries.len; k++)
    if (!t->first->funs.items[first->entries.items[k].fun]->uncaught) catch_fun(s, t->entries.items[k].fun);
  for (uint32_t k = 0; k < t->loops.len; k++)
    if (!t->first->funs.items[first->loops.items[k].of]->uncaught) catch_fun(s, t->loops.items[k].fun);
}

void lost_find(flat_module *m) {
  for (uint32_t i = 0; i < m->funs.len; i++) m->funs.items[i]->uncaught = true;
  if (!m->catches && !m->outlived) return;
  finder s = {.m = m, .home = arena_new("caught functions"), .scratch = arena_new("one function")};
  catch_by_first(&s);
  if (m->outlived) catch_fun(&s, m->entry);
  for (uint32_t i = 0; i < m->funs.len; i++) look_at(&s, i);
  while (s.work.len) look_at(&s, vec_pop(&s.work));
  arena_free(s.scratch);
  arena_free(s.home);
}
