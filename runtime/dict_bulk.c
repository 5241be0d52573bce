/* Dictionaries from lists, and lists from them. What a list of nobody else's holds moves; else it is copied and counted. */

#include "runtime/alloc.h"
#include "runtime/dict.h"
#include "runtime/list.h"
#include "runtime/pair.h"

/* ---- out of lists ---- */

static bool add_if_new(gl_dict *d, const void *key, const rt_entries *e, uint8_t **entry) {
  uint32_t hash = rt_key_hash(key, e);
  *entry = rt_dict_seek(d, key, hash, e);
  if (*entry) return false;
  *entry = rt_dict_add(d, hash, e);
  rt_copy(*entry + e->key_at, key, e->key->size);
  return true;
}

static void put_item(gl_dict *d, const void *key, const void *value, const rt_entries *e) {
  uint8_t *entry;
  if (!add_if_new(d, key, e, &entry)) {
    gl_drop_value(key, e->key);
    if (e->value) gl_drop_value(entry + e->value_at, e->value);
  }
  if (e->value) rt_copy(entry + e->value_at, value, e->value->size);
}

/* A list's elements, one after the other, each to be consumed; then the list is freed. */
typedef struct taking {
  gl_list *list;
  const gl_type *e;
  bool ours;
  uint32_t scalar;
} taking;

static taking take_all(gl_list *list, const gl_type *e) { return (taking){list, e, rt_list_unique(list), 0}; }

static const void *take_at(taking *from, int64_t i) {
  const void *element = rt_list_at(from->list, i, from->e, &from->scalar);
  if (!from->ours) gl_dup_value(element, from->e);
  return element;
}

static void take_end(taking *from) {
  if (from->ours) {
    rt_list_free_shell(from->list, rt_list_step(from->list, from->e));
  } else {
    gl_drop_list(from->list, from->e);
  }
}

gl_dict *gl_dict_of(gl_list *pairs, const gl_type *t) {
  rt_entries e = rt_entries_of(t);
  rt_pair_type pair;
  taking from = take_all(pairs, rt_item_type(&pair, t));
  gl_dict *d = rt_dict_new(0, &e);
  for (int64_t i = 0; i < pairs->len; i++) {
    const uint8_t *item = take_at(&from, i);
    put_item(d, item, e.value ? item + pair.offsets[1] : NULL, &e);
  }
  take_end(&from);
  return d;
}

gl_dict *gl_dict_group(gl_list *pairs, const gl_type *t) {
  rt_entries e = rt_entries_of(t);
  const gl_type *member = e.value->parts[0], *parts[] = {e.key, member};
  rt_pair_type pair;
  rt_pair_type_set(&pair, parts);
  taking from = take_all(pairs, &pair.type);
  gl_dict *d = rt_dict_new(0, &e);
  for (int64_t i = 0; i < pairs->len; i++) {
    const uint8_t *item = take_at(&from, i);
    uint8_t *entry;
    bool fresh = add_if_new(d, item, &e, &entry);
    gl_list **group = (gl_list **)(entry + e.value_at);
    if (fresh) {
      *group = gl_list_new(-1, member);
    } else {
      gl_drop_value(item, e.key);
    }
    gl_list_push(*group, item + pair.offsets[1], member);
  }
  take_end(&from);
  return d;
}

/* ---- counting ---- */

static int64_t *counter_of(gl_dict *d, const void *key, const rt_entries *e) {
  uint8_t *entry;
  bool fresh = add_if_new(d, key, e, &entry);
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
  for (uint32_t i = 0; i < found; i++) *counter_of(d, &first[i], e) = counts[first[i]];
}

gl_dict *gl_dict_counts(gl_list *a, const gl_type *t) {
  rt_entries e = rt_entries_of(t);
  gl_dict *d = rt_dict_new(0, &e);
  if (a->width == 1) {
    count_narrow(d, a, &e);
    return d;
  }
  uint32_t scalar;
  for (int64_t i = 0; i < a->len; i++) ++*counter_of(d, rt_list_at(a, i, e.key, &scalar), &e);
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
    rt_copy(item, entry + e.key_at, e.key->size);
    rt_copy(item + pair.offsets[1], entry + e.value_at, e.value->size);
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
    put_item(a, entry + e.key_at, entry + e.value_at, &e);
  }
  if (ours) b->live = b->used = 0; /* its entries have moved */
  gl_drop_dict(b, t);
  return a;
}
