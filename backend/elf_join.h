#ifndef GAEL_BACKEND_ELF_JOIN_H
#define GAEL_BACKEND_ELF_JOIN_H

/* Several relocatable objects as one: what `ld -r` does, for what LLVM emits for one 64-bit machine. Sections stay apart,
   in the order of the objects; a global symbol of one object is what others mean by its name. Those of protected visibility
   are for the other objects only and become local. Linear in the objects. False and *error: one is no such object, or two
   define a name. The result is aligned to 16. */

#include "support/str.h"

bool elf_join(arena *home, uint32_t n, const str *objects, str *out, str *error);

#endif
