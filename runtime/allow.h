#ifndef GAEL_RT_ALLOW_H
#define GAEL_RT_ALLOW_H

/* What the thread's program may do, by gl_allow. A capability with a path covers that file or everything below that
   directory; paths are compared resolved, so neither .. nor a symbolic link leads out. */

#include <limits.h>

#include "runtime/gael_rt.h"

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

/* Is the capability granted, whole? If not, the failure is recorded; `deed` is the sentence's subject. */
bool rt_allow(const char *capability, const char *deed, uint32_t site);

/* The file that may be opened: `path` itself where the capability is granted whole, else its resolved form, which is
   not to be followed if it is a link. */
typedef struct rt_way {
  char path[PATH_MAX];
  bool resolved;
} rt_way;

/* False: the failure is recorded. `deed`: reading, writing */
bool rt_allow_path(const char *capability, const char *deed, bor gl_list *path, uint32_t site, rt_way *out);

bool rt_fail_system(uint32_t site, bor gl_list *path, int error); /* GL0913; true. path: NULL where there is none */

#endif
