/* Standard input, which every program may read. */

#include <unistd.h>

#include "runtime/allow.h"
#include "runtime/input.h"

bool gl_stdin(uint32_t site, gl_list **out) {
  int error = rt_input_all(STDIN_FILENO, out);
  return error && rt_fail_system(site, NULL, error);
}
