#ifndef GAEL_IR_SPEC_H
#define GAEL_IR_SPEC_H

/* Specialisation: functions of the module, each a term with the shape of what it is applied to. The variables in that
   shape are its parameters; functions in it are not, they are known in the copy, so that higher-order recursion needs
   no closure. */

#include "ir/apply.h"

spec_table *spec_table_new(arena *home, uint32_t def_count);
/* The copy for this call of n arguments, which complete the function; its arguments' variables go to `leaves`. */
const spec *spec_call(apply *a, const val *fun, uint32_t n, const val *const *args, emit_vars *leaves);
uint32_t spec_fun(const spec *s);
/* The object that stands for a function value. */
flat_var spec_closure(apply *a, const val *fun);
/* The global of a constant definition. */
uint32_t spec_global(apply_module *up, uint32_t def);
/* Writes every function that was asked for, and those they ask for. */
void spec_run(apply_module *up);

/* The environment in which a function's body stands when it has all its arguments. */
const val *spec_body_env(arena *home, const val *fun, uint32_t n, const val *const *args);
/* Parameters for a value of the type, behind those that are there. */
const flat_var *spec_add_params(flat_module *m, flat_fun *f, const ir_type *type);

#endif
