#include "ir/substitute.h"

#include "ir/comb_walk.h"
#include "support/map.h"

bool comb_plumbs(const comb *f) {
  if (f->kind == COMB_COMP) return comb_plumbs(f->a) && comb_plumbs(f->b);
  for (uint32_t i = 0; f->kind == COMB_TUPLE && i < f->n; i++)
    if (!comb_plumbs(f->parts[i])) return false;
  return f->kind == COMB_ID || f->kind == COMB_PROJ || f->kind == COMB_CONST || f->kind == COMB_TUPLE;
}

/* ---- pushing ---- */

typedef struct substitution {
  comb_store *store;
  const comb *env;
  map done; /* term -> what it becomes */
} substitution;

static const comb *inside(substitution *u, const comb *f);

/* env behind the n entries that a body with domain `dom` has on top. */
static const comb *under(comb_store *s, const comb *env, uint32_t n, const ir_type *dom) {
  if (n == 0) return env;
  const comb *below = under(s, env, n - 1, dom->args[0]);
  const ir_type *outer = irt_pair(comb_types(s), below->dom, dom->args[1]);
  return comb_pair(s, comb_inside(s, comb_proj(s, outer, 0), below), comb_proj(s, outer, 1));
}

static const comb *body(substitution *u, uint32_t entries, const comb *f) {
  return comb_inside(u->store, under(u->store, u->env, entries, f->dom), f);
}

static const comb *inside_tuple(substitution *u, const comb *f) {
  const comb **parts = ARENA_ARRAY(comb_arena(u->store), const comb *, f->n);
  for (uint32_t i = 0; i < f->n; i++) parts[i] = inside(u, f->parts[i]);
  return comb_tuple(u->store, f->n, parts);
}

/* .i behind <f1..fn>: the part alone. */
static const comb *pick(substitution *u, const comb *f) {
  return u->env->kind == COMB_TUPLE ? u->env->parts[f->n] : comb_comp(u->store, u->env, f);
}

/* A path goes on picking where the part is a tuple itself. */
static const comb *inside_chain(substitution *u, const comb *f) {
  const comb *first = inside(u, f->a);
  const comb *next = f->b->kind == COMB_COMP ? f->b->a : f->b;
  bool path = f->a->kind == COMB_PROJ && next->kind == COMB_PROJ && first->kind == COMB_TUPLE;
  return path ? comb_inside(u->store, first, f->b) : comb_comp(u->store, first, f->b);
}

static const comb *inside_form(substitution *u, const comb *f) {
  comb_store *s = u->store;
  switch (f->kind) {
    case COMB_ID: return u->env;
    case COMB_PROJ: return pick(u, f);
    case COMB_TUPLE: return inside_tuple(u, f);
    case COMB_COMP: return inside_chain(u, f);
    case COMB_CONST: return comb_const(s, u->env->dom, f->literal);
    case COMB_REF: return comb_ref(s, u->env->dom, f->n);
    case COMB_CURRY: return comb_curry(s, f->n, body(u, f->n, f->a));
    case COMB_FIX: return comb_fix(s, f->n, body(u, f->n + 1, f->a));
    case COMB_CHOICE: return comb_choice(s, inside(u, f->a), inside(u, f->b), inside(u, f->c));
    case COMB_CATCH: return comb_catch(s, inside(u, f->a), inside(u, f->b));
    case COMB_OPTION: return comb_option(s, inside(u, f->a), inside(u, f->b), body(u, 1, f->c));
    case COMB_APPLY:
    case COMB_PRIM: break;
  }
  return comb_comp(s, u->env, f);
}

static const comb *inside(substitution *u, const comb *f) {
  const comb *known = map_get_ptr(&u->done, f->id);
  if (known) return known;
  const comb *made = inside_form(u, f);
  map_set_ptr(&u->done, f->id, (void *)made);
  return made;
}

const comb *comb_inside(comb_store *s, const comb *env, const comb *f) {
  substitution u = {s, env, map_new(comb_arena(s))};
  return inside(&u, f);
}

/* ---- counting ---- */

enum { NEVER, ONCE, OFTEN, COUNT_BUDGET = 2000 };

typedef struct counter {
  uint32_t part;
  bool surely, whole;
  uint32_t budget;
} counter;

static uint32_t most(uint32_t a, uint32_t b) { return a > b ? a : b; }

static uint32_t sum(uint32_t a, uint32_t b) { return a + b < OFTEN ? a + b : OFTEN; }

/* Uses of the part in f, whose environment has `depth` entries on top of the tuple. */
static uint32_t uses(counter *c, const comb *f, uint32_t depth);

static uint32_t uses_branch(const counter *c, uint32_t n) { return n && c->surely ? OFTEN : n; }

static uint32_t uses_path(counter *c, const comb *f, uint32_t depth) {
  bool apart = c->whole && (f->b->kind == COMB_PROJ || (f->b->kind == COMB_COMP && f->b->a->kind == COMB_PROJ));
  if (depth == 0) return f->a->n != c->part ? NEVER : apart ? OFTEN : ONCE;
  return f->a->n == 0 ? uses(c, f->b, depth - 1) : NEVER;
}

static uint32_t uses_tuple(counter *c, const comb *f, uint32_t depth) {
  uint32_t n = NEVER;
  for (uint32_t i = 0; i < f->n && n < OFTEN; i++) n = sum(n, uses(c, f->parts[i], depth));
  return n;
}

static uint32_t uses(counter *c, const comb *f, uint32_t depth) {
  if (c->budget == 0) return OFTEN;
  c->budget--;
  switch (f->kind) {
    case COMB_CONST:
    case COMB_REF: return NEVER;
    case COMB_ID:
    case COMB_PRIM:
    case COMB_APPLY: return OFTEN;
    case COMB_PROJ:
      if (depth) return f->n ? NEVER : OFTEN;
      return f->n == c->part ? ONCE : NEVER;
    case COMB_COMP: return f->a->kind == COMB_PROJ ? uses_path(c, f, depth) : uses(c, f->a, depth);
    case COMB_TUPLE: return uses_tuple(c, f, depth);
    case COMB_CURRY: return uses(c, f->a, depth + f->n) ? OFTEN : NEVER;
    case COMB_FIX: return uses(c, f->a, depth + f->n + 1) ? OFTEN : NEVER;
    case COMB_CHOICE:
      return sum(uses(c, f->a, depth), uses_branch(c, most(uses(c, f->b, depth), uses(c, f->c, depth))));
    case COMB_CATCH: return uses_branch(c, sum(uses(c, f->a, depth), uses(c, f->b, depth)));
    case COMB_OPTION:
      return sum(uses(c, f->a, depth), uses_branch(c, most(uses(c, f->b, depth), uses(c, f->c, depth + 1))));
  }
  return OFTEN;
}

uint32_t comb_uses(const comb *f, uint32_t i, comb_taking how) {
  return uses(&(counter){i, how.surely, how.whole, COUNT_BUDGET}, f, 0);
}
