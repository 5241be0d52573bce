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

static void *resolve(void *context, const char *name) {
  const jit_ties *t = context;
  for (uint32_t i = 0; i < t->extra_count; i++)
    if (strcmp(t->extra[i].name, name) == 0) return t->extra[i].address;
  return jit_symbols_find(name);
}

static void *preempt(void *context, const char *name) {
  const jit_ties *t = context;
  return t->preempt(t->preempt_context, name);
}

jit_code *jit_load(arena *home, str object, const jit_symbol *extra, uint32_t extra_count, str *error) {
  return jit_load_tied(home, object, &(jit_ties){.extra = extra, .extra_count = extra_count}, error);
}

jit_code *jit_load_tied(arena *home, str object, const jit_ties *ties, str *error) {
  jit_code *code = ARENA_NEW(home, jit_code);
  code->home = home;
  code->object = object;
  elf_ties t = {resolve, ties->preempt ? preempt : NULL, (void *)ties, ties->redirects};
  return elf_load(home, object, &t, &code->image, error) ? code : NULL;
}

void jit_redirect(const jit_code *code, const void *function, void *to) {
  if (function && to) elf_redirect(&code->image, function, to);
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
