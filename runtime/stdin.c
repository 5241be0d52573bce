/* Standard input, which every program may read. */

#include "runtime/allow.h"
#include "runtime/input.h"
#include "runtime/machine.h"

static RT_THREAD_LOCAL struct {
  const char *bytes; /* NULL: the file descriptor */
  size_t length;
} given;

void gl_on_input(const char *bytes, size_t length) {
  given.bytes = bytes;
  given.length = length;
}

bool gl_stdin(uint32_t site, gl_list **out) {
  if (given.bytes) {
    *out = gl_str_new(given.bytes, given.length);
    given.length = 0;
    return false;
  }
  int error = rt_input_all(rt_standard(0), out);
  return error && rt_fail_system(site, NULL, error);
}
