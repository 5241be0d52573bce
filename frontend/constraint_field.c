/* subject.name args = result, where a record has a field of that name (ruling 12). The subject's type decides between
   the field, applied to the arguments, and the function of that name; unknown to the end, it is the function. */

#include "frontend/infer_priv.h"

static type *result_of(const constraint *c) { return c->types[c->count - 1]; }

static bool refused(infer *in, constraint *c) {
  infer_unify(in, result_of(c), infer_poison(in));
  return true;
}

static bool refuse_unknown(infer *in, constraint *c) {
  str name = infer_name(in, c->field.name);
  diag *d = infer_refuse(in, c, DIAG_ambiguous_type, "nothing tells which record's field `" STR_FMT "` this is",
                         STR_ARG(name));
  for (uint32_t i = 0; i < resolve_record_count(in->resolver, c->field.name); i++) {
    const type_con *con = resolve_record_with(in->resolver, c->field.name, i);
    diag_note(in->diags, d, con->where, "`" STR_FMT "` has it", STR_ARG(infer_name(in, con->name)));
  }
  return refused(in, c);
}

/* A call of a value of type `whole` with arguments and result as they stand in types. */
static bool apply(infer *in, constraint *c, core *node, type *whole, type *const *types, uint32_t count,
                  constraint **fits) {
  constraint *call = constraint_make(in, CONSTRAINT_overload, c->where, node, count, types);
  core_overload *name = ARENA_NEW(in->home, core_overload);
  *name = (core_overload){.name = c->field.name};
  call->copied = c->copied;
  call->origin = c->origin;
  call->overload.set = name;
  call->overload.fits = fits;
  constraint_deliver(in, call, whole);
  return true;
}

static bool as_field(infer *in, constraint *c, const type_con *con, uint32_t at, const type *subject) {
  core *node = c->node, *field = node ? infer_field_apart(in, node) : NULL;
  type *t = infer_field_type(in, con, at, subject->args);
  if (field) field->type = t;
  if (c->count > 2) return apply(in, c, node, t, c->types + 1, c->count - 1, c->field.fits);
  if (!infer_unify(in, t, result_of(c))) infer_mismatch(in, c->where, t, result_of(c));
  return true;
}

static constraint **behind_subject(infer *in, const constraint *c) {
  if (!c->field.fits) return NULL;
  constraint **fits = ARENA_ARRAY(in->home, constraint *, c->count);
  for (uint32_t i = 0; i + 2 < c->count; i++) fits[i + 1] = c->field.fits[i];
  return fits;
}

static bool as_function(infer *in, constraint *c) {
  core *node = c->node, *fn = c->field.fn;
  if (node) infer_field_call(in, node);
  if (fn->kind == CORE_DEF) {
    type *whole = infer_def_use(in, fn->def, c->where);
    if (node) fn->type = whole;
    return apply(in, c, node, whole, c->types, c->count, behind_subject(in, c));
  }
  if (node) fn->type = infer_fresh(in);
  constraint *call = constraint_make(in, CONSTRAINT_overload, c->where, node, c->count, c->types);
  call->copied = c->copied;
  call->origin = c->origin;
  call->overload.set = fn->overload.set;
  call->overload.fits = behind_subject(in, c);
  constraint_start(in, call);
  return true;
}

bool constraint_solve_field(infer *in, constraint *c) {
  type *t = type_find(c->types[0]);
  if (t->kind == TYPE_POISON) return refused(in, c);
  bool literal = t->kind == TYPE_VAR && (constraint_numeric(t) || constraint_on(t, CONSTRAINT_letter));
  uint32_t fitting = 0;
  if (t->kind == TYPE_VAR && !literal && !c->field.fn) {
    fitting = infer_only_record(in, t, &c->field.name, 1);
    t = type_find(t);
  }
  const type_con *con = infer_record_of(t);
  int32_t at = con ? type_con_field(con, c->field.name) : -1;
  if (at >= 0) return as_field(in, c, con, (uint32_t)at, t);
  if (t->kind == TYPE_VAR && !literal && !c->defaulting) {
    constraint_wait(in, c, t);
    return false;
  }
  if (c->field.fn) return as_function(in, c);
  if (t->kind == TYPE_VAR && fitting > 1) return refuse_unknown(in, c);
  infer_no_field(in, c->where, t, c->field.name);
  return refused(in, c);
}
