/* Constructions, updates and fields of records. A field is known by its subject's type; of an unknown subject by being
   the only record that has it; else a constraint waits (ruling 12). */

#include "frontend/infer_priv.h"

/* ---- constructions and updates ---- */

static void check_value(infer *in, core *value, type *wanted) {
  infer_check(in, value, (infer_want){.type = wanted, .arity = type_arrows(wanted)});
}

/* Functions come after what tells their parameters. */
static void check_values(infer *in, core *e, const type_con *con, type *const *fields) {
  for (int late = 0; late < 2; late++)
    for (uint32_t i = 0; i < e->record.count; i++)
      if (infer_is_late(e->record.values[i]) == late)
        check_value(in, e->record.values[i], fields[type_con_field(con, e->record.names[i])]);
}

static type *construction(infer *in, core *e) {
  type **fields = ARENA_ARRAY(in->home, type *, e->record.con->count + 1);
  type *t = infer_con_open(in, e->record.con, fields);
  check_values(in, e, e->record.con, fields);
  return t;
}

diag *infer_no_field(infer *in, span where, type *subject, sym name) {
  str found = infer_text(in, subject), wanted = infer_name(in, name);
  diag *d = diag_report(in->diags, DIAG_no_member, where, STR_FMT " has no field `" STR_FMT "`", STR_ARG(found),
                        STR_ARG(wanted));
  diag_expected(in->diags, d, (str){0}, found);
  const type_con *con = infer_record_of(type_find(subject));
  if (!con) return d;
  suggestion near = suggest_for(wanted);
  for (uint32_t i = 0; i < con->count; i++) suggest_offer(&near, infer_name(in, con->labels[i]));
  if (near.best.len)
    diag_fix_edit(in->diags, d, str_printf(in->home, "write `" STR_FMT "`", STR_ARG(near.best)).ptr, where, near.best);
  diag_note(in->diags, d, con->where, "declared here");
  return d;
}

static bool has_all(infer *in, const core *e, const type_con *con, type *subject) {
  for (uint32_t i = 0; i < e->record.count; i++) {
    if (type_con_field(con, e->record.names[i]) >= 0) continue;
    infer_no_field(in, e->record.wheres[i], subject, e->record.names[i]);
    return false;
  }
  return true;
}

/* Several records have these fields: each waits by itself. */
static void wait_values(infer *in, core *e, type *subject) {
  for (uint32_t i = 0; i < e->record.count; i++) {
    type *types[2] = {subject, infer_expr(in, e->record.values[i])};
    constraint *c = constraint_make(in, CONSTRAINT_field, e->record.wheres[i], NULL, 2, types);
    c->field.name = e->record.names[i];
    constraint_start(in, c);
  }
}

static type *update(infer *in, core *e) {
  type *t = type_find(infer_expr(in, e->record.subject));
  if (t->kind == TYPE_VAR) infer_only_record(in, t, e->record.names, e->record.count);
  t = type_find(t);
  const type_con *con = infer_record_of(t);
  if (t->kind == TYPE_VAR) {
    wait_values(in, e, t);
  } else if (con && has_all(in, e, con, t)) {
    type **fields = ARENA_ARRAY(in->home, type *, con->count + 1);
    for (uint32_t i = 0; i < con->count; i++) fields[i] = infer_field_type(in, con, i, t->args);
    check_values(in, e, con, fields);
  } else {
    for (uint32_t i = 0; i < e->record.count; i++) infer_expr(in, e->record.values[i]);
    if (!con && t->kind != TYPE_POISON) {
      diag *d = infer_no_field(in, e->record.wheres[0], t, e->record.names[0]);
      diag_hint(in->diags, d, "entries behind a term update a record; a dictionary is passed in brackets, `f({k:v})`");
    }
    return infer_poison(in);
  }
  return t;
}

type *infer_record(infer *in, core *e) { return e->record.subject ? update(in, e) : construction(in, e); }

/* ---- fields ---- */

static bool waits_for_field(const type *var, const type_con *con) {
  for (const constraint_watch *w = var->waiting; w; w = w->next) {
    const constraint *c = w->waits;
    bool other = c->kind == CONSTRAINT_field && !c->done && !c->field.fn && type_find(c->types[0]) == var;
    if (other && type_con_field(con, c->field.name) < 0) return false;
  }
  return true;
}

uint32_t infer_only_record(infer *in, type *var, const sym *names, uint32_t count) {
  const type_con *only = NULL;
  uint32_t fitting = 0;
  for (uint32_t i = 0; i < resolve_record_count(in->resolver, names[0]); i++) {
    const type_con *con = resolve_record_with(in->resolver, names[0], i);
    bool fits = waits_for_field(var, con);
    for (uint32_t k = 1; k < count; k++) fits &= type_con_field(con, names[k]) >= 0;
    fitting += fits;
    if (fits) only = con;
  }
  if (fitting != 1) return fitting;
  type **fields = ARENA_ARRAY(in->home, type *, only->count + 1);
  infer_unify(in, var, infer_con_open(in, only, fields));
  return fitting;
}

core *infer_field_apart(infer *in, core *e) {
  if (!e->field.count) {
    e->field.fn = NULL;
    return e;
  }
  core *field = ARENA_NEW(in->home, core), **args = e->field.args;
  uint32_t count = e->field.count;
  *field = (core){.kind = CORE_FIELD, .where = e->field.fn->where};
  field->field.subject = e->field.subject;
  field->field.name = e->field.name;
  *e = (core){.kind = CORE_CALL, .where = e->where, .type = e->type, .call = {field, args, count}};
  return field;
}

core *infer_field_call(infer *in, core *e) {
  core *fn = e->field.fn, **args = ARENA_ARRAY(in->home, core *, e->field.count + 1);
  uint32_t count = e->field.count;
  args[0] = e->field.subject;
  for (uint32_t i = 0; i < count; i++) args[i + 1] = e->field.args[i];
  *e = (core){.kind = CORE_CALL, .where = e->where, .type = e->type, .call = {fn, args, count + 1}};
  return fn;
}

/* The subject's type may come later; the arguments are typed by themselves. */
static type *wait_subject(infer *in, core *e) {
  uint32_t n = e->field.count;
  type **types = ARENA_ARRAY(in->home, type *, n + 2);
  constraint **fits = NULL;
  types[0] = e->field.subject->type;
  for (uint32_t i = 0; i < n; i++) {
    core *arg = e->field.args[i];
    bool lambda = arg->kind == CORE_LAMBDA;
    if (lambda && !fits) fits = ARENA_ARRAY(in->home, constraint *, n + 1);
    if (lambda) fits[i] = infer_lambda_shape(in, arg);
    types[i + 1] = lambda                       ? fits[i]->types[0]
                   : arg->kind == CORE_OVERLOAD ? infer_overload(in, arg, NULL)
                                                : infer_expr(in, arg);
  }
  types[n + 1] = infer_fresh(in);
  constraint *c = constraint_make(in, CONSTRAINT_field, e->where, e, n + 2, types);
  c->field.name = e->field.name;
  c->field.fn = e->field.fn;
  c->field.fits = fits;
  constraint_start(in, c);
  return types[n + 1];
}

/* Known to be no record, or a name of this function only. */
static bool is_function(const core *e, const type *subject, const type_con *con) {
  if (!e->field.fn) return false;
  if (subject->kind != TYPE_VAR) return !con || type_con_field(con, e->field.name) < 0;
  return e->field.fn->kind == CORE_LOCAL || constraint_numeric(subject) || constraint_on(subject, CONSTRAINT_letter);
}

type *infer_field(infer *in, core *e) {
  type *t = type_find(e->field.subject->type ? e->field.subject->type : infer_expr(in, e->field.subject));
  const type_con *con = infer_record_of(t);
  if (is_function(e, t, con)) {
    infer_field_call(in, e);
    return infer_call(in, e);
  }
  if (!con || !e->field.fn) return wait_subject(in, e);
  infer_field_apart(in, e);
  return e->kind == CORE_CALL ? infer_call(in, e) : infer_field(in, e);
}
