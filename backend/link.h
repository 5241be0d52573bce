#ifndef GAEL_BACKEND_LINK_H
#define GAEL_BACKEND_LINK_H

/* Static executables, and libraries for C, from objects in memory: lld inside this process, and the target's C library, start files and
   runtime from lib/gael/<target> beside the compiler. Nothing else of the machine is used. */

#include <stdbool.h>
#include <stdint.h>

#include "backend/target.h"
#include "support/str.h"

typedef enum link_kind {
  LINK_EXECUTABLE,
  LINK_ARCHIVE, /* the objects and the runtime, for a C program that brings its C library */
  LINK_SHARED   /* the same as a shared object; only `exports` are seen */
} link_kind;

typedef struct link_job {
  link_kind kind;
  const target *target;
  const str *objects;
  uint32_t object_count;
  const char *output;
  bool keep_debug; /* symbols and DWARF stay */
  const char *const *exports; /* LINK_SHARED: names of C functions */
  uint32_t export_count;
} link_job;

/* False: *error holds the linker's words or names the missing file. Nothing is printed; output appears complete or
   not at all. */
bool link_output(arena *home, const link_job *job, str *error);

/* lib/gael/<target>; false: there is none, *error names the places looked at. */
bool link_target_dir(arena *home, const target *t, str *dir, str *error);

/* Bytes of the files in it; false: there is no such directory. */
bool link_target_size(arena *home, const target *t, int64_t *size);

#endif
