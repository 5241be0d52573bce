/* A treap: search tree by key, heap by priority. The priorities are made from the places, so that the same changes give
   the same tree. */

#include "ir/interp_table.h"

#include <stdlib.h>

struct table_node {
  interp_entry entry;
  uint64_t priority;
  table_node *left, *right;
};

const interp_table *interp_table_new(arena *home) { return ARENA_NEW(home, interp_table); }

const interp_entry *interp_table_find(const interp_table *table, interp_value key, const ir_type *key_type) {
  for (const table_node *n = table->root; n;) {
    interp_order order = interp_compare(key, n->entry.key, key_type, true);
    if (order == INTERP_EQUAL) return &n->entry;
    n = order == INTERP_LESS ? n->left : n->right;
  }
  return NULL;
}

typedef struct change {
  arena *home;
  const ir_type *key_type;
  bool shared; /* nodes that are there belong to other tables, too */
} change;

static table_node *own(const change *c, table_node *n) {
  return c->shared ? arena_copy(c->home, n, sizeof *n, alignof(table_node)) : n;
}

static table_node *rotate_right(table_node *n) {
  table_node *top = n->left;
  n->left = top->right;
  top->right = n;
  return top;
}

static table_node *rotate_left(table_node *n) {
  table_node *top = n->right;
  n->right = top->left;
  top->left = n;
  return top;
}

static table_node *new_node(const change *c, const interp_entry *e) {
  table_node *n = ARENA_NEW(c->home, table_node);
  *n = (table_node){.entry = *e, .priority = interp_mix((uint64_t)e->place)};
  return n;
}

/* The tree with the entry; a key that is there keeps itself and its place. */
static table_node *insert(const change *c, table_node *n, const interp_entry *e) {
  if (!n) return new_node(c, e);
  interp_order order = interp_compare(e->key, n->entry.key, c->key_type, true);
  n = own(c, n);
  if (order == INTERP_EQUAL) {
    n->entry.value = e->value;
    return n;
  }
  if (order == INTERP_LESS) {
    n->left = insert(c, n->left, e);
    return n->left->priority > n->priority ? rotate_right(n) : n;
  }
  n->right = insert(c, n->right, e);
  return n->right->priority > n->priority ? rotate_left(n) : n;
}

/* Both trees as one; all keys of the left one are less. */
static table_node *join(const change *c, table_node *left, table_node *right) {
  if (!left || !right) return left ? left : right;
  if (left->priority > right->priority) {
    left = own(c, left);
    left->right = join(c, left->right, right);
    return left;
  }
  right = own(c, right);
  right->left = join(c, left, right->left);
  return right;
}

static table_node *without(const change *c, table_node *n, interp_value key) {
  interp_order order = interp_compare(key, n->entry.key, c->key_type, true);
  if (order == INTERP_EQUAL) return join(c, n->left, n->right);
  n = own(c, n);
  if (order == INTERP_LESS) n->left = without(c, n->left, key);
  else n->right = without(c, n->right, key);
  return n;
}

static void put(const change *c, interp_table *table, interp_value key, interp_value value) {
  bool known = interp_table_find(table, key, c->key_type) != NULL;
  interp_entry e = {key, value, table->next};
  table->root = insert(c, (table_node *)table->root, &e);
  if (known) return;
  table->len++;
  table->next++;
}

const interp_table *interp_table_put(arena *home, const interp_table *table, interp_value key, interp_value value,
                                     const ir_type *key_type) {
  interp_table *more = arena_copy(home, table, sizeof *table, alignof(interp_table));
  put(&(change){home, key_type, true}, more, key, value);
  return more;
}

void interp_table_add(arena *home, interp_table *table, interp_value key, interp_value value, const ir_type *key_type) {
  put(&(change){home, key_type, false}, table, key, value);
}

const interp_table *interp_table_remove(arena *home, const interp_table *table, interp_value key,
                                        const ir_type *key_type) {
  interp_table *less = arena_copy(home, table, sizeof *table, alignof(interp_table));
  less->root = without(&(change){home, key_type, true}, (table_node *)table->root, key);
  less->len--;
  return less;
}

/* ---- all entries ---- */

static interp_entry *write_entries(const table_node *n, interp_entry *out) {
  if (!n) return out;
  out = write_entries(n->left, out);
  *out++ = n->entry;
  return write_entries(n->right, out);
}

const interp_entry *interp_table_sorted(arena *home, const interp_table *table) {
  interp_entry *entries = ARENA_ARRAY(home, interp_entry, table->len + 1);
  write_entries(table->root, entries);
  return entries;
}

static int by_place(const void *a, const void *b) {
  int64_t p = ((const interp_entry *)a)->place, q = ((const interp_entry *)b)->place;
  return (p > q) - (p < q);
}

const interp_entry *interp_table_entries(arena *home, const interp_table *table) {
  interp_entry *entries = (interp_entry *)interp_table_sorted(home, table);
  qsort(entries, (size_t)table->len, sizeof *entries, by_place);
  return entries;
}
