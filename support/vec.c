#include "support/vec.h"

#include <string.h>

#include "support/bug.h"

enum { VEC_FIRST = 8 };

/* `items` points to some `T *`, which the language forbids to read as a `void *`: the pointer is moved as bytes.
   Items are aligned for every type. */
void vec_grow_(arena *a, void **items, uint32_t len, uint32_t *cap, size_t size) {
  if (len < *cap) return;
  if (*cap > UINT32_MAX / 2) gael_bug("an array of more than %u items", *cap);
  uint32_t grown = *cap ? *cap * 2 : VEC_FIRST;
  void *from, *to;
  memcpy(&from, items, sizeof from);
  if (!*cap || !arena_extend(a, from, *cap * size, grown * size)) {
    to = arena_alloc(a, grown * size, alignof(max_align_t));
    if (len) memcpy(to, from, len * size);
    memcpy(items, &to, sizeof to);
  }
  *cap = grown;
}
