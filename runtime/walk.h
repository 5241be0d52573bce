#ifndef GAEL_RT_WALK_H
#define GAEL_RT_WALK_H

/* The walks over kinds that only some programs have (walk.def). Kinds that every program may meet are walked by
   value.c, hash.c, show.c and count.c directly; for the others these ask the descriptor, so that no program is linked
   with dictionaries, Dyns or Bigs whose types it does not name. */

#include "runtime/gael_rt.h"

typedef enum rt_relation { RT_LESS = -1, RT_EQUAL = 0, RT_GREATER = 1, RT_UNORDERED = 2 } rt_relation;

typedef struct rt_sink rt_sink;
typedef struct rt_grave rt_grave; /* what waits to be freed; see count.c */

/* DICT and SET. Pairs are a list of (key,value), for a SET of elements. */
typedef struct rt_dict_walk {
  gl_dict *(*of)(own gl_list *pairs, const gl_type *t);
  gl_list *(*items)(bor gl_dict *d, const gl_type *t);
  const void *(*find)(bor gl_dict *d, bor const void *key, const gl_type *t); /* as gl_dict_find */
} rt_dict_walk;

/* BIG. Compared exactly with the other numbers. */
typedef struct rt_big_walk {
  gl_big *(*parse)(const uint8_t *text, size_t length, uint32_t base); /* without the n; NULL: it is no number */
  void (*digits)(rt_sink *s, bor const gl_big *b, uint32_t base);
  rt_relation (*against_int)(bor gl_big *a, int64_t b);
  rt_relation (*against_float)(bor gl_big *a, double b); /* RT_UNORDERED: NaN */
  double (*to_float)(bor gl_big *b);
} rt_big_walk;

struct gl_walk {
  /* total: as rt_compare */
  rt_relation (*compare)(bor const void *a, bor const void *b, const gl_type *t, bool total);
  uint64_t (*hash)(uint64_t h, bor const void *value, const gl_type *t); /* as rt_hash_into */
  void (*source)(rt_sink *s, bor const void *value, const gl_type *t);
  void (*drop)(own void *object, const gl_type *t, rt_grave *graves); /* frees it: nobody holds it any more */
  const rt_dict_walk *dict;
  const rt_big_walk *big;
};

#endif
