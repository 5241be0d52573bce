/* match, and what patterns miss (ruling 18): a match on variants, options, Bool, lists or tuples without a case for
   every value, a binding that can miss, an arm that no value reaches. Warned about when a definition's types are
   known. */

#include "frontend/exhaust.h"
#include "frontend/infer_priv.h"

/* ---- match ---- */

static bool has_arm(const core *e, core_pat_kind kind) {
  for (uint32_t i = 0; i < e->match.count; i++)
    if (e->match.arms[i].pat->kind == kind) return true;
  return false;
}

/* An arm that asks for a type, beside one that asks for a value: only a Dyn can be both. */
static bool asks_for_types(const core *e) {
  bool value = false;
  for (uint32_t i = 0; i < e->match.count; i++) {
    core_pat_kind kind = e->match.arms[i].pat->kind;
    value |= kind != PAT_ANY && kind != PAT_BIND && kind != PAT_TYPED;
  }
  return value && has_arm(e, PAT_TYPED);
}

/* What arms say about a subject that is not known yet. */
static void learn_subject(infer *in, const core *e, type *subject) {
  const type *t = type_find(subject);
  if (t->kind != TYPE_VAR || constraint_numeric(t) || constraint_on(t, CONSTRAINT_letter)) return;
  if (asks_for_types(e)) infer_unify(in, subject, infer_base(in, TYPE_DYN));
  else if (has_arm(e, PAT_NONE) || has_arm(e, PAT_SOME)) infer_unify(in, subject, infer_option(in, infer_fresh(in)));
}

type *infer_match(infer *in, core *e) {
  type *subject = infer_expr(in, e->match.subject);
  learn_subject(in, e, subject);
  core **bodies = ARENA_ARRAY(in->home, core *, e->match.count);
  bool present = false; /* an earlier arm took none */
  for (uint32_t i = 0; i < e->match.count; i++) {
    core_arm *arm = &e->match.arms[i];
    if (present && arm->pat->kind == PAT_BIND && type_find(subject)->kind == TYPE_OPTION) infer_pat_some(in, arm->pat);
    present |= arm->pat->kind == PAT_NONE && !arm->guard;
    in->late_arm = i && e->match.inner;
    infer_pat(in, arm->pat, subject);
    in->late_arm = false;
    if (arm->guard) infer_condition(in, arm->guard);
    bodies[i] = arm->body;
  }
  return infer_join(in, e, bodies, e->match.count, false);
}

/* ---- warnings ---- */

static bool is_warned_of(type *t) {
  t = type_find(t);
  return (t->kind == TYPE_LIST && !type_is_str(t)) || t->kind == TYPE_NAMED || t->kind == TYPE_OPTION ||
         t->kind == TYPE_BOOL || t->kind == TYPE_TUPLE;
}

typedef VEC(core *) core_stack;
typedef struct walk {
  infer *in;
  core_stack todo; /* trees are as deep as programs are long */
} walk;

static void push(void *context, core *e) {
  walk *w = context;
  vec_push(w->in->home, &w->todo, e);
}

static bool holds_match(infer *in, core *e) {
  walk w = {.in = in};
  push(&w, e);
  while (w.todo.len) {
    core *n = vec_pop(&w.todo);
    if (n->kind == CORE_MATCH) return true;
    infer_each_child(n, push, &w);
  }
  return false;
}

static void warn_missing(infer *in, const core *e, str missing) {
  diag *d = diag_report(in->diags, DIAG_inexhaustive, e->where,
                        "this match has no arm for `" STR_FMT "`, and fails there", STR_ARG(missing));
  diag_hint(in->diags, d, "`|_->..` takes everything else");
  if (holds_match(in, e->match.arms[e->match.count - 1].body)) return; /* it would take the arm */
  str arm = str_printf(in->home, "|_->fail \"" STR_FMT "\"", STR_ARG(missing));
  diag_fix_edit(in->diags, d, "add an arm for what is left, to be filled in",
                (span){e->where.end, e->where.end, e->where.file}, arm);
}

static void check_match(infer *in, const core *e) {
  exhaust_result r = exhaust_match(in->home, in->names, e);
  for (uint32_t i = 0; i < e->match.count; i++) {
    if (r.reached[i]) continue;
    diag *d = diag_report(in->diags, DIAG_unreachable_arm, e->match.arms[i].pat->where,
                          "no value reaches this arm: earlier ones take all that it matches");
    diag_hint(in->diags, d, "the first arm that matches is taken; put the special case first");
  }
  bool open = type_find(e->match.subject->type)->kind == TYPE_VAR && has_arm(e, PAT_TUPLE); /* or a list */
  if (r.missing.len && (open || is_warned_of(e->match.subject->type))) warn_missing(in, e, r.missing);
}

static void check_binding(infer *in, const core_pat *p, const char *what) {
  if (p->kind == PAT_BIND || p->kind == PAT_ANY || !p->type || !is_warned_of(p->type)) return;
  str missing = exhaust_pattern(in->home, in->names, p);
  if (!missing.len) return;
  diag *d = diag_report(in->diags, DIAG_inexhaustive, p->where, "this %s fails for `" STR_FMT "`", what,
                        STR_ARG(missing));
  diag_hint(in->diags, d, "`match` has a case for each");
}

static void check_node(infer *in, const core *e) {
  if (e->kind == CORE_MATCH) check_match(in, e);
  if (e->kind == CORE_LET) check_binding(in, e->let.pat, "binding");
  for (uint32_t i = 0; e->kind == CORE_LAMBDA && i < e->lambda.count; i++)
    check_binding(in, e->lambda.params[i], "parameter");
  for (uint32_t i = 0; e->kind == CORE_COMPREHENSION && i < e->comp.count; i++)
    if (e->comp.quals[i].kind == QUAL_LET) check_binding(in, e->comp.quals[i].pat, "binding");
}

void infer_coverage(infer *in, core *body) {
  walk w = {.in = in};
  push(&w, body);
  while (w.todo.len) {
    core *e = vec_pop(&w.todo);
    check_node(in, e);
    infer_each_child(e, push, &w);
  }
}
