/* Names in order of arrival, and an open-addressed table of their numbers (0: free), at most half full. */

#include "support/intern.h"

#include "support/bug.h"
#include "support/map.h"
#include "support/vec.h"

enum { INTERN_FIRST = 128 };

typedef struct name {
  str text;
  uint32_t hash;
} name;

struct intern {
  arena *home;
  VEC(name) names; /* names.items[0] is no name */
  sym *slots;
  uint32_t cap;
};

intern *intern_new(arena *home) {
  intern *in = ARENA_NEW(home, intern);
  in->home = home;
  in->cap = INTERN_FIRST;
  in->slots = ARENA_ARRAY(home, sym, in->cap);
  vec_push(home, &in->names, ((name){STR(""), 0}));
  return in;
}

static uint32_t name_hash(str text) { return (uint32_t)hash_bytes(text.ptr, text.len); }

/* The slot of the name, or the free slot where it belongs. */
static sym *intern_slot(const intern *in, str text, uint32_t hash) {
  uint32_t mask = in->cap - 1;
  for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
    sym s = in->slots[i];
    if (!s || (in->names.items[s].hash == hash && str_eq(in->names.items[s].text, text))) return &in->slots[i];
  }
}

static void intern_grow(intern *in) {
  if (in->cap > UINT32_MAX / 2) gael_bug("more than %u names", in->names.len);
  in->cap *= 2;
  in->slots = ARENA_ARRAY(in->home, sym, in->cap);
  for (sym s = 1; s < in->names.len; s++) {
    uint32_t i = in->names.items[s].hash & (in->cap - 1);
    while (in->slots[i]) i = (i + 1) & (in->cap - 1);
    in->slots[i] = s;
  }
}

sym intern_add(intern *in, str text) {
  uint32_t hash = name_hash(text);
  sym *slot = intern_slot(in, text, hash);
  if (*slot) return *slot;
  if (in->names.len > in->cap / 2) {
    intern_grow(in);
    slot = intern_slot(in, text, hash);
  }
  *slot = in->names.len;
  vec_push(in->home, &in->names, ((name){str_copy(in->home, text), hash}));
  return in->names.len - 1;
}

sym intern_find(const intern *in, str text) { return *intern_slot(in, text, name_hash(text)); }

str intern_str(const intern *in, sym s) {
  GAEL_ASSERT(s < in->names.len);
  return in->names.items[s].text;
}
