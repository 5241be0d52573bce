#ifndef GAEL_BACKEND_JIT_DEBUG_H
#define GAEL_BACKEND_JIT_DEBUG_H

/* GDB's JIT interface: a list of objects that an attached debugger reads whenever one comes or goes. */

#include "backend/elf_load.h"

typedef struct jit_debug_entry jit_debug_entry;

/* Hands the debugger a copy of the object in which every section says where it is. */
jit_debug_entry *jit_debug_add(arena *home, str object, const elf_image *image);
void jit_debug_remove(jit_debug_entry *entry);

#endif
