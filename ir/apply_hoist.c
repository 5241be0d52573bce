/* The functions that a loop calls lose what is the same at every turn: it is evaluated in front of the loop.

   What may fail or diverge is evaluated there only if the loop has a first turn, which comes to it before anything else
   that may; what it gives is not looked at otherwise. */

#include "ir/stream.h"

/* Does the stream have a first element? That is known before it runs: a BOOL. */
static bool has_first(apply *a, const stream *s, flat_var *answer) {
  while (s->kind == STREAM_MAP || s->kind == STREAM_ENUM || s->kind == STREAM_SCAN) s = s->from;
  if (s->kind == STREAM_LIST) {
    *answer = emit_compare(&a->e, OP_lt, emit_int(&a->e, 0), stream_list_len(a, s));
    return true;
  }
  if (s->kind != STREAM_RANGE) return false;
  *answer = emit_compare(&a->e, s->open ? OP_lt : OP_le, apply_leaf(a, s->lo), apply_leaf(a, s->hi));
  return true;
}

/* NULL: it has to stay in the loop. */
static const val *evaluated(apply *a, const comb *t, const val *env, const stream *s, uint32_t loop_effects) {
  uint32_t effects = comb_effects(a->up->store, t);
  flat_var first;
  if (!effects) return apply_forced(a, apply_term(a, t, env));
  if (!s || s->effects || (loop_effects & COMB_MAY_WORLD)) return NULL;
  if (!has_first(a, s, &first)) return NULL;
  apply_fork f;
  apply_fork_open(a, first, &f);
  apply_fork_other(a, &f, apply_forced(a, apply_term(a, t, env)));
  /* A term that surely fails leaves nothing but the absent value, which has to be one of variables: the loop is written all the
     same. */
  return apply_forced(a, apply_fork_close(a, &f, val_absent(a->home, t->cod)));
}

const val *apply_hoist(apply *a, const val *fun, const stream *s, uint32_t effects) {
  if (!a->up->hoister || fun->kind != VAL_FUN || fun->term->kind != COMB_CURRY || fun->n || apply_dead(a)) return fun;
  const hoisted *h = hoist_fun(a->up->hoister, fun->term);
  const val *env = fun->env;
  for (uint32_t i = 0; i < h->n; i++) {
    const val *v = evaluated(a, h->values[i], env, s, effects);
    if (!v) return fun;
    env = val_pair(a->home, irt_pair(a->up->types, env->type, v->type), env, v);
  }
  if (!h->n || apply_dead(a)) return fun;
  const val *emptied = val_fun(a->home, h->fun, env, fun->def);
  return val_closed(a->home, emptied, fun->shared);
}
