/* Running a stream: the one loop, the cells around it, and its two plainest consumers, which make a list and which want
   nothing. */

#include "ir/passes.h"
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

/* ---- side by side ---- */

enum { SPLIT_NODES = 30 }; /* of the functions that are written for both sides */

/* The stage that makes of one of two sides what `s` makes of both; NULL when it is not that simple. */
static const stream *of_side(apply *a, const stream *s, bool second, uint32_t *nodes) {
  if (s->kind == STREAM_APPEND) return second ? s->other : s->from;
  if ((s->kind != STREAM_MAP && s->kind != STREAM_FILTER) || s->fun->kind != VAL_FUN) return NULL;
  *nodes += apply_term_size(&a->up->facts, s->fun->term->a);
  const stream *from = *nodes <= SPLIT_NODES ? of_side(a, s->from, second, nodes) : NULL;
  if (!from) return NULL;
  stream *copy = arena_copy(a->home, s, sizeof *s, alignof(stream));
  copy->from = (stream *)from;
  copy->fun = val_closed(a->home, s->fun, true);
  return copy;
}

/* Elements in hand need no loop at all. */
static void run_parts(apply *a, const stream *s, stream_body *body, void *context) {
  for (uint32_t i = 0; i < s->list->n && !apply_dead(a); i++) {
    uint32_t scope = emit_scope_open(&a->e);
    emit_label next = emit_label_new(&a->e);
    stream_exits x = {&next, &next};
    body(a, s->list->parts[i], &x, context);
    emit_jump(&a->e, &next);
    emit_scope_close(&a->e, scope);
    emit_bind(&a->e, &next);
  }
}

void stream_run_all(apply *a, const stream *s, stream_body *body, void *context) {
  uint32_t nodes = 0;
  if (s->kind == STREAM_PARTS) {
    run_parts(a, s, body, context);
    return;
  }
  const stream *first = of_side(a, s, false, &nodes);
  if (first) {
    stream_run_all(a, first, body, context);
    if (!apply_dead(a)) stream_run_all(a, of_side(a, s, true, &(uint32_t){0}), body, context);
    return;
  }
  emit_label done = emit_label_new(&a->e);
  stream_run(a, s, &done, body, context);
}

/* ---- to a number ---- */

static void count_element(apply *a, const val *element, stream_exits *x, void *context) {
  const uint32_t *at = context;
  (void)x;
  apply_settle_all(a, element, NEED_NONE);
  emit_cell_set(&a->e, *at, emit_count(&a->e, FLAT_ADD, emit_cell_at(&a->e, *at), emit_int(&a->e, 1)));
}

flat_var stream_count(apply *a, const stream *s) {
  stream_nest nest = stream_nest_open(a);
  uint32_t at = emit_cell_new(&a->e, (flat_var_info){FLAT_I64, NULL}, emit_int(&a->e, 0));
  stream_run_all(a, s, count_element, &at);
  flat_var count = emit_cell_at(&a->e, at);
  stream_nest_close(a, nest);
  if (!apply_dead(a)) emit_assume_natural(&a->e, count);
  return count;
}

/* ---- to a list ---- */

typedef struct builder {
  flat_var list;
  const ir_type *type;
  bool roomy;       /* there is room for every element */
  const val *keeps; /* a predicate: of the elements those for which it holds */
} builder;

static void push(apply *a, const builder *b, flat_op op, emit_vars *vars) {
  flat_instr push = {.op = op, .type = b->type, .safe = b->roomy, .arg_count = vars->len};
  emit_instr(&a->e, push, vars->items, 0, NULL);
}

static void push_element(apply *a, const val *element, stream_exits *x, void *context) {
  const builder *b = context;
  (void)x;
  emit_vars vars = {0};
  vec_push(a->home, &vars, b->list);
  apply_leaves(a, element, &vars);
  push(a, b, FLAT_LIST_PUSH, &vars);
}

/* Without a branch: the element is written in any case, and the next one over it where the predicate does not hold. */
static void keep_element(apply *a, const val *element, stream_exits *x, void *context) {
  const builder *b = context;
  (void)x;
  emit_vars vars = {0};
  vec_push(a->home, &vars, b->list);
  element = apply_settle_all(a, element, NEED_MANY);
  apply_leaves(a, element, &vars);
  vec_push(a->home, &vars, apply_leaf(a, apply_call_1(a, b->keeps, element)));
  push(a, b, FLAT_LIST_KEEP, &vars);
}

static flat_var list_new(apply *a, const stream *s, bool roomy) {
  flat_var room;
  if (!stream_length(a, s, roomy, &room)) room = emit_int(&a->e, -1);
  flat_var_info info = {FLAT_PTR, s->type};
  flat_instr list = {.op = FLAT_LIST_NEW, .type = s->type, .safe = roomy, .arg_count = 1};
  return *emit_instr(&a->e, list, &room, 1, &info);
}

bool stream_has_pointers(apply *a, const ir_type *t) {
  uint32_t n = flat_scalar_count(t);
  flat_var_info *infos = ARENA_ARRAY(a->home, flat_var_info, n);
  flat_scalars(t, infos, n);
  for (uint32_t i = 0; i < n; i++)
    if (infos[i].scalar == FLAT_PTR) return true;
  return false;
}

/* Elements of a list that is there: as much room as it takes is no waste for a moment. Characters have no width yet. */
static bool is_kept(apply *a, const stream *s) {
  const ir_type *e = s->type->args[0];
  return s->kind == STREAM_FILTER && transform_on(a->up->m, TRANSFORM_keep) && stream_is_roomy(a, s->from, false) &&
         e->kind != IRT_CHAR && !stream_has_pointers(a, e);
}

static flat_var run_to_list(apply *a, const stream *s) {
  s = stream_fixed(a, s);
  bool kept = is_kept(a, s);
  const stream *all = kept ? s->from : s;
  bool roomy = kept || (transform_on(a->up->m, TRANSFORM_room) && stream_is_roomy(a, s, true));
  builder b = {list_new(a, all, roomy), s->type, roomy, kept ? s->fun : NULL};
  stream_nest nest = stream_nest_open(a);
  stream_run_all(a, all, kept ? keep_element : push_element, &b);
  stream_nest_close(a, nest);
  if (kept) emit_instr(&a->e, (flat_instr){.op = FLAT_LIST_FIT, .type = s->type, .arg_count = 1}, &b.list, 0, NULL);
  return b.list;
}

static flat_var list_slice(apply *a, const stream *s, const val *list, const val *lo, const val *hi, const val *by) {
  const val *parts[] = {list, lo, hi, by};
  const ir_type *option = irt_option(a->up->types, irt_base(a->up->types, IRT_INT));
  const ir_type *dom = irt_tuple(a->up->types, 4, (const ir_type *[]){s->type, option, option, option});
  emit_vars vars = {0};
  for (uint32_t i = 0; i < 4; i++) apply_leaves(a, parts[i], &vars);
  flat_instr slice = {.op = FLAT_PRIM, .prim = OP_slice, .type = dom, .result = s->type, .site = s->site,
                      .safe = true, .arg_count = vars.len}; /* its step is not 0 */
  return *emit_prim_instr(&a->e, slice, vars.items);
}

/* Between places that are known to be there. */
static flat_var list_part(apply *a, const stream *s) {
  const ir_type *integer = irt_base(a->up->types, IRT_INT);
  const ir_type *dom = irt_tuple(a->up->types, 3, (const ir_type *[]){s->type, integer, integer});
  flat_var args[] = {s->from->list->var, apply_leaf(a, s->lo->parts[1]), apply_leaf(a, s->hi->parts[1])};
  return *emit_prim(&a->e, OP_part, dom, s->type, s->site, 3, args);
}

static flat_var slice_view(apply *a, const stream *s) {
  bool inside = s->even && s->open && s->count == 1;
  return inside ? list_part(a, s) : list_slice(a, s, s->from->list, s->lo, s->hi, s->by);
}

/* A list's beginning for which a function holds, or its rest: views. */
static flat_var while_view(apply *a, const stream *s) {
  stream beginning = *s;
  beginning.kind = STREAM_TAKEWHILE;
  const val *place = val_var(a->home, irt_base(a->up->types, IRT_INT), stream_count(a, &beginning));
  const ir_type *option = irt_option(a->up->types, place->type), *flag = irt_base(a->up->types, IRT_BOOL);
  const val *some = val_parts(a->home, VAL_OPTION, option, 2, (const val *[]){val_bool(a->home, flag, true), place});
  const val *none = val_parts(a->home, VAL_OPTION, option, 2,
                              (const val *[]){val_bool(a->home, flag, false), val_absent(a->home, place->type)});
  bool rest = s->kind == STREAM_DROPWHILE;
  return list_slice(a, s, s->from->list, rest ? some : none, rest ? none : some, none);
}

/* All of them at once by the runtime: views. */
static flat_var runs_views(apply *a, const stream *s) {
  const ir_type *dom = irt_pair(a->up->types, s->from->type, s->many->type);
  emit_vars vars = {0};
  vec_push(a->home, &vars, s->from->list->var);
  apply_leaves(a, s->many, &vars);
  flat_instr cut = {.op = FLAT_PRIM, .prim = s->even ? OP_windows : OP_chunks, .type = dom, .result = s->type,
                    .safe = true, .arg_count = vars.len}; /* its width is at least 1 */
  return *emit_prim_instr(&a->e, cut, vars.items);
}

static bool is_list(const stream *s) { return s->kind == STREAM_LIST && !s->back; }

static bool is_one(const stream *s) { return s->kind == STREAM_PARTS && s->list->n == 1; }

/* The bounds of a slice that was turned are no slice's. */
static bool is_cut(const stream *s) {
  return s->kind == STREAM_SLICE && is_list(s->from) && !(s->even && s->count < 0);
}

/* The runtime copies it, or lets it grow. */
static bool is_there(const stream *s) {
  if (s->kind == STREAM_APPEND) return is_there(s->from) && is_there(s->other);
  return is_list(s) || is_cut(s) || s->kind == STREAM_PARTS;
}

/* Lists and views are the runtime's to join; so is what is not there behind one that is, which may grow in place. */
static flat_var joined(apply *a, const stream *s) {
  flat_var turned;
  if (stream_turned(a, s, &turned)) return turned;
  if (!is_list(s->from) && !is_there(s)) return run_to_list(a, s);
  flat_var args[] = {stream_list(a, s->from), 0};
  if (!is_one(s->other)) {
    args[1] = stream_list(a, s->other);
    return *emit_prim(&a->e, OP_append, irt_pair(a->up->types, s->type, s->type), s->type, 0, 2, args);
  }
  emit_vars vars = {0};
  vec_push(a->home, &vars, args[0]);
  apply_leaves(a, s->other->list->parts[0], &vars);
  const ir_type *dom = irt_pair(a->up->types, s->type, stream_element(s));
  return *emit_prim(&a->e, OP_push, dom, s->type, 0, vars.len, vars.items);
}

flat_var stream_list(apply *a, stream *s) {
  if (is_list(s)) return s->list->var;
  if (s->kind == STREAM_LIST) return *emit_prim(&a->e, OP_rev, s->type, s->type, 0, 1, &s->list->var);
  if (s->kind == STREAM_PARTS) return apply_leaf(a, s->list);
  if (s->kind == STREAM_TEXT) return stream_text_list(a, s);
  if (s->kind == STREAM_ENTRIES) return *emit_prim(&a->e, s->cut, s->list->type, s->type, 0, 1, &s->list->var);
  if (s->kind == STREAM_APPEND) return joined(a, s);
  if (s->kind == STREAM_ROTATE) return joined(a, stream_unrotated(a, s));
  if (is_cut(s)) return slice_view(a, s);
  if (s->kind == STREAM_RUNS && is_list(s->from)) return runs_views(a, s);
  if ((s->kind == STREAM_TAKEWHILE || s->kind == STREAM_DROPWHILE) && is_list(s->from)) return while_view(a, s);
  return run_to_list(a, s);
}

/* ---- for its effects ---- */

static void forget_element(apply *a, const val *element, stream_exits *x, void *context) {
  (void)x, (void)context;
  apply_settle_all(a, element, NEED_NONE);
}

void stream_drain(apply *a, const stream *s) {
  stream_nest nest = stream_nest_open(a);
  stream_run_all(a, s, forget_element, NULL);
  stream_nest_close(a, nest);
}

/* Written on trial, with what is known of its elements at hand. */
bool stream_is_total(apply *a, const stream *s) {
  if (!s->effects) return true;
  bool open = s->effects == COMB_MAY_FAIL && transform_on(a->up->m, TRANSFORM_early);
  if (!open || a->trying || apply_dead(a)) return false;
  emit_mark before = emit_mark_here(&a->e);
  uint32_t work = a->work;
  a->trying = true;
  stream_drain(a, s);
  bool total = !emit_fails_since(&a->e, &before);
  emit_undo(&a->e, &before);
  a->trying = false;
  a->work = work;
  return total;
}

/* ---- its length ---- */

static flat_var range_extent(apply *a, const stream *s, flat_var first, flat_var last) {
  flat_var extent = emit_count(&a->e, FLAT_SUB, last, first);
  return s->open ? extent : emit_count(&a->e, FLAT_ADD, extent, emit_int(&a->e, 1));
}

static flat_var range_length(apply *a, const stream *s, bool exact) {
  int64_t lo, hi;
  if (val_is_int(s->lo, &lo) && val_is_int(s->hi, &hi)) {
    uint64_t extent = (uint64_t)hi - (uint64_t)lo + !s->open;
    return emit_int(&a->e, lo > hi ? 0 : (int64_t)extent);
  }
  flat_var first = apply_leaf(a, s->lo), last = apply_leaf(a, s->hi);
  if (!exact) return range_extent(a, s, first, last);
  apply_fork f;
  const ir_type *type = irt_base(a->up->types, IRT_INT);
  apply_fork_open(a, emit_compare(&a->e, s->open ? OP_lt : OP_le, first, last), &f);
  apply_fork_other(a, &f, val_var(a->home, type, range_extent(a, s, first, last))); /* known there to be some */
  return apply_leaf(a, apply_fork_close(a, &f, val_int(a->home, type, 0)));
}

/* Upwards from 0 or more: (hi - lo - 1) / by + 1, or 0. */
static flat_var steps_length(apply *a, const stream *s) {
  enum { NATURAL_BITS = 63 };
  const ir_type *type = irt_base(a->up->types, IRT_INT);
  flat_var first = stream_steps_first(a, s), end = apply_leaf(a, s->hi), one = emit_int(&a->e, 1);
  apply_fork f;
  apply_fork_open(a, emit_compare(&a->e, OP_lt, first, end), &f);
  flat_var extent = emit_count(&a->e, FLAT_SUB, emit_count(&a->e, FLAT_SUB, end, first), one);
  flat_instr divide = {.op = FLAT_PRIM, .prim = OP_idiv, .type = irt_pair(a->up->types, type, type), .result = type,
                       .safe = true, .bits = NATURAL_BITS, .arg_count = 2};
  flat_var steps = *emit_prim_instr(&a->e, divide, (flat_var[]){extent, apply_leaf(a, s->by)});
  apply_fork_other(a, &f, val_var(a->home, type, emit_count(&a->e, FLAT_ADD, steps, one)));
  return apply_leaf(a, apply_fork_close(a, &f, val_int(a->home, type, 0)));
}

/* Stages that give as many elements as they get. */
static bool keeps_length(const stream *s) {
  return s->kind == STREAM_MAP || s->kind == STREAM_ENUM || s->kind == STREAM_SCAN || s->kind == STREAM_ZIPSAME ||
         s->kind == STREAM_ROTATE || (s->kind == STREAM_ZIP && s->even);
}

/* A slice of which first and limit are in hand. */
static bool is_fixed(const stream *s) {
  return s->kind == STREAM_SLICE && s->even && (s->count == 1 || s->count == -1);
}

static bool changes_length(const stream *s) {
  return s->kind == STREAM_SCANL || s->kind == STREAM_WINDOWS || s->kind == STREAM_TAKE || s->kind == STREAM_DROP;
}

bool stream_has_length(const stream *s) {
  while (keeps_length(s) || changes_length(s)) s = s->from;
  if (s->kind == STREAM_APPEND) return stream_has_length(s->from) && stream_has_length(s->other);
  bool windows = s->kind == STREAM_RUNS && s->even;
  return s->kind == STREAM_RANGE || (s->kind == STREAM_STEPS && s->even) || s->kind == STREAM_LIST || s->kind == STREAM_PARTS ||
         s->kind == STREAM_ENTRIES || windows || is_fixed(s);
}

/* Is its length surely below 2**63? */
static bool is_short_range(const stream *s) {
  int64_t lo, hi;
  bool known = val_is_int(s->lo, &lo) && val_is_int(s->hi, &hi);
  return known && lo > INT64_MIN / 4 && hi < INT64_MAX / 4;
}

/* Is the length no less than what comes, and no number that went round? `ranges`: one of a range may be as big as a
   number can be. */
static bool is_sure_length(apply *a, const stream *s, bool ranges) {
  switch (s->kind) {
    case STREAM_LIST:
    case STREAM_STEPS:
    case STREAM_PARTS:
    case STREAM_ENTRIES:
    case STREAM_SLICE:
    case STREAM_RUNS: return true;
    case STREAM_RANGE: return ranges && (apply_is_natural(a, s->lo) || is_short_range(s));
    case STREAM_APPEND: return is_sure_length(a, s->from, false) && is_sure_length(a, s->other, false);
    case STREAM_SCANL: return is_sure_length(a, s->from, false);
    case STREAM_ROTATE:
    case STREAM_TEXT:
    case STREAM_MAP:
    case STREAM_FILTER:
    case STREAM_SCAN:
    case STREAM_TAKEWHILE:
    case STREAM_DROPWHILE:
    case STREAM_ZIP:
    case STREAM_ZIPSAME:
    case STREAM_ENUM:
    case STREAM_FLATMAP:
    case STREAM_WINDOWS:
    case STREAM_TAKE:
    case STREAM_DROP: return s->from && is_sure_length(a, s->from, ranges);
  }
  return false;
}

bool stream_is_roomy(apply *a, const stream *s, bool ranges) {
  return stream_has_length(s) && is_sure_length(a, s, ranges);
}

static flat_var at_least_0(apply *a, flat_var n) { return stream_greater(a, n, emit_int(&a->e, 0)); }

static flat_var fixed_length(apply *a, const stream *s) {
  flat_var first = apply_leaf(a, s->lo->parts[1]), limit = apply_leaf(a, s->hi->parts[1]);
  return emit_count(&a->e, FLAT_SUB, s->count < 0 ? first : limit, s->count < 0 ? limit : first);
}

static flat_var known_length(apply *a, const stream *s, bool exact);

/* Below 0 where nothing is left. */
static flat_var changed_length(apply *a, const stream *s) {
  flat_var below = known_length(a, s->from, true);
  if (s->kind == STREAM_TAKE) return stream_lesser(a, below, apply_leaf(a, s->many));
  if (s->kind == STREAM_SCANL) return emit_count(&a->e, FLAT_ADD, below, emit_int(&a->e, 1));
  flat_var less = s->kind == STREAM_DROP ? apply_leaf(a, s->many) : emit_int(&a->e, s->count - 1);
  return emit_count(&a->e, FLAT_SUB, below, less);
}

static flat_var entries_length(apply *a, const stream *s) {
  const ir_type *t = s->list->type, *integer = irt_base(a->up->types, IRT_INT);
  ir_op len = t->kind == IRT_SET ? OP_set_len : OP_dict_len;
  return *emit_prim(&a->e, len, t, integer, 0, 1, &s->list->var);
}

static flat_var known_length(apply *a, const stream *s, bool exact) {
  while (keeps_length(s)) s = s->from;
  if (s->kind == STREAM_LIST) return stream_list_len(a, s);
  if (s->kind == STREAM_PARTS) return emit_int(&a->e, s->list->n);
  if (s->kind == STREAM_ENTRIES) return entries_length(a, s);
  if (s->kind == STREAM_RANGE) return range_length(a, s, exact);
  if (s->kind == STREAM_STEPS) return steps_length(a, s);
  if (s->kind == STREAM_APPEND)
    return emit_count(&a->e, FLAT_ADD, known_length(a, s->from, true), known_length(a, s->other, true));
  flat_var length = s->kind == STREAM_RUNS    ? stream_runs_limit(a, s)
                    : s->kind == STREAM_SLICE ? fixed_length(a, s)
                                              : changed_length(a, s);
  bool whole = s->kind == STREAM_SCANL || (s->kind == STREAM_SLICE && s->open);
  return exact && !whole ? at_least_0(a, length) : length;
}

bool stream_length(apply *a, const stream *s, bool exact, flat_var *length) {
  if (!stream_has_length(s)) return false;
  *length = known_length(a, s, exact);
  return true;
}
