/* Whole dictionaries and sets: equality, order, hash, text. The order of insertion counts for the text only. */

#include "runtime/dict.h"
#include "runtime/show.h"

/* ---- comparing ---- */

/* A dictionary's entries against another's of the same type. */
typedef struct against {
  const gl_dict *d;
  rt_entries e;
  bool total;
} against;

static rt_relation value_compare(const uint8_t *a, const uint8_t *b, const against *to) {
  const rt_entries *e = &to->e;
  return e->value ? rt_compare(a + e->value_at, b + e->value_at, e->value, to->total) : RT_EQUAL;
}

static bool has_same(const against *to, const uint8_t *entry) {
  const uint8_t *other = rt_dict_seek(to->d, entry + to->e.key_at, rt_entry_hash(entry), &to->e);
  return other && value_compare(entry, other, to) == RT_EQUAL;
}

static bool has_all(const against *to, const gl_dict *d) {
  for (uint32_t i = 0; i < d->used; i++) {
    const uint8_t *entry = rt_entry(d, &to->e, i);
    if (rt_entry_hash(entry) && !has_same(to, entry)) return false;
  }
  return true;
}

/* The entry of d with the least key among those that the other has not, or has with another value; NULL: none. */
static const uint8_t *least_other(const gl_dict *d, const against *to) {
  const uint8_t *least = NULL;
  for (uint32_t i = 0; i < d->used; i++) {
    const uint8_t *entry = rt_entry(d, &to->e, i);
    if (!rt_entry_hash(entry) || has_same(to, entry)) continue;
    if (!least || rt_compare(entry + to->e.key_at, least + to->e.key_at, to->e.key, true) < 0) least = entry;
  }
  return least;
}

/* Is a key of d beyond this one? */
static bool goes_on(const gl_dict *d, const void *key, const rt_entries *e) {
  for (uint32_t i = 0; i < d->used; i++) {
    const uint8_t *entry = rt_entry(d, e, i);
    if (rt_entry_hash(entry) && rt_compare(entry + e->key_at, key, e->key, true) > 0) return true;
  }
  return false;
}

/* As the lists of their items, sorted by key, would be: the least key decides at which they differ. */
static rt_relation order(const gl_dict *a, const gl_dict *b, rt_entries e) {
  against to_a = {a, e, true}, to_b = {b, e, true};
  const uint8_t *x = least_other(a, &to_b), *y = least_other(b, &to_a);
  rt_relation keys = !x ? RT_GREATER : !y ? RT_LESS : rt_compare(x + e.key_at, y + e.key_at, e.key, true);
  if (keys == RT_EQUAL) return value_compare(x, y, &to_a);
  if (keys < 0) return goes_on(b, x + e.key_at, &e) ? RT_LESS : RT_GREATER;
  return goes_on(a, y + e.key_at, &e) ? RT_GREATER : RT_LESS;
}

static rt_relation compare(const void *x, const void *y, const gl_type *t, bool total) {
  const gl_dict *a = *(gl_dict *const *)x, *b = *(gl_dict *const *)y;
  against to_b = {b, rt_entries_of(t), total};
  if (a == b && total) return RT_EQUAL;
  if (a->live == b->live && has_all(&to_b, a)) return RT_EQUAL;
  return total ? order(a, b, to_b.e) : RT_UNORDERED;
}

/* ---- hash and text ---- */

/* A sum, since the order must not count. */
static uint64_t hash(uint64_t h, const void *value, const gl_type *t) {
  const gl_dict *d = *(gl_dict *const *)value;
  rt_entries e = rt_entries_of(t);
  uint64_t sum = 0;
  for (uint32_t i = 0; i < d->used; i++) {
    const uint8_t *entry = rt_entry(d, &e, i);
    if (!rt_entry_hash(entry)) continue;
    uint64_t of_entry = rt_hash_int(d->live, rt_entry_hash(entry));
    sum += e.value ? rt_hash_into(of_entry, entry + e.value_at, e.value) : of_entry;
  }
  return rt_hash_int(h, (int64_t)sum);
}

static void source(rt_sink *s, const void *value, const gl_type *t) {
  const gl_dict *d = *(gl_dict *const *)value;
  rt_entries e = rt_entries_of(t);
  const char *separator = e.value ? "{" : "set[";
  if (!d->live) rt_sink_text(s, separator);
  for (uint32_t i = 0; i < d->used && !s->full; i++) {
    const uint8_t *entry = rt_entry(d, &e, i);
    if (!rt_entry_hash(entry)) continue;
    rt_sink_text(s, separator);
    separator = ",";
    rt_source(s, entry + e.key_at, e.key);
    if (!e.value) continue;
    rt_sink_byte(s, ':');
    rt_source(s, entry + e.value_at, e.value);
  }
  rt_sink_byte(s, e.value ? '}' : ']');
}

static const rt_dict_walk DICT = {.of = gl_dict_of, .items = gl_dict_items, .find = gl_dict_find};
const gl_walk gl_walk_dict = {.compare = compare, .hash = hash, .source = source, .drop = rt_dict_free, .dict = &DICT};
