/* Running a stream: the one loop, the cells around it, and its two plainest consumers, which make a list and which want
   nothing. */

#include "ir/stream.h"

/* ---- cells ---- */

stream_nest stream_nest_open(apply *a) {
  stream_nest n = {a->e.cell_base, a->e.cells.len};
  a->e.cell_base = n.cells;
  return n;
}

void stream_nest_close(apply *a, stream_nest n) {
  emit_cells_drop(&a->e, n.cells);
  a->e.cell_base = n.base;
}

stream_cell stream_cell_new(apply *a, const ir_type *type, const val *v) {
  emit_vars vars = {0};
  apply_leaves(a, v, &vars);
  stream_cell c = {type, a->e.cells.len};
  for (uint32_t i = 0; i < vars.len; i++) emit_cell_new(&a->e, a->e.fun->vars.items[vars.items[i]], vars.items[i]);
  return c;
}

const val *stream_cell_get(apply *a, stream_cell c) {
  uint32_t n = flat_scalar_count(c.type);
  flat_var *vars = ARENA_ARRAY(a->home, flat_var, n);
  for (uint32_t i = 0; i < n; i++) vars[i] = emit_cell_at(&a->e, c.first + i);
  return val_of_vars(a->home, a->up->types, c.type, vars);
}

void stream_cell_set(apply *a, stream_cell c, const val *v) {
  emit_vars vars = {0};
  apply_leaves(a, v, &vars);
  for (uint32_t i = 0; i < vars.len; i++) emit_cell_set(&a->e, c.first + i, vars.items[i]);
}

/* ---- the loop ---- */

void stream_run(apply *a, const stream *s, emit_label *done, stream_body *body, void *context) {
  uint32_t cells = a->e.cells.len, scope = emit_scope_open(&a->e);
  stream_state *st = stream_start(a, s);
  emit_label header = emit_label_new(&a->e);
  emit_jump(&a->e, &header);
  emit_bind(&a->e, &header);
  stream_exits x = {done, &header};
  const val *element = stream_next(a, st, &x);
  if (!apply_dead(a)) body(a, element, &x, context);
  emit_jump(&a->e, x.again);
  emit_scope_close(&a->e, scope);
  emit_cells_drop(&a->e, cells);
  emit_bind(&a->e, done);
}

/* ---- to a list ---- */

typedef struct builder {
  flat_var list;
  const ir_type *type;
} builder;

static void push_element(apply *a, const val *element, stream_exits *x, void *context) {
  const builder *b = context;
  (void)x;
  emit_vars vars = {0};
  vec_push(a->home, &vars, b->list);
  apply_leaves(a, element, &vars);
  emit_instr(&a->e, (flat_instr){.op = FLAT_LIST_PUSH, .type = b->type, .arg_count = vars.len}, vars.items, 0, NULL);
}

static flat_var list_new(apply *a, const stream *s) {
  flat_var room;
  if (!stream_length(a, s, false, &room)) room = emit_int(&a->e, -1);
  flat_var_info info = {FLAT_PTR, s->type};
  return *emit_instr(&a->e, (flat_instr){.op = FLAT_LIST_NEW, .type = s->type, .arg_count = 1}, &room, 1, &info);
}

static flat_var run_to_list(apply *a, const stream *s) {
  builder b = {list_new(a, s), s->type};
  stream_nest nest = stream_nest_open(a);
  emit_label done = emit_label_new(&a->e);
  stream_run(a, s, &done, push_element, &b);
  stream_nest_close(a, nest);
  return b.list;
}

static flat_var slice_view(apply *a, const stream *s) {
  const val *parts[] = {s->list, s->lo, s->hi, s->by};
  const ir_type *option = s->lo->type;
  const ir_type *dom = irt_tuple(a->up->types, 4, (const ir_type *[]){s->type, option, option, option});
  emit_vars vars = {0};
  for (uint32_t i = 0; i < 4; i++) apply_leaves(a, parts[i], &vars);
  flat_instr slice = {.op = FLAT_PRIM, .prim = OP_slice, .type = dom, .result = s->type, .site = s->site,
                      .safe = true, .arg_count = vars.len}; /* its step is not 0 */
  return *emit_prim_instr(&a->e, slice, vars.items);
}

flat_var stream_list(apply *a, stream *s) {
  if (s->kind == STREAM_LIST && s->back) return *emit_prim(&a->e, OP_rev, s->type, s->type, 0, 1, &s->list->var);
  if (s->kind == STREAM_LIST) return s->list->var;
  if (s->kind == STREAM_SLICE) return slice_view(a, s);
  return run_to_list(a, s);
}

/* ---- for its effects ---- */

static void forget_element(apply *a, const val *element, stream_exits *x, void *context) {
  (void)x, (void)context;
  apply_settle_all(a, element, NEED_NONE);
}

void stream_drain(apply *a, stream *s) {
  stream_nest nest = stream_nest_open(a);
  emit_label done = emit_label_new(&a->e);
  stream_run(a, s, &done, forget_element, NULL);
  stream_nest_close(a, nest);
}

/* ---- its length ---- */

static flat_var range_length(apply *a, const stream *s, bool exact) {
  int64_t lo, hi;
  if (val_is_int(s->lo, &lo) && val_is_int(s->hi, &hi)) {
    uint64_t extent = (uint64_t)hi - (uint64_t)lo + !s->open;
    return emit_int(&a->e, lo > hi ? 0 : (int64_t)extent);
  }
  flat_var first = apply_leaf(a, s->lo), last = apply_leaf(a, s->hi);
  flat_var extent = emit_count(&a->e, FLAT_SUB, last, first);
  if (!s->open) extent = emit_count(&a->e, FLAT_ADD, extent, emit_int(&a->e, 1));
  if (!exact) return extent;
  apply_fork f;
  const ir_type *type = irt_base(a->up->types, IRT_INT);
  apply_fork_open(a, emit_compare(&a->e, s->open ? OP_lt : OP_le, first, last), &f);
  apply_fork_other(a, &f, val_var(a->home, type, extent));
  return apply_leaf(a, apply_fork_close(a, &f, val_int(a->home, type, 0)));
}

bool stream_length(apply *a, const stream *s, bool exact, flat_var *length) {
  while (s->kind == STREAM_MAP || s->kind == STREAM_ENUM || s->kind == STREAM_SCAN || s->kind == STREAM_ZIPSAME)
    s = s->from;
  if (s->kind == STREAM_RANGE) {
    *length = range_length(a, s, exact);
    return true;
  }
  if (s->kind == STREAM_SCANL) {
    if (!stream_length(a, s->from, exact, length)) return false;
    *length = emit_count(&a->e, FLAT_ADD, *length, emit_int(&a->e, 1));
    return true;
  }
  if (s->kind != STREAM_LIST) return false;
  flat_var_info info = {FLAT_I64, NULL};
  flat_instr len = {.op = FLAT_LIST_LEN, .type = s->type, .arg_count = 1};
  *length = *emit_instr(&a->e, len, &s->list->var, 1, &info);
  return true;
}
