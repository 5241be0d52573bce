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

static const uint8_t *other_of(const against *to, const uint8_t *entry) {
  return rt_dict_seek(to->d, entry + to->e.key_at, rt_entry_hash(entry), &to->e);
}

static bool lacks_key(const against *to, const uint8_t *entry) { return !other_of(to, entry); }

static bool differs(const against *to, const uint8_t *entry) {
  const uint8_t *other = other_of(to, entry);
  return !other || value_compare(entry, other, to) != RT_EQUAL;
}

static bool any_differs(const against *to, const gl_dict *d) {
  for (uint32_t i = 0; i < d->used; i++) {
    const uint8_t *entry = rt_entry(d, &to->e, i);
    if (rt_entry_hash(entry) && differs(to, entry)) return true;
  }
  return false;
}

/* The entry with the least key among those that are so; NULL: none. */
static const uint8_t *least(const gl_dict *d, const against *to, bool (*is_so)(const against *, const uint8_t *)) {
  const uint8_t *found = NULL;
  for (uint32_t i = 0; i < d->used; i++) {
    const uint8_t *entry = rt_entry(d, &to->e, i);
    if (!rt_entry_hash(entry) || !is_so(to, entry)) continue;
    if (!found || rt_compare(entry + to->e.key_at, found + to->e.key_at, to->e.key, true) < 0) found = entry;
  }
  return found;
}

/* Of different dictionaries of one length: as the lists of their keys, sorted, and if these agree as those of the
   values behind. */
static rt_relation order(const gl_dict *a, const gl_dict *b, const against *to_b) {
  against to_a = {a, to_b->e, to_b->total};
  const uint8_t *x = least(a, to_b, lacks_key), *y = least(b, &to_a, lacks_key);
  if (x && y) return rt_compare(x + to_b->e.key_at, y + to_b->e.key_at, to_b->e.key, true);
  x = least(a, to_b, differs);
  return value_compare(x, other_of(to_b, x), to_b);
}

static rt_relation compare(const void *x, const void *y, const gl_type *t, bool total) {
  const gl_dict *a = *(gl_dict *const *)x, *b = *(gl_dict *const *)y;
  against to_b = {b, rt_entries_of(t), total};
  if (a == b && total) return RT_EQUAL;
  if (a->live != b->live) return a->live < b->live ? RT_LESS : RT_GREATER;
  return any_differs(&to_b, a) ? order(a, b, &to_b) : RT_EQUAL;
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
    uint64_t of_entry = rt_hash_int(d->live, (int64_t)rt_hash(entry + e.key_at, e.key));
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
