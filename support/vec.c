#include "support/vec.h"

#include <string.h>

#include "support/bug.h"

enum { FIRST_BYTES = 128, FIRST_LEAST = 2, FIRST_MOST = 8 };

static uint32_t first_room(size_t size) {
  size_t n = FIRST_BYTES / size;
  return n < FIRST_LEAST ? FIRST_LEAST : n > FIRST_MOST ? FIRST_MOST : (uint32_t)n;
}

/* `items` points to some `T *`, which the language forbids to read as a `void *`: the pointer is moved as bytes.
   Items are aligned for every type. */
void vec_reserve_(arena *a, void **items, uint32_t len, uint32_t *cap, uint32_t room, size_t size) {
  if (room <= *cap) return;
  void *from, *to;
  memcpy(&from, items, sizeof from);
  if (!*cap || !arena_extend(a, from, *cap * size, room * size)) {
    to = arena_alloc(a, room * size, alignof(max_align_t));
    if (len) memcpy(to, from, len * size);
    memcpy(items, &to, sizeof to);
  }
  *cap = room;
}

void vec_grow_(arena *a, void **items, uint32_t *cap, size_t size) {
  if (*cap > UINT32_MAX / 2) gael_bug("an array of more than %u items", *cap);
  vec_reserve_(a, items, *cap, cap, *cap ? *cap * 2 : first_room(size), size);
}
