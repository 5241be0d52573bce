#ifndef GAEL_DRIVER_JUDGE_CACHE_H
#define GAEL_DRIVER_JUDGE_CACHE_H

#include "backend/jit_cache.h"

/* Objects of sources seen before, in the judge's own memory; children see them through fork. Past the bound the oldest
   go. */
typedef struct judge_cache judge_cache;

judge_cache *judge_cache_new(arena *home);
bool judge_cache_get(const judge_cache *c, jit_key key, str *object);
void judge_cache_put(judge_cache *c, jit_key key, str object); /* copies */

#endif
