#ifndef GAEL_RT_DICT_H
#define GAEL_RT_DICT_H

/* Dictionaries and sets from the inside (docs/decisions/025-runtime-dictionaries.md).

     gl_dict ──→ entries  | hash key value | hash key value | hole | …      dense, in the order of insertion
             └─→ slots    | · | 2 | · | 1 | …                          a hash's place → number of the entry + 1

   An entry whose hash is 0 is a hole, left by a removal. Up to RT_DICT_FEW entries there is no index. A slot holds the
   hash beside the number, so that a search rarely looks at a wrong entry. A SET has no values. */

#include "runtime/value.h"

enum { RT_DICT_FEW = 8 };

struct gl_dict {
  int32_t rc;
  uint32_t live, used; /* entries that are there; and with the holes before the last of them */
  uint32_t room;       /* what `entries` can hold: 0 or a power of two */
  uint8_t *entries;
  uint64_t *slots; /* 2 * room of them, or NULL; hash << 32 | number + 1, 0: empty */
};

/* How keys are compared. */
typedef enum rt_key_kind { RT_KEY_INT, RT_KEY_STR, RT_KEY_ANY } rt_key_kind;

/* Where things lie in an entry. The hash is its first 4 bytes. */
typedef struct rt_entries {
  const gl_type *key, *value; /* value NULL: a SET */
  uint32_t key_at, value_at, step, key_size, value_size;
  rt_key_kind kind;
} rt_entries;

rt_entries rt_entries_of(const gl_type *t);

static inline uint8_t *rt_entry(const gl_dict *d, const rt_entries *e, uint32_t i) {
  return d->entries + (size_t)i * e->step;
}
static inline uint32_t rt_entry_hash(const uint8_t *entry) { return *(const uint32_t *)entry; }

gl_dict *rt_dict_new(int64_t room, const rt_entries *e); /* empty, with room for that many */
/* The same, unique; a copy has room for more. */
gl_dict *rt_dict_own(own gl_dict *d, int64_t more, const gl_type *t, const rt_entries *e);

uint32_t rt_key_hash(bor const void *key, const rt_entries *e); /* never 0 */
/* The entry, or NULL. */
uint8_t *rt_dict_seek(bor const gl_dict *d, bor const void *key, uint32_t hash, const rt_entries *e);
/* Where a search for a hash begins: its high bits are the number of a line of slots, its low bits the place in the line.
   There is an index, so room is at least 16. */
enum { RT_DICT_LINE = 8 };
static inline uint64_t rt_dict_home(const gl_dict *d, uint32_t hash) {
  uint32_t line = hash >> (__builtin_clz(d->room) + 3); /* of room / 4 lines */
  return (uint64_t)line * RT_DICT_LINE + hash % RT_DICT_LINE;
}
/* That slot comes into the cache; the entry found there; and the Str that is its key. */
static inline void rt_dict_fetch_slot(const gl_dict *d, uint32_t hash) {
  if (d->slots) __builtin_prefetch(&d->slots[rt_dict_home(d, hash)]);
}
static inline const uint8_t *rt_dict_first(const gl_dict *d, uint32_t hash, const rt_entries *e) {
  uint64_t slot = d->slots ? d->slots[rt_dict_home(d, hash)] : 0;
  return slot ? rt_entry(d, e, (uint32_t)slot - 1) : NULL;
}
static inline void rt_dict_fetch_entry(const gl_dict *d, uint32_t hash, const rt_entries *e) {
  __builtin_prefetch(rt_dict_first(d, hash, e));
}
static inline void rt_dict_fetch_str(const gl_dict *d, uint32_t hash, const rt_entries *e) {
  const uint8_t *entry = rt_dict_first(d, hash, e);
  if (entry) __builtin_prefetch(*(void *const *)(entry + e->key_at));
}
/* A new last entry, whose key and value the caller writes; the key is not there yet, and d is unique. */
uint8_t *rt_dict_add(bor gl_dict *d, uint32_t hash, const rt_entries *e);

void rt_entry_dup(bor const uint8_t *entry, const rt_entries *e);   /* counts its key and value */
void rt_dict_free(own void *d, const gl_type *t, rt_grave *graves); /* gl_walk's drop */

#endif
