#include "tests/flat_object.h"

#include "ir/interp_table.h"

void flat_fault(flat_machine *vm, const char *what) {
  if (!vm->out->fault) vm->out->fault = what;
}

/* ---- counts ---- */

static flat_object *make(flat_machine *vm, const ir_type *type, int32_t rc) {
  flat_object *o = ARENA_NEW(vm->home, flat_object);
  o->rc = rc;
  o->type = type;
  return o;
}

flat_object *flat_object_new(flat_machine *vm, const ir_type *type) {
  vm->live++;
  return make(vm, type, 1);
}

flat_object *flat_object_immortal(flat_machine *vm, const ir_type *type) { return make(vm, type, FLAT_IMMORTAL); }

void flat_look(flat_machine *vm, const flat_object *o) {
  if (!o) {
    flat_fault(vm, "a pointer that was never set");
  } else if (o->freed || o->rc == FLAT_TAKEN) {
    flat_fault(vm, "a freed object is looked at");
  }
}

void flat_object_dup(flat_machine *vm, flat_object *o) {
  flat_look(vm, o);
  if (o && o->rc != FLAT_IMMORTAL) o->rc++;
}

uint32_t flat_words_drop(flat_machine *vm, const ir_type *t, const flat_word *words) {
  uint32_t n = flat_scalar_count(t);
  flat_var_info *infos = ARENA_ARRAY(vm->home, flat_var_info, n);
  flat_scalars(t, infos, n);
  for (uint32_t i = 0; i < n; i++)
    if (infos[i].scalar == FLAT_PTR) flat_object_drop(vm, words[i].p);
  return n;
}

static void drop_captures(flat_machine *vm, const flat_object *o) {
  const flat_fun *f = vm->m->funs.items[o->code];
  for (uint32_t i = 0; i < f->capture_count; i++)
    if (f->vars.items[f->params[i]].scalar == FLAT_PTR) flat_object_drop(vm, o->words.items[i].p);
}

static void drop_fields(flat_machine *vm, const flat_object *o) {
  const ir_con *con = &irt_decl(o->type)->cons[o->code];
  const flat_word *at = o->words.items;
  for (uint32_t i = 0; i < con->count; i++) at += flat_words_drop(vm, con->fields[i], at);
}

/* Elements one behind the other: of a dictionary key and value each. */
static void drop_elements(flat_machine *vm, const flat_object *o) {
  const flat_word *at = o->words.items;
  for (int64_t i = 0; i < o->len; i++)
    for (uint32_t k = 0; k < o->type->count; k++) at += flat_words_drop(vm, o->type->args[k], at);
}

void flat_object_drop(flat_machine *vm, flat_object *o) {
  flat_look(vm, o);
  if (!o || o->rc < 0 || o->freed) return;
  if (--o->rc) return;
  o->freed = true;
  vm->live--;
  if (o->type->kind == IRT_FUN) drop_captures(vm, o);
  else if (o->type->kind == IRT_NAMED) drop_fields(vm, o);
  else if (o->type->kind == IRT_DYN) flat_words_drop(vm, o->held, o->words.items);
  else drop_elements(vm, o);
}

void flat_object_give(flat_machine *vm, flat_object *token) {
  if (!token) return;
  if (token->freed || token->rc != FLAT_TAKEN) flat_fault(vm, "memory given back twice");
  token->freed = true;
  vm->live--;
}

/* ---- to the interpreter's values ---- */

static interp_value *parts_to_values(flat_machine *vm, uint32_t n, const ir_type *const *types,
                                     const flat_word **words) {
  interp_value *parts = ARENA_ARRAY(vm->home, interp_value, n);
  for (uint32_t i = 0; i < n; i++) parts[i] = flat_words_to_value(vm, types[i], words);
  return parts;
}

static interp_value option_to_value(flat_machine *vm, const ir_type *t, const flat_word **words) {
  bool some = (*words)++->i;
  if (some) return interp_some(vm->home, flat_words_to_value(vm, t->args[0], words));
  *words += flat_scalar_count(t->args[0]);
  return interp_none();
}

static interp_value list_to_value(flat_machine *vm, const flat_object *o) {
  interp_value *items = ARENA_ARRAY(vm->home, interp_value, o->len);
  const flat_word *at = o->words.items;
  for (int64_t i = 0; i < o->len; i++) items[i] = flat_words_to_value(vm, o->type->args[0], &at);
  return interp_list_of(vm->home, items, o->len);
}

static interp_value table_to_value(flat_machine *vm, const flat_object *o) {
  const ir_type *t = o->type;
  const interp_table *table = interp_table_new(vm->home);
  const flat_word *at = o->words.items;
  for (int64_t i = 0; i < o->len; i++) {
    interp_value key = flat_words_to_value(vm, t->args[0], &at), value = {0};
    if (t->kind == IRT_DICT) value = flat_words_to_value(vm, t->args[1], &at);
    table = interp_table_put(vm->home, table, key, value, t->args[0]);
  }
  return (interp_value){.table = table};
}

static interp_value object_to_value(flat_machine *vm, flat_object *o) {
  const flat_word *at = o->words.items;
  switch (o->type->kind) {
    case IRT_LIST: return list_to_value(vm, o);
    case IRT_FUN: return (interp_value){.fun = (const interp_fun *)(const void *)o}; /* primitives only move it */
    case IRT_DICT:
    case IRT_SET: return table_to_value(vm, o);
    case IRT_DYN:
      if (!o->held) return (interp_value){.dyn = NULL};
      return interp_dyn_of(vm->home, flat_words_to_value(vm, o->held, &at), o->held);
    case IRT_NAMED: {
      const ir_con *con = &irt_decl(o->type)->cons[o->code];
      if (!o->words.len) return interp_object_of(vm->home, o->code, 0, NULL); /* without fields, or taken out */
      return interp_object_of(vm->home, o->code, con->count, parts_to_values(vm, con->count, con->fields, &at));
    }
    case IRT_INT:
    case IRT_FLOAT:
    case IRT_BOOL:
    case IRT_CHAR:
    case IRT_UNIT:
    case IRT_TUPLE:
    case IRT_OPTION:
    case IRT_BIG: break;
  }
  return o->value;
}

interp_value flat_words_to_value(flat_machine *vm, const ir_type *t, const flat_word **words) {
  interp_value v = {0};
  flat_product p;
  flat_var_info scalar;
  if (t->kind == IRT_OPTION) return option_to_value(vm, t, words);
  if (flat_product_of(t, &p)) {
    v.parts = parts_to_values(vm, p.count, p.parts, words);
    return t->kind == IRT_NAMED ? interp_object_of(vm->home, 0, p.count, v.parts) : v;
  }
  flat_word w = *(*words)++;
  flat_scalars(t, &scalar, 1);
  if (scalar.scalar == FLAT_PTR) {
    flat_look(vm, w.p);
    return object_to_value(vm, w.p);
  }
  if (t->kind == IRT_NAMED) return interp_object_of(vm->home, (uint32_t)w.i, 0, NULL);
  if (t->kind == IRT_FLOAT) v.f = w.f;
  else v.i = w.i;
  return v;
}

/* ---- and back ---- */

const flat_word *flat_words_absent(flat_machine *vm, const ir_type *t) {
  uint32_t n = flat_scalar_count(t);
  flat_var_info *infos = ARENA_ARRAY(vm->home, flat_var_info, n);
  flat_word *words = ARENA_ARRAY(vm->home, flat_word, n);
  flat_scalars(t, infos, n);
  for (uint32_t i = 0; i < n; i++)
    if (infos[i].scalar == FLAT_PTR) words[i].p = flat_object_immortal(vm, infos[i].heap);
  return words;
}

static void option_of_value(flat_machine *vm, const ir_type *t, interp_value v, flat_words *out) {
  vec_push(vm->home, out, (flat_word){.i = v.content != NULL});
  if (v.content) {
    flat_words_of_value(vm, t->args[0], *v.content, out);
    return;
  }
  const flat_word *absent = flat_words_absent(vm, t->args[0]);
  for (uint32_t i = 0; i < flat_scalar_count(t->args[0]); i++) vec_push(vm->home, out, absent[i]);
}

static void fill_table(flat_machine *vm, flat_object *o, const interp_table *table) {
  const interp_entry *entries = interp_table_entries(vm->home, table);
  o->len = table->len;
  for (int64_t i = 0; i < table->len; i++) {
    flat_words_of_value(vm, o->type->args[0], entries[i].key, &o->words);
    if (o->type->kind == IRT_DICT) flat_words_of_value(vm, o->type->args[1], entries[i].value, &o->words);
  }
}

static flat_object *named_of_value(flat_machine *vm, const ir_type *t, const interp_object *from) {
  const ir_con *con = &irt_decl(t)->cons[from->tag];
  flat_object *o = con->count ? flat_object_new(vm, t) : flat_object_immortal(vm, t);
  o->code = from->tag;
  for (uint32_t i = 0; i < con->count; i++) flat_words_of_value(vm, con->fields[i], from->fields[i], &o->words);
  return o;
}

static flat_object *object_of_value(flat_machine *vm, const ir_type *t, interp_value v) {
  if (t->kind == IRT_NAMED) return named_of_value(vm, t, v.object);
  if (t->kind == IRT_DYN && !v.dyn) return flat_object_immortal(vm, t);
  if (t->kind == IRT_FUN) {
    flat_object *o = (flat_object *)(void *)v.fun;
    flat_object_dup(vm, o);
    return o;
  }
  flat_object *o = flat_object_new(vm, t);
  o->value = v;
  if (t->kind == IRT_DYN) {
    o->held = v.dyn->type;
    flat_words_of_value(vm, o->held, v.dyn->value, &o->words);
  } else if (t->kind == IRT_LIST) {
    o->len = v.list->len;
    for (int64_t i = 0; i < o->len; i++) flat_words_of_value(vm, t->args[0], v.list->items[i], &o->words);
  } else if (t->kind == IRT_DICT || t->kind == IRT_SET) {
    fill_table(vm, o, v.table);
  }
  return o;
}

void flat_words_of_value(flat_machine *vm, const ir_type *t, interp_value v, flat_words *out) {
  flat_product p;
  flat_var_info scalar;
  if (t->kind == IRT_OPTION) {
    option_of_value(vm, t, v, out);
    return;
  }
  if (flat_product_of(t, &p)) {
    const interp_value *parts = t->kind == IRT_NAMED ? v.object->fields : v.parts;
    for (uint32_t i = 0; i < p.count; i++) flat_words_of_value(vm, p.parts[i], parts[i], out);
    return;
  }
  flat_word w = {0};
  flat_scalars(t, &scalar, 1);
  if (scalar.scalar == FLAT_PTR) w.p = object_of_value(vm, t, v);
  else if (t->kind == IRT_NAMED) w.i = v.object->tag;
  else if (t->kind == IRT_FLOAT) w.f = v.f;
  else w.i = v.i;
  vec_push(vm->home, out, w);
}

/* ---- dictionaries ---- */

const flat_word *flat_object_find(flat_machine *vm, const flat_object *table, const flat_word *key) {
  flat_look(vm, table);
  const ir_type *k = table->type->args[0];
  uint32_t width = flat_scalar_count(k), step = width + flat_scalar_count(table->type->args[1]);
  interp_value wanted = flat_words_to_value(vm, k, &key);
  for (int64_t i = 0; i < table->len; i++) {
    const flat_word *at = table->words.items + i * step;
    if (interp_compare(flat_words_to_value(vm, k, &at), wanted, k, true) == INTERP_EQUAL) return at;
  }
  return NULL;
}
