#include "ir/comb.h"

/* The flag letters of op.def. */
enum { F = OP_FAILS, A = OP_ALLOCATES, W = OP_WORLD, B = OP_BULK, C = OP_CONSTANT_TIME };

typedef struct op_entry {
  const char *name;
  uint32_t length, arity, flags;
} op_entry;

static const op_entry ops[OP_COUNT] = {
#define X(name, arity, flags, summary) {#name, sizeof #name - 1, arity, flags},
#include "ir/op.def"
#undef X
};

const char *op_name(ir_op op) { return ops[op].name; }

uint32_t op_arity(ir_op op) { return ops[op].arity; }

uint32_t op_flags(ir_op op) { return ops[op].flags; }

bool op_find(str name, ir_op *op) {
  for (uint32_t i = 0; i < OP_COUNT; i++) {
    bool alike = ops[i].length == name.len && ops[i].name[0] == name.ptr[0];
    if (!alike || !str_eq((str){ops[i].name, name.len}, name)) continue;
    *op = (ir_op)i;
    return true;
  }
  return false;
}
