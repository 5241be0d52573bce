/* Dictionaries from lists, and lists from them. What a list of nobody else's holds moves; else it is copied and counted. */

#include "runtime/alloc.h"
#include "runtime/dict.h"
#include "runtime/list.h"
#include "runtime/pair.h"

/* ---- keys out of lists ---- */

/* A list whose elements are, or begin with, keys. They are hashed by eights, and the memory where each will be searched
   is on its way while the others are. */
enum { AHEAD = 8 };
typedef struct keys {
  gl_list *list;
  const gl_type *item; /* of the list's elements */
  uint32_t scalar, hashes[AHEAD];
} keys;

static void look_ahead(keys *k, int64_t from, const gl_dict *d, const rt_entries *e) {
  uint32_t count = k->list->len - from < AHEAD ? (uint32_t)(k->list->len - from) : AHEAD;
  for (uint32_t i = 0; i < count; i++) {
    k->hashes[i] = rt_key_hash(rt_list_at(k->list, from + i, k->item, &k->scalar), e);
    rt_dict_fetch_slot(d, k->hashes[i]);
  }
  for (uint32_t i = 0; i < count; i++) rt_dict_fetch_entry(d, k->hashes[i], e);
  for (uint32_t i = 0; e->kind == RT_KEY_STR && i < count; i++) rt_dict_fetch_str(d, k->hashes[i], e);
}

/* The hash of key i; asked for from 0 on, one after the other. */
static uint32_t hash_at(keys *k, int64_t i, const gl_dict *d, const rt_entries *e) {
  if (i % AHEAD == 0) look_ahead(k, i, d, e);
  return k->hashes[i % AHEAD];
}

/* True: the key is new; its bytes are there, the value's are not. */
static bool add_if_new(gl_dict *d, const void *key, uint32_t hash, const rt_entries *e, uint8_t **entry) {
  *entry = rt_dict_seek(d, key, hash, e);
  if (*entry) return false;
  *entry = rt_dict_add(d, hash, e);
  rt_copy(*entry + e->key_at, key, e->key_size);
  return true;
}

static void put_item(gl_dict *d, const void *key, uint32_t hash, const void *value, const rt_entries *e) {
  uint8_t *entry;
  if (!add_if_new(d, key, hash, e, &entry)) {
    gl_drop_value(key, e->key);
    if (e->value) gl_drop_value(entry + e->value_at, e->value);
  }
  if (e->value) rt_copy(entry + e->value_at, value, e->value_size);
}

/* ---- consuming a list ---- */

/* Element i, which is the caller's from now on. */
static const uint8_t *take_at(keys *k, int64_t i, bool ours) {
  const void *element = rt_list_at(k->list, i, k->item, &k->scalar);
  if (!ours) gl_dup_value(element, k->item);
  return element;
}

static void take_end(keys *k, bool ours) {
  if (ours) {
    rt_list_free_shell(k->list, rt_list_step(k->list, k->item));
  } else {
    gl_drop_list(k->list, k->item);
  }
}

gl_dict *gl_dict_of(gl_list *pairs, const gl_type *t) {
  rt_entries e = rt_entries_of(t);
  rt_pair_type pair;
  keys from = {.list = pairs, .item = rt_item_type(&pair, t)};
  bool ours = rt_list_unique(pairs);
  gl_dict *d = rt_dict_new(0, &e);
  for (int64_t i = 0; i < pairs->len; i++) {
    uint32_t hash = hash_at(&from, i, d, &e);
    const uint8_t *item = take_at(&from, i, ours);
    put_item(d, item, hash, e.value ? item + pair.offsets[1] : NULL, &e);
  }
  take_end(&from, ours);
  return d;
}

gl_dict *gl_dict_group(gl_list *pairs, const gl_type *t) {
  rt_entries e = rt_entries_of(t);
  const gl_type *member = e.value->parts[0], *parts[] = {e.key, member};
  rt_pair_type pair;
  rt_pair_type_set(&pair, parts);
  keys from = {.list = pairs, .item = &pair.type};
  bool ours = rt_list_unique(pairs);
  gl_dict *d = rt_dict_new(0, &e);
  for (int64_t i = 0; i < pairs->len; i++) {
    uint32_t hash = hash_at(&from, i, d, &e);
    const uint8_t *item = take_at(&from, i, ours);
    uint8_t *entry;
    bool fresh = add_if_new(d, item, hash, &e, &entry);
    gl_list **group = (gl_list **)(entry + e.value_at);
    if (fresh) {
      *group = gl_list_new(-1, member);
    } else {
      gl_drop_value(item, e.key);
    }
    gl_list_push(*group, item + pair.offsets[1], member);
  }
  take_end(&from, ours);
  return d;
}

/* ---- counting ---- */

static int64_t *counter_of(gl_dict *d, const void *key, uint32_t hash, const rt_entries *e) {
  uint8_t *entry;
  bool fresh = add_if_new(d, key, hash, e, &entry);
  int64_t *counter = (int64_t *)(entry + e->value_at);
  if (fresh) {
    gl_dup_value(key, e->key);
    *counter = 0;
  }
  return counter;
}

/* Characters below 128 are counted in a table; the first of a kind makes its entry, so that the order is right. */
static void count_narrow(gl_dict *d, const gl_list *s, const rt_entries *e) {
  enum { ASCII = 128 };
  int64_t counts[ASCII] = {0};
  uint32_t first[ASCII], found = 0;
  for (int64_t i = 0; i < s->len; i++) {
    uint32_t c = s->data[i] % ASCII;
    if (!counts[c]++) first[found++] = c;
  }
  for (uint32_t i = 0; i < found; i++) {
    *counter_of(d, &first[i], rt_key_hash(&first[i], e), e) = counts[first[i]];
  }
}

gl_dict *gl_dict_counts(gl_list *a, const gl_type *t) {
  rt_entries e = rt_entries_of(t);
  gl_dict *d = rt_dict_new(0, &e);
  if (a->width == 1) {
    count_narrow(d, a, &e);
    return d;
  }
  keys from = {.list = a, .item = e.key};
  for (int64_t i = 0; i < a->len; i++) {
    uint32_t hash = hash_at(&from, i, d, &e);
    ++*counter_of(d, rt_list_at(a, i, e.key, &from.scalar), hash, &e);
  }
  return d;
}

/* ---- one by one ---- */

gl_dict *gl_dict_count(gl_dict *d, const void *key, const gl_type *t) {
  rt_entries e = rt_entries_of(t);
  uint8_t *entry;
  uint32_t hash = rt_key_hash(key, &e);
  d = rt_dict_own(d, 1, t, &e);
  if (add_if_new(d, key, hash, &e, &entry)) {
    *(int64_t *)(entry + e.value_at) = 1;
  } else {
    gl_drop_value(key, e.key);
    ++*(int64_t *)(entry + e.value_at);
  }
  return d;
}

gl_dict *gl_dict_gather(gl_dict *d, const void *key, const void *value, const gl_type *t) {
  rt_entries e = rt_entries_of(t);
  const gl_type *member = e.value->parts[0];
  uint8_t *entry;
  uint32_t hash = rt_key_hash(key, &e);
  d = rt_dict_own(d, 1, t, &e);
  bool fresh = add_if_new(d, key, hash, &e, &entry);
  gl_list **group = (gl_list **)(entry + e.value_at);
  if (fresh) {
    *group = gl_list_new(-1, member);
  } else {
    gl_drop_value(key, e.key);
  }
  *group = gl_list_push_value(*group, value, member);
  return d;
}

/* ---- to lists ---- */

static gl_list *column(gl_dict *d, const rt_entries *e, const gl_type *part, uint32_t at) {
  gl_list *all = gl_list_new(d->live, part);
  for (uint32_t i = 0; i < d->used; i++) {
    const uint8_t *entry = rt_entry(d, e, i);
    if (!rt_entry_hash(entry)) continue;
    gl_dup_value(entry + at, part);
    gl_list_push(all, entry + at, part);
  }
  return all;
}

gl_list *gl_dict_keys(gl_dict *d, const gl_type *t) {
  rt_entries e = rt_entries_of(t);
  return column(d, &e, e.key, e.key_at);
}

gl_list *gl_dict_values(gl_dict *d, const gl_type *t) {
  rt_entries e = rt_entries_of(t);
  return column(d, &e, e.value, e.value_at);
}

gl_list *gl_dict_items(gl_dict *d, const gl_type *t) {
  rt_entries e = rt_entries_of(t);
  if (!e.value) return column(d, &e, e.key, e.key_at);
  rt_pair_type pair;
  rt_pair_type_set(&pair, t->parts);
  gl_list *all = gl_list_new(d->live, &pair.type);
  for (uint32_t i = 0; i < d->used; i++) {
    const uint8_t *entry = rt_entry(d, &e, i);
    if (!rt_entry_hash(entry)) continue;
    uint8_t *item = all->data + (size_t)all->len++ * pair.type.size;
    rt_copy(item, entry + e.key_at, e.key_size);
    rt_copy(item + pair.offsets[1], entry + e.value_at, e.value_size);
    gl_dup_value(item, &pair.type);
  }
  return all;
}

/* ---- merging ---- */

gl_dict *gl_dict_merge(gl_dict *a, gl_dict *b, const gl_type *t) {
  if (!a->live || !b->live) {
    gl_dict *empty = b->live ? a : b, *other = b->live ? b : a;
    gl_drop_dict(empty, t);
    return other;
  }
  rt_entries e = rt_entries_of(t);
  a = rt_dict_own(a, b->live, t, &e);
  bool ours = b->rc == 1;
  for (uint32_t i = 0; i < b->used; i++) {
    const uint8_t *entry = rt_entry(b, &e, i);
    if (!rt_entry_hash(entry)) continue;
    if (!ours) rt_entry_dup(entry, &e);
    put_item(a, entry + e.key_at, rt_entry_hash(entry), entry + e.value_at, &e);
  }
  if (ours) b->live = b->used = 0; /* its entries have moved */
  gl_drop_dict(b, t);
  return a;
}
