/* A solved tree made ready for lowering.
   Expects: no constraint of the frame is left. Guarantees: every type is concrete; a function that does not have quite
   the wanted type is \v.f v; a predicate that only holds or not gives a Bool; a polymorphic local function is copied,
   one CORE_LET_FUN a type. */

#include "frontend/infer_priv.h"

static void default_vars(infer *in, uint32_t first) {
  for (uint32_t i = first; i < in->vars.len; i++) {
    type *t = in->vars.items[i];
    if (!t->link && t->level != TYPE_GENERIC) t->link = infer_base(in, TYPE_INT);
  }
}

static core *node(infer *in, core_kind kind, span where, type *t) {
  core *n = ARENA_NEW(in->home, core);
  n->kind = kind;
  n->where = where;
  n->type = t;
  return n;
}

/* ---- conditions as results ---- */

static core *boolean(infer *in, span where, bool value) {
  core *n = node(in, CORE_BOOL, where, infer_base(in, TYPE_BOOL));
  n->integer = value;
  return n;
}

/* e?true:false */
static core *holds(infer *in, core *e) {
  if (type_find(e->type)->kind == TYPE_BOOL) return e;
  core *n = node(in, CORE_IF, e->where, infer_base(in, TYPE_BOOL));
  n->cond.test = e;
  n->cond.then = boolean(in, e->where, true);
  n->cond.other = boolean(in, e->where, false);
  return n;
}

/* ---- bridges ---- */

static core *parameter(infer *in, core *lambda, uint32_t i, type *t) {
  core_binder *b = ARENA_NEW(in->home, core_binder);
  *b = (core_binder){.id = in->frame->def->binder_count++, .where = lambda->where, .type = t};
  core_pat *p = ARENA_NEW(in->home, core_pat);
  *p = (core_pat){.kind = PAT_BIND, .where = lambda->where, .type = t, .binder = b};
  lambda->lambda.params[i] = p;
  core *use = node(in, CORE_LOCAL, lambda->where, t);
  use->binder = b;
  return use;
}

static void bridge(infer *in, const function_bridge *b) {
  core *e = b->node;
  if (type_same(e->type, b->wanted)) return;
  core *call = node(in, CORE_CALL, e->where, type_after(e->type, b->arity)),
       *fn = arena_copy(in->home, e, sizeof *e, alignof(core));
  call->call.fn = fn;
  call->call.count = b->arity;
  call->call.args = ARENA_ARRAY(in->home, core *, b->arity);
  *e = (core){.kind = CORE_LAMBDA, .where = e->where, .type = b->wanted};
  e->lambda.flavour = LAMBDA_WRITTEN;
  e->lambda.count = b->arity;
  e->lambda.params = ARENA_ARRAY(in->home, core_pat *, b->arity);
  type *t = type_find(b->wanted);
  for (uint32_t i = 0; i < b->arity; i++, t = type_find(t->args[1]))
    call->call.args[i] = parameter(in, e, i, type_find(t->args[0]));
  e->lambda.body = t->kind == TYPE_BOOL ? holds(in, call) : call;
}

static void mend_functions(infer *in, infer_frame *f, uint32_t *predicates, uint32_t *bridges) {
  for (; *predicates < f->predicates.len; (*predicates)++) {
    core *lambda = f->predicates.items[*predicates];
    if (type_after(lambda->type, lambda->lambda.fit == FIT_SAME ? lambda->lambda.count : lambda->lambda.wanted)->kind ==
        TYPE_BOOL)
      lambda->lambda.body = holds(in, lambda->lambda.body);
  }
  for (; *bridges < f->bridges.len; (*bridges)++) bridge(in, &f->bridges.items[*bridges]);
}

/* ---- local functions ---- */

static core_binder *copy_at(infer *in, local_function *f, type *t) {
  for (uint32_t i = 0; i < f->copies.len; i++)
    if (type_same(f->copies.items[i].type, t)) return f->copies.items[i].binder;
  uint32_t first_pending = in->pending.len, first_var = in->vars.len;
  core *alone = ARENA_NEW(in->home, core), *unit = node(in, CORE_UNIT, f->node->where, NULL);
  *alone = *f->node;
  alone->fun.rest = unit;
  core *n = core_clone(in->home, alone);
  n->fun.binder->type = t;
  vec_push(in->home, &f->copies, ((local_copy){t, n->fun.binder, n->fun.lambda}));
  infer_body(in, n->fun.lambda, t);
  constraint_settle(in, first_pending);
  default_vars(in, first_var);
  return n->fun.binder;
}

/* Copies take the place of the pattern they were made from; none: it is not there at all. */
static void place_copies(infer *in, local_function *f) {
  core *e = f->node, *rest = e->fun.rest;
  if (f->copies.len == 0) {
    *e = *rest;
    return;
  }
  for (uint32_t i = f->copies.len; i-- > 0;) {
    const local_copy *c = &f->copies.items[i];
    core *n = i ? node(in, CORE_LET_FUN, e->where, e->type) : e;
    n->fun.binder = c->binder;
    n->fun.lambda = c->lambda;
    n->fun.rest = rest;
    rest = n;
  }
}

void infer_finish(infer *in, infer_frame *f) {
  uint32_t predicates = 0, bridges = 0;
  default_vars(in, f->first_var);
  mend_functions(in, f, &predicates, &bridges);
  for (uint32_t i = 0; i < f->uses.len; i++) { /* grows: copies use other functions */
    local_use use = f->uses.items[i];
    use.node->binder = copy_at(in, use.function, use.node->type);
    mend_functions(in, f, &predicates, &bridges);
  }
  for (uint32_t i = f->functions.len; i-- > 0;) place_copies(in, f->functions.items[i]);
}
