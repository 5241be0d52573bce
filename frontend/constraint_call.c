/* Calls whose meaning depends on types: how a literal lambda fits the function that is wanted (ruling 7), and which
   version of an overloaded library function is meant (rulings 11, 22). */

#include "frontend/infer_priv.h"

/* ---- fit: function, result, own parameters ---- */

enum { FUNCTION, RESULT, PARAMS };

static void decide(constraint *c, core_fit fit) {
  core *lambda = c->node;
  if (!lambda) return;
  lambda->lambda.fit = fit;
  lambda->lambda.wanted = c->fit.wanted;
}

static void param_is(infer *in, const constraint *c, uint32_t i, type *wanted) {
  if (!infer_unify(in, c->types[PARAMS + i], wanted)) infer_mismatch(in, c->where, wanted, c->types[PARAMS + i]);
}

static bool as_it_stands(infer *in, constraint *c) {
  type *own = infer_arrows(in, c->types + PARAMS, c->fit.own, c->types[RESULT]);
  c->fit.wanted = c->fit.own;
  decide(c, FIT_SAME);
  if (!infer_unify(in, c->types[FUNCTION], own)) infer_mismatch(in, c->where, c->types[FUNCTION], own);
  return true;
}

/* Both take as many, or braces ignore the rest. */
static bool one_by_one(infer *in, constraint *c) {
  decide(c, c->fit.own == c->fit.wanted ? FIT_SAME : FIT_IGNORE_REST);
  type *f = type_find(c->types[FUNCTION]);
  for (uint32_t i = 0; i < c->fit.own; i++, f = type_find(f->args[1])) param_is(in, c, i, f->args[0]);
  return true;
}

static bool refuse_fit(infer *in, constraint *c, const char *wanted) {
  for (uint32_t i = 0; c->copied && i < c->fit.own; i++) infer_unify(in, c->types[PARAMS + i], infer_poison(in));
  if (c->copied)
    return infer_refuse(in, c, DIAG_lambda_arity, "what this goes through is taken apart into %u, and it is %s",
                        c->fit.own, wanted) != NULL;
  diag *d = infer_refuse(in, c, DIAG_lambda_arity, "this lambda has %u parameter%s, but a function of %s is wanted",
                         c->fit.own, c->fit.own == 1 ? "" : "s", wanted);
  diag_expected(in->diags, d, infer_text(in, c->types[FUNCTION]),
                infer_text(in, infer_arrows(in, c->types + PARAMS, c->fit.own, c->types[RESULT])));
  for (uint32_t i = 0; i < c->fit.own; i++) infer_unify(in, c->types[PARAMS + i], infer_poison(in));
  return true;
}

static bool take_apart(infer *in, constraint *c) {
  type *subject = type_find(type_find(c->types[FUNCTION])->args[0]);
  if (subject->kind == TYPE_VAR && c->defaulting) {
    infer_unify(in, subject, infer_type(in, TYPE_TUPLE, c->fit.own, c->types + PARAMS));
    subject = type_find(subject);
  }
  if (subject->kind == TYPE_VAR) {
    constraint_wait(in, c, subject);
    return false;
  }
  bool tuple = subject->kind == TYPE_TUPLE && subject->count == c->fit.own;
  if (tuple || subject->kind == TYPE_LIST) {
    decide(c, tuple ? FIT_APART_TUPLE : FIT_APART_LIST);
    for (uint32_t i = 0; i < c->fit.own; i++) param_is(in, c, i, subject->args[tuple ? i : 0]);
    return true;
  }
  str text = infer_text(in, subject);
  return subject->kind == TYPE_POISON || refuse_fit(in, c, str_printf(in->home, "one " STR_FMT, STR_ARG(text)).ptr);
}

bool constraint_solve_fit(infer *in, constraint *c) {
  uint32_t own = c->fit.own, wanted = c->fit.wanted;
  if (type_find(c->types[FUNCTION])->kind == TYPE_POISON) return true;
  if (wanted == 0) return as_it_stands(in, c);
  if (!c->fit.delivered) {
    c->fit.delivered = true;
    type *result = type_after(c->types[FUNCTION], wanted);
    if (!infer_deliver_result(in, c->types[RESULT], result, c->where, c->node))
      infer_mismatch(in, c->where, result, c->types[RESULT]);
  }
  if (own == wanted || (own < wanted && c->fit.flavour == LAMBDA_BLOCK)) return one_by_one(in, c);
  if (wanted == 1) return take_apart(in, c);
  return refuse_fit(in, c, str_printf(in->home, "%u arguments", wanted).ptr);
}

/* ---- overload: arguments, result ---- */

typedef enum guarded { GUARD_MATCHES, GUARD_MISSES, GUARD_WAITS } guarded;

static guarded sure(bool matches) { return matches ? GUARD_MATCHES : GUARD_MISSES; }

/* Of a literal it is known enough: 1 is an Int here, "x" a Str. */
static guarded variable_guard(const type *var, core_guard_kind kind) {
  if (constraint_on(var, CONSTRAINT_letter)) return sure(kind == GUARD_STR || kind == GUARD_LIST);
  if (constraint_on(var, CONSTRAINT_literal)) return sure(kind == GUARD_INT);
  if (constraint_numeric(var) && kind != GUARD_INT && kind != GUARD_FLOAT && kind != GUARD_BIG) return GUARD_MISSES;
  return GUARD_WAITS;
}

static bool is_open(const type *t) {
  return t->kind == TYPE_VAR && !t->bottom && !constraint_on(t, CONSTRAINT_literal) &&
         !constraint_on(t, CONSTRAINT_letter);
}

static guarded guard(const constraint *c, core_guard g, type **waits) {
  static const type_kind heads[] = {
      [GUARD_FUN] = TYPE_FUN,   [GUARD_STR] = TYPE_LIST,    [GUARD_LIST] = TYPE_LIST,     [GUARD_DICT] = TYPE_DICT,
      [GUARD_SET] = TYPE_SET,   [GUARD_INT] = TYPE_INT,     [GUARD_FLOAT] = TYPE_FLOAT,   [GUARD_BOOL] = TYPE_BOOL,
      [GUARD_CHAR] = TYPE_CHAR, [GUARD_TUPLE] = TYPE_TUPLE, [GUARD_OPTION] = TYPE_OPTION, [GUARD_BIG] = TYPE_BIG,
      [GUARD_DYN] = TYPE_DYN,   [GUARD_OPEN] = TYPE_VAR};
  core_guard_kind kind = (core_guard_kind)g.kind;
  if (c->overload.fits && c->overload.fits[g.arg]) return sure(kind == GUARD_FUN);
  type *t = type_find(c->types[g.arg]);
  *waits = t;
  if (kind == GUARD_OPEN) return sure(is_open(t));
  if (t->kind == TYPE_VAR) return variable_guard(t, kind);
  if (t->kind != heads[kind]) return GUARD_MISSES;
  if (kind != GUARD_STR) return GUARD_MATCHES;
  type *element = type_find(t->args[0]);
  *waits = element;
  return element->kind == TYPE_VAR && !element->bottom ? GUARD_WAITS : sure(element->kind == TYPE_CHAR);
}

static guarded guards(const constraint *c, const core_version *v, type **waits) {
  guarded all = GUARD_MATCHES;
  for (uint32_t i = 0; i < v->guard_count; i++) {
    type *on;
    guarded one = guard(c, v->guards[i], &on);
    if (one == GUARD_MISSES) return one;
    if (one == GUARD_WAITS) {
      all = one;
      *waits = on;
    }
  }
  return all;
}

/* Could a value of this type stand where the version's type says `wanted`? Only heads are looked at; variables of a
   scheme admit all. */
static bool admits(type *wanted, type *found) {
  wanted = type_find(wanted);
  found = type_find(found);
  if (wanted->kind == TYPE_VAR || wanted->kind == TYPE_DYN) return true;
  if (found->kind == TYPE_VAR) {
    if (constraint_numeric(found))
      return wanted->kind == TYPE_INT || wanted->kind == TYPE_FLOAT || wanted->kind == TYPE_BIG;
    return !constraint_on(found, CONSTRAINT_letter) || wanted->kind == TYPE_CHAR || wanted->kind == TYPE_LIST;
  }
  if (wanted->kind == TYPE_FLOAT && (found->kind == TYPE_INT || found->kind == TYPE_BIG)) return true;
  if (wanted->kind == TYPE_BIG && found->kind == TYPE_INT) return true;
  if (wanted->kind == TYPE_OPTION && found->kind != TYPE_OPTION) return admits(wanted->args[0], found);
  if (wanted->kind == TYPE_LIST && (found->kind == TYPE_DICT || found->kind == TYPE_SET))
    return admits(wanted->args[0], found->args[0]);
  if (wanted->kind != found->kind || wanted->count != found->count) return false;
  if (wanted->kind == TYPE_FUN) return true;
  for (uint32_t i = 0; i < wanted->count; i++)
    if (!admits(wanted->args[i], found->args[i])) return false;
  return true;
}

static bool version_admits(infer *in, const constraint *c, core_version *v) {
  type *t = infer_scheme(in, resolve_version(in->resolver, v))->type;
  for (uint32_t i = 0; i + 1 < c->count; i++) {
    t = type_find(t);
    if (t->kind != TYPE_FUN) return false;
    bool lambda = c->overload.fits && c->overload.fits[i];
    uint32_t wanted = type_find(t->args[0])->kind;
    if (lambda ? wanted != TYPE_FUN && wanted != TYPE_VAR : !admits(t->args[0], c->types[i])) return false;
    t = t->args[1];
  }
  return admits(t, c->types[c->count - 1]);
}

/* Some guards hold and the others are not known to fail. */
static bool has_evidence(const constraint *c, const core_version *v) {
  type *on;
  for (uint32_t i = 0; i < v->guard_count; i++)
    if (guard(c, v->guards[i], &on) == GUARD_MATCHES) return true;
  return false;
}

/* The version for an argument of which nothing is known yet; NULL: there is none. */
static core_version *pick_open(const constraint *c) {
  type *on;
  for (uint32_t i = 0; i < c->overload.set->count; i++) {
    core_version *v = &c->overload.set->versions[i];
    bool open = false;
    for (uint32_t g = 0; g < v->guard_count; g++) open |= v->guards[g].kind == GUARD_OPEN;
    if (open && v->arity == c->count - 1 && guards(c, v, &on) == GUARD_MATCHES) return v;
  }
  return NULL;
}

/* The first version whose guards hold, when no earlier one may yet; or the only one that may. By default the first that
   something speaks for, else the first without guards. NULL: none, or *waits says on what it depends. */
static core_version *pick(infer *in, const constraint *c, type **waits) {
  core_version *open = NULL, *sure_one = NULL, *likely = NULL;
  uint32_t candidates = 0;
  *waits = NULL;
  core_version *early = pick_open(c);
  if (early) return early;
  for (uint32_t i = 0; i < c->overload.set->count && !sure_one; i++) {
    core_version *v = &c->overload.set->versions[i];
    type *on = NULL;
    guarded g = v->arity == c->count - 1 ? guards(c, v, &on) : GUARD_MISSES;
    if (g == GUARD_MISSES) continue;
    if (g == GUARD_MATCHES && !candidates) return v;
    if (!version_admits(in, c, v)) continue; /* types only get more definite: it never will */
    candidates++;
    if (g == GUARD_MATCHES) {
      sure_one = v;
      continue;
    }
    if (!open) open = v;
    if (!likely && has_evidence(c, v)) likely = v;
    *waits = on;
  }
  if (candidates == 1) *waits = NULL;
  if (candidates == 1) return sure_one ? sure_one : open;
  if (!c->defaulting) return NULL;
  return likely ? likely : sure_one ? sure_one : open;
}

core_version *constraint_pick(infer *in, const constraint *c) {
  type *waits;
  for (uint32_t i = 0; i + 1 < c->count; i++)
    if (type_find(c->types[i])->kind == TYPE_POISON) return NULL;
  return pick(in, c, &waits);
}

static void list_versions(infer *in, diag *d, const core_overload *set) {
  for (uint32_t i = 0; i < set->count; i++) {
    core_def *def = resolve_version(in->resolver, &set->versions[i]);
    strbuf text = strbuf_new(in->home);
    infer_print_scheme(&text, in, def);
    diag_hint(in->diags, d, STR_FMT, STR_ARG(strbuf_str(&text)));
  }
}

static bool refuse_overload(infer *in, constraint *c) {
  strbuf types = strbuf_new(in->home);
  for (uint32_t i = 0; i + 1 < c->count; i++) {
    if (i) strbuf_add(&types, i + 2 < c->count ? STR(", ") : STR(" and "));
    type_print(&types, c->types[i], in->names);
  }
  str name = infer_name(in, c->overload.set->name), found = str_copy(in->home, strbuf_str(&types));
  type *result = type_find(c->types[c->count - 1]);
  str gives = result->kind == TYPE_VAR ? STR("")
                                       : str_printf(in->home, " that gives " STR_FMT, STR_ARG(infer_text(in, result)));
  diag *d = infer_refuse(in, c, DIAG_no_version, "`" STR_FMT "` has no version for " STR_FMT STR_FMT, STR_ARG(name),
                         STR_ARG(found), STR_ARG(gives));
  diag_expected(in->diags, d, (str){0}, found);
  list_versions(in, d, c->overload.set);
  infer_unify(in, c->types[c->count - 1], infer_poison(in));
  return true;
}

static void fit_argument(infer *in, constraint *fit, type *wanted, uint32_t arity) {
  if (!infer_unify(in, fit->types[FUNCTION], wanted)) {
    infer_mismatch(in, fit->where, wanted, fit->types[FUNCTION]);
    return;
  }
  fit->fit.wanted = arity;
  constraint_start(in, fit);
}

static void argument(infer *in, constraint *c, uint32_t i, type *wanted, uint32_t arity) {
  const core *call = c->node;
  bool written = call && call->kind == CORE_CALL;
  span where = written ? call->call.args[i]->where : c->where;
  if (infer_deliver(in, c->types[i], wanted, where)) return;
  if (written) {
    infer_refuse_argument(in, call->call.args[i], &(infer_want){wanted, arity, call, i}, c->types[i]);
  } else {
    str w = infer_text(in, wanted), f = infer_text(in, c->types[i]);
    diag *d = c->overload.set->entries
                  ? infer_refuse(in, c, DIAG_not_iterable, "this goes through a list, a dictionary or a set; " STR_FMT
                                 " has no elements", STR_ARG(f))
                  : infer_refuse(in, c, DIAG_type_mismatch, "`" STR_FMT "` takes " STR_FMT ", not " STR_FMT,
                                 STR_ARG(infer_name(in, c->overload.set->name)), STR_ARG(w), STR_ARG(f));
    diag_expected(in->diags, d, w, f);
  }
}

void constraint_deliver(infer *in, constraint *c, type *whole) {
  uint32_t n = c->count - 1;
  type *t = type_find(whole);
  uint32_t *arity = ARENA_ARRAY(in->home, uint32_t, n + 1);
  type **wanted = ARENA_ARRAY(in->home, type *, n + 1);
  for (uint32_t i = 0; i < n; i++, t = type_find(t->args[1])) {
    if (t->kind != TYPE_FUN) {
      infer_mismatch(in, c->where, infer_arrows(in, c->types, n, c->types[n]), whole);
      return;
    }
    wanted[i] = t->args[0];
    arity[i] = type_arrows(wanted[i]);
  }
  for (uint32_t i = 0; i < n; i++)
    if (!c->overload.fits || !c->overload.fits[i]) argument(in, c, i, wanted[i], arity[i]);
  for (uint32_t i = 0; c->overload.fits && i < n; i++)
    if (c->overload.fits[i]) fit_argument(in, c->overload.fits[i], wanted[i], arity[i]);
  if (!infer_unify(in, c->types[n], t)) infer_mismatch(in, c->where, c->types[n], t);
}

static void choose(infer *in, constraint *c, core_version *v) {
  core_def *def = resolve_version(in->resolver, v);
  type *whole = infer_def_use(in, def, c->where);
  core *node = c->node, *name = node && node->kind == CORE_CALL ? node->call.fn : node;
  if (name) {
    name->overload.chosen = def;
    infer_unify(in, name->type, whole);
  }
  constraint_deliver(in, c, whole);
}

/* One subject has one kind of entries: who asks again learns what the first one knows. */
static bool asked_before(infer *in, constraint *c) {
  const type *subject = type_find(c->types[0]);
  if (!c->overload.set->entries || subject->kind != TYPE_VAR) return false;
  for (const constraint_watch *w = subject->waiting; w; w = w->next) {
    const constraint *other = w->waits;
    bool open = other != c && !other->done && other->kind == CONSTRAINT_overload && other->overload.set->entries;
    if (open && type_find(other->types[0]) == subject) return infer_unify(in, c->types[1], other->types[1]);
  }
  return false;
}

bool constraint_solve_overload(infer *in, constraint *c) {
  for (uint32_t i = 0; i + 1 < c->count; i++)
    if (type_find(c->types[i])->kind == TYPE_POISON) return infer_unify(in, c->types[c->count - 1], infer_poison(in));
  type *waits;
  core_version *v = pick(in, c, &waits);
  if (!v && waits && !c->defaulting) {
    if (asked_before(in, c)) return true;
    for (uint32_t i = 0; i < c->count; i++) {
      type *t = type_find(c->types[i]);
      if (t->kind == TYPE_VAR) constraint_wait(in, c, t);
    }
    constraint_wait(in, c, waits);
    return false;
  }
  if (!v) return refuse_overload(in, c);
  choose(in, c, v);
  return true;
}
