#include "frontend/primitive.h"
#include "ir/comb.h"

/* `op_filter` is the primitive `filter`: a library name may be more than the primitive it stands on. */
int32_t primitive_find(str name) {
  ir_op op;
  if (str_starts(name, STR("op_"))) name = (str){name.ptr + 3, name.len - 3};
  return op_find(name, &op) ? (int32_t)op : -1;
}
