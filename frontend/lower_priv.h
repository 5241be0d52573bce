#ifndef GAEL_FRONTEND_LOWER_PRIV_H
#define GAEL_FRONTEND_LOWER_PRIV_H

/* Shared by lower.c (expressions), lower_op.c (operators), lower_pat.c (patterns), lower_data.c (declared types) and
   lower_convert.c (types and joins). */

#include "frontend/lower.h"
#include "support/map.h"
#include "support/vec.h"

/* An environment of the term being built: ((((),t1),t2)..,tn), innermost first. Entries without a binder are values
   that are needed several times. `depth` makes access terms a matter of counting. */
typedef struct scope {
  const struct scope *up;
  const core_binder *binder;
  const ir_type *env;   /* the whole environment's type */
  const ir_type *value; /* this entry's */
  uint32_t depth;
} scope;

typedef VEC(uint32_t) id_list;

typedef struct lower {
  arena *home;
  infer *in;
  comb_store *store;
  ir_types *types;
  map defs;                            /* instance id -> definition index + 1 */
  map begun;                           /* id + 1 of declared types that are being defined or are */
  VEC(const infer_instance *) pending; /* reached, body not lowered yet */
  id_list pending_defs;
  sym definition; /* being lowered: for sites */
  bool library;   /* it is the library's */
  bool failed;
} lower;

/* The steps between an environment and an expression in it, gathered forwards and wrapped backwards, so that a long
   `;` chain costs no C stack. */
typedef struct lower_step {
  const comb *value; /* pushed on the environment; with `guard`: a Bool that must hold */
  bool guard;
  ir_site site;
  const ir_type *subject; /* guard: what did not match, on top of the environment */
} lower_step;
typedef VEC(lower_step) lower_steps;

/* lower.c */
const comb *lower_expr(lower *L, const scope *env, const core *e);
const comb *lower_as(lower *L, const scope *env, const core *e, const ir_type *want);
const comb *lower_condition(lower *L, const scope *env, const core *e);
const comb *lower_lambda(lower *L, const scope *env, const core *e, const core_binder *self);
ir_site lower_site(lower *L, const core *e);

/* environments */
const scope *lower_push(lower *L, const scope *env, const core_binder *binder, const ir_type *value);
const comb *lower_access(lower *L, const scope *env, const scope *entry);
const comb *lower_weaken(lower *L, const scope *env, const scope *outer,
                         const comb *f); /* an arrow from outer, from env */
const scope *lower_bind(lower *L, lower_steps *steps, const scope *env, const core_binder *binder, const comb *value);
const comb *lower_wrap(lower *L, const scope *env, const lower_steps *steps,
                       const comb *body); /* env: before the steps */

/* small terms */
const comb *lower_prim1(lower *L, ir_op op, ir_site site, const ir_type *cod, const comb *a);
const comb *lower_prim2(lower *L, ir_op op, ir_site site, const ir_type *cod, const comb *a, const comb *b);
const comb *lower_prim_n(lower *L, ir_op op, ir_site site, const ir_type *cod, uint32_t n, const comb *const *args,
                         const ir_type *dom);
const comb *lower_int(lower *L, const ir_type *dom, int64_t k);
const comb *lower_bool(lower *L, const ir_type *dom, bool k);
const comb *lower_str(lower *L, const ir_type *dom, str text);
const comb *lower_and(lower *L, const comb *p, const comb *q); /* either may be NULL: true */
const comb *lower_unit(lower *L, const ir_type *dom);

/* lower_convert.c */
const ir_type *lower_type(lower *L, type *t);
const comb *lower_convert(lower *L, const comb *f,
                          const ir_type *to);     /* of a join: Int to Float, T to T?, componentwise */
const comb *lower_holds(lower *L, const comb *f, const core *e); /* truth of the value of e */
const ir_type *lower_join(lower *L, const ir_type *a,
                          const ir_type *b); /* the type two compared values meet at; NULL: none */

/* lower_dyn.c */
const comb *lower_to_dyn(lower *L, const comb *f);
const comb *lower_dyn_items(lower *L, const comb *f, ir_site site); /* elements or keys, [Dyn] */
const comb *lower_dyn_at(lower *L, const comb *v, const comb *position, ir_site site);
const comb *lower_dyn_some(lower *L, const comb *f, ir_site site); /* fails for none */
const comb *lower_dyn_holds(lower *L, const comb *f, const core *e);
const comb *lower_dyn_member(lower *L, const comb *item, const comb *v, ir_site site);

/* lower_data.c: declared types */
const ir_type *lower_named(lower *L, type *t);
const comb *lower_tag_test(lower *L, const ir_type *t, uint32_t k);         /* t -> Bool; NULL: the only constructor */
const comb *lower_part(lower *L, const ir_type *t, uint32_t k, uint32_t i); /* t -> field i of constructor k */
const comb *lower_make(lower *L, const ir_type *t, uint32_t k, const comb *const *parts, const ir_type *env);
const comb *lower_constructor(lower *L, const scope *env, const core *e);
const comb *lower_record(lower *L, const scope *env, const core *e);
const comb *lower_field(lower *L, const scope *env, const core *e);

/* lower_op.c */
const comb *lower_arith(lower *L, const scope *env, const core *e);
const comb *lower_compare(lower *L, const scope *env, const core *e);
const comb *lower_negate(lower *L, const scope *env, const core *e);
const comb *lower_index(lower *L, const scope *env, const core *e);
const comb *lower_slice(lower *L, const scope *env, const core *e);
const comb *lower_component(lower *L, const scope *env, const core *e);
const comb *lower_range(lower *L, const scope *env, const core *e);
const comb *lower_format(lower *L, const scope *env, const core *e);

/* lower_pat.c: patterns as closed arrows from the matched value */
const comb *lower_pat_test(lower *L, const core_pat *p, const ir_type *t,
                           ir_site site); /* t -> Bool; NULL: always matches */
/* Binds every variable of p, matched against the entry on top of env; with `must` a guard fails when it does not
   match. */
const scope *lower_pat_bind(lower *L, lower_steps *steps, const scope *env, const core_pat *p, ir_site site, bool must);
/* A function of one argument of type t whose parameter is p: env -> (t => result of body). */
typedef const comb *lower_body_fn(lower *L, const scope *env, void *context);
const comb *lower_pat_function(lower *L, const scope *env, const core_pat *p, const ir_type *t, ir_site site, bool must,
                               lower_body_fn *body, void *context);
const comb *lower_match(lower *L, const scope *env, const core *e);
const comb *lower_comprehension(lower *L, const scope *env, const core *e);

#endif
