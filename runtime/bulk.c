/* Whole lists: back to front, membership, repetitions, rows and columns. */

#include "runtime/alloc.h"
#include "runtime/list.h"
#include "runtime/value.h"

/* ---- back to front ---- */

#define REVERSE(type)                                   \
  {                                                     \
    type *x = (type *)data;                             \
    for (int64_t i = 0, j = n - 1; i < j; i++, j--) {   \
      type t = x[i];                                    \
      x[i] = x[j];                                      \
      x[j] = t;                                         \
    }                                                   \
    return;                                             \
  }

static void reverse_bytes(uint8_t *a, uint8_t *b, size_t size) {
  for (size_t i = 0; i < size; i++) {
    uint8_t t = a[i];
    a[i] = b[i];
    b[i] = t;
  }
}

static void reverse(uint8_t *data, int64_t n, size_t size) {
  switch (size) {
  case 1: REVERSE(uint8_t)
  case 4: REVERSE(uint32_t)
  case 8: REVERSE(uint64_t)
  }
  for (int64_t i = 0, j = n - 1; i < j; i++, j--) reverse_bytes(data + (size_t)i * size, data + (size_t)j * size, size);
}

gl_list *gl_list_rev(gl_list *a, const gl_type *e) {
  if (a->len < 2) return a;
  a = rt_list_own(a, 0, e);
  reverse(a->data, a->len, rt_list_step(a, e));
  return a;
}

/* ---- membership ---- */

static bool has_int(const gl_list *a, int64_t x) {
  const int64_t *values = (const int64_t *)a->data;
  for (int64_t i = 0; i < a->len; i++) {
    if (values[i] == x) return true;
  }
  return false;
}

static bool has_char(const gl_list *s, uint32_t c) {
  if (s->width == 1) return c < 0x80 && s->len && memchr(s->data, (int)c, (size_t)s->len);
  for (int64_t i = 0; i < s->len; i++) {
    if (((const uint32_t *)s->data)[i] == c) return true;
  }
  return false;
}

bool gl_list_elem(const void *element, gl_list *a, const gl_type *e) {
  if (e->kind == GL_INT || e->kind == GL_ENUM) return has_int(a, *(const int64_t *)element);
  if (e->kind == GL_CHAR) return has_char(a, *(const uint32_t *)element);
  for (int64_t i = 0; i < a->len; i++) {
    if (gl_equal(element, a->data + (size_t)i * e->size, e)) return true;
  }
  return false;
}

/* ---- repetitions ---- */

/* Open addressing over positions + 1 in a list of elements that are all different. */
typedef struct index_set {
  int64_t *slots;
  uint64_t mask;
} index_set;

static index_set set_new(int64_t most) {
  uint64_t slots = 16;
  while (slots < 2 * (uint64_t)most) slots *= 2;
  index_set s = {rt_alloc(slots * sizeof(int64_t)), slots - 1};
  memset(s.slots, 0, slots * sizeof(int64_t));
  return s;
}

/* False: an equal element was there before. */
static bool set_add(index_set *s, const void *element, int64_t position, const uint8_t *elements, const gl_type *e) {
  uint64_t at = rt_hash(element, e) & s->mask;
  for (; s->slots[at]; at = (at + 1) & s->mask) {
    if (gl_order(element, elements + (size_t)(s->slots[at] - 1) * e->size, e) == 0) return false;
  }
  s->slots[at] = position + 1;
  return true;
}

/* A unique list keeps its first occurrences in place. */
static void uniq_values(gl_list *a, const gl_type *e) {
  index_set s = set_new(a->len);
  int64_t kept = 0;
  for (int64_t i = 0; i < a->len; i++) {
    uint8_t *element = a->data + (size_t)i * e->size;
    if (set_add(&s, element, kept, a->data, e)) {
      if (i > kept) memcpy(a->data + (size_t)kept * e->size, element, e->size);
      kept++;
    } else {
      gl_drop_value(element, e);
    }
  }
  a->len = kept;
  rt_free(s.slots, (s.mask + 1) * sizeof(int64_t));
}

static void uniq_bytes(gl_list *a) {
  bool seen[256] = {0};
  int64_t kept = 0;
  for (int64_t i = 0; i < a->len; i++) {
    uint8_t v = a->data[i];
    if (!seen[v]) a->data[kept++] = v;
    seen[v] = true;
  }
  a->len = kept;
}

gl_list *gl_list_uniq(gl_list *a, const gl_type *e) {
  if (a->len < 2) return a;
  a = rt_list_own(a, 0, e);
  if (rt_list_step(a, e) == 1) {
    uniq_bytes(a);
  } else if (e->size) {
    uniq_values(a, e);
  } else {
    a->len = 1;
  }
  return a;
}

/* ---- rows to columns ---- */

gl_list *gl_list_transpose(gl_list *a, const gl_type *row) {
  const gl_type *e = row->parts[0];
  gl_list **rows = (gl_list **)a->data;
  int64_t columns = a->len ? rows[0]->len : 0;
  for (int64_t i = 1; i < a->len; i++) columns = rows[i]->len < columns ? rows[i]->len : columns;
  gl_list *all = rt_list_new(columns, sizeof(gl_list *), 0);
  for (int64_t j = 0; j < columns; j++) {
    gl_list *column = gl_list_new(a->len, e);
    for (int64_t i = 0; i < a->len; i++) {
      uint32_t scalar;
      const void *element = rt_list_at(rows[i], j, e, &scalar);
      gl_dup_value(element, e);
      gl_list_push(column, element, e);
    }
    ((gl_list **)all->data)[all->len++] = column;
  }
  return all;
}
