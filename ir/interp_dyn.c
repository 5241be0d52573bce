/* Dyn: values that carry their type. */

#include "ir/interp_run.h"
#include "ir/interp_table.h"

bool interp_op_dyn(interp *in, const interp_call *c, interp_value *out) {
  return interp_give(out, interp_dyn_of(in->home, c->args[0], c->dom));
}

bool interp_op_dyn_none(interp *in, const interp_call *c, interp_value *out) {
  (void)in, (void)c;
  return interp_give(out, (interp_value){.dyn = NULL});
}

bool interp_op_dyn_is_none(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, !c->args[0].dyn);
}

bool interp_op_dyn_kind(interp *in, const interp_call *c, interp_value *out) {
  strbuf b = strbuf_new(in->home);
  if (c->args[0].dyn) irt_print(&b, c->args[0].dyn->type);
  else strbuf_add(&b, STR("none"));
  return interp_give(out, interp_str_of(in->home, strbuf_str(&b)));
}

/* Only the outermost kinds must agree. */
bool interp_op_dyn_order(interp *in, const interp_call *c, interp_value *out) {
  interp_value a = c->args[0], b = c->args[1];
  const ir_type *at = interp_strip(&a, interp_arg_type(c, 0)), *bt = interp_strip(&b, interp_arg_type(c, 1));
  interp_rank rank = interp_rank_of(at);
  bool ordered = rank == interp_rank_of(bt) && rank != RANK_SET && rank != RANK_DICT;
  if (!ordered || (rank == RANK_NAMED && at != bt))
    return interp_fail(in, c, FAIL_DOMAIN, "%0 and %1 have no order");
  return interp_give_int(out, interp_compare_types(a, at, b, bt, false));
}

/* ---- elements ---- */

static bool give_dyn(interp *in, interp_value v, const ir_type *t, interp_value *out) {
  return interp_give(out, interp_dyn_of(in->home, v, t));
}

static bool element(interp *in, const interp_call *c, const interp_value *items, int64_t n, const ir_type *const *types,
                    bool each, interp_value *out) {
  int64_t i = c->args[1].dyn->value.i;
  if (i < 0) i += n;
  if (i < 0 || i >= n) return interp_fail(in, c, FAIL_INDEX, NULL);
  return give_dyn(in, items[i], types[each ? i : 0], out);
}

/* The key is looked for by its value: 1 finds 1.0. */
static bool entry(interp *in, const interp_call *c, const interp_table *table, const ir_type *t, interp_value *out) {
  const interp_entry *entries = interp_table_sorted(in->home, table);
  if (!interp_spend(in, (uint64_t)table->len)) return false;
  for (int64_t i = 0; i < table->len; i++)
    if (interp_compare_types(entries[i].key, t->args[0], c->args[1], c->dom->args[1], true) == INTERP_EQUAL)
      return give_dyn(in, entries[i].value, t->args[1], out);
  return interp_fail(in, c, FAIL_KEY, NULL);
}

bool interp_op_dyn_at(interp *in, const interp_call *c, interp_value *out) {
  const interp_dyn *d = c->args[0].dyn, *at = c->args[1].dyn;
  const ir_type *t = d ? d->type : NULL;
  bool by_int = at && at->type->kind == IRT_INT;
  if (t && t->kind == IRT_DICT) return entry(in, c, d->value.table, t, out);
  if (by_int && t && t->kind == IRT_LIST)
    return element(in, c, d->value.list->items, d->value.list->len, t->args, false, out);
  if (by_int && t && t->kind == IRT_TUPLE) return element(in, c, d->value.parts, t->count, t->args, true, out);
  return interp_fail(in, c, FAIL_DOMAIN, "%0 cannot be indexed by %1");
}

/* ---- at a type ---- */

typedef struct caster {
  interp *in;
  bool fits;
} caster;

static interp_value cast_value(caster *r, interp_value v, const ir_type *t, const ir_type *want);

static interp_value *cast_items(caster *r, const interp_value *items, int64_t n, const ir_type *t,
                                const ir_type *want) {
  interp_value *out = ARENA_ARRAY(r->in->home, interp_value, n + 1);
  r->fits = r->fits && interp_spend(r->in, (uint64_t)n);
  for (int64_t i = 0; r->fits && i < n; i++) out[i] = cast_value(r, items[i], t, want);
  return out;
}

static interp_value cast_list(caster *r, const interp_list *list, const ir_type *t, const ir_type *want) {
  if (irt_is_str(t) || irt_is_str(want)) r->fits = false;
  return interp_list_of(r->in->home, cast_items(r, list->items, list->len, t->args[0], want->args[0]), list->len);
}

static interp_value cast_tuple(caster *r, const interp_value *parts, const ir_type *t, const ir_type *want) {
  interp_value *out = ARENA_ARRAY(r->in->home, interp_value, want->count);
  r->fits = r->fits && t->count == want->count;
  for (uint32_t i = 0; r->fits && i < want->count; i++) out[i] = cast_value(r, parts[i], t->args[i], want->args[i]);
  return (interp_value){.parts = out};
}

/* Keys that are equal as the wanted type sees them become one. */
static interp_value cast_table(caster *r, const interp_table *table, const ir_type *t, const ir_type *want) {
  const interp_entry *entries = interp_table_entries(r->in->home, table);
  interp_table *out = (interp_table *)interp_table_new(r->in->home);
  r->fits = r->fits && interp_spend(r->in, (uint64_t)table->len);
  for (int64_t i = 0; r->fits && i < table->len; i++) {
    interp_value key = cast_value(r, entries[i].key, t->args[0], want->args[0]), value = {.i = 0};
    if (r->fits && t->kind == IRT_DICT) value = cast_value(r, entries[i].value, t->args[1], want->args[1]);
    if (r->fits) interp_table_add(r->in->home, out, key, value, want->args[0]);
  }
  return (interp_value){.table = out};
}

static interp_value cast_option(caster *r, interp_value v, const ir_type *t, const ir_type *want) {
  if (t->kind == IRT_OPTION || t->kind == IRT_DYN) return interp_none();
  return interp_some(r->in->home, cast_value(r, v, t, want->args[0]));
}

static interp_value cast_value(caster *r, interp_value v, const ir_type *t, const ir_type *want) {
  if (t == want) return v;
  if (want->kind == IRT_DYN) return interp_dyn_of(r->in->home, v, t);
  t = interp_strip(&v, t);
  if (want->kind == IRT_OPTION) return cast_option(r, v, t, want);
  if (t == want) return v;
  r->fits = r->fits && t->kind == want->kind;
  if (!r->fits) return v;
  switch (want->kind) {
    case IRT_LIST: return cast_list(r, v.list, t, want);
    case IRT_TUPLE: return cast_tuple(r, v.parts, t, want);
    case IRT_DICT:
    case IRT_SET: return cast_table(r, v.table, t, want);
    case IRT_INT:
    case IRT_FLOAT:
    case IRT_BOOL:
    case IRT_CHAR:
    case IRT_UNIT:
    case IRT_OPTION:
    case IRT_FUN:
    case IRT_DYN:
    case IRT_BIG:
    case IRT_NAMED: r->fits = false;
  }
  return v;
}

bool interp_op_cast(interp *in, const interp_call *c, interp_value *out) {
  caster r = {in, true};
  interp_value v = cast_value(&r, c->args[0], c->dom, c->cod->args[0]);
  if (in->limit) return false;
  return interp_give(out, r.fits ? interp_some(in->home, v) : interp_none());
}
