#include "frontend/primitive.h"
#include "ir/comb.h"

int32_t primitive_find(str name) {
  ir_op op;
  return op_find(name, &op) ? (int32_t)op : -1;
}
