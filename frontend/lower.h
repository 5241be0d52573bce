#ifndef GAEL_FRONTEND_LOWER_H
#define GAEL_FRONTEND_LOWER_H

#include "frontend/infer.h"
#include "ir/comb.h"

/* Typed tree to combinators, from one entry at concrete types: asks inference for every instance it reaches, removes every variable, writes
   every conversion of a join. The typed tree is read only. */
bool lower_program(arena *home, infer *in, const infer_instance *entry, uint32_t argc, comb_store *store, comb_program *out);

#endif
