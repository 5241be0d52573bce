/* Backwards through a term: from what is needed of its result to what is needed of its argument. Needs are persistent
   trees in the shape of the argument's tuples; what is not mentioned is shared or NULL. A chain of compositions is
   walked by iteration: a program is one long chain of bindings. Cost: the terms looked at, times the depth to which two
   needs overlap. */

#include "ir/apply_need.h"

#include "support/vec.h"

enum { SITES = 2 };

need_table need_table_new(arena *home, comb_store *store) {
  return (need_table){home, store, map_new(home), map_new(home)};
}

static const need *need_new(need_table *t, need_level whole, uint32_t sites, uint32_t n, const need *const *parts) {
  need *d = ARENA_NEW(t->home, need);
  *d = (need){whole, sites < SITES ? sites : SITES, n, parts};
  return d;
}

static need_level level_seq(need_level a, need_level b) { return !a ? b : !b ? a : NEED_MANY; }

static need_level level_either(need_level a, need_level b) {
  if (a == b) return a;
  if (a == NEED_MANY || b == NEED_MANY) return NEED_MANY;
  return NEED_MAYBE;
}

static need_level level_unsure(need_level a, need_level b) {
  (void)b;
  return a == NEED_ONCE ? NEED_MAYBE : a;
}

static need_level level_often(need_level a, need_level b) {
  (void)b;
  return a ? NEED_MANY : NEED_NONE;
}

typedef need_level level_fn(need_level a, need_level b);

/* Combines two needs level by level. A part that only one of them tells apart meets the other's NONE: its whole stays
   whole. */
static const need *combine(need_table *t, const need *a, const need *b, level_fn *fn) {
  if (!a && !b) return NULL;
  need_level whole = fn(a ? a->whole : NEED_NONE, b ? b->whole : NEED_NONE);
  uint32_t n = a && a->n ? a->n : b ? b->n : 0;
  uint32_t sites = (a ? a->sites : 0) + (b ? b->sites : 0);
  const need **parts = n ? ARENA_ARRAY(t->home, const need *, n) : NULL;
  for (uint32_t i = 0; i < n; i++)
    parts[i] = combine(t, a && a->n ? a->parts[i] : NULL, b && b->n ? b->parts[i] : NULL, fn);
  return need_new(t, whole, sites, n, parts);
}

static const need *seq(need_table *t, const need *a, const need *b) {
  return !a ? b : !b ? a : combine(t, a, b, level_seq);
}

static const need *either(need_table *t, const need *a, const need *b) { return combine(t, a, b, level_either); }
static const need *unsure(need_table *t, const need *a) { return a ? combine(t, a, NULL, level_unsure) : NULL; }
static const need *often(need_table *t, const need *a) { return a ? combine(t, a, NULL, level_often) : NULL; }

static const need *need_once(need_table *t) { return need_new(t, NEED_ONCE, 1, 0, NULL); }

need_level need_total(const need *d) {
  if (!d) return NEED_NONE;
  need_level level = d->whole;
  for (uint32_t i = 0; i < d->n; i++) {
    need_level part = need_total(d->parts[i]);
    if (part > level) level = part;
  }
  return level;
}

static uint32_t count_sites(const need *d) {
  uint32_t sites = d ? d->sites : 0;
  for (uint32_t i = 0; d && i < d->n; i++) sites += count_sites(d->parts[i]);
  return sites;
}

bool need_is_shared(const need *d) { return count_sites(d) > 1; }

const need *need_part(need_table *t, const need *d, uint32_t i) {
  if (!d) return NULL;
  const need *part = d->n ? d->parts[i] : NULL;
  if (!d->whole) return part;
  return seq(t, need_new(t, d->whole, d->sites, 0, NULL), part);
}

static const need *through(need_table *t, const comb *f, const need *d);

/* a happens before b. */
static const need *in_order(need_table *t, const comb *first, const need *a, const need *b) {
  return seq(t, a, comb_effects(t->store, first) & COMB_MAY_WORLD ? unsure(t, b) : b);
}

/* `whole`: d is the need of a result that is needed once; then what each suffix of the chain needs is remembered. */
static const need *through_comp(need_table *t, const comb *f, const need *d, bool whole) {
  VEC(const comb *) spine = {0};
  uint64_t known;
  bool found = false;
  for (; f->kind == COMB_COMP && !found; f = found ? f : f->b) {
    found = whole && map_get(&t->of_term, f->id, &known);
    if (!found) vec_push(t->home, &spine, f);
  }
  d = found ? (const need *)(uintptr_t)known : through(t, f, d);
  for (uint32_t i = spine.len; i > 0; i--) {
    d = through(t, spine.items[i - 1]->a, d);
    if (whole) map_set(&t->of_term, spine.items[i - 1]->id, (uint64_t)(uintptr_t)d);
  }
  return d;
}

/* What passes through the tuple is used after all its parts; d is that later use. */
static const need *through_tuple(need_table *t, const comb *f, const need *d) {
  const need *sum = NULL;
  if (comb_effects(t->store, f) & COMB_MAY_WORLD) d = unsure(t, d);
  for (uint32_t i = f->n; i > 0; i--)
    sum = in_order(t, f->parts[i - 1], through(t, f->parts[i - 1], need_part(t, d, i - 1)), sum);
  return sum;
}

static const need *through_proj(need_table *t, const comb *f, const need *d) {
  const need **parts = ARENA_ARRAY(t->home, const need *, f->dom->count);
  parts[f->n] = d;
  return need_new(t, NEED_NONE, 0, f->dom->count, parts);
}

static const need *through_option(need_table *t, const comb *f, const need *d) {
  const need *some = need_part(t, through(t, f->c, d), 0);
  return in_order(t, f->a, need_of(t, f->a), either(t, through(t, f->b, d), some));
}

/* Nobody needs the result. Plumbing then needs nothing; whatever looks at its argument does so all the same. */
static const need *through_unused(need_table *t, const comb *f) {
  uint64_t known;
  if (map_get(&t->of_unused, f->id, &known)) return (const need *)(uintptr_t)known;
  const need *d = NULL;
  switch (f->kind) {
    case COMB_ID:
    case COMB_PROJ:
    case COMB_CONST:
    case COMB_REF:
    case COMB_CURRY:
    case COMB_FIX: break;
    case COMB_COMP: d = through_comp(t, f, NULL, false); break;
    case COMB_TUPLE: d = through_tuple(t, f, NULL); break;
    case COMB_APPLY:
    case COMB_PRIM:
    case COMB_CHOICE:
    case COMB_CATCH:
    case COMB_OPTION: d = need_of(t, f); break;
  }
  map_set(&t->of_unused, f->id, (uint64_t)(uintptr_t)d);
  return d;
}

static const need *through(need_table *t, const comb *f, const need *d) {
  if (!d) return through_unused(t, f);
  if (d->whole == NEED_ONCE && !d->n) return need_of(t, f);
  switch (f->kind) {
    case COMB_ID: return d;
    case COMB_COMP: return through_comp(t, f, d, false);
    case COMB_TUPLE: return through_tuple(t, f, d);
    case COMB_PROJ: return through_proj(t, f, d);
    case COMB_CONST:
    case COMB_REF: return NULL;
    case COMB_CURRY:
    case COMB_FIX: return need_of_env(t, f);
    case COMB_APPLY:
    case COMB_PRIM: return need_once(t);
    case COMB_CHOICE:
      return in_order(t, f->a, need_of(t, f->a), either(t, through(t, f->b, d), through(t, f->c, d)));
    case COMB_CATCH: return seq(t, unsure(t, through(t, f->a, d)), unsure(t, through(t, f->b, d)));
    case COMB_OPTION: return through_option(t, f, d);
  }
  return NULL;
}

/* The same for a result that is needed once and whole: `through` with that need, remembered. The two call each other
   with one of them always on a smaller term. */
const need *need_of(need_table *t, const comb *f) {
  uint64_t known;
  if (map_get(&t->of_term, f->id, &known)) return (const need *)(uintptr_t)known;
  const need *d = NULL;
  const need *once = need_once(t);
  switch (f->kind) {
    case COMB_ID: d = once; break;
    case COMB_COMP: d = through_comp(t, f, once, true); break;
    case COMB_TUPLE: d = through_tuple(t, f, once); break;
    case COMB_PROJ: d = through_proj(t, f, once); break;
    case COMB_CONST:
    case COMB_REF: break;
    case COMB_CURRY:
    case COMB_FIX: d = need_of_env(t, f); break;
    case COMB_APPLY:
    case COMB_PRIM: d = once; break;
    case COMB_CHOICE: d = in_order(t, f->a, need_of(t, f->a), either(t, need_of(t, f->b), need_of(t, f->c))); break;
    case COMB_CATCH: d = seq(t, unsure(t, need_of(t, f->a)), unsure(t, need_of(t, f->b))); break;
    case COMB_OPTION: d = through_option(t, f, once); break;
  }
  map_set(&t->of_term, f->id, (uint64_t)(uintptr_t)d);
  return d;
}

const need *need_of_env(need_table *t, const comb *fun) {
  const need *d = need_of(t, fun->a);
  uint32_t bound = fun->n + (fun->kind == COMB_FIX);
  for (uint32_t i = 0; i < bound; i++) d = need_part(t, d, 0);
  return often(t, d);
}
