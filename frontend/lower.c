/* Typed tree to combinators. Expects: instances from inference, every type concrete, every overload chosen.
   Guarantees: closed, typed terms for everything the entry reaches (comb_check holds). An expression in an
   environment of variables becomes an arrow from the environment, a variable the projection that finds it (Curien
   1986). O(size of the typed trees times the depth of their environments). */

#include "frontend/lower_priv.h"
#include "support/bug.h"

/* ---- environments ---- */

const scope *lower_push(lower *L, const scope *env, const core_binder *binder, const ir_type *value) {
  scope *s = ARENA_NEW(L->home, scope);
  *s = (scope){env, binder, irt_pair(L->types, env->env, value), value, env->depth + 1};
  return s;
}

static const comb *outwards(lower *L, const scope *env, const scope *to) {
  const comb *path = comb_id(L->store, env->env);
  for (; env != to; env = env->up) path = comb_comp(L->store, path, comb_proj(L->store, env->env, 0));
  return path;
}

const comb *lower_access(lower *L, const scope *env, const scope *entry) {
  return comb_comp(L->store, outwards(L, env, entry), comb_proj(L->store, entry->env, 1));
}

const comb *lower_weaken(lower *L, const scope *env, const scope *outer, const comb *f) {
  return comb_comp(L->store, outwards(L, env, outer), f);
}

const scope *lower_bind(lower *L, lower_steps *steps, const scope *env, const core_binder *binder, const comb *value) {
  vec_push(L->home, steps, ((lower_step){.value = value}));
  return lower_push(L, env, binder, value->cod);
}

const comb *lower_wrap(lower *L, const scope *env, const lower_steps *steps, const comb *body) {
  (void)env;
  for (uint32_t i = steps->len; i-- > 0;) {
    const lower_step *s = &steps->items[i];
    const ir_type *outer = s->value->dom;
    if (s->guard) {
      const comb *subject = comb_proj(L->store, outer, 1);
      const comb *fail =
          comb_comp(L->store, subject, comb_prim(L->store, OP_fail_match, s->subject, body->cod, s->site));
      body = comb_choice(L->store, s->value, body, fail);
    } else {
      body = comb_comp(L->store, comb_pair(L->store, comb_id(L->store, outer), s->value), body);
    }
  }
  return body;
}

static const comb *variable(lower *L, const scope *env, const core_binder *binder) {
  for (const scope *s = env; s->up; s = s->up)
    if (s->binder == binder) return lower_access(L, env, s);
  gael_bug("a variable outside its scope reached lowering");
}

/* ---- small terms ---- */

const comb *lower_prim_n(lower *L, ir_op op, ir_site site, const ir_type *cod, uint32_t n, const comb *const *args,
                         const ir_type *dom) {
  const comb *all = n == 0 ? lower_unit(L, dom) : n == 1 ? args[0] : comb_tuple(L->store, n, args);
  return comb_comp(L->store, all, comb_prim(L->store, op, all->cod, cod, op_flags(op) & OP_FAILS ? site : 0));
}

const comb *lower_prim1(lower *L, ir_op op, ir_site site, const ir_type *cod, const comb *a) {
  return lower_prim_n(L, op, site, cod, 1, &a, NULL);
}

const comb *lower_prim2(lower *L, ir_op op, ir_site site, const ir_type *cod, const comb *a, const comb *b) {
  const comb *both[2] = {a, b};
  return lower_prim_n(L, op, site, cod, 2, both, NULL);
}

static const comb *scalar(lower *L, const ir_type *dom, ir_type_kind kind, int64_t k) {
  return comb_const(L->store, dom, (comb_literal){.type = irt_base(L->types, kind), .i = k});
}

const comb *lower_int(lower *L, const ir_type *dom, int64_t k) { return scalar(L, dom, IRT_INT, k); }
const comb *lower_bool(lower *L, const ir_type *dom, bool k) { return scalar(L, dom, IRT_BOOL, k); }
const comb *lower_unit(lower *L, const ir_type *dom) { return scalar(L, dom, IRT_UNIT, 0); }

const comb *lower_str(lower *L, const ir_type *dom, str text) {
  return comb_const(L->store, dom,
                    (comb_literal){.type = irt_str(L->types), .s = str_copy(comb_arena(L->store), text)});
}

const comb *lower_and(lower *L, const comb *p, const comb *q) {
  if (!p || !q) return p ? p : q;
  return comb_choice(L->store, p, q, lower_bool(L, p->dom, false));
}

ir_site lower_site(lower *L, const core *e) { return comb_site_add(L->store, e->where, L->definition); }

/* ---- definitions ---- */

static uint32_t definition_of(lower *L, const infer_instance *instance) {
  uint64_t found;
  if (map_get(&L->defs, instance->id + 1, &found)) return (uint32_t)found;
  const core_def *d = instance->def;
  uint32_t index = comb_def_add(L->store, d->name, lower_type(L, instance->type), d->where, d->library);
  map_set(&L->defs, instance->id + 1, index);
  vec_push(L->home, &L->pending, instance);
  vec_push(L->home, &L->pending_defs, index);
  return index;
}

/* What a name of a definition stands for: a primitive, or a reference to an instance. */
static core_def *named_definition(const core *e) {
  if (e->kind == CORE_DEF) return e->def;
  return e->kind == CORE_OVERLOAD ? e->overload.chosen : NULL;
}

/* Options do not nest, and an option of a Dyn is the Dyn: what a primitive says of T? holds of those, too. */
static const comb *flat_option(lower *L, const core *e, ir_op op, const comb *a, const ir_type *cod) {
  ir_type_kind kind = a->cod->kind;
  if (op == OP_some && (kind == IRT_OPTION || kind == IRT_DYN)) return a;
  if (kind != IRT_DYN) return NULL;
  if (op == OP_dyn) return a;
  if (op == OP_unwrap) return lower_dyn_some(L, a, lower_site(L, e));
  return op == OP_is_some ? lower_prim1(L, OP_not, 0, cod, lower_prim1(L, OP_dyn_is_none, 0, cod, a)) : NULL;
}

/* May an option that it gives be one of a Dyn? */
static bool gives_option(ir_op op) { return op == OP_find || op == OP_dict_get || op == OP_cast; }

static const comb *primitive(lower *L, const core *e, ir_op op, uint32_t n, const comb *const *args, const ir_type *dom,
                             const ir_type *cod) {
  const comb *flat = n == 1 ? flat_option(L, e, op, args[0], cod) : NULL;
  if (flat) return flat;
  if (cod->kind == IRT_DYN && gives_option(op))
    return lower_to_dyn(L, lower_prim_n(L, op, lower_site(L, e), irt_option(L->types, cod), n, args, dom));
  return lower_prim_n(L, op, lower_site(L, e), cod, n, args, dom);
}

/* A primitive as a value: \x1..xn. op(x1,..,xn) */
static const comb *primitive_value(lower *L, const scope *env, const core *e, ir_op op) {
  enum { MOST = 8 };
  uint32_t n = op_arity(op);
  const scope *entries[MOST], *inner = env;
  const comb *args[MOST];
  const ir_type *t = lower_type(L, e->type);
  GAEL_ASSERT(n <= MOST);
  for (uint32_t i = 0; i < n; i++, t = t->args[1]) entries[i] = inner = lower_push(L, inner, NULL, t->args[0]);
  for (uint32_t i = 0; i < n; i++) args[i] = lower_access(L, inner, entries[i]);
  const comb *body = primitive(L, e, op, n, args, inner->env, t);
  return n ? comb_curry(L->store, n, body) : body;
}

static const comb *definition(lower *L, const scope *env, const core *e) {
  core_def *d = named_definition(e);
  GAEL_ASSERT(d != NULL);
  if (d->primitive >= 0) return primitive_value(L, env, e, (ir_op)d->primitive);
  const infer_instance *instance = infer_instantiate(L->in, d, e->type, e->where);
  if (!instance) {
    L->failed = true;
    return comb_comp(
        L->store, lower_unit(L, env->env),
        comb_prim(L->store, OP_fail_search, irt_base(L->types, IRT_UNIT), lower_type(L, e->type), lower_site(L, e)));
  }
  return comb_ref(L->store, env->env, definition_of(L, instance));
}

/* A function of the library as a value of the program's, f as \x. f x: the call is the place that a report of its failure names. What
   cannot fail becomes f again (ir/rules_plumbing.c, eta). */
static const comb *definition_value(lower *L, const scope *env, const core *e) {
  const core_def *d = named_definition(e);
  bool simple = d && d->library && d->primitive < 0 && d->body->kind == CORE_LAMBDA && d->body->lambda.count == 1;
  if (!simple || L->library) return definition(L, env, e);
  const scope *inner = lower_push(L, env, NULL, lower_type(L, e->type)->args[0]);
  const comb *parts[2] = {definition(L, inner, e), lower_access(L, inner, inner)};
  const comb *all = comb_tuple(L->store, 2, parts);
  return comb_curry(L->store, 1, comb_comp(L->store, all, comb_apply(L->store, 1, all->cod, lower_site(L, e))));
}

/* ---- calls and functions ---- */

static const comb *call(lower *L, const scope *env, const core *e) {
  uint32_t n = e->call.count;
  const core *fn = e->call.fn;
  const ir_type *t = lower_type(L, fn->type);
  const comb **args = ARENA_ARRAY(L->home, const comb *, n + 1);
  core_def *d = named_definition(fn);
  if (d && d->primitive >= 0 && op_arity((ir_op)d->primitive) == n) {
    for (uint32_t i = 0; i < n; i++, t = t->args[1]) args[i] = lower_as(L, env, e->call.args[i], t->args[0]);
    return primitive(L, e, (ir_op)d->primitive, n, args, env->env, t);
  }
  if (fn->kind == CORE_CON && fn->con->count == n) {
    for (uint32_t i = 0; i < n; i++, t = t->args[1]) args[i] = lower_as(L, env, e->call.args[i], t->args[0]);
    return lower_make(L, t, fn->con->index, args, env->env);
  }
  args[0] = d ? definition(L, env, fn) : lower_expr(L, env, fn);
  if (n == 0) return args[0];
  for (uint32_t i = 0; i < n; i++, t = t->args[1]) args[i + 1] = lower_as(L, env, e->call.args[i], t->args[0]);
  const comb *all = comb_tuple(L->store, n + 1, args);
  return comb_comp(L->store, all, comb_apply(L->store, n, all->cod, lower_site(L, e)));
}

/* The environment inside a lambda: one entry an argument, then what its patterns bind. */
static const scope *bind_parameters(lower *L, lower_steps *steps, const scope **arguments, uint32_t m, const core *e) {
  const scope *inner = arguments[m];
  ir_site site = lower_site(L, e);
  for (uint32_t i = 0; i < e->lambda.count; i++) {
    const core_pat *p = e->lambda.params[i];
    const comb *value;
    if (e->lambda.fit == FIT_APART_TUPLE) {
      value = comb_comp(L->store, lower_access(L, inner, arguments[1]), comb_proj(L->store, arguments[1]->value, i));
    } else if (e->lambda.fit == FIT_APART_LIST) {
      value = lower_prim2(L, OP_index, site, arguments[1]->value->args[0], lower_access(L, inner, arguments[1]),
                          lower_int(L, inner->env, i));
    } else {
      if (p->kind == PAT_BIND || p->kind == PAT_ANY) continue; /* bound when the argument was pushed */
      value = lower_access(L, inner, arguments[i + 1]);
    }
    inner = lower_bind(L, steps, inner, p->kind == PAT_BIND ? p->binder : NULL, value);
    if (p->kind != PAT_BIND) inner = lower_pat_bind(L, steps, inner, p, site, true);
  }
  return inner;
}

static void require_length(lower *L, lower_steps *steps, const scope *list, const core *e) {
  const ir_type *integer = irt_base(L->types, IRT_INT);
  const comb *len = lower_prim1(L, OP_len, 0, integer, lower_access(L, list, list));
  const comb *same =
      lower_prim2(L, OP_eq, 0, irt_base(L->types, IRT_BOOL), len, lower_int(L, list->env, e->lambda.count));
  vec_push(L->home, steps,
           ((lower_step){.value = same, .guard = true, .site = lower_site(L, e), .subject = list->value}));
}

/* env (and self on it, for a local recursive function): the lambda's arguments are pushed one by one. */
static const comb *lambda_body(lower *L, const scope *env, const core *e) {
  uint32_t m = e->lambda.fit == FIT_SAME ? e->lambda.count : e->lambda.wanted;
  const ir_type *t = lower_type(L, e->type);
  const scope **arguments = ARENA_ARRAY(L->home, const scope *, m + 1);
  arguments[0] = env;
  for (uint32_t i = 0; i < m; i++, t = t->args[1]) {
    bool direct = (e->lambda.fit == FIT_SAME || e->lambda.fit == FIT_IGNORE_REST) && i < e->lambda.count;
    const core_pat *p = direct ? e->lambda.params[i] : NULL;
    arguments[i + 1] = lower_push(L, arguments[i], p && p->kind == PAT_BIND ? p->binder : NULL, t->args[0]);
  }
  lower_steps steps = {0};
  if (e->lambda.fit == FIT_APART_LIST) require_length(L, &steps, arguments[1], e);
  const scope *inner = bind_parameters(L, &steps, arguments, m, e);
  return lower_wrap(L, arguments[m], &steps, lower_as(L, inner, e->lambda.body, t));
}

const comb *lower_lambda(lower *L, const scope *env, const core *e, const core_binder *self) {
  uint32_t m = e->lambda.fit == FIT_SAME ? e->lambda.count : e->lambda.wanted;
  if (!self) return comb_curry(L->store, m, lambda_body(L, env, e));
  return comb_fix(L->store, m, lambda_body(L, lower_push(L, env, self, lower_type(L, e->type)), e));
}

/* ---- expressions ---- */

/* x=1;y=2;..: the whole chain of bindings and statements in one loop. */
static const comb *sequence(lower *L, const scope *env, const core *e) {
  const ir_type *result = lower_type(L, e->type);
  const scope *inner = env;
  lower_steps steps = {0};
  for (;;) {
    if (e->kind == CORE_LET) {
      const core_pat *p = e->let.pat;
      inner = lower_bind(L, &steps, inner, p->kind == PAT_BIND ? p->binder : NULL,
                         lower_as(L, inner, e->let.value, lower_type(L, p->type)));
      if (p->kind != PAT_BIND) inner = lower_pat_bind(L, &steps, inner, p, lower_site(L, e->let.value), true);
      e = e->let.rest;
    } else if (e->kind == CORE_LET_FUN) {
      inner = lower_bind(L, &steps, inner, e->fun.binder, lower_lambda(L, inner, e->fun.lambda, e->fun.binder));
      e = e->fun.rest;
    } else if (e->kind == CORE_SEQ) {
      inner = lower_bind(L, &steps, inner, NULL, lower_expr(L, inner, e->pair.left));
      e = e->pair.right;
    } else {
      return lower_wrap(L, env, &steps, lower_as(L, inner, e, result));
    }
  }
}

const comb *lower_condition(lower *L, const scope *env, const core *e) {
  bool both = e->kind == CORE_AND, either = e->kind == CORE_OR;
  if ((both || either) && e->pair.boolean) {
    const comb *p = lower_condition(L, env, e->pair.left), *q = lower_condition(L, env, e->pair.right);
    return both ? lower_and(L, p, q) : comb_choice(L->store, p, lower_bool(L, env->env, true), q);
  }
  return lower_holds(L, lower_expr(L, env, e), e);
}

/* p&&q is q if p holds, else p; p||q the reverse; p is evaluated once. */
static const comb *junction(lower *L, const scope *env, const core *e) {
  if (e->pair.boolean) return lower_condition(L, env, e);
  const ir_type *result = lower_type(L, e->type);
  lower_steps steps = {0};
  const scope *inner = lower_bind(L, &steps, env, NULL, lower_expr(L, env, e->pair.left));
  const comb *p = lower_access(L, inner, inner), *q = lower_as(L, inner, e->pair.right, result),
             *held = lower_convert(L, p, result);
  bool both = e->kind == CORE_AND;
  const comb *test = lower_holds(L, p, e->pair.left);
  return lower_wrap(L, env, &steps, comb_choice(L->store, test, both ? q : held, both ? held : q));
}

/* l??r: r if anything inside l failed, and for none when l is an option (ruling 10). */
static const comb *coalesce(lower *L, const scope *env, const core *e) {
  const ir_type *result = lower_type(L, e->type);
  const comb *l = lower_expr(L, env, e->pair.left);
  if (l->cod->kind == IRT_DYN) l = lower_dyn_some(L, l, lower_site(L, e->pair.left));
  if (l->cod->kind == IRT_OPTION) l = lower_prim1(L, OP_unwrap, lower_site(L, e->pair.left), l->cod->args[0], l);
  return comb_catch(L->store, lower_convert(L, l, result), lower_as(L, env, e->pair.right, result));
}

static const comb *items(lower *L, const scope *env, const core *e) {
  const ir_type *t = lower_type(L, e->type);
  const comb **parts = ARENA_ARRAY(L->home, const comb *, e->list.count + 1);
  for (uint32_t i = 0; i < e->list.count; i++)
    parts[i] = lower_as(L, env, e->list.items[i], t->args[e->kind == CORE_TUPLE ? i : 0]);
  if (e->kind == CORE_TUPLE) return comb_tuple(L->store, e->list.count, parts);
  return lower_prim_n(L, OP_list, 0, t, e->list.count, parts, env->env);
}

/* {k:v,..}: of the list of its pairs. */
static const comb *dictionary(lower *L, const scope *env, const core *e) {
  const ir_type *t = lower_type(L, e->type), *pair = irt_pair(L->types, t->args[0], t->args[1]);
  const comb **pairs = ARENA_ARRAY(L->home, const comb *, e->entries.count + 1);
  for (uint32_t i = 0; i < e->entries.count; i++)
    pairs[i] = comb_pair(L->store, lower_as(L, env, e->entries.keys[i], t->args[0]),
                         lower_as(L, env, e->entries.values[i], t->args[1]));
  const comb *list = lower_prim_n(L, OP_list, 0, irt_list(L->types, pair), e->entries.count, pairs, env->env);
  return lower_prim1(L, OP_dict, 0, t, list);
}

static const comb *big_literal(lower *L, const scope *env, const core *e) {
  const ir_type *t = irt_base(L->types, IRT_BIG);
  bool fits = !e->big || e->text.len < 19; /* in 64 bits */
  if (fits) return lower_prim1(L, OP_big, 0, t, lower_int(L, env->env, e->integer));
  return lower_prim2(L, OP_parse_big, lower_site(L, e), t, lower_str(L, env->env, e->text), lower_int(L, env->env, 10));
}

static const comb *literal(lower *L, const scope *env, const core *e) {
  const ir_type *t = lower_type(L, e->type);
  if (t->kind == IRT_BIG) return big_literal(L, env, e);
  comb_literal k = {.type = t};
  if (e->kind == CORE_STR && t->kind != IRT_CHAR) return lower_str(L, env->env, e->text);
  if (e->kind == CORE_STR) {
    const char *at = e->text.ptr;
    k.i = utf8_next(&at, e->text.ptr + e->text.len);
  } else if (t->kind == IRT_FLOAT) {
    k.f = e->kind == CORE_FLOAT ? e->real : (double)e->integer;
  } else {
    k.i = e->kind == CORE_UNIT ? 0 : e->integer;
  }
  return comb_const(L->store, env->env, k);
}

const comb *lower_as(lower *L, const scope *env, const core *e, const ir_type *want) {
  return lower_convert(L, lower_expr(L, env, e), want);
}

const comb *lower_expr(lower *L, const scope *env, const core *e) {
  switch (e->kind) {
  case CORE_INT:
  case CORE_FLOAT:
  case CORE_BOOL:
  case CORE_CHAR:
  case CORE_STR:
  case CORE_UNIT: return literal(L, env, e);
  case CORE_NONE: {
    const ir_type *t = lower_type(L, e->type);
    return lower_prim1(L, t->kind == IRT_DYN ? OP_dyn_none : OP_none, 0, t, lower_unit(L, env->env));
  }
  case CORE_LOCAL: return variable(L, env, e->binder);
  case CORE_DEF:
  case CORE_OVERLOAD: return definition_value(L, env, e);
  case CORE_CALL: return call(L, env, e);
  case CORE_LAMBDA: return lower_lambda(L, env, e, NULL);
  case CORE_LET:
  case CORE_LET_FUN:
  case CORE_SEQ: return sequence(L, env, e);
  case CORE_IF: {
    const ir_type *t = lower_type(L, e->type);
    return comb_choice(L->store, lower_condition(L, env, e->cond.test), lower_as(L, env, e->cond.then, t),
                       lower_as(L, env, e->cond.other, t));
  }
  case CORE_COALESCE: return coalesce(L, env, e);
  case CORE_AND:
  case CORE_OR: return junction(L, env, e);
  case CORE_NOT: return lower_prim1(L, OP_not, 0, irt_base(L->types, IRT_BOOL), lower_condition(L, env, e->one));
  case CORE_ARITH: return lower_arith(L, env, e);
  case CORE_NEG: return lower_negate(L, env, e);
  case CORE_COMPARE: return lower_compare(L, env, e);
  case CORE_RANGE: return lower_range(L, env, e);
  case CORE_INDEX: return lower_index(L, env, e);
  case CORE_SLICE: return lower_slice(L, env, e);
  case CORE_COMPONENT: return lower_component(L, env, e);
  case CORE_LIST:
  case CORE_TUPLE: return items(L, env, e);
  case CORE_COMPREHENSION: return lower_comprehension(L, env, e);
  case CORE_FORMAT: return lower_format(L, env, e);
  case CORE_MATCH: return lower_match(L, env, e);
  case CORE_DICT: return dictionary(L, env, e);
  case CORE_CON: return lower_constructor(L, env, e);
  case CORE_RECORD: return lower_record(L, env, e);
  case CORE_FIELD: return lower_field(L, env, e);
  case CORE_ERROR: break;
  }
  gael_bug("a node of kind %d reached lowering", (int)e->kind);
}

/* ---- program ---- */

static const comb *entry_term(lower *L, const scope *root, const infer_instance *main, uint32_t argc) {
  const core *body = main->body;
  L->definition = main->def->name;
  if (argc == 0) return lower_expr(L, root, body);
  if (body->kind == CORE_LAMBDA && body->lambda.fit == FIT_SAME && body->lambda.count == argc)
    return lambda_body(L, root, body);
  const ir_type *t = lower_type(L, main->type);
  const scope *inner = root;
  const comb **args = ARENA_ARRAY(L->home, const comb *, argc + 1);
  for (uint32_t i = 0; i < argc; i++, t = t->args[1]) inner = lower_push(L, inner, NULL, t->args[0]);
  args[0] = lower_weaken(L, inner, root, lower_expr(L, root, body));
  const scope *at = inner;
  for (uint32_t i = argc; i > 0; i--, at = at->up) args[i] = lower_access(L, inner, at);
  const comb *all = comb_tuple(L->store, argc + 1, args);
  return comb_comp(L->store, all, comb_apply(L->store, argc, all->cod, lower_site(L, body)));
}

bool lower_program(arena *home, infer *in, const infer_instance *entry, uint32_t argc, comb_store *store,
                   comb_program *out) {
  lower L = {.home = home, .in = in, .store = store, .types = comb_types(store), .defs = map_new(home), .begun = map_new(home)};
  const ir_type *unit = irt_base(L.types, IRT_UNIT);
  scope root = {.env = unit, .value = unit};
  const ir_type *t = lower_type(&L, entry->type);
  const ir_type **args = ARENA_ARRAY(home, const ir_type *, argc + 1);
  for (uint32_t i = 0; i < argc; i++, t = t->args[1]) args[i] = t->args[0];
  *out = (comb_program){store, entry_term(&L, &root, entry, argc), argc, args, t};
  for (uint32_t i = 0; i < L.pending.len; i++) { /* grows while definitions reach others */
    const infer_instance *instance = L.pending.items[i];
    L.definition = instance->def->name;
    L.library = instance->def->library;
    const comb *body = lower_as(&L, &root, instance->body, lower_type(&L, instance->type));
    comb_def_at(store, L.pending_defs.items[i])->body = body;
  }
  return !L.failed;
}
