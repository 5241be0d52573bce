/* Dictionaries and sets. */

#include "ir/interp_run.h"
#include "ir/interp_table.h"

static const interp_table *table_arg(const interp_call *c, uint32_t i) { return c->args[i].table; }

/* The type of the keys of a dictionary or the elements of a set. */
static const ir_type *key_type(const ir_type *t) { return t->args[0]; }

static bool give_table(interp_value *out, const interp_table *table) {
  return interp_give(out, (interp_value){.table = table});
}

static bool give_list(interp *in, interp_value *items, int64_t n, interp_value *out) {
  return interp_give(out, interp_list_of(in->home, items, n));
}

/* Room for n values that are paid for; NULL when they are beyond the limit. */
static interp_value *new_items(interp *in, int64_t n) {
  return interp_spend(in, (uint64_t)n) ? ARENA_ARRAY(in->home, interp_value, n + 1) : NULL;
}

/* An empty table that the caller may add to, `n` times. */
static interp_table *new_table(interp *in, int64_t n) {
  return interp_spend(in, (uint64_t)n) ? (interp_table *)interp_table_new(in->home) : NULL;
}

static const interp_entry *find(const interp_call *c) {
  return interp_table_find(table_arg(c, 0), c->args[1], key_type(interp_arg_type(c, 0)));
}

/* ---- building ---- */

bool interp_op_dict(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *pairs = c->args[0].list;
  interp_table *table = new_table(in, pairs->len);
  for (int64_t i = 0; table && i < pairs->len; i++) {
    const interp_value *pair = pairs->items[i].parts;
    interp_table_add(in->home, table, pair[0], pair[1], key_type(c->cod));
  }
  return table && give_table(out, table);
}

bool interp_op_set(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *items = c->args[0].list;
  interp_table *table = new_table(in, items->len);
  for (int64_t i = 0; table && i < items->len; i++)
    interp_table_add(in->home, table, items->items[i], (interp_value){.i = 0}, key_type(c->cod));
  return table && give_table(out, table);
}

bool interp_op_dict_group(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *pairs = c->args[0].list;
  interp_table *table = new_table(in, pairs->len);
  for (int64_t i = 0; table && i < pairs->len; i++) {
    const interp_value *pair = pairs->items[i].parts;
    const interp_entry *known = interp_table_find(table, pair[0], key_type(c->cod));
    interp_value group = known ? known->value : interp_list_of(in->home, NULL, 0);
    interp_table_add(in->home, table, pair[0], interp_list_push(in->home, group.list, pair[1]), key_type(c->cod));
  }
  return table && give_table(out, table);
}

bool interp_op_dict_counts(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *items = c->args[0].list;
  interp_table *table = new_table(in, items->len);
  for (int64_t i = 0; table && i < items->len; i++) {
    const interp_entry *known = interp_table_find(table, items->items[i], key_type(c->cod));
    interp_value count = {.i = known ? known->value.i + 1 : 1};
    interp_table_add(in->home, table, items->items[i], count, key_type(c->cod));
  }
  return table && give_table(out, table);
}

bool interp_op_dict_count(interp *in, const interp_call *c, interp_value *out) {
  const interp_entry *known = interp_table_find(table_arg(c, 0), c->args[1], key_type(c->cod));
  interp_value count = {.i = known ? known->value.i + 1 : 1};
  return give_table(out, interp_table_put(in->home, table_arg(c, 0), c->args[1], count, key_type(c->cod)));
}

bool interp_op_dict_count_part(interp *in, const interp_call *c, interp_value *out) {
  interp_value key = interp_list_view(in->home, c->args[1].list, c->args[2].i, c->args[3].i - c->args[2].i);
  const interp_entry *known = interp_table_find(table_arg(c, 0), key, key_type(c->cod));
  interp_value count = {.i = known ? known->value.i + 1 : 1};
  return give_table(out, interp_table_put(in->home, table_arg(c, 0), key, count, key_type(c->cod)));
}

bool interp_op_dict_gather(interp *in, const interp_call *c, interp_value *out) {
  const interp_entry *known = interp_table_find(table_arg(c, 0), c->args[1], key_type(c->cod));
  interp_value group = known ? known->value : interp_list_of(in->home, NULL, 0);
  group = interp_list_push(in->home, group.list, c->args[2]);
  return give_table(out, interp_table_put(in->home, table_arg(c, 0), c->args[1], group, key_type(c->cod)));
}

bool interp_op_dict_merge(interp *in, const interp_call *c, interp_value *out) {
  const interp_table *table = table_arg(c, 0), *more = table_arg(c, 1);
  if (!interp_spend(in, (uint64_t)more->len)) return false;
  const interp_entry *entries = interp_table_entries(in->home, more);
  for (int64_t i = 0; i < more->len; i++)
    table = interp_table_put(in->home, table, entries[i].key, entries[i].value, key_type(c->cod));
  return give_table(out, table);
}

/* ---- one key ---- */

bool interp_op_dict_get(interp *in, const interp_call *c, interp_value *out) {
  const interp_entry *e = find(c);
  return interp_give(out, e ? interp_some(in->home, e->value) : interp_none());
}

bool interp_op_dict_at(interp *in, const interp_call *c, interp_value *out) {
  const interp_entry *e = find(c);
  return e ? interp_give(out, e->value) : interp_fail(in, c, FAIL_KEY, NULL);
}

bool interp_op_dict_has(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, find(c) != NULL);
}

bool interp_op_set_has(interp *in, const interp_call *c, interp_value *out) { return interp_op_dict_has(in, c, out); }

bool interp_op_dict_put(interp *in, const interp_call *c, interp_value *out) {
  return give_table(out, interp_table_put(in->home, table_arg(c, 0), c->args[1], c->args[2], key_type(c->cod)));
}

bool interp_op_set_put(interp *in, const interp_call *c, interp_value *out) {
  interp_value nothing = {.i = 0};
  return give_table(out, interp_table_put(in->home, table_arg(c, 0), c->args[1], nothing, key_type(c->cod)));
}

bool interp_op_dict_remove(interp *in, const interp_call *c, interp_value *out) {
  if (!find(c)) return interp_fail(in, c, FAIL_KEY, NULL);
  return give_table(out, interp_table_remove(in->home, table_arg(c, 0), c->args[1], key_type(c->cod)));
}

bool interp_op_set_remove(interp *in, const interp_call *c, interp_value *out) {
  return interp_op_dict_remove(in, c, out);
}

/* ---- all of it ---- */

bool interp_op_dict_len(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, table_arg(c, 0)->len);
}

bool interp_op_set_len(interp *in, const interp_call *c, interp_value *out) { return interp_op_dict_len(in, c, out); }

typedef interp_value entry_part(interp *in, const interp_entry *e);

static interp_value entry_key(interp *in, const interp_entry *e) {
  (void)in;
  return e->key;
}

static interp_value entry_value(interp *in, const interp_entry *e) {
  (void)in;
  return e->value;
}

static interp_value entry_pair(interp *in, const interp_entry *e) {
  return interp_tuple_of(in->home, 2, (interp_value[]){e->key, e->value});
}

static bool give_entries(interp *in, const interp_call *c, entry_part *part, interp_value *out) {
  int64_t n = table_arg(c, 0)->len;
  interp_value *items = new_items(in, n);
  if (!items) return false;
  const interp_entry *entries = interp_table_entries(in->home, table_arg(c, 0));
  for (int64_t i = 0; i < n; i++) items[i] = part(in, &entries[i]);
  return give_list(in, items, n, out);
}

bool interp_op_dict_keys(interp *in, const interp_call *c, interp_value *out) {
  return give_entries(in, c, entry_key, out);
}

bool interp_op_dict_values(interp *in, const interp_call *c, interp_value *out) {
  return give_entries(in, c, entry_value, out);
}

bool interp_op_dict_items(interp *in, const interp_call *c, interp_value *out) {
  return give_entries(in, c, entry_pair, out);
}

bool interp_op_set_items(interp *in, const interp_call *c, interp_value *out) {
  return give_entries(in, c, entry_key, out);
}
