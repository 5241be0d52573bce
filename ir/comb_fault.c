#include "ir/comb_fault.h"

#include "ir/op_type.h"

static const char *comp_fault(const comb *t) {
  if (t->a->dom != t->dom || t->b->cod != t->cod)
    return "a composition runs from its first domain to its last codomain";
  return t->a->cod == t->b->dom ? NULL : "a composition joins a codomain with the same domain";
}

static const char *tuple_fault(const comb *t) {
  if (t->n < 2) return "a tuple has at least two parts";
  if (t->cod->kind != IRT_TUPLE || t->cod->count != t->n) return "a tuple's codomain has as many parts as it has";
  for (uint32_t i = 0; i < t->n; i++) {
    if (t->parts[i]->dom != t->dom) return "the parts of a tuple share its domain";
    if (t->parts[i]->cod != t->cod->args[i]) return "the parts of a tuple make its codomain";
  }
  return NULL;
}

static const char *proj_fault(const comb *t) {
  if (t->dom->kind != IRT_TUPLE || t->n >= t->dom->count) return "a projection wants a tuple that has such a part";
  return t->cod == t->dom->args[t->n] ? NULL : "a projection gives the part's type";
}

static const char *const_fault(const comb *t) {
  const ir_type *k = t->literal.type;
  if (k != t->cod) return "a constant gives its literal's type";
  bool scalar =
      k->kind == IRT_INT || k->kind == IRT_FLOAT || k->kind == IRT_BOOL || k->kind == IRT_CHAR || k->kind == IRT_UNIT;
  return scalar || irt_is_str(k) ? NULL : "a literal is a scalar, unit or a Str";
}

/* What is left of a function type after n arguments; NULL when it takes fewer. */
static const ir_type *fun_after(const ir_type *fun, uint32_t n) {
  for (; n > 0; n--) {
    if (fun->kind != IRT_FUN) return NULL;
    fun = fun->args[1];
  }
  return fun;
}

/* What lies below the n last entries of an environment that are the parameters of `fun`; NULL when they are not. */
static const ir_type *env_below(const ir_type *env, uint32_t n, const ir_type *fun) {
  for (; n > 0; n--) {
    if (env->kind != IRT_TUPLE || env->count != 2 || env->args[1] != fun_after(fun, n - 1)->args[0]) return NULL;
    env = env->args[0];
  }
  return env;
}

static const char *curry_fault(const comb *t) {
  if (t->n == 0) return "a function has a parameter";
  if (fun_after(t->cod, t->n) != t->a->cod) return "a function's body gives its result";
  const ir_type *below = env_below(t->a->dom, t->n, t->cod);
  if (!below) return "a function's body takes its parameters on top of the environment";
  if (t->kind == COMB_CURRY) return below == t->dom ? NULL : "a function's body starts at its environment";
  bool self = below->kind == IRT_TUPLE && below->count == 2 && below->args[0] == t->dom && below->args[1] == t->cod;
  return self ? NULL : "a recursive function's body takes itself between environment and parameters";
}

static const char *apply_fault(const comb *t) {
  if (t->n == 0 || t->dom->kind != IRT_TUPLE || t->dom->count != t->n + 1)
    return "a call wants a tuple of function and arguments";
  if (fun_after(t->dom->args[0], t->n) != t->cod) return "a call gives the function's result";
  for (uint32_t i = 0; i < t->n; i++)
    if (fun_after(t->dom->args[0], i)->args[0] != t->dom->args[i + 1])
      return "a call's arguments have the parameters' types";
  return NULL;
}

static const char *choice_fault(const comb *t) {
  if (t->a->cod->kind != IRT_BOOL) return "a choice's condition is a Bool";
  if (t->a->dom != t->dom || t->b->dom != t->dom || t->c->dom != t->dom)
    return "the branches of a choice share its domain";
  return t->b->cod == t->cod && t->c->cod == t->cod ? NULL : "the branches of a choice share its codomain";
}

static const char *catch_fault(const comb *t) {
  if (t->a->dom != t->dom || t->b->dom != t->dom) return "both sides of a catch share its domain";
  return t->a->cod == t->cod && t->b->cod == t->cod ? NULL : "both sides of a catch share its codomain";
}

static const char *option_fault(const comb *t) {
  if (t->a->cod->kind != IRT_OPTION) return "an option's scrutinee is an option";
  if (t->a->dom != t->dom || t->b->dom != t->dom) return "an option's scrutinee and its case for none share its domain";
  const ir_type *some = t->c->dom;
  bool fits =
      some->kind == IRT_TUPLE && some->count == 2 && some->args[0] == t->dom && some->args[1] == t->a->cod->args[0];
  if (!fits) return "an option's case for some takes the environment and the value";
  return t->b->cod == t->cod && t->c->cod == t->cod ? NULL : "the cases of an option share its codomain";
}

static const char *ref_fault(comb_store *s, const comb *t) {
  if (t->n >= comb_def_count(s)) return "a reference names a definition";
  return comb_def_at(s, t->n)->type == t->cod ? NULL : "a reference has its definition's type";
}

const char *comb_fault(comb_store *s, const comb *t) {
  if (t->site >= comb_site_count(s)) return "a site is in the table";
  switch (t->kind) {
    case COMB_ID: return t->dom == t->cod ? NULL : "an identity keeps its domain";
    case COMB_COMP: return comp_fault(t);
    case COMB_TUPLE: return tuple_fault(t);
    case COMB_PROJ: return proj_fault(t);
    case COMB_CONST: return const_fault(t);
    case COMB_CURRY:
    case COMB_FIX: return curry_fault(t);
    case COMB_APPLY: return apply_fault(t);
    case COMB_CHOICE: return choice_fault(t);
    case COMB_CATCH: return catch_fault(t);
    case COMB_OPTION: return option_fault(t);
    case COMB_PRIM:
      if (t->n >= OP_COUNT) return "a primitive is in the table of operations";
      return op_fits((ir_op)t->n, t->dom, t->cod) ? NULL : "a primitive has its operation's type";
    case COMB_REF: return ref_fault(s, t);
  }
  return "a term has a kind";
}
