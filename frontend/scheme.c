/* Schemes: types with quantified variables and the constraints that travel with them.
   Closing quantifies the variables deeper than the current level; a constraint that those reach, directly or through
   other constraints, travels. Opening copies type and constraints with fresh variables; what holds no quantified
   variable is shared. */

#include "frontend/infer_priv.h"

enum {
  TRAVELLERS_MAX = 256
}; /* more constraints than this are decided where they arise: schemes must not double from use to use */

struct core_scheme *scheme_mono(infer *in, type *t) {
  struct core_scheme *s = ARENA_NEW(in->home, struct core_scheme);
  s->type = t;
  return s;
}

/* ---- opening ---- */

typedef struct opening {
  infer *in;
  const struct core_scheme *scheme;
  type **fresh;
  uint32_t stamp;
} opening;

static type *copy(void *context, type *t) {
  opening *o = context;
  t = type_find(t);
  if (t->kind == TYPE_VAR)
    return t->level == TYPE_GENERIC && t->id < o->scheme->count && o->scheme->vars[t->id] == t ? o->fresh[t->id] : t;
  if (t->count == 0) return t;
  if (t->mark == o->stamp) return t->link;
  type **args = NULL;
  for (uint32_t i = 0; i < t->count; i++) {
    type *part = copy(o, t->args[i]);
    if (part == type_find(t->args[i])) continue;
    if (!args) args = arena_copy(o->in->home, t->args, sizeof *args * t->count, alignof(type *));
    args[i] = part;
  }
  t->mark = o->stamp;
  t->link = t;
  if (!args) return t;
  type *n = ARENA_NEW(o->in->home, type);
  *n = *t;
  n->args = args;
  n->link = NULL;
  t->link = n;
  return n;
}

static uint32_t occurrences(type *t, const type *var) {
  t = type_find(t);
  uint32_t n = t == var;
  for (uint32_t i = 0; i < t->count; i++) n += occurrences(t->args[i], var);
  return n;
}

/* Nothing is learned from it in a use either: the result of `fail`, the content of a `none` that only constraints know. */
static bool stays_bottom(const struct core_scheme *s, uint32_t i) {
  return s->bottom == i + 1 || (s->vars[i]->bottom && !occurrences(s->type, s->vars[i]));
}

type *scheme_open(infer *in, const struct core_scheme *s, span use) {
  if (s->count == 0) return s->type;
  opening o = {in, s, ARENA_ARRAY(in->home, type *, s->count), 0};
  for (uint32_t i = 0; i < s->count; i++) {
    o.fresh[i] = infer_fresh(in);
    o.fresh[i]->bottom = stays_bottom(s, i);
  }
  constraint **copies = ARENA_ARRAY(in->home, constraint *, s->constraint_count + 1);
  o.stamp = ++in->stamp;
  type *t = copy(&o, s->type);
  for (uint32_t i = 0; i < s->constraint_count; i++) copies[i] = constraint_copy(in, s->constraints[i], copy, &o, use);
  for (uint32_t i = 0; i < s->constraint_count; i++) constraint_start(in, copies[i]);
  return t;
}

/* ---- reachability ---- */

static void mark(infer *in, type *t) {
  t = type_find(t);
  if (t->kind == TYPE_VAR && t->level > in->level) t->mark = in->stamp;
  for (uint32_t i = 0; i < t->count; i++) mark(in, t->args[i]);
}

static bool is_marked(const infer *in, type *t) {
  t = type_find(t);
  if (t->kind == TYPE_VAR) return t->mark == in->stamp;
  for (uint32_t i = 0; i < t->count; i++)
    if (is_marked(in, t->args[i])) return true;
  return false;
}

static bool reach(infer *in, constraint *c) {
  if (c->done || c->mark == in->stamp) return false;
  for (uint32_t i = 0; i < c->count; i++) {
    if (!is_marked(in, c->types[i])) continue;
    c->mark = in->stamp;
    for (uint32_t k = 0; k < c->count; k++) mark(in, c->types[k]);
    return true;
  }
  return false;
}

/* Stamps what the types reach: alternately from the front and from the back, since constraints stand in the order of
   the program. */
static uint32_t mark_reachable(infer *in, type *const *types, uint32_t count, uint32_t first) {
  in->stamp++;
  for (uint32_t i = 0; i < count; i++) mark(in, types[i]);
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t i = first; i < in->pending.len; i++) changed |= reach(in, in->pending.items[i]);
    if (!changed) break;
    for (uint32_t i = in->pending.len; i-- > first;) changed |= reach(in, in->pending.items[i]);
  }
  return in->stamp;
}

/* ---- closing ---- */

/* Joins that need each other's results (recursion) all have one type: u joins from v, and v from u. */
static bool joins_into(infer *in, type *from, const type *to) {
  if (from == to) return true;
  if (from->kind != TYPE_VAR || from->mark == in->stamp) return false;
  from->mark = in->stamp;
  for (const constraint_watch *w = from->waiting; w; w = w->next) {
    const constraint *c = w->waits;
    if (c->kind == CONSTRAINT_join && !c->done && type_find(c->types[c->count - 1]) != from &&
        joins_into(in, type_find(c->types[c->count - 1]), to))
      return true;
  }
  return false;
}

typedef VEC(span) span_list;

/* All joins with this result become one, at the first one's place: in `c?0:d?1.5:f(a-1)` the type of f is the join of 0
   and 1.5, no matter which choice is the outer one. */
static void merge_joins(infer *in, uint32_t first, const type *result) {
  constraint *merged = NULL;
  type_list types = {0};
  span_list spans = {0};
  for (uint32_t i = first; i < in->pending.len; i++) {
    constraint *c = in->pending.items[i];
    if (c->kind != CONSTRAINT_join || c->done || type_find(c->types[c->count - 1]) != result) continue;
    for (uint32_t k = 0; k + 1 < c->count; k++) {
      vec_push(in->home, &types, c->types[k]);
      vec_push(in->home, &spans, c->spans ? c->spans[k] : c->where);
    }
    if (merged) c->done = true;
    else merged = c;
  }
  if (!merged) return;
  vec_push(in->home, &types, (type *)result);
  merged->types = types.items;
  merged->count = types.len;
  merged->spans = spans.items;
}

static void close_cycles(infer *in, uint32_t first) {
  for (uint32_t i = first; i < in->pending.len; i++) {
    const constraint *c = in->pending.items[i];
    for (uint32_t k = 0; c->kind == CONSTRAINT_join && !c->done && k + 1 < c->count; k++) {
      type *operand = type_find(c->types[k]), *result = type_find(c->types[c->count - 1]);
      if (operand->kind != TYPE_VAR || operand == result) continue;
      in->stamp++;
      if (!joins_into(in, result, operand)) continue;
      infer_unify(in, result, operand);
      merge_joins(in, first, type_find(result));
      break;
    }
  }
  constraint_run(in);
}

/* A literal travels only for the sake of another constraint (the seed of a fold); alone it is what it looks like. */
static bool is_alone(const constraint *c) {
  const type *var = type_find(c->types[0]);
  for (const constraint_watch *w = var->waiting; w; w = w->next)
    if (!w->waits->done && !constraint_is_class(w->waits->kind)) return false;
  return true;
}

typedef struct closing {
  uint32_t stamp; /* of what the types reach; a default may reach a library definition, which has walks of its own */
  type *const *types;
  uint32_t count;
} closing;

/* Callers convert to a Float parameter themselves. */
static bool is_parameter(const closing *k, const type *var) {
  for (uint32_t i = 0; i < k->count; i++)
    for (const type *t = type_find(k->types[i]); t->kind == TYPE_FUN; t = type_find(t->args[1]))
      if (type_find(t->args[0]) == var) return true;
  return false;
}

static bool stays(const constraint *c, const void *context) {
  const closing *k = context;
  if (c->mark != k->stamp || c->kind == CONSTRAINT_unit || c->kind == CONSTRAINT_typed) return true;
  if (c->kind == CONSTRAINT_iterate) return type_find(c->types[1])->kind == TYPE_DYN; /* p:T goes through a [Dyn] */
  if (c->kind == CONSTRAINT_coerce) return is_parameter(k, type_find(c->types[0]));
  return (c->kind == CONSTRAINT_literal || c->kind == CONSTRAINT_letter) && is_alone(c);
}

static bool take_defaults(infer *in, scheme_mode mode, const closing *k, uint32_t first) {
  bool all = mode == SCHEME_CONSTANT && type_find(k->types[0])->kind != TYPE_FUN;
  uint32_t travellers = 0;
  for (uint32_t i = first; i < in->pending.len; i++) travellers += !in->pending.items[i]->done;
  in->level++; /* variables that a default brings are the definition's own */
  bool taken = constraint_default_phase(in, first, all || travellers > TRAVELLERS_MAX ? NULL : stays, k);
  in->level--;
  return taken;
}

static void quantify(infer *in, type_list *vars, type *t) {
  t = type_find(t);
  if (t->kind == TYPE_VAR && t->level > in->level && t->level != TYPE_GENERIC) {
    t->level = TYPE_GENERIC;
    t->id = vars->len;
    vec_push(in->home, vars, t);
  }
  for (uint32_t i = 0; i < t->count; i++) quantify(in, vars, t->args[i]);
}

static bool is_repeated(const constraint_list *list, const constraint *c) {
  for (uint32_t i = 0; i < list->len; i++) {
    const constraint *o = list->items[i];
    bool same = o->kind == c->kind && o->count == c->count && c->kind != CONSTRAINT_overload &&
                c->kind != CONSTRAINT_field && c->kind != CONSTRAINT_fit && o->number == c->number;
    for (uint32_t k = 0; k < c->count && same; k++) same = type_same(o->types[k], c->types[k]);
    if (same) return true;
  }
  return false;
}

static constraint_list take_travellers(infer *in, uint32_t first, uint32_t stamp) {
  constraint_list travel = {0};
  uint32_t kept = first;
  for (uint32_t i = first; i < in->pending.len; i++) {
    constraint *c = in->pending.items[i];
    if (c->done) continue;
    if (c->mark == stamp) {
      c->done = true;
      if (!is_repeated(&travel, c)) vec_push(in->home, &travel, c);
    } else {
      in->pending.items[kept++] = c;
    }
  }
  in->pending.len = kept;
  return travel;
}

static uint32_t bottom_of(type *t, const constraint_list *travel) {
  type *result = type_after(t, UINT32_MAX);
  if (result->kind != TYPE_VAR || result->level != TYPE_GENERIC || occurrences(t, result) != 1) return 0;
  for (uint32_t i = 0; i < travel->len; i++)
    for (uint32_t k = 0; k < travel->items[i]->count; k++)
      if (occurrences(travel->items[i]->types[k], result)) return 0;
  return result->id + 1;
}

void scheme_close(infer *in, scheme_mode mode, type *const *types, uint32_t count, uint32_t first,
                  struct core_scheme **out) {
  constraint_run(in);
  if (mode != SCHEME_LOCAL) close_cycles(in, first);
  closing scope = {0, types, count};
  do scope.stamp = mark_reachable(in, types, count, first);
  while (mode != SCHEME_LOCAL && take_defaults(in, mode, &scope, first));
  constraint_list travel = take_travellers(in, first, scope.stamp);
  type_list vars = {0};
  for (uint32_t i = 0; i < count; i++) quantify(in, &vars, types[i]);
  for (uint32_t i = 0; i < travel.len; i++)
    for (uint32_t k = 0; k < travel.items[i]->count; k++) quantify(in, &vars, travel.items[i]->types[k]);
  for (uint32_t i = 0; i < count; i++) {
    out[i] = ARENA_NEW(in->home, struct core_scheme);
    *out[i] = (struct core_scheme){types[i], vars.len, vars.items, travel.len, travel.items, 0};
    out[i]->bottom = bottom_of(types[i], &travel);
  }
}

/* ---- annotations ---- */

struct core_scheme *scheme_annotation(infer *in, const ast_type *t) {
  written_type r = {.in = in};
  type *body = infer_written(&r, t);
  struct core_scheme *s = ARENA_NEW(in->home, struct core_scheme);
  *s = (struct core_scheme){body, r.vars.len, r.vars.items, r.classes.len, r.classes.items, 0};
  s->bottom = bottom_of(body, &r.classes);
  return s;
}
