/* Combinators to flat blocks by symbolic application (normalisation by evaluation, with code as the residue).

   Expects:    a checked program; the rules may have run or not.
   Guarantees: the flat module of everything the entry reaches, ownership implicit; flat_check holds. The meaning is
               kept: what can fail or diverge is run even when nobody looks at its value, effects happen once and in
               written order.
   Method:     a term of the program is applied to a symbolic environment (apply_value.h); what is known is computed,
               what is not is emitted. Functions that recurse or are big and shared become functions of the module, one
               for each shape of their arguments (spec.c). Lists are pipelines until something needs the object
               (stream.h).
   Cost:       linear in the code written. Chains of bindings are iterated, not recursed into. */

#include "ir/apply.h"

#include "ir/spec.h"

/* A way to a part of the environment: what is there is settled by all who use it, this one included. */
static bool is_path(const comb *t) {
  for (; t->kind == COMB_COMP; t = t->b)
    if (t->a->kind != COMB_PROJ) return false;
  return t->kind == COMB_PROJ || t->kind == COMB_ID;
}

static const val *tuple_value(apply *a, const comb *t, const val *env) {
  const val **parts = ARENA_ARRAY(a->home, const val *, t->n);
  uint32_t last_worldly = 0;
  for (uint32_t i = 0; i < t->n; i++)
    if (comb_effects(a->up->store, t->parts[i]) & COMB_MAY_WORLD) last_worldly = i;
  for (uint32_t i = 0; i < t->n; i++) {
    parts[i] = apply_term(a, t->parts[i], env);
    if (is_path(t->parts[i])) continue;
    parts[i] = val_opened(a->home, parts[i]);
    if (i < last_worldly) parts[i] = apply_run_effects(a, parts[i]);
  }
  return val_parts(a->home, VAL_TUPLE, t->cod, t->n, parts);
}

static const val *const_value(apply *a, const comb *t) {
  if (t->cod->kind == IRT_UNIT) return val_parts(a->home, VAL_TUPLE, t->cod, 0, NULL);
  return val_literal(a->home, &t->literal);
}

/* Every form but composition. */
static const val *form_value(apply *a, const comb *t, const val *env) {
  if (apply_dead(a)) return val_absent(a->home, t->cod);
  a->work++;
  switch (t->kind) {
    case COMB_ID: return env;
    case COMB_COMP: return apply_term(a, t, env);
    case COMB_TUPLE: return tuple_value(a, t, env);
    case COMB_PROJ: return val_part(a->home, env, t->n);
    case COMB_CONST: return const_value(a, t);
    case COMB_CURRY:
    case COMB_FIX: return val_fun(a->home, t, env, FLAT_NONE);
    case COMB_APPLY: return apply_call(a, env->parts[0], t->n, env->parts + 1, t->site, false);
    case COMB_CHOICE: return apply_choice(a, t, env);
    case COMB_CATCH: return apply_catch(a, t, env, false);
    case COMB_OPTION: return apply_option(a, t, env);
    case COMB_PRIM: return apply_prim(a, t, env);
    case COMB_REF: return apply_def(a, t->n);
  }
  return env;
}

const val *apply_link(apply *a, const comb *link, const val *env) {
  const val *v = form_value(a, link->a, env);
  if (link->a->kind != COMB_TUPLE && !is_path(link->a)) v = val_opened(a->home, v);
  return v->open && !apply_dead(a) ? apply_settle(a, v, need_of(&a->up->need, link->b), false) : v;
}

const val *apply_term(apply *a, const comb *t, const val *env) {
  for (; t->kind == COMB_COMP; t = t->b) env = apply_link(a, t, env);
  return form_value(a, t, env);
}

void apply_return(apply *a, const val *v) {
  if (apply_dead(a)) return;
  emit_vars vars = {0};
  apply_leaves(a, v, &vars);
  emit_return(&a->e, &vars);
}

static void choice_last(apply *a, const comb *t, const val *env) {
  apply_ways w = apply_ways_open(a, t->a, env);
  if (w.never || w.other == FLAT_NONE) {
    apply_term_last(a, w.never ? t->c : t->b, env);
    return;
  }
  apply_term_last(a, t->b, env);
  apply_ways_other(a, &w);
  apply_term_last(a, t->c, env);
  emit_scope_close(&a->e, w.scope);
}

static void some_last(apply *a, const comb *t, const val *env, const val *content) {
  const val *pair = val_pair(a->home, t->c->dom, env, val_opened(a->home, content));
  apply_term_last(a, t->c, apply_settle(a, pair, need_of(&a->up->need, t->c), false));
}

static void option_last(apply *a, const comb *t, const val *env) {
  const val *v = apply_term(a, t->a, env);
  if (apply_dead(a)) return;
  bool known;
  if (apply_known(a, v->parts[0], &known)) {
    if (known) {
      some_last(a, t, env, v->parts[1]);
    } else {
      apply_term_last(a, t->b, env);
    }
    return;
  }
  apply_fork f;
  apply_fork_open(a, apply_leaf(a, v->parts[0]), &f);
  some_last(a, t, env, v->parts[1]);
  apply_fork_other(a, &f, NULL);
  apply_term_last(a, t->b, env);
  emit_scope_close(&a->e, f.scope);
}

void apply_term_last(apply *a, const comb *t, const val *env) {
  for (; t->kind == COMB_COMP; t = t->b) env = apply_link(a, t, env);
  if (apply_dead(a)) return;
  if (t->kind == COMB_APPLY) {
    apply_call(a, env->parts[0], t->n, env->parts + 1, t->site, true);
  } else if (t->kind == COMB_CHOICE) {
    choice_last(a, t, env);
  } else if (t->kind == COMB_OPTION) {
    option_last(a, t, env);
  } else if (t->kind == COMB_CATCH) {
    apply_catch(a, t, env, true);
  } else {
    apply_return(a, form_value(a, t, env));
  }
}

/* ---- the program ---- */

static const val *entry_env(apply *a, const comb_program *p) {
  const ir_type *unit = irt_base(a->up->types, IRT_UNIT);
  const val *env = val_parts(a->home, VAL_TUPLE, unit, 0, NULL);
  const ir_type *type = unit;
  uint32_t at = 0;
  for (uint32_t i = 0; i < p->argc; i++) {
    const val *arg = val_of_vars(a->home, a->up->types, p->args[i], a->e.fun->params + at);
    at += flat_scalar_count(p->args[i]);
    type = irt_pair(a->up->types, type, p->args[i]);
    env = val_pair(a->home, type, env, arg);
  }
  return env;
}

/* No tail call here: a failure's chain of calls begins with the main expression's. */
static void apply_entry(apply_module *up, const comb_program *p) {
  flat_module *m = up->m;
  m->entry = flat_fun_new(m, STR("main"), p->result);
  flat_fun *f = m->funs.items[m->entry];
  apply a = {.up = up, .home = up->home};
  for (uint32_t i = 0; i < p->argc; i++) spec_add_params(m, f, p->args[i]);
  emit_start(&a.e, m, up->home, f);
  apply_return(&a, apply_term(&a, p->entry, entry_env(&a, p)));
}

flat_module *flat_apply(arena *home, const comb_program *p, transforms how) {
  flat_module *m = ARENA_NEW(home, flat_module);
  *m = (flat_module){.home = home, .store = p->store, .argc = p->argc, .args = p->args, .result = p->result,
                     .how = how};
  arena *scratch = arena_new("symbolic application");
  apply_module up = {.m = m, .store = p->store, .types = comb_types(p->store), .home = scratch};
  up.need = need_table_new(scratch, p->store);
  up.facts = apply_facts_of(scratch, p);
  if (!transform_among(how, TRANSFORM_growth)) up.facts.limits = growth_unbounded();
  if (transform_among(how, TRANSFORM_hoist)) up.hoister = hoister_new(scratch, p->store, up.facts.worldly);
  up.def_values = ARENA_ARRAY(scratch, const val *, comb_def_count(p->store));
  up.specs = spec_table_new(scratch, comb_def_count(p->store));
  apply_entry(&up, p);
  spec_run(&up);
  arena_free(scratch);
  return m;
}
