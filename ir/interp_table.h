#ifndef GAEL_IR_INTERP_TABLE_H
#define GAEL_IR_INTERP_TABLE_H

/* Dictionaries and sets of the interpreter: a search tree by key under the total order, where every entry knows its
   place in the order of coming in. Immutable; a change copies the path to the entry. */

#include "ir/interp_value.h"

typedef struct interp_entry {
  interp_value key, value; /* a set has no values */
  int64_t place;
} interp_entry;

typedef struct table_node table_node;

struct interp_table {
  int64_t len, next; /* next: the place that the next new key gets */
  const table_node *root;
};

const interp_table *interp_table_new(arena *home);
const interp_entry *interp_table_find(const interp_table *table, interp_value key, const ir_type *key_type);
const interp_table *interp_table_put(arena *home, const interp_table *table, interp_value key, interp_value value,
                                     const ir_type *key_type);
/* The same where nobody else knows the table or its tree. */
void interp_table_add(arena *home, interp_table *table, interp_value key, interp_value value, const ir_type *key_type);
/* Without the key, which is there. */
const interp_table *interp_table_remove(arena *home, const interp_table *table, interp_value key,
                                        const ir_type *key_type);
/* All entries: in the order in which they came in, or by key. */
const interp_entry *interp_table_entries(arena *home, const interp_table *table);
const interp_entry *interp_table_sorted(arena *home, const interp_table *table);

#endif
