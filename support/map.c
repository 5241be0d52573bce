/* Linear probing in a table whose size is a power of two, at most three quarters full; no key is ever removed. */

#include "support/map.h"

#include <string.h>

#include "support/bug.h"

enum { MAP_FIRST = 16 };

#define HASH_SEED 0xcbf29ce484222325u
#define HASH_PRIME 0x9e3779b97f4a7c15u

uint64_t hash_mix(uint64_t h, uint64_t word) {
  h = (h ^ word) * HASH_PRIME;
  return h ^ (h >> 32);
}

uint64_t hash_bytes(const void *data, size_t len) {
  const char *p = data;
  uint64_t h = hash_mix(HASH_SEED, len);
  uint64_t word;
  for (; len >= sizeof word; p += sizeof word, len -= sizeof word) {
    memcpy(&word, p, sizeof word);
    h = hash_mix(h, word);
  }
  word = 0;
  if (len) memcpy(&word, p, len);
  return hash_mix(h, word);
}

map map_new(arena *home) { return (map){.home = home}; }

/* The slot of `key`, or the free slot where it belongs. */
static uint32_t map_slot(const map *m, uint64_t key) {
  uint32_t mask = m->cap - 1;
  uint32_t i = (uint32_t)hash_mix(HASH_SEED, key) & mask;
  while (m->used[i] && m->entries[i].key != key) i = (i + 1) & mask;
  return i;
}

static void map_grow(map *m) {
  if (m->cap > UINT32_MAX / 4) gael_bug("a map of more than %u keys", m->count);
  map old = *m;
  m->cap = old.cap ? old.cap * 2 : MAP_FIRST;
  m->entries = arena_alloc(m->home, m->cap * sizeof *m->entries, alignof(struct map_entry));
  m->used = ARENA_ARRAY(m->home, uint8_t, m->cap);
  m->count = 0;
  for (uint32_t i = 0; i < old.cap; i++)
    if (old.used[i]) map_set(m, old.entries[i].key, old.entries[i].value);
}

bool map_get(const map *m, uint64_t key, uint64_t *value) {
  if (!m->cap) return false;
  uint32_t i = map_slot(m, key);
  if (!m->used[i]) return false;
  *value = m->entries[i].value;
  return true;
}

void map_set(map *m, uint64_t key, uint64_t value) {
  if (m->count >= m->cap - m->cap / 4) map_grow(m);
  uint32_t i = map_slot(m, key);
  m->count += !m->used[i];
  m->used[i] = 1;
  m->entries[i] = (struct map_entry){key, value};
}

void *map_get_ptr(const map *m, uint64_t key) {
  uint64_t value = 0;
  return map_get(m, key, &value) ? (void *)(uintptr_t)value : NULL;
}

void map_set_ptr(map *m, uint64_t key, void *value) { map_set(m, key, map_ptr_key(value)); }
