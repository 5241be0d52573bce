/* The store of terms. Every constructor describes the term it wants in a value on the stack, and comb_intern gives the
   one node that equals it. A new node is checked against its typing law once, so that whatever is in a store is well
   typed. */

#include "ir/comb.h"

#include <string.h>

#include "ir/comb_effects.h"
#include "ir/comb_fault.h"
#include "support/bug.h"
#include "support/map.h"
#include "support/vec.h"

enum { FIRST_BUCKETS = 64 };

typedef struct comb_node comb_node;
struct comb_node {
  comb term; /* first: a comb of the store is a node */
  comb_node *next; /* in the same bucket */
  uint32_t hash;
  uint8_t effects; /* comb_effects.c's memo */
};

struct comb_store {
  arena *home;
  ir_types *types;
  intern *names;
  comb_node **buckets; /* a power of two, at least as many as terms */
  uint32_t bucket_count;
  uint32_t count;
  VEC(comb_def *) defs;
  VEC(ir_site_info) sites;
};

comb_store *comb_store_new(arena *home, ir_types *types, intern *names) {
  comb_store *s = ARENA_NEW(home, comb_store);
  s->home = home;
  s->types = types;
  s->names = names;
  s->bucket_count = FIRST_BUCKETS;
  s->buckets = ARENA_ARRAY(home, comb_node *, s->bucket_count);
  vec_push(home, &s->sites, ((ir_site_info){SPAN_NONE, 0}));
  return s;
}

arena *comb_arena(comb_store *s) { return s->home; }

ir_types *comb_types(comb_store *s) { return s->types; }

intern *comb_names(comb_store *s) { return s->names; }

uint32_t comb_count(const comb_store *s) { return s->count; }

uint32_t comb_def_add(comb_store *s, sym name, const ir_type *type, span where, bool library) {
  comb_def *d = ARENA_NEW(s->home, comb_def);
  *d = (comb_def){.name = name, .type = type, .where = where, .library = library};
  vec_push(s->home, &s->defs, d);
  return s->defs.len - 1;
}

comb_def *comb_def_at(comb_store *s, uint32_t d) {
  if (d >= s->defs.len) gael_bug("definition %u of %u", d, s->defs.len);
  return s->defs.items[d];
}

uint32_t comb_def_count(const comb_store *s) { return s->defs.len; }

ir_site comb_site_add(comb_store *s, span where, sym definition) {
  vec_push(s->home, &s->sites, ((ir_site_info){where, definition}));
  return s->sites.len - 1;
}

const ir_site_info *comb_site(const comb_store *s, ir_site site) {
  if (site >= s->sites.len) gael_bug("site %u of %u", site, s->sites.len);
  return &s->sites.items[site];
}

uint32_t comb_site_count(const comb_store *s) { return s->sites.len; }

/* ---- hash-consing ---- */

static bool literal_is_text(const comb_literal *k) { return k->type && k->type->kind == IRT_LIST; }

/* Floats are told apart by their bits: 0.0 and -0.0 are two constants, a NaN is one. */
static uint64_t literal_bits(const comb_literal *k) {
  if (!k->type || k->type->kind == IRT_UNIT) return 0;
  if (literal_is_text(k)) return hash_bytes(k->s.ptr, k->s.len);
  uint64_t bits = (uint64_t)k->i;
  if (k->type->kind == IRT_FLOAT) memcpy(&bits, &k->f, sizeof bits);
  return bits;
}

static bool literal_same(const comb_literal *p, const comb_literal *q) {
  if (p->type != q->type) return false;
  return literal_is_text(p) ? str_eq(p->s, q->s) : literal_bits(p) == literal_bits(q);
}

static uint64_t hash_child(uint64_t h, const comb *t) { return hash_mix(h, t ? t->id + 1 : 0); }

static uint32_t comb_hash(const comb *t) {
  uint64_t h = hash_mix(t->kind, t->dom->id);
  h = hash_mix(hash_mix(h, t->cod->id), t->n);
  h = hash_mix(hash_mix(h, t->site), literal_bits(&t->literal));
  h = hash_child(hash_child(hash_child(h, t->a), t->b), t->c);
  for (uint32_t i = 0; t->kind == COMB_TUPLE && i < t->n; i++) h = hash_child(h, t->parts[i]);
  return (uint32_t)h;
}

static bool comb_same(const comb *p, const comb *q) {
  if (p->kind != q->kind || p->dom != q->dom || p->cod != q->cod || p->n != q->n || p->site != q->site) return false;
  if (p->a != q->a || p->b != q->b || p->c != q->c || !literal_same(&p->literal, &q->literal)) return false;
  for (uint32_t i = 0; p->kind == COMB_TUPLE && i < p->n; i++)
    if (p->parts[i] != q->parts[i]) return false;
  return true;
}

static comb_node **bucket_of(const comb_store *s, uint32_t hash) { return &s->buckets[hash & (s->bucket_count - 1)]; }

static void add_node(const comb_store *s, comb_node *node) {
  comb_node **bucket = bucket_of(s, node->hash);
  node->next = *bucket;
  *bucket = node;
}

static void double_buckets(comb_store *s) {
  comb_node **old = s->buckets;
  uint32_t count = s->bucket_count;
  s->bucket_count *= 2;
  s->buckets = ARENA_ARRAY(s->home, comb_node *, s->bucket_count);
  for (uint32_t k = 0; k < count; k++)
    for (comb_node *node = old[k], *next; node; node = next) {
      next = node->next;
      add_node(s, node);
    }
}

static const comb *comb_intern(comb_store *s, const comb *wanted) {
  uint32_t hash = comb_hash(wanted);
  for (comb_node *node = *bucket_of(s, hash); node; node = node->next)
    if (node->hash == hash && comb_same(&node->term, wanted)) return &node->term;
  const char *fault = comb_fault(s, wanted);
  if (fault) gael_bug("an ill-typed combinator (kind %d, n %u): %s", (int)wanted->kind, wanted->n, fault);
  if (s->count == s->bucket_count) double_buckets(s);
  comb_node *node = ARENA_NEW(s->home, comb_node);
  node->hash = hash;
  node->term = *wanted;
  node->term.id = s->count++;
  if (wanted->kind == COMB_TUPLE)
    node->term.parts = arena_copy(s->home, wanted->parts, wanted->n * sizeof *wanted->parts, alignof(comb *));
  if (literal_is_text(&wanted->literal)) node->term.literal.s = str_copy(s->home, wanted->literal.s);
  add_node(s, node);
  return &node->term;
}

/* The one mutable byte of a term: a cache, invisible in what the term means. */
uint8_t *comb_effects_memo(const comb *f) { return &((comb_node *)f)->effects; }

/* ---- plumbing ---- */

const comb *comb_id(comb_store *s, const ir_type *t) {
  return comb_intern(s, &(comb){.kind = COMB_ID, .dom = t, .cod = t});
}

/* The part of <f1..fn> that a projection behind it leaves; NULL when another part is not free to be dropped. */
static const comb *tuple_part(comb_store *s, const comb *tuple, uint32_t i) {
  for (uint32_t j = 0; j < tuple->n; j++)
    if (j != i && comb_effects(s, tuple->parts[j])) return NULL;
  return tuple->parts[i];
}

const comb *comb_comp(comb_store *s, const comb *f, const comb *g) {
  if (f->kind == COMB_ID && f->cod == g->dom) return g;
  if (g->kind == COMB_ID && f->cod == g->dom) return f;
  if (f->kind == COMB_COMP) return comb_comp(s, f->a, comb_comp(s, f->b, g));
  const comb *first = g->kind == COMB_COMP ? g->a : g;
  if (f->kind == COMB_TUPLE && first->kind == COMB_PROJ && f->cod == first->dom) {
    const comb *part = tuple_part(s, f, first->n);
    if (part) return g->kind == COMB_COMP ? comb_comp(s, part, g->b) : part;
  }
  if (first->kind == COMB_CONST && f->cod == first->dom && !comb_effects(s, f)) {
    const comb *k = comb_const(s, f->dom, first->literal);
    return g->kind == COMB_COMP ? comb_comp(s, k, g->b) : k;
  }
  return comb_intern(s, &(comb){.kind = COMB_COMP, .dom = f->dom, .cod = g->cod, .a = f, .b = g});
}

/* <proj 0,..,proj n-1> takes a tuple apart and builds the same again. */
static bool is_identity(uint32_t n, const comb *const *parts) {
  const ir_type *dom = parts[0]->dom;
  if (dom->kind != IRT_TUPLE || dom->count != n) return false;
  for (uint32_t i = 0; i < n; i++)
    if (parts[i]->kind != COMB_PROJ || parts[i]->n != i || parts[i]->dom != dom) return false;
  return true;
}

/* The path p of p.i, where that is component i of n; NULL: f is something else. */
static const comb *owner_of(comb_store *s, const comb *f, uint32_t i, uint32_t n) {
  if (f->kind != COMB_COMP || f->a->kind != COMB_PROJ) return NULL;
  const comb *last = f->b;
  if (last->kind == COMB_PROJ) return last->n == i && last->dom->kind == IRT_TUPLE && last->dom->count == n ? f->a : NULL;
  const comb *rest = owner_of(s, last, i, n);
  return rest ? comb_comp(s, f->a, rest) : NULL;
}

/* <p.0,..,p.n-1> is p. */
static const comb *whole_of(comb_store *s, uint32_t n, const comb *const *parts) {
  const comb *owner = owner_of(s, parts[0], 0, n);
  for (uint32_t i = 1; i < n && owner; i++)
    if (owner_of(s, parts[i], i, n) != owner) return NULL;
  return owner;
}

const comb *comb_tuple(comb_store *s, uint32_t n, const comb *const *parts) {
  if (n < 2) gael_bug("a tuple of %u parts", n);
  if (is_identity(n, parts)) return comb_id(s, parts[0]->dom);
  const comb *whole = whole_of(s, n, parts);
  if (whole) return whole;
  const ir_type **types = ARENA_ARRAY(s->home, const ir_type *, n);
  for (uint32_t i = 0; i < n; i++) types[i] = parts[i]->cod;
  return comb_intern(
      s,
      &(comb){.kind = COMB_TUPLE, .dom = parts[0]->dom, .cod = irt_tuple(s->types, n, types), .n = n, .parts = parts});
}

const comb *comb_pair(comb_store *s, const comb *f, const comb *g) { return comb_tuple(s, 2, (const comb *[]){f, g}); }

const comb *comb_proj(comb_store *s, const ir_type *tuple, uint32_t i) {
  if (tuple->kind != IRT_TUPLE || i >= tuple->count) gael_bug("projection %u of a type with %u parts", i, tuple->count);
  return comb_intern(s, &(comb){.kind = COMB_PROJ, .dom = tuple, .cod = tuple->args[i], .n = i});
}

const comb *comb_const(comb_store *s, const ir_type *dom, comb_literal k) {
  return comb_intern(s, &(comb){.kind = COMB_CONST, .dom = dom, .cod = k.type, .literal = k});
}

/* ---- functions ---- */

/* Adds the n last entries of the environment as parameters before `result`. */
static const ir_type *add_params(comb_store *s, const ir_type *env, uint32_t n, const ir_type *result) {
  for (; n > 0; n--) {
    if (env->kind != IRT_TUPLE || env->count != 2) gael_bug("a function body that lacks a parameter");
    result = irt_fun(s->types, env->args[1], result);
    env = env->args[0];
  }
  return result;
}

static const ir_type *env_drop(const ir_type *env, uint32_t n) {
  for (; n > 0; n--) {
    if (env->kind != IRT_TUPLE) gael_bug("an environment that is too short");
    env = env->args[0];
  }
  return env;
}

const comb *comb_curry(comb_store *s, uint32_t n, const comb *f) {
  const ir_type *cod = add_params(s, f->dom, n, f->cod);
  return comb_intern(s, &(comb){.kind = COMB_CURRY, .dom = env_drop(f->dom, n), .cod = cod, .n = n, .a = f});
}

const comb *comb_fix(comb_store *s, uint32_t n, const comb *f) {
  const ir_type *cod = add_params(s, f->dom, n, f->cod);
  return comb_intern(s, &(comb){.kind = COMB_FIX, .dom = env_drop(f->dom, n + 1), .cod = cod, .n = n, .a = f});
}

const comb *comb_apply(comb_store *s, uint32_t n, const ir_type *dom, ir_site site) {
  const ir_type *cod = dom->kind == IRT_TUPLE ? dom->args[0] : dom;
  for (uint32_t i = 0; i < n; i++) {
    if (cod->kind != IRT_FUN) gael_bug("a call of %u arguments on a function of %u", n, i);
    cod = cod->args[1];
  }
  return comb_intern(s, &(comb){.kind = COMB_APPLY, .dom = dom, .cod = cod, .n = n, .site = site});
}

/* ---- branches ---- */

const comb *comb_choice(comb_store *s, const comb *c, const comb *p, const comb *q) {
  return comb_intern(s, &(comb){.kind = COMB_CHOICE, .dom = c->dom, .cod = p->cod, .a = c, .b = p, .c = q});
}

const comb *comb_catch(comb_store *s, const comb *l, const comb *r) {
  return comb_intern(s, &(comb){.kind = COMB_CATCH, .dom = l->dom, .cod = l->cod, .a = l, .b = r});
}

const comb *comb_option(comb_store *s, const comb *scrutinee, const comb *none, const comb *some) {
  return comb_intern(
      s, &(comb){.kind = COMB_OPTION, .dom = scrutinee->dom, .cod = none->cod, .a = scrutinee, .b = none, .c = some});
}

/* ---- leaves ---- */

const comb *comb_prim(comb_store *s, ir_op op, const ir_type *dom, const ir_type *cod, ir_site site) {
  return comb_intern(s, &(comb){.kind = COMB_PRIM, .dom = dom, .cod = cod, .n = op, .site = site});
}

const comb *comb_ref(comb_store *s, const ir_type *dom, uint32_t def) {
  return comb_intern(s, &(comb){.kind = COMB_REF, .dom = dom, .cod = comb_def_at(s, def)->type, .n = def});
}
