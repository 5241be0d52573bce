/* Arithmetic: left, right, result. Numbers join; `+` puts together text and lists, `*` repeats them; Char and Int
   calculate; a dotted operator goes through lists. The result is often known before both operands are. */

#include "frontend/infer_priv.h"

enum { LEFT, RIGHT, RESULT };
enum { NESTED_MAX = 64 }; /* lists in lists; a type that needs itself has no end */

static bool is_dotted(ast_op op) {
  return op == AST_OP_DOT_ADD || op == AST_OP_DOT_SUB || op == AST_OP_DOT_MUL || op == AST_OP_DOT_DIV;
}

static bool is_number(const type *t) {
  return t->kind == TYPE_INT || t->kind == TYPE_FLOAT || t->kind == TYPE_BOOL || t->kind == TYPE_BIG;
}
static bool is_add(ast_op op) { return op == AST_OP_ADD || op == AST_OP_DOT_ADD; }
static bool is_sub(ast_op op) { return op == AST_OP_SUB || op == AST_OP_DOT_SUB; }
static bool is_mul(ast_op op) { return op == AST_OP_MUL || op == AST_OP_DOT_MUL; }
static bool is_div(ast_op op) { return op == AST_OP_DIV || op == AST_OP_DOT_DIV; }

static bool give(infer *in, constraint *c, type *result);

static bool give_base(infer *in, constraint *c, type_kind kind) { return give(in, c, infer_base(in, kind)); }

static bool post_inner(infer *in, constraint *c, constraint_kind kind, type *l, type *r, type *result) {
  type *types[3] = {l, r, result};
  constraint *inner = constraint_make(in, kind, c->where, c->node, 3, types);
  inner->op = c->op;
  inner->nested = (uint8_t)(c->nested + 1);
  inner->spans = c->spans;
  inner->copied = c->copied;
  inner->origin = c->origin;
  constraint_start(in, inner);
  return true;
}

/* Inside a definition that was given the wrong values, the operator says less than what it wants. */
static bool refuse_inside(infer *in, constraint *c, type *wrong) {
  str found = infer_text(in, wrong);
  diag *d = infer_refuse(in, c, DIAG_not_a_number, "this calculates `%s`, and " STR_FMT " is no number",
                         ast_op_spelling(c->op), STR_ARG(found));
  diag_expected(in->diags, d, STR("a number"), found);
  if (type_is_str(wrong)) diag_hint(in->diags, d, "`.map int` makes numbers of texts");
  return infer_unify(in, c->types[RESULT], infer_poison(in));
}

static bool give(infer *in, constraint *c, type *result) {
  if (infer_unify(in, c->types[RESULT], result)) return true;
  type *l = type_find(c->types[LEFT]), *r = type_find(c->types[RIGHT]);
  if (c->copied && is_number(l) != is_number(r)) {
    refuse_inside(in, c, is_number(l) ? r : l);
    return true;
  }
  infer_mismatch(in, c->where, c->types[RESULT], result);
  return true;
}

/* `f -1` subtracts. */
static bool offer_call(infer *in, const constraint *c, diag *d, const type *l) {
  const core *e = c->node;
  if (c->op != AST_OP_SUB || l->kind != TYPE_FUN || !e || e->kind != CORE_ARITH || c->copied) return false;
  span left = e->arith.left->where, right = e->arith.right->where;
  bool tight = right.start == left.end + 2; /* one space */
  if (left.file != right.file || !tight) return false;
  diag_edit edits[] = {{{left.end, right.start, left.file}, STR("(-")}, {{right.end, right.end, right.file}, STR(")")}};
  diag_hint(in->diags, d, "`f -1` subtracts, `f(-1)` calls");
  diag_fix_edits(in->diags, d, "call it", edits, 2);
  return true;
}

/* A term takes the dot as it is. */
static bool is_term(const core *e) {
  return e->kind == CORE_INT || e->kind == CORE_FLOAT || e->kind == CORE_LOCAL || e->kind == CORE_DEF;
}

static void offer_text(infer *in, const constraint *c, diag *d, const type *l) {
  diag_hint(in->diags, d, "`.str` makes text of a number, and f\"..{e}..\" puts it between text");
  const core *e = c->node;
  if (!e || e->kind != CORE_ARITH || c->copied) return;
  const core *number = is_number(l) ? e->arith.left : e->arith.right;
  span where = number->where, end = {where.end, where.end, where.file}, start = {where.start, where.start, where.file};
  diag_edit edits[] = {{end, is_term(number) ? STR(".str") : STR(").str")}, {start, STR("(")}};
  diag_fix_edits(in->diags, d, "make text of the number", edits, is_term(number) ? 1 : 2);
}

static bool refuse(infer *in, constraint *c, type *l, type *r) {
  if (c->copied && is_number(l) != is_number(r)) return refuse_inside(in, c, is_number(l) ? r : l);
  str a = infer_text(in, l), b = infer_text(in, r);
  diag *d = infer_refuse(in, c, DIAG_no_operator, "`%s` does not fit " STR_FMT " and " STR_FMT, ast_op_spelling(c->op),
                         STR_ARG(a), STR_ARG(b));
  diag_expected(in->diags, d, a, b);
  bool text = type_is_str(l) || type_is_str(r), number = is_number(l) || is_number(r);
  if (offer_call(in, c, d, l)) return give(in, c, infer_poison(in));
  if (is_add(c->op) && text && number) offer_text(in, c, d, l);
  else if (text && number) diag_hint(in->diags, d, "`.int` and `.float` make a number of text");
  else if (l->kind == TYPE_LIST && is_number(r) && !is_dotted(c->op))
    diag_hint(in->diags, d, "`.%s` goes through the elements", ast_op_spelling(c->op));
  else if (l->kind == TYPE_DYN || r->kind == TYPE_DYN)
    diag_hint(in->diags, d, "`.int`, `.float` and `.str` make a value of one type of a Dyn");
  else if ((l->kind == TYPE_TUPLE && is_number(r)) || (r->kind == TYPE_TUPLE && is_number(l)))
    diag_hint(in->diags, d, "a tuple stands here; in a lambda of x and y each is a part of it");
  else if (l->kind == TYPE_SET || r->kind == TYPE_SET)
    diag_hint(in->diags, d, "`.union`, `.inter` and `.diff` make a set of two");
  else if (l->kind == TYPE_OPTION || r->kind == TYPE_OPTION)
    diag_hint(in->diags, d, "`v??r` gives r where there is no value");
  else if (l->kind == TYPE_FUN || r->kind == TYPE_FUN)
    diag_hint(in->diags, d, "a function stands here; is an argument missing?");
  else if (is_add(c->op) && l->kind == TYPE_LIST && r->kind == TYPE_LIST)
    diag_hint(in->diags, d, "`list+[v]` appends one element, `.join` makes text of a list");
  else if (is_add(c->op) && (l->kind == TYPE_LIST) != (r->kind == TYPE_LIST))
    diag_hint(in->diags, d, "`list+[v]` appends one element");
  return give(in, c, infer_poison(in));
}

static bool numbers(infer *in, constraint *c, const type *l, const type *r) {
  bool real = l->kind == TYPE_FLOAT || r->kind == TYPE_FLOAT || is_div(c->op) || (c->op == AST_OP_POW && c->negative);
  bool big = l->kind == TYPE_BIG || (r->kind == TYPE_BIG && c->op != AST_OP_POW);
  return give_base(in, c, real ? TYPE_FLOAT : big ? TYPE_BIG : TYPE_INT);
}

/* Char with Char, Int or Str; NULL: not so. Elements calculate only: text is put together without dots. */
static type *characters(infer *in, ast_op op, type *l, type *r) {
  bool lc = l->kind == TYPE_CHAR, rc = r->kind == TYPE_CHAR;
  if (is_add(op)) {
    if ((lc && r->kind == TYPE_INT) || (rc && l->kind == TYPE_INT)) return infer_base(in, TYPE_CHAR);
    if (!is_dotted(op) && ((lc && rc) || (lc && type_is_str(r)) || (rc && type_is_str(l)))) return in->str;
  }
  if (is_sub(op) && lc && rc) return infer_base(in, TYPE_INT);
  if (is_sub(op) && lc && r->kind == TYPE_INT) return infer_base(in, TYPE_CHAR);
  if (op == AST_OP_MUL && ((lc && r->kind == TYPE_INT) || (rc && l->kind == TYPE_INT))) return in->str;
  return NULL;
}

static bool elementwise(infer *in, constraint *c, type *l, type *r) {
  if (c->nested >= NESTED_MAX) { /* f=[1.+f a] */
    infer_refuse(in, c, DIAG_infinite_type,
                 "the type here would contain itself; is an argument missing, or are two names mixed up?");
    return infer_unify(in, c->types[RESULT], infer_poison(in));
  }
  type *element = infer_fresh(in);
  give(in, c, infer_list(in, element));
  return post_inner(in, c, CONSTRAINT_arith, l->kind == TYPE_LIST ? l->args[0] : l,
                    r->kind == TYPE_LIST ? r->args[0] : r, element);
}

/* A list of what can be no character. */
static bool is_no_text(const type *t) {
  const type *element = type_find(t->args[0]);
  bool decided = element->kind != TYPE_VAR || constraint_numeric(element) || constraint_on(element, CONSTRAINT_letter);
  return t->kind == TYPE_LIST && decided && element->kind != TYPE_CHAR;
}

static bool both_known(infer *in, constraint *c, type *l, type *r) {
  if (l->kind == TYPE_POISON || r->kind == TYPE_POISON) return give(in, c, infer_poison(in));
  if (is_dotted(c->op) && (l->kind == TYPE_LIST || r->kind == TYPE_LIST)) return elementwise(in, c, l, r);
  if (is_number(l) && is_number(r)) return numbers(in, c, l, r);
  if (is_add(c->op) && l->kind == TYPE_CHAR && r->kind == TYPE_LIST) infer_unify(in, r, in->str);
  if (is_add(c->op) && r->kind == TYPE_CHAR && l->kind == TYPE_LIST) infer_unify(in, l, in->str);
  type *text = characters(in, c->op, l, r);
  if (text) return give(in, c, text);
  if (is_add(c->op) && l->kind == r->kind && (l->kind == TYPE_LIST || l->kind == TYPE_DICT)) {
    if ((type_is_str(l) && is_no_text(r)) || (type_is_str(r) && is_no_text(l))) return refuse(in, c, l, r);
    c->spans = NULL;
    return post_inner(in, c, CONSTRAINT_join, l, r, c->types[RESULT]);
  }
  if (is_mul(c->op) && l->kind == TYPE_LIST && r->kind == TYPE_INT) return give(in, c, l);
  if (is_mul(c->op) && l->kind == TYPE_INT && r->kind == TYPE_LIST) return give(in, c, r);
  return refuse(in, c, l, r);
}

/* ---- one operand is still a variable ---- */

/* "a"-1 calculates; "a"+1 does not: whoever writes it means text. */
static type *letter_beside(infer *in, const constraint *c, const type *other) {
  return is_sub(c->op) && other->kind != TYPE_LIST ? infer_base(in, TYPE_CHAR) : in->str;
}

/* What the known operand says about the other one and the result; true: something new was unified, try again. */
static bool learn(infer *in, constraint *c, type *known, type *var) {
  if (var->bottom && known->kind != TYPE_VAR) return infer_unify(in, var, known);
  if (constraint_on(var, CONSTRAINT_letter) && known->kind != TYPE_VAR)
    return infer_unify(in, var, letter_beside(in, c, known));
  if (known->kind == TYPE_FLOAT && !is_dotted(c->op)) give(in, c, known);
  if (known->kind == TYPE_FUN || known->kind == TYPE_TUPLE || known->kind == TYPE_OPTION || known->kind == TYPE_UNIT)
    return infer_unify(in, var, known);
  if (is_dotted(c->op)) {
    if (known->kind == TYPE_LIST && type_find(c->types[RESULT])->kind == TYPE_VAR)
      give(in, c, infer_list(in, infer_fresh(in)));
    return false;
  }
  if (known->kind == TYPE_LIST && is_add(c->op) && constraint_numeric(var) && !is_dotted(c->op))
    return infer_unify(in, var, infer_base(in, TYPE_INT));
  if (known->kind == TYPE_CHAR && is_sub(c->op) && type_find(c->types[LEFT]) == var) return infer_unify(in, var, known);
  if (known->kind == TYPE_LIST) {
    if (!is_add(c->op)) return infer_unify(in, var, infer_base(in, TYPE_INT));
    if (type_is_str(known)) {
      give(in, c, in->str);
      return false;
    }
    return infer_unify(in, var, infer_list(in, infer_fresh(in)));
  }
  return false;
}

/* Operators that only numbers have, and operands that are compared with one. */
static void want_number(infer *in, const constraint *c, type *t) {
  bool only = c->op == AST_OP_DIV || c->op == AST_OP_IDIV || c->op == AST_OP_MOD || c->op == AST_OP_POW;
  if (t->kind == TYPE_VAR && !t->bottom && !is_dotted(c->op) && (only || constraint_meets_number(t)))
    constraint_class(in, CONSTRAINT_num, c->where, t);
}

/* A literal beside a Big is one: the seed of a sum. Any other number may still become a Float. */
static bool with_big(infer *in, constraint *c, type *l, type *r) {
  type *var = l->kind == TYPE_VAR ? l : r, *big = l->kind == TYPE_VAR ? r : l;
  bool exponent = c->op == AST_OP_POW && var == r;
  if (exponent || !constraint_on(var, CONSTRAINT_literal)) return false;
  infer_unify(in, var, big);
  return numbers(in, c, big, big);
}

/* A Big to an unknown power: powers are Ints. */
static bool big_power(infer *in, constraint *c, type *l, type *r) {
  if (c->op != AST_OP_POW || c->negative || l->kind != TYPE_BIG || r->kind != TYPE_VAR || r->bottom) return false;
  infer_unify(in, r, infer_base(in, TYPE_INT));
  return numbers(in, c, l, infer_base(in, TYPE_INT));
}

/* Numbers, whichever: the result may follow from one of them. */
static bool numeric(infer *in, constraint *c, type *l, type *r) {
  bool ln = l->kind == TYPE_VAR && constraint_numeric(l), rn = r->kind == TYPE_VAR && constraint_numeric(r);
  bool plain = !is_div(c->op) && !(c->op == AST_OP_POW && c->negative);
  if (!(ln || is_number(l)) || !(rn || is_number(r))) return false;
  if (!plain || l->kind == TYPE_FLOAT || r->kind == TYPE_FLOAT) return give_base(in, c, TYPE_FLOAT);
  if (l->kind == TYPE_BIG || r->kind == TYPE_BIG) return with_big(in, c, l, r);
  if (l == r || (ln && (r->kind == TYPE_INT || r->kind == TYPE_BOOL))) return give(in, c, l);
  if (rn && (l->kind == TYPE_INT || l->kind == TYPE_BOOL)) return give(in, c, r);
  type *result = type_find(c->types[RESULT]);
  return result->kind == TYPE_INT && infer_unify(in, l, result) && infer_unify(in, r, result);
}

/* What the other operand is beside a known one: its equal, but a whole number never makes a known Float or Big alone. */
static type *beside(infer *in, const constraint *c, type *known) {
  type *result = type_find(c->types[RESULT]);
  bool whole = known->kind == TYPE_INT || known->kind == TYPE_BOOL, real = result->kind == TYPE_FLOAT && !is_div(c->op);
  if (whole && !c->negative && (real || result->kind == TYPE_BIG)) return result;
  return known->kind == TYPE_CHAR || known->kind == TYPE_BOOL ? infer_base(in, TYPE_INT) : known;
}

/* Nothing more will be learned. */
static bool decide(infer *in, constraint *c, type *l, type *r) {
  if (l->kind == TYPE_VAR && r->kind == TYPE_VAR) {
    if (is_dotted(c->op) && type_find(c->types[RESULT])->kind == TYPE_LIST)
      return !infer_unify(in, l, infer_list(in, infer_fresh(in)));
    infer_unify(in, l, r);
    constraint_class(in, CONSTRAINT_num, c->where, r);
    return give(in, c, is_div(c->op) ? infer_base(in, TYPE_FLOAT) : r);
  }
  type *var = l->kind == TYPE_VAR ? l : r, *known = l->kind == TYPE_VAR ? r : l;
  if (is_dotted(c->op) && known->kind == TYPE_LIST) return elementwise(in, c, l, r);
  type *guess = beside(in, c, known);
  if (infer_unify(in, var, guess)) return false;
  infer_mismatch(in, c->where, guess, var);
  return true;
}

/* No operator gives such a thing. */
static bool refuse_result(infer *in, constraint *c, const type *result) {
  bool possible = result->kind == TYPE_VAR || result->kind == TYPE_INT || result->kind == TYPE_FLOAT ||
                  result->kind == TYPE_BIG || result->kind == TYPE_CHAR || result->kind == TYPE_LIST ||
                  result->kind == TYPE_DICT || result->kind == TYPE_POISON;
  if (possible) return false;
  str wanted = infer_text(in, c->types[RESULT]);
  diag *d = infer_refuse(in, c, DIAG_type_mismatch, "`%s` never gives " STR_FMT ", which is wanted here",
                         ast_op_spelling(c->op), STR_ARG(wanted));
  diag_expected(in->diags, d, wanted, (str){0});
  return true;
}

bool constraint_solve_arith(infer *in, constraint *c) {
  for (uint32_t turn = 0; turn < 4; turn++) {
    type *l = type_find(c->types[LEFT]), *r = type_find(c->types[RIGHT]);
    bool lv = l->kind == TYPE_VAR, rv = r->kind == TYPE_VAR;
    if (!lv && !rv) return both_known(in, c, l, r);
    if ((lv ? r : l)->kind == TYPE_POISON) return give(in, c, infer_poison(in));
    want_number(in, c, l);
    want_number(in, c, r);
    if (refuse_result(in, c, type_find(c->types[RESULT]))) return true;
    if (big_power(in, c, l, r) || numeric(in, c, l, r)) return true;
    bool again = lv && rv ? false : learn(in, c, lv ? r : l, lv ? l : r);
    if (again) continue;
    if (!c->defaulting) break;
    if (decide(in, c, l, r)) return true;
  }
  for (uint32_t i = 0; i < 3; i++) {
    type *t = type_find(c->types[i]);
    if (t->kind == TYPE_VAR) constraint_wait(in, c, t);
  }
  return false;
}
