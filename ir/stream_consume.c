/* The consumers: each is the cells it keeps, what it does with one element, and what the cells say at the end.

   A search stops at its first hit; but what can fail in the stages before it belongs to the list's meaning, so over an
   impure stream the loop goes on without looking. */

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

static const val *fold_stream(apply *a, const stream *s, const val *seed, const ir_type *type, const val *fun) {
  stream_nest nest = stream_nest_open(a);
  folding f = {stream_cell_new(a, type, seed), fun};
  emit_label done = emit_label_new(&a->e);
  stream_run(a, s, &done, fold_element, &f);
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
  stream_nest nest = stream_nest_open(a);
  folding f = {stream_cell_new(a, prim->cod, arg->parts[0]), arg->parts[2]};
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
  stream_nest nest = stream_nest_open(a);
  s->result = stream_cell_new(a, type, s->miss);
  s->drains = from->effects;
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

/* ---- length and place ---- */

static void count_element(apply *a, const val *element, stream_exits *x, void *context) {
  const uint32_t *at = context;
  (void)x;
  apply_settle_all(a, element, NEED_NONE);
  emit_cell_set(&a->e, *at, emit_count(&a->e, FLAT_ADD, emit_cell_at(&a->e, *at), emit_int(&a->e, 1)));
}

static const val *consume_len(apply *a, const comb *prim, const val *arg) {
  flat_var length;
  if (arg->kind == VAL_LIST) {
    settled_literal(a, arg, NEED_NONE);
    return val_int(a->home, prim->cod, arg->n);
  }
  stream *s = stream_of(a, arg);
  if (stream_length(a, s, true, &length)) {
    if (s->effects) stream_drain(a, s);
    return val_var(a->home, prim->cod, length);
  }
  stream_nest nest = stream_nest_open(a);
  uint32_t at = emit_cell_new(&a->e, (flat_var_info){FLAT_I64, NULL}, emit_int(&a->e, 0));
  emit_label done = emit_label_new(&a->e);
  stream_run(a, s, &done, count_element, &at);
  length = emit_cell_at(&a->e, at);
  stream_nest_close(a, nest);
  return val_var(a->home, prim->cod, length);
}

static const val *literal_part(apply *a, const val *list, int64_t at) {
  for (uint32_t i = 0; i < list->n; i++)
    if (i != at) apply_settle_all(a, list->parts[i], NEED_NONE);
  return list->parts[at];
}

/* A pattern has looked at the length before it takes elements. */
static const val *index_list(apply *a, const comb *prim, const val *arg) {
  int64_t at;
  if (!val_is_int(arg->parts[1], &at) || at < 0) return apply_prim_plain(a, prim, arg);
  flat_var list = apply_leaf(a, arg->parts[0]);
  const val *known = val_var(a->home, arg->parts[0]->type, list);
  if (!emit_has_element(&a->e, list, at))
    return apply_prim_plain(a, prim, val_pair(a->home, arg->type, known, arg->parts[1]));
  uint32_t n = flat_scalar_count(prim->cod);
  flat_var_info *infos = ARENA_ARRAY(a->home, flat_var_info, n);
  flat_scalars(prim->cod, infos, n);
  flat_instr get = {.op = FLAT_LIST_GET, .type = known->type, .arg_count = 2};
  const flat_var args[] = {list, emit_int(&a->e, at)};
  return val_of_vars(a->home, a->up->types, prim->cod, emit_instr(&a->e, get, args, n, infos));
}

/* Of a pure map only the wanted element is made. */
static const val *consume_index(apply *a, const comb *prim, const val *arg) {
  const val *list = arg->parts[0];
  int64_t at;
  if (list->kind == VAL_LIST && val_is_int(arg->parts[1], &at) && at < list->n && at >= -(int64_t)list->n)
    return literal_part(a, list, at < 0 ? at + list->n : at);
  if (list->kind != VAL_STREAM || list->stream->kind != STREAM_MAP || list->stream->effects)
    return index_list(a, prim, arg);
  const stream *s = list->stream;
  const val *from = val_stream(a->home, s->from->type, s->from);
  const comb below = {.kind = COMB_PRIM, .n = OP_index, .site = prim->site, .cod = stream_element(s->from),
                      .dom = irt_pair(a->up->types, s->from->type, arg->parts[1]->type)};
  const val *place = val_pair(a->home, below.dom, from, arg->parts[1]);
  return apply_call_1(a, s->fun, consume_index(a, &below, place));
}

/* ---- all of them ---- */

typedef const val *consume_fn(apply *a, const comb *prim, const val *arg);

static consume_fn *const consumers[OP_COUNT] = {
    [OP_fold] = consume_fold, [OP_iterate] = consume_iterate, [OP_until] = consume_until,  [OP_any] = consume_any,
    [OP_all] = consume_any,   [OP_find] = consume_find,       [OP_position] = consume_find, [OP_elem] = consume_elem,
    [OP_len] = consume_len,   [OP_index] = consume_index,
};

const val *stream_consume(apply *a, const comb *prim, const val *arg) {
  consume_fn *consume = consumers[prim->n];
  return consume ? consume(a, prim, arg) : NULL;
}
