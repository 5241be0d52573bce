#ifndef GAEL_RT_DICT_H
#define GAEL_RT_DICT_H

/* Dictionaries and sets from the inside (docs/decisions/025-runtime-dictionaries.md).

     gl_dict ──→ entries  | hash key value | hash key value | hole | …      dense, in the order of insertion
             └─→ slots    | · | 2 | · | 1 | …                          a hash's place → number of the entry + 1

   An entry whose hash is 0 is a hole, left by a removal. Up to RT_DICT_FEW entries there is no index. A slot holds the
   hash beside the number, so that a search rarely looks at a wrong entry. A SET has no values. */

#include "runtime/list.h"
#include "runtime/value.h"

enum { RT_DICT_FEW = 8 };

struct gl_dict {
  int32_t rc;
  uint32_t live, used; /* entries that are there; and with the holes before the last of them */
  uint32_t room;       /* what `entries` can hold: 0 or a power of two */
  uint8_t *entries;
  uint64_t *slots; /* 2 * room of them, or NULL; hash << 32 | number + 1, 0: empty */
  uint32_t last;   /* the entry that was found last, where it still is */
};

/* Generated code walks over the entries (backend/cg_dict.c). */
_Static_assert(offsetof(gl_dict, used) == 8 && offsetof(gl_dict, entries) == 16, "where a dictionary's entries are");

/* How keys are compared. */
typedef enum rt_key_kind { RT_KEY_INT, RT_KEY_STR, RT_KEY_ANY } rt_key_kind;

/* Where things lie in an entry. The hash is its first 4 bytes. */
typedef struct rt_entries {
  const gl_type *key, *value; /* value NULL: a SET */
  uint32_t key_at, value_at, step, key_size, value_size;
  rt_key_kind kind;
} rt_entries;

/* At least the alignment: a type's size is a multiple of it. */
static inline uint32_t rt_align_of_size(uint32_t size) { return size % 8 ? 4 : 8; }
static inline uint32_t rt_align_up(uint32_t offset, uint32_t align) { return (offset + align - 1) & ~(align - 1); }

static inline rt_key_kind rt_key_kind_of(const gl_type *key) {
  return key->kind == GL_INT || key->kind == GL_ENUM ? RT_KEY_INT : rt_is_str(key) ? RT_KEY_STR : RT_KEY_ANY;
}

static inline rt_entries rt_entries_of(const gl_type *t) {
  rt_entries e = {.key = t->parts[0], .value = t->kind == GL_SET ? NULL : t->parts[1]};
  e.key_size = e.key->size;
  e.value_size = e.value ? e.value->size : 0;
  uint32_t key_align = rt_align_of_size(e.key_size), value_align = rt_align_of_size(e.value_size);
  e.key_at = key_align; /* behind the hash */
  e.value_at = rt_align_up(e.key_at + e.key_size, value_align);
  e.step = rt_align_up(e.value_at + e.value_size, key_align > value_align ? key_align : value_align);
  e.kind = rt_key_kind_of(e.key);
  return e;
}

static inline uint8_t *rt_entry(const gl_dict *d, const rt_entries *e, uint32_t i) {
  return d->entries + (size_t)i * e->step;
}
static inline uint32_t rt_entry_hash(const uint8_t *entry) { return *(const uint32_t *)entry; }

gl_dict *rt_dict_new(int64_t room, const rt_entries *e); /* empty, with room for that many */
/* The same, unique; a copy has room for more. */
gl_dict *rt_dict_own(own gl_dict *d, int64_t more, const gl_type *t, const rt_entries *e);

/* ---- searching: the same text for every kind of key, compiled for each ---- */

#define RT_SEEK static inline __attribute__((always_inline))
enum { RT_DICT_NOWHERE = UINT32_MAX };

static inline uint32_t rt_hash_fold(uint64_t h) { return (uint32_t)(h ^ h >> 32); }

/* Eight neighbours among Ints share a cache line of slots, each at its own place, so that counting up does not jump about
   in the index. Lines are Fibonacci's (Knuth, TAOCP 6.4): those of a run of numbers lie evenly apart, and hardly meet. */
enum { RT_DICT_LINE = 8 };
static inline uint32_t rt_int_key_hash(uint64_t key) {
  uint64_t spread = key / RT_DICT_LINE * 0x9E3779B97F4A7C15u;
  return (uint32_t)(spread >> 32) / RT_DICT_LINE * RT_DICT_LINE + (uint32_t)(key % RT_DICT_LINE);
}

/* Where a search for a hash begins: its high bits are the number of a line of slots, its low bits the place in the line.
   There is an index, so room is at least 16. */
static inline uint64_t rt_dict_home(const gl_dict *d, uint32_t hash) {
  uint32_t line = hash >> (__builtin_clz(d->room) + 3); /* of room / 4 lines */
  return (uint64_t)line * RT_DICT_LINE + hash % RT_DICT_LINE;
}

/* Never 0. */
RT_SEEK uint32_t rt_key_hash_of(bor const void *key, const rt_entries *e, rt_key_kind kind) {
  uint32_t hash = kind == RT_KEY_INT   ? rt_int_key_hash(*(const uint64_t *)key)
                  : kind == RT_KEY_STR ? rt_hash_fold(rt_hash_str(*(gl_list *const *)key))
                                       : rt_hash_fold(rt_hash(key, e->key));
  return hash ? hash : 1;
}

RT_SEEK bool rt_key_equal(bor const void *a, bor const void *b, const rt_entries *e, rt_key_kind kind) {
  if (kind == RT_KEY_INT) return *(const int64_t *)a == *(const int64_t *)b;
  if (kind == RT_KEY_STR) return rt_str_equal(*(gl_list *const *)a, *(gl_list *const *)b);
  return rt_compare(a, b, e->key, true) == RT_EQUAL;
}

RT_SEEK uint32_t rt_dict_seek_few(bor const gl_dict *d, bor const void *key, uint32_t hash, const rt_entries *e,
                                  rt_key_kind kind) {
  const uint8_t *entry = d->entries;
  for (uint32_t i = 0; i < d->used; i++, entry += e->step) {
    if (rt_entry_hash(entry) == hash && rt_key_equal(entry + e->key_at, key, e, kind)) return i;
  }
  return RT_DICT_NOWHERE;
}

/* The entry's number. */
RT_SEEK uint32_t rt_dict_seek_as(bor const gl_dict *d, bor const void *key, uint32_t hash, const rt_entries *e,
                                 rt_key_kind kind) {
  if (!d->slots) return rt_dict_seek_few(d, key, hash, e, kind);
  uint64_t mask = 2 * (uint64_t)d->room - 1;
  for (uint64_t at = rt_dict_home(d, hash), slot; (slot = d->slots[at]) != 0; at = (at + 1) & mask) {
    if (slot >> 32 != hash) continue;
    uint32_t number = (uint32_t)slot - 1;
    if (rt_key_equal(rt_entry(d, e, number) + e->key_at, key, e, kind)) return number;
  }
  return RT_DICT_NOWHERE;
}

uint32_t rt_key_hash(bor const void *key, const rt_entries *e);
/* The entry, or NULL. */
uint8_t *rt_dict_seek(bor const gl_dict *d, bor const void *key, uint32_t hash, const rt_entries *e);
/* Where a search for such a key will begin comes into the cache; the entry found there; and the Str that is its key. */
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
uint8_t *rt_dict_add_new(bor gl_dict *d, uint32_t hash, const gl_type *t); /* the same */

void rt_entry_dup(bor const uint8_t *entry, const rt_entries *e);   /* counts its key and value */
void rt_dict_free(own void *d, const gl_type *t, rt_grave *graves); /* gl_walk's drop */

#endif
