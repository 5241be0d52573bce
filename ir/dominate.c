/* Cooper, Harvey, Kennedy: "A simple, fast dominance algorithm" (2001), for the tree as for the frontiers. */

#include "ir/dominate.h"

static flat_label meet(const dominators *d, flat_label a, flat_label b) {
  while (a != b) {
    if (d->rank[a] > d->rank[b]) {
      a = d->parent[a];
    } else {
      b = d->parent[b];
    }
  }
  return a;
}

static bool improve(const flat_fun *f, dominators *d, flat_label from) {
  const flat_block *b = &f->blocks.items[from];
  bool changed = false;
  for (uint32_t e = 0; e < flat_edge_count(b); e++) {
    flat_label to = b->edges[e].to;
    if (to == 0) continue;
    flat_label now = d->parent[to] == FLAT_NONE ? from : meet(d, from, d->parent[to]);
    changed |= now != d->parent[to];
    d->parent[to] = now;
  }
  return changed;
}

dominators dominators_of(const flat_fun *f, arena *home) {
  dominators d = {.rank = ARENA_ARRAY(home, uint32_t, f->blocks.len)};
  d.count = flat_order(f, home, &d.order);
  d.parent = ARENA_ARRAY(home, flat_label, f->blocks.len);
  for (flat_label l = 0; l < f->blocks.len; l++) d.parent[l] = FLAT_NONE;
  for (uint32_t i = 0; i < d.count; i++) d.rank[d.order[i]] = i;
  d.parent[0] = 0;
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t i = 0; i < d.count; i++) changed |= improve(f, &d, d.order[i]);
  }
  return d;
}

bool dominates(const dominators *d, flat_label a, flat_label b) {
  while (d->rank[b] > d->rank[a]) b = d->parent[b];
  return a == b;
}

dominator_tree dominator_tree_of(const flat_fun *f, const dominators *d, arena *home) {
  uint32_t n = f->blocks.len;
  dominator_tree t = {.children = ARENA_ARRAY(home, flat_labels, n)};
  t.first = ARENA_ARRAY(home, uint32_t, n);
  t.last = ARENA_ARRAY(home, uint32_t, n);
  uint32_t *size = ARENA_ARRAY(home, uint32_t, n), *taken = ARENA_ARRAY(home, uint32_t, n);
  for (uint32_t i = d->count; i > 0; i--) {
    flat_label l = d->order[i - 1];
    size[l]++;
    if (l) size[d->parent[l]] += size[l];
  }
  for (uint32_t i = 0; i < d->count; i++) { /* a parent comes before its children */
    flat_label l = d->order[i], up = d->parent[l];
    if (l) {
      vec_push(home, &t.children[up], l);
      t.first[l] = t.first[up] + 1 + taken[up];
      taken[up] += size[l];
    }
    t.last[l] = t.first[l] + size[l] - 1;
  }
  return t;
}

flat_labels *dominance_frontiers(const flat_fun *f, const dominators *d, arena *home) {
  flat_labels *frontiers = ARENA_ARRAY(home, flat_labels, f->blocks.len);
  for (uint32_t i = 0; i < d->count; i++) {
    const flat_block *b = &f->blocks.items[d->order[i]];
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      flat_label to = b->edges[e].to, end = to ? d->parent[to] : FLAT_NONE;
      for (flat_label at = d->order[i]; at != end; at = d->parent[at]) {
        flat_labels *out = &frontiers[at];
        if (!out->len || vec_last(out) != to) vec_push(home, out, to);
        if (at == 0) break;
      }
    }
  }
  return frontiers;
}
