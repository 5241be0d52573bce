#include "ir/comb_walk.h"

uint32_t comb_part_count(const comb *t) {
  if (t->kind == COMB_TUPLE) return t->n;
  return (t->a != NULL) + (t->b != NULL) + (t->c != NULL);
}

const comb *comb_part(const comb *t, uint32_t i) {
  if (t->kind == COMB_TUPLE) return t->parts[i];
  return i == 0 ? t->a : i == 1 ? t->b : t->c;
}
