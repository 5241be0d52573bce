#include "driver/judge_cache.h"

enum { SLOTS = 4096, BYTES_MOST = 64 << 20 };

typedef struct slot {
  jit_key key;
  arena *home; /* NULL: free */
  str object;
} slot;

/* Direct-mapped: a key's slot is its hash's, whoever was there leaves. The ring tells who is oldest. */
struct judge_cache {
  slot slots[SLOTS];
  uint32_t ring[SLOTS], first, count;
  size_t bytes;
};

judge_cache *judge_cache_new(arena *home) { return ARENA_NEW(home, judge_cache); }

static uint32_t place(jit_key key) { return (uint32_t)(key.low % SLOTS); }

bool judge_cache_get(const judge_cache *c, jit_key key, str *object) {
  const slot *s = &c->slots[place(key)];
  if (!s->home || s->key.high != key.high || s->key.low != key.low) return false;
  *object = s->object;
  return true;
}

static void vacate(judge_cache *c, slot *s) {
  if (!s->home) return;
  c->bytes -= s->object.len;
  arena_free(s->home);
  *s = (slot){0};
}

static void drop_oldest(judge_cache *c) {
  vacate(c, &c->slots[c->ring[c->first]]);
  c->first = (c->first + 1) % SLOTS;
  c->count--;
}

void judge_cache_put(judge_cache *c, jit_key key, str object) {
  slot *s = &c->slots[place(key)];
  vacate(c, s);
  while (c->count && (c->count == SLOTS || c->bytes + object.len > BYTES_MOST)) drop_oldest(c);
  arena *home = arena_new("cached object");
  void *bytes = arena_copy(home, object.ptr, object.len, 16);
  *s = (slot){key, home, {bytes, object.len}};
  c->bytes += object.len;
  c->ring[(c->first + c->count++) % SLOTS] = place(key);
}
