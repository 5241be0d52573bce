/* Primitives on symbols: what is known is computed, options are taken apart, the rest becomes an instruction. */

#include "ir/apply.h"
#include "ir/op_type.h"
#include "ir/stream.h"
#include "support/bug.h"

static const val *bool_value(apply *a, bool b) { return val_bool(a->home, irt_base(a->up->types, IRT_BOOL), b); }

/* An Int? that is none, or a literal other than 0. */
static bool is_step(const val *v) {
  int64_t tag, step;
  if (v->kind != VAL_OPTION || !val_is_int(v->parts[0], &tag)) return false;
  return !tag || (val_is_int(v->parts[1], &step) && step != 0);
}

/* One more or less than a number that another one is greater or less than. */
static bool is_step_on(const apply *a, ir_op op, const val *arg) {
  int64_t i;
  const val *p = arg->parts[0], *q = arg->parts[1];
  bool swapped = op == OP_iadd && val_is_int(p, &i);
  if (swapped) q = p, p = arg->parts[1];
  if (p->kind != VAL_VAR || !val_is_int(q, &i) || (i != 1 && i != -1)) return false;
  return emit_can_step(&a->e, p->var, (op == OP_isub) == (i == 1));
}

/* Operands that are known may rule the primitive's failure out. */
static bool is_safe(const apply *a, ir_op op, const val *arg) {
  int64_t i;
  if (arg->kind != VAL_TUPLE || arg->n < 2) return false;
  const val *second = arg->parts[1];
  if (op == OP_isub && apply_is_natural(a, arg->parts[0]) && apply_is_natural(a, second)) return true;
  if (op == OP_iadd || op == OP_isub) return is_step_on(a, op, arg);
  if (op == OP_idiv || op == OP_imod) return val_is_int(second, &i) && i != 0 && i != -1;
  if (op == OP_shr) return val_is_int(second, &i) && i >= 0;
  if (op == OP_windows || op == OP_chunks) return val_is_int(second, &i) && i >= 1;
  return op == OP_slice && is_step(arg->parts[3]);
}

static bool fails_surely(ir_op op, const val *arg) {
  int64_t divisor;
  bool divides = (op == OP_idiv || op == OP_imod) && arg->kind == VAL_TUPLE;
  return divides && val_is_int(arg->parts[1], &divisor) && !divisor;
}

const val *apply_prim_plain(apply *a, const comb *prim, const val *arg) {
  emit_vars vars = {0};
  apply_leaves(a, arg, &vars);
  flat_instr i = {.op = FLAT_PRIM, .prim = (ir_op)prim->n, .type = prim->dom, .result = prim->cod,
                  .site = prim->site, .safe = is_safe(a, (ir_op)prim->n, arg), .arg_count = vars.len};
  const flat_var *dests = emit_prim_instr(&a->e, i, vars.items);
  const val *result = val_of_vars(a->home, a->up->types, prim->cod, dests);
  if (fails_surely((ir_op)prim->n, arg)) emit_stop(&a->e);
  return result;
}

/* ---- options ---- */

static const val *prim_some(apply *a, const comb *prim, const val *arg) {
  return val_parts(a->home, VAL_OPTION, prim->cod, 2, (const val *[]){bool_value(a, true), arg});
}

static const val *prim_none(apply *a, const comb *prim, const val *arg) {
  (void)arg;
  const val *content = val_absent(a->home, prim->cod->args[0]);
  return val_parts(a->home, VAL_OPTION, prim->cod, 2, (const val *[]){bool_value(a, false), content});
}

static const val *prim_is_some(apply *a, const comb *prim, const val *arg) {
  (void)prim;
  apply_settle_all(a, arg->parts[1], NEED_NONE);
  return arg->parts[0];
}

static const val *prim_unwrap(apply *a, const comb *prim, const val *arg) {
  bool tag;
  return apply_known(a, arg->parts[0], &tag) && tag ? arg->parts[1] : apply_prim_plain(a, prim, arg);
}

static const val *prim_content(apply *a, const comb *prim, const val *arg) {
  (void)a, (void)prim;
  return arg->parts[1];
}

/* ---- comparison ---- */

static const val *all_equal(apply *a, uint32_t n, const val *const *p, const val *const *q) {
  if (n == 0) return bool_value(a, true);
  const val *first = apply_equal(a, p[0], q[0]);
  int64_t known;
  if (n == 1) return first;
  if (val_is_int(first, &known)) return known ? all_equal(a, n - 1, p + 1, q + 1) : first;
  apply_fork f;
  apply_fork_open(a, apply_leaf(a, first), &f);
  apply_fork_other(a, &f, all_equal(a, n - 1, p + 1, q + 1));
  return apply_fork_close(a, &f, bool_value(a, false));
}

static const val *options_equal(apply *a, const val *p, const val *q) {
  apply_fork tags, some;
  const val *same = apply_equal(a, p->parts[0], q->parts[0]);
  apply_fork_open(a, apply_leaf(a, same), &tags);
  apply_fork_open(a, apply_leaf(a, p->parts[0]), &some);
  apply_fork_other(a, &some, apply_equal(a, p->parts[1], q->parts[1]));
  const val *equal = apply_fork_close(a, &some, bool_value(a, true));
  apply_fork_other(a, &tags, equal);
  return apply_fork_close(a, &tags, bool_value(a, false));
}

/* Tuples and options are compared part by part, as far as need be. */
const val *apply_equal(apply *a, const val *p, const val *q) {
  int64_t i, j;
  if (apply_dead(a)) return bool_value(a, false);
  if (val_is_int(p, &i) && val_is_int(q, &j)) return bool_value(a, i == j);
  if (p->kind == VAL_TUPLE && q->kind == VAL_TUPLE) return all_equal(a, p->n, p->parts, q->parts);
  if (p->kind == VAL_OPTION && q->kind == VAL_OPTION) return options_equal(a, p, q);
  emit_vars vars = {0};
  apply_leaves(a, p, &vars);
  apply_leaves(a, q, &vars);
  const ir_type *boolean = irt_base(a->up->types, IRT_BOOL);
  const ir_type *dom = irt_pair(a->up->types, p->type, p->type);
  return val_var(a->home, boolean, *emit_prim(&a->e, OP_eq, dom, boolean, 0, vars.len, vars.items));
}

static const val *negated(apply *a, const val *v) {
  int64_t known;
  if (val_is_int(v, &known)) return bool_value(a, !known);
  const ir_type *boolean = irt_base(a->up->types, IRT_BOOL);
  flat_var var = apply_leaf(a, v);
  return val_var(a->home, boolean, *emit_prim(&a->e, OP_not, boolean, boolean, 0, 1, &var));
}

static const val *prim_not(apply *a, const comb *prim, const val *arg) {
  (void)prim;
  return negated(a, arg);
}

/* A list that is compared is made once, however its parts are looked at. */
static const val *prim_equal(apply *a, const comb *prim, const val *arg) {
  const val *p = apply_settle_all(a, arg->parts[0], NEED_MANY), *q = apply_settle_all(a, arg->parts[1], NEED_MANY);
  const val *equal = apply_equal(a, p, q);
  return prim->n == OP_ne ? negated(a, equal) : equal;
}

static const val *prim_order(apply *a, const comb *prim, const val *arg) {
  int64_t i, j;
  if (!val_is_int(arg->parts[0], &i) || !val_is_int(arg->parts[1], &j)) return apply_prim_plain(a, prim, arg);
  return bool_value(a, prim->n == OP_lt ? i < j : i <= j);
}

/* ---- named types ---- */

static uint32_t constructor(const val *literal) {
  int64_t k = 0;
  if (!val_is_int(literal, &k)) gael_bug("a constructor that is no literal");
  return (uint32_t)k;
}

/* The value of a type that has parts, out of the one part or the tuple that a term gives for them. */
static const val *of_parts(apply *a, val_kind kind, const ir_type *t, uint32_t n, const val *parts) {
  return val_parts(a->home, kind, t, n, n == 1 ? &parts : parts->parts);
}

static const val *prim_make(apply *a, const comb *prim, const val *arg) {
  const ir_type *t = prim->cod;
  const ir_decl *d = irt_decl(t);
  uint32_t k = constructor(arg->parts[1]), n = d->cons[k].count;
  const val *fields = arg->parts[0];
  if (d->repr == IR_REPR_ENUM) return val_int(a->home, t, k);
  if (fields->kind == VAL_ABSENT) return val_absent(a->home, t);
  if (d->repr == IR_REPR_FLAT) return of_parts(a, VAL_TUPLE, t, n, fields);
  return val_data(a->home, t, k, n, n == 1 ? &fields : fields->parts);
}

static const val *prim_tag(apply *a, const comb *prim, const val *arg) {
  const ir_type *integer = prim->cod;
  const ir_repr repr = irt_decl(prim->dom)->repr;
  int64_t k;
  if (arg->kind == VAL_ABSENT) return val_absent(a->home, integer);
  if (repr == IR_REPR_ENUM && val_is_int(arg, &k)) return val_int(a->home, integer, k);
  if (repr == IR_REPR_ENUM) return val_var(a->home, integer, arg->var);
  if (arg->kind == VAL_DATA || repr == IR_REPR_FLAT) {
    apply_settle_all(a, arg, NEED_NONE);
    return val_int(a->home, integer, arg->kind == VAL_DATA ? arg->con : 0);
  }
  flat_var object = apply_leaf(a, arg);
  flat_instr tag = {.op = FLAT_TAG, .type = prim->dom, .arg_count = 1};
  flat_var_info info = {FLAT_I64, NULL};
  return val_var(a->home, integer, *emit_instr(&a->e, tag, &object, 1, &info));
}

static const val *fields_of_object(apply *a, const comb *prim, const val *object, uint32_t k) {
  flat_var var = apply_leaf(a, object);
  uint32_t n = flat_scalar_count(prim->cod);
  flat_var_info *infos = ARENA_ARRAY(a->home, flat_var_info, n);
  flat_scalars(prim->cod, infos, n);
  flat_instr fields = {.op = FLAT_FIELDS, .type = object->type, .target = k, .arg_count = 1};
  return val_of_vars(a->home, a->up->types, prim->cod, emit_instr(&a->e, fields, &var, n, infos));
}

/* Of a value that was made as another constructor control cannot ask: the test before has said no. */
static const val *prim_fields(apply *a, const comb *prim, const val *arg) {
  const val *v = arg->parts[0];
  uint32_t k = constructor(arg->parts[1]);
  bool other = v->kind == VAL_DATA && v->con != k;
  if (v->kind == VAL_ABSENT || other) return val_absent(a->home, prim->cod);
  if (irt_decl(v->type)->repr == IR_REPR_ENUM) return val_parts(a->home, VAL_TUPLE, prim->cod, 0, NULL);
  if (v->kind == VAL_VAR) return fields_of_object(a, prim, v, k);
  return v->n == 1 ? v->parts[0] : val_parts(a->home, VAL_TUPLE, prim->cod, v->n, v->parts);
}

/* ---- lists ---- */

static const val *prim_list(apply *a, const comb *prim, const val *arg) {
  uint32_t n = op_parts(OP_list, prim->dom, prim->cod);
  return val_parts(a->home, VAL_LIST, prim->cod, n, n == 1 ? &arg : arg->parts);
}

enum { LITERAL_JOINED = 8 };

static const val *prim_append(apply *a, const comb *prim, const val *arg) {
  const val *p = arg->parts[0], *q = arg->parts[1];
  bool left = p->kind == VAL_LIST, right = q->kind == VAL_LIST;
  if (left && p->n == 0) return q;
  if (right && q->n == 0) return p;
  if (left && right && p->n + q->n <= LITERAL_JOINED) {
    const val *parts[LITERAL_JOINED];
    for (uint32_t i = 0; i < p->n; i++) parts[i] = p->parts[i];
    for (uint32_t i = 0; i < q->n; i++) parts[p->n + i] = q->parts[i];
    return val_parts(a->home, VAL_LIST, prim->cod, p->n + q->n, parts);
  }
  return stream_append(a, prim, arg);
}

/* Behind what is not there yet, or in hand, as one that is behind another. */
static const val *prim_push(apply *a, const comb *prim, const val *arg) {
  bool made = arg->parts[0]->kind != VAL_STREAM && arg->parts[0]->kind != VAL_LIST;
  if (made) return apply_prim_plain(a, prim, arg);
  const val *one = val_parts(a->home, VAL_LIST, prim->cod, 1, &arg->parts[1]);
  const comb append = {.kind = COMB_PRIM, .n = OP_append, .dom = irt_pair(a->up->types, prim->cod, prim->cod),
                       .cod = prim->cod};
  return prim_append(a, &append, val_pair(a->home, append.dom, arg->parts[0], one));
}

/* ---- failure ---- */

static const val *prim_fail(apply *a, const comb *prim, const val *arg) {
  apply_prim_plain(a, prim, arg);
  emit_stop(&a->e);
  return val_absent(a->home, prim->cod);
}

/* ---- all of them ---- */

typedef const val *prim_fn(apply *a, const comb *prim, const val *arg);

static prim_fn *const prims[OP_COUNT] = {
    [OP_some] = prim_some,     [OP_none] = prim_none,
    [OP_is_some] = prim_is_some, [OP_unwrap] = prim_unwrap, [OP_content] = prim_content,
    [OP_eq] = prim_equal,      [OP_ne] = prim_equal,
    [OP_lt] = prim_order,      [OP_le] = prim_order,
    [OP_not] = prim_not,       [OP_list] = prim_list,
    [OP_append] = prim_append, [OP_push] = prim_push,
    [OP_fail] = prim_fail,
    [OP_fail_search] = prim_fail, [OP_fail_empty] = prim_fail,
    [OP_fail_match] = prim_fail,
    [OP_make] = prim_make,     [OP_tag] = prim_tag,
    [OP_fields] = prim_fields,
};

const val *apply_prim(apply *a, const comb *prim, const val *arg) {
  if (prims[prim->n]) return prims[prim->n](a, prim, arg);
  const val *v = stream_make(a, prim, arg);
  if (!v) v = stream_consume(a, prim, arg);
  return v ? v : apply_prim_plain(a, prim, arg);
}
