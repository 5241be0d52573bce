/* Parts of streams: slices, back to front, windows and chunks; and streams that can be asked for any element, of which
   parts cost nothing. */

#include "ir/stream.h"

#include "support/bug.h"

static const ir_type *int_type(apply *a) { return irt_base(a->up->types, IRT_INT); }
static const val *int_var(apply *a, flat_var var) { return val_var(a->home, int_type(a), var); }
static flat_var less(apply *a, flat_var p, flat_var q) { return emit_compare(&a->e, OP_lt, p, q); }

/* ---- any element ---- */

static flat_var select_var(apply *a, flat_var cond, flat_var yes, flat_var no) {
  apply_fork f;
  apply_fork_open(a, cond, &f);
  apply_fork_other(a, &f, int_var(a, yes));
  return apply_leaf(a, apply_fork_close(a, &f, int_var(a, no)));
}

flat_var stream_lesser(apply *a, flat_var p, flat_var q) { return select_var(a, less(a, q, p), q, p); }
flat_var stream_greater(apply *a, flat_var p, flat_var q) { return select_var(a, less(a, p, q), q, p); }

flat_var stream_list_len(apply *a, const stream *s) {
  flat_var_info info = {FLAT_I64, NULL};
  flat_instr len = {.op = FLAT_LIST_LEN, .type = s->type, .arg_count = 1};
  return *emit_instr(&a->e, len, &s->list->var, 1, &info);
}

const val *stream_list_get(apply *a, const stream *s, flat_var at) {
  const ir_type *type = stream_element(s);
  uint32_t n = flat_scalar_count(type);
  flat_var_info *infos = ARENA_ARRAY(a->home, flat_var_info, n);
  flat_scalars(type, infos, n);
  flat_instr get = {.op = FLAT_LIST_GET, .type = s->type, .arg_count = 2};
  const flat_var *vars = emit_instr(&a->e, get, (flat_var[]){s->list->var, at}, n, infos);
  return val_of_vars(a->home, a->up->types, type, vars);
}

/* A slice of which first and limit are in hand. */
static bool is_fixed(const stream *s) {
  return s->kind == STREAM_SLICE && s->even && (s->count == 1 || s->count == -1);
}

bool stream_is_indexable(const stream *s) {
  while (s->kind == STREAM_ENUM || s->kind == STREAM_ROTATE || is_fixed(s) || (s->kind == STREAM_MAP && !s->effects))
    s = s->from;
  return s->kind == STREAM_LIST || s->kind == STREAM_RANGE;
}

/* Counted from either end of what there is between lo and hi. */
static const val *range_at(apply *a, const stream *s, flat_var at) {
  flat_var element = s->back ? emit_count(&a->e, FLAT_SUB, apply_leaf(a, s->hi), at)
                             : emit_count(&a->e, FLAT_ADD, apply_leaf(a, s->lo), at);
  if (s->back && s->open) element = emit_count(&a->e, FLAT_SUB, element, emit_int(&a->e, 1));
  if (apply_is_natural(a, s->lo)) emit_assume_natural(&a->e, element);
  return val_var(a->home, stream_element(s), element);
}

static const val *list_at(apply *a, const stream *s, flat_var at) {
  if (!s->back) return stream_list_get(a, s, at);
  flat_var last = emit_count(&a->e, FLAT_SUB, stream_list_len(a, s), emit_int(&a->e, 1));
  return stream_list_get(a, s, emit_count(&a->e, FLAT_SUB, last, at));
}

flat_var stream_rotated(apply *a, const stream *s, flat_var at) {
  flat_var len, place = emit_count(&a->e, FLAT_ADD, at, apply_leaf(a, s->many));
  stream_length(a, s->from, true, &len);
  return select_var(a, less(a, place, len), place, emit_count(&a->e, FLAT_SUB, place, len));
}

const val *stream_at(apply *a, const stream *s, flat_var at) {
  if (s->kind == STREAM_LIST) return list_at(a, s, at);
  if (s->kind == STREAM_RANGE) return range_at(a, s, at);
  if (s->kind == STREAM_MAP) return apply_call_1(a, s->fun, stream_at(a, s->from, at));
  if (s->kind == STREAM_ROTATE) return stream_at(a, s->from, stream_rotated(a, s, at));
  if (is_fixed(s)) {
    flat_var first = apply_leaf(a, s->lo->parts[1]);
    return stream_at(a, s->from, emit_count(&a->e, s->count < 0 ? FLAT_SUB : FLAT_ADD, first, at));
  }
  if (s->kind != STREAM_ENUM) gael_bug("a stream of kind %d has no positions", (int)s->kind);
  return val_pair(a->home, stream_element(s), int_var(a, at), stream_at(a, s->from, at));
}

/* ---- bounds ---- */

/* Python's reading of a bound: from the end when negative, then into low..high. */
static flat_var clamped(apply *a, const val *bound, flat_var len, flat_var low, flat_var high) {
  int64_t known;
  flat_var at = apply_leaf(a, bound);
  bool is_known = val_is_int(bound, &known), natural = apply_is_natural(a, bound);
  if (!natural) {
    flat_var negative = less(a, at, emit_int(&a->e, 0)), from_end = emit_count(&a->e, FLAT_ADD, at, len);
    at = is_known ? from_end : select_var(a, negative, from_end, at);
    at = select_var(a, less(a, at, low), low, at);
  }
  return select_var(a, less(a, high, at), high, at);
}

static flat_var slice_bound(apply *a, const val *option, flat_var absent, flat_var len, flat_var low, flat_var high) {
  int64_t tag;
  if (val_is_int(option->parts[0], &tag)) return tag ? clamped(a, option->parts[1], len, low, high) : absent;
  apply_fork f;
  apply_fork_open(a, apply_leaf(a, option->parts[0]), &f);
  apply_fork_other(a, &f, int_var(a, clamped(a, option->parts[1], len, low, high)));
  return apply_leaf(a, apply_fork_close(a, &f, int_var(a, absent)));
}

stream_bounds stream_bounds_of(apply *a, const stream *s, flat_var len) {
  bool back = s->count < 0;
  if (s->even) return (stream_bounds){apply_leaf(a, s->lo->parts[1]), apply_leaf(a, s->hi->parts[1])};
  flat_var low = emit_int(&a->e, back ? -1 : 0);
  flat_var high = back ? emit_count(&a->e, FLAT_SUB, len, emit_int(&a->e, 1)) : len;
  flat_var first = slice_bound(a, s->lo, back ? high : low, len, low, high);
  return (stream_bounds){first, slice_bound(a, s->hi, back ? low : high, len, low, high)};
}

/* ---- slices ---- */

static const val *some_int(apply *a, flat_var var) {
  const ir_type *option = irt_option(a->up->types, int_type(a));
  const val *yes = val_bool(a->home, irt_base(a->up->types, IRT_BOOL), true);
  return val_parts(a->home, VAL_OPTION, option, 2, (const val *[]){yes, int_var(a, var)});
}

static const val *no_int(apply *a) {
  const ir_type *option = irt_option(a->up->types, int_type(a));
  const val *no = val_bool(a->home, irt_base(a->up->types, IRT_BOOL), false);
  return val_parts(a->home, VAL_OPTION, option, 2, (const val *[]){no, val_absent(a->home, int_type(a))});
}

static stream *slice_new(apply *a, stream *from, const ir_type *type, const val *lo, const val *hi, const val *by,
                         int64_t step) {
  stream *s = stream_source(a, STREAM_SLICE, type);
  s->free = false; /* a view costs little, but a cell of memory */
  s->from = from;
  s->lo = lo;
  s->hi = hi;
  s->by = by;
  s->count = step;
  return s;
}

static stream *limit_new(apply *a, stream_kind kind, stream *from, const val *many) {
  stream *s = stream_stage(a, kind, from->type, from);
  s->many = many;
  s->skips |= kind == STREAM_DROP || from->effects || from->nested;
  return s;
}

/* The first so many without the first so many: what a slice is on a pipeline that is asked element by element. */
static const val *slice_pipeline(apply *a, stream *s, const val *lo, const val *hi) {
  if (hi) s = limit_new(a, STREAM_TAKE, s, apply_forced(a, hi));
  if (lo) s = limit_new(a, STREAM_DROP, s, apply_forced(a, lo));
  return stream_made(a, s);
}

/* A bound that counts from the front, NULL for none. */
static bool counts_from_front(apply *a, const val *option, const val **bound) {
  int64_t tag, known;
  if (!val_is_int(option->parts[0], &tag)) return false;
  *bound = tag ? option->parts[1] : NULL;
  if (*bound && val_is_int(*bound, &known) && known == 0) return true;
  return !*bound || apply_is_natural(a, *bound);
}

static bool step_of(const val *option, int64_t *step) {
  enum { STEP_KNOWN = 1 << 30 };
  int64_t tag;
  *step = 1;
  if (!val_is_int(option->parts[0], &tag)) return false;
  if (tag && !val_is_int(option->parts[1], step)) return false;
  return *step && *step < STEP_KNOWN && *step > -STEP_KNOWN;
}

/* A stage that may fail has to be run from the first element on. */
static const val *slice_stages(apply *a, stream *s, const val *arg) {
  const val *lo, *hi;
  flat_var length;
  if (counts_from_front(a, arg->parts[1], &lo) && counts_from_front(a, arg->parts[2], &hi))
    return slice_pipeline(a, s, lo, hi);
  if (!stream_length(a, s, true, &length)) return NULL;
  stream slice = {.lo = arg->parts[1], .hi = arg->parts[2], .count = 1};
  stream_bounds b = stream_bounds_of(a, &slice, length);
  return slice_pipeline(a, s, int_var(a, b.first), int_var(a, b.limit));
}

const val *stream_slice(apply *a, const comb *prim, const val *arg) {
  int64_t step;
  stream *s = stream_of(a, arg->parts[0]);
  bool step_known = step_of(arg->parts[3], &step);
  if (step_known && step == 1 && !stream_is_indexable(s) && s->kind != STREAM_SLICE) {
    const val *stages = slice_stages(a, s, arg);
    if (stages) return stages;
  }
  if (s->kind == STREAM_SLICE && s->count == 1) s = (stream *)stream_fixed(a, s);
  if (!step_known || !stream_is_indexable(s)) s = stream_run_now(a, s);
  const val *parts[] = {s->list, arg->parts[1], arg->parts[2], arg->parts[3]};
  if (!step_known) return apply_prim_plain(a, prim, val_parts(a->home, VAL_TUPLE, arg->type, 4, parts));
  return stream_made(a, slice_new(a, s, prim->cod, arg->parts[1], arg->parts[2], arg->parts[3], step));
}

/* ---- back to front ---- */

static bool turns(const stream *s) { return s->kind == STREAM_LIST || s->kind == STREAM_RANGE; }

static bool is_none(const val *option) {
  int64_t tag;
  return val_is_int(option->parts[0], &tag) && !tag;
}

static stream *with_bounds(apply *a, const stream *s, flat_var first, flat_var limit) {
  stream *copy = arena_copy(a->home, s, sizeof *s, alignof(stream));
  copy->even = true;
  copy->lo = some_int(a, first);
  copy->hi = some_int(a, limit);
  return copy;
}

static stream_bounds bounds_here(apply *a, const stream *s) {
  flat_var len;
  stream_length(a, s->from, true, &len);
  return stream_bounds_of(a, s, len);
}

const stream *stream_fixed(apply *a, const stream *s) {
  if (s->kind == STREAM_SLICE && !s->even) {
    stream_bounds b = bounds_here(a, s);
    stream *fixed = with_bounds(a, s, b.first, b.limit);
    fixed->open = s->count == 1 && (is_none(s->lo) || is_none(s->hi));
    return fixed;
  }
  if (!s->from || s->kind == STREAM_SLICE || s->kind == STREAM_RUNS) return s;
  const stream *from = stream_fixed(a, s->from), *other = s->other ? stream_fixed(a, s->other) : NULL;
  if (from == s->from && other == s->other) return s;
  stream *copy = arena_copy(a->home, s, sizeof *s, alignof(stream));
  copy->from = (stream *)from;
  copy->other = (stream *)other;
  return copy;
}

const val *stream_places(apply *a, const val *v) {
  if (v->kind != VAL_STREAM || apply_dead(a)) return v;
  const stream *s = v->stream;
  if (s->kind != STREAM_SLICE || s->count != 1 || s->from->kind != STREAM_LIST) return v;
  stream *fixed = arena_copy(a->home, stream_fixed(a, s), sizeof *fixed, alignof(stream));
  fixed->free = true;
  return val_stream(a->home, v->type, fixed);
}

/* From the last position down to the first. */
static stream *turned_slice(apply *a, const stream *s) {
  stream_bounds b = bounds_here(a, s);
  flat_var one = emit_int(&a->e, 1);
  flat_var first = emit_count(&a->e, FLAT_SUB, b.limit, one), limit = emit_count(&a->e, FLAT_SUB, b.first, one);
  stream *copy = with_bounds(a, s, first, limit);
  copy->count = -1;
  copy->turned = s->even ? NULL : s;
  return copy;
}

static stream *turned_places(apply *a, stream *s) {
  flat_var len, one = emit_int(&a->e, 1);
  stream_length(a, s, true, &len);
  stream *whole = slice_new(a, s, s->type, no_int(a), no_int(a), no_int(a), -1);
  return with_bounds(a, whole, emit_count(&a->e, FLAT_SUB, len, one), emit_int(&a->e, -1));
}

stream *stream_beginning(apply *a, stream *s, flat_var length) {
  stream *whole = slice_new(a, s, s->type, no_int(a), no_int(a), no_int(a), 1);
  whole = with_bounds(a, whole, emit_int(&a->e, 0), length);
  whole->open = true;
  return whole;
}

/* ---- rotations ---- */

static bool same_source(const stream *p, const stream *q) {
  if (p->kind != q->kind || p->back != q->back || p->open != q->open) return p == q;
  if (p->kind == STREAM_LIST) return val_same(p->list, q->list);
  return p == q || (p->kind == STREAM_RANGE && val_same(p->lo, q->lo) && val_same(p->hi, q->hi));
}

static bool is_half(const stream *s) { return s->kind == STREAM_SLICE && s->count == 1 && !s->even; }

/* l[k:]+l[:k], whatever k is. */
const stream *stream_rotation(apply *a, const stream *p, const stream *q) {
  if (!is_half(p) || !is_half(q) || !is_none(p->hi) || !is_none(q->lo) || is_none(p->lo)) return NULL;
  if (!val_same(p->lo, q->hi) || !same_source(p->from, q->from)) return NULL;
  stream *s = stream_stage(a, STREAM_ROTATE, p->type, p->from);
  s->many = int_var(a, bounds_here(a, p).first);
  return s;
}

/* Its halves. */
const stream *stream_unrotated(apply *a, const stream *s) {
  flat_var len;
  stream_length(a, s->from, true, &len);
  stream *half = slice_new(a, s->from, s->type, no_int(a), no_int(a), no_int(a), 1);
  half->open = true;
  stream *both = stream_stage(a, STREAM_APPEND, s->type, with_bounds(a, half, apply_leaf(a, s->many), len));
  both->other = with_bounds(a, half, emit_int(&a->e, 0), apply_leaf(a, s->many));
  return both;
}

const val *stream_rev(apply *a, const comb *prim, const val *arg) {
  stream *s = stream_of(a, arg);
  if (s->kind == STREAM_MAP || s->kind == STREAM_FILTER) {
    const val *turned = stream_rev(a, prim, val_stream(a->home, s->from->type, s->from));
    if (turned->kind != VAL_STREAM) turned = val_stream(a->home, turned->type, stream_of(a, turned));
    stream *copy = arena_copy(a->home, s, sizeof *s, alignof(stream));
    copy->from = turned->stream;
    copy->nested = false;
    return stream_made(a, copy);
  }
  if (s->kind == STREAM_SLICE && s->count == 1) return stream_made(a, turned_slice(a, s));
  if (stream_is_indexable(s) && !turns(s)) return stream_made(a, turned_places(a, s));
  if (!turns(s)) s = stream_run_now(a, s);
  stream *copy = arena_copy(a->home, s, sizeof *s, alignof(stream));
  copy->back = !s->back;
  return stream_made(a, copy);
}

/* ---- windows and chunks ---- */

enum { WINDOW_IN_HAND = 4 };

static stream *window_new(apply *a, const comb *prim, stream *from, int64_t n) {
  stream *s = stream_stage(a, STREAM_WINDOWS, prim->cod, from);
  s->count = n;
  s->skips = true;
  return s;
}

/* Control goes on where the width is at least 1; elsewhere the primitive fails on the list. */
static void check_width(apply *a, const comb *prim, stream *s, const val *width) {
  int64_t known;
  if (val_is_int(width, &known) && known >= 1) return;
  apply_fork f;
  apply_fork_open(a, less(a, apply_leaf(a, width), emit_int(&a->e, 1)), &f);
  const val *list = val_var(a->home, s->type, stream_list(a, s));
  apply_prim_plain(a, prim, val_pair(a->home, prim->dom, list, width));
  emit_stop(&a->e);
  apply_fork_other(a, &f, NULL);
  emit_scope_close(&a->e, f.scope);
  emit_assume(&a->e, f.cond, false);
}

static const val *runs(apply *a, const comb *prim, const val *arg, bool overlap, int64_t in_hand) {
  stream *from = stream_of(a, arg->parts[0]);
  bool again = overlap && from->kind == STREAM_MAP; /* an element would be made once a window */
  if (again || !stream_is_indexable(from)) from = stream_run_now(a, from);
  const val *width = arg->parts[1]->kind == VAL_CONST ? arg->parts[1] : apply_forced(a, arg->parts[1]);
  check_width(a, prim, from, width);
  if (apply_dead(a)) return val_absent(a->home, prim->cod);
  stream *s = stream_source(a, STREAM_RUNS, prim->cod);
  s->free = false;
  s->from = from;
  s->many = width;
  s->even = overlap;
  s->count = in_hand;
  if (!overlap) { /* no chunk is wider than the list, and so no end of one beyond all numbers */
    flat_var len;
    stream_length(a, from, true, &len);
    flat_var one = emit_int(&a->e, 1), most = stream_greater(a, len, one);
    s->many = int_var(a, stream_lesser(a, apply_leaf(a, width), most));
  }
  return stream_made(a, s);
}

const val *stream_windows(apply *a, const comb *prim, const val *arg) {
  int64_t n;
  if (!val_is_int(arg->parts[1], &n) || n < 1 || n > WINDOW_IN_HAND) return runs(a, prim, arg, true, 0);
  stream *s = stream_of(a, arg->parts[0]);
  if (!turns(s)) return stream_made(a, window_new(a, prim, s, n));
  const val *list = val_stream(a->home, s->type, s);
  return runs(a, prim, val_pair(a->home, arg->type, list, arg->parts[1]), true, n);
}

const val *stream_chunks(apply *a, const comb *prim, const val *arg) { return runs(a, prim, arg, false, 0); }

flat_var stream_runs_limit(apply *a, const stream *s) {
  flat_var len;
  stream_length(a, s->from, true, &len);
  if (!s->even) return len;
  flat_var last = emit_count(&a->e, FLAT_SUB, len, apply_leaf(a, s->many));
  return emit_count(&a->e, FLAT_ADD, last, emit_int(&a->e, 1));
}

/* Elements in hand may be taken apart without ever being a list. */
static const val *window_in_hand(apply *a, const stream *s, flat_var first) {
  const val **parts = ARENA_ARRAY(a->home, const val *, (size_t)s->count);
  for (int64_t i = 0; i < s->count; i++)
    parts[i] = stream_at(a, s->from, i ? emit_count(&a->e, FLAT_ADD, first, emit_int(&a->e, i)) : first);
  return val_closed(a->home, val_parts(a->home, VAL_LIST, s->from->type, (uint32_t)s->count, parts), true);
}

const val *stream_run_of(apply *a, const stream *s, flat_var first, flat_var end) {
  if (s->count) return window_in_hand(a, s, first);
  stream *run = with_bounds(a, slice_new(a, s->from, s->from->type, no_int(a), no_int(a), no_int(a), 1), first, end);
  run->free = run->open = true;
  return val_stream(a->home, run->type, run);
}
