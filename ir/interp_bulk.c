/* Bulk primitives: those that call a function for the elements of a list, from the first to the last. */

#include "ir/interp_run.h"
#include "support/vec.h"

typedef VEC(interp_value) value_list;

static const interp_list *list_arg(const interp_call *c) { return c->args[0].list; }

static bool call1(interp *in, const interp_call *c, uint32_t fun, interp_value x, interp_value *out) {
  return interp_spend(in, 1) && interp_call_fun(in, c->args[fun].fun, 1, &x, out);
}

static bool call2(interp *in, const interp_call *c, uint32_t fun, interp_value x, interp_value y, interp_value *out) {
  return interp_spend(in, 1) && interp_call_fun(in, c->args[fun].fun, 2, (interp_value[]){x, y}, out);
}

static bool give_list(interp *in, const value_list *items, interp_value *out) {
  return interp_give(out, interp_list_of(in->home, items->items, items->len));
}

bool interp_op_map(interp *in, const interp_call *c, interp_value *out) {
  value_list items = {0};
  for (int64_t i = 0; i < list_arg(c)->len; i++) {
    interp_value y;
    if (!call1(in, c, 1, list_arg(c)->items[i], &y)) return false;
    vec_push(in->home, &items, y);
  }
  return give_list(in, &items, out);
}

bool interp_op_filter(interp *in, const interp_call *c, interp_value *out) {
  value_list items = {0};
  for (int64_t i = 0; i < list_arg(c)->len; i++) {
    interp_value holds;
    if (!call1(in, c, 1, list_arg(c)->items[i], &holds)) return false;
    if (holds.i) vec_push(in->home, &items, list_arg(c)->items[i]);
  }
  return give_list(in, &items, out);
}

bool interp_op_flatmap(interp *in, const interp_call *c, interp_value *out) {
  value_list items = {0};
  for (int64_t i = 0; i < list_arg(c)->len; i++) {
    interp_value part;
    if (!call1(in, c, 1, list_arg(c)->items[i], &part) || !interp_spend(in, (uint64_t)part.list->len)) return false;
    for (int64_t k = 0; k < part.list->len; k++) vec_push(in->home, &items, part.list->items[k]);
  }
  return give_list(in, &items, out);
}

bool interp_op_range_by(interp *in, const interp_call *c, interp_value *out) {
  value_list items = {0};
  int64_t at = c->args[0].i, end = c->args[1].i, by = c->args[2].i;
  for (bool more = by != 0; more && (by > 0 ? at < end : at > end); more = !__builtin_add_overflow(at, by, &at)) {
    if (!interp_spend(in, 1)) return false;
    vec_push(in->home, &items, ((interp_value){.i = at}));
  }
  return give_list(in, &items, out);
}

bool interp_op_tabulate(interp *in, const interp_call *c, interp_value *out) {
  value_list items = {0};
  for (int64_t i = 0; i < c->args[0].i; i++) {
    interp_value y;
    if (!call1(in, c, 1, (interp_value){.i = i}, &y)) return false;
    vec_push(in->home, &items, y);
  }
  return give_list(in, &items, out);
}

/* ---- folds ---- */

bool interp_op_fold(interp *in, const interp_call *c, interp_value *out) {
  interp_value state = c->args[1];
  for (int64_t i = 0; i < list_arg(c)->len; i++)
    if (!call2(in, c, 2, state, list_arg(c)->items[i], &state)) return false;
  return interp_give(out, state);
}

/* Every state of a fold over the elements from `i` on, `state` being the first. */
static bool give_states(interp *in, const interp_call *c, uint32_t fun, interp_value state, int64_t i,
                        interp_value *out) {
  value_list states = {0};
  vec_push(in->home, &states, state);
  for (; i < list_arg(c)->len; i++) {
    if (!call2(in, c, fun, state, list_arg(c)->items[i], &state)) return false;
    vec_push(in->home, &states, state);
  }
  return give_list(in, &states, out);
}

bool interp_op_scan(interp *in, const interp_call *c, interp_value *out) {
  if (list_arg(c)->len == 0) return interp_give(out, c->args[0]);
  return give_states(in, c, 1, list_arg(c)->items[0], 1, out);
}

bool interp_op_scanl(interp *in, const interp_call *c, interp_value *out) {
  return give_states(in, c, 2, c->args[1], 0, out);
}

bool interp_op_iterate(interp *in, const interp_call *c, interp_value *out) {
  interp_value state = c->args[0];
  for (int64_t i = 0; i < c->args[1].i; i++)
    if (!call1(in, c, 2, state, &state)) return false;
  return interp_give(out, state);
}

bool interp_op_until(interp *in, const interp_call *c, interp_value *out) {
  interp_value state = c->args[0], holds;
  while (call1(in, c, 1, state, &holds)) {
    if (holds.i) return interp_give(out, state);
    if (!call1(in, c, 2, state, &state)) return false;
  }
  return false;
}

/* ---- searches ---- */

/* The first position where the predicate gives `wanted`; the length when it never does; -1: the run is over. */
static int64_t first_with(interp *in, const interp_call *c, bool wanted) {
  interp_value holds;
  for (int64_t i = 0; i < list_arg(c)->len; i++) {
    if (!call1(in, c, 1, list_arg(c)->items[i], &holds)) return -1;
    if (holds.i == wanted) return i;
  }
  return list_arg(c)->len;
}

bool interp_op_any(interp *in, const interp_call *c, interp_value *out) {
  int64_t i = first_with(in, c, true);
  return i >= 0 && interp_give_int(out, i < list_arg(c)->len);
}

bool interp_op_all(interp *in, const interp_call *c, interp_value *out) {
  int64_t i = first_with(in, c, false);
  return i >= 0 && interp_give_int(out, i == list_arg(c)->len);
}

bool interp_op_find(interp *in, const interp_call *c, interp_value *out) {
  int64_t i = first_with(in, c, true);
  if (i < 0) return false;
  return interp_give(out, i < list_arg(c)->len ? interp_some(in->home, list_arg(c)->items[i]) : interp_none());
}

bool interp_op_position(interp *in, const interp_call *c, interp_value *out) {
  int64_t i = first_with(in, c, true);
  if (i < 0) return false;
  return interp_give(out, i < list_arg(c)->len ? interp_some(in->home, (interp_value){.i = i}) : interp_none());
}

bool interp_op_takewhile(interp *in, const interp_call *c, interp_value *out) {
  int64_t i = first_with(in, c, false);
  return i >= 0 && interp_give(out, interp_list_view(in->home, list_arg(c), 0, i));
}

bool interp_op_dropwhile(interp *in, const interp_call *c, interp_value *out) {
  int64_t i = first_with(in, c, false);
  return i >= 0 && interp_give(out, interp_list_view(in->home, list_arg(c), i, list_arg(c)->len - i));
}
