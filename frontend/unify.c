/* Unification with levels (Remy 1992; Kiselyov, "How OCaml type checker works"): binding a variable lowers the levels
   of what it is bound to, in the walk that looks for the variable itself. Types are graphs that share parts; a walk
   meets each part once, and weighs it: x=(y,y) forty times over is refused before anything takes it apart. Near linear
   in the size of the graphs. */

#include "frontend/infer_priv.h"

enum { WEIGHT_MAX = 4000 };

/* ---- building ---- */

static uint32_t weight_of(const type *t) {
  uint32_t weight = 1;
  for (uint32_t i = 0; i < t->count; i++) {
    const type *part = type_find(t->args[i]);
    weight += part->count ? part->id : 1;
  }
  return weight > WEIGHT_MAX ? WEIGHT_MAX + 1 : weight;
}

type *infer_type(infer *in, type_kind kind, uint32_t count, type **args) {
  if (count == 0 && kind != TYPE_VAR) return in->base[kind];
  type *t = ARENA_NEW(in->home, type);
  *t = (type){.kind = kind, .count = count, .args = arena_copy(in->home, args, count * sizeof *args, alignof(type *))};
  t->id = weight_of(t);
  if (t->id <= WEIGHT_MAX) return t;
  in->too_heavy = true;
  return infer_poison(in);
}

static type *make(infer *in, type_kind kind, uint32_t count, type *first, type *second) {
  return infer_type(in, kind, count, (type *[]){first, second});
}

type *infer_fresh(infer *in) {
  type *t = ARENA_NEW(in->home, type);
  *t = (type){.kind = TYPE_VAR, .id = in->next_var++, .level = in->level};
  vec_push(in->home, &in->vars, t);
  return t;
}

type *infer_bottom(infer *in) {
  type *t = infer_fresh(in);
  t->bottom = true;
  return t;
}

type *infer_list(infer *in, type *element) { return make(in, TYPE_LIST, 1, element, NULL); }
type *infer_option(infer *in, type *content) { return make(in, TYPE_OPTION, 1, content, NULL); }
type *infer_fun(infer *in, type *from, type *to) { return make(in, TYPE_FUN, 2, from, to); }

type *infer_arrows(infer *in, type *const *from, uint32_t count, type *to) {
  while (count) to = infer_fun(in, from[--count], to);
  return to;
}

static uint32_t weigh(const infer *in, type *t) {
  t = type_find(t);
  if (t->count == 0) return 1;
  if (t->mark == in->stamp) return t->id;
  t->mark = in->stamp;
  for (uint32_t i = 0; i < t->count; i++) weigh(in, t->args[i]);
  return t->id = weight_of(t);
}

bool infer_is_heavy(infer *in, uint32_t first_var, span where) {
  bool heavy = in->too_heavy;
  in->stamp++;
  for (uint32_t i = first_var; i < in->vars.len && !heavy; i++) heavy = weigh(in, in->vars.items[i]) > WEIGHT_MAX;
  in->too_heavy = false;
  in->weighed = in->vars.len;
  if (heavy && !in->too_deep)
    diag_report(in->diags, DIAG_too_deep, where,
                "a type here has thousands of parts; build a list instead of nested tuples");
  in->too_deep |= heavy;
  return heavy;
}

/* ---- unifying ---- */

/* Levels of t down to that of var, weights up to date; false: var is in it. */
static bool lower_levels(const infer *in, type *t, const type *var) {
  t = type_find(t);
  if (t == var) return false;
  if (t->mark == in->stamp) return true;
  t->mark = in->stamp;
  if (t->kind == TYPE_VAR && t->level > var->level) t->level = var->level;
  for (uint32_t i = 0; i < t->count; i++)
    if (!lower_levels(in, t->args[i], var)) return false;
  if (t->count) t->id = weight_of(t);
  return true;
}

/* What is demanded of a variable is known of the one it becomes, before any of its constraints is tried again. */
static void keep_demands(infer *in, type *var, const constraint_watch *list) {
  for (; list; list = list->next)
    if (!list->waits->done && constraint_is_class(list->waits->kind)) constraint_wait(in, list->waits, var);
}

static constraint_watch *joined(constraint_watch *a, constraint_watch *b) {
  if (!a) return b;
  constraint_watch *last = a;
  while (last->next) last = last->next;
  last->next = b;
  return a;
}

/* A literal is refused where it meets what it cannot be, not where it was written. */
static bool literal_admits(const type *var, const type *t) {
  if (t->kind == TYPE_POISON || !var->waiting) return true;
  if (constraint_on(var, CONSTRAINT_literal))
    return t->kind == TYPE_VAR ? !constraint_on(t, CONSTRAINT_letter)
                               : t->kind == TYPE_INT || t->kind == TYPE_FLOAT || t->kind == TYPE_BIG;
  if (constraint_on(var, CONSTRAINT_letter))
    return t->kind == TYPE_VAR ? !constraint_on(t, CONSTRAINT_literal) : t->kind == TYPE_CHAR || t->kind == TYPE_LIST;
  return true;
}

static bool bind(infer *in, type *var, type *t) {
  if (!literal_admits(var, t)) return false;
  if (t->kind == TYPE_OPTION && type_find(t->args[0]) == var)
    t = infer_option(in, infer_fresh(in)); /* T = T? says that T is an option: options do not nest */
  constraint_watch *waiting = var->waiting;
  if (t->kind == TYPE_VAR) {
    if (t->level > var->level) t->level = var->level;
    t->bottom = t->bottom && var->bottom;
    if (!t->name) t->name = var->name;
    waiting = joined(waiting, t->waiting);
    t->waiting = NULL;
    keep_demands(in, t, waiting);
  } else if (t->count) {
    in->stamp++;
    if (!lower_levels(in, t, var)) return false;
    if (t->id > WEIGHT_MAX) {
      in->too_heavy = true;
      t = infer_poison(in);
    }
  }
  var->link = t;
  var->waiting = NULL;
  constraint_wake(in, waiting);
  return true;
}

bool infer_unify(infer *in, type *a, type *b) {
  for (;;) {
    a = type_find(a);
    b = type_find(b);
    if (a == b) return true;
    if (a->kind == TYPE_VAR && !(b->kind == TYPE_VAR && a->level < b->level)) return bind(in, a, b);
    if (b->kind == TYPE_VAR) return bind(in, b, a);
    if (a->kind == TYPE_POISON || b->kind == TYPE_POISON) return true;
    if (a->kind == TYPE_OPTION && b->kind == TYPE_DYN) a = type_find(a->args[0]); /* T? is Dyn when T is */
    else if (b->kind == TYPE_OPTION && a->kind == TYPE_DYN) b = type_find(b->args[0]);
    if (a->kind == TYPE_VAR || b->kind == TYPE_VAR) continue;
    if (a->kind != b->kind || a->count != b->count || a->name != b->name) return false;
    if (a->count == 0) return true;
    for (uint32_t i = 0; i + 1 < a->count; i++)
      if (!infer_unify(in, a->args[i], b->args[i])) return false;
    type *last_a = a->args[a->count - 1], *last_b = b->args[b->count - 1];
    a = last_a;
    b = last_b;
  }
}
