/* Constraints on one type: what it must support. A compound type passes the demand on to its parts. */

#include "frontend/infer_priv.h"

bool constraint_numeric(const type *t) {
  return constraint_on(t, CONSTRAINT_literal) || constraint_on(t, CONSTRAINT_num) || constraint_on(t, CONSTRAINT_int);
}

static str found(infer *in, const constraint *c) { return infer_text(in, c->types[0]); }

/* Waits for the variable, once a kind. */
static bool wait_class(infer *in, constraint *c, type *var) {
  const constraint *other = constraint_on(var, c->kind);
  if (other) return other != c; /* it waits there already */
  constraint_wait(in, c, var);
  return false;
}

static bool become(infer *in, constraint *c, type_kind kind) {
  return infer_unify(in, c->types[0], kind == TYPE_LIST ? in->str : infer_base(in, kind));
}

/* ---- literals ---- */

bool constraint_solve_literal(infer *in, constraint *c) {
  type *t = type_find(c->types[0]);
  if (t->kind == TYPE_VAR) return c->defaulting ? become(in, c, TYPE_INT) : wait_class(in, c, t);
  if (t->kind != TYPE_INT && t->kind != TYPE_FLOAT && t->kind != TYPE_BIG && t->kind != TYPE_POISON)
    infer_mismatch(in, c->where, t, infer_base(in, TYPE_INT));
  return true;
}

bool constraint_solve_letter(infer *in, constraint *c) {
  type *t = type_find(c->types[0]);
  if (t->kind == TYPE_VAR) return c->defaulting ? become(in, c, TYPE_LIST) : wait_class(in, c, t);
  if (t->kind == TYPE_CHAR || t->kind == TYPE_POISON) return true;
  if (t->kind == TYPE_LIST && infer_unify(in, t, in->str)) return true;
  infer_mismatch(in, c->where, t, in->str);
  return true;
}

/* ---- numbers ---- */

bool constraint_solve_num(infer *in, constraint *c) {
  type *t = type_find(c->types[0]);
  if (t->kind == TYPE_VAR) {
    if (constraint_on(t, CONSTRAINT_int) || constraint_on(t, CONSTRAINT_literal)) return true;
    return c->defaulting ? become(in, c, TYPE_INT) : wait_class(in, c, t);
  }
  if (t->kind == TYPE_INT || t->kind == TYPE_FLOAT || t->kind == TYPE_BIG || t->kind == TYPE_POISON) return true;
  diag *d =
      infer_refuse(in, c, DIAG_not_a_number, "a number is wanted here, but this is " STR_FMT, STR_ARG(found(in, c)));
  diag_expected(in->diags, d, STR("a number"), found(in, c));
  if (type_is_str(t)) diag_hint(in->diags, d, "`.int` and `.float` make a number of text");
  if (t->kind == TYPE_CHAR) diag_hint(in->diags, d, "`.int` gives a digit's value, `.ord` a character's code");
  if (t->kind == TYPE_BOOL) diag_hint(in->diags, d, "`count` counts what holds");
  return true;
}

bool constraint_solve_int(infer *in, constraint *c) {
  type *t = type_find(c->types[0]);
  if (t->kind == TYPE_VAR) return c->defaulting ? become(in, c, TYPE_INT) : wait_class(in, c, t);
  if (t->kind != TYPE_INT && t->kind != TYPE_BIG && t->kind != TYPE_POISON)
    infer_mismatch(in, c->where, infer_base(in, TYPE_INT), t);
  return true;
}

/* ---- comparing and printing ---- */

/* Passes the demand on to the parts; false: a part of kind `bad` is in the way. */
static bool demand(infer *in, constraint *c, type *t, const bool *bad) {
  t = type_find(t);
  if (t->kind == TYPE_VAR) {
    constraint_class(in, c->kind, c->where, t);
    return true;
  }
  uint32_t field;
  if (bad[t->kind] || (t->kind == TYPE_NAMED && infer_holder(in, t, bad, &field))) return false;
  for (uint32_t i = 0; i < t->count; i++)
    if (!demand(in, c, t->args[i], bad)) return false;
  return true;
}

/* Names the field of a declared type that is in the way. */
static void note_holder(infer *in, diag *d, type *t, const bool *bad) {
  uint32_t field;
  const type_con *con = infer_holder(in, t, bad, &field);
  if (!con) return;
  str name = infer_name(in, con->name), held = infer_text(in, con->fields[field]);
  if (con->labels)
    diag_note(in->diags, d, con->written[field]->where, "the field `" STR_FMT "` of `" STR_FMT "` is " STR_FMT,
              STR_ARG(infer_name(in, con->labels[field])), STR_ARG(name), STR_ARG(held));
  else
    diag_note(in->diags, d, con->written[field]->where, "field %u of `" STR_FMT "` is " STR_FMT, field + 1,
              STR_ARG(name), STR_ARG(held));
}

static bool solve_demand(infer *in, constraint *c, const bool *bad, diag_code code, const char *what) {
  type *t = type_find(c->types[0]);
  if (t->kind == TYPE_VAR) {
    if (c->defaulting || constraint_numeric(t) || constraint_on(t, CONSTRAINT_letter)) return true;
    if (c->kind == CONSTRAINT_eq && constraint_on(t, CONSTRAINT_ord)) return true;
    return wait_class(in, c, t);
  }
  if (demand(in, c, t, bad)) return true;
  diag *d = infer_refuse(in, c, code, "this is " STR_FMT ", and %s", STR_ARG(found(in, c)), what);
  diag_expected(in->diags, d, (str){0}, found(in, c));
  note_holder(in, d, t, bad);
  return true;
}

bool constraint_solve_eq(infer *in, constraint *c) {
  static const bool bad[TYPE_POISON + 1] = {[TYPE_FUN] = true};
  return solve_demand(in, c, bad, DIAG_not_comparable, "functions cannot be compared; compare what they give");
}

bool constraint_solve_ord(infer *in, constraint *c) {
  static const bool bad[TYPE_POISON + 1] = {[TYPE_FUN] = true, [TYPE_DICT] = true, [TYPE_SET] = true};
  return solve_demand(in, c, bad, DIAG_not_comparable, "functions, dictionaries and sets have no order");
}

bool constraint_solve_show(infer *in, constraint *c) {
  static const bool bad[TYPE_POISON + 1] = {[TYPE_FUN] = true};
  return solve_demand(in, c, bad, DIAG_not_printable, "a function cannot be printed; give it its arguments");
}

/* Functions would be in a Dyn for ever: no pattern takes one out, and it could neither be compared nor printed. */
bool constraint_solve_plain(infer *in, constraint *c) {
  static const bool bad[TYPE_POISON + 1] = {[TYPE_FUN] = true};
  return solve_demand(in, c, bad, DIAG_type_mismatch, "a Dyn holds no function; give it what the function gives");
}

/* ---- conditions (ruling 21) ---- */

bool constraint_solve_condition(infer *in, constraint *c) {
  type *t = type_find(c->types[0]);
  switch (t->kind) {
    case TYPE_VAR:
      if (constraint_numeric(t)) return true;
      if (constraint_on(t, CONSTRAINT_letter)) return become(in, c, TYPE_LIST);
      return c->defaulting ? become(in, c, TYPE_BOOL) : wait_class(in, c, t);
    case TYPE_INT:
    case TYPE_FLOAT:
    case TYPE_BOOL:
    case TYPE_BIG:
    case TYPE_DYN:
    case TYPE_LIST:
    case TYPE_OPTION:
    case TYPE_DICT:
    case TYPE_SET:
    case TYPE_POISON: return true;
    case TYPE_CHAR:
    case TYPE_UNIT:
    case TYPE_TUPLE:
    case TYPE_FUN:
    case TYPE_NAMED: break;
  }
  diag *d = infer_refuse(in, c, DIAG_not_condition, STR_FMT " neither holds nor fails; compare it with something",
                         STR_ARG(found(in, c)));
  diag_expected(in->diags, d, STR("a condition"), found(in, c));
  diag_hint(in->diags, d, "conditions are Bool, numbers, text, lists and options");
  return true;
}

/* ---- ends of ranges (ruling 33), steps before `;` (ruling 17) ---- */

bool constraint_solve_step(infer *in, constraint *c) {
  type *t = type_find(c->types[0]);
  if (t->kind == TYPE_VAR) {
    if (constraint_numeric(t)) return become(in, c, TYPE_INT);
    if (constraint_on(t, CONSTRAINT_letter)) return become(in, c, TYPE_CHAR);
    return c->defaulting ? become(in, c, TYPE_INT) : wait_class(in, c, t);
  }
  if (t->kind == TYPE_INT || t->kind == TYPE_CHAR || t->kind == TYPE_POISON) return true;
  diag *d = infer_refuse(in, c, DIAG_type_mismatch,
                         "a range goes from Int to Int or from Char to Char; this is " STR_FMT, STR_ARG(found(in, c)));
  diag_expected(in->diags, d, STR("Int"), found(in, c));
  return true;
}

bool constraint_solve_unit(infer *in, constraint *c) {
  type *t = type_find(c->types[0]);
  if (t->kind == TYPE_VAR) {
    if (c->defaulting) return become(in, c, TYPE_UNIT);
    constraint_wait(in, c, t);
    return false;
  }
  if (t->kind == TYPE_UNIT || t->kind == TYPE_POISON) return true;
  diag *d = infer_refuse(in, c, DIAG_discarded_value, "nobody uses this value; bind it, `name=..;`, or drop it");
  diag_expected(in->diags, d, STR("()"), found(in, c));
  return true;
}
