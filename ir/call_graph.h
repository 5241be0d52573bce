#ifndef GAEL_IR_CALL_GRAPH_H
#define GAEL_IR_CALL_GRAPH_H

/* Functions in components: those that call one another in a circle are one. A component comes behind all that it calls. */

#include "ir/flat.h"
#include "support/components.h"

typedef VEC(component) call_graph;

/* Calls are CALLs, what CLOSUREs are made of, and the functions of GLOBALs. Linear. */
call_graph call_graph_of(const flat_module *m, arena *home);

/* Per function the number of the circle it is in, alone or with others, where who calls a closure may call every function
   that closures are made of. The last number, behind the functions', is that of all of those. Linear. */
uint32_t *call_circles(const flat_module *m, arena *home);

#endif
