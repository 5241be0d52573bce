#ifndef GAEL_IR_NEST_H
#define GAEL_IR_NEST_H

/* The loops of a function and how they nest, without dominators: a loop whose header is no header of a natural loop is told. */

#include "ir/flat.h"

typedef struct nested_loop {
  flat_label header; /* the one block through which control comes in */
  uint32_t around;   /* the smallest loop around it; FLAT_NONE: none */
} nested_loop;

typedef struct loop_nest {
  VEC(nested_loop) all; /* inner ones before those around them */
  uint32_t *innermost; /* block -> loop; FLAT_NONE: in none */
  bool regular;        /* every circle is entered at one place only */
} loop_nest;

/* Natural loops, innermost first, each found by walking backwards from its ends and over loops found before as one step.
   After Paul Havlak: "Nesting of reducible and irreducible loops" (1997). Nearly linear. */
loop_nest loop_nest_of(const flat_fun *f, arena *home);

/* Does the block belong to the loop, or to one within it? */
bool loop_nest_holds(const loop_nest *l, uint32_t loop, flat_label block);

#endif
