/* Options and lists, but for what takes functions (interp_bulk.c). */

#include <string.h>

#include "ir/interp_run.h"

static const interp_list *list_arg(const interp_call *c, uint32_t i) { return c->args[i].list; }

static const ir_type *elem_type(const interp_call *c) { return interp_arg_type(c, 0)->args[0]; }

/* Room for n elements that are paid for; NULL when they are beyond the limit. */
static interp_value *new_items(interp *in, int64_t n) {
  if (n < 0 || !interp_spend(in, (uint64_t)n)) return NULL;
  return ARENA_ARRAY(in->home, interp_value, n ? n : 1);
}

static bool give_list(interp *in, interp_value *items, int64_t n, interp_value *out) {
  return interp_give(out, interp_list_of(in->home, items, n));
}

static void copy_items(interp_value *to, const interp_list *from) {
  if (from->len) memcpy(to, from->items, (size_t)from->len * sizeof *to);
}

/* ---- options ---- */

bool interp_op_some(interp *in, const interp_call *c, interp_value *out) {
  return interp_give(out, interp_some(in->home, c->args[0]));
}

bool interp_op_none(interp *in, const interp_call *c, interp_value *out) {
  (void)in, (void)c;
  return interp_give(out, interp_none());
}

bool interp_op_is_some(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, c->args[0].content != NULL);
}

bool interp_op_content(interp *in, const interp_call *c, interp_value *out) { return interp_op_unwrap(in, c, out); }

bool interp_op_unwrap(interp *in, const interp_call *c, interp_value *out) {
  if (!c->args[0].content) return interp_fail(in, c, FAIL_SEARCH, NULL);
  return interp_give(out, *c->args[0].content);
}

/* ---- building and taking apart ---- */

bool interp_op_list(interp *in, const interp_call *c, interp_value *out) {
  interp_value *items = new_items(in, c->argc);
  if (!items) return false;
  for (uint32_t i = 0; i < c->argc; i++) items[i] = c->args[i];
  return give_list(in, items, c->argc, out);
}

bool interp_op_len(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, list_arg(c, 0)->len);
}

/* From the end when negative; -1 when there is no such position. */
static int64_t position_of(const interp_list *list, int64_t i) {
  if (i < 0) i += list->len;
  return i < 0 || i >= list->len ? -1 : i;
}

bool interp_op_index(interp *in, const interp_call *c, interp_value *out) {
  int64_t i = position_of(list_arg(c, 0), c->args[1].i);
  if (i < 0) return interp_fail(in, c, FAIL_INDEX, NULL);
  return interp_give(out, list_arg(c, 0)->items[i]);
}

typedef struct slice_bounds {
  int64_t from, to, step; /* `to` excluded, in the direction of the step */
} slice_bounds;

static int64_t clamp(int64_t i, int64_t low, int64_t high) { return i < low ? low : i > high ? high : i; }

/* Python's slice.indices */
static slice_bounds bounds_of(int64_t len, const interp_value *lo, const interp_value *hi, int64_t step) {
  int64_t low = step > 0 ? 0 : -1, high = step > 0 ? len : len - 1;
  slice_bounds b = {step > 0 ? low : high, step > 0 ? high : low, step};
  if (lo) b.from = clamp(lo->i < 0 ? lo->i + len : lo->i, low, high);
  if (hi) b.to = clamp(hi->i < 0 ? hi->i + len : hi->i, low, high);
  return b;
}

static int64_t slice_count(slice_bounds b) {
  uint64_t distance = b.step > 0 ? (uint64_t)b.to - (uint64_t)b.from : (uint64_t)b.from - (uint64_t)b.to;
  if (b.step > 0 ? b.from >= b.to : b.from <= b.to) return 0;
  uint64_t stride = b.step > 0 ? (uint64_t)b.step : 0 - (uint64_t)b.step;
  return (int64_t)((distance - 1) / stride + 1);
}

bool interp_op_slice(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *list = list_arg(c, 0);
  int64_t step = c->args[3].content ? c->args[3].content->i : 1;
  if (step == 0) {
    interp_value zero = {.i = 0};
    interp_call said = *c;
    said.argc = 1;
    said.dom = irt_base(comb_types(in->store), IRT_INT);
    said.args = &zero;
    return interp_fail(in, &said, FAIL_DOMAIN, "a slice cannot have step 0");
  }
  slice_bounds b = bounds_of(list->len, c->args[1].content, c->args[2].content, step);
  int64_t n = slice_count(b);
  if (step == 1) return interp_give(out, interp_list_view(in->home, list, n ? b.from : 0, n));
  interp_value *items = new_items(in, n);
  if (!items) return false;
  for (int64_t i = 0; i < n; i++) items[i] = list->items[b.from + i * step];
  return give_list(in, items, n, out);
}

bool interp_op_part(interp *in, const interp_call *c, interp_value *out) {
  return interp_give(out, interp_list_view(in->home, list_arg(c, 0), c->args[1].i, c->args[2].i - c->args[1].i));
}

bool interp_op_append(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *a = list_arg(c, 0), *b = list_arg(c, 1);
  interp_value *items = new_items(in, a->len + b->len);
  if (!items) return false;
  copy_items(items, a);
  copy_items(items + a->len, b);
  return give_list(in, items, a->len + b->len, out);
}

bool interp_op_push(interp *in, const interp_call *c, interp_value *out) {
  return interp_give(out, interp_list_push(in->home, list_arg(c, 0), c->args[1]));
}

bool interp_op_put(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *list = list_arg(c, 0);
  int64_t i = position_of(list, c->args[1].i);
  if (i < 0) {
    interp_call said = *c;
    said.argc = 2;
    return interp_fail(in, &said, FAIL_INDEX, NULL);
  }
  interp_value *items = new_items(in, list->len);
  if (!items) return false;
  copy_items(items, list);
  items[i] = c->args[2];
  return give_list(in, items, list->len, out);
}

bool interp_op_repeat(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *list = list_arg(c, 0);
  int64_t times = c->args[1].i < 0 || list->len == 0 ? 0 : c->args[1].i, len;
  if (__builtin_mul_overflow(times, list->len, &len)) return interp_spend(in, UINT64_MAX);
  interp_value *items = new_items(in, len);
  if (!items) return false;
  for (int64_t i = 0; i < times; i++) copy_items(items + i * list->len, list);
  return give_list(in, items, len, out);
}

/* ---- ranges ---- */

static bool give_range(interp *in, int64_t from, int64_t to, bool closed, interp_value *out) {
  uint64_t n = from > to ? 0 : (uint64_t)to - (uint64_t)from + closed;
  if (n > INT64_MAX) return interp_spend(in, UINT64_MAX);
  interp_value *items = new_items(in, (int64_t)n);
  if (!items) return false;
  for (uint64_t i = 0; i < n; i++) items[i].i = (int64_t)((uint64_t)from + i);
  return give_list(in, items, (int64_t)n, out);
}

bool interp_op_range(interp *in, const interp_call *c, interp_value *out) {
  return give_range(in, c->args[0].i, c->args[1].i, true, out);
}

bool interp_op_range_open(interp *in, const interp_call *c, interp_value *out) {
  return give_range(in, c->args[0].i, c->args[1].i, false, out);
}

/* ---- several lists ---- */

bool interp_op_zip(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *a = list_arg(c, 0), *b = list_arg(c, 1);
  int64_t n = a->len < b->len ? a->len : b->len;
  interp_value *items = new_items(in, n);
  if (!items) return false;
  for (int64_t i = 0; i < n; i++) items[i] = interp_tuple_of(in->home, 2, (interp_value[]){a->items[i], b->items[i]});
  return give_list(in, items, n, out);
}

bool interp_op_zipsame(interp *in, const interp_call *c, interp_value *out) {
  if (list_arg(c, 0)->len != list_arg(c, 1)->len) return interp_fail(in, c, FAIL_LENGTH, NULL);
  return interp_op_zip(in, c, out);
}

bool interp_op_enum(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *list = list_arg(c, 0);
  interp_value *items = new_items(in, list->len);
  if (!items) return false;
  for (int64_t i = 0; i < list->len; i++)
    items[i] = interp_tuple_of(in->home, 2, (interp_value[]){{.i = i}, list->items[i]});
  return give_list(in, items, list->len, out);
}

/* Runs of n elements, `stride` apart; the last one may be shorter when `rest` says so. */
static bool give_runs(interp *in, const interp_call *c, int64_t stride, bool rest, interp_value *out) {
  const interp_list *list = list_arg(c, 0);
  int64_t n = c->args[1].i, count = 0;
  interp_value *items = new_items(in, list->len);
  if (!items) return false;
  for (int64_t at = 0; at < list->len && (rest || n <= list->len - at); at += stride) {
    int64_t left = list->len - at;
    items[count++] = interp_list_view(in->home, list, at, n < left ? n : left);
    if (stride >= left) break;
  }
  return give_list(in, items, count, out);
}

bool interp_op_windows(interp *in, const interp_call *c, interp_value *out) {
  if (c->args[1].i < 1) return interp_fail_arg(in, c, FAIL_DOMAIN, "windows need a length of at least 1", 1);
  return give_runs(in, c, 1, false, out);
}

bool interp_op_chunks(interp *in, const interp_call *c, interp_value *out) {
  if (c->args[1].i < 1) return interp_fail_arg(in, c, FAIL_DOMAIN, "chunks need a length of at least 1", 1);
  return give_runs(in, c, c->args[1].i, true, out);
}

bool interp_op_transpose(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *rows = list_arg(c, 0);
  int64_t width = rows->len ? rows->items[0].list->len : 0;
  for (int64_t r = 0; r < rows->len; r++)
    if (rows->items[r].list->len < width) width = rows->items[r].list->len;
  interp_value *columns = new_items(in, width);
  if (!columns) return false;
  for (int64_t k = 0; k < width; k++) {
    interp_value *column = new_items(in, rows->len);
    if (!column) return false;
    for (int64_t r = 0; r < rows->len; r++) column[r] = rows->items[r].list->items[k];
    columns[k] = interp_list_of(in->home, column, rows->len);
  }
  return give_list(in, columns, width, out);
}

/* ---- order ---- */

bool interp_op_rev(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *list = list_arg(c, 0);
  interp_value *items = new_items(in, list->len);
  if (!items) return false;
  for (int64_t i = 0; i < list->len; i++) items[i] = list->items[list->len - 1 - i];
  return give_list(in, items, list->len, out);
}

/* Merges the runs [lo, mid) and [mid, hi) of positions; of equal elements the earlier one comes first. */
static void merge(const interp_list *list, const ir_type *elem, int64_t *from, int64_t *to, int64_t lo, int64_t mid,
                  int64_t hi) {
  int64_t a = lo, b = mid;
  for (int64_t i = lo; i < hi; i++) {
    bool left =
        b >= hi || (a < mid && interp_compare(list->items[from[b]], list->items[from[a]], elem, true) != INTERP_LESS);
    to[i] = left ? from[a++] : from[b++];
  }
}

/* The stable sorting permutation, by merging ever longer runs. */
static int64_t *sorted_positions(interp *in, const interp_list *list, const ir_type *elem) {
  int64_t n = list->len;
  int64_t *from = ARENA_ARRAY(in->home, int64_t, n + 1), *to = ARENA_ARRAY(in->home, int64_t, n + 1);
  for (int64_t i = 0; i < n; i++) from[i] = i;
  for (int64_t width = 1; width < n; width *= 2) {
    if (!interp_spend(in, (uint64_t)n)) return NULL;
    for (int64_t lo = 0; lo < n; lo += 2 * width)
      merge(list, elem, from, to, lo, clamp(lo + width, 0, n), clamp(lo + 2 * width, 0, n));
    int64_t *swap = from;
    from = to;
    to = swap;
  }
  return from;
}

static bool give_sorted(interp *in, const interp_call *c, bool positions, interp_value *out) {
  const interp_list *list = list_arg(c, 0);
  int64_t *order = sorted_positions(in, list, elem_type(c));
  interp_value *items = order ? new_items(in, list->len) : NULL;
  if (!items) return false;
  for (int64_t i = 0; i < list->len; i++) items[i] = positions ? (interp_value){.i = order[i]} : list->items[order[i]];
  return give_list(in, items, list->len, out);
}

bool interp_op_sort(interp *in, const interp_call *c, interp_value *out) { return give_sorted(in, c, false, out); }

bool interp_op_order(interp *in, const interp_call *c, interp_value *out) { return give_sorted(in, c, true, out); }

bool interp_op_uniq(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *list = list_arg(c, 0);
  int64_t count = 0;
  interp_value *items = new_items(in, list->len);
  for (int64_t i = 0; items && i < list->len; i++) {
    bool known = false;
    if (!interp_spend(in, (uint64_t)count)) return false;
    for (int64_t k = 0; k < count && !known; k++)
      known = interp_compare(items[k], list->items[i], elem_type(c), true) == INTERP_EQUAL;
    if (!known) items[count++] = list->items[i];
  }
  return items && give_list(in, items, count, out);
}

bool interp_op_elem(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *list = list_arg(c, 1);
  if (!interp_spend(in, (uint64_t)list->len)) return false;
  for (int64_t i = 0; i < list->len; i++)
    if (interp_compare(c->args[0], list->items[i], c->dom->args[0], false) == INTERP_EQUAL)
      return interp_give_int(out, 1);
  return interp_give_int(out, 0);
}
