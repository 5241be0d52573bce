/* Taking values apart: elements, components, slices, sources of comprehensions, tuple patterns (ruling 19). */

#include "frontend/infer_priv.h"

static bool wait_subject(infer *in, constraint *c, type *var) {
  constraint_wait(in, c, var);
  return false;
}

/* Unknown to the end: a list. */
static type *subject_of(infer *in, constraint *c) {
  type *t = type_find(c->types[0]);
  if (t->kind != TYPE_VAR) return t;
  if (constraint_on(t, CONSTRAINT_letter)) infer_unify(in, t, in->str);
  else if (constraint_numeric(t)) infer_unify(in, t, infer_base(in, TYPE_INT));
  else if (c->defaulting || t->bottom) infer_unify(in, t, infer_list(in, infer_fresh(in)));
  return type_find(t);
}

static bool same(infer *in, constraint *c, type *wanted, type *found) {
  if (!infer_unify(in, wanted, found)) infer_mismatch(in, c->where, wanted, found);
  return true;
}

/* A set has no positions; its elements in order have. */
static void sort_first(infer *in, const constraint *c, diag *d) {
  const core *e = c->node, *subject = NULL;
  if (e && e->kind == CORE_INDEX) subject = e->pair.left;
  if (e && e->kind == CORE_COMPONENT) subject = e->component.subject;
  if (!subject) {
    diag_hint(in->diags, d, "`.sort` makes a list of a set, `x in s` looks into it");
    return;
  }
  span behind = {subject->where.end, subject->where.end, subject->where.file};
  diag_fix_edit(in->diags, d, "sort the set's elements", behind, STR(".sort"));
}

static bool refuse(infer *in, constraint *c, diag_code code, type *t, const char *what) {
  str found = infer_text(in, t);
  diag *d = infer_refuse(in, c, code, STR_FMT " %s", STR_ARG(found), what);
  diag_expected(in->diags, d, STR("[t]"), found);
  if (t->kind == TYPE_OPTION) diag_hint(in->diags, d, "`v??r` gives r where there is no value");
  if (t->kind == TYPE_FUN) diag_hint(in->diags, d, "a function stands here; is an argument missing?");
  if (t->kind == TYPE_SET) sort_first(in, c, d);
  if (t->kind == TYPE_INT && code == DIAG_not_iterable)
    diag_hint(in->diags, d, "`0..<n` goes through the numbers below n");
  if (t->kind == TYPE_INT && code == DIAG_not_indexable) diag_hint(in->diags, d, "`.digits` makes a list of a number");
  return infer_unify(in, c->types[c->count - 1], infer_poison(in));
}

/* ---- subject[position] = element ---- */

static bool position_is(infer *in, constraint *c, type *wanted) {
  span where = c->spans ? c->spans[1] : c->where;
  if (!infer_deliver(in, c->types[1], wanted, where)) infer_mismatch(in, where, wanted, c->types[1]);
  return true;
}

/* No list has such a position. */
static bool is_key(const type *position) {
  bool number = position->kind == TYPE_INT || position->kind == TYPE_BOOL;
  return position->kind != TYPE_VAR && position->kind != TYPE_POISON && !number;
}

bool constraint_solve_index(infer *in, constraint *c) {
  type *t = type_find(c->types[0]), *element = c->types[2], *position = type_find(c->types[1]);
  if (t->kind == TYPE_VAR && c->defaulting && is_key(position))
    infer_unify(in, t, infer_type(in, TYPE_DICT, 2, (type *[]){position, infer_fresh(in)}));
  t = subject_of(in, c);
  switch (t->kind) {
    case TYPE_VAR: return wait_subject(in, c, t);
    case TYPE_LIST: return position_is(in, c, infer_base(in, TYPE_INT)) && same(in, c, element, t->args[0]);
    case TYPE_DICT: return position_is(in, c, t->args[0]) && same(in, c, element, t->args[1]);
    case TYPE_DYN: /* the position may be any value */
      constraint_class(in, CONSTRAINT_plain, c->where, position);
      return same(in, c, element, t);
    case TYPE_TUPLE:
      position_is(in, c, infer_base(in, TYPE_INT));
      for (uint32_t i = 0; i < t->count; i++)
        if (!infer_unify(in, element, t->args[i]))
          return refuse(in, c, DIAG_not_indexable, t,
                        "has components of several types, so that only a literal number can index it");
      return true;
    case TYPE_POISON: return infer_unify(in, element, t);
    case TYPE_INT:
    case TYPE_FLOAT:
    case TYPE_BOOL:
    case TYPE_CHAR:
    case TYPE_UNIT:
    case TYPE_BIG:
    case TYPE_OPTION:
    case TYPE_FUN:
    case TYPE_SET:
    case TYPE_NAMED: break;
  }
  return refuse(in, c, DIAG_not_indexable, t, "cannot be indexed");
}

/* ---- subject.n = component ---- */

static bool component_of(infer *in, constraint *c, const type *t) {
  int64_t i = c->number < 0 ? c->number + t->count : c->number;
  if (i >= 0 && i < t->count) return same(in, c, c->types[1], t->args[i]);
  diag *d = infer_refuse(in, c, DIAG_no_member, STR_FMT " has no component %lld; they go from 0 to %u",
                         STR_ARG(infer_text(in, c->types[0])), (long long)c->number, t->count - 1);
  diag_expected(in->diags, d, (str){0}, infer_text(in, c->types[0]));
  return infer_unify(in, c->types[1], infer_poison(in));
}

static bool component_key(infer *in, constraint *c, const type *t) {
  type *integer = infer_base(in, TYPE_INT);
  if (!infer_deliver(in, integer, t->args[0], c->where)) infer_mismatch(in, c->where, t->args[0], integer);
  return true;
}

bool constraint_solve_component(infer *in, constraint *c) {
  type *t = subject_of(in, c);
  if (t->kind == TYPE_VAR) return wait_subject(in, c, t);
  if (t->kind == TYPE_TUPLE) return component_of(in, c, t);
  if (t->kind == TYPE_LIST) return same(in, c, c->types[1], t->args[0]);
  if (t->kind == TYPE_DICT) return component_key(in, c, t) && same(in, c, c->types[1], t->args[1]);
  if (t->kind == TYPE_DYN) return same(in, c, c->types[1], t);
  if (t->kind == TYPE_POISON) return infer_unify(in, c->types[1], t);
  return refuse(in, c, DIAG_not_indexable, t, "has no components and cannot be indexed");
}

/* ---- subject[lo:hi:step] = part ---- */

bool constraint_solve_slice(infer *in, constraint *c) {
  c->defaulting = true; /* nothing but lists has slices */
  type *t = subject_of(in, c);
  if (t->kind == TYPE_LIST || t->kind == TYPE_POISON) return same(in, c, c->types[1], t);
  return refuse(in, c, DIAG_not_indexable, t, "cannot be sliced");
}

/* ---- pattern <- source ---- */

bool constraint_solve_iterate(infer *in, constraint *c) {
  type *t = subject_of(in, c);
  if (t->kind == TYPE_VAR) return wait_subject(in, c, t);
  if (t->kind == TYPE_LIST || t->kind == TYPE_SET || t->kind == TYPE_DICT) return same(in, c, c->types[1], t->args[0]);
  if (t->kind == TYPE_DYN) return same(in, c, c->types[1], t);
  if (t->kind == TYPE_POISON) return infer_unify(in, c->types[1], t);
  return refuse(in, c, DIAG_not_iterable, t, "has no elements to go through");
}

/* ---- (p,q) = subject: a tuple, or a list of so many elements; types: subject, parts ---- */

static bool apart_list(infer *in, constraint *c, type *t) {
  core_pat *p = c->node;
  for (uint32_t i = 1; i < c->count; i++) same(in, c, t->args[0], c->types[i]);
  if (p) {
    p->kind = PAT_LIST;
    p->apart = true;
  }
  return true;
}

/* Patterns of as many parts on one value speak of the same parts, be it a tuple or a list. */
static bool wait_apart(infer *in, constraint *c, type *var) {
  for (const constraint_watch *w = var->waiting; w; w = w->next) {
    const constraint *other = w->waits;
    if (other == c || other->done || other->kind != CONSTRAINT_apart || other->count != c->count) continue;
    for (uint32_t i = 1; i < c->count; i++) same(in, c, other->types[i], c->types[i]);
    break;
  }
  return wait_subject(in, c, var);
}

bool constraint_solve_apart(infer *in, constraint *c) {
  type *t = type_find(c->types[0]);
  uint32_t parts = c->count - 1;
  if (t->kind == TYPE_LIST) return apart_list(in, c, t);
  if (t->kind == TYPE_VAR && !c->defaulting) return wait_apart(in, c, t);
  if (t->kind == TYPE_VAR) {
    infer_unify(in, t, infer_type(in, TYPE_TUPLE, parts, c->types + 1));
    return true;
  }
  if (t->kind == TYPE_TUPLE && t->count == parts) {
    for (uint32_t i = 0; i < parts; i++) same(in, c, t->args[i], c->types[i + 1]);
    return true;
  }
  if (t->kind == TYPE_DYN) {
    for (uint32_t i = 0; i < parts; i++) same(in, c, t, c->types[i + 1]);
    return true;
  }
  if (t->kind != TYPE_POISON) {
    str found = infer_text(in, t);
    diag *d =
        infer_refuse(in, c, DIAG_type_mismatch, "a pattern of %u parts does not fit " STR_FMT, parts, STR_ARG(found));
    diag_expected(in->diags, d, infer_text(in, infer_type(in, TYPE_TUPLE, parts, c->types + 1)), found);
    infer_advise_arm(in, d);
  }
  for (uint32_t i = 1; i < c->count; i++) infer_unify(in, c->types[i], infer_poison(in));
  return true;
}
