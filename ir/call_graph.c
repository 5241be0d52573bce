#include "ir/call_graph.h"

typedef struct collector {
  const flat_module *m;
  arena *home;
  call_graph out;
  bool closures;     /* the node behind the functions stands for what a closure may be */
  uint32_t *circles; /* by node */
  uint32_t count;    /* of circles so far */
} collector;

static void collect(const collector *c, const flat_instr *i, component_nodes *calls) {
  if (i->op == FLAT_CALL_CLOSURE && c->closures) vec_push(c->home, calls, c->m->funs.len);
  if (i->op == FLAT_CALL || i->op == FLAT_CLOSURE) vec_push(c->home, calls, i->target);
  if (i->op == FLAT_GLOBAL) vec_push(c->home, calls, c->m->globals.items[i->target].fun);
}

static void collect_closures(const collector *c, component_nodes *calls) {
  for (uint32_t k = 0; k < c->m->funs.len; k++)
    if (c->m->funs.items[k]->closure) vec_push(c->home, calls, k);
}

static void collect_all(void *context, uint32_t fun, component_nodes *calls) {
  const collector *c = context;
  if (fun == c->m->funs.len) {
    collect_closures(c, calls);
    return;
  }
  const flat_fun *f = c->m->funs.items[fun];
  for (flat_label l = 0; l < f->blocks.len; l++) {
    const flat_block *b = &f->blocks.items[l];
    for (uint32_t k = 0; k < b->code.len; k++) collect(c, &b->code.items[k], calls);
    if (flat_has_last(b)) collect(c, &b->last, calls);
  }
}

static void keep(void *context, const component *found) {
  collector *c = context;
  vec_push(c->home, &c->out, *found);
}

call_graph call_graph_of(const flat_module *m, arena *home) {
  collector c = {.m = m, .home = home};
  components *all = components_new(home, m->funs.len, (component_graph){&c, collect_all, keep});
  for (uint32_t i = 0; i < m->funs.len; i++) components_from(all, i);
  return c.out;
}

static void number(void *context, const component *found) {
  collector *c = context;
  for (uint32_t k = 0; k < found->count; k++) c->circles[found->nodes[k]] = c->count;
  c->count++;
}

uint32_t *call_circles(const flat_module *m, arena *home) {
  uint32_t n = m->funs.len + 1;
  collector c = {.m = m, .home = home, .closures = true, .circles = ARENA_ARRAY(home, uint32_t, n)};
  components *all = components_new(home, n, (component_graph){&c, collect_all, number});
  for (uint32_t i = 0; i < n; i++) components_from(all, i);
  return c.circles;
}
