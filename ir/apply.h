#ifndef GAEL_IR_APPLY_H
#define GAEL_IR_APPLY_H

/* Symbolic application: evaluating a combinator on symbols, which writes a function. The room's files share this
   header:

     apply.c        terms, one rule a form           apply_join.c   branches and where they meet
     apply_call.c   calls: in place, or of a copy    apply_leaf.c   from symbols to variables; pending pipelines
     apply_prim.c   primitives that are no loops     stream*.c      those that are
     apply_known.c  what is known of variables       apply_hoist.c  what leaves a loop
     apply_facts.c  what is known of definitions     spec.c         copies of functions by the shape of arguments */

#include "ir/apply_emit.h"
#include "ir/apply_need.h"
#include "ir/growth.h"
#include "ir/hoist.h"

typedef struct spec spec;
typedef struct spec_table spec_table;

/* What is known of the program before anything is applied. */
typedef struct apply_facts {
  bool *recursive;    /* per definition: it can reach itself */
  bool *often;        /* per definition: it runs more than once, as far as the text tells */
  growth_limits limits;
  uint32_t *uses;     /* per definition: references to it in the program's text */
  bool worldly;       /* a function touches the world: then so may every unknown one */
  arena *home;
  VEC(uint16_t) size;   /* per term: nodes in it, saturating; 0: not counted yet */
  VEC(uint8_t) lambdas; /* per term: 1: no function stands in it, 2: one does, 0: not known yet */
} apply_facts;

typedef struct apply_module {
  flat_module *m;
  comb_store *store;
  ir_types *types;
  arena *home; /* until the pass ends */
  need_table need;
  hoister *hoister; /* NULL: what is the same at every turn stays in the loop */
  apply_facts facts;
  spec_table *specs;
  const val **def_values; /* per definition: what stands for a reference; NULL: not asked yet */
} apply_module;

/* One function under way. */
typedef struct apply {
  apply_module *up;
  arena *home;
  emitter e;
  const spec *self;
  flat_label loop; /* where a tail call of itself jumps */
  uint32_t depth;  /* calls in place around this point, and those of shared functions among them */
  uint32_t shared_depth;
  uint32_t work;   /* terms evaluated so far */
  bool often;      /* what is written at this point runs in a loop or recursion, as far as the text tells */
  bool trying;     /* what is written now will be taken back */
} apply;

apply_facts apply_facts_of(arena *home, const comb_program *p);
uint32_t apply_term_size(apply_facts *f, const comb *t);
/* … of which the arms of a constructor are left, taking each match to be on it; linear in the size. */
uint32_t apply_arm_size(const comb *t, uint32_t con);
/* Of a curry. */
growth_kind apply_growth_kind(const comb *fun);
/* Does a function stand in it, whose body may be evaluated more often than the term? */
bool apply_has_lambda(apply_facts *f, const comb *t);

/* The value of t on env. Where control cannot be any more the value is ABSENT. */
const val *apply_term(apply *a, const comb *t, const val *env);
/* The same as the function's result: control ends. */
void apply_term_last(apply *a, const comb *t, const val *env);
/* One link of a chain; what it leaves open is settled by what the rest of the chain does with it. */
const val *apply_link(apply *a, const comb *link, const val *env);
void apply_return(apply *a, const val *v);

/* Calls. `last`: the result is the function's; control ends and the value is ABSENT. */
const val *apply_call(apply *a, const val *fun, uint32_t n, const val *const *args, ir_site site, bool last);
/* The arguments of a call of n, settled by what the function's body does with them. */
const val *const *apply_settled_args(apply *a, const val *fun, uint32_t n, const val *const *args);
const val *apply_call_1(apply *a, const val *fun, const val *x);
const val *apply_call_2(apply *a, const val *fun, const val *x, const val *y);
uint32_t apply_call_effects(const apply *a, const val *fun, uint32_t n);
const val *apply_def(apply *a, uint32_t def);

const val *apply_prim(apply *a, const comb *prim, const val *arg);
/* As a call of the runtime or an instruction. */
const val *apply_prim_plain(apply *a, const comb *prim, const val *arg);
const val *apply_equal(apply *a, const val *p, const val *q);

/* To variables. Objects are made for what has none. */
void apply_leaves(apply *a, const val *v, emit_vars *out);
flat_var apply_leaf(apply *a, const val *v);
/* The value made of variables alone. */
const val *apply_forced(apply *a, const val *v);
/* Runs, shares or drops what is open in v, by how d says that it will be used. `fresh`: so does what was closed
   before. */
const val *apply_settle(apply *a, const val *v, const need *d, bool fresh);
const val *apply_settle_all(apply *a, const val *v, need_level level);
/* Makes lists of the streams in v that can fail, diverge or touch the world. */
const val *apply_run_effects(apply *a, const val *v);

/* Is it known here that the Int is 0 or more? */
bool apply_is_natural(const apply *a, const val *v);
/* Is it known here what the condition is? */
bool apply_known(const apply *a, const val *cond, bool *truth);
/* Branches: open; first branch; other(its value); second branch; close(its value) is the value after both. */
typedef struct apply_fork {
  flat_var cond;
  flat_label other, first_end;
  uint32_t scope;
  const val *first;
} apply_fork;
void apply_fork_open(apply *a, flat_var cond, apply_fork *f);
void apply_fork_other(apply *a, apply_fork *f, const val *first);
const val *apply_fork_close(apply *a, apply_fork *f, const val *second);
/* A condition as ways: control goes on where it holds, and what is asked on the way is known there; `other` is where it
   does not. */
typedef struct apply_ways {
  flat_label other; /* FLAT_NONE: it holds, as far as is known */
  uint32_t ways;    /* that lead there */
  flat_var cond;    /* of the only one */
  uint32_t scope;
  bool never;       /* it is known that it does not hold */
} apply_ways;
apply_ways apply_ways_open(apply *a, const comb *cond, const val *env);
void apply_ways_other(apply *a, const apply_ways *w); /* control goes on at `other` */
const val *apply_choice(apply *a, const comb *t, const val *env);
const val *apply_catch(apply *a, const comb *t, const val *env, bool last);
const val *apply_option(apply *a, const comb *t, const val *env);

static inline bool apply_dead(const apply *a) { return emit_dead(&a->e); }

#endif
