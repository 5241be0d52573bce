/* Parts of lists. A part is a view on the root list, or a copy when it is small: a header costs as much as
   RT_VIEW_LEAST bytes, and a copy keeps nothing alive. */

#include "runtime/alloc.h"
#include "runtime/fail.h"
#include "runtime/list.h"

/* ---- parts ---- */

static gl_list *view_new(gl_list *a, uint8_t *data, int64_t n) {
  size_t block = rt_block_size(sizeof(gl_list));
  gl_list *view = rt_object_alloc(block);
  gl_list *root = a->view ? a->u.owner : a;
  *view = (gl_list){.rc = 1, .width = a->width, .view = 1, .block = (uint16_t)block, .len = n, .data = data};
  view->u.owner = root;
  gl_dup(root);
  return view;
}

/* Up to 16 bytes, in loads and stores that may overlap. */
static void copy_few(uint8_t *to, const uint8_t *from, size_t n) {
  enum { WORD = 8, HALF = 4 };
  uint64_t words[2];
  uint32_t halves[2];
  if (n >= WORD) {
    memcpy(&words[0], from, WORD);
    memcpy(&words[1], from + n - WORD, WORD);
    memcpy(to, &words[0], WORD);
    memcpy(to + n - WORD, &words[1], WORD);
  } else if (n >= HALF) {
    memcpy(&halves[0], from, HALF);
    memcpy(&halves[1], from + n - HALF, HALF);
    memcpy(to, &halves[0], HALF);
    memcpy(to + n - HALF, &halves[1], HALF);
  } else if (n) {
    to[0] = from[0];
    to[n / 2] = from[n / 2];
    to[n - 1] = from[n - 1];
  }
}

/* A small copy of what holds no pointers: header and elements in one block. */
static gl_list *copy_new(const gl_list *a, const uint8_t *data, int64_t n, size_t step) {
  size_t bytes = (size_t)n * step, block = rt_block_size(sizeof(gl_list) + bytes);
  gl_list *copy = rt_object_alloc(block);
  *copy = (gl_list){.rc = 1, .width = a->width, .block = (uint16_t)block, .len = n, .data = (uint8_t *)(copy + 1)};
  copy->u.cap = (intptr_t)(block - sizeof(gl_list));
  if (step != 1) copy->u.cap = step ? copy->u.cap / (intptr_t)step : INTPTR_MAX;
  copy_few(copy->data, data, bytes);
  return copy;
}

gl_list *rt_list_part(gl_list *a, int64_t lo, int64_t n, const gl_type *e) {
  size_t step = rt_list_step(a, e);
  if ((size_t)n * step >= RT_VIEW_LEAST) return view_new(a, a->data + (size_t)lo * step, n);
  if (!e->pointers) return copy_new(a, a->data + (size_t)lo * step, n, step);
  gl_list *copy = rt_list_new(n, step, a->width);
  rt_list_copy(copy->data, a, lo, n, step, e);
  copy->len = n;
  return copy;
}

gl_list *gl_list_part(gl_list *a, int64_t lo, int64_t hi, const gl_type *e) { return rt_list_part(a, lo, hi - lo, e); }

/* A small part stays in the block of its header, when that is nobody else's. */
static bool moves_up(const gl_list *a, int64_t n, size_t step, const gl_type *e) {
  return rt_list_unique(a) && rt_list_inline(a) && n > 0 && !e->pointers && (size_t)n * step < RT_VIEW_LEAST;
}

/* A view that nobody else has just moves; a unique list loses its end in place. */
static gl_list *part_consume(gl_list *a, int64_t lo, int64_t n, const gl_type *e) {
  if (lo == 0 && n == a->len) return a;
  size_t step = rt_list_step(a, e);
  if (a->rc == 1 && a->view && (size_t)n * step >= RT_VIEW_LEAST) {
    a->data += (size_t)lo * step;
    a->len = n;
    return a;
  }
  if (lo == 0 && rt_list_unique(a) && n > 0) {
    if (e->pointers) {
      for (int64_t i = n; i < a->len; i++) gl_drop_value(a->data + (size_t)i * step, e);
    }
    a->len = n;
    return a;
  }
  if (moves_up(a, n, step, e)) {
    memmove(a->data, a->data + (size_t)lo * step, (size_t)n * step);
    a->len = n;
    return a;
  }
  gl_list *part = rt_list_part(a, lo, n, e);
  gl_drop_list(a, e);
  return part;
}

static gl_list *strided(gl_list *a, int64_t lo, int64_t n, int64_t step, const gl_type *e) {
  size_t size = rt_list_step(a, e);
  gl_list *out = rt_list_new(n, size, a->width);
  for (int64_t i = 0; i < n; i++) rt_copy(out->data + (size_t)i * size, a->data + (size_t)(lo + i * step) * size, size);
  out->len = n;
  if (e->pointers) {
    for (int64_t i = 0; i < n; i++) gl_dup_value(out->data + (size_t)i * size, e);
  }
  gl_drop_list(a, e);
  return out;
}

/* ---- Python's slice ---- */

/* A written bound within [least, most]; negative ones count from the end. */
static int64_t clamp(int64_t bound, int64_t len, int64_t least, int64_t most) {
  if (bound < 0) bound += len;
  return bound < least ? least : bound > most ? most : bound;
}

bool gl_list_slice(gl_list *a, uint8_t has_lo, int64_t lo, uint8_t has_hi, int64_t hi, uint8_t has_step, int64_t step,
                   const gl_type *e, uint32_t site, gl_list **out) {
  if (!has_step) step = 1;
  if (step == 0) {
    gl_drop_list(a, e);
    return rt_fail_int(RT_FAIL_DOMAIN, site, "a slice cannot have step 0", step);
  }
  int64_t len = a->len, least = step < 0 ? -1 : 0, most = step < 0 ? len - 1 : len;
  if (step == 1) {
    lo = has_lo ? clamp(lo, len, 0, len) : 0;
    hi = has_hi ? clamp(hi, len, 0, len) : len;
    *out = lo < hi ? part_consume(a, lo, hi - lo, e) : part_consume(a, 0, 0, e);
    return false;
  }
  lo = has_lo ? clamp(lo, len, least, most) : step < 0 ? most : least;
  hi = has_hi ? clamp(hi, len, least, most) : step < 0 ? least : most;
  uint64_t span = step < 0 ? (lo > hi ? (uint64_t)(lo - hi) : 0) : lo < hi ? (uint64_t)(hi - lo) : 0;
  uint64_t stride = step < 0 ? 0 - (uint64_t)step : (uint64_t)step;
  int64_t n = (int64_t)(span / stride + (span % stride != 0));
  *out = strided(a, n ? lo : 0, n, n > 1 ? step : 0, e);
  return false;
}

/* ---- neighbours ---- */

static gl_list *list_of_parts(int64_t room) { return rt_list_new(room, sizeof(gl_list *), 0); }
static void parts_push(gl_list *parts, gl_list *part) { ((gl_list **)parts->data)[parts->len++] = part; }

bool gl_list_windows(gl_list *a, int64_t n, const gl_type *e, uint32_t site, gl_list **out) {
  if (n < 1) {
    gl_drop_list(a, e);
    return rt_fail_int(RT_FAIL_DOMAIN, site, "windows need a length of at least 1", n);
  }
  int64_t count = a->len < n ? 0 : a->len - n + 1;
  gl_list *parts = list_of_parts(count);
  for (int64_t i = 0; i < count; i++) parts_push(parts, rt_list_part(a, i, n, e));
  gl_drop_list(a, e);
  *out = parts;
  return false;
}

bool gl_list_chunks(gl_list *a, int64_t n, const gl_type *e, uint32_t site, gl_list **out) {
  if (n < 1) {
    gl_drop_list(a, e);
    return rt_fail_int(RT_FAIL_DOMAIN, site, "chunks need a length of at least 1", n);
  }
  int64_t len = a->len;
  gl_list *parts = list_of_parts(len / n + (len % n != 0));
  for (int64_t i = 0; i < len;) {
    int64_t part = len - i < n ? len - i : n;
    parts_push(parts, rt_list_part(a, i, part, e));
    i += part;
  }
  gl_drop_list(a, e);
  *out = parts;
  return false;
}
