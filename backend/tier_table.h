#ifndef GAEL_BACKEND_TIER_TABLE_H
#define GAEL_BACKEND_TIER_TABLE_H

/* `gael.tier` in the object of a version of a program that has two (ir/tier.h): cg_tier.c writes it, tier.c reads it. */

#include <stdint.h>

#define TIER_TABLE_SYMBOL "gael.tier"
#define TIER_CONSTANT_PREFIX "gael.constant" /* a gl_global, and its value: with the constant's number behind it */
#define TIER_VALUE_PREFIX "gael.value"
#define TIER_ASK_SYMBOL "gael.ask" /* what watched programs call: backend/tier.h */
#define TIER_ENTER_SYMBOL "gael.enter"

typedef struct tier_table {
  uint64_t print; /* the same in both */
  uint32_t entry_count, loop_count, constant_count;
  uint32_t watched;
  void *const *entries; /* first: where calls go; second: what they shall go to */
  void **loops;         /* first: asked by the loops, NULL; second: the code of the rests, bool (const void *state, void *result) */
  void *const *constants, *const *values;
} tier_table;

#endif
