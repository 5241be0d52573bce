#ifndef GAEL_RT_ALLOW_H
#define GAEL_RT_ALLOW_H

/* What the thread's program may do, by gl_allow. A capability with a path covers that file or everything below that
   directory; paths are compared resolved, so neither .. nor a symbolic link leads out. */

#include <limits.h>

#include "runtime/fail.h"

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

/* One of gl_allow's words, and the subject of the sentence that it is not granted (%0: the path). */
typedef struct rt_capability {
  const char *word, *deed;
} rt_capability;

/* Is it granted, whole? If not, the failure is recorded. */
bool rt_allow(rt_capability what, uint32_t site);

/* The file that may be opened: `path` itself where the capability is granted whole, else its resolved form, which is
   not to be followed if it is a link. */
typedef struct rt_way {
  char path[PATH_MAX];
  bool resolved;
} rt_way;

/* False: the failure is recorded. */
bool rt_allow_path(rt_capability what, uint32_t site, const rt_operand *path, rt_way *out);

bool rt_fail_system(uint32_t site, bor gl_list *path, int error); /* GL0913; true. path: NULL where there is none */

#endif
