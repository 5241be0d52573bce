#include "backend/jit.h"

#include <string.h>

#include "backend/elf_load.h"
#include "backend/jit_debug.h"
#include "backend/jit_symbols.h"

struct jit_code {
  arena *home;
  elf_image image;
  str object;
  jit_debug_entry *debug; /* NULL: no debugger was told */
};

typedef struct resolver {
  const jit_symbol *extra;
  uint32_t count;
} resolver;

static void *resolve(void *context, const char *name) {
  const resolver *r = context;
  for (uint32_t i = 0; i < r->count; i++)
    if (strcmp(r->extra[i].name, name) == 0) return r->extra[i].address;
  return jit_symbols_find(name);
}

jit_code *jit_load(arena *home, str object, const jit_symbol *extra, uint32_t extra_count, str *error) {
  jit_code *code = ARENA_NEW(home, jit_code);
  code->home = home;
  code->object = object;
  resolver r = {extra, extra_count};
  return elf_load(home, object, resolve, &r, &code->image, error) ? code : NULL;
}

void *jit_find(const jit_code *code, const char *name) {
  for (uint32_t i = 0; i < code->image.export_count; i++)
    if (strcmp(code->image.exports[i].name, name) == 0) return code->image.exports[i].address;
  return NULL;
}

jit_function *jit_find_function(const jit_code *code, const char *name) {
  return (jit_function *)(uintptr_t)jit_find(code, name);
}

jit_range jit_code_range(const jit_code *code) {
  return (jit_range){code->image.base, code->image.base + code->image.code_size};
}

void jit_debug_register(jit_code *code) {
  if (code->debug == NULL) code->debug = jit_debug_add(code->home, code->object, &code->image);
}

void jit_unload(jit_code *code) {
  if (code->debug != NULL) jit_debug_remove(code->debug);
  elf_unload(&code->image);
}
