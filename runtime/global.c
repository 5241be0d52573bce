/* Constant definitions: computed when first used, once; one that failed fails again with the same report. */

#include "runtime/alloc.h"
#include "runtime/fail.h"

enum { CONSTANT_CYCLE = 317 };

static bool fail_cycle(uint32_t site) {
  static const char sentence[] = "constants that need each other";
  gl_list *text = gl_str_new(sentence, sizeof sentence - 1);
  gl_fail_text(CONSTANT_CYCLE, site, text);
  gl_drop_list(text, &rt_type_char);
  return true;
}

bool gl_global_enter(gl_global *global, uint32_t site) {
  if (global->state == GL_GLOBAL_BUSY) return fail_cycle(site);
  if (global->state == GL_GLOBAL_FAILED) {
    *gl_failure_now() = *global->kept;
    return true;
  }
  global->state = GL_GLOBAL_BUSY;
  return false;
}

void gl_global_leave(gl_global *global, bool failed) {
  global->state = failed ? GL_GLOBAL_FAILED : GL_GLOBAL_READY;
  if (!failed) return;
  global->kept = rt_alloc(sizeof *global->kept);
  *global->kept = *gl_failure_now();
}

void gl_global_drop(gl_global *global, const void *value, const gl_type *t) {
  if (global->state == GL_GLOBAL_READY) gl_drop_value(value, t);
  if (global->kept) rt_free(global->kept, sizeof *global->kept);
  *global = (gl_global){.state = GL_GLOBAL_NEW};
}
