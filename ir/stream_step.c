/* One step of a stream: code that makes the next element, or leaves by an exit. Control comes out with the element in
   hand and with the cells of every stage moved on. */

#include "ir/stream_state.h"
#include "support/bug.h"

static const flat_var_info INT = {FLAT_I64, NULL};
static const flat_var_info BOOL = {FLAT_BOOL, NULL};

uint32_t stream_int_cell(apply *a, flat_var now) { return emit_cell_new(&a->e, INT, now); }
uint32_t stream_bool_cell(apply *a, bool b) { return emit_cell_new(&a->e, BOOL, emit_bool(&a->e, b)); }

/* ---- cells across branches ---- */

stream_saved stream_save(apply *a) {
  stream_saved s = {.scope = emit_scope_open(&a->e)};
  if (a->e.cells.len)
    s.cells = arena_copy(a->home, a->e.cells.items, a->e.cells.len * sizeof(emit_cell), alignof(emit_cell));
  return s;
}

void stream_restore(apply *a, const stream_saved *s) {
  emit_scope_close(&a->e, s->scope);
  for (uint32_t i = 0; i < a->e.cells.len; i++) a->e.cells.items[i] = s->cells[i];
}

void stream_go_on_if(apply *a, flat_var flag, emit_label *exit) {
  flat_label yes, no;
  emit_fork(&a->e, flag, &yes, &no);
  a->e.at = no;
  emit_jump(&a->e, exit);
  a->e.at = yes;
  emit_assume(&a->e, flag, true);
}

flat_var stream_less(apply *a, flat_var p, flat_var q) { return emit_compare(&a->e, OP_lt, p, q); }

flat_var stream_moved(apply *a, flat_var at, bool back, int64_t by) {
  return emit_count(&a->e, back ? FLAT_SUB : FLAT_ADD, at, emit_int(&a->e, by));
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
  stream_go_on_if(a, apply_leaf(a, apply_call_1(a, st->s->fun, element)), x->again);
  return element;
}

static void scan_start(apply *a, stream_state *st) {
  st->flag = stream_bool_cell(a, false);
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
  st->flag = stream_bool_cell(a, false);
  st->kept = stream_cell_new(a, stream_element(st->s), st->s->seed);
}

static const val *scanl_next(apply *a, stream_state *st, stream_exits *x) {
  emit_label join = emit_label_new(&a->e);
  flat_label later, first;
  emit_fork(&a->e, emit_cell_at(&a->e, st->flag), &later, &first);
  stream_saved before = stream_save(a);
  a->e.at = first;
  emit_cell_set(&a->e, st->flag, emit_bool(&a->e, true));
  emit_jump(&a->e, &join);
  stream_restore(a, &before);
  a->e.at = later;
  const val *element = stream_next(a, st->from, x);
  stream_cell_set(a, st->kept, apply_call_2(a, st->s->fun, stream_cell_get(a, st->kept), element));
  emit_jump(&a->e, &join);
  stream_restore(a, &before);
  emit_bind(&a->e, &join);
  return stream_cell_get(a, st->kept);
}

/* Over stages that may fail the rest is run for that alone. */
static void takewhile_start(apply *a, stream_state *st) {
  if (st->s->from->effects) st->flag = stream_bool_cell(a, true);
}

static const val *takewhile_next(apply *a, stream_state *st, stream_exits *x) {
  const val *element = element_shared(a, st, x);
  bool drains = st->s->from->effects;
  if (drains) stream_go_on_if(a, emit_cell_at(&a->e, st->flag), x->again);
  flat_var holds = apply_leaf(a, apply_call_1(a, st->s->fun, element));
  if (!drains) {
    stream_go_on_if(a, holds, x->done);
    return element;
  }
  flat_label yes, no;
  emit_fork(&a->e, holds, &yes, &no);
  stream_saved before = stream_save(a);
  a->e.at = no;
  emit_cell_set(&a->e, st->flag, emit_bool(&a->e, false));
  emit_jump(&a->e, x->again);
  stream_restore(a, &before);
  a->e.at = yes;
  return element;
}

static void dropwhile_start(apply *a, stream_state *st) { st->flag = stream_bool_cell(a, true); }

static const val *dropwhile_next(apply *a, stream_state *st, stream_exits *x) {
  const val *element = element_shared(a, st, x);
  emit_label join = emit_label_new(&a->e);
  flat_label drops, keeps;
  emit_fork(&a->e, emit_cell_at(&a->e, st->flag), &drops, &keeps);
  stream_saved before = stream_save(a);
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
  stream_restore(a, &before);
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
  if (s->kind == STREAM_PARTS) return apply_forced(a, s->list);
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

/* A list's own position will do. */
static bool is_counted(const stream *s) { return s->kind == STREAM_LIST && !s->back; }

static void enum_start(apply *a, stream_state *st) {
  if (!is_counted(st->s->from)) st->at = stream_int_cell(a, emit_int(&a->e, 0));
}

static const val *numbered(apply *a, const stream *s, flat_var at, const val *element) {
  const ir_type *type = stream_element(s);
  emit_assume_natural(&a->e, at);
  return val_pair(a->home, type, val_var(a->home, type->args[0], at), element);
}

static const val *enum_next(apply *a, stream_state *st, stream_exits *x) {
  if (is_counted(st->s->from)) {
    flat_var position = emit_cell_at(&a->e, st->from->at);
    return numbered(a, st->s, position, stream_next(a, st->from, x));
  }
  const val *element = stream_next(a, st->from, x);
  flat_var at = emit_cell_at(&a->e, st->at);
  emit_cell_set(&a->e, st->at, stream_moved(a, at, false, 1));
  return numbered(a, st->s, at, element);
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
  st->at = stream_int_cell(a, emit_int(&a->e, 1));
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
  stream_saved before = stream_save(a);
  a->e.at = no;
  emit_cell_set(&a->e, st->at, stream_moved(a, seen, false, 1));
  emit_jump(&a->e, x->again);
  stream_restore(a, &before);
  a->e.at = yes;
  return val_closed(a->home, val_parts(a->home, VAL_LIST, stream_element(st->s), n, parts), true);
}

static void limit_start(apply *a, stream_state *st) { st->at = stream_int_cell(a, apply_leaf(a, st->s->many)); }

/* With a pure source the one element too many is not even made, unless the source is a loop that cannot be left
   there. */
static const val *take_next(apply *a, stream_state *st, stream_exits *x) {
  const stream *from = st->s->from;
  flat_var zero = emit_int(&a->e, 0);
  bool before = !from->effects && !from->nested;
  if (before) stream_go_on_if(a, stream_less(a, zero, emit_cell_at(&a->e, st->at)), x->done);
  const val *element = stream_next(a, st->from, x);
  flat_var left = emit_cell_at(&a->e, st->at);
  if (!before) element = apply_run_effects(a, element);
  if (!before) stream_go_on_if(a, stream_less(a, zero, left), from->effects ? x->again : x->done);
  emit_cell_set(&a->e, st->at, stream_moved(a, left, true, 1));
  return element;
}

static const val *drop_next(apply *a, stream_state *st, stream_exits *x) {
  const val *element = apply_run_effects(a, stream_next(a, st->from, x));
  flat_var left = emit_cell_at(&a->e, st->at), zero = emit_int(&a->e, 0);
  flat_label yes, no;
  emit_fork(&a->e, stream_less(a, zero, left), &yes, &no);
  stream_saved before = stream_save(a);
  a->e.at = yes;
  emit_cell_set(&a->e, st->at, stream_moved(a, left, true, 1));
  emit_jump(&a->e, x->again);
  stream_restore(a, &before);
  a->e.at = no;
  return element;
}

/* ---- all of them ---- */

static const stream_stepper STEP_MAP = {stage_start, map_next}, STEP_FILTER = {stage_start, filter_next},
                            STEP_SCAN = {scan_start, scan_next}, STEP_SCANL = {scanl_start, scanl_next},
                            STEP_TAKEWHILE = {takewhile_start, takewhile_next},
                            STEP_DROPWHILE = {dropwhile_start, dropwhile_next}, STEP_ZIP = {stage_start, zip_next},
                            STEP_ZIPSAME = {zipsame_start, zip_next}, STEP_ENUM = {enum_start, enum_next},
                            STEP_FLATMAP = {stage_start, flatmap_next}, STEP_WINDOWS = {windows_start, windows_next},
                            STEP_TAKE = {limit_start, take_next}, STEP_DROP = {limit_start, drop_next};

static const stream_stepper *const steppers[] = {
    [STREAM_STEPS] = &STREAM_STEP_STEPS,
    [STREAM_RANGE] = &STREAM_STEP_RANGE,   [STREAM_LIST] = &STREAM_STEP_LIST,     [STREAM_PARTS] = &STREAM_STEP_PARTS,
    [STREAM_SLICE] = &STREAM_STEP_SLICE,   [STREAM_RUNS] = &STREAM_STEP_RUNS,     [STREAM_ROTATE] = &STREAM_STEP_ROTATE,
    [STREAM_ENTRIES] = &STREAM_STEP_ENTRIES, [STREAM_TEXT] = &STREAM_STEP_TEXT,
    [STREAM_APPEND] = &STREAM_STEP_APPEND, [STREAM_MAP] = &STEP_MAP,              [STREAM_FILTER] = &STEP_FILTER,
    [STREAM_SCAN] = &STEP_SCAN,            [STREAM_SCANL] = &STEP_SCANL,          [STREAM_TAKEWHILE] = &STEP_TAKEWHILE,
    [STREAM_DROPWHILE] = &STEP_DROPWHILE,  [STREAM_ZIP] = &STEP_ZIP,              [STREAM_ZIPSAME] = &STEP_ZIPSAME,
    [STREAM_ENUM] = &STEP_ENUM,            [STREAM_FLATMAP] = &STEP_FLATMAP,      [STREAM_WINDOWS] = &STEP_WINDOWS,
    [STREAM_TAKE] = &STEP_TAKE,            [STREAM_DROP] = &STEP_DROP,
};

/* Their source is asked for places, not for the next element. */
static bool is_placed(const stream *s) {
  return s->kind == STREAM_SLICE || s->kind == STREAM_RUNS || s->kind == STREAM_ROTATE;
}

stream_state *stream_start(apply *a, const stream *s) {
  stream_state *st = ARENA_NEW(a->home, stream_state);
  st->s = s;
  if (s->from && !is_placed(s)) st->from = stream_start(a, s->from);
  if (s->other) st->other = stream_start(a, s->other);
  steppers[s->kind]->start(a, st);
  return st;
}

const val *stream_next(apply *a, stream_state *st, stream_exits *x) {
  if (apply_dead(a)) return val_absent(a->home, stream_element(st->s));
  return steppers[st->s->kind]->next(a, st, x);
}
