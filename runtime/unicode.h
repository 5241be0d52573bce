#ifndef GAEL_RT_UNICODE_H
#define GAEL_RT_UNICODE_H

/* Tables of characters beyond ASCII, as unicode_tables.py packs them. */

#include <stdbool.h>
#include <stdint.h>

/* start << 11 | (count - 1) << 1 | (stride - 1): `count` characters from `start` on, each or every second. Runs do not
   overlap. */
typedef uint32_t unicode_run;

typedef struct unicode_shift { /* characters of `run` map to themselves + `by` */
  unicode_run run;
  int32_t by;
} unicode_shift;

typedef struct unicode_special { /* a character that maps to several; unused places are 0 */
  uint16_t from, to[3];
} unicode_special;

static inline uint32_t unicode_run_start(unicode_run run) { return run >> 11; }

static inline bool unicode_run_has(unicode_run run, uint32_t c) {
  uint32_t distance = c - unicode_run_start(run), stride_bit = run & 1;
  return distance >> stride_bit <= (run >> 1 & 0x3FF) && !(distance & stride_bit);
}

bool rt_unicode_in(const unicode_run *runs, uint32_t count, uint32_t c);

#endif
