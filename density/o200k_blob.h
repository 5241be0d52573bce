#ifndef GAEL_DENSITY_O200K_BLOB_H
#define GAEL_DENSITY_O200K_BLOB_H

/* The vocabulary o200k as the binary carries it. Token i < 256 is one byte; every later token is two earlier ones, so
   that a pair of ids says all (docs/decisions/002-vocabulary.md has the proof). Ids take three bytes and like bytes lie
   together, which compresses best. One zstd frame of:

     O200K_BYTES                  the byte that token i is
     six planes of `merged` bytes the lowest, middle, highest byte of the left ids, then of the right ids

   No bytes at all: the vocabulary could not be had when this was built. */

#include <stddef.h>
#include <stdint.h>

enum { O200K_BYTES = 256, O200K_PLANES = 3 };

extern const uint8_t O200K_BLOB[], O200K_BLOB_END[];

static inline size_t o200k_plane(uint32_t merged, uint32_t side, uint32_t plane) {
  return O200K_BYTES + (size_t)merged * (side * O200K_PLANES + plane);
}

#endif
