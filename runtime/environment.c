/* The environment's variables. */

#include <stdlib.h>
#include <string.h>

#include "runtime/allow.h"
#include "runtime/alloc.h"
#include "runtime/fail.h"

bool gl_env(gl_list *name, uint32_t site, gl_list **out) {
  rt_operand operand = {&name, &rt_type_str};
  if (!rt_allow((rt_capability){"env", "reading the environment"}, site)) return true;
  size_t length = gl_str_utf8(name, NULL, 0);
  char *text = rt_alloc(length + 1);
  (void)gl_str_utf8(name, text, length);
  text[length] = 0;
  const char *value = strlen(text) == length ? getenv(text) : NULL;
  rt_free(text, length + 1);
  if (!value) {
    return rt_fail(RT_FAIL_KEY, site, "the environment has no %0", 1, &operand);
  }
  *out = gl_str_new(value, strlen(value));
  return false;
}
