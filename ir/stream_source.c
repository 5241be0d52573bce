/* Steps of sources: what has no stage below it that makes its elements. */

#include "ir/stream_state.h"

static const flat_var_info INT = {FLAT_I64, NULL};
static const flat_var_info BOOL = {FLAT_BOOL, NULL};

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
  st->at = stream_int_cell(a, first);
}

static const val *range_next(apply *a, stream_state *st, stream_exits *x) {
  const stream *s = st->s;
  int64_t known;
  bool counted = s->open || range_has_room_below(s, &known);
  flat_var at = emit_cell_at(&a->e, st->at);
  flat_var more = !counted  ? emit_cell_at(&a->e, st->flag)
                  : s->back ? stream_less(a, st->limit, at)
                            : stream_less(a, at, st->limit);
  if (x->done) stream_go_on_if(a, more, x->done);
  flat_var then = stream_moved(a, at, s->back, 1);
  if (!counted)
    emit_cell_set(&a->e, st->flag, s->back ? stream_less(a, st->limit, at) : stream_less(a, at, st->limit));
  emit_cell_set(&a->e, st->at, then);
  bool steps_first = counted && s->open == s->back;
  flat_var element = steps_first ? then : at;
  if (apply_is_natural(a, s->lo)) emit_assume_natural(&a->e, element);
  return val_var(a->home, stream_element(s), element);
}

/* ---- steps ----

   at = lo;  at < hi (down: hi < at);  yields at, then steps, or goes to the end where a step would be beyond all numbers.
   By steps of 0 there is nothing: it begins at the end. */

int stream_direction(apply *a, const stream *s) {
  int64_t by;
  if (val_is_int(s->by, &by)) return by < 0 ? -1 : 1;
  return apply_is_natural(a, s->by) ? 1 : 0;
}

flat_var stream_steps_first(apply *a, const stream *s) {
  int64_t by;
  if (val_is_int(s->by, &by)) return apply_leaf(a, by ? s->lo : s->hi);
  apply_fork f;
  apply_fork_open(a, emit_compare(&a->e, OP_eq, apply_leaf(a, s->by), emit_int(&a->e, 0)), &f);
  apply_fork_other(a, &f, apply_forced(a, s->hi));
  return apply_leaf(a, apply_fork_close(a, &f, apply_forced(a, s->lo)));
}

static void steps_start(apply *a, stream_state *st) {
  const stream *s = st->s;
  st->limit = apply_leaf(a, s->hi);
  st->at = stream_int_cell(a, stream_steps_first(a, s));
  if (!stream_direction(a, s)) {
    flat_var up = stream_less(a, emit_int(&a->e, 0), apply_leaf(a, s->by));
    st->flag = emit_cell_new(&a->e, BOOL, up);
  }
}

static const val *int_of(apply *a, const stream *s, flat_var v) { return val_var(a->home, stream_element(s), v); }

static const val *stepped(apply *a, const stream_state *st, flat_var at, bool up) {
  flat_var by = apply_leaf(a, st->s->by), end = emit_int(&a->e, up ? INT64_MAX : INT64_MIN);
  flat_var last = emit_count(&a->e, FLAT_SUB, end, by);
  apply_fork f;
  apply_fork_open(a, up ? emit_compare(&a->e, OP_le, at, last) : emit_compare(&a->e, OP_le, last, at), &f);
  apply_fork_other(a, &f, int_of(a, st->s, emit_count(&a->e, FLAT_ADD, at, by)));
  return apply_fork_close(a, &f, int_of(a, st->s, st->limit));
}

static const val *steps_next(apply *a, stream_state *st, stream_exits *x) {
  const ir_type *flag = irt_base(a->up->types, IRT_BOOL);
  int direction = stream_direction(a, st->s);
  flat_var at = emit_cell_at(&a->e, st->at), up = direction ? FLAT_NONE : emit_cell_at(&a->e, st->flag);
  apply_fork f;
  if (x->done && direction) {
    stream_go_on_if(a, direction > 0 ? stream_less(a, at, st->limit) : stream_less(a, st->limit, at), x->done);
  } else if (x->done) {
    apply_fork_open(a, up, &f);
    apply_fork_other(a, &f, val_var(a->home, flag, stream_less(a, at, st->limit)));
    const val *more = apply_fork_close(a, &f, val_var(a->home, flag, stream_less(a, st->limit, at)));
    stream_go_on_if(a, apply_leaf(a, more), x->done);
  }
  if (st->s->even) emit_assume_natural(&a->e, at);
  const val *then;
  if (direction) {
    then = stepped(a, st, at, direction > 0);
  } else {
    apply_fork_open(a, up, &f);
    apply_fork_other(a, &f, stepped(a, st, at, true));
    then = apply_fork_close(a, &f, stepped(a, st, at, false));
  }
  emit_cell_set(&a->e, st->at, apply_leaf(a, then));
  return int_of(a, st->s, at);
}

/* ---- lists ---- */

static void list_start(apply *a, stream_state *st) {
  flat_var len = stream_list_len(a, st->s), zero = emit_int(&a->e, 0);
  st->limit = st->s->back ? zero : len;
  st->at = stream_int_cell(a, st->s->back ? len : zero);
}

static const val *list_next(apply *a, stream_state *st, stream_exits *x) {
  bool back = st->s->back;
  flat_var at = emit_cell_at(&a->e, st->at);
  if (x->done) stream_go_on_if(a, back ? stream_less(a, st->limit, at) : stream_less(a, at, st->limit), x->done);
  flat_var then = stream_moved(a, at, back, 1);
  emit_cell_set(&a->e, st->at, then);
  return stream_list_get(a, st->s, back ? then : at);
}

/* ---- literals ---- */

static void parts_start(apply *a, stream_state *st) {
  st->limit = emit_int(&a->e, st->s->list->n);
  st->at = stream_int_cell(a, emit_int(&a->e, 0));
}

/* The part that `at` says, by questions one after the other. */
static const val *part_at(apply *a, const val *list, uint32_t from, flat_var at) {
  if (from + 1 == list->n) return list->parts[from];
  apply_fork f;
  apply_fork_open(a, emit_compare(&a->e, OP_eq, at, emit_int(&a->e, from)), &f);
  apply_fork_other(a, &f, apply_forced(a, list->parts[from]));
  return apply_fork_close(a, &f, apply_forced(a, part_at(a, list, from + 1, at)));
}

static const val *parts_next(apply *a, stream_state *st, stream_exits *x) {
  flat_var at = emit_cell_at(&a->e, st->at);
  if (x->done) stream_go_on_if(a, stream_less(a, at, st->limit), x->done);
  emit_cell_set(&a->e, st->at, stream_moved(a, at, false, 1));
  return part_at(a, st->s->list, 0, at);
}

/* ---- dictionaries and sets ---- */

static void entries_start(apply *a, stream_state *st) {
  const val *table = st->s->list;
  flat_instr places = {.op = FLAT_ENTRIES, .type = table->type, .arg_count = 1};
  st->limit = *emit_instr(&a->e, places, &table->var, 1, &INT);
  st->at = stream_int_cell(a, emit_int(&a->e, 0));
}

/* Holes are skipped. */
static const val *entries_next(apply *a, stream_state *st, stream_exits *x) {
  const val *table = st->s->list;
  const ir_type *t = table->type, *key = t->args[0], *value = t->kind == IRT_SET ? NULL : t->args[1];
  uint32_t n = flat_scalar_count(key), m = value ? flat_scalar_count(value) : 0;
  flat_var_info *infos = ARENA_ARRAY(a->home, flat_var_info, 1 + n + m);
  infos[0] = BOOL;
  flat_scalars(key, infos + 1, n);
  if (value) flat_scalars(value, infos + 1 + n, m);
  flat_var at = emit_cell_at(&a->e, st->at);
  if (x->done) stream_go_on_if(a, stream_less(a, at, st->limit), x->done);
  emit_cell_set(&a->e, st->at, stream_moved(a, at, false, 1));
  flat_instr entry = {.op = FLAT_ENTRY, .type = t, .arg_count = 2};
  const flat_var *vars = emit_instr(&a->e, entry, (flat_var[]){table->var, at}, 1 + n + m, infos);
  stream_go_on_if(a, vars[0], x->again);
  if (st->s->cut == OP_dict_values) return val_of_vars(a->home, a->up->types, value, vars + 1 + n);
  const val *k = val_of_vars(a->home, a->up->types, key, vars + 1);
  if (st->s->cut != OP_dict_items) return k;
  return val_pair(a->home, stream_element(st->s), k, val_of_vars(a->home, a->up->types, value, vars + 1 + n));
}

/* ---- slices, runs, rotations ---- */

static void slice_start(apply *a, stream_state *st) {
  flat_var length;
  stream_length(a, st->s->from, true, &length);
  stream_bounds b = stream_bounds_of(a, st->s, length);
  st->limit = b.limit;
  st->at = stream_int_cell(a, b.first);
}

static const val *slice_next(apply *a, stream_state *st, stream_exits *x) {
  bool back = st->s->count < 0;
  flat_var at = emit_cell_at(&a->e, st->at);
  if (x->done) stream_go_on_if(a, back ? stream_less(a, st->limit, at) : stream_less(a, at, st->limit), x->done);
  emit_cell_set(&a->e, st->at, stream_moved(a, at, false, st->s->count));
  return stream_at(a, st->s->from, at);
}

static void runs_start(apply *a, stream_state *st) {
  st->limit = stream_runs_limit(a, st->s);
  st->at = stream_int_cell(a, emit_int(&a->e, 0));
}

static const val *runs_next(apply *a, stream_state *st, stream_exits *x) {
  const stream *s = st->s;
  flat_var at = emit_cell_at(&a->e, st->at);
  if (x->done) stream_go_on_if(a, stream_less(a, at, st->limit), x->done);
  emit_assume_natural(&a->e, at);
  flat_var end = emit_count(&a->e, FLAT_ADD, at, apply_leaf(a, s->many));
  emit_assume_natural(&a->e, end);
  emit_cell_set(&a->e, st->at, s->even ? stream_moved(a, at, false, 1) : end);
  if (!s->even) end = stream_lesser(a, end, st->limit);
  return stream_run_of(a, s, at, end);
}

static void rotate_start(apply *a, stream_state *st) {
  stream_length(a, st->s->from, true, &st->limit);
  st->at = stream_int_cell(a, emit_int(&a->e, 0));
}

static const val *rotate_next(apply *a, stream_state *st, stream_exits *x) {
  flat_var at = emit_cell_at(&a->e, st->at);
  if (x->done) stream_go_on_if(a, stream_less(a, at, st->limit), x->done);
  emit_cell_set(&a->e, st->at, stream_moved(a, at, false, 1));
  return stream_at(a, st->s->from, stream_rotated(a, st->s, at));
}

/* ---- one behind the other ---- */

static void append_start(apply *a, stream_state *st) { st->flag = stream_bool_cell(a, true); }

/* The first side's end is where the second one begins; both elements go the same way. */
static const val *append_next(apply *a, stream_state *st, stream_exits *x) {
  const ir_type *type = stream_element(st->s);
  stream_nest nest = {a->e.cell_base, a->e.cells.len};
  stream_cell element = stream_cell_new(a, type, val_absent(a->home, type));
  emit_label join = emit_label_new(&a->e), switched = emit_label_new(&a->e);
  flat_label first, second;
  emit_fork(&a->e, emit_cell_at(&a->e, st->flag), &first, &second);
  stream_saved before = stream_save(a);
  a->e.at = first;
  emit_label again = emit_label_new(&a->e);
  if (st->s->from->skips) {
    emit_jump(&a->e, &again);
    emit_bind(&a->e, &again);
  }
  stream_exits left = {&switched, &again};
  stream_cell_set(a, element, stream_next(a, st->from, &left));
  emit_jump(&a->e, &join);
  stream_restore(a, &before);
  a->e.at = second;
  emit_jump(&a->e, &switched);
  emit_bind(&a->e, &switched);
  emit_cell_set(&a->e, st->flag, emit_bool(&a->e, false));
  emit_label over = emit_label_new(&a->e);
  if (st->s->other->skips) {
    emit_jump(&a->e, &over);
    emit_bind(&a->e, &over);
  }
  stream_exits right = {x->done, &over};
  stream_cell_set(a, element, stream_next(a, st->other, &right));
  emit_jump(&a->e, &join);
  stream_restore(a, &before);
  emit_bind(&a->e, &join);
  const val *v = stream_cell_get(a, element);
  emit_cells_drop(&a->e, nest.cells);
  return v;
}

const stream_stepper STREAM_STEP_RANGE = {range_start, range_next}, STREAM_STEP_STEPS = {steps_start, steps_next},
                     STREAM_STEP_LIST = {list_start, list_next},
                     STREAM_STEP_PARTS = {parts_start, parts_next}, STREAM_STEP_ENTRIES = {entries_start, entries_next},
                     STREAM_STEP_SLICE = {slice_start, slice_next},
                     STREAM_STEP_RUNS = {runs_start, runs_next}, STREAM_STEP_ROTATE = {rotate_start, rotate_next},
                     STREAM_STEP_APPEND = {append_start, append_next};
