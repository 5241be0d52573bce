#include "ir/transform.h"

#include <string.h>

typedef struct row {
  const char *name;
  unsigned level;
} row;

#define X(name, level, summary) {#name, level},
static const row rows[TRANSFORM_COUNT] = {
#include "ir/transform.def"
};
#undef X

_Static_assert(TRANSFORM_COUNT <= 64, "a set is one word");

static const uint64_t ALL = TRANSFORM_COUNT == 64 ? UINT64_MAX : (UINT64_C(1) << TRANSFORM_COUNT % 64) - 1;

bool transform_among(transforms set, transform t) { return set.level >= rows[t].level && !(set.without >> t & 1); }

const char *transform_name(transform t) { return rows[t].name; }

static uint64_t named(const char *name, size_t length) {
  if (length == 3 && !memcmp(name, "all", 3)) return ALL;
  for (uint32_t t = 0; t < TRANSFORM_COUNT; t++)
    if (strlen(rows[t].name) == length && !memcmp(rows[t].name, name, length)) return UINT64_C(1) << t;
  return 0;
}

const char *transforms_read(const char *list, uint64_t *without) {
  *without = 0;
  for (const char *at = list; *at;) {
    size_t length = strcspn(at, ",");
    uint64_t bits = named(at, length);
    if (!bits) return at;
    *without |= bits;
    at += length + (at[length] == ',');
  }
  return NULL;
}
