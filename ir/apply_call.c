/* Calls. A function that is known, does not recurse and is small, or has this one caller, is applied in place: its
   arguments are bound in its environment and its body is the next thing to be evaluated. A function that is known
   otherwise is called as a copy for the shape of its arguments (spec.c). What is not known is an object, called
   argument by argument. */

#include "ir/apply.h"
#include "ir/passes.h"
#include "ir/spec.h"
#include "ir/stream.h"

enum {
  MATCHED = 400,    /* nodes of a function of which a known constructor leaves one arm */
  SMALL_PLAIN = 15, /* nodes of a constant that may be a copy wherever it is used */
  DEPTH_SHARED = 6, /* calls in place around a copy of a shared function */
  DEPTH_ANY = 400,  /* … of any: our own stack */
  WORK = 8000       /* terms evaluated in a function that takes no more copies */
};

static bool is_list(const ir_type *t) { return t->kind == IRT_LIST && !irt_is_str(t); }

static bool moves_list(const comb *fun) {
  const ir_type *t = fun->cod;
  bool list = false;
  for (uint32_t i = 0; i < fun->n; i++, t = t->args[1]) list |= is_list(t->args[0]);
  return list || is_list(t);
}

/* A function that has this one caller, where nothing is gained but the call. */
static bool keeps_call(const apply *a, const val *fun) {
  growth_calls calls = a->up->facts.limits.calls;
  if (!calls || a->often || apply_growth_kind(fun->term) == GROWTH_OVER) return false;
  return calls == GROWTH_CALLS_ALL || !moves_list(fun->term);
}

/* The first argument that is an object only here, NULL: there is none. */
static const val *new_among(uint32_t n, const val *const *args) {
  for (uint32_t i = 0; i < n; i++)
    if (args[i]->kind == VAL_DATA && args[i]->object == FLAT_NONE) return args[i];
  return NULL;
}

/* A copy for a new object need not make it, and has one arm of the match on it: it may well be shorter than the call. */
static bool is_short(apply *a, const val *fun, uint32_t n, const val *const *args) {
  apply_facts *facts = &a->up->facts;
  const comb *body = fun->term->a;
  growth_kind kind = apply_growth_kind(fun->term);
  uint32_t size = apply_term_size(facts, body);
  if (size <= facts->limits.most[a->often][kind]) return true;
  const val *object = size <= MATCHED ? new_among(n, args) : NULL;
  return object && apply_arm_size(body, object->con) <= growth_unbounded().most[a->often][kind];
}

static bool is_in_place(apply *a, const val *fun, uint32_t n, const val *const *args) {
  const apply_facts *facts = &a->up->facts;
  if (fun->term->kind == COMB_FIX || (fun->def != FLAT_NONE && facts->recursive[fun->def])) return false;
  if (a->depth >= DEPTH_ANY) return false;
  if (fun->def != FLAT_NONE && !transform_on(a->up->m, TRANSFORM_inline)) return false;
  if (!fun->shared) return fun->def == FLAT_NONE || (a->work < WORK && !keeps_call(a, fun));
  if (a->shared_depth >= DEPTH_SHARED || a->work >= WORK) return false;
  return is_short(a, fun, n, args);
}

/* In a body without functions, and so without loops of its own, a slice is looked at as often as it is written there: its
   bounds will do. */
const val *const *apply_settled_args(apply *a, const val *fun, uint32_t n, const val *const *args) {
  const need *d = need_of(&a->up->need, fun->term->a);
  const val **settled = ARENA_ARRAY(a->home, const val *, n);
  const need **needs = ARENA_ARRAY(a->home, const need *, n);
  for (uint32_t i = n; i > 0; i--) {
    needs[i - 1] = need_part(&a->up->need, d, 1);
    d = need_part(&a->up->need, d, 0);
  }
  bool straight = !apply_has_lambda(&a->up->facts, fun->term->a);
  for (uint32_t i = 0; i < n; i++) {
    const val *arg = straight ? stream_places(a, args[i]) : args[i];
    settled[i] = apply_settle(a, arg, needs[i], true);
  }
  return settled;
}

static const val *call_in_place(apply *a, const val *fun, uint32_t n, const val *const *args, ir_site site, bool last) {
  const val *env = spec_body_env(a->home, fun, n, apply_settled_args(a, fun, n, args));
  const comb *body = fun->term->a;
  a->depth++;
  a->shared_depth += fun->shared;
  bool often = a->often;
  a->often |= fun->def == FLAT_NONE;
  const val *result = val_absent(a->home, body->cod);
  emit_failure frame = {.frame = site};
  if (site) emit_failure_push(&a->e, &frame);
  if (last) apply_term_last(a, body, env);
  else result = apply_term(a, body, env);
  if (site) emit_failure_pop(&a->e, &frame);
  a->depth--;
  a->shared_depth -= fun->shared;
  a->often = often;
  return result;
}

static const val *emit_call(apply *a, flat_instr call, const ir_type *result, const emit_vars *args, bool last) {
  call.arg_count = args->len;
  uint32_t n = flat_scalar_count(result);
  flat_var_info *infos = ARENA_ARRAY(a->home, flat_var_info, n);
  flat_scalars(result, infos, n);
  if (!last) return val_of_vars(a->home, a->up->types, result, emit_instr(&a->e, call, args->items, n, infos));
  call.dest_count = n;
  call.dests = ARENA_ARRAY(a->up->m->home, flat_var, n);
  for (uint32_t i = 0; i < n; i++) call.dests[i] = flat_var_new(a->up->m, a->e.fun, infos[i]);
  emit_tail(&a->e, call, args->items);
  return val_absent(a->home, result);
}

static const val *call_copy(apply *a, const val *fun, uint32_t n, const val *const *args, ir_site site, bool last) {
  emit_vars leaves = {0};
  const spec *copy = spec_call(a, fun, n, args, &leaves);
  const ir_type *result = fun->term->a->cod;
  if (last && copy == a->self) {
    emit_goto(&a->e, a->loop, &leaves);
    return val_absent(a->home, result);
  }
  return emit_call(a, (flat_instr){.op = FLAT_CALL, .target = spec_fun(copy), .site = site}, result, &leaves, last);
}

static const val *call_object(apply *a, const val *fun, const val *arg, ir_site site, bool last) {
  emit_vars vars = {0};
  vec_push(a->home, &vars, fun->var);
  apply_leaves(a, arg, &vars);
  flat_instr call = {.op = FLAT_CALL_CLOSURE, .type = fun->type, .site = site};
  return emit_call(a, call, fun->type->args[1], &vars, last);
}

/* Some of the arguments, and what they make of the function. */
static const val *partial(apply *a, const val *fun, uint32_t n, const val *const *args) {
  for (uint32_t i = 0; i < n; i++) fun = val_given(a->home, fun, apply_settle_all(a, args[i], NEED_MANY));
  return fun;
}

/* A tail call leaves no frame behind, but a failure inside the library wants a place in the program. What gets no
   function comes back without having called the program: the stack it takes is not the program's recursion. */
static bool is_library_errand(const apply *a, const val *fun, uint32_t n, const val *const *args, ir_site site) {
  if (!site || fun->def == FLAT_NONE) return false;
  const comb_def *d = comb_def_at(a->up->store, fun->def);
  if (!d->library || comb_site(a->up->store, site)->where.file == d->where.file) return false;
  for (uint32_t i = 0; i < n; i++)
    if (irt_has_fun(args[i]->type)) return false;
  return true;
}

const val *apply_call(apply *a, const val *fun, uint32_t n, const val *const *args, ir_site site, bool last) {
  while (n && !apply_dead(a)) {
    uint32_t taken = 1;
    if (fun->kind == VAL_VAR) {
      fun = call_object(a, fun, args[0], site, last && n == 1);
    } else if (fun->n + n < fun->term->n) {
      fun = partial(a, fun, n, args);
      break;
    } else {
      taken = fun->term->n - fun->n;
      bool in_place = is_in_place(a, fun, taken, args);
      bool tail = last && taken == n && (in_place || !is_library_errand(a, fun, taken, args, site));
      fun = (in_place ? call_in_place : call_copy)(a, fun, taken, args, site, tail);
    }
    args += taken;
    n -= taken;
  }
  if (last) apply_return(a, fun);
  return fun;
}

const val *apply_call_1(apply *a, const val *fun, const val *x) { return apply_call(a, fun, 1, &x, 0, false); }

const val *apply_call_2(apply *a, const val *fun, const val *x, const val *y) {
  return apply_call(a, fun, 2, (const val *[]){x, y}, 0, false);
}

uint32_t apply_call_effects(const apply *a, const val *fun, uint32_t n) {
  uint32_t effects = COMB_MAY_FAIL | COMB_MAY_DIVERGE | COMB_MAY_WORLD;
  if (fun->kind == VAL_FUN && fun->n + n < fun->term->n) return 0;
  if (fun->kind == VAL_FUN && fun->term->kind == COMB_CURRY && fun->n + n == fun->term->n)
    effects = comb_effects(a->up->store, fun->term->a);
  return a->up->facts.worldly ? effects : effects & ~(uint32_t)COMB_MAY_WORLD;
}

/* ---- references ---- */

/* A function, or literals in tuples and lists: nothing that a copy would do twice. */
static bool is_plain(const val *v) {
  if (v->kind == VAL_CONST) return true;
  if (v->kind == VAL_VAR || v->kind == VAL_STREAM || v->kind == VAL_HOLE) return false;
  if (v->kind == VAL_LIST && v->n < 2) return false;
  if (v->kind == VAL_DATA && v->n) return false;
  if (v->kind == VAL_FUN && !is_plain(v->env)) return false;
  for (uint32_t i = 0; i < v->n; i++)
    if (!is_plain(v->parts[i])) return false;
  return true;
}

/* The body evaluated in a function that nobody gets: NULL when that wrote anything. */
static const val *trial(apply *a, const comb *body) {
  flat_fun nowhere = {0};
  apply t = {.up = a->up, .home = a->home};
  emit_start(&t.e, a->up->m, a->home, &nowhere);
  const ir_type *unit = irt_base(a->up->types, IRT_UNIT);
  const val *v = apply_term(&t, body, val_parts(a->home, VAL_TUPLE, unit, 0, NULL));
  return t.e.size == 0 && nowhere.blocks.len == 1 && is_plain(v) ? v : NULL;
}

static const val *def_plain(apply *a, uint32_t def) {
  const comb *body = comb_def_at(a->up->store, def)->body;
  const apply_facts *facts = &a->up->facts;
  if (body->kind == COMB_CURRY || body->kind == COMB_FIX) {
    const val *unit = val_parts(a->home, VAL_TUPLE, body->dom, 0, NULL);
    return val_fun(a->home, body, unit, def);
  }
  if (facts->recursive[def] || comb_effects(a->up->store, body)) return NULL;
  bool promising = irt_has_fun(body->cod) || apply_term_size(&a->up->facts, body) <= SMALL_PLAIN;
  return promising ? trial(a, body) : NULL;
}

static const val *def_global(apply *a, uint32_t def) {
  const ir_type *type = comb_def_at(a->up->store, def)->type;
  uint32_t n = flat_scalar_count(type);
  flat_var_info *infos = ARENA_ARRAY(a->home, flat_var_info, n);
  flat_scalars(type, infos, n);
  flat_instr i = {.op = FLAT_GLOBAL, .target = spec_global(a->up, def), .type = type};
  return val_of_vars(a->home, a->up->types, type, emit_instr(&a->e, i, NULL, n, infos));
}

const val *apply_def(apply *a, uint32_t def) {
  const val **known = &a->up->def_values[def];
  if (!*known) {
    const val *plain = def_plain(a, def);
    bool shared = a->up->facts.uses[def] > 1;
    *known = plain ? val_closed(a->home, plain, shared) : val_hole(a->home, comb_def_at(a->up->store, def)->type);
  }
  return (*known)->kind == VAL_HOLE ? def_global(a, def) : *known;
}
