/* Branches and where they meet. Two values meet part by part: what is the same on both sides stays what it is, what
   differs becomes parameters of the block behind. There streams are lists and functions are objects. */

#include "ir/apply.h"

/* What both are, with holes where they differ. What was a hole before is a part that nobody needs. */
static const val *common(apply *a, const val *p, const val *q) {
  if (val_same(p, q)) return p;
  if (p->kind == VAL_HOLE || q->kind == VAL_HOLE) return val_absent(a->home, p->type);
  bool parts = p->kind == VAL_TUPLE || p->kind == VAL_OPTION;
  if (!parts || p->kind != q->kind) return val_hole(a->home, p->type);
  const val **merged = ARENA_ARRAY(a->home, const val *, p->n);
  for (uint32_t i = 0; i < p->n; i++) merged[i] = common(a, p->parts[i], q->parts[i]);
  return val_parts(a->home, p->kind, p->type, p->n, merged);
}

/* The variables of v that stand in the holes of shape. */
static void fill(apply *a, const val *shape, const val *v, emit_vars *out) {
  if (shape->kind == VAL_HOLE) {
    apply_leaves(a, v, out);
  } else if (shape->kind == VAL_TUPLE || shape->kind == VAL_OPTION) {
    for (uint32_t i = 0; i < shape->n; i++) fill(a, shape->parts[i], v->parts[i], out);
  }
}

static const val *filled(apply *a, const val *shape, const flat_var **vars) {
  if (shape->kind == VAL_HOLE) {
    const val *v = val_of_vars(a->home, a->up->types, shape->type, *vars);
    *vars += flat_scalar_count(shape->type);
    return v;
  }
  if (shape->kind != VAL_TUPLE && shape->kind != VAL_OPTION) return shape;
  const val **parts = ARENA_ARRAY(a->home, const val *, shape->n);
  for (uint32_t i = 0; i < shape->n; i++) parts[i] = filled(a, shape->parts[i], vars);
  return val_parts(a->home, shape->kind, shape->type, shape->n, parts);
}

bool apply_is_natural(const apply *a, const val *v) {
  int64_t known;
  if (v->type->kind != IRT_INT) return false;
  if (val_is_int(v, &known)) return known >= 0;
  return v->kind == VAL_VAR && (v->natural || emit_is_natural(&a->e, v->var));
}

/* The value as it leaves a branch: what is known there of an Int's sign goes with it. */
static const val *leaving(const apply *a, const val *v) {
  if (!v || v->kind != VAL_VAR || v->natural || apply_dead(a) || !apply_is_natural(a, v)) return v;
  val *known = arena_copy(a->home, v, sizeof *v, alignof(val));
  known->natural = true;
  return known;
}

static const val *meet(apply *a, flat_label end1, const val *v1, flat_label end2, const val *v2) {
  a->e.at = end2;
  if (end1 == FLAT_NONE) return v2;
  if (end2 == FLAT_NONE) {
    a->e.at = end1;
    return v1;
  }
  const val *shape = common(a, v1, v2);
  uint32_t scope = emit_scope_open(&a->e);
  emit_vars right = {0}, left = {0};
  fill(a, shape, v2, &right);
  end2 = a->e.at;
  emit_scope_close(&a->e, scope);
  a->e.at = end1;
  fill(a, shape, v1, &left);
  flat_label behind = flat_block_new(a->up->m, a->e.fun);
  flat_block *b = &a->e.fun->blocks.items[behind];
  for (uint32_t i = 0; i < left.len; i++)
    vec_push(a->up->m->home, &b->params,
             flat_var_new(a->up->m, a->e.fun, a->e.fun->vars.items[left.items[i]]));
  bool reached = !apply_dead(a);
  emit_goto(&a->e, behind, &left);
  emit_scope_close(&a->e, scope);
  a->e.at = end2;
  reached |= !apply_dead(a);
  emit_goto(&a->e, behind, &right);
  a->e.at = reached ? behind : FLAT_NONE;
  const flat_var *params = a->e.fun->blocks.items[behind].params.items;
  if (left.len == 1 && shape->kind == VAL_HOLE && apply_is_natural(a, v1) && apply_is_natural(a, v2))
    emit_assume_natural(&a->e, *params);
  return filled(a, shape, &params);
}

bool apply_known(const apply *a, const val *cond, bool *truth) {
  int64_t i;
  if (cond->kind == VAL_VAR) return emit_known(&a->e, cond->var, truth);
  if (!val_is_int(cond, &i)) return false;
  *truth = i;
  return true;
}

void apply_fork_open(apply *a, flat_var cond, apply_fork *f) {
  flat_label yes;
  f->cond = cond;
  emit_fork(&a->e, cond, &yes, &f->other);
  f->scope = emit_scope_open(&a->e);
  a->e.at = yes;
  emit_assume(&a->e, cond, true);
}

void apply_fork_other(apply *a, apply_fork *f, const val *first) {
  f->first = leaving(a, first);
  f->first_end = a->e.at;
  emit_scope_close(&a->e, f->scope);
  a->e.at = f->other;
  emit_assume(&a->e, f->cond, false);
}

const val *apply_fork_close(apply *a, apply_fork *f, const val *second) {
  second = leaving(a, second);
  emit_scope_close(&a->e, f->scope);
  return meet(a, f->first_end, f->first, a->e.at, second);
}

/* ---- conditions ---- */

/* … and nothing else: `(print 0;false)` is not. */
static bool is_false(const apply *a, const comb *t) {
  if (t->kind == COMB_COMP && t->b->kind == COMB_CONST && !comb_effects(a->up->store, t->a)) t = t->b;
  return t->kind == COMB_CONST && t->cod->kind == IRT_BOOL && !t->literal.i;
}

static void fork_on(apply *a, flat_var cond, apply_ways *w) {
  if (!w->ways++) w->scope = emit_scope_open(&a->e);
  if (w->other == FLAT_NONE) w->other = emit_block(&a->e);
  flat_label yes = emit_block(&a->e);
  w->cond = cond;
  emit_if(&a->e, cond, yes, w->other);
  a->e.at = yes;
  emit_assume(&a->e, cond, true);
}

/* `p && q` is a choice whose other branch is false: two forks with one other way. */
static void ask(apply *a, const comb *t, const val *env, apply_ways *w) {
  for (; t->kind == COMB_COMP && !apply_dead(a); t = t->b) env = apply_link(a, t, env);
  if (apply_dead(a)) return;
  if (t->kind == COMB_CHOICE && is_false(a, t->c)) {
    ask(a, t->a, env, w);
    if (!w->never) ask(a, t->b, env, w);
    return;
  }
  const val *cond = apply_term(a, t, env);
  bool holds;
  if (apply_dead(a)) return;
  if (!apply_known(a, cond, &holds)) {
    fork_on(a, apply_leaf(a, cond), w);
  } else if (!holds) {
    w->never = !w->ways++;
    if (!w->never) emit_goto(&a->e, w->other, NULL);
  }
}

apply_ways apply_ways_open(apply *a, const comb *cond, const val *env) {
  apply_ways w = {.other = FLAT_NONE};
  ask(a, cond, env, &w);
  return w;
}

void apply_ways_other(apply *a, const apply_ways *w) {
  emit_scope_close(&a->e, w->scope);
  a->e.at = w->other;
  if (w->ways == 1) emit_assume(&a->e, w->cond, false);
}

const val *apply_choice(apply *a, const comb *t, const val *env) {
  apply_ways w = apply_ways_open(a, t->a, env);
  if (w.never || w.other == FLAT_NONE) return apply_term(a, w.never ? t->c : t->b, env);
  const val *first = leaving(a, apply_run_effects(a, apply_term(a, t->b, env)));
  flat_label first_end = a->e.at;
  apply_ways_other(a, &w);
  const val *second = leaving(a, apply_run_effects(a, apply_term(a, t->c, env)));
  emit_scope_close(&a->e, w.scope);
  return meet(a, first_end, first, a->e.at, second);
}

static const val *some_value(apply *a, const comb *t, const val *env, const val *content) {
  const val *pair = val_pair(a->home, t->c->dom, env, val_opened(a->home, content));
  return apply_term(a, t->c, apply_settle(a, pair, need_of(&a->up->need, t->c), false));
}

const val *apply_option(apply *a, const comb *t, const val *env) {
  const val *v = apply_term(a, t->a, env);
  if (apply_dead(a)) return val_absent(a->home, t->cod);
  bool known;
  if (apply_known(a, v->parts[0], &known)) return known ? some_value(a, t, env, v->parts[1]) : apply_term(a, t->b, env);
  apply_fork f;
  apply_fork_open(a, apply_leaf(a, v->parts[0]), &f);
  apply_fork_other(a, &f, apply_run_effects(a, some_value(a, t, env, v->parts[1])));
  return apply_fork_close(a, &f, apply_run_effects(a, apply_term(a, t->b, env)));
}

/* The right side stands behind the failure edges of the left one. */
const val *apply_catch(apply *a, const comb *t, const val *env, bool last) {
  emit_failure handler = {.catches = true};
  emit_failure_push(&a->e, &handler);
  uint32_t scope = emit_scope_open(&a->e);
  const val *left = apply_run_effects(a, apply_term(a, t->a, env));
  emit_failure_pop(&a->e, &handler);
  if (last) apply_return(a, left);
  emit_scope_close(&a->e, scope);
  flat_label end = a->e.at;
  if (handler.block == FLAT_NONE) return left;
  a->up->m->catches = true;
  a->e.at = handler.block;
  emit_instr(&a->e, (flat_instr){.op = FLAT_FAIL_CLEAR}, NULL, 0, NULL);
  if (last) {
    apply_term_last(a, t->b, env);
    return val_absent(a->home, t->cod);
  }
  const val *right = apply_term(a, t->b, env);
  emit_scope_close(&a->e, scope);
  return meet(a, end, left, a->e.at, right);
}
