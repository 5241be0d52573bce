/* Definitions in binding groups: strongly connected components of what they mention (Tarjan 1972, without recursion),
   each inferred after those it needs and generalised as one. An annotated library definition is what it says, its body
   is looked at in instances only. Linear in the size of the definitions. */

#include "frontend/infer_priv.h"

enum { STATE_NEW, STATE_INFERRED };

typedef VEC(core_def *) def_list;

/* ---- what a definition mentions ---- */

typedef struct mentions {
  infer *in;
  VEC(core *) todo; /* a stack of its own: trees are as deep as programs are long */
  def_list found;
} mentions;

static void push(void *context, core *e) {
  mentions *m = context;
  vec_push(m->in->home, &m->todo, e);
}

static bool is_open(const core_def *d) { return !d->scheme && d->body && !(d->library && d->annotation); }

static def_list mentioned(infer *in, core_def *d) {
  mentions m = {.in = in};
  push(&m, d->body);
  while (m.todo.len) {
    core *e = vec_pop(&m.todo);
    if (e->kind == CORE_DEF && is_open(e->def)) vec_push(in->home, &m.found, e->def);
    infer_each_child(e, push, &m);
  }
  return m.found;
}

/* ---- one group ---- */

static infer_frame *enter(infer *in, infer_frame *f, core_def *d) {
  infer_frame *outer = in->frame;
  *f = (infer_frame){.def = d, .first_var = in->vars.len, .first_pending = in->pending.len};
  in->frame = f;
  return outer;
}

/* The variables an annotation names must stay variables, and different ones. */
static void check_annotation(infer *in, const core_def *d, const struct core_scheme *said, type *opened,
                             const type_list *vars) {
  for (uint32_t i = 0; i < vars->len; i++) {
    type *t = type_find(vars->items[i]);
    bool fixed = t->kind != TYPE_VAR && t->kind != TYPE_POISON;
    for (uint32_t k = 0; k < i && !fixed; k++) fixed = t->kind == TYPE_VAR && type_find(vars->items[k]) == t;
    if (!fixed) continue;
    diag *g = diag_report(in->diags, DIAG_type_mismatch, d->where,
                          "the annotation promises any type, but the definition needs " STR_FMT,
                          STR_ARG(infer_text(in, opened)));
    diag_expected(in->diags, g, infer_text(in, said->type), infer_text(in, opened));
    return;
  }
}

static void infer_one(infer *in, core_def *d, type *t) {
  if (!d->annotation) {
    infer_body(in, d->body, t);
    return;
  }
  struct core_scheme *said = scheme_annotation(in, d->annotation);
  uint32_t first = in->vars.len;
  type *opened = scheme_open(in, said, d->where);
  type_list vars = {0};
  for (uint32_t i = 0; i < said->count; i++) vec_push(in->home, &vars, in->vars.items[first + i]);
  uint32_t errors = diag_error_count(in->diags);
  infer_unify(in, t, opened);
  infer_body(in, d->body, t);
  constraint_run(in);
  if (diag_error_count(in->diags) == errors) check_annotation(in, d, said, opened, &vars);
}

/* Main's value is printed, unless it is a function that waits for the command line (ruling 30). */
static void want_printable(infer *in, const core_def *d, type *t) {
  type *result = type_after(t, d->body->kind == CORE_LAMBDA ? d->body->lambda.count : 0);
  const core *body = d->body->kind == CORE_LAMBDA ? d->body->lambda.body : d->body;
  if (type_find(result)->kind != TYPE_FUN) constraint_class(in, CONSTRAINT_show, body->where, result);
}

static bool mentions_itself(infer *in, core_def *const *defs, uint32_t count) {
  if (count > 1) return true;
  core_def *d = defs[0];
  struct core_scheme *scheme = d->scheme;
  d->scheme = NULL;
  def_list all = mentioned(in, d);
  d->scheme = scheme;
  for (uint32_t i = 0; i < all.len; i++)
    if (all.items[i] == d) return true;
  return false;
}

static void refuse_cycle(infer *in, core_def *const *defs, uint32_t count, type *const *types) {
  for (uint32_t i = 0; i < count; i++)
    if (!defs[i]->constant || type_find(types[i])->kind == TYPE_FUN || type_find(types[i])->kind == TYPE_POISON) return;
  if (!mentions_itself(in, defs, count)) return;
  str name = infer_name(in, defs[0]->name);
  diag *d = count == 1 ? diag_report(in->diags, DIAG_constant_cycle, defs[0]->where,
                                     "`" STR_FMT "` needs its own value before it has one", STR_ARG(name))
                       : diag_report(in->diags, DIAG_constant_cycle, defs[0]->where,
                                     "`" STR_FMT "` needs constants that need it in turn", STR_ARG(name));
  for (uint32_t i = 1; i < count; i++)
    diag_note(in->diags, d, defs[i]->where, "`" STR_FMT "` is one of them", STR_ARG(infer_name(in, defs[i]->name)));
}

/* What is wrong with a definition was said there: its uses fit everywhere. */
static void poison(infer *in, core_def *const *defs, uint32_t count, struct core_scheme **schemes) {
  for (uint32_t i = 0; i < count; i++)
    schemes[i] = defs[i]->annotation ? scheme_annotation(in, defs[i]->annotation) : scheme_mono(in, infer_poison(in));
}

static void infer_group(infer *in, core_def **defs, uint32_t count) {
  infer_frame frame, *outer = enter(in, &frame, defs[0]);
  uint32_t errors = diag_error_count(in->diags);
  type **types = ARENA_ARRAY(in->home, type *, count);
  struct core_scheme **schemes = ARENA_ARRAY(in->home, struct core_scheme *, count);
  in->level++;
  for (uint32_t i = 0; i < count; i++) {
    types[i] = infer_fresh(in);
    defs[i]->scheme = scheme_mono(in, types[i]);
  }
  bool heavy = false;
  for (uint32_t i = 0; i < count && !heavy; i++) {
    frame.def = defs[i];
    infer_one(in, defs[i], types[i]);
    heavy = infer_is_heavy(in, frame.first_var, defs[i]->body->where);
    if (heavy) infer_forget(in, frame.first_pending);
    else if (!defs[i]->name && !defs[i]->library && diag_error_count(in->diags) == errors)
      want_printable(in, defs[i], types[i]);
  }
  in->level--;
  bool constant = count == 1 && defs[0]->constant;
  if (!heavy)
    scheme_close(in, constant ? SCHEME_CONSTANT : SCHEME_GROUP, types, count, frame.first_pending, schemes);
  if (heavy || frame.broken || diag_error_count(in->diags) != errors) poison(in, defs, count, schemes);
  for (uint32_t i = 0; i < count && diag_error_count(in->diags) == 0; i++)
    if (!defs[i]->library) infer_coverage(in, defs[i]->body);
  bool mono = true;
  for (uint32_t i = 0; i < count; i++) {
    defs[i]->scheme = schemes[i];
    mono &= scheme_is_mono(schemes[i]);
  }
  if (!heavy) refuse_cycle(in, defs, count, types);
  if (mono && diag_error_count(in->diags) == 0) {
    in->level++;
    infer_finish(in, &frame);
    in->level--;
    for (uint32_t i = 0; i < count; i++) defs[i]->state = STATE_INFERRED;
  }
  in->vars.len = frame.first_var;
  in->frame = outer;
}

/* ---- groups, those needed first ---- */

typedef struct visit {
  core_def *def;
  def_list needs;
  uint32_t next, index, low;
} visit;

static uint32_t index_of(const infer *in, const core_def *d) {
  uint64_t found;
  return map_get(&in->indices, map_ptr_key(d), &found) ? (uint32_t)found : 0;
}

static visit begin(infer *in, core_def *d) {
  visit v = {.def = d, .needs = mentioned(in, d), .index = ++in->next_index};
  v.low = v.index;
  map_set(&in->indices, map_ptr_key(d), v.index);
  vec_push(in->home, &in->stack, d);
  return v;
}

static uint32_t group_start(const infer *in, const core_def *root) {
  uint32_t i = in->stack.len;
  while (in->stack.items[i - 1] != root) i--;
  return i - 1;
}

void infer_groups_of(infer *in, core_def *root) {
  VEC(visit) path = {0};
  vec_push(in->home, &path, begin(in, root));
  while (path.len) {
    visit *v = &vec_last(&path);
    if (v->next < v->needs.len) {
      core_def *d = v->needs.items[v->next++];
      if (d->scheme) continue;
      uint32_t seen = index_of(in, d);
      if (!seen) vec_push(in->home, &path, begin(in, d));
      else if (seen < v->low) v->low = seen;
      continue;
    }
    visit done = vec_pop(&path);
    if (path.len && done.low < vec_last(&path).low) vec_last(&path).low = done.low;
    if (done.low != done.index) continue;
    uint32_t from = group_start(in, done.def), count = in->stack.len - from;
    core_def **defs = arena_copy(in->home, in->stack.items + from, sizeof *defs * count, alignof(core_def *));
    in->stack.len = from;
    infer_group(in, defs, count);
  }
}

/* ---- uses ---- */

const struct core_scheme *infer_scheme(infer *in, core_def *d) {
  if (d->scheme) return d->scheme;
  bool trusted = d->annotation && (d->library || !d->body);
  if (trusted) d->scheme = scheme_annotation(in, d->annotation);
  else if (!d->body || index_of(in, d))
    d->scheme = scheme_mono(in, infer_poison(in)); /* reported, or in a group through an overload */
  else infer_groups_of(in, d);
  return d->scheme;
}

type *infer_def_use(infer *in, core_def *d, span use) {
  if (in->frame && in->frame->concrete && in->frame->def == d) return in->frame->concrete;
  return scheme_open(in, infer_scheme(in, d), use);
}
