/* Copies what a program reaches into a fresh store. Sites and definitions keep their numbers. */

#include "ir/comb.h"

typedef struct copier {
  comb_store *from, *to;
  const comb **copies; /* by term id */
} copier;

static const comb *copy_term(copier *c, const comb *t);

static const comb *copy_tuple(copier *c, const comb *t) {
  const comb **parts = ARENA_ARRAY(comb_arena(c->to), const comb *, t->n);
  for (uint32_t i = 0; i < t->n; i++) parts[i] = copy_term(c, t->parts[i]);
  return comb_tuple(c->to, t->n, parts);
}

static const comb *copy_form(copier *c, const comb *t) {
  const comb *a = t->a ? copy_term(c, t->a) : NULL, *b = t->b ? copy_term(c, t->b) : NULL,
             *d = t->c ? copy_term(c, t->c) : NULL;
  switch (t->kind) {
    case COMB_ID: return comb_id(c->to, t->dom);
    case COMB_COMP: return comb_comp(c->to, a, b);
    case COMB_TUPLE: return copy_tuple(c, t);
    case COMB_PROJ: return comb_proj(c->to, t->dom, t->n);
    case COMB_CONST: return comb_const(c->to, t->dom, t->literal);
    case COMB_CURRY: return comb_curry(c->to, t->n, a);
    case COMB_FIX: return comb_fix(c->to, t->n, a);
    case COMB_APPLY: return comb_apply(c->to, t->n, t->dom, t->site);
    case COMB_CHOICE: return comb_choice(c->to, a, b, d);
    case COMB_CATCH: return comb_catch(c->to, a, b);
    case COMB_OPTION: return comb_option(c->to, a, b, d);
    case COMB_PRIM: return comb_prim(c->to, (ir_op)t->n, t->dom, t->cod, t->site);
    case COMB_REF: return comb_ref(c->to, t->dom, t->n);
  }
  return NULL;
}

static const comb *copy_term(copier *c, const comb *t) {
  if (!c->copies[t->id]) c->copies[t->id] = copy_form(c, t);
  return c->copies[t->id];
}

comb_program comb_copy(arena *home, const comb_program *p) {
  comb_program out = *p;
  out.store = comb_store_new(home, comb_types(p->store), comb_names(p->store));
  copier c = {p->store, out.store, ARENA_ARRAY(home, const comb *, comb_count(p->store))};
  for (ir_site i = 1; i < comb_site_count(p->store); i++) {
    const ir_site_info *site = comb_site(p->store, i);
    comb_site_add(out.store, site->where, site->definition);
  }
  for (uint32_t d = 0; d < comb_def_count(p->store); d++) {
    const comb_def *def = comb_def_at(p->store, d);
    comb_def_add(out.store, def->name, def->type, def->where, def->library);
  }
  for (uint32_t d = 0; d < comb_def_count(p->store); d++) {
    const comb *body = comb_def_at(p->store, d)->body;
    comb_def_at(out.store, d)->body = body ? copy_term(&c, body) : NULL;
  }
  out.entry = copy_term(&c, p->entry);
  return out;
}
