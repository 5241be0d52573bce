/* Building and changing lists. Growth doubles, so pushing is amortised O(1); everything that consumes a unique list
   works in its memory. */

#include "runtime/list.h"

#include "runtime/alloc.h"
#include "runtime/fail.h"

/* Room when nobody knows how many come: header and elements in one small block. */
enum { FEW_BYTES = 64 - (int)sizeof(gl_list) };

_Static_assert((int)RT_INLINE == (int)RT_BLOCK_LIST_INLINE, "generated code makes short lists, too");

static uint8_t *inline_data(gl_list *a) { return (uint8_t *)(a + 1); }
static uint8_t first_width(const gl_type *e) { return e->kind == GL_CHAR; }
static size_t first_step(const gl_type *e) { return e->kind == GL_CHAR ? 1 : e->size; }

/* No list has more, which bounds sums over lists (ir/range.h: RANGE_LENGTH_BITS). */
#define MOST_BYTES (sizeof(size_t) == 8 ? (size_t)(UINT64_C(1) << 46) : (size_t)INTPTR_MAX / 2)

static size_t bytes_of(int64_t n, size_t step) {
  size_t bytes;
  if (n < 0 || __builtin_mul_overflow((uint64_t)n, step, &bytes) || bytes > MOST_BYTES)
    rt_out_of_memory();
  return bytes;
}

/* ---- blocks ---- */

static gl_list *header_new(size_t block, uint8_t width) {
  gl_list *a = rt_object_alloc(block);
  *a = (gl_list){.rc = 1, .width = width, .block = (uint16_t)block};
  return a;
}

/* Most elements have a power of two as their size, and a division takes as long as the rest of making a list. */
static intptr_t cap_of(size_t bytes, size_t step) {
  if (!step) return INTPTR_MAX;
  return (intptr_t)(step & (step - 1) ? bytes / step : bytes >> __builtin_ctzll(step));
}

gl_list *rt_list_new(int64_t room, size_t step, uint8_t width) {
  size_t bytes = bytes_of(room, step);
  if (bytes <= RT_INLINE) {
    size_t block = rt_block_size(sizeof(gl_list) + bytes);
    gl_list *a = header_new(block, width);
    a->data = inline_data(a);
    a->u.cap = cap_of(block - sizeof(gl_list), step);
    return a;
  }
  gl_list *a = header_new(rt_block_size(sizeof(gl_list)), width);
  size_t block = rt_block_near(bytes);
  a->data = rt_alloc(block);
  a->u.cap = cap_of(block, step);
  return a;
}

gl_list *rt_str_new(int64_t room, uint8_t width) { return rt_list_new(room, width, width); }

gl_list *rt_list_adopt(uint8_t *data, int64_t len, intptr_t cap, uint8_t width) {
  gl_list *a = header_new(rt_block_size(sizeof(gl_list)), width);
  a->len = len;
  a->data = data;
  a->u.cap = cap;
  return a;
}

/* A block's size is known from the capacity: blocks hold as many elements as they can. */
static size_t data_size(const gl_list *a, size_t step) { return rt_block_size((size_t)a->u.cap * step); }

/* Empty lists have no elements' block, nor have lists of what takes no room. */
static bool has_data_block(const gl_list *a, size_t step) { return step && a->u.cap && !rt_list_inline(a); }

static void free_data(gl_list *a, size_t step) {
  if (has_data_block(a, step)) rt_free(a->data, data_size(a, step));
}

void rt_list_free_shell(gl_list *a, size_t step) {
  free_data(a, step);
  rt_object_free(a, a->block);
}

void rt_list_reserve(gl_list *a, int64_t room, size_t step) {
  if (room <= a->u.cap || !step) return;
  size_t bytes = rt_block_size(bytes_of(room > 2 * a->u.cap ? room : 2 * a->u.cap, step));
  if (!has_data_block(a, step)) {
    uint8_t *data = rt_alloc(bytes);
    rt_copy(data, a->data, (size_t)a->len * step);
    a->data = data;
  } else {
    a->data = rt_realloc(a->data, data_size(a, step), bytes);
  }
  a->u.cap = cap_of(bytes, step);
}

gl_list *gl_list_new(int64_t room, const gl_type *e) {
  size_t step = first_step(e);
  if (room < 0) room = step ? FEW_BYTES / (int64_t)step : 0;
  return rt_list_new(room, step, first_width(e));
}

gl_list *gl_list_new_for(int64_t room, const gl_type *e) {
  if (room < 0) rt_out_of_memory();
  return gl_list_new(room, e);
}

void gl_list_fit(gl_list *a, const gl_type *e) {
  size_t step = rt_list_step(a, e);
  if (has_data_block(a, step) && a->len < a->u.cap / 4) rt_list_shrink(a, step);
}

void rt_list_shrink(gl_list *a, size_t step) {
  size_t bytes = rt_block_size((size_t)(a->len ? a->len : 1) * step);
  a->data = rt_realloc(a->data, data_size(a, step), bytes);
  a->u.cap = cap_of(bytes, step);
}

void gl_list_grow(gl_list *list, int64_t room, const gl_type *e) { rt_list_reserve(list, room, rt_list_step(list, e)); }

/* ---- elements ---- */

static void widen_copy(uint8_t *to, const uint8_t *from, int64_t n) {
  for (int64_t i = 0; i < n; i++) ((uint32_t *)to)[i] = from[i];
}

void rt_list_widen(gl_list *s, int64_t room) {
  if (s->width == 4) {
    rt_list_reserve(s, room, 4);
    return;
  }
  size_t bytes = rt_block_size(bytes_of(room > s->len ? room : s->len, 4));
  uint8_t *data = rt_alloc(bytes);
  widen_copy(data, s->data, s->len);
  free_data(s, 1);
  s->data = data;
  s->width = 4;
  s->u.cap = cap_of(bytes, 4);
}

void rt_list_copy(uint8_t *to, const gl_list *from, int64_t lo, int64_t n, size_t step, const gl_type *e) {
  size_t from_step = rt_list_step(from, e);
  const uint8_t *data = from->data + (size_t)lo * from_step;
  if (from_step != step) {
    widen_copy(to, data, n);
    return;
  }
  rt_copy(to, data, (size_t)n * step);
  if (!e->pointers) return;
  for (int64_t i = 0; i < n; i++) gl_dup_value(to + (size_t)i * step, e);
}

gl_list *rt_list_own(gl_list *a, int64_t more, const gl_type *e) {
  size_t step = rt_list_step(a, e);
  if (rt_list_unique(a)) {
    rt_list_reserve(a, a->len + more, step);
    return a;
  }
  gl_list *copy = rt_list_new(a->len + more, step, a->width);
  rt_list_copy(copy->data, a, 0, a->len, step, e);
  copy->len = a->len;
  gl_drop_list(a, e);
  return copy;
}

gl_list *gl_list_own(gl_list *a, const gl_type *e) { return rt_list_own(a, 0, e); }

gl_list *gl_list_own_for(gl_list *a, int64_t more, const gl_type *e) {
  int64_t room;
  if (more < 0 || __builtin_add_overflow(a->len, more, &room)) rt_out_of_memory();
  return rt_list_own(a, more, e);
}

void gl_chars_push(gl_list *str, uint32_t scalar) {
  if (str->width == 1 && scalar < 0x80) {
    if (str->len == str->u.cap) rt_list_reserve(str, str->len + 1, 1);
    str->data[str->len++] = (uint8_t)scalar;
    return;
  }
  if (str->width == 1) rt_list_widen(str, 2 * (str->len + 1));
  if (str->len == str->u.cap) rt_list_reserve(str, str->len + 1, 4);
  ((uint32_t *)str->data)[str->len++] = scalar;
}

void gl_list_push(gl_list *list, const void *element, const gl_type *e) {
  if (list->width) {
    gl_chars_push(list, *(const uint32_t *)element);
    return;
  }
  if (list->len == list->u.cap) rt_list_reserve(list, list->len + 1, e->size);
  rt_copy(list->data + (size_t)list->len++ * e->size, element, e->size);
}

gl_list *gl_list_push_value(gl_list *a, const void *element, const gl_type *e) {
  a = rt_list_own(a, rt_list_unique(a) ? 0 : 1 + a->len / 2, e);
  gl_list_push(a, element, e);
  return a;
}

/* ---- append, put, repeat ---- */

/* Elements of b move if nobody else has them, else they are copied. */
static void append_elements(gl_list *a, gl_list *b, size_t step, const gl_type *e) {
  uint8_t *to = a->data + (size_t)a->len * step;
  int64_t n = b->len;
  if (e->pointers && rt_list_unique(b)) {
    rt_copy(to, b->data, (size_t)n * step);
    rt_list_free_shell(b, step);
  } else {
    rt_list_copy(to, b, 0, n, step, e);
    gl_drop_list(b, e);
  }
  a->len += n;
}

/* Is b's memory the better one to put both in? Its elements move up, but nothing large is allocated. */
static bool goes_before(const gl_list *a, const gl_list *b, uint8_t width, size_t step, const gl_type *e) {
  bool roomy = rt_list_unique(a) && a->u.cap - a->len >= b->len;
  return !roomy && rt_list_unique(b) && b->width == width && a->len < b->len && step && !e->pointers;
}

static gl_list *prepend(gl_list *a, gl_list *b, size_t step, const gl_type *e) {
  size_t more = (size_t)a->len * step;
  rt_list_reserve(b, a->len + b->len, step);
  memmove(b->data + more, b->data, (size_t)b->len * step);
  rt_list_copy(b->data, a, 0, a->len, step, e);
  b->len += a->len;
  gl_drop_list(a, e);
  return b;
}

gl_list *gl_list_append(gl_list *a, gl_list *b, const gl_type *e) {
  if (b->len == 0 || a->len == 0) {
    gl_list *empty = b->len == 0 ? b : a, *other = b->len == 0 ? a : b;
    gl_drop_list(empty, e);
    return other;
  }
  int64_t len = a->len + b->len;
  uint8_t width = a->width > b->width ? a->width : b->width;
  size_t step = width ? width : e->size;
  if (goes_before(a, b, width, step, e)) return prepend(a, b, step, e);
  if (!rt_list_unique(a)) {
    gl_list *both = rt_list_new(len, step, width);
    rt_list_copy(both->data, a, 0, a->len, step, e);
    both->len = a->len;
    gl_drop_list(a, e);
    a = both;
  } else if (a->width < width) {
    rt_list_widen(a, len);
  } else {
    rt_list_reserve(a, len, step);
  }
  append_elements(a, b, step, e);
  return a;
}

bool gl_list_put(gl_list *a, int64_t i, const void *element, const gl_type *e, uint32_t site, gl_list **out) {
  int64_t at = i < 0 ? i + a->len : i;
  if (at < 0 || at >= a->len) {
    rt_fail_index(site, a, e, i);
    gl_drop_value(element, e);
    gl_drop_list(a, e);
    return true;
  }
  a = *out = rt_list_own(a, 0, e);
  if (a->width == 1 && *(const uint32_t *)element >= 0x80) rt_list_widen(a, a->len);
  if (a->width == 1) {
    a->data[at] = (uint8_t)*(const uint32_t *)element;
    return false;
  }
  uint8_t *to = a->data + (size_t)at * rt_list_step(a, e);
  gl_drop_value(to, e);
  rt_copy(to, element, rt_list_step(a, e));
  return false;
}

gl_list *gl_list_repeat(gl_list *a, int64_t n, const gl_type *e) {
  size_t step = rt_list_step(a, e);
  int64_t len;
  if (n < 0) n = 0;
  if (__builtin_mul_overflow(a->len, n, &len)) rt_out_of_memory();
  gl_list *all = rt_list_new(len, step, a->width);
  all->len = len;
  if (!len) return all;
  if (e->pointers) {
    for (int64_t i = 0; i < n; i++) rt_list_copy(all->data + (size_t)(i * a->len) * step, a, 0, a->len, step, e);
    return all;
  }
  size_t done = (size_t)a->len * step, bytes = (size_t)len * step;
  rt_copy(all->data, a->data, done);
  for (; done < bytes; done += done < bytes - done ? done : bytes - done)
    rt_copy(all->data + done, all->data, done < bytes - done ? done : bytes - done);
  return all;
}
