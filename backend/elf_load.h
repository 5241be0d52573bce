#ifndef GAEL_BACKEND_ELF_LOAD_H
#define GAEL_BACKEND_ELF_LOAD_H

/* A linker for one relocatable x86-64 object in memory: sections are laid out, symbols resolved, relocations applied,
   pages protected (none is ever writable and executable at once). It knows what LLVM's small code model emits, which
   is all it ever meets; anything else is an error, not a guess. Time is linear in the object.

     | text … stubs | read-only data … slots | data … bss |      one mapping, below 2 GB where the system allows it

   A stub jumps through its symbol's slot; a call that cannot reach its symbol goes there instead. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/str.h"

/* Address of a symbol; NULL: unknown. */
typedef void *elf_resolve_fn(void *context, const char *name);

/* What the object is tied to. */
typedef struct elf_ties {
  elf_resolve_fn *resolve; /* undefined symbols */
  elf_resolve_fn *preempt; /* global ones that the object defines, but somebody has already; NULL: nobody */
  void *context;
  bool redirects; /* its global functions are reached through slots that elf_redirect changes: their addresses are those
                     of the stubs */
} elf_ties;

typedef struct elf_export {
  const char *name;
  void *address;
} elf_export;

typedef struct elf_image {
  uint8_t *base;
  size_t size, code_size; /* of the mapping; of its executable part at its start */
  elf_export *exports;    /* global definitions */
  uint32_t export_count;
  uint64_t *section_address; /* by section number, 0: not in memory */
  size_t stubs, slots;       /* offsets, one of each a symbol */
} elf_image;

/* `object` is aligned to 8 and outlives the image, whose names point into it. */
bool elf_load(arena *home, str object, const elf_ties *ties, elf_image *image, str *error);
/* Calls of the function at that address go to another from now on; also from other threads, and while it runs. */
void elf_redirect(const elf_image *image, const void *function, void *to);
void elf_unload(elf_image *image);

#endif
