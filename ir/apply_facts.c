/* One walk over the program before anything is applied: which definitions recurse, how often each is referred to and from
   where, whether a function touches the world: itself, or by a constant that does so when it is first used. Linear in the
   terms of each definition. */

#include "ir/apply.h"
#include "ir/comb_walk.h"
#include "support/components.h"

enum { SIZE_COUNTED = UINT16_MAX, TIMES_COUNTED = 64 };

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
  uint32_t *times; /* per term: how often it stands in this round's body, up to TIMES_COUNTED */
  bool *inside;    /* per term: it stands in a function of this round's body */
  bool *within;    /* per term: … in one that is not the body itself */
  bool *touches;   /* per definition: its value touches the world, or what it refers to does */
  component_nodes asked; /* definitions that functions refer to */
  VEC(step) steps;
  VEC(const comb *) order; /* of this round, parts first */
  growth_references *refers; /* per definition */
  VEC(uint32_t) found;       /* definitions, each behind those that it refers to */
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
    w->inside[part->id] = w->within[part->id] = false;
    vec_push(w->home, &w->steps, ((step){part, 0}));
  }
}

/* What the term itself says; gives whether the world is touched outside of functions. */
static bool note(walker *w, const comb *t, uint32_t times, growth_references *refs) {
  bool inside = w->inside[t->id], world = t->kind == COMB_PRIM && (op_flags((ir_op)t->n) & OP_WORLD);
  if (t->kind == COMB_REF) {
    w->facts.uses[t->n] += times;
    vec_push(w->home, refs, ((growth_reference){t->n, times, w->within[t->id]}));
    if (inside) vec_push(w->home, &w->asked, t->n);
  }
  w->facts.worldly |= world && inside;
  return world && !inside;
}

/* A term that is one node for many places stands in all of them. */
static bool collect(walker *w, const comb *root, uint32_t round, growth_references *refs) {
  bool touches = false;
  order_parts(w, root, round);
  w->times[root->id] = 1;
  w->inside[root->id] = w->within[root->id] = false;
  for (uint32_t k = w->order.len; k > 0; k--) {
    const comb *t = w->order.items[k - 1];
    uint32_t times = w->times[t->id] < TIMES_COUNTED ? w->times[t->id] : TIMES_COUNTED;
    bool function = t->kind == COMB_CURRY || t->kind == COMB_FIX;
    bool inside = w->inside[t->id] || function, within = w->within[t->id] || (function && t != root);
    touches |= note(w, t, times, refs);
    for (uint32_t i = 0; i < comb_part_count(t); i++) {
      w->times[comb_part(t, i)->id] += times;
      w->inside[comb_part(t, i)->id] |= inside;
      w->within[comb_part(t, i)->id] |= within;
    }
  }
  return touches;
}

static void refer(void *context, uint32_t d, component_nodes *refs) {
  walker *w = context;
  w->touches[d] = collect(w, comb_def_at(w->store, d)->body, d + 2, &w->refers[d]);
  for (uint32_t i = 0; i < w->refers[d].len; i++) vec_push(w->home, refs, w->refers[d].items[i].to);
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
    vec_push(w->home, &w->found, c->nodes[k]);
    w->facts.recursive[c->nodes[k]] = c->circular;
    w->touches[c->nodes[k]] = touches;
  }
}

/* ---- growth ---- */

growth_kind apply_growth_kind(const comb *fun) {
  const ir_type *t = fun->cod;
  for (uint32_t i = 0; i < fun->n; i++, t = t->args[1])
    if (irt_has_fun(t->args[0])) return GROWTH_OVER;
  return t->kind == IRT_LIST ? GROWTH_LIST : GROWTH_PLAIN;
}

static growth_body body_of(walker *w, const comb *body, bool recursive, growth_references refers) {
  growth_body out = {.often = recursive, .copies = body->kind == COMB_CURRY && !recursive, .refers = refers};
  if (out.copies) out.kind = apply_growth_kind(body);
  out.size = apply_term_size(&w->facts, out.copies ? body->a : body);
  return out;
}

/* `main`: what the main expression refers to. */
static void choose_limits(walker *w, const comb *entry, growth_references main) {
  uint32_t n = w->found.len, *place = ARENA_ARRAY(w->home, uint32_t, comb_def_count(w->store));
  growth_body *bodies = ARENA_ARRAY(w->home, growth_body, n + 1);
  for (uint32_t k = 0; k < n; k++) {
    uint32_t d = w->found.items[k];
    place[d] = k;
    bodies[k] = body_of(w, comb_def_at(w->store, d)->body, w->facts.recursive[d], w->refers[d]);
  }
  bodies[n] = body_of(w, entry, false, main);
  for (uint32_t k = 0; k <= n; k++)
    for (uint32_t i = 0; i < bodies[k].refers.len; i++) bodies[k].refers.items[i].to = place[bodies[k].refers.items[i].to];
  w->facts.limits = growth_choose(w->home, n + 1, bodies);
  for (uint32_t k = 0; k < n; k++) w->facts.often[w->found.items[k]] = bodies[k].often;
}

apply_facts apply_facts_of(arena *home, const comb_program *p) {
  uint32_t defs = comb_def_count(p->store), terms = comb_count(p->store);
  walker w = {.home = home, .store = p->store};
  w.facts.recursive = ARENA_ARRAY(home, bool, defs);
  w.facts.often = ARENA_ARRAY(home, bool, defs);
  w.facts.uses = ARENA_ARRAY(home, uint32_t, defs);
  w.facts.home = home;
  w.mark = ARENA_ARRAY(home, uint32_t, terms);
  w.times = ARENA_ARRAY(home, uint32_t, terms);
  w.inside = ARENA_ARRAY(home, bool, terms);
  w.within = ARENA_ARRAY(home, bool, terms);
  w.refers = ARENA_ARRAY(home, growth_references, defs);
  w.touches = ARENA_ARRAY(home, bool, defs);
  w.groups = components_new(home, defs, (component_graph){&w, refer, note_group});
  growth_references roots = {0};
  (void)collect(&w, p->entry, 1, &roots);
  for (uint32_t i = 0; i < roots.len; i++) components_from(w.groups, roots.items[i].to);
  for (uint32_t i = 0; i < w.asked.len; i++) w.facts.worldly |= w.touches[w.asked.items[i]];
  choose_limits(&w, p->entry, roots);
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

static const comb *last_link(const comb *t) {
  while (t->kind == COMB_COMP) t = t->b;
  return t;
}

static bool is_op(const comb *t, ir_op op) { return t->kind == COMB_PRIM && t->n == op; }

/* (eq (tag ..) (K con)) */
static bool asks_constructor(const comb *t, int64_t *con) {
  if (t->kind != COMB_COMP || !is_op(last_link(t), OP_eq) || t->a->kind != COMB_TUPLE) return false;
  const comb *tag = t->a->parts[0], *k = t->a->parts[1];
  if (!is_op(last_link(tag), OP_tag) || k->kind != COMB_CONST) return false;
  *con = k->literal.i;
  return true;
}

uint32_t apply_arm_size(const comb *t, uint32_t con) {
  int64_t asked;
  if (t->kind == COMB_COMP) return apply_arm_size(t->a, con) + apply_arm_size(t->b, con);
  if (t->kind == COMB_CHOICE && asks_constructor(t->a, &asked))
    return apply_arm_size(asked == con ? t->b : t->c, con);
  uint32_t size = 1;
  for (uint32_t i = 0; i < comb_part_count(t); i++) size += apply_arm_size(comb_part(t, i), con);
  return size;
}
