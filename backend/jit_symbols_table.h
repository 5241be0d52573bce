#ifndef GAEL_BACKEND_JIT_SYMBOLS_TABLE_H
#define GAEL_BACKEND_JIT_SYMBOLS_TABLE_H

/* Written by cmake/jit_symbols.sh, sorted by name. */

#include <stdint.h>

#include "backend/jit.h"

extern const jit_symbol JIT_SYMBOLS[];
extern const uint32_t JIT_SYMBOL_COUNT;

#endif
