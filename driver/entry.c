#include "driver/entry.h"

#include <string.h>

#include "frontend/constraint.h"

static core_def *find_definition(gael_session *s, const entry_request *q) {
  core_module *m = s->core;
  if (!q->definition) return m->main ? m->main : m->count ? m->defs[m->count - 1] : NULL;
  for (uint32_t i = 0; i < m->count; i++)
    if (str_eq(intern_str(s->names, m->defs[i]->name), str_of(q->definition))) return m->defs[i];
  return NULL;
}

static uint32_t arrows(type *t) {
  uint32_t n = 0;
  for (t = type_find(t); t->kind == TYPE_FUN; t = type_find(t->args[1])) n++;
  return n;
}

/* A definition with parameters takes just these; one whose value is a function takes what the type says. */
static uint32_t wanted_arguments(const core_def *d, type *t) {
  return d->body->kind == CORE_LAMBDA && !d->constant ? d->body->lambda.count : arrows(t);
}

static const char *plural(uint32_t n) { return n == 1 ? "" : "s"; }

static gael_status wrong_count(gael_session *s, const entry_request *q, const core_def *d, uint32_t given,
                               uint32_t wanted, str *problem) {
  str name = q->definition ? str_printf(s->home, "`%s`", intern_str(s->names, d->name).ptr) : STR("the program");
  *problem = str_printf(s->home, STR_FMT " takes %u argument%s, not %u", STR_ARG(name), wanted, plural(wanted), given);
  return GAEL_USAGE;
}

static gael_status nothing_to_run(gael_session *s) {
  uint32_t end = (uint32_t)session_text(s).len;
  diag *d = diag_report(s->diags, DIAG_nothing_to_run, (span){end, end, s->file},
                        "the program has neither a main expression nor a definition");
  diag_hint(s->diags, d, "write the expression to evaluate as its last line");
  return GAEL_INVALID;
}

static type *parameter(type *t, uint32_t i) {
  for (t = type_find(t); i-- > 0;) t = type_find(t->args[1]);
  return t->args[0];
}

/* Without literals to look at, an open parameter takes its default, and is Int where it only has to hold or not (ruling
   13). */
static void shape_unseen(infer *in, type *t) {
  t = type_find(t);
  if (t->kind == TYPE_VAR && constraint_on(t, CONSTRAINT_condition))
    infer_unify(in, t, infer_type(in, TYPE_INT, 0, NULL));
}

gael_status entry_choose(gael_session *s, const entry_request *q, pipeline_entry *out, str *problem) {
  if (!pipeline_check(s)) return GAEL_INVALID;
  core_def *d = find_definition(s, q);
  if (!d) {
    if (!q->definition) return nothing_to_run(s);
    *problem = str_printf(s->home, "no definition is called `%s`", q->definition);
    return GAEL_USAGE;
  }
  type *t = infer_open(s->infer, d);
  uint32_t wanted = wanted_arguments(d, t), count = q->typed_only ? wanted : q->count;
  bool value_is_function = d->constant && wanted;
  if (value_is_function && count == 0) {
    diag *g = diag_report(s->diags, DIAG_main_function, d->where, "this is a function and wants %u argument%s", wanted,
                          plural(wanted));
    diag_hint(s->diags, g, "give it arguments: on the command line, or as `(..)(1)` in the program");
    return GAEL_INVALID;
  }
  if (q->open && !q->definition && wanted == 0) count = 0;
  if (count != wanted) return wrong_count(s, q, d, count, wanted, problem);
  shape_use use = {s->infer, s->core, s->names};
  for (uint32_t i = 0; i < count; i++) {
    if (q->typed_only) shape_unseen(s->infer, parameter(t, i));
    else shape_unify(&use, parameter(t, i), q->shapes[i]);
  }
  if (!infer_settle(s->infer, t, d->where)) return GAEL_INVALID;
  out->instance = infer_instantiate(s->infer, d, t, d->where);
  out->argc = count;
  return out->instance && diag_error_count(s->diags) == 0 ? GAEL_OK : GAEL_INVALID;
}
