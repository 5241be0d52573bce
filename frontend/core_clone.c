/* A copy of a resolved tree with binders of its own and no types, for inferring one definition at several types. */

#include "frontend/core.h"
#include "support/map.h"

typedef struct cloning {
  arena *home;
  map binders; /* old -> new; a binder outside the copied tree stands for itself */
} cloning;

static core *copy(cloning *c, const core *e);

static core_binder *fresh(cloning *c, const core_binder *b) {
  if (!b) return NULL;
  core_binder *n = ARENA_NEW(c->home, core_binder);
  *n = (core_binder){.id = b->id, .name = b->name, .where = b->where};
  map_set_ptr(&c->binders, map_ptr_key(b), n);
  return n;
}

static core_binder *bound(cloning *c, core_binder *b) {
  core_binder *n = map_get_ptr(&c->binders, map_ptr_key(b));
  return n ? n : b;
}

static core_pat *copy_pat(cloning *c, const core_pat *p) {
  if (!p) return NULL;
  core_pat *n = ARENA_NEW(c->home, core_pat);
  *n = *p;
  n->type = n->annotation = NULL;
  n->binder = fresh(c, p->binder);
  if (p->count) n->parts = ARENA_ARRAY(c->home, core_pat *, p->count);
  for (uint32_t i = 0; i < p->count; i++) n->parts[i] = copy_pat(c, p->parts[i]);
  return n;
}

static core **copy_list(cloning *c, core *const *list, uint32_t count) {
  core **n = ARENA_ARRAY(c->home, core *, count + 1);
  for (uint32_t i = 0; i < count; i++) n[i] = copy(c, list[i]);
  return n;
}

static void copy_match(cloning *c, core *n, const core *e) {
  n->match.subject = copy(c, e->match.subject);
  n->match.arms = ARENA_ARRAY(c->home, core_arm, e->match.count + 1);
  for (uint32_t i = 0; i < e->match.count; i++) {
    const core_arm *arm = &e->match.arms[i];
    core_arm *out = &n->match.arms[i];
    out->pat = copy_pat(c, arm->pat); /* its names come before their uses */
    out->guard = copy(c, arm->guard);
    out->body = copy(c, arm->body);
  }
}

static void copy_comprehension(cloning *c, core *n, const core *e) {
  n->comp.quals = ARENA_ARRAY(c->home, core_qual, e->comp.count + 1);
  for (uint32_t i = 0; i < e->comp.count; i++) {
    const core_qual *q = &e->comp.quals[i];
    core *value = copy(c, q->value);
    n->comp.quals[i] = (core_qual){q->kind, copy_pat(c, q->pat), value};
  }
  n->comp.head = copy(c, e->comp.head);
}

static core *copy_one(cloning *c, const core *e, core ***rest) {
  core *n = ARENA_NEW(c->home, core);
  *n = *e;
  n->type = NULL;
  switch (e->kind) {
  case CORE_INT:
  case CORE_FLOAT:
  case CORE_BOOL:
  case CORE_CHAR:
  case CORE_STR:
  case CORE_NONE:
  case CORE_UNIT:
  case CORE_DEF:
  case CORE_CON:
  case CORE_ERROR: break;
  case CORE_LOCAL: n->binder = bound(c, e->binder); break;
  case CORE_OVERLOAD: n->overload.chosen = NULL; break;
  case CORE_CALL:
    n->call.fn = copy(c, e->call.fn);
    n->call.args = copy_list(c, e->call.args, e->call.count);
    break;
  case CORE_LAMBDA:
    n->lambda.params = ARENA_ARRAY(c->home, core_pat *, e->lambda.count + 1);
    for (uint32_t i = 0; i < e->lambda.count; i++) n->lambda.params[i] = copy_pat(c, e->lambda.params[i]);
    n->lambda.body = copy(c, e->lambda.body);
    n->lambda.fit = FIT_SAME;
    n->lambda.wanted = 0;
    break;
  case CORE_LET:
    n->let.value = copy(c, e->let.value);
    n->let.pat = copy_pat(c, e->let.pat);
    *rest = &n->let.rest;
    break;
  case CORE_LET_FUN:
    n->fun.binder = fresh(c, e->fun.binder);
    n->fun.lambda = copy(c, e->fun.lambda);
    *rest = &n->fun.rest;
    break;
  case CORE_SEQ:
    n->pair.left = copy(c, e->pair.left);
    *rest = &n->pair.right;
    break;
  case CORE_COALESCE:
  case CORE_AND:
  case CORE_OR:
  case CORE_RANGE:
  case CORE_INDEX:
    n->pair.left = copy(c, e->pair.left);
    n->pair.right = copy(c, e->pair.right);
    break;
  case CORE_NOT:
  case CORE_NEG: n->one = copy(c, e->one); break;
  case CORE_IF:
    n->cond.test = copy(c, e->cond.test);
    n->cond.then = copy(c, e->cond.then);
    n->cond.other = copy(c, e->cond.other);
    break;
  case CORE_ARITH:
    n->arith.left = copy(c, e->arith.left);
    n->arith.right = copy(c, e->arith.right);
    break;
  case CORE_COMPARE: n->chain.operands = copy_list(c, e->chain.operands, e->chain.count + 1); break;
  case CORE_SLICE:
    n->slice.subject = copy(c, e->slice.subject);
    n->slice.lo = copy(c, e->slice.lo);
    n->slice.hi = copy(c, e->slice.hi);
    n->slice.step = copy(c, e->slice.step);
    break;
  case CORE_COMPONENT: n->component.subject = copy(c, e->component.subject); break;
  case CORE_FIELD:
    n->field.subject = copy(c, e->field.subject);
    n->field.fn = copy(c, e->field.fn);
    n->field.args = copy_list(c, e->field.args, e->field.count);
    break;
  case CORE_LIST:
  case CORE_TUPLE: n->list.items = copy_list(c, e->list.items, e->list.count); break;
  case CORE_RECORD:
    n->record.subject = copy(c, e->record.subject);
    n->record.values = copy_list(c, e->record.values, e->record.count);
    break;
  case CORE_DICT:
    n->entries.keys = copy_list(c, e->entries.keys, e->entries.count);
    n->entries.values = copy_list(c, e->entries.values, e->entries.count);
    break;
  case CORE_COMPREHENSION: copy_comprehension(c, n, e); break;
  case CORE_FORMAT: n->format.parts = copy_list(c, e->format.parts, e->format.count); break;
  case CORE_MATCH: copy_match(c, n, e); break;
  }
  return n;
}

static const core *rest_of(const core *e) {
  return e->kind == CORE_LET ? e->let.rest : e->kind == CORE_LET_FUN ? e->fun.rest : e->pair.right;
}

/* A `;` chain is copied in a loop: programs may have thousands of bindings. */
static core *copy(cloning *c, const core *e) {
  core *first = NULL, **at = &first;
  while (e) {
    core **rest = NULL;
    *at = copy_one(c, e, &rest);
    if (!rest) break;
    at = rest;
    e = rest_of(e);
  }
  return first;
}

core *core_clone(arena *home, const core *e) {
  cloning c = {home, map_new(home)};
  return copy(&c, e);
}
