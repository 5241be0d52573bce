#ifndef GAEL_SUPPORT_VEC_H
#define GAEL_SUPPORT_VEC_H

/* Growable arrays in an arena: `VEC(int) v = {0}; vec_push(a, &v, 3); v.items[0]`. Growth doubles, so pushing is
   amortised O(1); items move on growth, unless nothing was allocated behind them. */

#include <stdint.h>

#include "support/arena.h"

#define VEC(T)    \
  struct {        \
    T *items;     \
    uint32_t len; \
    uint32_t cap; \
  }

#define vec_push(a, v, x)                                                                                  \
  ((v)->len < (v)->cap ? (void)0 : vec_grow_((a), (void **)&(v)->items, &(v)->cap, sizeof *(v)->items), \
   (void)((v)->items[(v)->len++] = (x)))
/* Makes room for n items in all, at once: for who knows how many come, or nearly. */
#define vec_reserve(a, v, n) vec_reserve_((a), (void **)&(v)->items, (v)->len, &(v)->cap, (n), sizeof *(v)->items)
#define vec_last(v) ((v)->items[(v)->len - 1])
#define vec_pop(v) ((v)->items[--(v)->len])

void vec_grow_(arena *a, void **items, uint32_t *cap, size_t size); /* of a full array */
void vec_reserve_(arena *a, void **items, uint32_t len, uint32_t *cap, uint32_t room, size_t size);

#endif
