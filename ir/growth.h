#ifndef GAEL_IR_GROWTH_H
#define GAEL_IR_GROWTH_H

/* How big a function may be that is copied to where it is called, so that a program's code does not outgrow its text.

   Law:       a call is its body, so any bound is right.
   Condition: small programs are as long as they like: what they gain by copies costs nothing to compile. In others what
              runs once keeps its calls first, then what runs often gets smaller functions only, until the whole is at most
              so many times as long as the text. */

#include "support/vec.h"

/* What a copy is good for. */
typedef enum growth_kind {
  GROWTH_PLAIN, /* it saves the call */
  GROWTH_LIST,  /* it gives a list, which may not have to be made */
  GROWTH_OVER,  /* it takes functions, which are known in the copy; called, it would be copied for them all the same */
  GROWTH_KINDS
} growth_kind;

/* Does what runs once call what it is the only caller of? It is no copy, but as a function it can be compiled fast. */
typedef enum growth_calls {
  GROWTH_CALLS_NONE,
  GROWTH_CALLS_PLAIN, /* where no list goes in or out, which may not have to be made */
  GROWTH_CALLS_ALL    /* that takes no functions */
} growth_calls;

/* Nodes that a function may have to be copied: from what runs once, and from what runs in a loop or recursion. */
typedef struct growth_limits {
  uint16_t most[2][GROWTH_KINDS];
  growth_calls calls;
} growth_limits;

typedef struct growth_reference {
  uint32_t to;    /* definition */
  uint32_t times; /* that it stands in the text */
  bool often;     /* in a function within the body, which may be a loop's */
} growth_reference;

typedef VEC(growth_reference) growth_references;

/* A definition, or the main expression. */
typedef struct growth_body {
  uint32_t size; /* nodes */
  growth_kind kind;
  bool copies;   /* it is a function that does not recurse */
  bool often;    /* it runs more than once, as far as the text tells */
  growth_references refers;
} growth_body;

/* All there is. */
growth_limits growth_unbounded(void);

/* Bodies in an order in which each stands behind all that it refers to, itself excepted; the main expression is the last.
   References are numbers of bodies. Sets `often`. Linear in the references. */
growth_limits growth_choose(arena *home, uint32_t count, growth_body *bodies);

#endif
