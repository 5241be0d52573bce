/* Patterns. A pattern over values of type t is two closed things: a test t -> Bool, and for each variable a path t ->
   part. Matching binds the value once, guards with the test and pushes the parts (Wadler, in Peyton Jones 1987, ch.
   5, without the matrix: tests share by hash-consing). */

#include "frontend/exhaust.h"
#include "frontend/lower_priv.h"
#include "support/bug.h"

enum { MANY = 64 };

static const ir_type *boolean(lower *L) { return irt_base(L->types, IRT_BOOL); }

static const comb *then_test(lower *L, const comb *path, const comb *test) {
  return test ? comb_comp(L->store, path, test) : NULL;
}

/* t -> element i, i < 0 from the end */
static const comb *element(lower *L, const ir_type *t, int64_t i, ir_site site) {
  return lower_prim2(L, OP_index, site, t->args[0], comb_id(L->store, t), lower_int(L, t, i));
}

/* A Dyn is compared as what the literal is, a Big as a Big. */
static const comb *equals(lower *L, const ir_type *t, comb_literal k) {
  const comb *literal = lower_convert(L, comb_const(L->store, t, k), t);
  return lower_prim2(L, OP_eq, 0, boolean(L), comb_id(L->store, t), literal);
}

static const comb *integer_test(lower *L, const core_pat *p, const ir_type *t) {
  static const ir_type_kind own[] = {[PAT_INT] = IRT_INT, [PAT_CHAR] = IRT_CHAR, [PAT_BOOL] = IRT_BOOL};
  if (t->kind == IRT_FLOAT) return equals(L, t, (comb_literal){.type = t, .f = (double)p->integer});
  bool converts = t->kind == IRT_DYN || t->kind == IRT_BIG;
  const ir_type *k = converts ? irt_base(L->types, own[p->kind]) : t;
  return equals(L, t, (comb_literal){.type = k, .i = p->integer});
}

static const comb *text_test(lower *L, const core_pat *p, const ir_type *t) {
  if (t->kind != IRT_CHAR) return equals(L, t, (comb_literal){.type = irt_str(L->types), .s = p->text});
  const char *at = p->text.ptr;
  return equals(L, t, (comb_literal){.type = t, .i = utf8_next(&at, p->text.ptr + p->text.len)});
}

static const comb *list_test(lower *L, const core_pat *p, const ir_type *t, ir_site site) {
  const comb *len = lower_prim1(L, OP_len, 0, irt_base(L->types, IRT_INT), comb_id(L->store, t));
  const comb *want = lower_int(L, t, p->count);
  const comb *all = p->splat && p->count == 0 ? NULL
                    : p->splat                ? lower_prim2(L, OP_le, 0, boolean(L), want, len)
                                              : lower_prim2(L, OP_eq, 0, boolean(L), len, want);
  for (uint32_t i = 0; i < p->count; i++) {
    const comb *test = lower_pat_test(L, p->parts[i], t->args[0], site);
    if (test) all = lower_and(L, all, then_test(L, element(L, t, i, site), test));
  }
  return all;
}

/* ---- patterns on a Dyn: it is cast to what the pattern asks for, and the pattern goes on with that ---- */

static const comb *cast(lower *L, const ir_type *t, const ir_type *want) {
  return lower_prim1(L, OP_cast, 0, irt_option(L->types, want), comb_id(L->store, t));
}

/* A tuple, or a list of so many: as a list. */
static const comb *cast_parts(lower *L, const ir_type *t, uint32_t n) {
  const ir_type *list = irt_list(L->types, t), *maybe = irt_option(L->types, list);
  const ir_type **parts = ARENA_ARRAY(L->home, const ir_type *, n);
  for (uint32_t i = 0; i < n; i++) parts[i] = t;
  const ir_type *tuple = irt_tuple(L->types, n, parts);
  const comb *value = comb_proj(L->store, irt_pair(L->types, t, tuple), 1);
  const comb *items = comb_comp(L->store, value, comb_prim(L->store, OP_list, tuple, list, 0));
  return comb_option(L->store, cast(L, t, tuple), cast(L, t, list), lower_prim1(L, OP_some, 0, maybe, items));
}

/* Dyn -> what the pattern goes on with, as an option; NULL: with the Dyn itself. */
static const comb *asked(lower *L, const core_pat *p, const ir_type *t) {
  if (t->kind != IRT_DYN) return NULL;
  if (p->kind == PAT_LIST) return cast(L, t, irt_list(L->types, t));
  if (p->kind == PAT_TUPLE) return cast_parts(L, t, p->count);
  if (p->kind != PAT_TYPED) return NULL;
  const ir_type *want = lower_type(L, p->annotation);
  return want == t ? NULL : cast(L, t, want->kind == IRT_OPTION ? want->args[0] : want);
}

static const comb *content(lower *L, const comb *option, ir_site site) {
  return lower_prim1(L, OP_unwrap, site, option->cod->args[0], option);
}

static const comb *asked_test(lower *L, const core_pat *p, const comb *option, ir_site site) {
  const ir_type *t = option->cod->args[0];
  const comb *fits = lower_prim1(L, OP_is_some, 0, boolean(L), option);
  const comb *inner = p->kind != PAT_TYPED ? list_test(L, p, t, site)
                      : p->count           ? lower_pat_test(L, p->parts[0], t, site)
                                           : NULL;
  return lower_and(L, fits, then_test(L, content(L, option, site), inner));
}

/* some p on a Dyn: it is there, and p takes it. */
static const comb *present_test(lower *L, const core_pat *p, const ir_type *t, ir_site site) {
  const comb *none = lower_prim1(L, OP_dyn_is_none, 0, boolean(L), comb_id(L->store, t));
  return lower_and(L, lower_prim1(L, OP_not, 0, boolean(L), none), lower_pat_test(L, p->parts[0], t, site));
}

/* ---- tests ---- */

const comb *lower_pat_test(lower *L, const core_pat *p, const ir_type *t, ir_site site) {
  const comb *option = asked(L, p, t);
  if (option) return asked_test(L, p, option, site);
  switch (p->kind) {
  case PAT_ANY:
  case PAT_BIND:
  case PAT_TYPED: return NULL;
  case PAT_TUPLE: {
    const comb *all = NULL;
    for (uint32_t i = 0; i < p->count; i++)
      all =
          lower_and(L, all, then_test(L, comb_proj(L->store, t, i), lower_pat_test(L, p->parts[i], t->args[i], site)));
    return all;
  }
  case PAT_LIST: return list_test(L, p, t, site);
  case PAT_INT:
  case PAT_CHAR:
  case PAT_BOOL: return integer_test(L, p, t);
  case PAT_FLOAT: return equals(L, t, (comb_literal){.type = irt_base(L->types, IRT_FLOAT), .f = p->real});
  case PAT_STR: return text_test(L, p, t);
  case PAT_NONE:
    if (t->kind == IRT_DYN) return lower_prim1(L, OP_dyn_is_none, 0, boolean(L), comb_id(L->store, t));
    return lower_prim1(L, OP_not, 0, boolean(L), lower_prim1(L, OP_is_some, 0, boolean(L), comb_id(L->store, t)));
  case PAT_SOME: {
    if (t->kind == IRT_DYN) return present_test(L, p, t, site);
    const comb *content = lower_prim1(L, OP_unwrap, site, t->args[0], comb_id(L->store, t));
    return lower_and(L, lower_prim1(L, OP_is_some, 0, boolean(L), comb_id(L->store, t)),
                     then_test(L, content, lower_pat_test(L, p->parts[0], t->args[0], site)));
  }
  case PAT_CON: {
    const comb *all = lower_tag_test(L, t, p->con->index);
    for (uint32_t i = 0; i < p->count; i++) {
      const comb *part = lower_part(L, t, p->con->index, i);
      all = lower_and(L, all, then_test(L, part, lower_pat_test(L, p->parts[i], part->cod, site)));
    }
    return all;
  }
  }
  gael_bug("a pattern of no kind");
}

typedef struct bound {
  const core_binder *binder;
  const comb *path;
} bound;
typedef VEC(bound) bounds;

static void collect(lower *L, bounds *out, const core_pat *p, const comb *path, ir_site site) {
  const ir_type *t = path->cod;
  const comb *option = asked(L, p, t);
  if (option) path = comb_comp(L->store, path, content(L, option, site));
  if (option && p->kind == PAT_TYPED) path = lower_convert(L, path, lower_type(L, p->annotation));
  t = path->cod;
  if (p->binder && p->kind != PAT_LIST) vec_push(L->home, out, ((bound){p->binder, path}));
  switch (p->kind) {
  case PAT_TUPLE:
    for (uint32_t i = 0; i < p->count; i++) {
      const comb *part = t->kind == IRT_LIST ? element(L, t, i, site) : comb_proj(L->store, t, i);
      collect(L, out, p->parts[i], comb_comp(L->store, path, part), site);
    }
    break;
  case PAT_LIST:
    for (uint32_t i = 0; i < p->count; i++)
      collect(L, out, p->parts[i], comb_comp(L->store, path, element(L, t, i, site)), site);
    if (p->binder) {
      const ir_type *bound_type = irt_option(L->types, irt_base(L->types, IRT_INT));
      const comb *none = lower_prim1(L, OP_none, 0, bound_type, lower_unit(L, t));
      const comb *from = lower_prim1(L, OP_some, 0, bound_type, lower_int(L, t, p->count));
      const comb *args[4] = {comb_id(L->store, t), from, none, none};
      const comb *rest = lower_prim_n(L, OP_slice, site, t, 4, args, NULL);
      vec_push(L->home, out, ((bound){p->binder, comb_comp(L->store, path, rest)}));
    }
    break;
  case PAT_TYPED:
    if (p->count) collect(L, out, p->parts[0], path, site);
    break;
  case PAT_CON:
    for (uint32_t i = 0; i < p->count; i++)
      collect(L, out, p->parts[i], comb_comp(L->store, path, lower_part(L, t, p->con->index, i)), site);
    break;
  case PAT_SOME:
    if (t->kind == IRT_DYN) {
      collect(L, out, p->parts[0], path, site);
      break;
    }
    collect(L, out, p->parts[0],
            comb_comp(L->store, path, lower_prim1(L, OP_unwrap, site, t->args[0], comb_id(L->store, t))), site);
    break;
  case PAT_ANY:
  case PAT_BIND:
  case PAT_INT:
  case PAT_FLOAT:
  case PAT_CHAR:
  case PAT_STR:
  case PAT_BOOL:
  case PAT_NONE: break;
  }
}

const scope *lower_pat_bind(lower *L, lower_steps *steps, const scope *env, const core_pat *p, ir_site site,
                            bool must) {
  const scope *subject = env;
  const comb *test = must ? lower_pat_test(L, p, subject->value, site) : NULL;
  if (test) {
    const comb *here = comb_comp(L->store, lower_access(L, env, subject), test);
    vec_push(L->home, steps, ((lower_step){.value = here, .guard = true, .site = site, .subject = subject->value}));
  }
  bounds all = {0};
  collect(L, &all, p, comb_id(L->store, subject->value), site);
  for (uint32_t i = 0; i < all.len; i++)
    env = lower_bind(L, steps, env, all.items[i].binder,
                     comb_comp(L->store, lower_access(L, env, subject), all.items[i].path));
  return env;
}

const comb *lower_pat_function(lower *L, const scope *env, const core_pat *p, const ir_type *t, ir_site site, bool must,
                               lower_body_fn *body, void *context) {
  const scope *argument = lower_push(L, env, p->kind == PAT_BIND ? p->binder : NULL, t);
  if (p->kind == PAT_BIND) return comb_curry(L->store, 1, body(L, argument, context));
  lower_steps steps = {0};
  const scope *inner = lower_pat_bind(L, &steps, argument, p, site, must);
  return comb_curry(L->store, 1, lower_wrap(L, argument, &steps, body(L, inner, context)));
}

/* ---- match: arms are tried in order ---- */

typedef struct matching {
  const core *e;
  const ir_type *result;
  ir_site site;
  uint32_t last; /* the arm that takes all that is left; none: their count */
} matching;

static const comb *arm_from(lower *L, const scope *env, const matching *m, uint32_t i) {
  const scope *subject = env;
  if (i == m->e->match.count)
    return comb_comp(L->store, lower_access(L, env, subject),
                     comb_prim(L->store, OP_fail_match, subject->value, m->result, m->site));
  const core_arm *arm = &m->e->match.arms[i];
  const comb *test = i == m->last ? NULL : lower_pat_test(L, arm->pat, subject->value, m->site);
  const comb *rest = test || arm->guard ? arm_from(L, env, m, i + 1) : NULL;
  lower_steps steps = {0};
  const scope *inner = lower_pat_bind(L, &steps, env, arm->pat, m->site, false);
  const comb *body = lower_as(L, inner, arm->body, m->result);
  if (arm->guard)
    body = comb_choice(L->store, lower_condition(L, inner, arm->guard), body, lower_weaken(L, inner, env, rest));
  body = lower_wrap(L, env, &steps, body);
  return test ? comb_choice(L->store, comb_comp(L->store, lower_access(L, env, subject), test), body, rest) : body;
}

/* What arms take together needs no test of the last one: it stays total. */
const comb *lower_match(lower *L, const scope *env, const core *e) {
  exhaust_result all = exhaust_match(L->home, NULL, e);
  matching m = {e, lower_type(L, e->type), lower_site(L, e), all.total ? all.last : e->match.count};
  lower_steps steps = {0};
  const scope *subject = lower_bind(L, &steps, env, NULL, lower_expr(L, env, e->match.subject));
  return lower_wrap(L, env, &steps, arm_from(L, subject, &m, 0));
}

/* ---- comprehensions: [h | p<-s, ..] is map, filter and flatmap (Wadler, "List comprehensions", 1987) ---- */

typedef struct qual_rest {
  const core *e;
  uint32_t i;
  const ir_type *elem;
} qual_rest;

static const comb *quals_from(lower *L, const scope *env, void *context);

static const comb *head_body(lower *L, const scope *env, void *context) {
  const qual_rest *r = context;
  return lower_as(L, env, r->e->comp.head, r->elem);
}

static const comb *conditions_body(lower *L, const scope *env, void *context) {
  const qual_rest *r = context;
  const comb *all = NULL;
  for (uint32_t i = r->i; i < r->e->comp.count && r->e->comp.quals[i].kind == QUAL_IF; i++)
    all = lower_and(L, all, lower_condition(L, env, r->e->comp.quals[i].value));
  return all;
}

static const comb *generator(lower *L, const scope *env, qual_rest r) {
  const core_qual *q = &r.e->comp.quals[r.i++];
  const comb *source = lower_expr(L, env, q->value);
  if (source->cod->kind == IRT_DYN) source = lower_dyn_items(L, source, lower_site(L, q->value));
  else if (source->cod->kind != IRT_LIST)
    source = lower_convert(L, source, irt_list(L->types, source->cod->args[0]));
  GAEL_ASSERT(source->cod->kind == IRT_LIST);
  const ir_type *t = source->cod->args[0], *result = irt_list(L->types, r.elem);
  ir_site site = lower_site(L, q->value);
  const comb *test = lower_pat_test(L, q->pat, t, site);
  if (test) { /* an element that does not match is skipped */
    const comb *x = comb_proj(L->store, irt_pair(L->types, env->env, t), 1);
    source = lower_prim2(L, OP_filter, 0, source->cod, source, comb_curry(L->store, 1, comb_comp(L->store, x, test)));
  }
  if (r.i < r.e->comp.count && r.e->comp.quals[r.i].kind == QUAL_IF) {
    const comb *keep = lower_pat_function(L, env, q->pat, t, site, false, conditions_body, &r);
    source = lower_prim2(L, OP_filter, 0, source->cod, source, keep);
    while (r.i < r.e->comp.count && r.e->comp.quals[r.i].kind == QUAL_IF) r.i++;
  }
  bool last = r.i == r.e->comp.count;
  const comb *f = lower_pat_function(L, env, q->pat, t, site, false, last ? head_body : quals_from, &r);
  return lower_prim2(L, last ? OP_map : OP_flatmap, 0, result, source, f);
}

static const comb *quals_from(lower *L, const scope *env, void *context) {
  qual_rest r = *(qual_rest *)context;
  const ir_type *result = irt_list(L->types, r.elem);
  if (r.i == r.e->comp.count) return lower_prim1(L, OP_list, 0, result, head_body(L, env, &r));
  const core_qual *q = &r.e->comp.quals[r.i];
  switch (q->kind) {
  case QUAL_FROM: return generator(L, env, r);
  case QUAL_IF: {
    r.i++;
    const comb *none = lower_prim1(L, OP_list, 0, result, lower_unit(L, env->env));
    return comb_choice(L->store, lower_condition(L, env, q->value), quals_from(L, env, &r), none);
  }
  case QUAL_LET: {
    r.i++;
    lower_steps steps = {0};
    const scope *value = lower_bind(L, &steps, env, NULL, lower_expr(L, env, q->value));
    const scope *inner = lower_pat_bind(L, &steps, value, q->pat, lower_site(L, q->value), true);
    return lower_wrap(L, env, &steps, quals_from(L, inner, &r));
  }
  }
  gael_bug("a qualifier of no kind");
}

const comb *lower_comprehension(lower *L, const scope *env, const core *e) {
  qual_rest r = {e, 0, lower_type(L, e->type)->args[0]};
  return quals_from(L, env, &r);
}
