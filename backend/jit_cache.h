#ifndef GAEL_BACKEND_JIT_CACHE_H
#define GAEL_BACKEND_JIT_CACHE_H

/* Compiled sources on disk, so that a program seen before runs without the compiler and without LLVM.

   An entry is a file named by its key in $XDG_CACHE_HOME/gael or ~/.cache/gael: the object, and bytes of the caller's
   own about it. Entries are written beside their place and renamed into it, so readers see all or nothing; a hash
   over the content rejects what the disk or anybody damaged. Whoever can write the directory can run code as us: one
   that others may write is not used. Past 64 MB the entries not read for longest are removed. GAEL_CACHE=off turns it
   off, GAEL_CACHE=/a/directory puts it there. */

#include <stdbool.h>
#include <stdint.h>

#include "support/str.h"

typedef struct jit_key {
  uint64_t high, low;
} jit_key;

/* 128 bits of everything the object depends on: the texts (`source`: all of them, framed by the caller if several),
   the options that reach code generation (`flags`), and this build of the compiler. */
jit_key jit_key_of(str source, str flags);

typedef struct jit_cache jit_cache;

jit_cache *jit_cache_open(arena *home); /* NULL: off, or no usable directory; the calls below then do nothing */
bool jit_cache_get(jit_cache *c, arena *home, jit_key key, str *object, str *metadata); /* both aligned to 16 */
void jit_cache_put(jit_cache *c, jit_key key, str object, str metadata);
void jit_cache_close(jit_cache *c);

#endif
