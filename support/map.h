#ifndef GAEL_SUPPORT_MAP_H
#define GAEL_SUPPORT_MAP_H

/* Hash map from 64-bit keys to 64-bit values, open addressing, in an arena. No iteration: nothing may depend on hash
   order. */

#include <stdbool.h>
#include <stdint.h>

#include "support/arena.h"

typedef struct map {
  arena *home;
  struct map_entry {
    uint64_t key, value;
  } *entries;
  uint8_t *used;
  uint32_t count, cap;
} map;

map map_new(arena *home);
bool map_get(const map *m, uint64_t key, uint64_t *value); /* false: absent, *value untouched */
void map_set(map *m, uint64_t key, uint64_t value);

static inline uint64_t map_ptr_key(const void *p) { return (uint64_t)(uintptr_t)p; }
void *map_get_ptr(const map *m, uint64_t key); /* NULL: absent */
void map_set_ptr(map *m, uint64_t key, void *value);

/* FNV-like mixing for callers that key by several words. */
uint64_t hash_bytes(const void *data, size_t len);
uint64_t hash_mix(uint64_t h, uint64_t word);

#endif
