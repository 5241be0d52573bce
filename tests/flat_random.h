#ifndef GAEL_TESTS_FLAT_RANDOM_H
#define GAEL_TESTS_FLAT_RANDOM_H

/* Random well-typed programs, the same for the same seed: small pieces of every kind put together, so that what works
   alone is seen to work within everything else. The main expression takes an Int and a list of Ints. */

#include "ir/comb.h"

comb_program flat_random(arena *home, uint64_t seed);

/* The same by choices that are given, a byte each, until they end. */
comb_program flat_random_choices(arena *home, const uint8_t *choices, size_t count);

#endif
