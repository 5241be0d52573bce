#include "ir/loops.h"

typedef struct finder {
  const flat_fun *f;
  const dominators *d;
  arena *home;
  flat_labels *from; /* per block: blocks with an edge to it */
  flat_loops out;
} finder;

static void find_from(finder *s) {
  s->from = ARENA_ARRAY(s->home, flat_labels, s->f->blocks.len);
  for (uint32_t i = 0; i < s->d->count; i++) {
    const flat_block *b = &s->f->blocks.items[s->d->order[i]];
    for (uint32_t e = 0; e < flat_edge_count(b); e++) vec_push(s->home, &s->from[b->edges[e].to], s->d->order[i]);
  }
}

/* The outermost loop known so far that the block is in. Loops are found from the inner ones outwards. */
static flat_label outermost(const finder *s, flat_label l) {
  flat_label h = s->out.innermost[l];
  while (h != FLAT_NONE && s->out.parent[h] != FLAT_NONE) h = s->out.parent[h];
  return h;
}

/* Backwards from what comes back, past loops within. */
static void add_body(finder *s, flat_label header, flat_labels *work) {
  while (work->len) {
    flat_label l = vec_pop(work), inner = outermost(s, l);
    if (l == header || inner == header) continue;
    if (inner == FLAT_NONE) s->out.innermost[l] = header;
    else s->out.parent[inner] = header;
    flat_label enter = inner == FLAT_NONE ? l : inner;
    for (uint32_t k = 0; k < s->from[enter].len; k++) vec_push(s->home, work, s->from[enter].items[k]);
  }
}

flat_loops flat_loops_of(const flat_fun *f, const dominators *d, arena *home) {
  finder s = {.f = f, .d = d, .home = home};
  s.out.innermost = ARENA_ARRAY(home, flat_label, f->blocks.len);
  s.out.parent = ARENA_ARRAY(home, flat_label, f->blocks.len);
  for (flat_label l = 0; l < f->blocks.len; l++) s.out.innermost[l] = s.out.parent[l] = FLAT_NONE;
  find_from(&s);
  for (uint32_t i = d->count; i > 0; i--) {
    flat_label header = d->order[i - 1];
    flat_labels work = {0};
    for (uint32_t k = 0; k < s.from[header].len; k++)
      if (dominates(d, header, s.from[header].items[k])) vec_push(home, &work, s.from[header].items[k]);
    if (!work.len) continue;
    s.out.innermost[header] = header;
    add_body(&s, header, &work);
  }
  return s.out;
}
