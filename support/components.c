#include "support/components.h"

typedef struct visit {
  uint32_t node, next; /* edge to follow */
} visit;

struct components {
  arena *home;
  component_graph graph;
  component_nodes *edges;
  uint32_t *index, *low; /* index 0: not met */
  bool *on_stack;
  uint32_t met;
  component_nodes stack;
  VEC(visit) path;
};

components *components_new(arena *home, uint32_t count, component_graph graph) {
  components *c = ARENA_NEW(home, components);
  *c = (components){.home = home, .graph = graph};
  c->edges = ARENA_ARRAY(home, component_nodes, count);
  c->index = ARENA_ARRAY(home, uint32_t, count);
  c->low = ARENA_ARRAY(home, uint32_t, count);
  c->on_stack = ARENA_ARRAY(home, bool, count);
  return c;
}

const component_nodes *components_edges(const components *c, uint32_t node) { return &c->edges[node]; }

static void enter(components *c, uint32_t node) {
  c->index[node] = c->low[node] = ++c->met;
  c->on_stack[node] = true;
  vec_push(c->home, &c->stack, node);
  vec_push(c->home, &c->path, ((visit){node, 0}));
  c->graph.edges(c->graph.context, node, &c->edges[node]);
}

static bool leads_to_itself(const components *c, uint32_t node) {
  for (uint32_t k = 0; k < c->edges[node].len; k++)
    if (c->edges[node].items[k] == node) return true;
  return false;
}

/* All that node leads to is done: a component ends at its first node. */
static void leave(components *c, uint32_t node) {
  if (c->low[node] != c->index[node]) return;
  component_nodes members = {0};
  uint32_t member;
  do {
    member = vec_pop(&c->stack);
    c->on_stack[member] = false;
    vec_push(c->home, &members, member);
  } while (member != node);
  component found = {members.items, members.len, members.len > 1 || leads_to_itself(c, node)};
  c->graph.found(c->graph.context, &found);
}

static void follow(components *c, uint32_t node, uint32_t to) {
  if (!c->index[to]) enter(c, to);
  else if (c->on_stack[to] && c->index[to] < c->low[node]) c->low[node] = c->index[to];
}

void components_from(components *c, uint32_t root) {
  if (c->index[root]) return;
  enter(c, root);
  while (c->path.len) {
    visit *top = &vec_last(&c->path);
    uint32_t node = top->node;
    if (top->next < c->edges[node].len) {
      follow(c, node, c->edges[node].items[top->next++]);
      continue;
    }
    leave(c, node);
    (void)vec_pop(&c->path);
    if (!c->path.len) return;
    uint32_t before = vec_last(&c->path).node;
    if (c->low[node] < c->low[before]) c->low[before] = c->low[node];
  }
}
