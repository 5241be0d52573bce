#ifndef GAEL_IR_LAYOUT_H
#define GAEL_IR_LAYOUT_H

/* How a value lies in memory (list elements, entry arguments, operands of a failure report). Nested as written: a tuple
   or a FLAT type is a C struct of its parts, an option a struct of a one-byte tag and its content. Bool 1 byte, Char 4,
   Int, Float and ENUM types 8, pointers as the target has. The scalars come in the order of flat_scalars. */

#include "ir/flat.h"

typedef struct layout {
  uint32_t size, align;
} layout;

layout layout_of(const ir_type *t, uint32_t pointer_size);
/* Offset of every scalar of t; out has room for flat_scalar_count(t). */
void layout_offsets(const ir_type *t, uint32_t pointer_size, uint32_t *out);
/* Offset of part i of what is made of parts; of the content of an option (i = 1). */
uint32_t layout_part(const ir_type *t, uint32_t i, uint32_t pointer_size);

/* Where key and value lie in an entry of a dictionary, or of a set, which has no value; behind the entry's hash, of 4
   bytes. As runtime/dict.c's rt_entries_of has it. */
typedef struct layout_entry {
  uint32_t key_at, value_at, step;
} layout_entry;
layout_entry layout_of_entry(const ir_type *t, uint32_t pointer_size);

/* Places of a constructor's fields in an object of a BOXED type, from its start; gives the object's size.
   `offsets` may be NULL. */
uint32_t layout_object(const ir_con *con, uint32_t pointer_size, uint32_t *offsets);
/* A constructor without fields is one immortal object, whatever its type. Those of generated code all are; of those that
   the runtime reads from arguments, the ones numbered below this (runtime/count.c). */
enum { LAYOUT_IMMORTALS = 256 };
/* The object's sizes on all targets as one number: objects where it is equal may take each other's memory. */
uint64_t layout_object_sizes(const ir_con *con);

#endif
