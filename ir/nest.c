#include "ir/nest.h"

typedef VEC(flat_label) label_list;

typedef struct finder {
  const flat_fun *f;
  arena *home;
  uint32_t *rank;    /* block -> place in reverse postorder + 1; 0: unreachable */
  label_list *preds; /* reachable ones */
  uint32_t *outmost; /* loop -> a loop around it, for climbing fast */
  label_list work;
  loop_nest out;
} finder;

static void find_preds(finder *s, uint32_t n, const flat_label *order) {
  s->preds = ARENA_ARRAY(s->home, label_list, s->f->blocks.len);
  for (uint32_t i = 0; i < n; i++) {
    const flat_block *b = &s->f->blocks.items[order[i]];
    for (uint32_t e = 0; e < flat_edge_count(b); e++) vec_push(s->home, &s->preds[b->edges[e].to], order[i]);
  }
}

static uint32_t outmost_of(finder *s, uint32_t loop) {
  while (s->outmost[loop] != loop) loop = s->outmost[loop] = s->outmost[s->outmost[loop]];
  return loop;
}

static void push_preds(finder *s, flat_label block) {
  for (uint32_t k = 0; k < s->preds[block].len; k++) vec_push(s->home, &s->work, s->preds[block].items[k]);
}

/* A block that leads to an end of loop `at` belongs to it, with the whole loop that it is in. */
static void take(finder *s, uint32_t at, flat_label header, flat_label block) {
  if (block == header) return;
  if (s->rank[block] < s->rank[header]) {
    s->out.regular = false; /* somebody gets in without passing the header */
    return;
  }
  uint32_t inner = s->out.innermost[block];
  if (inner == FLAT_NONE) {
    s->out.innermost[block] = at;
    push_preds(s, block);
    return;
  }
  inner = outmost_of(s, inner);
  if (inner == at) return;
  s->out.all.items[inner].around = s->outmost[inner] = at;
  push_preds(s, s->out.all.items[inner].header);
}

static void find_loop(finder *s, flat_label header) {
  s->work.len = 0;
  for (uint32_t k = 0; k < s->preds[header].len; k++)
    if (s->rank[s->preds[header].items[k]] >= s->rank[header]) vec_push(s->home, &s->work, s->preds[header].items[k]);
  if (!s->work.len) return;
  uint32_t at = s->out.all.len;
  vec_push(s->home, &s->out.all, ((nested_loop){header, FLAT_NONE}));
  s->outmost[at] = at;
  while (s->work.len) {
    flat_label block = vec_pop(&s->work);
    take(s, at, header, block);
  }
  s->out.innermost[header] = at;
}

loop_nest loop_nest_of(const flat_fun *f, arena *home) {
  finder s = {.f = f, .home = home, .out.regular = true};
  flat_label *order;
  uint32_t n = flat_order(f, home, &order);
  s.rank = ARENA_ARRAY(home, uint32_t, f->blocks.len);
  s.outmost = ARENA_ARRAY(home, uint32_t, n);
  s.out.innermost = ARENA_ARRAY(home, uint32_t, f->blocks.len);
  for (flat_label l = 0; l < f->blocks.len; l++) s.out.innermost[l] = FLAT_NONE;
  for (uint32_t i = 0; i < n; i++) s.rank[order[i]] = i + 1;
  find_preds(&s, n, order);
  for (uint32_t i = n; i > 0; i--) find_loop(&s, order[i - 1]);
  return s.out;
}

bool loop_nest_holds(const loop_nest *l, uint32_t loop, flat_label block) {
  uint32_t at = l->innermost[block];
  while (at != FLAT_NONE && at != loop) at = l->all.items[at].around;
  return at == loop;
}
