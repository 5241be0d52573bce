#ifndef GAEL_BACKEND_LINK_H
#define GAEL_BACKEND_LINK_H

/* Static executables from objects in memory: lld inside this process, and the target's C library, start files and
   runtime from lib/gael/<target> beside the compiler. Nothing else of the machine is used. */

#include <stdbool.h>
#include <stdint.h>

#include "backend/target.h"
#include "support/str.h"

typedef struct link_job {
  const target *target;
  const str *objects;
  uint32_t object_count;
  const char *output;
  bool keep_debug; /* symbols and DWARF stay */
} link_job;

/* False: *error holds the linker's words or names the missing file. Nothing is printed; output appears complete or
   not at all. */
bool link_executable(arena *home, const link_job *job, str *error);

/* lib/gael/<target>; false: there is none, *error names the places looked at. */
bool link_target_dir(arena *home, const target *t, str *dir, str *error);

/* Bytes of the files in it; false: there is no such directory. */
bool link_target_size(arena *home, const target *t, int64_t *size);

#endif
