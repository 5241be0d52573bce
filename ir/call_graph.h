#ifndef GAEL_IR_CALL_GRAPH_H
#define GAEL_IR_CALL_GRAPH_H

/* Functions in components: those that call one another in a circle are one. A component comes behind all that it
   calls. Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion of ours; linear. */

#include "ir/flat.h"

typedef struct call_component {
  const uint32_t *funs;
  uint32_t count;
  bool recursive; /* also one function alone that calls itself */
} call_component;

typedef VEC(call_component) call_graph;

/* Calls are CALLs, what CLOSUREs are made of, and the functions of GLOBALs. */
call_graph call_graph_of(const flat_module *m, arena *home);

#endif
