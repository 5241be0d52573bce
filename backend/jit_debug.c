#include "backend/jit_debug.h"

#include <elf.h>
#include <pthread.h>

/* Names, layout and the two globals are fixed by the protocol ("JIT Compilation Interface" in GDB's manual): the
   debugger puts a breakpoint on the function and reads the descriptor. */

struct jit_debug_entry {
  jit_debug_entry *next, *previous;
  const char *object;
  uint64_t size;
};

typedef enum jit_debug_action { JIT_DEBUG_NONE, JIT_DEBUG_ADDED, JIT_DEBUG_REMOVED } jit_debug_action;

typedef struct jit_debug_descriptor {
  uint32_t version, action;
  jit_debug_entry *relevant, *first;
} jit_debug_descriptor;

__attribute__((visibility("default"), used)) jit_debug_descriptor __jit_debug_descriptor = {.version = 1};

void __jit_debug_register_code(void);
__attribute__((visibility("default"), used, noinline)) void __jit_debug_register_code(void) {
  __asm__ volatile("" ::: "memory");
}

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static void notify(jit_debug_entry *entry, jit_debug_action action) {
  __jit_debug_descriptor.relevant = entry;
  __jit_debug_descriptor.action = action;
  __jit_debug_register_code();
}

static str placed_object(arena *home, str object, const elf_image *image) {
  char *copy = arena_copy(home, object.ptr, object.len, 16);
  const Elf64_Ehdr *header = (const void *)copy;
  Elf64_Shdr *sections = (void *)(copy + header->e_shoff);
  for (uint32_t i = 0; i < header->e_shnum; i++)
    if (sections[i].sh_flags & SHF_ALLOC) sections[i].sh_addr = image->section_address[i];
  return (str){copy, object.len};
}

jit_debug_entry *jit_debug_add(arena *home, str object, const elf_image *image) {
  str placed = placed_object(home, object, image);
  jit_debug_entry *entry = ARENA_NEW(home, jit_debug_entry);
  entry->object = placed.ptr;
  entry->size = placed.len;
  pthread_mutex_lock(&turn);
  entry->next = __jit_debug_descriptor.first;
  if (entry->next != NULL) entry->next->previous = entry;
  __jit_debug_descriptor.first = entry;
  notify(entry, JIT_DEBUG_ADDED);
  pthread_mutex_unlock(&turn);
  return entry;
}

void jit_debug_remove(jit_debug_entry *entry) {
  pthread_mutex_lock(&turn);
  if (entry->previous != NULL) entry->previous->next = entry->next;
  else __jit_debug_descriptor.first = entry->next;
  if (entry->next != NULL) entry->next->previous = entry->previous;
  notify(entry, JIT_DEBUG_REMOVED);
  pthread_mutex_unlock(&turn);
}
