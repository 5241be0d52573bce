/* Comparisons and membership (rulings 2, 9, 23): two types that meet without being one kind only by chance. */

#include "frontend/infer_priv.h"

static bool is_number(const type *t) {
  return t->kind == TYPE_INT || t->kind == TYPE_FLOAT || t->kind == TYPE_BOOL || t->kind == TYPE_BIG;
}
static bool is_literal(const type *t) { return t->kind == TYPE_VAR && constraint_numeric(t); }
static bool is_letter(const type *t) { return t->kind == TYPE_VAR && constraint_on(t, CONSTRAINT_letter); }

static bool compare(infer *in, constraint *c, type *a, type *b) {
  type *types[2] = {a, b};
  constraint *inner = constraint_make(in, c->kind == CONSTRAINT_order ? CONSTRAINT_order : CONSTRAINT_equal, c->where,
                                      c->node, 2, types);
  inner->op = c->op;
  inner->list = true;
  inner->copied = c->copied;
  inner->origin = c->origin;
  constraint_start(in, inner);
  return true;
}

static bool refuse(infer *in, constraint *c, type *a, type *b) {
  str l = infer_text(in, a), r = infer_text(in, b);
  diag *d = c->kind == CONSTRAINT_order
                ? infer_refuse(in, c, DIAG_not_comparable, STR_FMT " and " STR_FMT " have no common order", STR_ARG(l),
                               STR_ARG(r))
                : infer_refuse(in, c, DIAG_mixed_compare,
                               STR_FMT " and " STR_FMT " are never equal; compare values of one kind", STR_ARG(l),
                               STR_ARG(r));
  diag_expected(in->diags, d, l, r);
  if ((is_number(a) && type_is_str(b)) || (is_number(b) && type_is_str(a)))
    diag_hint(in->diags, d, "`.str` makes text of a number, `.int` a number of text");
  else if ((a->kind == TYPE_TUPLE) != (b->kind == TYPE_TUPLE))
    diag_hint(in->diags, d, "a tuple stands here; in a lambda of x and y each is a part of it");
  else if (a->kind == TYPE_FUN || b->kind == TYPE_FUN)
    diag_hint(in->diags, d, "a function stands here; is an argument missing?");
  return true;
}

static bool same(infer *in, constraint *c, type *t) {
  constraint_class(in, c->kind == CONSTRAINT_order ? CONSTRAINT_ord : CONSTRAINT_eq, c->where, t);
  return true;
}

static bool both_known(infer *in, constraint *c, type *a, type *b) {
  if (a->kind == TYPE_POISON || b->kind == TYPE_POISON) return true;
  if (a->kind == TYPE_DYN || b->kind == TYPE_DYN) { /* the values decide */
    constraint_class(in, CONSTRAINT_plain, c->where, a->kind == TYPE_DYN ? b : a);
    return true;
  }
  bool counts = !c->list || (a->kind == TYPE_BOOL) == (b->kind == TYPE_BOOL); /* inside values a Bool is no number */
  if (is_number(a) && is_number(b)) return counts || refuse(in, c, a, b);
  if (a->kind == TYPE_OPTION || b->kind == TYPE_OPTION)
    return compare(in, c, a->kind == TYPE_OPTION ? a->args[0] : a, b->kind == TYPE_OPTION ? b->args[0] : b);
  if (a->kind == TYPE_CHAR && b->kind == TYPE_LIST) return infer_unify(in, b, in->str) || refuse(in, c, a, b);
  if (b->kind == TYPE_CHAR && a->kind == TYPE_LIST) return infer_unify(in, a, in->str) || refuse(in, c, a, b);
  if (a->kind != b->kind || a->count != b->count || a->name != b->name) return refuse(in, c, a, b);
  if (a->kind == TYPE_NAMED) return infer_unify(in, a, b) ? same(in, c, a) : refuse(in, c, a, b);
  bool unordered =
      a->kind == TYPE_FUN || (c->kind == CONSTRAINT_order && (a->kind == TYPE_DICT || a->kind == TYPE_SET));
  if (unordered) return same(in, c, a);
  for (uint32_t i = 0; i < a->count; i++) compare(in, c, a->args[i], b->args[i]);
  return true;
}

/* A variable of which something is known beside a known type; *done: nothing is left to decide. */
static bool learn(infer *in, constraint *c, type *var, type *known, bool *done) {
  *done = false;
  if (var->bottom) return infer_unify(in, var, known);
  if (is_literal(var) && is_number(known) && (known->kind != TYPE_BOOL || !c->list)) return *done = true;
  bool decided = is_letter(var) || is_literal(var);
  if (decided && known->kind == TYPE_OPTION) {
    compare(in, c, var, known->args[0]);
    return *done = true;
  }
  if (is_letter(var)) return infer_unify(in, var, known->kind == TYPE_CHAR ? known : in->str);
  if (is_literal(var)) return infer_unify(in, var, infer_base(in, TYPE_INT));
  if (is_number(known) && known->kind != TYPE_BOOL && constraint_is_operand(var)) {
    constraint_class(in, CONSTRAINT_num, c->where, var);
    return *done = true;
  }
  return false;
}

static bool solve(infer *in, constraint *c) {
  for (;;) {
    type *a = type_find(c->types[0]), *b = type_find(c->types[1]);
    bool av = a->kind == TYPE_VAR, bv = b->kind == TYPE_VAR, done;
    if (a == b) return same(in, c, a);
    if (!av && !bv) return both_known(in, c, a, b);
    if (av && bv) {
      if (is_literal(a) && is_literal(b)) return true;
      bool one = a->bottom || b->bottom || (is_letter(a) && is_letter(b)) || c->defaulting;
      if (one && infer_unify(in, a, b)) continue;
      if (one) return infer_mismatch(in, c->where, a, b) != NULL;
      constraint_wait(in, c, a);
      constraint_wait(in, c, b);
      return false;
    }
    type *var = av ? a : b, *known = av ? b : a;
    if (known->kind == TYPE_POISON) return true;
    if (learn(in, c, var, known, &done)) {
      if (done) return true;
      continue;
    }
    if (c->defaulting && infer_unify(in, var, known)) continue;
    if (c->defaulting) return infer_mismatch(in, c->where, known, var) != NULL;
    constraint_wait(in, c, var);
    return false;
  }
}

bool constraint_solve_equal(infer *in, constraint *c) { return solve(in, c); }
bool constraint_solve_order(infer *in, constraint *c) { return solve(in, c); }

/* ---- item in container ---- */

static bool in_list(infer *in, constraint *c, type *item, type *element) {
  if (element->kind == TYPE_CHAR) { /* a character or a piece of text */
    if (item->kind == TYPE_CHAR || item->kind == TYPE_POISON) return true;
    if (item->kind == TYPE_LIST) return infer_unify(in, item, in->str) || refuse(in, c, item, in->str);
    if (item->kind != TYPE_VAR) return refuse(in, c, item, in->str);
    if (is_letter(item) || c->defaulting) return infer_unify(in, item, element) || refuse(in, c, item, in->str);
    constraint_wait(in, c, item);
    return false;
  }
  bool open =
      element->kind == TYPE_VAR && (item->kind == TYPE_LIST || item->kind == TYPE_VAR) && !constraint_numeric(element);
  if (open && !c->defaulting && !element->bottom) {
    constraint_wait(in, c, element);
    if (item->kind == TYPE_VAR) constraint_wait(in, c, item);
    return false;
  }
  return compare(in, c, item, element);
}

bool constraint_solve_member(infer *in, constraint *c) {
  type *item = type_find(c->types[0]), *box = type_find(c->types[1]);
  if (box->kind == TYPE_VAR && is_letter(box)) {
    infer_unify(in, box, in->str);
    box = type_find(box);
  }
  if (box->kind == TYPE_VAR && c->defaulting) {
    infer_unify(in, box, infer_list(in, infer_fresh(in)));
    box = type_find(box);
  }
  switch (box->kind) {
    case TYPE_LIST: return in_list(in, c, item, type_find(box->args[0]));
    case TYPE_SET:
    case TYPE_DICT: return compare(in, c, item, box->args[0]);
    case TYPE_DYN: /* what it holds decides */
      constraint_class(in, CONSTRAINT_plain, c->where, item);
      return true;
    case TYPE_POISON: return true;
    case TYPE_VAR:
      constraint_wait(in, c, box);
      if (item->kind == TYPE_VAR) constraint_wait(in, c, item);
      return false;
    case TYPE_INT:
    case TYPE_FLOAT:
    case TYPE_BOOL:
    case TYPE_CHAR:
    case TYPE_UNIT:
    case TYPE_BIG:
    case TYPE_TUPLE:
    case TYPE_OPTION:
    case TYPE_FUN:
    case TYPE_NAMED: break;
  }
  str found = infer_text(in, box);
  diag *d = infer_refuse(in, c, DIAG_not_iterable, "`in` looks into a list or text; " STR_FMT " has no elements",
                         STR_ARG(found));
  diag_expected(in->diags, d, STR("[t]"), found);
  if (box->kind == TYPE_TUPLE) diag_hint(in->diags, d, "write the tuple as a list, `[..]`");
  return true;
}
