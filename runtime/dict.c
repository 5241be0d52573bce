/* The table of dictionaries and sets: searching, adding, removing. Compact dictionaries (R. Hettinger, "More compact
   dictionaries with faster iteration", 2012): entries dense in order, an index beside them, open addressing with linear
   probing and at most half of the slots taken. Removing from the index shifts back what follows (Knuth, TAOCP 6.4
   R), so that it never fills with what is gone; the entries' holes go when half of them are holes or room is short. All
   operations are O(1) amortised. What takes a dictionary as `own` works in its memory when nobody else has it. */

#include "runtime/dict.h"

#include "runtime/alloc.h"
#include "runtime/fail.h"
#include "runtime/list.h"

/* ---- memory ---- */

static size_t entries_size(const rt_entries *e, uint32_t room) { return (size_t)room * e->step; }
static size_t slots_size(uint32_t room) { return 2 * (size_t)room * sizeof(uint64_t); }

static uint32_t room_for(int64_t n) {
  enum { LEAST = 4 };
  uint32_t room = LEAST;
  if (n > UINT32_MAX / 4) rt_out_of_memory();
  while (room < n) room *= 2;
  return room;
}

static void slots_put(gl_dict *d, uint32_t hash, uint32_t number) {
  uint64_t mask = 2 * (uint64_t)d->room - 1, at = rt_dict_home(d, hash);
  while (d->slots[at]) at = (at + 1) & mask;
  d->slots[at] = (uint64_t)hash << 32 | (number + 1);
}

static void index_new(gl_dict *d, const rt_entries *e) {
  d->slots = NULL;
  if (d->room <= RT_DICT_FEW) return;
  d->slots = rt_alloc(slots_size(d->room));
  memset(d->slots, 0, slots_size(d->room));
  for (uint32_t i = 0; i < d->used; i++) slots_put(d, rt_entry_hash(rt_entry(d, e, i)), i);
}

static void free_memory(gl_dict *d, const rt_entries *e) {
  if (d->slots) rt_free(d->slots, slots_size(d->room));
  if (d->entries) rt_free(d->entries, entries_size(e, d->room));
}

/* The entries of `from` without its holes. */
static void entries_pack(uint8_t *to, const gl_dict *from, const rt_entries *e) {
  if (from->live == from->used) {
    rt_copy(to, from->entries, (size_t)from->used * e->step);
    return;
  }
  for (uint32_t i = 0; i < from->used; i++) {
    const uint8_t *entry = rt_entry(from, e, i);
    if (!rt_entry_hash(entry)) continue;
    memcpy(to, entry, e->step);
    to += e->step;
  }
}

static void take_entries(gl_dict *d, uint8_t *entries, uint32_t count, uint32_t room, const rt_entries *e) {
  d->entries = entries;
  d->live = d->used = count;
  d->room = room;
  index_new(d, e);
}

static void rebuild(gl_dict *d, uint32_t room, const rt_entries *e) {
  uint8_t *entries = rt_alloc(entries_size(e, room));
  entries_pack(entries, d, e);
  free_memory(d, e);
  take_entries(d, entries, d->live, room, e);
}

gl_dict *rt_dict_new(int64_t room, const rt_entries *e) {
  gl_dict *d = rt_object_alloc(sizeof *d);
  *d = (gl_dict){.rc = 1};
  if (room) rebuild(d, room_for(room), e);
  return d;
}

void rt_entry_dup(const uint8_t *entry, const rt_entries *e) {
  gl_dup_value(entry + e->key_at, e->key);
  if (e->value) gl_dup_value(entry + e->value_at, e->value);
}

gl_dict *rt_dict_own(gl_dict *d, int64_t more, const gl_type *t, const rt_entries *e) {
  if (d->rc == 1) return d;
  gl_dict *copy = rt_dict_new((int64_t)d->live + more, e);
  entries_pack(copy->entries, d, e);
  copy->live = copy->used = d->live;
  for (uint32_t i = 0; i < copy->used; i++) {
    const uint8_t *entry = rt_entry(copy, e, i);
    rt_entry_dup(entry, e);
    if (copy->slots) slots_put(copy, rt_entry_hash(entry), i);
  }
  gl_drop_dict(d, t);
  return copy;
}

/* ---- searching ---- */

uint32_t rt_key_hash(const void *key, const rt_entries *e) {
  switch (e->kind) {
  case RT_KEY_INT: return rt_key_hash_of(key, e, RT_KEY_INT);
  case RT_KEY_STR: return rt_key_hash_of(key, e, RT_KEY_STR);
  case RT_KEY_ANY: break;
  }
  return rt_key_hash_of(key, e, RT_KEY_ANY);
}

static uint32_t seek(const gl_dict *d, const void *key, uint32_t hash, const rt_entries *e) {
  switch (e->kind) {
  case RT_KEY_INT: return rt_dict_seek_as(d, key, hash, e, RT_KEY_INT);
  case RT_KEY_STR: return rt_dict_seek_as(d, key, hash, e, RT_KEY_STR);
  case RT_KEY_ANY: break;
  }
  return rt_dict_seek_as(d, key, hash, e, RT_KEY_ANY);
}

uint8_t *rt_dict_seek(const gl_dict *d, const void *key, uint32_t hash, const rt_entries *e) {
  uint32_t number = seek(d, key, hash, e);
  return number == RT_DICT_NOWHERE ? NULL : rt_entry(d, e, number);
}

/* ---- adding ---- */

/* Holes are worth more than new memory when they are a quarter. */
static void make_room(gl_dict *d, const rt_entries *e) {
  bool holes = d->used - d->live > d->used / 4;
  rebuild(d, holes ? d->room : room_for(2 * (int64_t)d->room), e);
}

uint8_t *rt_dict_add(gl_dict *d, uint32_t hash, const rt_entries *e) {
  if (d->used == d->room) make_room(d, e);
  uint8_t *entry = rt_entry(d, e, d->used);
  *(uint32_t *)entry = hash;
  if (d->slots) slots_put(d, hash, d->used);
  d->used++;
  d->live++;
  return entry;
}

uint8_t *rt_dict_add_new(gl_dict *d, uint32_t hash, const gl_type *t) {
  rt_entries e = rt_entries_of(t);
  return rt_dict_add(d, hash, &e);
}

gl_dict *gl_dict_own(gl_dict *d, const gl_type *t) {
  rt_entries e = rt_entries_of(t);
  return rt_dict_own(d, 1, t, &e);
}

gl_dict *gl_dict_put(gl_dict *d, const void *key, const void *value, const gl_type *t) {
  rt_entries e = rt_entries_of(t);
  uint32_t hash = rt_key_hash(key, &e);
  d = rt_dict_own(d, 1, t, &e);
  uint8_t *entry = rt_dict_seek(d, key, hash, &e);
  if (entry) {
    if (e.key->pointers) gl_drop_value(key, e.key);
    if (e.value && e.value->pointers) gl_drop_value(entry + e.value_at, e.value);
  } else {
    entry = rt_dict_add(d, hash, &e);
    rt_copy(entry + e.key_at, key, e.key_size);
  }
  if (e.value) rt_copy(entry + e.value_at, value, e.value_size);
  return d;
}

/* ---- removing ---- */

static void slots_remove(gl_dict *d, uint32_t hash, uint32_t number) {
  uint64_t mask = 2 * (uint64_t)d->room - 1, gap = rt_dict_home(d, hash);
  while ((uint32_t)d->slots[gap] != number + 1) gap = (gap + 1) & mask;
  for (uint64_t at = (gap + 1) & mask, slot; (slot = d->slots[at]) != 0; at = (at + 1) & mask) {
    uint64_t home = rt_dict_home(d, (uint32_t)(slot >> 32));
    if (((at - home) & mask) < ((at - gap) & mask)) continue; /* it would stand before its home */
    d->slots[gap] = slot;
    gap = at;
  }
  d->slots[gap] = 0;
}

static void entry_remove(gl_dict *d, uint8_t *entry, const rt_entries *e) {
  uint32_t number = (uint32_t)((size_t)(entry - d->entries) / e->step);
  if (d->slots) slots_remove(d, rt_entry_hash(entry), number);
  *(uint32_t *)entry = 0;
  d->live--;
  while (d->used && !rt_entry_hash(rt_entry(d, e, d->used - 1))) d->used--;
  if (d->used > 2 * RT_DICT_FEW && d->live < d->used / 2) rebuild(d, room_for(2 * (int64_t)d->live), e);
}

bool gl_dict_remove(gl_dict *d, const void *key, const gl_type *t, uint32_t site, gl_dict **out) {
  rt_entries e = rt_entries_of(t);
  uint32_t hash = rt_key_hash(key, &e);
  uint8_t *entry = rt_dict_seek(d, key, hash, &e);
  if (!entry) {
    rt_operand operands[] = {{&d, t}, {key, e.key}};
    (void)rt_fail(RT_FAIL_KEY, site, NULL, 2, operands);
    gl_drop_dict(d, t);
    return true;
  }
  bool shared = d->rc != 1;
  d = *out = rt_dict_own(d, 0, t, &e);
  if (shared) entry = rt_dict_seek(d, key, hash, &e);
  gl_drop_value(entry + e.key_at, e.key);
  if (e.value) gl_drop_value(entry + e.value_at, e.value);
  entry_remove(d, entry, &e);
  return false;
}

/* ---- asking ---- */

const void *gl_dict_find(gl_dict *d, const void *key, const gl_type *t) {
  if (!d->live) return NULL;
  rt_entries e = rt_entries_of(t);
  const uint8_t *entry = rt_dict_seek(d, key, rt_key_hash(key, &e), &e);
  return !entry ? NULL : entry + (e.value ? e.value_at : e.key_at);
}

int64_t gl_dict_len(gl_dict *d) { return d->live; }

/* ---- freeing ---- */

void rt_dict_free(void *object, const gl_type *t, rt_grave *graves) {
  gl_dict *d = object;
  rt_entries e = rt_entries_of(t);
  bool pointers = e.key->pointers || (e.value && e.value->pointers);
  for (uint32_t i = 0; pointers && i < d->used; i++) {
    const uint8_t *entry = rt_entry(d, &e, i);
    if (!rt_entry_hash(entry)) continue;
    rt_drop_into(entry + e.key_at, e.key, graves);
    if (e.value) rt_drop_into(entry + e.value_at, e.value, graves);
  }
  free_memory(d, &e);
  rt_object_free(d, sizeof *d);
}

void gl_drop_dict(gl_dict *d, const gl_type *t) {
  if (d->rc > 0 && --d->rc == 0) rt_dict_free(d, t, NULL);
}
