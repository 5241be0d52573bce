#include "ir/call_graph.h"

typedef VEC(uint32_t) fun_list;

/* A function on the path of the walk. */
typedef struct visit {
  uint32_t fun, next; /* callee to follow */
} visit;

typedef struct walker {
  const flat_module *m;
  arena *home;
  fun_list *calls;
  uint32_t *index, *low; /* index 0: not visited */
  bool *on_stack;
  uint32_t visited;
  fun_list stack;
  VEC(visit) path;
  call_graph out;
} walker;

static void collect(walker *w, uint32_t fun, const flat_instr *i) {
  if (i->op == FLAT_CALL || i->op == FLAT_CLOSURE) vec_push(w->home, &w->calls[fun], i->target);
  if (i->op == FLAT_GLOBAL) vec_push(w->home, &w->calls[fun], w->m->globals.items[i->target].fun);
}

static void collect_all(walker *w, uint32_t fun) {
  const flat_fun *f = w->m->funs.items[fun];
  for (flat_label l = 0; l < f->blocks.len; l++) {
    const flat_block *b = &f->blocks.items[l];
    for (uint32_t k = 0; k < b->code.len; k++) collect(w, fun, &b->code.items[k]);
    if (flat_has_last(b)) collect(w, fun, &b->last);
  }
}

static void enter(walker *w, uint32_t fun) {
  w->index[fun] = w->low[fun] = ++w->visited;
  w->on_stack[fun] = true;
  vec_push(w->home, &w->stack, fun);
  vec_push(w->home, &w->path, ((visit){fun, 0}));
}

static bool calls_itself(const walker *w, uint32_t fun) {
  for (uint32_t k = 0; k < w->calls[fun].len; k++)
    if (w->calls[fun].items[k] == fun) return true;
  return false;
}

static void leave(walker *w, uint32_t fun) {
  if (w->low[fun] != w->index[fun]) return;
  fun_list members = {0};
  uint32_t member;
  do {
    member = vec_pop(&w->stack);
    w->on_stack[member] = false;
    vec_push(w->home, &members, member);
  } while (member != fun);
  call_component c = {members.items, members.len, members.len > 1 || calls_itself(w, fun)};
  vec_push(w->home, &w->out, c);
}

static void follow(walker *w, uint32_t fun, uint32_t to) {
  if (!w->index[to]) enter(w, to);
  else if (w->on_stack[to] && w->index[to] < w->low[fun]) w->low[fun] = w->index[to];
}

static void walk_from(walker *w, uint32_t root) {
  if (w->index[root]) return;
  enter(w, root);
  while (w->path.len) {
    visit *top = &vec_last(&w->path);
    uint32_t fun = top->fun;
    if (top->next < w->calls[fun].len) {
      follow(w, fun, w->calls[fun].items[top->next++]);
      continue;
    }
    leave(w, fun);
    (void)vec_pop(&w->path);
    if (!w->path.len) return;
    uint32_t caller = vec_last(&w->path).fun;
    if (w->low[fun] < w->low[caller]) w->low[caller] = w->low[fun];
  }
}

call_graph call_graph_of(const flat_module *m, arena *home) {
  uint32_t n = m->funs.len;
  walker w = {.m = m, .home = home};
  w.calls = ARENA_ARRAY(home, fun_list, n);
  w.index = ARENA_ARRAY(home, uint32_t, n);
  w.low = ARENA_ARRAY(home, uint32_t, n);
  w.on_stack = ARENA_ARRAY(home, bool, n);
  for (uint32_t i = 0; i < n; i++) collect_all(&w, i);
  for (uint32_t i = 0; i < n; i++) walk_from(&w, i);
  return w.out;
}
