/* The consumers: each is the cells it keeps, what it does with one element, and what the cells say at the end.

   A search stops at its first hit; but what can fail in the stages before it belongs to the list's meaning, so over an
   impure stream the loop goes on without looking. */

#include "ir/passes.h"
#include "ir/stream.h"

/* ---- fold and its kin ---- */

typedef struct folding {
  stream_cell acc;
  const val *fun;
} folding;

static void fold_element(apply *a, const val *element, stream_exits *x, void *context) {
  const folding *f = context;
  (void)x;
  stream_cell_set(a, f->acc, apply_call_2(a, f->fun, stream_cell_get(a, f->acc), element));
}

enum { FOLDED_TWICE = 20 }; /* nodes of a function that may be written for both of two lists */

static const val *fold_stream(apply *a, const stream *s, const val *seed, const ir_type *type, const val *fun) {
  seed = apply_forced(a, seed);
  fun = apply_hoist(a, fun, s, s->effects | apply_call_effects(a, fun, 2));
  stream_nest nest = stream_nest_open(a);
  folding f = {stream_cell_new(a, type, seed), fun};
  bool small = fun->kind == VAL_FUN && apply_term_size(&a->up->facts, fun->term->a) <= FOLDED_TWICE;
  if (small) {
    f.fun = val_closed(a->home, fun, true);
    stream_run_all(a, s, fold_element, &f);
  } else {
    emit_label done = emit_label_new(&a->e);
    stream_run(a, s, &done, fold_element, &f);
  }
  const val *result = stream_cell_get(a, f.acc);
  stream_nest_close(a, nest);
  return result;
}

enum { LITERAL_FOLDED = 8 };

static const val *consume_fold(apply *a, const comb *prim, const val *arg) {
  const val *list = arg->parts[0], *acc = arg->parts[1], *fun = arg->parts[2];
  if (list->kind != VAL_LIST || list->n > LITERAL_FOLDED)
    return fold_stream(a, stream_under(a, list, fun, 2), acc, prim->cod, fun);
  fun = fun->kind == VAL_FUN ? val_closed(a->home, fun, fun->shared || list->n > 1) : fun;
  for (uint32_t i = 0; i < list->n; i++) acc = apply_run_effects(a, apply_call_2(a, fun, acc, list->parts[i]));
  return acc;
}

static void iterate_element(apply *a, const val *element, stream_exits *x, void *context) {
  const folding *f = context;
  (void)x, (void)element;
  stream_cell_set(a, f->acc, apply_call_1(a, f->fun, stream_cell_get(a, f->acc)));
}

static const val *consume_iterate(apply *a, const comb *prim, const val *arg) {
  const ir_type *integer = irt_base(a->up->types, IRT_INT);
  stream turns = {.kind = STREAM_RANGE, .type = irt_list(a->up->types, integer), .open = true, .free = true};
  turns.lo = val_int(a->home, integer, 0);
  turns.hi = arg->parts[1];
  const val *seed = apply_forced(a, arg->parts[0]), *fun = apply_hoist(a, arg->parts[2], NULL, 0);
  stream_nest nest = stream_nest_open(a);
  folding f = {stream_cell_new(a, prim->cod, seed), fun};
  emit_label done = emit_label_new(&a->e);
  stream_run(a, &turns, &done, iterate_element, &f);
  const val *result = stream_cell_get(a, f.acc);
  stream_nest_close(a, nest);
  return result;
}

static const val *consume_until(apply *a, const comb *prim, const val *arg) {
  stream_nest nest = stream_nest_open(a);
  stream_cell state = stream_cell_new(a, prim->cod, arg->parts[0]);
  emit_label done = emit_label_new(&a->e), header = emit_label_new(&a->e), step = emit_label_new(&a->e);
  uint32_t scope = emit_scope_open(&a->e);
  emit_jump(&a->e, &header);
  emit_bind(&a->e, &header);
  emit_branch(&a->e, apply_leaf(a, apply_call_1(a, arg->parts[1], stream_cell_get(a, state))), &done, &step);
  emit_bind(&a->e, &step);
  stream_cell_set(a, state, apply_call_1(a, arg->parts[2], stream_cell_get(a, state)));
  emit_jump(&a->e, &header);
  emit_scope_close(&a->e, scope);
  emit_bind(&a->e, &done);
  const val *result = stream_cell_get(a, state);
  stream_nest_close(a, nest);
  return result;
}

/* ---- searches ---- */

typedef struct search {
  const val *fun;    /* predicate; NULL: equality with */
  const val *needle;
  const val *miss;   /* the result when there is no hit, and after one */
  const val *(*hit)(apply *a, const struct search *s, const val *element);
  bool inverse;      /* a hit is where the predicate fails */
  bool counts;
  bool drains;       /* the loop may not be left early */
  stream_cell result;
  uint32_t at, going; /* cells */
} search;

static const val *hit_flag(apply *a, const search *s, const val *element) {
  (void)element;
  return val_bool(a->home, irt_base(a->up->types, IRT_BOOL), !s->inverse);
}

static const val *some_of(apply *a, const ir_type *type, const val *content) {
  const val *yes = val_bool(a->home, irt_base(a->up->types, IRT_BOOL), true);
  return val_parts(a->home, VAL_OPTION, type, 2, (const val *[]){yes, content});
}

static const val *hit_element(apply *a, const search *s, const val *element) {
  return some_of(a, s->result.type, element);
}

static const val *hit_position(apply *a, const search *s, const val *element) {
  (void)element;
  const ir_type *type = s->result.type;
  return some_of(a, type, val_var(a->home, type->args[0], emit_cell_at(&a->e, s->at)));
}

static const val *none_of(apply *a, const ir_type *type) {
  const val *no = val_bool(a->home, irt_base(a->up->types, IRT_BOOL), false);
  return val_parts(a->home, VAL_OPTION, type, 2, (const val *[]){no, val_absent(a->home, type->args[0])});
}

static const val *is_hit(apply *a, const search *s, const val *element) {
  if (s->fun) return apply_call_1(a, s->fun, element);
  return apply_equal(a, s->needle, element);
}

static void search_element(apply *a, const val *element, stream_exits *x, void *context) {
  const search *s = context;
  flat_label yes, no, on, over;
  element = apply_settle_all(a, element, NEED_MANY);
  if (s->drains) {
    emit_fork(&a->e, emit_cell_at(&a->e, s->going), &on, &over);
    a->e.at = over;
    emit_jump(&a->e, x->again);
    a->e.at = on;
  }
  emit_fork(&a->e, apply_leaf(a, is_hit(a, s, element)), &yes, &no);
  uint32_t scope = emit_scope_open(&a->e);
  a->e.at = s->inverse ? yes : no;
  flat_var at = s->counts ? emit_cell_at(&a->e, s->at) : 0;
  if (s->counts) emit_cell_set(&a->e, s->at, emit_count(&a->e, FLAT_ADD, at, emit_int(&a->e, 1)));
  emit_jump(&a->e, x->again);
  emit_scope_close(&a->e, scope);
  if (s->counts) emit_cell_set(&a->e, s->at, at);
  a->e.at = s->inverse ? no : yes;
  stream_cell_set(a, s->result, s->hit(a, s, element));
  if (s->drains) emit_cell_set(&a->e, s->going, emit_bool(&a->e, false));
  emit_jump(&a->e, s->drains ? x->again : x->done);
}

static const val *search_stream(apply *a, const stream *from, const ir_type *type, search *s) {
  bool total = stream_is_total(a, from);
  if (s->fun) s->fun = apply_hoist(a, s->fun, from, from->effects | apply_call_effects(a, s->fun, 1));
  stream_nest nest = stream_nest_open(a);
  s->result = stream_cell_new(a, type, s->miss);
  s->drains = !total;
  flat_var_info integer = {FLAT_I64, NULL}, boolean = {FLAT_BOOL, NULL};
  if (s->counts) s->at = emit_cell_new(&a->e, integer, emit_int(&a->e, 0));
  if (s->drains) s->going = emit_cell_new(&a->e, boolean, emit_bool(&a->e, true));
  emit_label done = emit_label_new(&a->e);
  stream_run(a, from, &done, search_element, s);
  const val *result = stream_cell_get(a, s->result);
  stream_nest_close(a, nest);
  return result;
}

static const val *consume_any(apply *a, const comb *prim, const val *arg) {
  bool inverse = prim->n == OP_all;
  search s = {.fun = arg->parts[1], .hit = hit_flag, .inverse = inverse};
  s.miss = val_bool(a->home, prim->cod, inverse);
  return search_stream(a, stream_under(a, arg->parts[0], s.fun, 1), prim->cod, &s);
}

static const val *consume_find(apply *a, const comb *prim, const val *arg) {
  search s = {.fun = arg->parts[1], .hit = prim->n == OP_find ? hit_element : hit_position};
  s.counts = prim->n == OP_position;
  s.miss = none_of(a, prim->cod);
  return search_stream(a, stream_under(a, arg->parts[0], s.fun, 1), prim->cod, &s);
}

/* A list literal whose parts are each used so often. */
static const val *settled_literal(apply *a, const val *list, need_level level) {
  const val **parts = ARENA_ARRAY(a->home, const val *, list->n);
  for (uint32_t i = 0; i < list->n; i++) parts[i] = apply_settle_all(a, list->parts[i], level);
  return val_parts(a->home, VAL_LIST, list->type, list->n, parts);
}

static const val *elem_of_parts(apply *a, const val *needle, const val *list, uint32_t i) {
  const ir_type *type = irt_base(a->up->types, IRT_BOOL);
  if (i == list->n) return val_bool(a->home, type, false);
  apply_fork f;
  apply_fork_open(a, apply_leaf(a, apply_equal(a, needle, list->parts[i])), &f);
  apply_fork_other(a, &f, val_bool(a->home, type, true));
  return apply_fork_close(a, &f, elem_of_parts(a, needle, list, i + 1));
}

/* A list that is there is searched by the runtime. */
static const val *consume_elem(apply *a, const comb *prim, const val *arg) {
  const val *needle = apply_settle_all(a, arg->parts[0], NEED_MANY), *list = arg->parts[1];
  if (list->kind == VAL_LIST && list->n <= LITERAL_FOLDED)
    return elem_of_parts(a, needle, settled_literal(a, list, NEED_MANY), 0);
  stream *from = stream_of(a, list);
  if (from->kind == STREAM_LIST) return apply_prim_plain(a, prim, arg);
  search s = {.needle = apply_forced(a, needle), .hit = hit_flag, .miss = val_bool(a->home, prim->cod, false)};
  return search_stream(a, from, prim->cod, &s);
}

/* ---- dictionaries and sets ---- */

typedef struct filling {
  stream_cell table;
  ir_op add; /* what puts one element in */
} filling;

static void fill_element(apply *a, const val *element, stream_exits *x, void *context) {
  const filling *f = context;
  (void)x;
  const ir_type *type = f->table.type, *item = element->type;
  bool pairs = f->add == OP_dict_put || f->add == OP_dict_gather;
  const ir_type *types[] = {type, pairs ? item->args[0] : item, pairs ? item->args[1] : NULL};
  emit_vars vars = {0};
  apply_leaves(a, stream_cell_get(a, f->table), &vars);
  apply_leaves(a, element, &vars);
  const ir_type *dom = irt_tuple(a->up->types, pairs ? 3 : 2, types);
  const flat_var *table = emit_prim(&a->e, f->add, dom, type, 0, vars.len, vars.items);
  stream_cell_set(a, f->table, val_var(a->home, type, *table));
}

static ir_op adder_of(ir_op op) {
  return op == OP_dict_counts ? OP_dict_count : op == OP_dict_group ? OP_dict_gather : op == OP_set ? OP_set_put : OP_dict_put;
}

/* A list that is there is taken as a whole by the runtime; one that is not need not be made. */
static const val *consume_table(apply *a, const comb *prim, const val *arg) {
  bool there = arg->kind != VAL_STREAM || arg->stream->kind == STREAM_LIST;
  if (there || !transform_on(a->up->m, TRANSFORM_tables)) return apply_prim_plain(a, prim, arg);
  ir_op maker = prim->n == OP_set ? OP_set : OP_dict;
  const ir_type *type = prim->cod, *item = type->args[0];
  if (maker == OP_dict) item = irt_pair(a->up->types, type->args[0], type->args[1]);
  const ir_type *items = irt_list(a->up->types, item);
  const val *none = val_parts(a->home, VAL_LIST, items, 0, NULL);
  emit_vars empty = {0};
  apply_leaves(a, none, &empty);
  const flat_var *table = emit_prim(&a->e, maker, items, type, 0, 1, empty.items);
  stream_nest nest = stream_nest_open(a);
  filling f = {stream_cell_new(a, type, val_var(a->home, type, *table)), adder_of((ir_op)prim->n)};
  emit_label done = emit_label_new(&a->e);
  stream_run(a, arg->stream, &done, fill_element, &f);
  const val *result = stream_cell_get(a, f.table);
  stream_nest_close(a, nest);
  return result;
}

/* ---- length and place ---- */


static const val *consume_len(apply *a, const comb *prim, const val *arg) {
  flat_var length;
  if (arg->kind == VAL_LIST) {
    settled_literal(a, arg, NEED_NONE);
    return val_int(a->home, prim->cod, arg->n);
  }
  const stream *s = stream_fixed(a, stream_of(a, arg));
  if (stream_length(a, s, true, &length)) {
    if (s->effects) stream_drain(a, s);
    return val_var(a->home, prim->cod, length);
  }
  return val_var(a->home, prim->cod, stream_count(a, s));
}

/* ---- places: any element, the last, the one after so many ---- */

/* A pattern has looked at the length, or a loop counts up to it, before elements are taken. */
static const val *index_list(apply *a, const comb *prim, const val *arg) {
  flat_var list = apply_leaf(a, arg->parts[0]), at = apply_leaf(a, arg->parts[1]);
  int64_t known;
  bool is_known = val_is_int(arg->parts[1], &known);
  bool inside = is_known ? known >= 0 && emit_has_element(&a->e, list, known) : emit_is_inside(&a->e, list, at);
  const val *there = val_var(a->home, arg->parts[0]->type, list);
  if (!inside) return apply_prim_plain(a, prim, val_pair(a->home, arg->type, there, arg->parts[1]));
  return stream_list_get(a, stream_of(a, there), at);
}

/* Where there is no such element the primitive fails on the list. One without a first or a last is empty. */
static void fail_on_list(apply *a, const comb *prim, const stream *s, const val *at) {
  stream copy = *s;
  int64_t place;
  bool empty = val_is_int(at, &place) && (place == 0 || place == -1);
  const val *list = empty ? val_parts(a->home, VAL_LIST, s->type, 0, NULL)
                          : val_var(a->home, s->type, stream_list(a, &copy));
  apply_prim_plain(a, prim, val_pair(a->home, prim->dom, list, at));
  emit_stop(&a->e);
}

static void fail_unless(apply *a, flat_var cond, const comb *prim, const stream *s, const val *at) {
  apply_fork f;
  apply_fork_open(a, cond, &f);
  flat_label inside = a->e.at;
  emit_scope_close(&a->e, f.scope);
  a->e.at = f.other;
  fail_on_list(a, prim, s, at);
  emit_scope_close(&a->e, f.scope);
  a->e.at = inside;
  emit_assume(&a->e, cond, true);
}

/* What can be asked for any element. */
static const val *index_any(apply *a, const comb *prim, const stream *s, const val *at) {
  flat_var len;
  stream_length(a, s, true, &len);
  flat_var place = apply_leaf(a, at), zero = emit_int(&a->e, 0);
  const ir_type *type = at->type;
  if (!apply_is_natural(a, at)) {
    apply_fork f;
    apply_fork_open(a, emit_compare(&a->e, OP_lt, place, zero), &f);
    apply_fork_other(a, &f, val_var(a->home, type, emit_count(&a->e, FLAT_ADD, place, len)));
    place = apply_leaf(a, apply_fork_close(a, &f, val_var(a->home, type, place)));
    fail_unless(a, emit_compare(&a->e, OP_le, zero, place), prim, s, at);
  }
  fail_unless(a, emit_compare(&a->e, OP_lt, place, len), prim, s, at);
  return stream_at(a, s, place);
}

/* What of the elements is kept: the one at `at`, or the last one. */
typedef struct picking {
  stream_cell kept, seen;
  uint32_t left; /* cell: how many come before it */
  bool last, drains;
} picking;

static void keep_element(apply *a, const picking *p, const val *element) {
  stream_cell_set(a, p->kept, apply_forced(a, element));
  stream_cell_set(a, p->seen, val_bool(a->home, p->seen.type, true));
}

static void pick_element(apply *a, const val *element, stream_exits *x, void *context) {
  const picking *p = context;
  if (p->last) {
    keep_element(a, p, element);
    return;
  }
  element = apply_run_effects(a, element);
  flat_var left = emit_cell_at(&a->e, p->left);
  flat_label here, elsewhere;
  emit_fork(&a->e, emit_compare(&a->e, OP_eq, left, emit_int(&a->e, 0)), &here, &elsewhere);
  uint32_t scope = emit_scope_open(&a->e);
  a->e.at = elsewhere;
  flat_var fewer = emit_count(&a->e, FLAT_SUB, left, emit_int(&a->e, 1));
  emit_cell_set(&a->e, p->left, fewer);
  emit_jump(&a->e, x->again);
  emit_scope_close(&a->e, scope);
  a->e.at = here;
  emit_cell_set(&a->e, p->left, emit_count(&a->e, FLAT_SUB, left, emit_int(&a->e, 1)));
  keep_element(a, p, element);
  emit_jump(&a->e, p->drains ? x->again : x->done);
}

/* One element of a pipeline that has to be run for it. */
static const val *index_running(apply *a, const comb *prim, const stream *s, const val *at, int64_t place) {
  const ir_type *boolean = irt_base(a->up->types, IRT_BOOL);
  stream_nest nest = stream_nest_open(a);
  picking p = {.last = place < 0, .drains = !stream_is_total(a, s)};
  p.kept = stream_cell_new(a, prim->cod, val_absent(a->home, prim->cod));
  p.seen = stream_cell_new(a, boolean, val_bool(a->home, boolean, false));
  p.left = emit_cell_new(&a->e, (flat_var_info){FLAT_I64, NULL}, emit_int(&a->e, place));
  emit_label done = emit_label_new(&a->e);
  stream_run(a, s, &done, pick_element, &p);
  const val *kept = stream_cell_get(a, p.kept), *seen = stream_cell_get(a, p.seen);
  stream_nest_close(a, nest);
  if (!apply_dead(a)) fail_unless(a, apply_leaf(a, seen), prim, s, at);
  return kept;
}

static const val *index_stream(apply *a, const comb *prim, const val *arg) {
  const stream *s = arg->parts[0]->stream;
  const val *at = apply_settle_all(a, arg->parts[1], NEED_MANY);
  int64_t place;
  if (s->kind == STREAM_SLICE && s->count == 1) s = stream_fixed(a, s);
  if (stream_is_indexable(s)) return index_any(a, prim, s, at);
  bool near = val_is_int(at, &place) && place >= -1;
  if (!near) return index_list(a, prim, val_pair(a->home, arg->type, arg->parts[0], at));
  return index_running(a, prim, s, at, place);
}

static const val *literal_part(apply *a, const val *list, int64_t at) {
  for (uint32_t i = 0; i < list->n; i++)
    if (i != at) apply_settle_all(a, list->parts[i], NEED_NONE);
  return list->parts[at];
}

static const val *consume_index(apply *a, const comb *prim, const val *arg) {
  const val *list = arg->parts[0];
  int64_t at;
  if (list->kind == VAL_LIST && val_is_int(arg->parts[1], &at) && at < list->n && at >= -(int64_t)list->n)
    return literal_part(a, list, at < 0 ? at + list->n : at);
  bool runs = list->kind == VAL_STREAM && list->stream->kind != STREAM_LIST;
  return runs ? index_stream(a, prim, arg) : index_list(a, prim, arg);
}

/* ---- all of them ---- */

typedef const val *consume_fn(apply *a, const comb *prim, const val *arg);

static consume_fn *const consumers[OP_COUNT] = {
    [OP_fold] = consume_fold, [OP_iterate] = consume_iterate, [OP_until] = consume_until,  [OP_any] = consume_any,
    [OP_all] = consume_any,   [OP_find] = consume_find,       [OP_position] = consume_find, [OP_elem] = consume_elem,
    [OP_len] = consume_len,   [OP_index] = consume_index,     [OP_dict] = consume_table,   [OP_set] = consume_table,
    [OP_dict_counts] = consume_table, [OP_dict_group] = consume_table,
};

const val *stream_consume(apply *a, const comb *prim, const val *arg) {
  consume_fn *consume = consumers[prim->n];
  return consume ? consume(a, prim, arg) : NULL;
}
