/* Dyn in terms: wrapping, elements, truth. What a Dyn holds is known at run time only, so each step asks by `cast`. */

#include "frontend/lower_priv.h"

static const ir_type *base(lower *L, ir_type_kind k) { return irt_base(L->types, k); }

const comb *lower_to_dyn(lower *L, const comb *f) {
  return f->cod->kind == IRT_DYN ? f : lower_prim1(L, OP_dyn, 0, base(L, IRT_DYN), f);
}

/* Dyn -> R: `then` of the value when the Dyn holds a T, else `other` of the Dyn. */
static const comb *as(lower *L, const ir_type *t, const comb *then, const comb *other) {
  const ir_type *dyn = base(L, IRT_DYN);
  const comb *cast = lower_prim1(L, OP_cast, 0, irt_option(L->types, t), comb_id(L->store, dyn));
  const comb *value = comb_proj(L->store, irt_pair(L->types, dyn, t), 1);
  return comb_option(L->store, cast, other, comb_comp(L->store, value, then));
}

const comb *lower_dyn_items(lower *L, const comb *f, ir_site site) {
  const ir_type *dyn = base(L, IRT_DYN), *list = irt_list(L->types, dyn), *dict = irt_dict(L->types, dyn, dyn),
                *set = irt_set(L->types, dyn);
  const comb *fail = comb_prim(L->store, OP_fail_match, dyn, list, site);
  const ir_type *text = irt_str(L->types);
  const comb *letters = as(L, text, lower_convert(L, comb_id(L->store, text), list), fail);
  const comb *keys = as(L, dict, lower_prim1(L, OP_dict_keys, 0, list, comb_id(L->store, dict)), letters);
  const comb *elements = as(L, set, lower_prim1(L, OP_set_items, 0, list, comb_id(L->store, set)), keys);
  return comb_comp(L->store, f, as(L, list, comb_id(L->store, list), elements));
}

const comb *lower_dyn_at(lower *L, const comb *v, const comb *position, ir_site site) {
  return lower_prim2(L, OP_dyn_at, site, base(L, IRT_DYN), v, lower_to_dyn(L, position));
}

/* A Dyn without a value fails; any other is itself. */
const comb *lower_dyn_some(lower *L, const comb *f, ir_site site) {
  const ir_type *dyn = base(L, IRT_DYN);
  const comb *id = comb_id(L->store, dyn);
  const comb *fail = comb_comp(L->store, lower_unit(L, dyn),
                               comb_prim(L->store, OP_fail_search, base(L, IRT_UNIT), dyn, site));
  return comb_comp(L->store, f,
                   comb_choice(L->store, lower_prim1(L, OP_dyn_is_none, 0, base(L, IRT_BOOL), id), fail, id));
}

/* Ruling 21: as the value inside; what neither holds nor fails has no case. */
const comb *lower_dyn_holds(lower *L, const comb *f, const core *e) {
  const ir_type *dyn = base(L, IRT_DYN), *boolean = base(L, IRT_BOOL);
  const ir_type *kinds[] = {boolean,
                            base(L, IRT_INT),
                            base(L, IRT_FLOAT),
                            irt_str(L->types),
                            base(L, IRT_BIG),
                            irt_list(L->types, dyn),
                            irt_dict(L->types, dyn, dyn),
                            irt_set(L->types, dyn)};
  const comb *test = comb_prim(L->store, OP_fail_match, dyn, boolean, lower_site(L, e));
  for (size_t i = sizeof kinds / sizeof *kinds; i-- > 0;)
    test = as(L, kinds[i], lower_holds(L, comb_id(L->store, kinds[i]), e), test);
  const comb *id = comb_id(L->store, dyn);
  const comb *none = lower_prim1(L, OP_dyn_is_none, 0, boolean, id);
  return comb_comp(L->store, f, comb_choice(L->store, none, lower_bool(L, dyn, false), test));
}

/* item in v: an element, a key, or a piece of text in a text. */
const comb *lower_dyn_member(lower *L, const comb *item, const comb *v, ir_site site) {
  const ir_type *boolean = base(L, IRT_BOOL), *text = irt_str(L->types);
  const comb *both = comb_pair(L->store, item, v);
  const comb *x = comb_proj(L->store, both->cod, 0), *box = comb_proj(L->store, both->cod, 1);
  const comb *inside = lower_prim2(L, OP_elem, 0, boolean, lower_to_dyn(L, x), lower_dyn_items(L, box, site));
  if (!irt_is_str(item->cod)) return comb_comp(L->store, both, inside);
  const ir_type *inner = irt_pair(L->types, both->cod, text), *position = irt_option(L->types, base(L, IRT_INT));
  const comb *piece = comb_comp(L->store, comb_proj(L->store, inner, 0), x);
  const comb *found = lower_prim2(L, OP_find_str, 0, position, comb_proj(L->store, inner, 1), piece);
  const comb *as_text = lower_prim1(L, OP_cast, 0, irt_option(L->types, text), box);
  return comb_comp(L->store, both,
                   comb_option(L->store, as_text, inside, lower_prim1(L, OP_is_some, 0, boolean, found)));
}
