/* Order and equality of values. What is still to be compared lies on a stack of its own, as runs of values side by
   side, so that a chain of any length needs no C stack. Values of different types meet only inside Dyns: then numbers
   are compared as numbers, sequences element by element whatever their types say, and kinds by rank. */

#include <math.h>
#include <string.h>

#include "ir/bignum.h"
#include "ir/interp_table.h"
#include "support/bug.h"

#define ORDER(a, b) ((a) < (b) ? INTERP_LESS : (a) > (b) ? INTERP_GREATER : INTERP_EQUAL)

/* A value with its type. */
typedef struct side {
  const interp_value *items;
  const ir_type *const *types; /* of item i: types[i % period] */
  int64_t period;
} side;

typedef struct run {
  side a, b;
  int64_t at, n;
  bool total;
  interp_order then; /* when all n pairs are equal */
} run;

enum { RUNS_AT_HAND = 16 };

typedef struct comparison {
  run first[RUNS_AT_HAND], *runs;
  uint32_t len, room;
  arena *scratch; /* NULL: not needed yet */
} comparison;

static arena *scratch_of(comparison *c) {
  if (!c->scratch) c->scratch = arena_new("comparison");
  return c->scratch;
}

static void push(comparison *c, run r) {
  if (c->len == c->room) {
    run *more = ARENA_ARRAY(scratch_of(c), run, (size_t)c->room * 2);
    memcpy(more, c->runs, c->len * sizeof *more);
    c->runs = more;
    c->room *= 2;
  }
  c->runs[c->len++] = r;
}

/* ---- scalars ---- */

static interp_order compare_floats(double a, double b, bool total) {
  bool a_nan = a != a, b_nan = b != b;
  if (a_nan || b_nan) return total ? ORDER(a_nan, b_nan) : INTERP_UNORDERED;
  return ORDER(a, b);
}

/* Exactly: a Float beyond the Ints decides by itself, any other one by its whole part, then by its fraction. */
interp_order interp_int_float_order(int64_t a, double b, bool total) {
  if (b != b) return total ? INTERP_LESS : INTERP_UNORDERED;
  if (b >= 0x1p63 || b < -0x1p63) return b > 0 ? INTERP_LESS : INTERP_GREATER;
  int64_t whole = (int64_t)b;
  double fraction = b - (double)whole;
  return a != whole ? ORDER(a, whole) : ORDER(0, fraction);
}

static interp_order reversed(interp_order order) {
  return order == INTERP_LESS ? INTERP_GREATER : order == INTERP_GREATER ? INTERP_LESS : order;
}

static interp_order compare_big_float(comparison *c, const bignum *a, double b, bool total) {
  int64_t small;
  if (bignum_fits(a, &small)) return interp_int_float_order(small, b, total);
  if (b != b) return total ? INTERP_LESS : INTERP_UNORDERED;
  if (isinf(b)) return b > 0 ? INTERP_LESS : INTERP_GREATER;
  bignum whole = bignum_of_whole(scratch_of(c), trunc(b));
  interp_order order = ORDER(bignum_compare(a, &whole), 0);
  return order == INTERP_EQUAL ? ORDER(trunc(b), b) : order;
}

/* Of kinds that differ, a's the earlier one in Int, Float, Big. */
static interp_order compare_two_kinds(comparison *c, interp_value a, const ir_type *at, interp_value b,
                                      const ir_type *bt, bool total) {
  if (bt->kind == IRT_FLOAT) return interp_int_float_order(a.i, b.f, total);
  if (at->kind == IRT_FLOAT) return reversed(compare_big_float(c, b.big, a.f, total));
  bignum widened = bignum_of(scratch_of(c), a.i);
  return ORDER(bignum_compare(&widened, b.big), 0);
}

static interp_order compare_numbers(comparison *c, interp_value a, const ir_type *at, interp_value b,
                                    const ir_type *bt, bool total) {
  bool in_turn = at->kind == IRT_INT || bt->kind == IRT_BIG;
  return in_turn ? compare_two_kinds(c, a, at, b, bt, total) : reversed(compare_two_kinds(c, b, bt, a, at, total));
}

/* ---- composites ---- */

static interp_order lists(comparison *c, const interp_list *a, const ir_type *const *at, const interp_list *b,
                          const ir_type *const *bt, bool total) {
  run r = {{a->items, at, 1}, {b->items, bt, 1}, 0, a->len < b->len ? a->len : b->len, total, ORDER(a->len, b->len)};
  if (r.n) push(c, r);
  return r.n ? INTERP_EQUAL : r.then;
}

static interp_order parts(comparison *c, const interp_value *a, const ir_type *const *at, const interp_value *b,
                          const ir_type *const *bt, uint32_t n, bool total) {
  if (n) push(c, (run){{a, at, n}, {b, bt, n}, 0, n, total, INTERP_EQUAL});
  return INTERP_EQUAL;
}

/* Keys by the total order one behind the other, then the values. */
static interp_order tables(comparison *c, const interp_table *a, const ir_type *at, const interp_table *b,
                           const ir_type *bt, bool total) {
  if (a->len != b->len || a->len == 0) return ORDER(a->len, b->len);
  int64_t n = a->len;
  const interp_entry *p = interp_table_sorted(scratch_of(c), a), *q = interp_table_sorted(scratch_of(c), b);
  interp_value *items = ARENA_ARRAY(scratch_of(c), interp_value, (size_t)n * 4);
  for (int64_t i = 0; i < n; i++) {
    items[i] = p[i].key;
    items[n + i] = q[i].key;
    items[2 * n + i] = p[i].value;
    items[3 * n + i] = q[i].value;
  }
  if (at->kind == IRT_DICT)
    push(c, (run){{items + 2 * n, at->args + 1, 1}, {items + 3 * n, bt->args + 1, 1}, 0, n, total, INTERP_EQUAL});
  push(c, (run){{items, at->args, 1}, {items + n, bt->args, 1}, 0, n, true, INTERP_EQUAL});
  return INTERP_EQUAL;
}

static interp_order objects(comparison *c, const interp_object *a, const interp_object *b, const ir_type *t,
                            bool total) {
  if (a->tag != b->tag) return ORDER(a->tag, b->tag);
  const ir_con *con = &irt_decl(t)->cons[a->tag];
  return parts(c, a->fields, con->fields, b->fields, con->fields, con->count, total);
}

static interp_order options(comparison *c, const interp_value *a, const interp_value *b, const ir_type *t, bool total) {
  return a && b ? parts(c, a, t->args, b, t->args, 1, total) : ORDER(a != NULL, b != NULL);
}

static interp_order dyns(comparison *c, const interp_dyn *a, const interp_dyn *b, bool total) {
  return a && b ? parts(c, &a->value, &a->type, &b->value, &b->type, 1, total) : ORDER(a != NULL, b != NULL);
}

static interp_order same_type(comparison *c, interp_value a, interp_value b, const ir_type *t, bool total) {
  switch (t->kind) {
    case IRT_INT:
    case IRT_BOOL:
    case IRT_CHAR: return ORDER(a.i, b.i);
    case IRT_FLOAT: return compare_floats(a.f, b.f, total);
    case IRT_UNIT: return INTERP_EQUAL;
    case IRT_LIST: return lists(c, a.list, t->args, b.list, t->args, total);
    case IRT_TUPLE: return parts(c, a.parts, t->args, b.parts, t->args, t->count, total);
    case IRT_OPTION: return options(c, a.content, b.content, t, total);
    case IRT_DICT:
    case IRT_SET: return tables(c, a.table, t, b.table, t, total);
    case IRT_DYN: return dyns(c, a.dyn, b.dyn, total);
    case IRT_NAMED: return objects(c, a.object, b.object, t, total);
    case IRT_BIG: return ORDER(bignum_compare(a.big, b.big), 0);
    case IRT_FUN: break;
  }
  gael_bug("a comparison of values of kind %d", (int)t->kind);
}

/* ---- Dyn ---- */

interp_rank interp_rank_of(const ir_type *t) {
  static const interp_rank ranks[] = {
      [IRT_INT] = RANK_NUMBER,  [IRT_FLOAT] = RANK_NUMBER, [IRT_BIG] = RANK_NUMBER, [IRT_BOOL] = RANK_BOOL,
      [IRT_CHAR] = RANK_CHAR,   [IRT_UNIT] = RANK_UNIT,    [IRT_LIST] = RANK_LIST,  [IRT_TUPLE] = RANK_TUPLE,
      [IRT_SET] = RANK_SET,     [IRT_DICT] = RANK_DICT,    [IRT_NAMED] = RANK_NAMED, [IRT_OPTION] = RANK_NONE,
      [IRT_DYN] = RANK_NONE,    [IRT_FUN] = RANK_NONE,
  };
  return irt_is_str(t) ? RANK_STR : ranks[t->kind];
}

const ir_type *interp_strip(interp_value *v, const ir_type *t) {
  for (;;) {
    bool option = t->kind == IRT_OPTION && v->content, dyn = t->kind == IRT_DYN && v->dyn;
    if (!option && !dyn) return t;
    t = option ? t->args[0] : v->dyn->type;
    *v = option ? *v->content : v->dyn->value;
  }
}

static interp_order names(comparison *c, const ir_type *a, const ir_type *b) {
  strbuf p = strbuf_new(scratch_of(c)), q = strbuf_new(scratch_of(c));
  irt_print(&p, a);
  irt_print(&q, b);
  int order = str_cmp(strbuf_str(&p), strbuf_str(&q));
  return ORDER(order, 0);
}

static interp_order two_types(comparison *c, interp_value a, const ir_type *at, interp_value b, const ir_type *bt,
                              bool total) {
  at = interp_strip(&a, at);
  bt = interp_strip(&b, bt);
  if (at == bt) return interp_rank_of(at) == RANK_NONE ? INTERP_EQUAL : same_type(c, a, b, at, total);
  interp_rank rank = interp_rank_of(at);
  if (rank != interp_rank_of(bt)) return ORDER(rank, interp_rank_of(bt));
  switch (rank) {
    case RANK_NUMBER: return compare_numbers(c, a, at, b, bt, total);
    case RANK_LIST: return lists(c, a.list, at->args, b.list, bt->args, total);
    case RANK_TUPLE:
      if (at->count != bt->count) return ORDER(at->count, bt->count);
      return parts(c, a.parts, at->args, b.parts, bt->args, at->count, total);
    case RANK_SET:
    case RANK_DICT: return tables(c, a.table, at, b.table, bt, total);
    case RANK_NAMED: return names(c, at, bt);
    case RANK_NONE:
    case RANK_UNIT:
    case RANK_BOOL:
    case RANK_CHAR:
    case RANK_STR: return INTERP_EQUAL;
  }
  gael_bug("a value of rank %d", (int)rank);
}

/* ---- the walk ---- */

static interp_order pair_order(comparison *c, interp_value a, const ir_type *at, interp_value b, const ir_type *bt,
                               bool total) {
  return at == bt ? same_type(c, a, b, at, total) : two_types(c, a, at, b, bt, total);
}

/* The next pair of the topmost run, which is gone when that was its last and nothing comes behind. */
static interp_order compare_next(comparison *c) {
  run *top = &c->runs[c->len - 1];
  if (top->at == top->n) {
    c->len--;
    return top->then;
  }
  int64_t i = top->at++;
  interp_value a = top->a.items[i], b = top->b.items[i];
  const ir_type *at = top->a.types[i % top->a.period], *bt = top->b.types[i % top->b.period];
  bool total = top->total;
  if (top->at == top->n && top->then == INTERP_EQUAL) c->len--;
  return pair_order(c, a, at, b, bt, total);
}

interp_order interp_compare_types(interp_value a, const ir_type *at, interp_value b, const ir_type *bt, bool total) {
  comparison c = {.room = RUNS_AT_HAND};
  c.runs = c.first;
  interp_order order = pair_order(&c, a, at, b, bt, total);
  while (order == INTERP_EQUAL && c.len) order = compare_next(&c);
  if (c.scratch) arena_free(c.scratch);
  return order;
}

interp_order interp_compare(interp_value a, interp_value b, const ir_type *t, bool total) {
  return interp_compare_types(a, t, b, t, total);
}
