#ifndef GAEL_BACKEND_ELF_LOAD_H
#define GAEL_BACKEND_ELF_LOAD_H

/* A linker for one relocatable x86-64 object in memory: sections are laid out, symbols resolved, relocations applied, pages
   protected. It knows what LLVM's small code model emits, which is all it ever meets; anything else is an error, not a guess. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/str.h"

/* Address of an undefined symbol; NULL: unknown. */
typedef void *elf_resolve_fn(void *context, const char *name);

typedef struct elf_image {
  uint8_t *base; /* one mapping */
  size_t size;
  struct elf_export {
    const char *name;
    void *address;
  } *exports; /* global definitions */
  uint32_t export_count;
} elf_image;

/* `object` aligned to 8, kept by the caller while the image is (names point into it). */
bool elf_load(arena *home, str object, elf_resolve_fn *resolve, void *context, elf_image *image, str *error);
void elf_unload(elf_image *image);

#endif
