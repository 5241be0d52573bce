/* Laws of environments and functions: what only moves values about. */

#include "ir/comb_walk.h"
#include "ir/rule.h"
#include "ir/substitute.h"

/* ---- functions ---- */

/* The path to what lies below the `depth` last entries of an environment. */
static const comb *path_below(comb_store *s, const ir_type *env, uint32_t depth) {
  const comb *path = comb_id(s, env);
  for (; depth > 0; depth--) path = comb_comp(s, path, comb_proj(s, path->cod, 0));
  return path;
}

/* <(curry n f) a1 .. an> ; apply n  =  <id a1> ; <id .0;a2> ; .. ; f. The environment keeps every argument evaluated
   once, in order. */
static const comb *beta(comb_store *s, const comb *first, const comb *second) {
  if (!second || first->kind != COMB_TUPLE || second->kind != COMB_APPLY) return NULL;
  const comb *fun = first->parts[0];
  if (fun->kind != COMB_CURRY || fun->n != second->n) return NULL;
  const comb *all = fun->a;
  for (uint32_t i = fun->n; i > 0; i--) {
    const ir_type *env = all->dom->args[0];
    const comb *argument = comb_comp(s, path_below(s, env, i - 1), first->parts[i]);
    all = comb_comp(s, comb_pair(s, comb_id(s, env), argument), all);
  }
  return all;
}

static bool is_proj(const comb *f, uint32_t i) { return f->kind == COMB_PROJ && f->n == i; }

/* The program's call of a library function: the one place that a report of its failure can name. */
static bool is_reported(comb_store *s, const comb *call, const comb *apply, const comb *fun) {
  const comb_def *d = comb_def_at(s, fun->n);
  if (!apply->site || !d->library || !(comb_effects(s, call) & COMB_MAY_FAIL)) return false;
  return comb_site(s, apply->site)->where.file != d->where.file;
}

/* \x. f x  =  f. The call is a tail call, which leaves no trace in a failure's report. */
static const comb *eta(comb_store *s, const comb *first, const comb *second) {
  if (second || first->kind != COMB_CURRY || first->n != 1 || first->a->kind != COMB_COMP) return NULL;
  const comb *call = first->a->a, *apply = first->a->b;
  if (apply->kind != COMB_APPLY || apply->n != 1 || call->kind != COMB_TUPLE || !is_proj(call->parts[1], 1))
    return NULL;
  const comb *fun = call->parts[0];
  if (fun->kind == COMB_REF) {
    bool stays = comb_effects(s, fun) || is_reported(s, first->a, apply, fun);
    return stays ? NULL : comb_ref(s, first->dom, fun->n);
  }
  return fun->kind == COMB_COMP && is_proj(fun->a, 0) && comb_plumbs(fun->b) ? fun->b : NULL;
}

/* ---- environments ---- */

/* Primitives, calls and projections take their argument as it stands. */
static bool takes_at_once(const comb *f) {
  return f->kind == COMB_PRIM || f->kind == COMB_APPLY || f->kind == COMB_PROJ || f->kind == COMB_ID;
}

static const comb *substitute(comb_store *s, const comb *first, const comb *second) {
  if (!second || takes_at_once(second) || !comb_plumbs(first)) return NULL;
  return comb_inside(s, first, second);
}

/* The one part of a tuple that does more than plumb; the tuple's length when there is none, or another one. */
static uint32_t working_part(const comb *tuple) {
  uint32_t found = tuple->n;
  for (uint32_t i = 0; i < tuple->n; i++) {
    if (comb_plumbs(tuple->parts[i])) continue;
    if (found < tuple->n) return tuple->n;
    found = i;
  }
  return found;
}

/* Does f hold a primitive of the set, or a call, as far as the budget looks? */
static bool mentions(const comb *f, const bool *prims, bool calls, uint32_t *budget) {
  if (*budget == 0) return false;
  --*budget;
  if (f->kind == COMB_PRIM) return prims[f->n];
  if (f->kind == COMB_APPLY) return calls;
  for (uint32_t i = 0; i < comb_part_count(f); i++)
    if (mentions(comb_part(f, i), prims, calls, budget)) return true;
  return false;
}

/* An element that is read where its list is yet to be changed: it would be read behind the change, which for its sake
   would have to copy the list. */
static bool reads_before_change(const comb *value, const comb *around) {
  enum { LOOKED_AT = 200 };
  static const bool reads[OP_COUNT] = {[OP_index] = true, [OP_dict_get] = true, [OP_dict_at] = true};
  static const bool changes[OP_COUNT] = {
      [OP_put] = true,      [OP_push] = true,        [OP_append] = true,     [OP_slice] = true,   [OP_sort] = true,
      [OP_rev] = true,      [OP_dict_put] = true,    [OP_dict_remove] = true, [OP_dict_merge] = true,
      [OP_set_put] = true,  [OP_set_remove] = true,
  };
  uint32_t budget = LOOKED_AT, budget_around = LOOKED_AT;
  return mentions(value, reads, false, &budget) && mentions(around, changes, true, &budget_around);
}

/* A value that is used once may be computed where it is used, when that changes no order of effects: it is total, or
   the use is sure and at worst all that is there fails, or nothing else there does anything. One that is not used need
   not be computed when it is total. */
static const comb *inline_once(comb_store *s, const comb *first, const comb *second) {
  if (!second || takes_at_once(second) || first->kind != COMB_TUPLE) return NULL;
  uint32_t part = working_part(first);
  if (part == first->n) return NULL;
  uint32_t value = comb_effects(s, first->parts[part]), around = comb_effects(s, second);
  bool in_any_order = around == 0 || (value | around) == COMB_MAY_FAIL;
  comb_taking how = {.surely = value != 0, .whole = value != 0 && first->parts[part]->kind == COMB_TUPLE};
  uint32_t uses = comb_uses(second, part, how);
  bool may_move = value == 0 ? uses <= 1 : uses == 1 && in_any_order;
  if (may_move && uses == 1 && reads_before_change(first->parts[part], second)) return NULL;
  return may_move ? comb_inside(s, first, second) : NULL;
}

static const rule rules[] = {
    {"beta", "(S (curry ?t ?f) ?x)", "(B <id ?x> ?f)", NULL, beta},
    {"eta", "(curry ?t (S (B .0 ?f) .1))", "?f", "?f only plumbs, or is a definition", eta},
    {"substitute", "(B ?e ?f)", "?f with ?e in front of all that reads the environment", "?e only plumbs", substitute},
    {"inline_once", "(B <.. ?x ..> ?f)", "?f with ?x in the one place that takes it",
     "?x is total, or is sure to be taken and the order of effects stays; it reads no list that ?f changes", inline_once},
};

const rule_family RULES_PLUMBING = {"plumbing", rules, sizeof rules / sizeof *rules};
