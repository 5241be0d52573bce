/* Operators at concrete types. Inference has admitted them; here each becomes the primitive that its operands' types
   ask for. */

#include "frontend/lower_priv.h"
#include "support/bug.h"

static bool is_number(const ir_type *t) {
  return t->kind == IRT_INT || t->kind == IRT_FLOAT || t->kind == IRT_BOOL || t->kind == IRT_BIG;
}

static const ir_type *base(lower *L, ir_type_kind k) { return irt_base(L->types, k); }

/* One row an operator: its primitives on Int, Float and Big; OP_COUNT: none, the operands become Floats. */
static const struct {
  ast_op op;
  ir_op integer, real, big;
} number_ops[] = {
    {AST_OP_ADD, OP_iadd, OP_fadd, OP_big_add},   {AST_OP_DOT_ADD, OP_iadd, OP_fadd, OP_big_add},
    {AST_OP_SUB, OP_isub, OP_fsub, OP_big_sub},   {AST_OP_DOT_SUB, OP_isub, OP_fsub, OP_big_sub},
    {AST_OP_MUL, OP_imul, OP_fmul, OP_big_mul},   {AST_OP_DOT_MUL, OP_imul, OP_fmul, OP_big_mul},
    {AST_OP_DIV, OP_COUNT, OP_fdiv, OP_COUNT},    {AST_OP_DOT_DIV, OP_COUNT, OP_fdiv, OP_COUNT},
    {AST_OP_IDIV, OP_idiv, OP_fidiv, OP_big_idiv}, {AST_OP_MOD, OP_imod, OP_fmod, OP_big_mod},
    {AST_OP_POW, OP_ipow, OP_fpow, OP_big_pow},
};

static const comb *numbers(lower *L, ast_op op, ir_site site, const comb *l, const comb *r, const ir_type *result) {
  bool real = result->kind == IRT_FLOAT, big = result->kind == IRT_BIG;
  for (size_t i = 0; i < sizeof number_ops / sizeof *number_ops; i++) {
    if (number_ops[i].op != op) continue;
    ir_op prim = real ? number_ops[i].real : big ? number_ops[i].big : number_ops[i].integer;
    const ir_type *t = base(L, real ? IRT_FLOAT : big ? IRT_BIG : IRT_INT);
    const ir_type *right = prim == OP_big_pow || (prim == OP_ipow && r->cod->kind == IRT_BIG) ? base(L, IRT_INT) : t;
    if (right->kind == IRT_INT && r->cod->kind == IRT_BIG) r = lower_prim1(L, OP_big_int, site, right, r);
    return lower_prim2(L, prim, op_flags(prim) & OP_FAILS ? site : 0, t, lower_convert(L, l, t),
                       lower_convert(L, r, right));
  }
  gael_bug("operator %s on numbers", ast_op_spelling(op));
}

static const comb *code_of(lower *L, const comb *f) {
  return f->cod->kind == IRT_CHAR ? lower_prim1(L, OP_char_int, 0, base(L, IRT_INT), f)
                                  : lower_convert(L, f, base(L, IRT_INT));
}

static const comb *characters(lower *L, ast_op op, ir_site site, const comb *l, const comb *r, const ir_type *result) {
  ir_op prim = op == AST_OP_ADD || op == AST_OP_DOT_ADD ? OP_iadd : OP_isub;
  const comb *code = lower_prim2(L, prim, site, base(L, IRT_INT), code_of(L, l), code_of(L, r));
  return result->kind == IRT_CHAR ? lower_prim1(L, OP_int_char, site, result, code) : code;
}

static const comb *scalar_arith(lower *L, ast_op op, ir_site site, const comb *l, const comb *r, const ir_type *result);

/* \x. x op r   or   \x. l op x   or   \(x,y). x op y  over the elements */
static const comb *elementwise(lower *L, ast_op op, ir_site site, const comb *l, const comb *r, const ir_type *result) {
  const ir_type *elem = result->args[0];
  if (l->cod->kind == IRT_LIST && r->cod->kind == IRT_LIST) {
    const ir_type *pair = irt_pair(L->types, l->cod->args[0], r->cod->args[0]);
    const comb *zipped = lower_prim2(L, OP_zipsame, site, irt_list(L->types, pair), l, r);
    const comb *argument = comb_proj(L->store, irt_pair(L->types, l->dom, pair), 1);
    const comb *x = comb_comp(L->store, argument, comb_proj(L->store, pair, 0));
    const comb *y = comb_comp(L->store, argument, comb_proj(L->store, pair, 1));
    return lower_prim2(L, OP_map, 0, result, zipped, comb_curry(L->store, 1, scalar_arith(L, op, site, x, y, elem)));
  }
  bool left = l->cod->kind == IRT_LIST;
  const comb *list = left ? l : r, *scalar = left ? r : l;
  const ir_type *env = irt_pair(L->types, l->dom, scalar->cod); /* the scalar is evaluated once */
  const ir_type *inner = irt_pair(L->types, env, list->cod->args[0]);
  const comb *x = comb_proj(L->store, inner, 1);
  const comb *s = comb_comp(L->store, comb_proj(L->store, inner, 0), comb_proj(L->store, env, 1));
  const comb *step = left ? scalar_arith(L, op, site, x, s, elem) : scalar_arith(L, op, site, s, x, elem);
  const comb *outer = comb_comp(L->store, comb_proj(L->store, env, 0), list);
  const comb *mapped = lower_prim2(L, OP_map, 0, result, outer, comb_curry(L->store, 1, step));
  return comb_comp(L->store, comb_pair(L->store, comb_id(L->store, l->dom), scalar), mapped);
}

static bool is_dotted(ast_op op) {
  return op == AST_OP_DOT_ADD || op == AST_OP_DOT_SUB || op == AST_OP_DOT_MUL || op == AST_OP_DOT_DIV;
}

static const comb *scalar_arith(lower *L, ast_op op, ir_site site, const comb *l, const comb *r,
                                const ir_type *result) {
  if (is_dotted(op) && result->kind == IRT_LIST && (l->cod->kind == IRT_LIST || r->cod->kind == IRT_LIST))
    return elementwise(L, op, site, l, r, result);
  if (is_number(l->cod) && is_number(r->cod)) return lower_convert(L, numbers(L, op, site, l, r, result), result);
  if (op == AST_OP_MUL && result->kind == IRT_LIST) {
    bool swapped = is_number(l->cod);
    const comb *list = swapped ? r : l, *count = lower_convert(L, swapped ? l : r, base(L, IRT_INT));
    if (!swapped) return lower_prim2(L, OP_repeat, 0, result, lower_convert(L, list, result), count);
    /* written order of evaluation: the count first */
    const comb *both = comb_pair(L->store, count, list);
    const comb *back[2] = {lower_convert(L, comb_proj(L->store, both->cod, 1), result),
                           comb_proj(L->store, both->cod, 0)};
    return comb_comp(L->store, both, lower_prim2(L, OP_repeat, 0, result, back[0], back[1]));
  }
  if (op == AST_OP_ADD && (result->kind == IRT_LIST || result->kind == IRT_DICT))
    return lower_prim2(L, result->kind == IRT_DICT ? OP_dict_merge : OP_append, 0, result, lower_convert(L, l, result), lower_convert(L, r, result));
  if (l->cod->kind == IRT_CHAR || r->cod->kind == IRT_CHAR) return characters(L, op, site, l, r, result);
  gael_bug("operator %s on types that inference should have refused", ast_op_spelling(op));
}

const comb *lower_arith(lower *L, const scope *env, const core *e) {
  const comb *l = lower_expr(L, env, e->arith.left), *r = lower_expr(L, env, e->arith.right);
  return scalar_arith(L, e->arith.op, lower_site(L, e), l, r, lower_type(L, e->type));
}

const comb *lower_negate(lower *L, const scope *env, const core *e) {
  const ir_type *t = lower_type(L, e->type);
  const comb *f = lower_convert(L, lower_expr(L, env, e->one), t);
  if (t->kind == IRT_BIG) return lower_prim1(L, OP_big_neg, 0, t, f);
  return t->kind == IRT_FLOAT ? lower_prim1(L, OP_fneg, 0, t, f) : lower_prim1(L, OP_ineg, lower_site(L, e), t, f);
}

/* ---- comparisons ---- */

static const comb *negated(lower *L, const comb *f) { return lower_prim1(L, OP_not, 0, base(L, IRT_BOOL), f); }

static const comb *member(lower *L, const comb *item, const comb *container, const core *e) {
  const ir_type *boolean = base(L, IRT_BOOL), *t = container->cod;
  if (t->kind == IRT_DYN) return lower_dyn_member(L, item, container, lower_site(L, e));
  if (irt_is_str(t) && irt_is_str(item->cod)) {
    const ir_type *position = irt_option(L->types, base(L, IRT_INT));
    const comb *both = comb_pair(L->store, item, container); /* written order, then the primitive's */
    const comb *text = comb_proj(L->store, both->cod, 1), *part = comb_proj(L->store, both->cod, 0);
    const comb *found = lower_prim2(L, OP_find_str, 0, position, text, part);
    return lower_prim1(L, OP_is_some, 0, boolean, comb_comp(L->store, both, found));
  }
  const ir_type *meet = lower_join(L, item->cod, t->args[0]);
  GAEL_ASSERT(meet != NULL);
  if (t->kind != IRT_LIST && meet == t->args[0]) { /* by its hash */
    const comb *both = comb_pair(L->store, lower_convert(L, item, meet), container);
    const comb *key = comb_proj(L->store, both->cod, 0), *box = comb_proj(L->store, both->cod, 1);
    ir_op has = t->kind == IRT_DICT ? OP_dict_has : OP_set_has;
    return comb_comp(L->store, both, lower_prim2(L, has, 0, boolean, box, key));
  }
  return lower_prim2(L, OP_elem, 0, boolean, lower_convert(L, item, meet),
                     lower_convert(L, container, irt_list(L->types, meet)));
}

/* By the sign of a comparison; 2 (a NaN) is unequal and unordered. */
static const comb *by_sign(lower *L, ast_op op, const comb *sign) {
  const ir_type *boolean = base(L, IRT_BOOL), *integer = base(L, IRT_INT), *d = sign->dom;
  if (op == AST_OP_EQ) return lower_prim2(L, OP_eq, 0, boolean, sign, lower_int(L, d, 0));
  if (op == AST_OP_NE) return lower_prim2(L, OP_ne, 0, boolean, sign, lower_int(L, d, 0));
  if (op == AST_OP_LT) return lower_prim2(L, OP_eq, 0, boolean, sign, lower_int(L, d, -1));
  if (op == AST_OP_GT) return lower_prim2(L, OP_eq, 0, boolean, sign, lower_int(L, d, 1));
  if (op == AST_OP_LE) return lower_prim2(L, OP_le, 0, boolean, sign, lower_int(L, d, 0));
  /* >=: 0 or 1, the numbers that halving, rounded down, makes 0 */
  return lower_prim2(L, OP_eq, 0, boolean, lower_prim2(L, OP_shr, 0, integer, sign, lower_int(L, d, 1)),
                     lower_int(L, d, 0));
}

/* Int against Float, exactly. */
static const comb *mixed(lower *L, ast_op op, const comb *l, const comb *r) {
  const ir_type *integer = base(L, IRT_INT);
  bool swapped = l->cod->kind == IRT_FLOAT;
  const comb *both = comb_pair(L->store, l, r);
  const comb *i = comb_proj(L->store, both->cod, swapped ? 1 : 0), *f = comb_proj(L->store, both->cod, swapped ? 0 : 1);
  const comb *sign = comb_comp(L->store, both, lower_prim2(L, OP_compare_mixed, 0, integer, i, f));
  static const ast_op mirror[][2] = {
      {AST_OP_LT, AST_OP_GT}, {AST_OP_GT, AST_OP_LT}, {AST_OP_LE, AST_OP_GE}, {AST_OP_GE, AST_OP_LE}};
  if (swapped)
    for (size_t k = 0; k < sizeof mirror / sizeof *mirror; k++)
      if (mirror[k][0] == op) {
        op = mirror[k][1];
        break;
      }
  return by_sign(L, op, sign);
}

static const comb *compare(lower *L, ast_op op, const comb *l, const comb *r, const core *e) {
  const ir_type *boolean = base(L, IRT_BOOL);
  if (op == AST_OP_IN) return member(L, l, r, e);
  if (op == AST_OP_NOTIN) return negated(L, member(L, l, r, e));
  ir_type_kind a = l->cod->kind, b = r->cod->kind;
  bool exact = (a == IRT_BIG && b == IRT_FLOAT) || (a == IRT_FLOAT && b == IRT_BIG); /* a Dyn compares them exactly */
  if (exact) return compare(L, op, lower_to_dyn(L, l), lower_to_dyn(L, r), e);
  if (a == IRT_BOOL && b != IRT_BOOL && is_number(r->cod)) l = lower_convert(L, l, base(L, a = IRT_INT));
  if (b == IRT_BOOL && a != IRT_BOOL && is_number(l->cod)) r = lower_convert(L, r, base(L, b = IRT_INT));
  if ((a == IRT_INT && b == IRT_FLOAT) || (a == IRT_FLOAT && b == IRT_INT)) return mixed(L, op, l, r);
  const ir_type *t = lower_join(L, l->cod, r->cod);
  GAEL_ASSERT(t != NULL);
  l = lower_convert(L, l, t);
  r = lower_convert(L, r, t);
  if (op == AST_OP_EQ) return lower_prim2(L, OP_eq, 0, boolean, l, r);
  if (op == AST_OP_NE) return lower_prim2(L, OP_ne, 0, boolean, l, r);
  if (t->kind == IRT_DYN) return by_sign(L, op, lower_prim2(L, OP_dyn_order, lower_site(L, e), base(L, IRT_INT), l, r));
  if (op == AST_OP_LT) return lower_prim2(L, OP_lt, 0, boolean, l, r);
  if (op == AST_OP_LE) return lower_prim2(L, OP_le, 0, boolean, l, r);
  const comb *both = comb_pair(L->store, l, r); /* p > q is q < p, evaluated in written order */
  const comb *p = comb_proj(L->store, both->cod, 0), *q = comb_proj(L->store, both->cod, 1);
  return comb_comp(L->store, both, lower_prim2(L, op == AST_OP_GT ? OP_lt : OP_le, 0, boolean, q, p));
}

/* p < q in r: q is evaluated once, r only when p < q (ruling 34). The last two operands are on the environment. */
static const comb *chain_from(lower *L, const scope *env, const scope *left, const core *e, uint32_t i) {
  const comb *value = lower_expr(L, env, e->chain.operands[i + 1]);
  if (i + 1 == e->chain.count) return compare(L, e->chain.ops[i], lower_access(L, env, left), value, e);
  lower_steps steps = {0};
  const scope *inner = lower_bind(L, &steps, env, NULL, value);
  const comb *here = compare(L, e->chain.ops[i], lower_access(L, inner, left), lower_access(L, inner, inner), e);
  return lower_wrap(L, env, &steps, lower_and(L, here, chain_from(L, inner, inner, e, i + 1)));
}

const comb *lower_compare(lower *L, const scope *env, const core *e) {
  const comb *first = lower_expr(L, env, e->chain.operands[0]);
  if (e->chain.count == 1)
    return compare(L, e->chain.ops[0], first, lower_expr(L, env, e->chain.operands[1]), e);
  lower_steps steps = {0};
  const scope *inner = lower_bind(L, &steps, env, NULL, first);
  return lower_wrap(L, env, &steps, chain_from(L, inner, inner, e, 0));
}

/* ---- access ---- */

static const comb *value_at(lower *L, const comb *dict, const comb *key, ir_site site) {
  return lower_prim2(L, OP_dict_at, site, dict->cod->args[1], dict, key);
}

const comb *lower_index(lower *L, const scope *env, const core *e) {
  const comb *v = lower_expr(L, env, e->pair.left);
  if (v->cod->kind == IRT_DYN) return lower_dyn_at(L, v, lower_expr(L, env, e->pair.right), lower_site(L, e));
  if (v->cod->kind == IRT_DICT) return value_at(L, v, lower_as(L, env, e->pair.right, v->cod->args[0]), lower_site(L, e));
  const comb *i = lower_as(L, env, e->pair.right, base(L, IRT_INT));
  if (v->cod->kind == IRT_TUPLE) { /* parts of one type, a computed index */
    const comb *parts = comb_prim(L->store, OP_list, v->cod, irt_list(L->types, v->cod->args[0]), 0);
    v = comb_comp(L->store, v, parts);
  }
  GAEL_ASSERT(v->cod->kind == IRT_LIST);
  return lower_prim2(L, OP_index, lower_site(L, e), v->cod->args[0], v, i);
}

static const comb *optional_int(lower *L, const scope *env, const core *e) {
  const ir_type *integer = base(L, IRT_INT), *t = irt_option(L->types, integer);
  if (!e) return lower_prim1(L, OP_none, 0, t, lower_unit(L, env->env));
  return lower_prim1(L, OP_some, 0, t, lower_as(L, env, e, integer));
}

const comb *lower_slice(lower *L, const scope *env, const core *e) {
  const comb *args[4] = {lower_expr(L, env, e->slice.subject), optional_int(L, env, e->slice.lo),
                         optional_int(L, env, e->slice.hi), optional_int(L, env, e->slice.step)};
  return lower_prim_n(L, OP_slice, lower_site(L, e), args[0]->cod, 4, args, NULL);
}

const comb *lower_component(lower *L, const scope *env, const core *e) {
  const comb *v = lower_expr(L, env, e->component.subject);
  int64_t i = e->component.index;
  const comb *position = lower_int(L, env->env, i);
  if (v->cod->kind == IRT_DYN) return lower_dyn_at(L, v, position, lower_site(L, e));
  if (v->cod->kind == IRT_DICT) return value_at(L, v, lower_convert(L, position, v->cod->args[0]), lower_site(L, e));
  if (v->cod->kind == IRT_LIST)
    return lower_prim2(L, OP_index, lower_site(L, e), v->cod->args[0], v, position);
  GAEL_ASSERT(v->cod->kind == IRT_TUPLE);
  return comb_comp(L->store, v, comb_proj(L->store, v->cod, (uint32_t)(i < 0 ? i + v->cod->count : i)));
}

const comb *lower_range(lower *L, const scope *env, const core *e) {
  const ir_type *integer = base(L, IRT_INT), *result = lower_type(L, e->type);
  ir_op op = e->pair.open ? OP_range_open : OP_range;
  const comb *lo = lower_expr(L, env, e->pair.left), *hi = lower_expr(L, env, e->pair.right);
  const comb *codes = lower_prim2(L, op, 0, irt_list(L->types, integer), code_of(L, lo), code_of(L, hi));
  if (result->args[0]->kind != IRT_CHAR) return codes;
  const comb *code = comb_proj(L->store, irt_pair(L->types, env->env, integer), 1);
  const comb *to_char = comb_curry(L->store, 1, lower_prim1(L, OP_int_char, lower_site(L, e), result->args[0], code));
  return lower_prim2(L, OP_map, 0, result, codes, to_char);
}

const comb *lower_format(lower *L, const scope *env, const core *e) {
  const ir_type *text = irt_str(L->types);
  const comb *all = NULL;
  for (uint32_t i = 0; i < e->format.count; i++) {
    const core *part = e->format.parts[i];
    const comb *f = lower_expr(L, env, part);
    if (e->format.specs[i].ptr)
      f = lower_prim2(L, OP_format, lower_site(L, part), text, f, lower_str(L, env->env, e->format.specs[i]));
    else if (f->cod->kind == IRT_CHAR)
      f = lower_convert(L, f, text); /* a Char in a text is bare */
    else if (f->cod != text)
      f = lower_prim1(L, OP_show, 0, text, f);
    all = all ? lower_prim2(L, OP_append, 0, text, all, f) : f;
  }
  return all ? all : lower_str(L, env->env, STR(""));
}
