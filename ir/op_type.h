#ifndef GAEL_IR_OP_TYPE_H
#define GAEL_IR_OP_TYPE_H

/* The typing of primitives: op_type.def's signatures, matched against types. */

#include "ir/comb.h"

/* Is dom -> cod an instance of the op's signature? */
bool op_fits(ir_op op, const ir_type *dom, const ir_type *cod);
/* The codomain that the domain determines; NULL when dom does not fit, or when it leaves the codomain open (none, fail,
   list). */
const ir_type *op_result(ir_types *types, ir_op op, const ir_type *dom);
/* How many parts a primitive of this domain takes: op_arity, and for `list` what it was built with. */
uint32_t op_parts(ir_op op, const ir_type *dom, const ir_type *cod);
/* How many arguments the primitive hands to its function parameters; 0: it has none. */
uint32_t op_calls(ir_op op);
const char *op_signature(ir_op op);

#endif
