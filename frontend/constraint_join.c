/* Joins: the type at which branches, elements and both sides of `??` meet (rulings 8 to 10), and the one conversion of
   arguments, Int to a known Float. A join is solved when the heads of all its operands are known, and then goes on with
   their parts. */

#include "frontend/infer_priv.h"

static bool wait_for(infer *in, constraint *c, type *t) {
  constraint_wait(in, c, type_find(t));
  return false;
}

/* ---- join: operands, then the result ---- */

static type *result_of(const constraint *c) { return type_find(c->types[c->count - 1]); }

/* Operands that say nothing: the result itself (of a recursion; one that is known converts the others), what stands
   there already, and bottoms. One pass: a walk's stamp tells what was met. */
static bool was_met(infer *in, type *t) {
  bool met = t->mark == in->stamp;
  t->mark = in->stamp;
  return met;
}

static void simplify(infer *in, constraint *c) {
  bool learn = false;
  for (uint32_t i = 0; i + 1 < c->count; i++) learn |= !type_find(c->types[i])->bottom;
  for (uint32_t i = 0; i + 1 < c->count && learn; i++)
    if (type_find(c->types[i])->bottom) infer_unify(in, c->types[i], c->types[c->count - 1]);
  in->stamp++;
  type *result = result_of(c), *kept = type_find(c->types[0]);
  uint32_t to = 0;
  if (result->kind == TYPE_VAR) was_met(in, result);
  for (uint32_t i = 0; i + 1 < c->count; i++) {
    type *t = type_find(c->types[i]);
    if (was_met(in, t)) continue;
    if (c->spans && to != i) c->spans[to] = c->spans[i];
    c->types[to++] = t;
  }
  if (to == 0) c->types[to++] = kept;
  c->types[to] = result;
  c->count = to + 1;
}

/* A join of the parts of all operands: part(i) of each. */
static void join_parts(infer *in, constraint *c, uint32_t part, type *result) {
  type **parts = ARENA_ARRAY(in->home, type *, c->count);
  for (uint32_t i = 0; i + 1 < c->count; i++) {
    type *t = type_find(c->types[i]);
    parts[i] = t->kind == type_find(c->types[c->count - 1])->kind ? t->args[part] : t;
  }
  parts[c->count - 1] = result;
  constraint *inner = constraint_make(in, CONSTRAINT_join, c->where, c->node, c->count, parts);
  if (c->spans) inner->spans = arena_copy(in->home, c->spans, sizeof *c->spans * (c->count - 1), alignof(span));
  inner->copied = c->copied;
  inner->origin = c->origin;
  inner->list = c->list;
  constraint_start(in, inner);
}

static bool refuse(infer *in, constraint *c, uint32_t i) {
  type *first = c->types[0], *other = c->types[i];
  str a = infer_text(in, first), b = infer_text(in, other);
  span where = c->where;
  if (c->spans) c->where = c->spans[i];
  diag *d = infer_refuse(in, c, DIAG_type_mismatch,
                         c->list ? "this element is " STR_FMT ", an earlier one " STR_FMT "; make them one type"
                                 : "this branch is " STR_FMT ", the other one " STR_FMT "; make them one type",
                         STR_ARG(b), STR_ARG(a));
  diag_expected(in->diags, d, a, b);
  if (c->spans) diag_note(in->diags, d, c->spans[0], "this is " STR_FMT, STR_ARG(a));
  if (first->kind == TYPE_FUN || other->kind == TYPE_FUN)
    diag_hint(in->diags, d, "a function stands here; is an argument missing?");
  c->where = where;
  infer_unify(in, c->types[c->count - 1], infer_poison(in));
  return true;
}

/* Nothing else joins them: a Dyn, unless something else is wanted, or a function is among them, which nobody could take
   out of it. */
static bool join_dyn(infer *in, constraint *c, uint32_t other) {
  for (uint32_t i = 0; i + 1 < c->count; i++)
    if (type_find(c->types[i])->kind == TYPE_FUN) return refuse(in, c, other);
  if (!infer_unify(in, c->types[c->count - 1], infer_dyn_joined(in, c))) return refuse(in, c, other);
  for (uint32_t i = 0; i + 1 < c->count; i++)
    constraint_class(in, CONSTRAINT_plain, c->spans ? c->spans[i] : c->where, c->types[i]);
  return true;
}

static bool same_shape(const type *a, const type *b) {
  return a->kind == b->kind && a->count == b->count && a->name == b->name;
}

/* Every operand has the shape of the first: through lists, tuples, options, values of dictionaries; others are equal.
 */
static bool join_alike(infer *in, constraint *c) {
  type *first = type_find(c->types[0]), *result = c->types[c->count - 1];
  bool through =
      first->kind == TYPE_LIST || first->kind == TYPE_TUPLE || first->kind == TYPE_DICT || first->kind == TYPE_OPTION;
  if (!through) {
    for (uint32_t i = 0; i + 1 < c->count; i++)
      if (!infer_unify(in, result, c->types[i])) return refuse(in, c, i);
    return true;
  }
  type **args = ARENA_ARRAY(in->home, type *, first->count);
  for (uint32_t k = 0; k < first->count; k++) args[k] = infer_fresh(in);
  type *shape = infer_type(in, first->kind, first->count, args);
  if (!infer_unify(in, result, shape)) {
    infer_mismatch(in, c->where, result, first);
    return true;
  }
  for (uint32_t k = 0; k < first->count; k++) {
    bool key = first->kind == TYPE_DICT && k == 0;
    if (!key) join_parts(in, c, k, args[k]);
    for (uint32_t i = 0; key && i + 1 < c->count; i++)
      if (!infer_unify(in, args[k], type_find(c->types[i])->args[k])) return refuse(in, c, i);
  }
  return true;
}

static bool join_options(infer *in, constraint *c) {
  type *content = infer_fresh(in);
  if (!infer_unify(in, c->types[c->count - 1], infer_option(in, content))) {
    infer_mismatch(in, c->where, c->types[c->count - 1], infer_option(in, content));
    return true;
  }
  if (result_of(c)->kind == TYPE_OPTION) join_parts(in, c, 0, content);
  return true;
}

/* Char with Str is Str (ruling 9). */
static bool join_text(infer *in, constraint *c) {
  for (uint32_t i = 0; i + 1 < c->count; i++) {
    type *t = type_find(c->types[i]);
    if (t->kind != TYPE_CHAR && !(t->kind == TYPE_LIST && infer_unify(in, t, in->str))) return join_dyn(in, c, i);
  }
  if (!infer_unify(in, c->types[c->count - 1], in->str)) infer_mismatch(in, c->where, c->types[c->count - 1], in->str);
  return true;
}

static bool join_base(infer *in, constraint *c, type_kind kind) {
  type *t = infer_base(in, kind);
  if (!infer_unify(in, c->types[c->count - 1], t)) infer_mismatch(in, c->where, c->types[c->count - 1], t);
  return true;
}

/* A text beside a list of something else stays a text, no list of characters: the first operand that differs in that,
   or 0. */
static uint32_t list_beside_text(const constraint *c) {
  int8_t first = -1;
  for (uint32_t i = 0; i + 1 < c->count; i++) {
    const type *t = type_find(c->types[i]), *element = t->kind == TYPE_LIST ? type_find(t->args[0]) : t;
    bool open = element->kind == TYPE_VAR && !constraint_numeric(element);
    if (t->kind != TYPE_LIST || open || element->kind == TYPE_POISON) continue;
    int8_t text = element->kind == TYPE_CHAR;
    if (first >= 0 && text != first) return i;
    first = text;
  }
  return 0;
}

static bool join_known(infer *in, constraint *c) {
  static const uint32_t number = 1u << TYPE_INT | 1u << TYPE_FLOAT | 1u << TYPE_BIG;
  uint32_t kinds = 0, other = 0;
  const type *first = type_find(c->types[0]);
  for (uint32_t i = 0; i + 1 < c->count; i++) {
    const type *t = type_find(c->types[i]);
    kinds |= 1u << t->kind;
    if (!other && !same_shape(first, t)) other = i;
  }
  if (kinds & 1u << TYPE_POISON) return infer_unify(in, c->types[c->count - 1], infer_poison(in));
  uint32_t list = other ? 0 : list_beside_text(c);
  if (list) return join_dyn(in, c, list);
  if (!other) return join_alike(in, c);
  if (kinds & 1u << TYPE_OPTION) return join_options(in, c);
  if (kinds & 1u << TYPE_DYN) return join_dyn(in, c, other);
  if ((kinds & ~number) == 0) return join_base(in, c, kinds & 1u << TYPE_FLOAT ? TYPE_FLOAT : TYPE_BIG);
  if (kinds == (1u << TYPE_CHAR | 1u << TYPE_LIST)) return join_text(in, c);
  return join_dyn(in, c, other);
}

/* What a variable among the operands becomes: what is calculated is no option, but the content of one. */
static type *becomes(const type *var, type *others) {
  others = type_find(others);
  bool calculated = constraint_numeric(var) || constraint_is_result(var);
  return others->kind == TYPE_OPTION && calculated ? others->args[0] : others;
}

/* Nothing more is known: variables among the operands become the join of the others, or all equal. */
static bool join_default(infer *in, constraint *c) {
  type *others = infer_fresh(in), **known = ARENA_ARRAY(in->home, type *, c->count);
  uint32_t count = 0;
  for (uint32_t i = 0; i + 1 < c->count; i++)
    if (type_find(c->types[i])->kind != TYPE_VAR) known[count++] = c->types[i];
  if (count) {
    known[count++] = others;
    constraint_post(in, CONSTRAINT_join, c->where, c->node, count, known);
  }
  for (uint32_t i = 0; i < c->count; i++) {
    const type *t = type_find(c->types[i]);
    bool result = i + 1 == c->count;
    type *wanted = result ? others : becomes(t, others);
    if ((t->kind != TYPE_VAR && !result) || infer_unify(in, c->types[i], wanted)) continue;
    infer_mismatch(in, c->where, c->types[i], wanted);
    break;
  }
  return true;
}

static bool is_decided_by_result(const type *result) {
  return result->kind == TYPE_INT || result->kind == TYPE_BOOL || result->kind == TYPE_CHAR ||
         result->kind == TYPE_UNIT;
}

static bool is_letter(const type *t) { return t->kind == TYPE_VAR && constraint_on(t, CONSTRAINT_letter); }

/* A one-character literal is a Str beside what is no text, and in a list beside a text. */
static void decide_letters(infer *in, constraint *c) {
  bool others = false, text = false;
  for (uint32_t i = 0; i + 1 < c->count; i++) {
    type *t = type_find(c->types[i]);
    bool open = t->kind == TYPE_VAR || t->kind == TYPE_CHAR || t->kind == TYPE_LIST || t->kind == TYPE_OPTION;
    others |= !open && t->kind != TYPE_POISON;
    text |= is_letter(t) || type_is_str(t);
  }
  for (uint32_t i = 0; i + 1 < c->count; i++) {
    type *t = type_find(c->types[i]);
    if (others && is_letter(t)) infer_unify(in, t, in->str);
    if (text && t->kind == TYPE_LIST && is_letter(type_find(t->args[0]))) infer_unify(in, t->args[0], in->str);
  }
}

bool constraint_solve_join(infer *in, constraint *c) {
  simplify(in, c);
  if (c->count == 2) {
    if (!infer_unify(in, c->types[1], c->types[0])) infer_mismatch(in, c->where, c->types[1], c->types[0]);
    return true;
  }
  decide_letters(in, c);
  bool known = true, option = false, real = false, plain = true;
  for (uint32_t i = 0; i + 1 < c->count; i++) {
    const type *t = type_find(c->types[i]);
    known &= t->kind != TYPE_VAR;
    plain &= t->kind != TYPE_VAR || constraint_numeric(t) || constraint_is_result(t);
    option |= t->kind == TYPE_OPTION;
    real |= t->kind == TYPE_FLOAT;
  }
  if (known) return join_known(in, c);
  if (option && plain) return join_options(in, c); /* what an operator gives is no option: it is what one holds */
  if (c->defaulting) return join_default(in, c);
  if (real && !option && result_of(c)->kind == TYPE_VAR && constraint_is_operand(result_of(c)))
    infer_unify(in, result_of(c), infer_base(in, TYPE_FLOAT)); /* it is calculated with: no option */
  if (option && result_of(c)->kind == TYPE_VAR) infer_unify(in, result_of(c), infer_option(in, infer_fresh(in)));
  bool decided = is_decided_by_result(result_of(c));
  for (uint32_t i = 0; i + 1 < c->count; i++) {
    type *t = type_find(c->types[i]);
    if (t->kind != TYPE_VAR) continue;
    if (decided) infer_unify(in, t, result_of(c));
    else constraint_wait(in, c, t);
  }
  if (decided) return join_known(in, c);
  if (result_of(c)->kind == TYPE_VAR) constraint_wait(in, c, result_of(c));
  return false;
}

/* ---- l??r: l, r, result (ruling 10) ---- */

static bool join_two(infer *in, constraint *c, type *a, type *b) {
  type *types[3] = {a, b, c->types[2]};
  constraint *join = constraint_make(in, CONSTRAINT_join, c->where, c->node, 3, types);
  join->spans = c->spans;
  join->copied = c->copied;
  join->origin = c->origin;
  constraint_start(in, join);
  return true;
}

bool constraint_solve_coalesce(infer *in, constraint *c) {
  type *l = type_find(c->types[0]), *r = type_find(c->types[1]);
  if (l->kind == TYPE_VAR && !l->bottom && !constraint_numeric(l) && !c->defaulting) return wait_for(in, c, l);
  if (l->kind != TYPE_OPTION) return join_two(in, c, l, r);
  if (r->kind == TYPE_VAR && !r->bottom && !constraint_numeric(r) && !c->defaulting) return wait_for(in, c, r);
  return join_two(in, c, r->kind == TYPE_OPTION ? l : l->args[0], r);
}

/* ---- from, to: an argument for a parameter that is Float ---- */

bool constraint_solve_coerce(infer *in, constraint *c) {
  type *from = type_find(c->types[0]), *to = type_find(c->types[1]);
  bool number = from->kind == TYPE_INT || from->kind == TYPE_FLOAT || from->kind == TYPE_BIG;
  if (to->kind == TYPE_DYN && from->kind != TYPE_VAR) constraint_class(in, CONSTRAINT_plain, c->where, from);
  if (number || from->kind == TYPE_POISON || (to->kind == TYPE_DYN && from->kind != TYPE_VAR)) return true;
  if (from->kind == TYPE_VAR) {
    if (!c->defaulting) return wait_for(in, c, from);
    const constraint *literal = constraint_on(from, CONSTRAINT_literal);
    return infer_unify(in, from, literal && !literal->copied ? infer_base(in, TYPE_INT) : to);
  }
  infer_mismatch(in, c->where, to, from);
  return true;
}
