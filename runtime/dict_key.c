/* One key of a dictionary or set whose keys are Ints or Strs: what generated code calls. The entry that was found last is asked
   first, so that reading a value and putting it back changed is one search. Each is compiled twice: once for keys and values
   of a word, which most are (of 64-bit machines, where a pointer is one), with the layout as constants. */

#include "runtime/dict.h"

enum { WORD = 8 };

RT_SEEK bool in_words(const gl_type *t, rt_key_kind kind) {
  bool word_key = kind == RT_KEY_INT || sizeof(gl_list *) == WORD;
  return word_key && t->kind == GL_DICT && t->parts[1]->size == WORD;
}

RT_SEEK rt_entries words_of(const gl_type *t, rt_key_kind kind) {
  return (rt_entries){.key = t->parts[0], .value = t->parts[1], .key_at = WORD, .value_at = 2 * WORD, .step = 3 * WORD,
                      .key_size = WORD, .value_size = WORD, .kind = kind};
}

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

RT_SEEK const void *find(gl_dict *d, const void *key, rt_entries e) {
  if (!d->live) return NULL;
  uint32_t number = is_last(d, key, &e, e.kind) ? d->last : seek(d, key, rt_key_hash_of(key, &e, e.kind), &e, e.kind);
  return number == RT_DICT_NOWHERE ? NULL : rt_entry(d, &e, number) + (e.value ? e.value_at : e.key_at);
}

RT_SEEK const void *find_as(gl_dict *d, const void *key, const gl_type *t, rt_key_kind kind) {
  if (in_words(t, kind)) return find(d, key, words_of(t, kind));
  rt_entries e = rt_entries_of(t);
  e.kind = kind;
  return find(d, key, e);
}

/* A new entry's key is copied; what the caller puts there has to be a value, so that an old one goes. */
RT_SEEK void *place(gl_dict *d, const void *key, const gl_type *t, rt_entries e) {
  bool again = is_last(d, key, &e, e.kind);
  uint32_t hash = again ? 0 : rt_key_hash_of(key, &e, e.kind);
  uint32_t number = again ? d->last : seek(d, key, hash, &e, e.kind);
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

RT_SEEK void *place_as(gl_dict *d, const void *key, const gl_type *t, rt_key_kind kind) {
  if (in_words(t, kind)) return place(d, key, t, words_of(t, kind));
  rt_entries e = rt_entries_of(t);
  e.kind = kind;
  return place(d, key, t, e);
}

/* The part is looked for as a view that is nobody's; only a new key is made. */
RT_SEEK gl_dict *count_part(gl_dict *d, gl_list *a, int64_t lo, int64_t hi, const gl_type *t, rt_key_kind kind) {
  const gl_type *element = t->parts[0]->parts[0];
  rt_entries e = in_words(t, kind) ? words_of(t, kind) : rt_entries_of(t);
  e.kind = kind;
  gl_list part = {.rc = 1, .width = a->width, .view = 1, .len = hi - lo, .u.owner = a};
  part.data = a->data + (size_t)lo * rt_list_step(a, element);
  gl_list *key = &part;
  uint32_t hash = rt_key_hash_of(&key, &e, kind);
  if (d->rc != 1) d = gl_dict_own(d, t);
  uint32_t number = rt_dict_seek_as(d, &key, hash, &e, kind);
  uint8_t *entry = number == RT_DICT_NOWHERE ? rt_dict_add_new(d, hash, t) : rt_entry(d, &e, number);
  int64_t *count = (int64_t *)(entry + e.value_at);
  if (number == RT_DICT_NOWHERE) {
    *(gl_list **)(entry + e.key_at) = rt_list_part(a, lo, hi - lo, element);
    *count = 0;
  }
  ++*count;
  return d;
}

gl_dict *gl_dict_count_part(gl_dict *d, gl_list *a, int64_t lo, int64_t hi, const gl_type *t) {
  return rt_is_str(t->parts[0]) ? count_part(d, a, lo, hi, t, RT_KEY_STR) : count_part(d, a, lo, hi, t, RT_KEY_ANY);
}

const void *gl_dict_find_int(gl_dict *d, int64_t key, const gl_type *t) { return find_as(d, &key, t, RT_KEY_INT); }

const void *gl_dict_find_str(gl_dict *d, gl_list *key, const gl_type *t) { return find_as(d, &key, t, RT_KEY_STR); }

void *gl_dict_place_int(gl_dict *d, int64_t key, const gl_type *t) { return place_as(d, &key, t, RT_KEY_INT); }

void *gl_dict_place_str(gl_dict *d, gl_list *key, const gl_type *t) { return place_as(d, &key, t, RT_KEY_STR); }
