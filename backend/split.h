#ifndef GAEL_BACKEND_SPLIT_H
#define GAEL_BACKEND_SPLIT_H

/* The functions of a program in parts that are compiled for themselves, side by side where there are processors: LLVM's work
   on a module is one thread's, and it is most of what compiling a long program takes.

   What the parts are follows from the program alone, never from the machine: the functions in their order, cut where half of
   the work is done, so that callers stay near what they call; one part where the whole is small (LEAST, by level). Each part
   has an LLVM context, a module, a machine and an arena of its own; what they share is only read (cg_program_of makes all
   of it before). backend/elf_join makes one object of theirs, so that nobody outside knows of parts.

   A function that another part refers to is global, of protected visibility, which elf_join makes local again; the program's
   head (gael_program, the entry, constants, tables) is in part 0. LLVM does not inline across parts. So at higher levels a
   program is split from another size on, which is a row here; and what runs once is a third part, compiled at level 0. */

#include "backend/backend.h"
#include "ir/heat.h"

enum { SPLIT_PARTS = 3 };

typedef struct split {
  uint32_t parts;
  unsigned level[SPLIT_PARTS]; /* what each is compiled at */
  const uint8_t *part_of;      /* by function */
  const bool *across;     /* by function: another part refers to it */
} split;

/* `heat`: by function; NULL: all the same. */
split split_of(arena *home, const backend_job *job, const flat_heat *heat);

#endif
