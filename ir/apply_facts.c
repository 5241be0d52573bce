/* One walk over the program before anything is applied: which definitions recurse, how often each is referred to,
   whether a function touches the world: itself, or by a constant that does so when it is first used. Linear in the terms
   of each definition. */

#include "ir/apply.h"
#include "ir/comb_walk.h"
#include "support/components.h"

enum { SIZE_COUNTED = UINT16_MAX, OFTEN = 2 };

/* A term on the path of the walk through a body. */
typedef struct step {
  const comb *term;
  uint32_t next; /* part to follow */
} step;

typedef struct walker {
  arena *home;
  comb_store *store;
  apply_facts facts;
  uint32_t *mark;  /* per term: the last round that saw it */
  uint32_t *times; /* per term: how often it stands in this round's body, up to OFTEN */
  bool *inside;    /* per term: it stands in a function of this round's body */
  bool *touches;   /* per definition: its value touches the world, or what it refers to does */
  component_nodes asked; /* definitions that functions refer to */
  VEC(step) steps;
  VEC(const comb *) order; /* of this round, parts first */
  components *groups; /* of definitions by what they refer to */
} walker;

static void order_parts(walker *w, const comb *root, uint32_t round) {
  w->order.len = 0;
  vec_push(w->home, &w->steps, ((step){root, 0}));
  w->mark[root->id] = round;
  while (w->steps.len) {
    step *top = &vec_last(&w->steps);
    if (top->next == comb_part_count(top->term)) {
      vec_push(w->home, &w->order, vec_pop(&w->steps).term);
      continue;
    }
    const comb *part = comb_part(top->term, top->next++);
    if (w->mark[part->id] == round) continue;
    w->mark[part->id] = round;
    w->times[part->id] = 0;
    w->inside[part->id] = false;
    vec_push(w->home, &w->steps, ((step){part, 0}));
  }
}

/* What the term itself says; gives whether the world is touched outside of functions. */
static bool note(walker *w, const comb *t, uint32_t times, component_nodes *refs) {
  bool inside = w->inside[t->id], world = t->kind == COMB_PRIM && (op_flags((ir_op)t->n) & OP_WORLD);
  if (t->kind == COMB_REF) {
    w->facts.uses[t->n] += times;
    vec_push(w->home, refs, t->n);
    if (inside) vec_push(w->home, &w->asked, t->n);
  }
  w->facts.worldly |= world && inside;
  return world && !inside;
}

/* A term that is one node for many places stands in all of them. */
static bool collect(walker *w, const comb *root, uint32_t round, component_nodes *refs) {
  bool touches = false;
  order_parts(w, root, round);
  w->times[root->id] = 1;
  w->inside[root->id] = false;
  for (uint32_t k = w->order.len; k > 0; k--) {
    const comb *t = w->order.items[k - 1];
    uint32_t times = w->times[t->id] < OFTEN ? w->times[t->id] : OFTEN;
    bool inside = w->inside[t->id] || t->kind == COMB_CURRY || t->kind == COMB_FIX;
    touches |= note(w, t, times, refs);
    for (uint32_t i = 0; i < comb_part_count(t); i++) {
      w->times[comb_part(t, i)->id] += times;
      w->inside[comb_part(t, i)->id] |= inside;
    }
  }
  return touches;
}

static void refer(void *context, uint32_t d, component_nodes *refs) {
  walker *w = context;
  w->touches[d] = collect(w, comb_def_at(w->store, d)->body, d + 2, refs);
}

/* A group touches the world when a member does, or what it refers to. */
static void note_group(void *context, const component *c) {
  walker *w = context;
  bool touches = false;
  for (uint32_t k = 0; k < c->count; k++) {
    const component_nodes *refs = components_edges(w->groups, c->nodes[k]);
    touches |= w->touches[c->nodes[k]];
    for (uint32_t i = 0; i < refs->len; i++) touches |= w->touches[refs->items[i]];
  }
  for (uint32_t k = 0; k < c->count; k++) {
    w->facts.recursive[c->nodes[k]] = c->circular;
    w->touches[c->nodes[k]] = touches;
  }
}

apply_facts apply_facts_of(arena *home, const comb_program *p) {
  uint32_t defs = comb_def_count(p->store), terms = comb_count(p->store);
  walker w = {.home = home, .store = p->store};
  w.facts.recursive = ARENA_ARRAY(home, bool, defs);
  w.facts.uses = ARENA_ARRAY(home, uint32_t, defs);
  w.facts.home = home;
  w.mark = ARENA_ARRAY(home, uint32_t, terms);
  w.times = ARENA_ARRAY(home, uint32_t, terms);
  w.inside = ARENA_ARRAY(home, bool, terms);
  w.touches = ARENA_ARRAY(home, bool, defs);
  w.groups = components_new(home, defs, (component_graph){&w, refer, note_group});
  component_nodes roots = {0};
  (void)collect(&w, p->entry, 1, &roots);
  for (uint32_t i = 0; i < roots.len; i++) components_from(w.groups, roots.items[i]);
  for (uint32_t i = 0; i < w.asked.len; i++) w.facts.worldly |= w.touches[w.asked.items[i]];
  return w.facts;
}

/* Terms may be made while symbolic application goes (hoist.c). */
static void make_room(apply_facts *f, const comb *t) {
  while (f->size.len <= t->id) vec_push(f->home, &f->size, 0);
  while (f->lambdas.len <= t->id) vec_push(f->home, &f->lambdas, 0);
}

bool apply_has_lambda(apply_facts *f, const comb *t) {
  enum { NONE = 1, SOME };
  make_room(f, t);
  if (f->lambdas.items[t->id]) return f->lambdas.items[t->id] == SOME;
  bool found = t->kind == COMB_CURRY || t->kind == COMB_FIX || t->kind == COMB_REF;
  for (uint32_t i = 0; i < comb_part_count(t) && !found; i++) found = apply_has_lambda(f, comb_part(t, i));
  f->lambdas.items[t->id] = found ? SOME : NONE;
  return found;
}

uint32_t apply_term_size(apply_facts *f, const comb *t) {
  make_room(f, t);
  if (f->size.items[t->id]) return f->size.items[t->id];
  uint32_t size = 0;
  for (const comb *link = t;; link = link->b) {
    const comb *part = link->kind == COMB_COMP ? link->a : link;
    size++;
    for (uint32_t i = 0; i < comb_part_count(part) && size < SIZE_COUNTED; i++)
      size += apply_term_size(f, comb_part(part, i));
    if (link->kind != COMB_COMP || size >= SIZE_COUNTED) break;
  }
  f->size.items[t->id] = (uint16_t)(size < SIZE_COUNTED ? size : SIZE_COUNTED);
  return f->size.items[t->id];
}
