/* Calls, lambdas and local functions. What is not a literal function is inferred first, so that lambdas know their
   parameters. */

#include "frontend/infer_priv.h"

/* ---- delivering a value ---- */

/* A value, or a literal, which is one: where an option is wanted it is the one that has it. */
static bool is_plain(const type *t) {
  if (t->kind == TYPE_VAR) return constraint_on(t, CONSTRAINT_literal) || constraint_on(t, CONSTRAINT_letter);
  return t->kind != TYPE_OPTION && t->kind != TYPE_POISON;
}

bool infer_deliver(infer *in, type *found, type *wanted, span where) {
  found = type_find(found);
  wanted = type_find(wanted);
  bool fits;
  if (wanted->kind == TYPE_BIG && found->kind == TYPE_INT) return true;
  if (wanted->kind == TYPE_LIST && (found->kind == TYPE_DICT || found->kind == TYPE_SET))
    return infer_unify(in, wanted->args[0], found->args[0]); /* a list function goes through the keys */
  if (infer_deliver_dyn(in, found, wanted, where, &fits)) return fits;
  if (wanted->kind == TYPE_OPTION && is_plain(found)) return infer_deliver(in, found, wanted->args[0], where);
  if (wanted->kind == TYPE_FLOAT) {
    if (found->kind == TYPE_INT || found->kind == TYPE_FLOAT || found->kind == TYPE_BIG) return true;
    if (found->kind == TYPE_VAR && !found->bottom) {
      type *types[2] = {found, wanted};
      constraint_post(in, CONSTRAINT_coerce, where, NULL, 2, types);
      return true;
    }
  }
  return infer_unify(in, wanted, found);
}

bool infer_deliver_result(infer *in, type *found, type *wanted, span where, core *lambda) {
  if (type_find(wanted)->kind != TYPE_BOOL || type_find(found)->kind == TYPE_BOOL)
    return infer_deliver(in, found, wanted, where);
  constraint_class(in, CONSTRAINT_condition, lambda ? lambda->lambda.body->where : where, found);
  if (lambda) vec_push(in->home, &in->frame->predicates, lambda);
  return true;
}

/* A named function where one of `arity` arguments is wanted: arguments go from the wanted to the found, the result
   back. */
static bool deliver_function(infer *in, core *e, const infer_want *want, type *found) {
  type *f = type_find(found), *w = type_find(want->type);
  for (uint32_t i = 0; i < want->arity; i++, f = type_find(f->args[1]), w = type_find(w->args[1])) {
    if (f->kind != TYPE_FUN || w->kind != TYPE_FUN) return infer_unify(in, w, f);
    if (!infer_deliver(in, w->args[0], f->args[0], e->where)) return false;
  }
  if (!infer_deliver_result(in, f, w, e->where, NULL)) return false;
  vec_push(in->home, &in->frame->bridges, ((function_bridge){e, want->type, want->arity}));
  return true;
}

/* A literal whose place says already what it is, or that it is wrong. */
static bool is_known_literal(infer *in, core *e, const infer_want *want) {
  type *wanted = type_find(want->type);
  if (wanted->kind == TYPE_VAR || wanted->kind == TYPE_BIG || wanted->kind == TYPE_DYN) return false;
  if (wanted->kind == TYPE_OPTION) return false;
  if (e->kind != CORE_STR && (e->kind != CORE_INT || e->big)) return false;
  bool number = e->kind == CORE_INT, open = wanted->kind == TYPE_LIST && type_find(wanted->args[0])->kind == TYPE_VAR;
  if (!number && (open || wanted->kind == TYPE_CHAR || wanted->kind == TYPE_POISON)) return false;
  e->type = !number ? in->str : wanted->kind == TYPE_FLOAT ? wanted : infer_base(in, TYPE_INT);
  if (!infer_unify(in, wanted, e->type)) infer_refuse_argument(in, e, want, e->type);
  return true;
}

void infer_check(infer *in, core *e, infer_want want) {
  if (!e->type && is_known_literal(in, e, &want)) return;
  if (e->kind == CORE_LAMBDA) {
    infer_lambda(in, e, &want);
    return;
  }
  if (e->kind == CORE_OVERLOAD) {
    infer_overload(in, e, &want);
    return;
  }
  type *found =
      e->type ? e->type : infer_expr(in, e); /* an overloaded call has typed its arguments to find its version */
  bool function = want.arity && type_find(found)->kind == TYPE_FUN;
  bool fits = function ? deliver_function(in, e, &want, found) : infer_deliver(in, found, want.type, e->where);
  if (!fits) infer_refuse_argument(in, e, &want, found);
}

/* ---- lambdas ---- */

/* The constraint that fits this lambda into some wanted function; its parameters and result are typed already. */
static constraint *shape(infer *in, core *e, type **params, type *result) {
  uint32_t n = e->lambda.count;
  type **types = ARENA_ARRAY(in->home, type *, n + 2);
  types[0] = e->type = infer_fresh(in);
  types[1] = result;
  for (uint32_t i = 0; i < n; i++) types[i + 2] = params[i];
  constraint *c = constraint_make(in, CONSTRAINT_fit, e->where, e, n + 2, types);
  c->fit.own = n;
  c->fit.flavour = e->lambda.flavour;
  return c;
}

static type **bind_params(infer *in, core *e) {
  type **params = ARENA_ARRAY(in->home, type *, e->lambda.count + 1);
  for (uint32_t i = 0; i < e->lambda.count; i++) params[i] = infer_fresh(in);
  return params;
}

static void patterns(infer *in, core *e, type **params) {
  for (uint32_t i = 0; i < e->lambda.count; i++) infer_pat(in, e->lambda.params[i], params[i]);
}

/* The wanted function is not known yet: the lambda is inferred by itself and fitted when it is. */
constraint *infer_lambda_shape(infer *in, core *e) {
  type **params = bind_params(in, e);
  patterns(in, e, params);
  return shape(in, e, params, infer_expr(in, e->lambda.body));
}

static void lambda_body(infer *in, core *e, type *result) {
  core *body = e->lambda.body;
  if (type_find(result)->kind == TYPE_BOOL) {
    infer_condition(in, body);
    if (type_find(body->type)->kind != TYPE_BOOL) vec_push(in->home, &in->frame->predicates, e);
    return;
  }
  infer_check(in, body, (infer_want){.type = result});
}

type *infer_lambda(infer *in, core *e, const infer_want *want) {
  type **params = bind_params(in, e), *result = infer_fresh(in);
  constraint *fit = shape(in, e, params, result);
  fit->fit.wanted = want ? want->arity : 0;
  fit->fit.delivered = true;
  if (want && !infer_unify(in, e->type, want->type)) infer_refuse_argument(in, e, want, e->type);
  if (fit->fit.wanted) fit->types[1] = result = type_after(e->type, fit->fit.wanted);
  constraint_start(in, fit);
  constraint_run(in);
  patterns(in, e, params);
  lambda_body(in, e, result);
  return e->type;
}

/* A definition's own lambda stands as it is, whatever is annotated. */
void infer_body(infer *in, core *body, type *want) {
  if (body->kind != CORE_LAMBDA) {
    infer_check(in, body, (infer_want){.type = want});
    return;
  }
  uint32_t n = body->lambda.count;
  type *own = infer_arrows(in, bind_params(in, body), n, infer_fresh(in));
  if (type_arrows(want) < n && !infer_unify(in, want, own)) infer_mismatch(in, body->where, want, own);
  if (type_arrows(want) < n) want = own; /* refused, here or where it was annotated */
  infer_lambda(in, body, &(infer_want){.type = want, .arity = n});
}

/* ---- overloaded names ---- */

static void refuse_count(infer *in, const core *e, const core_overload *set, uint32_t count) {
  str name = infer_name(in, set->name);
  diag *d = diag_report(in->diags, DIAG_no_version, e->where, "`" STR_FMT "` has no version for %u argument%s",
                        STR_ARG(name), count, count == 1 ? "" : "s");
  for (uint32_t i = 0; i < set->count; i++) {
    strbuf text = strbuf_new(in->home);
    infer_print_scheme(&text, in, resolve_version(in->resolver, &set->versions[i]));
    diag_hint(in->diags, d, STR_FMT, STR_ARG(strbuf_str(&text)));
  }
}

static bool has_version(const core_overload *set, uint32_t count) {
  for (uint32_t i = 0; i < set->count; i++)
    if (set->versions[i].arity == count) return true;
  return false;
}

/* Fewer arguments than all its versions take: it is curried as if it had one. */
static bool is_curried(const core_overload *set, uint32_t count) {
  for (uint32_t i = 0; i < set->count; i++)
    if (set->versions[i].arity != set->versions[0].arity || set->versions[i].arity <= count) return false;
  return true;
}

static uint32_t fewest(const core_overload *set) {
  uint32_t least = set->versions[0].arity;
  for (uint32_t i = 1; i < set->count; i++)
    if (set->versions[i].arity < least) least = set->versions[i].arity;
  return least;
}

/* As a value: the wanted number of arguments picks, else the smallest (ruling 11). */
type *infer_overload(infer *in, core *e, const infer_want *want) {
  const core_overload *set = e->overload.set;
  uint32_t n = want && want->arity && has_version(set, want->arity) ? want->arity : fewest(set);
  type **types = ARENA_ARRAY(in->home, type *, n + 1);
  type *w = want ? type_find(want->type) : NULL;
  bool known = want && want->arity == n;
  for (uint32_t i = 0; i < n; i++) {
    types[i] = known ? w->args[0] : infer_fresh(in);
    if (known) w = type_find(w->args[1]);
  }
  types[n] = infer_fresh(in);
  e->type = infer_fresh(in);
  constraint *c = constraint_make(in, CONSTRAINT_overload, e->where, e, n + 1, types);
  c->overload.set = e->overload.set;
  constraint_start(in, c);
  if (!known) {
    type *whole = infer_arrows(in, types, n, types[n]);
    if (want && !infer_unify(in, want->type, whole)) infer_refuse_argument(in, e, want, whole);
    if (!infer_unify(in, e->type, whole)) return whole;
    return e->type;
  }
  if (!infer_deliver_result(in, types[n], w, e->where, NULL))
    infer_refuse_argument(in, e, want, infer_arrows(in, types, n, types[n]));
  vec_push(in->home, &in->frame->bridges, ((function_bridge){e, want->type, n}));
  return e->type;
}

/* Functions come after what tells their parameters. */
bool infer_is_late(const core *arg) { return arg->kind == CORE_LAMBDA || arg->kind == CORE_OVERLOAD; }

/* The version is not known yet: lambdas are typed by themselves, the constraint decides when it can. */
static type *call_later(infer *in, core *e, constraint *c) {
  for (uint32_t i = 0; i < e->call.count; i++) {
    core *arg = e->call.args[i];
    if (!infer_is_late(arg)) continue;
    c->overload.fits[i] = arg->kind == CORE_LAMBDA ? infer_lambda_shape(in, arg) : NULL;
    c->types[i] = arg->kind == CORE_LAMBDA ? c->overload.fits[i]->types[0] : infer_overload(in, arg, NULL);
  }
  e->call.fn->type = infer_fresh(in);
  constraint_start(in, c);
  return c->types[e->call.count];
}

/* Finds the version by the arguments that are no lambdas. Its type, opened; NULL: not yet, or never, and *result is the
   call's type. */
static type *overloaded_callee(infer *in, core *e, type **result) {
  core *fn = e->call.fn;
  uint32_t n = e->call.count;
  type **types = ARENA_ARRAY(in->home, type *, n + 1);
  constraint **fits = NULL;
  for (uint32_t i = 0; i < n; i++) {
    core *arg = e->call.args[i];
    types[i] = infer_is_late(arg) ? infer_fresh(in) : arg->type ? arg->type : infer_expr(in, arg);
    if (!infer_is_late(arg)) continue;
    if (!fits) fits = ARENA_ARRAY(in->home, constraint *, n + 1);
    fits[i] = constraint_make(in, CONSTRAINT_fit, arg->where, arg, 0, NULL);
  }
  types[n] = infer_fresh(in);
  constraint_run(in);
  if (!has_version(fn->overload.set, n)) {
    refuse_count(in, fn, fn->overload.set, n);
    for (uint32_t i = 0; i < n; i++)
      if (!e->call.args[i]->type) infer_expr(in, e->call.args[i]);
    fn->type = *result = infer_poison(in);
    return NULL;
  }
  constraint *c = constraint_make(in, CONSTRAINT_overload, fn->where, e, n + 1, types);
  c->overload.set = fn->overload.set;
  c->overload.fits = fits;
  core_version *v = constraint_pick(in, c);
  if (!v) {
    *result = call_later(in, e, c);
    return NULL;
  }
  fn->overload.chosen = resolve_version(in->resolver, v);
  return fn->type = infer_def_use(in, fn->overload.chosen, fn->where);
}

/* ---- calls ---- */

static type *too_many(infer *in, core *e, uint32_t taken) {
  core *fn = e->call.fn;
  str text = infer_text(in, fn->type);
  diag *d;
  if (taken == 0) {
    d = diag_report(in->diags, DIAG_not_a_function, fn->where,
                    "this is " STR_FMT ", no function; is an operator missing?", STR_ARG(text));
    infer_note_source(in, d, fn);
  } else {
    sym called = infer_called(fn);
    str name = called ? infer_name(in, called) : STR("this function");
    d = diag_report(in->diags, DIAG_wrong_arity, e->call.args[taken]->where,
                    "`" STR_FMT "` takes %u argument%s, and this is one more", STR_ARG(name), taken,
                    taken == 1 ? "" : "s");
    strbuf scheme = strbuf_new(in->home);
    if (fn->kind == CORE_DEF) infer_print_scheme(&scheme, in, fn->def);
    else strbuf_printf(&scheme, STR_FMT " : " STR_FMT, STR_ARG(name), STR_ARG(text));
    diag_hint(in->diags, d, STR_FMT, STR_ARG(strbuf_str(&scheme)));
    if (fn->kind == CORE_DEF && !fn->def->library) diag_note(in->diags, d, fn->def->where, "defined here");
  }
  diag_expected(in->diags, d,
                taken ? str_printf(in->home, "%u argument%s", taken, taken == 1 ? "" : "s") : STR("a function"),
                taken ? str_printf(in->home, "%u arguments", e->call.count) : text);
  return infer_poison(in);
}

/* What the call's arguments must be; how many the function takes of them, and the type it is behind those. */
static uint32_t parameters(infer *in, core *e, infer_want *wants, type **rest) {
  uint32_t taken = 0;
  type *t = type_find(*rest);
  for (; taken < e->call.count; taken++) {
    if (t->kind == TYPE_VAR) {
      if (taken && constraint_is_result(t)) break; /* a number is on its way: one argument too many */
      type *next = infer_fun(in, infer_fresh(in), infer_fresh(in));
      if (!infer_unify(in, t, next)) break;
      t = next;
    }
    if (t->kind != TYPE_FUN) break;
    wants[taken] = (infer_want){t->args[0], type_arrows(t->args[0]), e, taken};
    t = type_find(t->args[1]);
  }
  *rest = t;
  return taken;
}

static type *call_type(infer *in, core *e) {
  core *fn = e->call.fn;
  uint32_t errors = diag_error_count(in->diags);
  bool overloaded = fn->kind == CORE_OVERLOAD && !is_curried(fn->overload.set, e->call.count);
  type *result = NULL, *t = overloaded ? overloaded_callee(in, e, &result) : infer_expr(in, fn);
  if (!t) return result;
  infer_want *wants = ARENA_ARRAY(in->home, infer_want, e->call.count);
  uint32_t taken = parameters(in, e, wants, &t);
  for (uint32_t i = 0; i < taken; i++)
    if (!infer_is_late(e->call.args[i])) infer_check(in, e->call.args[i], wants[i]);
  constraint_run(in);
  for (uint32_t i = 0; i < taken; i++)
    if (infer_is_late(e->call.args[i])) infer_check(in, e->call.args[i], wants[i]);
  for (uint32_t i = taken; i < e->call.count; i++) /* for what they themselves get wrong */
    if (!e->call.args[i]->type) infer_expr(in, e->call.args[i]);
  if (diag_error_count(in->diags) != errors || type_find(t)->kind == TYPE_POISON) return infer_poison(in);
  return taken == e->call.count ? t : too_many(in, e, taken);
}

type *infer_call(infer *in, core *e) {
  infer_within here = {e, in->within};
  in->within = &here;
  type *t = call_type(in, e);
  in->within = here.outer;
  return t;
}

/* ---- local names and functions ---- */

type *infer_local(infer *in, core *e) {
  const core_binder *b = e->binder;
  if (!b->type) return infer_poison(in);
  if (!b->scheme || scheme_is_mono(b->scheme)) return b->type;
  local_function *f = map_get_ptr(&in->local_functions, map_ptr_key(b));
  vec_push(in->home, &in->frame->uses, ((local_use){f, e}));
  return scheme_open(in, b->scheme, e->where);
}

/* g p=..; generalises. A polymorphic one is a pattern for copies: what its own tree registered is dropped with it. */
void infer_let_fun(infer *in, core *e) {
  infer_frame *f = in->frame;
  core_binder *b = e->fun.binder;
  uint32_t functions = f->functions.len, uses = f->uses.len, bridges = f->bridges.len, predicates = f->predicates.len;
  uint32_t first = in->pending.len, first_var = in->vars.len;
  in->level++;
  b->type = infer_fresh(in);
  infer_body(in, e->fun.lambda, b->type);
  in->level--;
  if (infer_is_heavy(in, first_var, e->where)) {
    infer_forget(in, first);
    b->type = infer_poison(in);
  }
  scheme_close(in, SCHEME_LOCAL, &b->type, 1, first, &b->scheme);
  if (scheme_is_mono(b->scheme)) return;
  f->functions.len = functions;
  f->uses.len = uses;
  f->bridges.len = bridges;
  f->predicates.len = predicates;
  local_function *function = ARENA_NEW(in->home, local_function);
  function->node = e;
  map_set_ptr(&in->local_functions, map_ptr_key(b), function);
  vec_push(in->home, &f->functions, function);
}
