/* Expressions: each node gets a type, and posts what its operands must satisfy.
   Expects the resolved tree. Guarantees: every node has a type; after errors it is poison, which fits everywhere.
   Recursion is as deep as the tree; chains of `;` are followed in a loop. */

#include "frontend/infer_priv.h"

enum { DEPTH_MAX = 5000 };

static type *base(infer *in, type_kind k) { return infer_base(in, k); }

/* ---- literals ---- */

static type *literal_var(infer *in, span where) {
  type *t = infer_fresh(in);
  constraint_class(in, CONSTRAINT_literal, where, t);
  return t;
}

static type *text(infer *in, const core *e) {
  if (!infer_is_letter(e->text)) return in->str;
  type *t = infer_fresh(in);
  constraint_class(in, CONSTRAINT_letter, e->where, t);
  return t;
}

static bool is_int_literal(const core *e) {
  return (e->kind == CORE_INT && !e->big) || (e->kind == CORE_NEG && e->one->kind == CORE_INT && !e->one->big);
}

static type *as_literal(core *e, type *t) {
  if (e->kind == CORE_NEG) e->one->type = t;
  return e->type = t;
}

type *infer_operand(infer *in, core *e) {
  return is_int_literal(e) ? as_literal(e, base(in, TYPE_INT)) : infer_expr(in, e);
}

/* ---- joins ---- */

static bool only(const type *t, constraint_kind kind) { return t->kind == TYPE_VAR && constraint_on(t, kind); }

/* Rows of a table: literals that differ only in what they could still become are one type. */
static bool absorbs(infer *in, type *a, type *b) {
  a = type_find(a);
  b = type_find(b);
  bool numbers = only(a, CONSTRAINT_literal) && only(b, CONSTRAINT_literal);
  bool texts = (only(a, CONSTRAINT_letter) || type_is_str(a)) && (only(b, CONSTRAINT_letter) || type_is_str(b));
  if (a == b) return true;
  if (numbers || texts) return infer_unify(in, a, b);
  if (a->kind == TYPE_VAR || a->kind != b->kind || a->count == 0 || a->count != b->count || a->name != b->name)
    return false;
  for (uint32_t i = 0; i < a->count; i++)
    if (!absorbs(in, a->args[i], b->args[i])) return false;
  return true;
}

/* The type at which several expressions meet. Int literals alone stay open to Float. */
type *infer_join(infer *in, core *e, core *const *parts, uint32_t count, bool list) {
  uint32_t literals = 0, distinct = 0;
  for (uint32_t i = 0; i < count; i++) literals += is_int_literal(parts[i]);
  if (count && literals == count) {
    type *t = literal_var(in, parts[0]->where);
    for (uint32_t i = 0; i < count; i++) as_literal(parts[i], t);
    return t;
  }
  type **types = ARENA_ARRAY(in->home, type *, count + 1);
  span *spans = ARENA_ARRAY(in->home, span, count + 1);
  for (uint32_t i = 0; i < count; i++) {
    type *t = infer_operand(in, parts[i]);
    bool seen = distinct && (absorbs(in, types[distinct - 1], t) || absorbs(in, types[0], t));
    types[distinct] = t;
    spans[distinct] = parts[i]->where;
    distinct += !seen;
  }
  if (distinct == 0) return infer_bottom(in);
  if (distinct == 1) return types[0];
  type *result = types[distinct] = infer_fresh(in);
  constraint *c = constraint_make(in, CONSTRAINT_join, e->where, e, distinct + 1, types);
  c->spans = spans;
  c->list = list;
  constraint_start(in, c);
  return result;
}

static type *conditional(infer *in, core *e) {
  infer_condition(in, e->cond.test);
  core *branches[2] = {e->cond.then, e->cond.other};
  return infer_join(in, e, branches, 2, false);
}

static type *junction(infer *in, core *e) {
  core *sides[2] = {e->pair.left, e->pair.right};
  e->pair.boolean = false;
  type *t = infer_join(in, e, sides, 2, false);
  constraint_class(in, CONSTRAINT_condition, e->pair.left->where, e->pair.left->type);
  return t;
}

static type *coalesce(infer *in, core *e) {
  type *types[3] = {infer_operand(in, e->pair.left), infer_operand(in, e->pair.right), infer_fresh(in)};
  span *spans = ARENA_ARRAY(in->home, span, 2);
  spans[0] = e->pair.left->where;
  spans[1] = e->pair.right->where;
  constraint *c = constraint_make(in, CONSTRAINT_coalesce, e->where, e, 3, types);
  c->spans = spans;
  constraint_start(in, c);
  return types[2];
}

/* Only needs to hold or not (ruling 21). */
void infer_condition(infer *in, core *e) {
  if (e->kind != CORE_AND && e->kind != CORE_OR) {
    constraint_class(in, CONSTRAINT_condition, e->where, infer_expr(in, e));
    return;
  }
  infer_condition(in, e->pair.left);
  infer_condition(in, e->pair.right);
  e->pair.boolean = true;
  e->type = base(in, TYPE_BOOL);
}

/* ---- operators ---- */

static type *arith(infer *in, core *e) {
  core *l = e->arith.left, *r = e->arith.right;
  bool literals = is_int_literal(l) && is_int_literal(r) && e->arith.op != AST_OP_DIV &&
                  e->arith.op != AST_OP_DOT_DIV && !(e->arith.op == AST_OP_POW && r->kind == CORE_NEG);
  if (literals) return as_literal(l, as_literal(r, literal_var(in, l->where)));
  type *types[3] = {infer_operand(in, l), infer_operand(in, r), infer_fresh(in)};
  constraint *c = constraint_make(in, CONSTRAINT_arith, e->where, e, 3, types);
  c->op = e->arith.op;
  c->negative = c->op == AST_OP_POW && is_int_literal(r) && (r->kind == CORE_NEG || r->integer < 0);
  constraint_start(in, c);
  return types[2];
}

static type *negate(infer *in, core *e) {
  type *t = type_find(infer_expr(in, e->one));
  if (t->kind == TYPE_BOOL) return base(in, TYPE_INT);
  constraint_class(in, CONSTRAINT_num, e->one->where, t);
  return t;
}

static bool is_text(const core *e) { return e->kind == CORE_STR && !infer_is_letter(e->text); }

static void compare(infer *in, const core *e, ast_op op, const core *l, const core *r) {
  type *types[2] = {l->type, r->type};
  bool member = op == AST_OP_IN || op == AST_OP_NOTIN;
  bool equal = op == AST_OP_EQ || op == AST_OP_NE;
  span where = e->chain.count == 1 ? e->where : span_join(l->where, r->where);
  const type *lt = type_find(types[0]), *rt = type_find(types[1]);
  if (!member && (lt->kind == TYPE_INT || lt->kind == TYPE_FLOAT) && lt == rt) return;
  if (equal && ((is_text(l) && rt->kind == TYPE_CHAR) || (is_text(r) && lt->kind == TYPE_CHAR))) {
    diag *d = diag_report(in->diags, DIAG_mixed_compare, where, "a Char never equals a text that is not one character");
    diag_expected(in->diags, d, STR("Char"), STR("Str"));
    return;
  }
  constraint_kind kind = member ? CONSTRAINT_member : equal ? CONSTRAINT_equal : CONSTRAINT_order;
  constraint *c = constraint_make(in, kind, where, NULL, 2, types);
  c->op = op;
  constraint_start(in, c);
}

static type *comparison(infer *in, core *e) {
  for (uint32_t i = 0; i <= e->chain.count; i++) infer_operand(in, e->chain.operands[i]);
  for (uint32_t i = 0; i < e->chain.count; i++)
    compare(in, e, e->chain.ops[i], e->chain.operands[i], e->chain.operands[i + 1]);
  return base(in, TYPE_BOOL);
}

static type *range(infer *in, core *e) {
  type *end = infer_operand(in, e->pair.left), *other = infer_operand(in, e->pair.right);
  constraint_class(in, CONSTRAINT_step, e->pair.left->where, end);
  constraint_class(in, CONSTRAINT_step, e->pair.right->where, other);
  if (!infer_unify(in, end, other)) infer_mismatch(in, e->pair.right->where, end, other);
  return infer_list(in, end);
}

/* ---- access ---- */

static type *index(infer *in, core *e) {
  type *types[3] = {infer_expr(in, e->pair.left), infer_operand(in, e->pair.right), infer_fresh(in)};
  constraint *c = constraint_make(in, CONSTRAINT_index, e->where, e, 3, types);
  c->spans = ARENA_ARRAY(in->home, span, 2);
  c->spans[0] = e->pair.left->where;
  c->spans[1] = e->pair.right->where;
  constraint_start(in, c);
  return types[2];
}

static type *component(infer *in, core *e) {
  type *types[2] = {infer_expr(in, e->component.subject), infer_fresh(in)};
  constraint *c = constraint_make(in, CONSTRAINT_component, e->where, e, 2, types);
  c->number = e->component.index;
  constraint_start(in, c);
  return types[1];
}

static void optional_int(infer *in, core *e) {
  if (e) infer_check(in, e, (infer_want){.type = base(in, TYPE_INT)});
}

static type *slice(infer *in, core *e) {
  type *types[2] = {infer_expr(in, e->slice.subject), infer_fresh(in)};
  optional_int(in, e->slice.lo);
  optional_int(in, e->slice.hi);
  optional_int(in, e->slice.step);
  constraint_post(in, CONSTRAINT_slice, e->where, e, 2, types);
  return types[1];
}

/* ---- lists, tuples, text ---- */

static type *tuple(infer *in, core *e) {
  type **parts = ARENA_ARRAY(in->home, type *, e->list.count);
  for (uint32_t i = 0; i < e->list.count; i++) parts[i] = infer_expr(in, e->list.items[i]);
  return infer_type(in, TYPE_TUPLE, e->list.count, parts);
}

static type *dictionary(infer *in, core *e) {
  type *key = infer_join(in, e, e->entries.keys, e->entries.count, true);
  type *parts[2] = {key, infer_join(in, e, e->entries.values, e->entries.count, true)};
  if (e->entries.count) constraint_class(in, CONSTRAINT_eq, e->entries.keys[0]->where, key);
  return infer_type(in, TYPE_DICT, 2, parts);
}

static type *element_of(infer *in, const core *source) {
  type *types[2] = {source->type, infer_fresh(in)};
  constraint_post(in, CONSTRAINT_iterate, source->where, NULL, 2, types);
  return types[1];
}

/* (k,v)<-d: a dictionary is gone through as its keys, and a text would silently be taken apart into two letters. */
static bool wants_items(infer *in, const core_pat *p, const core *source) {
  const type *t = type_find(source->type);
  if (p->kind != PAT_TUPLE || t->kind != TYPE_DICT) return false;
  type *key = type_find(t->args[0]);
  bool open = key->kind == TYPE_VAR && !constraint_on(key, CONSTRAINT_letter) && !constraint_numeric(key);
  if (key->kind == TYPE_TUPLE || key->kind == TYPE_POISON || open) return false;
  str text = infer_text(in, key);
  diag *d = diag_report(in->diags, DIAG_type_mismatch, p->where,
                        "a dictionary is gone through as its keys, and these are " STR_FMT, STR_ARG(text));
  diag_expected(in->diags, d, (str){0}, text);
  span behind = {source->where.end, source->where.end, source->where.file};
  diag_fix_edit(in->diags, d, "go through the pairs", behind, STR(".items"));
  return true;
}

static type *comprehension(infer *in, core *e) {
  for (uint32_t i = 0; i < e->comp.count; i++) {
    core_qual *q = &e->comp.quals[i];
    switch (q->kind) {
      case QUAL_FROM:
        infer_expr(in, q->value);
        infer_pat_from(in, q->pat, wants_items(in, q->pat, q->value) ? infer_poison(in) : element_of(in, q->value));
        break;
      case QUAL_LET: infer_pat(in, q->pat, infer_expr(in, q->value)); break;
      case QUAL_IF: infer_condition(in, q->value); break;
    }
    constraint_run(in);
  }
  return infer_list(in, infer_expr(in, e->comp.head));
}

static type *format(infer *in, core *e) {
  for (uint32_t i = 0; i < e->format.count; i++) {
    core *part = e->format.parts[i];
    if (part->kind == CORE_STR) part->type = in->str;
    else constraint_class(in, CONSTRAINT_show, part->where, infer_expr(in, part));
  }
  return in->str;
}

/* ---- x=1;y=2;..: all steps in one loop ---- */

/* e;rest: e is there for its effect (ruling 17). An operator has none, whatever its operands turn out to be. */
static void statement(infer *in, core *e) {
  type *t = type_find(infer_expr(in, e));
  bool useless = e->kind == CORE_ARITH || e->kind == CORE_NEG || e->kind == CORE_INDEX || e->kind == CORE_COMPONENT ||
                 e->kind == CORE_SLICE;
  if (useless && t->kind == TYPE_VAR)
    diag_report(in->diags, DIAG_discarded_value, e->where, "nobody uses this value; bind it, `name=..;`, or drop it");
  else constraint_class(in, CONSTRAINT_unit, e->where, t);
}

static core *step(infer *in, core *e) {
  switch ((uint32_t)e->kind) {
    case CORE_LET: {
      type *t = infer_expr(in, e->let.value);
      constraint_run(in);
      infer_pat(in, e->let.pat, t);
      return e->let.rest;
    }
    case CORE_LET_FUN: infer_let_fun(in, e); return e->fun.rest;
    case CORE_SEQ: statement(in, e->pair.left); return e->pair.right;
  }
  return NULL;
}

static type *sequence(infer *in, core *e) {
  core *last = e;
  for (core *rest; (rest = step(in, last)) != NULL;) last = rest;
  type *t = infer_expr(in, last);
  for (core *at = e; at != last;) {
    at->type = t;
    at = at->kind == CORE_LET ? at->let.rest : at->kind == CORE_LET_FUN ? at->fun.rest : at->pair.right;
  }
  return t;
}

/* ---- every node ---- */

static type *expr(infer *in, core *e) {
  switch (e->kind) {
    case CORE_INT: return e->big ? base(in, TYPE_BIG) : literal_var(in, e->where);
    case CORE_FLOAT: return base(in, TYPE_FLOAT);
    case CORE_BOOL: return base(in, TYPE_BOOL);
    case CORE_CHAR: return base(in, TYPE_CHAR);
    case CORE_STR: return text(in, e);
    case CORE_NONE: return infer_option(in, infer_bottom(in));
    case CORE_UNIT: return base(in, TYPE_UNIT);
    case CORE_LOCAL: return infer_local(in, e);
    case CORE_DEF: return infer_def_use(in, e->def, e->where);
    case CORE_OVERLOAD: return infer_overload(in, e, NULL);
    case CORE_CALL: return infer_call(in, e);
    case CORE_LAMBDA: return infer_lambda(in, e, NULL);
    case CORE_LET:
    case CORE_LET_FUN:
    case CORE_SEQ: return sequence(in, e);
    case CORE_IF: return conditional(in, e);
    case CORE_COALESCE: return coalesce(in, e);
    case CORE_AND:
    case CORE_OR: return junction(in, e);
    case CORE_NOT: infer_condition(in, e->one); return base(in, TYPE_BOOL);
    case CORE_ARITH: return arith(in, e);
    case CORE_NEG: return negate(in, e);
    case CORE_COMPARE: return comparison(in, e);
    case CORE_RANGE: return range(in, e);
    case CORE_INDEX: return index(in, e);
    case CORE_SLICE: return slice(in, e);
    case CORE_COMPONENT: return component(in, e);
    case CORE_LIST: return infer_list(in, infer_join(in, e, e->list.items, e->list.count, true));
    case CORE_TUPLE: return tuple(in, e);
    case CORE_COMPREHENSION: return comprehension(in, e);
    case CORE_FORMAT: return format(in, e);
    case CORE_MATCH: return infer_match(in, e);
    case CORE_FIELD: return infer_field(in, e);
    case CORE_DICT: return dictionary(in, e);
    case CORE_RECORD: return infer_record(in, e);
    case CORE_CON: return infer_constructor(in, e->con);
    case CORE_ERROR: in->frame->broken = true; break;
  }
  return infer_poison(in);
}

/* Types are weighed now and then, before they can double often enough to matter. */
static bool must_weigh(infer *in) {
  enum { INTERVAL = 64 };
  if (in->vars.len < in->weighed) in->weighed = in->vars.len; /* a definition ended */
  return in->too_heavy || in->vars.len - in->weighed >= INTERVAL;
}

type *infer_expr(infer *in, core *e) {
  if (in->depth >= DEPTH_MAX) {
    if (!in->too_deep)
      diag_report(in->diags, DIAG_too_deep, e->where, "this is nested too deeply; give parts of it names");
    in->too_deep = true;
    return e->type = infer_poison(in);
  }
  in->depth++;
  e->type = expr(in, e);
  in->depth--;
  constraint_run(in);
  if (must_weigh(in) && infer_is_heavy(in, in->weighed, e->where)) e->type = infer_poison(in);
  return e->type;
}
