#ifndef GAEL_IR_CALL_GRAPH_H
#define GAEL_IR_CALL_GRAPH_H

/* Functions in components: those that call one another in a circle are one. A component comes behind all that it calls. */

#include "ir/flat.h"
#include "support/components.h"

typedef VEC(component) call_graph;

/* Calls are CALLs, what CLOSUREs are made of, and the functions of GLOBALs. Linear. */
call_graph call_graph_of(const flat_module *m, arena *home);

#endif
