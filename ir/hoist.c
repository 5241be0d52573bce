/* Work that every turn of a loop would do again: which terms can leave a function that is called at every turn.

   Law:        where f looks at a term t below its own arguments only, t's value is the same at every call, so
               `curry n f` on env is `curry n f[.1/t]` on (env, t env).
   Condition:  t is more than a few instructions, and what it gives is small or costs more to make than to keep; every
               call comes to t, and if t may fail or diverge, comes to it first. What touches the world stays.
   Method:     such terms leave one after the other, the outermost first. Who uses the function evaluates them
               (apply_hoist.c).
   Cost:       a function is walked once for each term that leaves it, of which there are few. */

#include "ir/hoist.h"

#include "ir/comb_walk.h"
#include "ir/op_type.h"
#include "ir/substitute.h"
#include "support/map.h"
#include "support/vec.h"

enum { LEAVING = 4, DEPTH = 24, CALLEES = 6 };

struct hoister {
  arena *home;
  comb_store *store;
  map done;  /* id of a function's term -> what it becomes */
  map heavy; /* term id -> weight + 1 */
  bool worldly;
};

/* ---- weight ---- */

typedef enum weight {
  LIGHT,  /* a few instructions */
  STREAM, /* a loop whose list need never be there */
  HEAVY   /* a loop, a call that is one, or an object */
} weight;

static weight op_weight(ir_op op) {
  switch ((uint32_t)op) {
    case OP_range:
    case OP_range_open:
    case OP_range_by:
    case OP_map:
    case OP_enum:
    case OP_zip:
    case OP_zipsame:
    case OP_tabulate:
    case OP_rev:
    case OP_windows:
    case OP_append: return STREAM;
    case OP_eq:
    case OP_ne:
    case OP_lt:
    case OP_le:
    case OP_compare:
    case OP_list:
    case OP_push:
    case OP_slice:
    case OP_make:
    case OP_dict_keys:
    case OP_dict_values:
    case OP_dict_items:
    case OP_set_items:
    case OP_big: return LIGHT;
    default: return op_flags(op) & (OP_CONSTANT_TIME | OP_WORLD) ? LIGHT : HEAVY;
  }
}

static weight weight_of(hoister *h, const comb *t, uint32_t callees);

static weight ref_weight(hoister *h, uint32_t def, uint32_t callees) {
  const comb *body = comb_def_at(h->store, def)->body;
  return body && callees ? weight_of(h, body, callees - 1) : HEAVY;
}

/* The heaviest of its parts. A function counts for what it does: it is called. */
static weight weight_of(hoister *h, const comb *t, uint32_t callees) {
  uint64_t known;
  if (map_get(&h->heavy, t->id, &known)) return (weight)(known - 1);
  weight w = t->kind == COMB_PRIM ? op_weight((ir_op)t->n) : LIGHT;
  if (t->kind == COMB_REF) w = ref_weight(h, t->n, callees);
  if (t->kind == COMB_FIX) w = HEAVY;
  for (uint32_t i = 0; i < comb_part_count(t) && w < HEAVY; i++) {
    weight part = weight_of(h, comb_part(t, i), callees);
    if (part > w) w = part;
  }
  map_set(&h->heavy, t->id, (uint64_t)w + 1);
  return w;
}

static bool is_small(const ir_type *t) {
  switch (t->kind) {
    case IRT_INT:
    case IRT_FLOAT:
    case IRT_BOOL:
    case IRT_CHAR: return true;
    case IRT_TUPLE:
      for (uint32_t i = 0; i < t->count; i++)
        if (!is_small(t->args[i])) return false;
      return true;
    case IRT_OPTION: return is_small(t->args[0]);
    case IRT_UNIT:
    case IRT_LIST:
    case IRT_FUN:
    case IRT_DICT:
    case IRT_SET:
    case IRT_DYN:
    case IRT_BIG:
    case IRT_NAMED: return false;
  }
  return false;
}

static bool is_worth_it(hoister *h, const comb *t) {
  weight w = weight_of(h, t, CALLEES);
  return !irt_has_fun(t->cod) && (w == HEAVY || (w == STREAM && is_small(t->cod)));
}

/* ---- what a term looks at ---- */

/* The environment in which a term stands: entries on top of the loop's, each of which the term may use if it made it
   itself. */
typedef struct view {
  bool own[DEPTH];
  uint32_t depth;
} view;

static view pushed(view v, bool own) {
  if (v.depth < DEPTH) v.own[v.depth] = own;
  v.depth++;
  return v;
}

static bool is_below(const comb *t, view v);

static bool is_let(const comb *t) { return t->kind == COMB_TUPLE && t->n == 2 && t->parts[0]->kind == COMB_ID; }

static bool path_is_below(const comb *t, view v) {
  if (v.depth == 0) return true;
  const comb *proj = t->kind == COMB_COMP ? t->a : t;
  if (proj->n == 1) return v.own[v.depth - 1];
  v.depth--;
  return t->kind == COMB_COMP ? is_below(t->b, v) : v.depth == 0;
}

static bool parts_are_below(const comb *t, view v) {
  for (uint32_t i = 0; i < t->n; i++)
    if (!is_below(t->parts[i], v)) return false;
  return true;
}

/* Does t look at nothing but what lies below the loop's arguments, and what it made itself? */
static bool is_below(const comb *t, view v) {
  if (v.depth >= DEPTH) return false;
  switch (t->kind) {
    case COMB_CONST:
    case COMB_REF: return true;
    case COMB_ID:
    case COMB_PRIM:
    case COMB_APPLY: return v.depth == 0;
    case COMB_PROJ: return path_is_below(t, v);
    case COMB_COMP:
      if (t->a->kind == COMB_PROJ) return path_is_below(t, v);
      if (is_let(t->a)) return is_below(t->a->parts[1], v) && is_below(t->b, pushed(v, true));
      return is_below(t->a, v);
    case COMB_TUPLE: return parts_are_below(t, v);
    case COMB_CURRY:
    case COMB_FIX: {
      for (uint32_t i = t->n + (t->kind == COMB_FIX); i > 0; i--) v = pushed(v, true);
      return is_below(t->a, v);
    }
    case COMB_CHOICE: return is_below(t->a, v) && is_below(t->b, v) && is_below(t->c, v);
    case COMB_CATCH: return is_below(t->a, v) && is_below(t->b, v);
    case COMB_OPTION: return is_below(t->a, v) && is_below(t->b, v) && is_below(t->c, pushed(v, true));
  }
  return false;
}

/* Of any type: nobody looks at it, but environments are made with it. */
static const comb *nothing(comb_store *s, const ir_type *dom, const ir_type *t) {
  const ir_type *unit = irt_base(comb_types(s), IRT_UNIT);
  const ir_type *option = t->kind == IRT_OPTION ? t : irt_option(comb_types(s), t);
  const comb *start = comb_const(s, dom, (comb_literal){.type = unit});
  const comb *none = comb_comp(s, start, comb_prim(s, OP_none, unit, option, 0));
  return option == t ? none : comb_comp(s, none, comb_prim(s, OP_content, option, t, 0));
}

/* The environment that t stands in, from the loop's, with nothing where it does not look. */
static const comb *env_from(comb_store *s, const ir_type *env, uint32_t depth) {
  if (depth == 0) return comb_id(s, env);
  const comb *below = env_from(s, env->args[0], depth - 1);
  return comb_pair(s, below, nothing(s, below->dom, env->args[1]));
}

static const comb *lowered(comb_store *s, const comb *t, uint32_t depth) {
  return comb_inside(s, env_from(s, t->dom, depth), t);
}

/* ---- what leaves a function ---- */

/* The first such term that every call comes to, as an arrow from the loop's environment; NULL: there is none. One that
   may fail or diverge leaves only if nothing before it does: `*quiet` until something does. */
static const comb *leaving(hoister *h, const comb *t, view v, bool *quiet);

static const comb *leaving_part(hoister *h, const comb *t, view v, bool *quiet) {
  const comb *found = leaving(h, t, v, quiet);
  if (!found && comb_effects(h->store, t)) *quiet = false;
  return found;
}

static const comb *leaving(hoister *h, const comb *t, view v, bool *quiet) {
  if (v.depth >= DEPTH || weight_of(h, t, CALLEES) == LIGHT) return NULL;
  uint32_t effects = comb_effects(h->store, t);
  bool still = !effects || (*quiet && !(h->worldly && (effects & COMB_MAY_WORLD)));
  if (still && is_worth_it(h, t) && is_below(t, v)) return lowered(h->store, t, v.depth);
  const comb *found = NULL;
  switch (t->kind) {
    case COMB_COMP:
      if (!is_let(t->a)) return leaving(h, t->a, v, quiet);
      found = leaving_part(h, t->a->parts[1], v, quiet);
      return found ? found : leaving(h, t->b, pushed(v, false), quiet);
    case COMB_TUPLE:
      for (uint32_t i = 0; i < t->n && !found; i++) found = leaving_part(h, t->parts[i], v, quiet);
      return found;
    case COMB_CHOICE:
    case COMB_OPTION: return leaving(h, t->a, v, quiet);
    case COMB_ID:
    case COMB_PROJ:
    case COMB_CONST:
    case COMB_CURRY:
    case COMB_FIX:
    case COMB_APPLY:
    case COMB_CATCH:
    case COMB_PRIM:
    case COMB_REF: return NULL;
  }
  return NULL;
}

/* ---- putting a variable in its place ---- */

typedef struct replacing {
  hoister *h;
  const comb *what;  /* from the loop's environment, which ends with the new variable */
  const comb *value; /* from there, too */
} replacing;

static const comb *replaced(const replacing *r, const comb *t, view v);

static const comb *below_path(comb_store *s, const ir_type *env, uint32_t depth) {
  const comb *path = comb_id(s, env);
  for (; depth > 0; depth--) path = comb_comp(s, path, comb_proj(s, path->cod, 0));
  return path;
}

static const comb *replaced_parts(const replacing *r, const comb *t, view v) {
  const comb **parts = ARENA_ARRAY(r->h->home, const comb *, t->n);
  for (uint32_t i = 0; i < t->n; i++) parts[i] = replaced(r, t->parts[i], v);
  return comb_tuple(r->h->store, t->n, parts);
}

static const comb *replaced_form(const replacing *r, const comb *t, view v) {
  comb_store *s = r->h->store;
  view inner = v;
  switch (t->kind) {
    case COMB_COMP:
      if (!is_let(t->a)) return comb_comp(s, replaced(r, t->a, v), t->b);
      return comb_comp(s, replaced(r, t->a, v), replaced(r, t->b, pushed(v, true)));
    case COMB_TUPLE: return replaced_parts(r, t, v);
    case COMB_CURRY:
    case COMB_FIX:
      for (uint32_t i = t->n + (t->kind == COMB_FIX); i > 0; i--) inner = pushed(inner, true);
      return t->kind == COMB_FIX ? comb_fix(s, t->n, replaced(r, t->a, inner))
                                 : comb_curry(s, t->n, replaced(r, t->a, inner));
    case COMB_CHOICE: return comb_choice(s, replaced(r, t->a, v), replaced(r, t->b, v), replaced(r, t->c, v));
    case COMB_CATCH: return comb_catch(s, replaced(r, t->a, v), replaced(r, t->b, v));
    case COMB_OPTION:
      return comb_option(s, replaced(r, t->a, v), replaced(r, t->b, v), replaced(r, t->c, pushed(v, true)));
    case COMB_ID:
    case COMB_PROJ:
    case COMB_CONST:
    case COMB_APPLY:
    case COMB_PRIM:
    case COMB_REF: return t;
  }
  return t;
}

static const comb *replaced(const replacing *r, const comb *t, view v) {
  comb_store *s = r->h->store;
  if (v.depth >= DEPTH || weight_of(r->h, t, CALLEES) == LIGHT) return t;
  view all = v;
  for (uint32_t i = 0; i < all.depth; i++) all.own[i] = false;
  if (t->cod == r->what->cod && is_below(t, all) && lowered(s, t, v.depth) == r->what)
    return comb_comp(s, below_path(s, t->dom, v.depth), r->value);
  return replaced_form(r, t, v);
}

/* ---- a function ---- */

/* The function over its environment and the value of t. */
static const comb *without(hoister *h, const comb *fun, const comb *t) {
  comb_store *s = h->store;
  const ir_type *wide = irt_pair(comb_types(s), fun->dom, t->cod);
  const comb *outer = comb_proj(s, wide, 0);
  replacing r = {h, comb_inside(s, outer, t), comb_proj(s, wide, 1)};
  return replaced(&r, comb_inside(s, outer, fun), (view){.depth = 0});
}

const hoisted *hoist_fun(hoister *h, const comb *fun) {
  const hoisted *known = map_get_ptr(&h->done, fun->id);
  if (known) return known;
  hoisted *out = ARENA_NEW(h->home, hoisted);
  const comb **values = ARENA_ARRAY(h->home, const comb *, LEAVING);
  *out = (hoisted){.fun = fun, .values = values};
  while (out->n < LEAVING) {
    view v = {.depth = 0};
    for (uint32_t i = 0; i < out->fun->n; i++) v = pushed(v, false);
    bool quiet = true;
    const comb *t = leaving(h, out->fun->a, v, &quiet);
    if (!t) break;
    values[out->n++] = t;
    out->fun = without(h, out->fun, t);
  }
  map_set_ptr(&h->done, fun->id, out);
  return out;
}

hoister *hoister_new(arena *home, comb_store *store, bool worldly) {
  hoister *h = ARENA_NEW(home, hoister);
  *h = (hoister){home, store, map_new(home), map_new(home), worldly};
  return h;
}
