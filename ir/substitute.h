#ifndef GAEL_IR_SUBSTITUTE_H
#define GAEL_IR_SUBSTITUTE_H

/* env ; f  =  f with env pushed to wherever f reads its environment. */

#include "ir/comb.h"

/* Does f only pick and arrange what it is given? Such an arrow may be evaluated anywhere, and more than once. */
bool comb_plumbs(const comb *f);

/* f behind env. Parts of env are copied to where f takes them, so that they must be free to be evaluated there. */
const comb *comb_inside(comb_store *s, const comb *env, const comb *f);

/* What counts as more than one use: with `surely` one in a branch, which may not be reached; with `whole` one of a
   component, which would leave the others out. */
typedef struct comb_taking {
  bool surely, whole;
} comb_taking;

/* How often f may take part i of the tuple that it gets; 2: more than once, or in a function, which may be called
   often. */
uint32_t comb_uses(const comb *f, uint32_t i, comb_taking how);

#endif
