/* Types of inference to types of the IR, and the conversions that joins imply (rulings 8 to 10, 21). */

#include "frontend/lower_priv.h"
#include "support/bug.h"

static const ir_type *named_base(lower *L, type_kind kind) {
  static const struct {
    type_kind from;
    ir_type_kind to;
  } table[] = {{TYPE_INT, IRT_INT},   {TYPE_FLOAT, IRT_FLOAT}, {TYPE_BOOL, IRT_BOOL}, {TYPE_CHAR, IRT_CHAR},
               {TYPE_UNIT, IRT_UNIT}, {TYPE_BIG, IRT_BIG},     {TYPE_DYN, IRT_DYN}};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    if (table[i].from == kind) return irt_base(L->types, table[i].to);
  gael_bug("type kind %d has no base type", (int)kind);
}

const ir_type *lower_type(lower *L, type *t) {
  t = type_find(t);
  switch (t->kind) {
  case TYPE_INT:
  case TYPE_FLOAT:
  case TYPE_BOOL:
  case TYPE_CHAR:
  case TYPE_UNIT:
  case TYPE_BIG:
  case TYPE_DYN: return named_base(L, t->kind);
  case TYPE_LIST: return irt_list(L->types, lower_type(L, t->args[0]));
  case TYPE_OPTION: {
    const ir_type *content = lower_type(L, t->args[0]);
    return content->kind == IRT_OPTION || content->kind == IRT_DYN ? content : irt_option(L->types, content);
  }
  case TYPE_FUN: return irt_fun(L->types, lower_type(L, t->args[0]), lower_type(L, t->args[1]));
  case TYPE_DICT: return irt_dict(L->types, lower_type(L, t->args[0]), lower_type(L, t->args[1]));
  case TYPE_SET: return irt_set(L->types, lower_type(L, t->args[0]));
  case TYPE_TUPLE: {
    const ir_type **parts = ARENA_ARRAY(L->home, const ir_type *, t->count);
    for (uint32_t i = 0; i < t->count; i++) parts[i] = lower_type(L, t->args[i]);
    return irt_tuple(L->types, t->count, parts);
  }
  case TYPE_NAMED: return lower_named(L, t);
  case TYPE_VAR:
  case TYPE_POISON: break;
  }
  gael_bug("a type that is not concrete reached lowering");
}

/* \x. convert x, as a closed function in any environment */
static const comb *converter(lower *L, const ir_type *env, const ir_type *from, const ir_type *to) {
  const ir_type *inner = irt_pair(L->types, env, from);
  return comb_curry(L->store, 1, lower_convert(L, comb_proj(L->store, inner, 1), to));
}

static const comb *convert_tuple(lower *L, const comb *f, const ir_type *to) {
  const ir_type *from = f->cod;
  const comb **parts = ARENA_ARRAY(L->home, const comb *, to->count);
  GAEL_ASSERT(from->count == to->count);
  for (uint32_t i = 0; i < to->count; i++) parts[i] = lower_convert(L, comb_proj(L->store, from, i), to->args[i]);
  return comb_comp(L->store, f, comb_tuple(L->store, to->count, parts));
}

static const comb *convert_option(lower *L, const comb *f, const ir_type *to) {
  const ir_type *from = f->cod;
  if (from->kind != IRT_OPTION) return lower_prim1(L, OP_some, 0, to, lower_convert(L, f, to->args[0]));
  const comb *none = lower_prim1(L, OP_none, 0, to, lower_unit(L, from));
  const ir_type *joined = irt_pair(L->types, from, from->args[0]);
  const comb *some = lower_prim1(L, OP_some, 0, to, lower_convert(L, comb_proj(L->store, joined, 1), to->args[0]));
  return comb_comp(L->store, f, comb_option(L->store, comb_id(L->store, from), none, some));
}

/* The list that a list function goes through: a dictionary's keys, a set's elements. */
static const comb *elements(lower *L, const comb *f) {
  const ir_type *list = irt_list(L->types, f->cod->args[0]);
  return lower_prim1(L, f->cod->kind == IRT_DICT ? OP_dict_keys : OP_set_items, 0, list, f);
}

static const comb *convert_dict(lower *L, const comb *f, const ir_type *to) {
  const ir_type *from = irt_pair(L->types, f->cod->args[0], f->cod->args[1]);
  const ir_type *pairs = irt_list(L->types, irt_pair(L->types, to->args[0], to->args[1]));
  const comb *items = lower_prim1(L, OP_dict_items, 0, irt_list(L->types, from), f);
  return lower_prim1(L, OP_dict, 0, to, lower_convert(L, items, pairs));
}

const comb *lower_convert(lower *L, const comb *f, const ir_type *to) {
  const ir_type *from = f->cod;
  if (from == to) return f;
  if (to->kind == IRT_DYN) return lower_to_dyn(L, f);
  if (to->kind == IRT_FLOAT && from->kind == IRT_INT) return lower_prim1(L, OP_int_float, 0, to, f);
  if (to->kind == IRT_FLOAT && from->kind == IRT_BOOL)
    return lower_convert(L, lower_prim1(L, OP_bool_int, 0, irt_base(L->types, IRT_INT), f), to);
  if (to->kind == IRT_INT && from->kind == IRT_BOOL) return lower_prim1(L, OP_bool_int, 0, to, f);
  if (to->kind == IRT_FLOAT && from->kind == IRT_BIG) return lower_prim1(L, OP_big_float, 0, to, f);
  if (to->kind == IRT_BIG && from->kind == IRT_INT) return lower_prim1(L, OP_big, 0, to, f);
  if (to->kind == IRT_BIG && from->kind == IRT_BOOL)
    return lower_convert(L, lower_convert(L, f, irt_base(L->types, IRT_INT)), to);
  if (to->kind == IRT_OPTION) return convert_option(L, f, to);
  if (irt_is_str(to) && from->kind == IRT_CHAR) return lower_prim1(L, OP_list, 0, to, f);
  if (to->kind == IRT_LIST && from->kind == IRT_LIST)
    return lower_prim2(L, OP_map, 0, to, f, converter(L, f->dom, from->args[0], to->args[0]));
  if (to->kind == IRT_TUPLE && from->kind == IRT_TUPLE) return convert_tuple(L, f, to);
  if (to->kind == IRT_LIST && (from->kind == IRT_DICT || from->kind == IRT_SET))
    return lower_convert(L, elements(L, f), to);
  if (to->kind == IRT_SET && from->kind == IRT_SET)
    return lower_prim1(L, OP_set, 0, to, lower_convert(L, elements(L, f), irt_list(L->types, to->args[0])));
  if (to->kind == IRT_DICT && from->kind == IRT_DICT) return convert_dict(L, f, to);
  strbuf text = strbuf_new(L->home);
  irt_print(&text, from);
  strbuf_add(&text, STR(" to "));
  irt_print(&text, to);
  gael_bug("no conversion from " STR_FMT, STR_ARG(strbuf_str(&text)));
}

/* The type at which two compared or joined values meet; mirrors the join constraint, on concrete types. */
const ir_type *lower_join(lower *L, const ir_type *a, const ir_type *b) {
  if (a == b) return a;
  if (a->kind == IRT_DYN || b->kind == IRT_DYN) return irt_base(L->types, IRT_DYN);
  if (b->kind == IRT_OPTION || (b->kind == IRT_FLOAT && a->kind != IRT_OPTION)) {
    const ir_type *t = a;
    a = b;
    b = t;
  }
  if (a->kind == IRT_FLOAT && b->kind == IRT_INT) return a;
  bool big = a->kind == IRT_BIG || b->kind == IRT_BIG, integer = a->kind == IRT_INT || b->kind == IRT_INT;
  if (big && integer) return irt_base(L->types, IRT_BIG);
  if (big && a->kind == IRT_FLOAT) return irt_base(L->types, IRT_DYN); /* compares them exactly */
  if (a->kind == IRT_OPTION) {
    const ir_type *content = lower_join(L, a->args[0], b->kind == IRT_OPTION ? b->args[0] : b);
    return content ? irt_option(L->types, content) : NULL;
  }
  if (irt_is_str(a) && b->kind == IRT_CHAR) return a;
  if (irt_is_str(b) && a->kind == IRT_CHAR) return b;
  if (a->kind == IRT_LIST && b->kind == IRT_LIST) {
    const ir_type *elem = lower_join(L, a->args[0], b->args[0]);
    return elem ? irt_list(L->types, elem) : NULL;
  }
  if (a->kind == b->kind && (a->kind == IRT_DICT || a->kind == IRT_SET)) {
    const ir_type *key = lower_join(L, a->args[0], b->args[0]);
    if (!key || a->kind == IRT_SET) return key ? irt_set(L->types, key) : NULL;
    const ir_type *value = lower_join(L, a->args[1], b->args[1]);
    return value ? irt_dict(L->types, key, value) : NULL;
  }
  if (a->kind == IRT_TUPLE && b->kind == IRT_TUPLE && a->count == b->count) {
    const ir_type **parts = ARENA_ARRAY(L->home, const ir_type *, a->count);
    for (uint32_t i = 0; i < a->count; i++)
      if (!(parts[i] = lower_join(L, a->args[i], b->args[i]))) return NULL;
    return irt_tuple(L->types, a->count, parts);
  }
  return NULL;
}

const comb *lower_holds(lower *L, const comb *f, const core *e) {
  const ir_type *t = f->cod, *boolean = irt_base(L->types, IRT_BOOL), *integer = irt_base(L->types, IRT_INT);
  switch (t->kind) {
  case IRT_BOOL: return f;
  case IRT_INT: return lower_prim2(L, OP_ne, 0, boolean, f, lower_int(L, f->dom, 0));
  case IRT_FLOAT: {
    comb_literal zero = {.type = t, .f = 0};
    return lower_prim2(L, OP_ne, 0, boolean, f, comb_const(L->store, f->dom, zero));
  }
  case IRT_LIST:
    return lower_prim2(L, OP_ne, 0, boolean, lower_prim1(L, OP_len, 0, integer, f), lower_int(L, f->dom, 0));
  case IRT_OPTION: return lower_prim1(L, OP_is_some, 0, boolean, f);
  case IRT_DICT:
  case IRT_SET: {
    ir_op len = t->kind == IRT_DICT ? OP_dict_len : OP_set_len;
    return lower_prim2(L, OP_ne, 0, boolean, lower_prim1(L, len, 0, integer, f), lower_int(L, f->dom, 0));
  }
  case IRT_DYN: return lower_dyn_holds(L, f, e);
  case IRT_BIG:
    return lower_prim2(L, OP_ne, 0, boolean, f, lower_prim1(L, OP_big, 0, t, lower_int(L, f->dom, 0)));
  case IRT_CHAR:
  case IRT_UNIT:
  case IRT_TUPLE:
  case IRT_FUN:
  case IRT_NAMED: break;
  }
  gael_bug("a condition of a kind that does not hold or not");
}
