/* Dyn: the type of what has no common one. Joins make it (language.md, "Joins"), anything may stand where it is wanted,
   and typed patterns take it apart. A Dyn that a join made remembers that join: whoever uses it as an Int is told where
   the mixture is. */

#include "frontend/infer_priv.h"

/* ---- where a Dyn came from ---- */

type *infer_dyn_joined(infer *in, const constraint *join) {
  type *t = ARENA_NEW(in->home, type);
  *t = (type){.kind = TYPE_DYN};
  map_set_ptr(&in->mixtures, map_ptr_key(t), (void *)join);
  return t;
}

static const constraint *mixture_in(infer *in, type *t) {
  t = type_find(t);
  const constraint *join = t->kind == TYPE_DYN ? map_get_ptr(&in->mixtures, map_ptr_key(t)) : NULL;
  for (uint32_t i = 0; i < t->count && !join; i++) join = mixture_in(in, t->args[i]);
  return join;
}

bool infer_note_mixture(infer *in, diag *d, type *t) {
  const constraint *join = mixture_in(in, t);
  if (!join) return false;
  if (!join->spans && join->origin.file != SPAN_NONE.file)
    diag_note(in->diags, d, join->origin, STR_FMT " and " STR_FMT " meet here",
              STR_ARG(infer_text(in, join->types[0])), STR_ARG(infer_text(in, join->types[1])));
  for (uint32_t i = 0; i + 1 < join->count && join->spans; i++)
    diag_note(in->diags, d, join->spans[i], "this is " STR_FMT, STR_ARG(infer_text(in, join->types[i])));
  diag_hint(in->diags, d, "what joins different types is a Dyn; `match v|n:Int->..|_->..` takes it apart");
  return true;
}

/* ---- delivering ---- */

static bool holds_dyn(type *t) {
  t = type_find(t);
  if (t->kind == TYPE_DYN) return true;
  bool through = t->kind == TYPE_LIST || t->kind == TYPE_TUPLE || t->kind == TYPE_DICT || t->kind == TYPE_OPTION;
  for (uint32_t i = 0; i < t->count && through; i++)
    if (holds_dyn(t->args[i])) return true;
  return false;
}

static bool to_dyn(infer *in, type *found, type *wanted, span where) {
  if (found->kind == TYPE_DYN || found->bottom) return infer_unify(in, wanted, found);
  if (found->kind != TYPE_VAR) {
    constraint_class(in, CONSTRAINT_plain, where, found);
    return true;
  }
  type *types[2] = {found, wanted};
  constraint_post(in, CONSTRAINT_coerce, where, NULL, 2, types);
  return true;
}

bool infer_deliver_dyn(infer *in, type *found, type *wanted, span where, bool *fits) {
  found = type_find(found);
  wanted = type_find(wanted);
  if (wanted->kind == TYPE_DYN) {
    *fits = to_dyn(in, found, wanted, where);
    return true;
  }
  if (found->kind != wanted->kind || found->count != wanted->count || !holds_dyn(wanted)) return false;
  *fits = true;
  for (uint32_t i = 0; i < wanted->count && *fits; i++)
    if (!infer_deliver_dyn(in, found->args[i], wanted->args[i], where, fits))
      *fits = infer_unify(in, wanted->args[i], found->args[i]);
  return true;
}

/* ---- p:T: subject, T ---- */

/* Does another pattern name another type for the same subject? */
static bool is_rivalled(const constraint *c, const type *var) {
  for (const constraint_watch *w = var->waiting; w; w = w->next)
    if (w->waits->kind == CONSTRAINT_typed && !w->waits->done && !type_same(w->waits->types[1], c->types[1]))
      return true;
  return false;
}

bool constraint_solve_typed(infer *in, constraint *c) {
  type *t = type_find(c->types[0]);
  if (t->kind == TYPE_VAR && !c->defaulting) {
    constraint_wait(in, c, t);
    return false;
  }
  if (t->kind == TYPE_VAR && (c->list || is_rivalled(c, t))) infer_unify(in, t, infer_base(in, TYPE_DYN));
  t = type_find(t);
  if (t->kind != TYPE_DYN && !infer_unify(in, t, c->types[1])) infer_mismatch(in, c->where, t, c->types[1]);
  return true;
}
