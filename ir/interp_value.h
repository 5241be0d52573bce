#ifndef GAEL_IR_INTERP_VALUE_H
#define GAEL_IR_INTERP_VALUE_H

/* Values of the interpreter: building (interp_value.c), order (interp_order.c). Text is interp_show.c and
   interp_read.c. */

#include "ir/interp.h"

/* The block behind a list's items, shared by the lists that start alike: the one that ends where `used` stands may grow
   in place. */
typedef struct interp_room {
  int64_t used, size;
  interp_value *items;
} interp_room;

struct interp_fun {
  const comb *code; /* CURRY or FIX */
  interp_value env;
  uint32_t argc; /* arguments it has got already, fewer than it takes */
  const interp_value *args;
};

/* A list over items that the caller wrote into the arena. */
interp_value interp_list_of(arena *home, interp_value *items, int64_t len);
interp_value interp_list_view(arena *home, const interp_list *list, int64_t from, int64_t len);
interp_value interp_list_push(arena *home, const interp_list *list, interp_value last);
interp_value interp_str_of(arena *home, str utf8);
str interp_utf8(arena *home, const interp_list *chars);
interp_value interp_tuple_of(arena *home, uint32_t n, const interp_value *parts);
interp_value interp_some(arena *home, interp_value content);
interp_value interp_none(void);
interp_value interp_object_of(arena *home, uint32_t tag, uint32_t n, const interp_value *fields);
/* A value as a Dyn: of options and Dyns it holds the content. */
interp_value interp_dyn_of(arena *home, interp_value v, const ir_type *t);
/* Takes options that have a content and Dyns that hold a value off; gives the type of what is left. */
const ir_type *interp_strip(interp_value *v, const ir_type *t);

typedef enum interp_order { INTERP_LESS = -1, INTERP_EQUAL = 0, INTERP_GREATER = 1, INTERP_UNORDERED = 2 } interp_order;
/* `total`: NaN is last and equal to itself; else it is unordered with everything, as IEEE has it. */
interp_order interp_compare(interp_value a, interp_value b, const ir_type *t, bool total);
/* Of two types, as a Dyn sees them. */
interp_order interp_compare_types(interp_value a, const ir_type *at, interp_value b, const ir_type *bt, bool total);
interp_order interp_int_float_order(int64_t a, double b, bool total);

/* The kinds that a Dyn tells apart, in their order. */
typedef enum interp_rank {
  RANK_NONE, RANK_UNIT, RANK_BOOL, RANK_NUMBER, RANK_CHAR, RANK_STR, RANK_LIST, RANK_TUPLE, RANK_SET, RANK_DICT,
  RANK_NAMED,
} interp_rank;

interp_rank interp_rank_of(const ir_type *t);

/* One step of splitmix64. */
static inline uint64_t interp_mix(uint64_t x) {
  x += 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

#endif
