/* One key of a dictionary or set whose keys are Ints or Strs: what generated code calls, and inlines where it optimises, since
   the descriptor is a constant there. The entry that was found last is asked first, so that reading a value and putting it
   back changed is one search. */

#include "runtime/dict.h"

RT_SEEK uint32_t seek(gl_dict *d, const void *key, uint32_t hash, const rt_entries *e, rt_key_kind kind) {
  uint32_t number = rt_dict_seek_as(d, key, hash, e, kind);
  if (number != RT_DICT_NOWHERE) d->last = number;
  return number;
}

RT_SEEK bool is_last(const gl_dict *d, const void *key, const rt_entries *e, rt_key_kind kind) {
  if (d->last >= d->used) return false;
  const uint8_t *entry = rt_entry(d, e, d->last);
  return rt_entry_hash(entry) && rt_key_equal(entry + e->key_at, key, e, kind);
}

RT_SEEK const void *find(gl_dict *d, const void *key, const gl_type *t, rt_key_kind kind) {
  if (!d->live) return NULL;
  rt_entries e = rt_entries_of(t);
  uint32_t number =
      is_last(d, key, &e, kind) ? d->last : seek(d, key, rt_key_hash_of(key, &e, kind), &e, kind);
  return number == RT_DICT_NOWHERE ? NULL : rt_entry(d, &e, number) + (e.value ? e.value_at : e.key_at);
}

/* A new entry's key is copied; what the caller puts there has to be a value, so that an old one goes. */
RT_SEEK void *place(gl_dict *d, const void *key, const gl_type *t, rt_key_kind kind) {
  rt_entries e = rt_entries_of(t);
  bool again = is_last(d, key, &e, kind);
  uint32_t hash = again ? 0 : rt_key_hash_of(key, &e, kind);
  uint32_t number = again ? d->last : seek(d, key, hash, &e, kind);
  if (number != RT_DICT_NOWHERE) {
    uint8_t *known = rt_entry(d, &e, number);
    if (e.key->pointers) gl_drop_value(key, e.key);
    if (e.value && e.value->pointers) gl_drop_value(known + e.value_at, e.value);
    return known + e.value_at;
  }
  uint8_t *entry = rt_dict_add_new(d, hash, t);
  d->last = d->used - 1;
  rt_copy(entry + e.key_at, key, e.key_size);
  if (e.value) memset(entry + e.value_at, 0, e.value_size);
  return entry + e.value_at;
}

const void *gl_dict_find_int(gl_dict *d, int64_t key, const gl_type *t) { return find(d, &key, t, RT_KEY_INT); }

const void *gl_dict_find_str(gl_dict *d, gl_list *key, const gl_type *t) { return find(d, &key, t, RT_KEY_STR); }

void *gl_dict_place_int(gl_dict *d, int64_t key, const gl_type *t) { return place(d, &key, t, RT_KEY_INT); }

void *gl_dict_place_str(gl_dict *d, gl_list *key, const gl_type *t) { return place(d, &key, t, RT_KEY_STR); }
