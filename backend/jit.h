#ifndef GAEL_BACKEND_JIT_H
#define GAEL_BACKEND_JIT_H

/* Running code from an object in memory, fresh from emit_object or out of jit_cache: one path for both, and none of
   LLVM on it. Runtime functions, the C library's and the compiler helpers' that code may call are known by name
   (jit_symbols.c). */

#include <stdbool.h>
#include <stdint.h>

#include "support/str.h"

typedef struct jit_code jit_code;

/* Symbols of the caller's, found before the runtime's. */
typedef struct jit_symbol {
  const char *name;
  void *address;
} jit_symbol;

/* Loads the object, ready to run; it must live as long as the code. NULL and *error when it refers to an unknown
   symbol. */
jit_code *jit_load(arena *home, str object, const jit_symbol *extra, uint32_t extra_count, str *error);
/* The same with ties to other code: backend/elf_load.h has what they mean. */
typedef struct jit_ties {
  const jit_symbol *extra;
  uint32_t extra_count;
  void *(*preempt)(void *context, const char *name);
  void *preempt_context;
  bool redirects;
} jit_ties;
jit_code *jit_load_tied(arena *home, str object, const jit_ties *ties, str *error);
void jit_redirect(const jit_code *code, const void *function, void *to); /* of code that redirects */

void jit_unload(jit_code *code); /* no frame of it may be active */

/* What the object defines with external linkage, by name; NULL: nothing. A function is to be cast to its type. */
typedef void jit_function(void);
void *jit_find(const jit_code *code, const char *name);
jit_function *jit_find_function(const jit_code *code, const char *name);

/* The code's place, for profilers and for telling its addresses in a crash. */
typedef struct jit_range {
  const void *start, *end;
} jit_range;
jit_range jit_code_range(const jit_code *code);

/* Tells an attached debugger about the code, until it is unloaded; costs a stop in the debugger, so only when asked. */
void jit_debug_register(jit_code *code);

#endif
