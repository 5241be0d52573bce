#include "ir/heat.h"

#include "ir/call_graph.h"
#include "ir/nest.h"

bool *heat_turns(const flat_fun *f, arena *home) {
  loop_nest loops = loop_nest_of(f, home);
  bool *turns = ARENA_ARRAY(home, bool, f->blocks.len);
  for (flat_label l = 0; l < f->blocks.len; l++) turns[l] = !loops.regular || loops.innermost[l] != FLAT_NONE;
  return turns;
}

typedef struct finder {
  const flat_module *m;
  arena *scratch;
  bool *often;
  uint32_t *times; /* that it is called at most, where that is not often */
} finder;

enum { MANY = 1000 }; /* calls, from which on they are often: layers of functions that call the next one twice */

/* Constants are computed once, wherever they are asked for. */
static void spread(const finder *s, const flat_instr *i, uint32_t from, bool often) {
  if (i->op == FLAT_GLOBAL) s->times[s->m->globals.items[i->target].fun] = 1;
  if (i->op != FLAT_CALL) return;
  s->often[i->target] |= often;
  if (s->times[i->target] < MANY) s->times[i->target] += s->times[from];
}

static bool spread_all(const finder *s, uint32_t fun) {
  const flat_fun *f = s->m->funs.items[fun];
  const bool *turns = heat_turns(f, s->scratch);
  bool loops = false;
  for (flat_label l = 0; l < f->blocks.len; l++) {
    const flat_block *b = &f->blocks.items[l];
    loops |= turns[l];
    for (uint32_t k = 0; k < b->code.len; k++) spread(s, &b->code.items[k], fun, s->often[fun] || turns[l]);
    if (flat_has_last(b)) spread(s, &b->last, fun, s->often[fun] || turns[l]);
  }
  return loops;
}

/* Closures are called by whoever gets them; what another version calls may be called from its loops. The rest of a function
   that runs once does so, too. */
static bool is_unknown(const flat_fun *f) {
  if (f->link == FLAT_ENTERED) return f->often;
  return f->closure || f->link != FLAT_WITHIN;
}

flat_heat *heat_of(const flat_module *m, bool again, arena *home) {
  finder s = {.m = m, .scratch = arena_new("heat")};
  flat_heat *heat = ARENA_ARRAY(home, flat_heat, m->funs.len);
  s.often = ARENA_ARRAY(s.scratch, bool, m->funs.len);
  call_graph calls = call_graph_of(m, s.scratch);
  s.often[m->entry] = again;
  s.times = ARENA_ARRAY(s.scratch, uint32_t, m->funs.len);
  s.times[m->entry] = 1;
  for (uint32_t k = calls.len; k > 0; k--) { /* callers before callees */
    const component *c = &calls.items[k - 1];
    for (uint32_t i = 0; i < c->count; i++) {
      uint32_t fun = c->nodes[i];
      s.often[fun] |= c->circular || s.times[fun] >= MANY || is_unknown(m->funs.items[fun]);
    }
    for (uint32_t i = 0; i < c->count; i++) {
      uint32_t fun = c->nodes[i];
      bool loops = spread_all(&s, fun);
      heat[fun] = s.often[fun] ? HEAT_OFTEN : loops ? HEAT_LOOPS : HEAT_ONCE;
    }
  }
  arena_free(s.scratch);
  return heat;
}
