#ifndef GAEL_FRONTEND_CONSTRAINT_H
#define GAEL_FRONTEND_CONSTRAINT_H

/* Constraints wait until enough of their types is known. Whoever posts one sees it tried at
   once, then again whenever a variable it waits for is bound. */

#include "frontend/core.h"

struct infer;

typedef enum constraint_kind {
#define X(name, phase, words) CONSTRAINT_##name,
#include "frontend/constraint.def"
#undef X
  CONSTRAINT_COUNT
} constraint_kind;

typedef struct constraint constraint;
struct constraint {
  constraint_kind kind;
  bool done, queued;
  uint8_t defaults; /* how often the default was asked for */
  uint8_t nested;   /* lists that a dotted operator has gone into */
  bool defaulting;  /* nothing more will be learned: decide */
  bool copied;      /* came out of a scheme: the tree it arose from decides nothing here */
  bool list;        /* join: of a list's elements; equal, order: of parts; typed: in a generator */
  bool negative;    /* arith: `**` with a negative literal (ruling 37) */
  span where;       /* the smallest expression to blame */
  span origin;      /* copied: where it arose */
  uint32_t mark;    /* stamp of the last reachability walk */
  uint32_t count;
  type **types;
  void *node;       /* what it decides: a lambda (fit), a pattern (apart), a call or name (overload); NULL: nothing */
  span *spans;      /* of the operands, or NULL */
  union {
    ast_op op;      /* arith, equal, order */
    int64_t number; /* component */
    struct {
      core_overload *set;
      constraint **fits;
    } overload; /* fits[i]: argument i is a literal lambda of this shape, or NULL */
    struct {
      sym name;
      core *fn;          /* the function of that name, or NULL */
      constraint **fits; /* as above, the subject not counted */
    } field; /* types: subject, arguments, result */
    struct {
      uint32_t own, wanted;
      core_flavour flavour;
      bool delivered;
    } fit; /* types: function, result, own parameters */
  };
};

typedef struct constraint_watch constraint_watch;
struct constraint_watch {
  constraint *waits;
  constraint_watch *next;
};

/* Makes and posts: it is tried at once. */
constraint *constraint_post(struct infer *in, constraint_kind kind, span where, void *node, uint32_t count,
                            type *const *types);
/* Makes only: the caller fills in the rest and hands it to constraint_start. */
constraint *constraint_make(struct infer *in, constraint_kind kind, span where, void *node, uint32_t count,
                            type *const *types);
void constraint_start(struct infer *in, constraint *c);
/* A call: the arguments and the result of an overload constraint meet a function of type `whole`. */
void constraint_deliver(struct infer *in, constraint *c, type *whole);
void constraint_class(struct infer *in, constraint_kind kind, span where, type *t);

void constraint_wait(struct infer *in, constraint *c, type *var);
void constraint_wake(struct infer *in, constraint_watch *list);
void constraint_run(struct infer *in);                              /* until nothing is woken */
void constraint_settle(struct infer *in, uint32_t first_pending);   /* with defaults, until nothing is left */
/* Takes the defaults of the earliest phase among those of [first_pending, ..) that `choose` admits (NULL: all); false:
   there were none. */
typedef bool constraint_filter(const constraint *c, const void *context);
bool constraint_default_phase(struct infer *in, uint32_t first_pending, constraint_filter *choose, const void *context);
typedef type *constraint_copy_type(void *context, type *t);
constraint *constraint_copy(struct infer *in, const constraint *c, constraint_copy_type *copy, void *context, span use);
/* Does another constraint of the same scheme say as much? */
bool constraint_is_silent(const constraint *c, const intern *names);
void constraint_print(strbuf *out, const constraint *c, type_names *n, const intern *names);
core_version *constraint_pick(struct infer *in,
                              const constraint *c); /* the version an overload means already, or NULL */
const constraint *constraint_on(const type *var,
                                constraint_kind kind); /* an unsolved one of one type that waits on the variable */
bool constraint_is_class(constraint_kind kind);
/* What the unsolved constraints that wait on a variable say about it (the first few of them). */
type *constraint_entry_of(const type *var);    /* what is gone through where its elements are; NULL: they are not */
bool constraint_is_result(const type *var);    /* an operator gives it */
bool constraint_is_operand(const type *var);   /* an operator takes it, and is not a dotted one */
bool constraint_meets_number(const type *var); /* it is compared with a number */
bool constraint_numeric(const type *var); /* it is Int or Float, whichever */

/* One solver a kind. True: done, solved or refused and reported. False: it waits; when it is `defaulting` it decides.
 */
#define X(name, phase, words) bool constraint_solve_##name(struct infer *in, constraint *c);
#include "frontend/constraint.def"
#undef X

#endif
