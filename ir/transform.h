#ifndef GAEL_IR_TRANSFORM_H
#define GAEL_IR_TRANSFORM_H

/* Which transformations a program undergoes: those of its level, but for what was left out by name to measure or to
   certify what the rest does without it. */

#include <stdbool.h>
#include <stdint.h>

typedef enum transform {
#define X(name, level, summary) TRANSFORM_##name,
#include "ir/transform.def"
#undef X
  TRANSFORM_COUNT
} transform;

typedef struct transforms {
  unsigned level;   /* 0 to 3 */
  uint64_t without; /* bit k: not transform k */
} transforms;

/* All of level 2. */
#define TRANSFORMS_EVERY ((transforms){.level = 2})

bool transform_among(transforms set, transform t);
const char *transform_name(transform t);
/* Names with commas between, to `without`; "" is none, "all" is all of them. The first that is unknown, or NULL;
   it lies in the list and ends with it or at a comma. */
const char *transforms_read(const char *list, uint64_t *without);

#endif
