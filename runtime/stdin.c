/* Standard input, which every program may read. */

#include "runtime/allow.h"
#include "runtime/input.h"
#include "runtime/machine.h"

bool gl_stdin(uint32_t site, gl_list **out) {
  int error = rt_input_all(rt_standard(0), out);
  return error && rt_fail_system(site, NULL, error);
}
