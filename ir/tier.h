#ifndef GAEL_IR_TIER_H
#define GAEL_IR_TIER_H

/* Two versions of a program that runs: the first is compiled fast and starts at once, the second is optimised meanwhile and
   takes over where the first can hand over its state:

   - at the header of a loop, which asks (POLL) whether the second version has a function for the rest of the program's
     function from there on; its arguments are what is alive there;
   - at a call of a function that may be running already, which recursion and closures make of; such functions are called
     through a place that the second version redirects. What runs long without either does not exist.

   Both versions come from the same blocks, before any pass that the first does without: what is numbered here is the same in
   both. docs/decisions/050-tiers.md. */

#include "ir/flat.h"

/* A function that calls reach through a place. */
typedef struct tier_entry {
  str symbol;
  uint32_t fun;    /* first: the function; second: what the place leads to, called as in the first version */
  bool tail, flag; /* second: the convention there (backend) */
} tier_entry;

typedef struct tier_loop {
  str symbol;
  uint32_t fun; /* first: called with the state, its code is elsewhere; second: the code */
  uint32_t of;  /* the function that the loop is in; second: not kept up */
} tier_loop;

struct flat_tier {
  const flat_module *first; /* counted; NULL: this is the first version */
  VEC(tier_entry) entries;
  VEC(tier_loop) loops;
  VEC(ir_site) sites; /* all that the program mentions, in the order of the text: numbered alike in both versions */
  uint64_t print;     /* of all that both have to agree on */
};

/* Makes flat_tier run on m as the first version, or as the second of `first`. */
void tier_start(flat_module *m, const flat_module *first);

#endif
