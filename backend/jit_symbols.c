#include "backend/jit_symbols.h"

#include <stdlib.h>
#include <string.h>

#include "backend/jit_symbols_table.h"

/* The one thread-local: this thread's. */
extern _Thread_local char free_lists[] __asm__("gl_free_lists") __attribute__((tls_model("initial-exec")));

static int by_name(const void *name, const void *row) { return strcmp(name, ((const jit_symbol *)row)->name); }

void *jit_symbols_find(const char *name) {
  if (strcmp(name, "gl_free_lists") == 0) return free_lists;
  const jit_symbol *row = bsearch(name, JIT_SYMBOLS, JIT_SYMBOL_COUNT, sizeof *JIT_SYMBOLS, by_name);
  return row == NULL ? NULL : row->address;
}
