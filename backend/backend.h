#ifndef GAEL_BACKEND_BACKEND_H
#define GAEL_BACKEND_BACKEND_H

/* Flat form to machine code. No type of LLVM's is visible here. */

#include "backend/target.h"
#include "ir/flat.h"
#include "support/source.h"

/* What a linked program may do to the world and how much of it, from its start on. */
typedef struct backend_rules {
  const char *allow; /* runtime/gael_rt.h: gl_allow; NULL: nothing */
  double seconds;    /* 0: no limit */
  int64_t bytes;     /* 0: no limit */
} backend_rules;

typedef struct backend_job {
  const flat_module *module; /* counted: dup and drop are explicit */
  source_set *sources;       /* for the places in failure reports */
  const char *file;          /* the program's name in reports */
  const target *target;
  target_use use;            /* TARGET_LINKED: a `main` that calls gl_start is added */
  const char *exported;      /* TARGET_LIBRARY: the C function's name */
  const char *cpu;           /* NULL: baseline; "native"; a name */
  unsigned level;            /* 0 to 3 */
  uint32_t split_from;       /* the size from which on it is compiled in parts; 0: as split.h says */
  bool debug;                /* DWARF */
  bool watched;              /* of a program of two versions: it says when it asks and when it goes over (tier.h) */
  backend_rules rules;       /* TARGET_LINKED */
} backend_job;

/* The object defines `gael_program` (runtime/gael_rt.h: gl_program). False: *error. */
bool backend_object(arena *home, const backend_job *job, str *object, str *error);
bool backend_asm(arena *home, const backend_job *job, str *text, str *error);
bool backend_ir(arena *home, const backend_job *job, str *text, str *error); /* before optimising at level 0, after it at 1 to 3 */

#endif
