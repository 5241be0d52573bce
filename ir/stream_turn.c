/* A list of which the beginning or the rest is back to front: it is turned around where it stands.

   Law:        l[:k].rev+l[k:] and l[:k]+l[k:].rev are l after its elements at lo and hi-1, lo+1 and hi-2, .. have changed
               places, whatever k is.
   Condition:  it is wanted as a list; elements hold no pointers and are no characters.
   Cost:       half as many turns as the part is long, of two reads and two `put` that cannot fail; a copy of the list in
               front of them when somebody else has it, too (own.c). */

#include "ir/passes.h"
#include "ir/stream.h"

enum { POSITION_BITS = 63 };

static bool is_half(const stream *s, bool beginning) {
  int64_t lo, hi;
  if (s->kind != STREAM_SLICE || s->count != 1 || s->even || s->from->kind != STREAM_LIST || s->from->back) return false;
  bool known = val_is_int(s->lo->parts[0], &lo) && val_is_int(s->hi->parts[0], &hi);
  return known && lo == !beginning && hi == beginning;
}

/* Do the halves make the list? */
static bool fit(const stream *first, const stream *rest) {
  if (!first || !rest || !is_half(first, true) || !is_half(rest, false)) return false;
  return val_same(first->from->list, rest->from->list) && val_same(first->hi->parts[1], rest->lo->parts[1]);
}

static flat_var put(apply *a, const ir_type *list, flat_var in, flat_var at, const val *element) {
  const ir_type *integer = irt_base(a->up->types, IRT_INT);
  const ir_type *dom = irt_tuple(a->up->types, 3, (const ir_type *[]){list, integer, element->type});
  emit_vars vars = {0};
  vec_push(a->home, &vars, in);
  vec_push(a->home, &vars, at);
  apply_leaves(a, element, &vars);
  flat_instr put = {.op = FLAT_PRIM, .prim = OP_put, .type = dom, .result = list, .safe = true, .bits = POSITION_BITS,
                    .arg_count = vars.len};
  return *emit_prim_instr(&a->e, put, vars.items);
}

static const val *element_at(apply *a, const ir_type *type, flat_var list, flat_var at) {
  stream here = {.kind = STREAM_LIST, .type = type, .list = val_var(a->home, type, list)};
  return stream_list_get(a, &here, at);
}

static flat_var moved(apply *a, flat_var at, flat_op by) { return emit_count(&a->e, by, at, emit_int(&a->e, 1)); }

/* The list with its elements from lo to hi, both included, back to front. */
static flat_var turned(apply *a, const val *list, flat_var lo, flat_var hi) {
  const flat_var_info integer = {FLAT_I64, NULL};
  stream_nest nest = stream_nest_open(a);
  uint32_t now = emit_cell_new(&a->e, (flat_var_info){FLAT_PTR, list->type}, list->var);
  emit_label done = emit_label_new(&a->e);
  uint32_t up = emit_cell_new(&a->e, integer, lo), down = emit_cell_new(&a->e, integer, hi);
  uint32_t scope = emit_scope_open(&a->e);
  emit_label header = emit_label_new(&a->e), body = emit_label_new(&a->e);
  emit_jump(&a->e, &header);
  emit_bind(&a->e, &header);
  flat_var first = emit_cell_at(&a->e, up), last = emit_cell_at(&a->e, down), in = emit_cell_at(&a->e, now);
  emit_branch(&a->e, emit_compare(&a->e, OP_lt, first, last), &body, &done);
  emit_bind(&a->e, &body);
  first = emit_cell_at(&a->e, up), last = emit_cell_at(&a->e, down), in = emit_cell_at(&a->e, now);
  const val *left = element_at(a, list->type, in, first), *right = element_at(a, list->type, in, last);
  in = put(a, list->type, in, first, right);
  emit_cell_set(&a->e, now, put(a, list->type, in, last, left));
  emit_cell_set(&a->e, up, moved(a, first, FLAT_ADD));
  emit_cell_set(&a->e, down, moved(a, last, FLAT_SUB));
  emit_jump(&a->e, &header);
  emit_scope_close(&a->e, scope);
  emit_cells_drop(&a->e, up);
  emit_bind(&a->e, &done);
  flat_var result = emit_cell_at(&a->e, now);
  stream_nest_close(a, nest);
  return result;
}

bool stream_turned(apply *a, const stream *s, flat_var *list) {
  const stream *p = s->from, *q = s->other;
  const ir_type *e = stream_element(s);
  bool plain = e->kind != IRT_CHAR && !stream_has_pointers(a, e);
  if (!plain || !transform_on(a->up->m, TRANSFORM_turn) || apply_dead(a)) return false;
  if (p->kind == STREAM_SLICE && p->turned && fit(p->turned, q)) {
    *list = turned(a, q->from->list, emit_int(&a->e, 0), apply_leaf(a, p->lo->parts[1]));
    return true;
  }
  if (q->kind != STREAM_SLICE || !q->turned || !fit(p, q->turned)) return false;
  flat_var first = moved(a, apply_leaf(a, q->hi->parts[1]), FLAT_ADD);
  *list = turned(a, p->from->list, first, apply_leaf(a, q->lo->parts[1]));
  return true;
}
