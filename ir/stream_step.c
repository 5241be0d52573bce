/* One step of a stream: code that makes the next element, or leaves by an exit. Control comes out with the element in
   hand and with the cells of every stage moved on. */

#include "ir/stream.h"
#include "support/bug.h"

struct stream_state {
  const stream *s;
  stream_state *from, *other;
  flat_var limit;   /* RANGE, LIST, SLICE: what the position is compared with */
  uint32_t at;      /* cell: position, counter, number left */
  uint32_t flag;    /* cell: RANGE: is there one more; SCAN: has one been seen; TAKEWHILE: still; … */
  stream_cell kept; /* SCAN, SCANL: the last result; WINDOWS: of `before` */
  stream_cell *before; /* WINDOWS: neighbours seen last */
};

static const flat_var_info INT = {FLAT_I64, NULL};
static const flat_var_info BOOL = {FLAT_BOOL, NULL};

static uint32_t int_cell(apply *a, flat_var now) { return emit_cell_new(&a->e, INT, now); }
static uint32_t bool_cell(apply *a, bool b) { return emit_cell_new(&a->e, BOOL, emit_bool(&a->e, b)); }

/* ---- cells across branches ---- */

typedef struct saved {
  emit_cell *cells;
  uint32_t scope;
} saved;

/* Before the first of two branches; `restore` before the second: what the first set is forgotten. */
static saved save(apply *a) {
  saved s = {.scope = emit_scope_open(&a->e)};
  if (a->e.cells.len)
    s.cells = arena_copy(a->home, a->e.cells.items, a->e.cells.len * sizeof(emit_cell), alignof(emit_cell));
  return s;
}

static void restore(apply *a, const saved *s) {
  emit_scope_close(&a->e, s->scope);
  for (uint32_t i = 0; i < a->e.cells.len; i++) a->e.cells.items[i] = s->cells[i];
}

/* Goes on where the flag is set; elsewhere with what `exit` says. */
static void go_on_if(apply *a, flat_var flag, emit_label *exit) {
  flat_label yes, no;
  emit_fork(&a->e, flag, &yes, &no);
  a->e.at = no;
  emit_jump(&a->e, exit);
  a->e.at = yes;
  emit_assume(&a->e, flag, true);
}

static flat_var less(apply *a, flat_var p, flat_var q) { return emit_compare(&a->e, OP_lt, p, q); }

static flat_var moved(apply *a, flat_var at, bool back, int64_t by) {
  return emit_count(&a->e, back ? FLAT_SUB : FLAT_ADD, at, emit_int(&a->e, by));
}

/* ---- ranges ----

   Every form is exact up to both ends of the 64 bits, and has one comparison a turn.
     open, forward            at = lo;    at < hi;    yields at, then steps up
     open, backward           at = hi;    lo < at;    steps down, then yields at
     closed, lo known         at = lo-1;  at < hi;    steps up, then yields at     (backward: at = hi; lo-1 < at;
     yields, steps down)
     closed, lo not known     at = lo, more = lo <= hi;  more;  yields at;  more = at < hi; steps up     (backward
     likewise) */

static bool range_has_room_below(const stream *s, int64_t *lo) {
  return val_is_int(s->lo, lo) && *lo > INT64_MIN;
}

static void range_start(apply *a, stream_state *st) {
  const stream *s = st->s;
  flat_var lo = apply_leaf(a, s->lo), hi = apply_leaf(a, s->hi);
  st->limit = s->back ? lo : hi;
  flat_var first = s->back ? hi : lo;
  int64_t known;
  if (!s->open && range_has_room_below(s, &known)) {
    flat_var below = emit_int(&a->e, known - 1);
    st->limit = s->back ? below : hi;
    first = s->back ? hi : below;
  } else if (!s->open) {
    st->flag = emit_cell_new(&a->e, BOOL, emit_compare(&a->e, OP_le, lo, hi));
  }
  st->at = int_cell(a, first);
}

static const val *range_next(apply *a, stream_state *st, stream_exits *x) {
  const stream *s = st->s;
  int64_t known;
  bool counted = s->open || range_has_room_below(s, &known);
  flat_var at = emit_cell_at(&a->e, st->at);
  flat_var more = !counted  ? emit_cell_at(&a->e, st->flag)
                  : s->back ? less(a, st->limit, at)
                            : less(a, at, st->limit);
  if (x->done) go_on_if(a, more, x->done);
  flat_var then = moved(a, at, s->back, 1);
  if (!counted) emit_cell_set(&a->e, st->flag, s->back ? less(a, st->limit, at) : less(a, at, st->limit));
  emit_cell_set(&a->e, st->at, then);
  bool steps_first = counted && s->open == s->back;
  return val_var(a->home, stream_element(s), steps_first ? then : at);
}

/* ---- lists ---- */

static const val *list_get(apply *a, const stream *s, flat_var at) {
  const ir_type *type = stream_element(s);
  uint32_t n = flat_scalar_count(type);
  flat_var_info *infos = ARENA_ARRAY(a->home, flat_var_info, n);
  flat_scalars(type, infos, n);
  flat_instr get = {.op = FLAT_LIST_GET, .type = s->type, .arg_count = 2};
  const flat_var *vars = emit_instr(&a->e, get, (flat_var[]){s->list->var, at}, n, infos);
  return val_of_vars(a->home, a->up->types, type, vars);
}

static flat_var list_len(apply *a, const stream *s) {
  flat_instr len = {.op = FLAT_LIST_LEN, .type = s->type, .arg_count = 1};
  return *emit_instr(&a->e, len, &s->list->var, 1, &INT);
}

static void list_start(apply *a, stream_state *st) {
  flat_var len = list_len(a, st->s), zero = emit_int(&a->e, 0);
  st->limit = st->s->back ? zero : len;
  st->at = int_cell(a, st->s->back ? len : zero);
}

static const val *list_next(apply *a, stream_state *st, stream_exits *x) {
  bool back = st->s->back;
  flat_var at = emit_cell_at(&a->e, st->at);
  if (x->done) go_on_if(a, back ? less(a, st->limit, at) : less(a, at, st->limit), x->done);
  flat_var then = moved(a, at, back, 1);
  emit_cell_set(&a->e, st->at, then);
  return list_get(a, st->s, back ? then : at);
}

static flat_var select_var(apply *a, flat_var cond, flat_var yes, flat_var no) {
  const ir_type *type = irt_base(a->up->types, IRT_INT);
  apply_fork f;
  apply_fork_open(a, cond, &f);
  apply_fork_other(a, &f, val_var(a->home, type, yes));
  return apply_leaf(a, apply_fork_close(a, &f, val_var(a->home, type, no)));
}

/* Python's reading of a bound: from the end when negative, then into low..high. */
static flat_var clamped(apply *a, const val *bound, flat_var len, flat_var low, flat_var high) {
  int64_t known;
  flat_var at = apply_leaf(a, bound);
  bool is_known = val_is_int(bound, &known);
  if (!is_known || known < 0) {
    flat_var negative = less(a, at, emit_int(&a->e, 0)), from_end = emit_count(&a->e, FLAT_ADD, at, len);
    at = is_known ? from_end : select_var(a, negative, from_end, at);
    at = select_var(a, less(a, at, low), low, at);
  }
  return select_var(a, less(a, high, at), high, at);
}

static flat_var slice_bound(apply *a, const val *option, flat_var absent, flat_var len, flat_var low, flat_var high) {
  int64_t tag;
  if (val_is_int(option->parts[0], &tag)) return tag ? clamped(a, option->parts[1], len, low, high) : absent;
  const ir_type *type = irt_base(a->up->types, IRT_INT);
  apply_fork f;
  apply_fork_open(a, apply_leaf(a, option->parts[0]), &f);
  apply_fork_other(a, &f, val_var(a->home, type, clamped(a, option->parts[1], len, low, high)));
  return apply_leaf(a, apply_fork_close(a, &f, val_var(a->home, type, absent)));
}

static void slice_start(apply *a, stream_state *st) {
  const stream *s = st->s;
  bool back = s->count < 0;
  flat_var len = list_len(a, s);
  flat_var low = emit_int(&a->e, back ? -1 : 0), high = back ? moved(a, len, true, 1) : len;
  flat_var first = slice_bound(a, s->lo, back ? high : low, len, low, high);
  st->limit = slice_bound(a, s->hi, back ? low : high, len, low, high);
  st->at = int_cell(a, first);
}

static const val *slice_next(apply *a, stream_state *st, stream_exits *x) {
  bool back = st->s->count < 0;
  flat_var at = emit_cell_at(&a->e, st->at);
  go_on_if(a, back ? less(a, st->limit, at) : less(a, at, st->limit), x->done);
  emit_cell_set(&a->e, st->at, moved(a, at, false, st->s->count));
  return list_get(a, st->s, at);
}

/* ---- stages ---- */

static void stage_start(apply *a, stream_state *st) { (void)a, (void)st; }

/* The element of the stage below, which will be looked at more than once. */
static const val *element_shared(apply *a, stream_state *st, stream_exits *x) {
  return apply_settle_all(a, stream_next(a, st->from, x), NEED_MANY);
}

static const val *map_next(apply *a, stream_state *st, stream_exits *x) {
  return apply_call_1(a, st->s->fun, stream_next(a, st->from, x));
}

static const val *filter_next(apply *a, stream_state *st, stream_exits *x) {
  const val *element = element_shared(a, st, x);
  go_on_if(a, apply_leaf(a, apply_call_1(a, st->s->fun, element)), x->again);
  return element;
}

static void scan_start(apply *a, stream_state *st) {
  st->flag = bool_cell(a, false);
  st->kept = stream_cell_new(a, stream_element(st->s), val_absent(a->home, stream_element(st->s)));
}

static const val *scan_next(apply *a, stream_state *st, stream_exits *x) {
  const val *element = apply_forced(a, stream_next(a, st->from, x));
  apply_fork f;
  apply_fork_open(a, emit_cell_at(&a->e, st->flag), &f);
  apply_fork_other(a, &f, apply_call_2(a, st->s->fun, stream_cell_get(a, st->kept), element));
  const val *result = apply_fork_close(a, &f, element);
  emit_cell_set(&a->e, st->flag, emit_bool(&a->e, true));
  stream_cell_set(a, st->kept, result);
  return stream_cell_get(a, st->kept);
}

static void scanl_start(apply *a, stream_state *st) {
  st->flag = bool_cell(a, false);
  st->kept = stream_cell_new(a, stream_element(st->s), st->s->seed);
}

static const val *scanl_next(apply *a, stream_state *st, stream_exits *x) {
  emit_label join = emit_label_new(&a->e);
  flat_label later, first;
  emit_fork(&a->e, emit_cell_at(&a->e, st->flag), &later, &first);
  saved before = save(a);
  a->e.at = first;
  emit_cell_set(&a->e, st->flag, emit_bool(&a->e, true));
  emit_jump(&a->e, &join);
  restore(a, &before);
  a->e.at = later;
  const val *element = stream_next(a, st->from, x);
  stream_cell_set(a, st->kept, apply_call_2(a, st->s->fun, stream_cell_get(a, st->kept), element));
  emit_jump(&a->e, &join);
  restore(a, &before);
  emit_bind(&a->e, &join);
  return stream_cell_get(a, st->kept);
}

/* Over stages that may fail the rest is run for that alone. */
static void takewhile_start(apply *a, stream_state *st) {
  if (st->s->from->effects) st->flag = bool_cell(a, true);
}

static const val *takewhile_next(apply *a, stream_state *st, stream_exits *x) {
  const val *element = element_shared(a, st, x);
  bool drains = st->s->from->effects;
  if (drains) go_on_if(a, emit_cell_at(&a->e, st->flag), x->again);
  flat_var holds = apply_leaf(a, apply_call_1(a, st->s->fun, element));
  if (!drains) {
    go_on_if(a, holds, x->done);
    return element;
  }
  flat_label yes, no;
  emit_fork(&a->e, holds, &yes, &no);
  saved before = save(a);
  a->e.at = no;
  emit_cell_set(&a->e, st->flag, emit_bool(&a->e, false));
  emit_jump(&a->e, x->again);
  restore(a, &before);
  a->e.at = yes;
  return element;
}

static void dropwhile_start(apply *a, stream_state *st) { st->flag = bool_cell(a, true); }

static const val *dropwhile_next(apply *a, stream_state *st, stream_exits *x) {
  const val *element = element_shared(a, st, x);
  emit_label join = emit_label_new(&a->e);
  flat_label drops, keeps;
  emit_fork(&a->e, emit_cell_at(&a->e, st->flag), &drops, &keeps);
  saved before = save(a);
  a->e.at = keeps;
  emit_jump(&a->e, &join);
  a->e.at = drops;
  flat_label yes, no;
  emit_fork(&a->e, apply_leaf(a, apply_call_1(a, st->s->fun, element)), &yes, &no);
  a->e.at = yes;
  emit_jump(&a->e, x->again);
  a->e.at = no;
  emit_cell_set(&a->e, st->flag, emit_bool(&a->e, false));
  emit_jump(&a->e, &join);
  restore(a, &before);
  emit_bind(&a->e, &join);
  return element;
}

/* The pushed side first; the other side looks for its element in a loop of its own when it may skip. */
static const val *zip_next(apply *a, stream_state *st, stream_exits *x) {
  const val *first = apply_run_effects(a, stream_next(a, st->from, x));
  emit_label again;
  stream_exits inner = {st->s->even ? NULL : x->done, &again};
  if (st->s->other->skips) {
    again = emit_label_new(&a->e);
    emit_jump(&a->e, &again);
    emit_bind(&a->e, &again);
  }
  return val_pair(a->home, stream_element(st->s), first, stream_next(a, st->other, &inner));
}

static const val *length_operand(apply *a, const stream *s, flat_var length) {
  if (s->kind == STREAM_LIST && !s->back) return s->list;
  return val_var(a->home, irt_base(a->up->types, IRT_INT), length);
}

static void zipsame_start(apply *a, stream_state *st) {
  const stream *s = st->s;
  flat_var p = 0, q = 0;
  if (!stream_length(a, s->from, true, &p) || !stream_length(a, s->other, true, &q)) gael_bug("a length got lost");
  flat_label same, differ;
  emit_fork(&a->e, emit_compare(&a->e, OP_eq, p, q), &same, &differ);
  uint32_t scope = emit_scope_open(&a->e);
  a->e.at = differ;
  const val *left = length_operand(a, s->from, p), *right = length_operand(a, s->other, q);
  const ir_type *dom = irt_pair(a->up->types, left->type, right->type), *unit = irt_base(a->up->types, IRT_UNIT);
  emit_prim(&a->e, OP_zipsame, dom, unit, s->site, 2, (flat_var[]){left->var, right->var});
  emit_scope_close(&a->e, scope);
  a->e.at = same;
}

static void enum_start(apply *a, stream_state *st) { st->at = int_cell(a, emit_int(&a->e, 0)); }

static const val *enum_next(apply *a, stream_state *st, stream_exits *x) {
  const val *element = stream_next(a, st->from, x);
  flat_var at = emit_cell_at(&a->e, st->at);
  emit_cell_set(&a->e, st->at, moved(a, at, false, 1));
  const ir_type *type = stream_element(st->s);
  return val_pair(a->home, type, val_var(a->home, type->args[0], at), element);
}

/* The inner stream becomes a loop in the loop; what follows is its body. */
static const val *flatmap_next(apply *a, stream_state *st, stream_exits *x) {
  const val *inner = apply_call_1(a, st->s->fun, stream_next(a, st->from, x));
  if (inner->kind == VAL_LIST && inner->n == 1) return inner->parts[0];
  stream_state *state = stream_start(a, stream_of(a, inner));
  emit_label *header = ARENA_NEW(a->home, emit_label);
  *header = emit_label_new(&a->e);
  emit_jump(&a->e, header);
  emit_bind(&a->e, header);
  stream_exits exits = {x->again, header};
  const val *element = stream_next(a, state, &exits);
  x->again = exits.again;
  return element;
}

static void windows_start(apply *a, stream_state *st) {
  uint32_t n = (uint32_t)st->s->count;
  const ir_type *type = stream_element(st->s)->args[0];
  st->before = ARENA_ARRAY(a->home, stream_cell, n);
  for (uint32_t i = 0; i + 1 < n; i++) st->before[i] = stream_cell_new(a, type, val_absent(a->home, type));
  st->at = int_cell(a, emit_int(&a->e, 1));
}

static const val *windows_next(apply *a, stream_state *st, stream_exits *x) {
  uint32_t n = (uint32_t)st->s->count;
  const val **parts = ARENA_ARRAY(a->home, const val *, n);
  parts[n - 1] = apply_forced(a, stream_next(a, st->from, x));
  for (uint32_t i = 0; i + 1 < n; i++) parts[i] = stream_cell_get(a, st->before[i]);
  flat_var seen = emit_cell_at(&a->e, st->at);
  flat_var full = emit_compare(&a->e, OP_eq, seen, emit_int(&a->e, st->s->count));
  for (uint32_t i = 0; i + 1 < n; i++) stream_cell_set(a, st->before[i], parts[i + 1]);
  flat_label yes, no;
  emit_fork(&a->e, full, &yes, &no);
  saved before = save(a);
  a->e.at = no;
  emit_cell_set(&a->e, st->at, moved(a, seen, false, 1));
  emit_jump(&a->e, x->again);
  restore(a, &before);
  a->e.at = yes;
  return val_closed(a->home, val_parts(a->home, VAL_LIST, stream_element(st->s), n, parts), true);
}

static void limit_start(apply *a, stream_state *st) { st->at = int_cell(a, emit_int(&a->e, st->s->count)); }

/* With a pure source the one element too many is not even made, unless the source is a loop that cannot be left
   there. */
static const val *take_next(apply *a, stream_state *st, stream_exits *x) {
  const stream *from = st->s->from;
  flat_var zero = emit_int(&a->e, 0);
  bool before = !from->effects && !from->nested;
  if (before) go_on_if(a, less(a, zero, emit_cell_at(&a->e, st->at)), x->done);
  const val *element = stream_next(a, st->from, x);
  flat_var left = emit_cell_at(&a->e, st->at);
  if (!before) element = apply_run_effects(a, element);
  if (!before) go_on_if(a, less(a, zero, left), from->effects ? x->again : x->done);
  emit_cell_set(&a->e, st->at, moved(a, left, true, 1));
  return element;
}

static const val *drop_next(apply *a, stream_state *st, stream_exits *x) {
  const val *element = apply_run_effects(a, stream_next(a, st->from, x));
  flat_var left = emit_cell_at(&a->e, st->at), zero = emit_int(&a->e, 0);
  flat_label yes, no;
  emit_fork(&a->e, less(a, zero, left), &yes, &no);
  saved before = save(a);
  a->e.at = yes;
  emit_cell_set(&a->e, st->at, moved(a, left, true, 1));
  emit_jump(&a->e, x->again);
  restore(a, &before);
  a->e.at = no;
  return element;
}

/* ---- all of them ---- */

typedef struct stepper {
  void (*start)(apply *a, stream_state *st);
  const val *(*next)(apply *a, stream_state *st, stream_exits *x);
} stepper;

static const stepper steppers[] = {
    [STREAM_RANGE] = {range_start, range_next},
    [STREAM_LIST] = {list_start, list_next},
    [STREAM_SLICE] = {slice_start, slice_next},
    [STREAM_MAP] = {stage_start, map_next},
    [STREAM_FILTER] = {stage_start, filter_next},
    [STREAM_SCAN] = {scan_start, scan_next},
    [STREAM_SCANL] = {scanl_start, scanl_next},
    [STREAM_TAKEWHILE] = {takewhile_start, takewhile_next},
    [STREAM_DROPWHILE] = {dropwhile_start, dropwhile_next},
    [STREAM_ZIP] = {stage_start, zip_next},
    [STREAM_ZIPSAME] = {zipsame_start, zip_next},
    [STREAM_ENUM] = {enum_start, enum_next},
    [STREAM_FLATMAP] = {stage_start, flatmap_next},
    [STREAM_WINDOWS] = {windows_start, windows_next},
    [STREAM_TAKE] = {limit_start, take_next},
    [STREAM_DROP] = {limit_start, drop_next},
};

stream_state *stream_start(apply *a, const stream *s) {
  stream_state *st = ARENA_NEW(a->home, stream_state);
  st->s = s;
  if (s->from) st->from = stream_start(a, s->from);
  if (s->other) st->other = stream_start(a, s->other);
  steppers[s->kind].start(a, st);
  return st;
}

const val *stream_next(apply *a, stream_state *st, stream_exits *x) {
  if (apply_dead(a)) return val_absent(a->home, stream_element(st->s));
  return steppers[st->s->kind].next(a, st, x);
}
