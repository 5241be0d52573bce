#ifndef GAEL_SUPPORT_COMPONENTS_H
#define GAEL_SUPPORT_COMPONENTS_H

/* Strongly connected components of a graph whose nodes are numbers. Tarjan, "Depth-first search and linear graph algorithms"
   (1972), without recursion of ours; linear in nodes and edges. */

#include <stdbool.h>

#include "support/vec.h"

typedef VEC(uint32_t) component_nodes;

/* Nodes that reach one another. A component comes behind all that it leads to. */
typedef struct component {
  const uint32_t *nodes;
  uint32_t count;
  bool circular; /* also one node alone that leads to itself */
} component;

typedef struct component_graph {
  void *context;
  void (*edges)(void *context, uint32_t node, component_nodes *out); /* asked once a node, when it is first met */
  void (*found)(void *context, const component *c);
} component_graph;

typedef struct components components;

/* Of `count` nodes; none is met yet. */
components *components_new(arena *home, uint32_t count, component_graph graph);
/* Finds those that root leads to and that were not met before. */
void components_from(components *c, uint32_t root);
const component_nodes *components_edges(const components *c, uint32_t node); /* of one that was met */

#endif
