#ifndef GAEL_IR_INTERP_VALUE_H
#define GAEL_IR_INTERP_VALUE_H

/* Values of the interpreter: building, order. */

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

typedef enum interp_order { INTERP_LESS = -1, INTERP_EQUAL = 0, INTERP_GREATER = 1, INTERP_UNORDERED = 2 } interp_order;
/* `total`: NaN is last and equal to itself; else it is unordered with everything, as IEEE has it. */
interp_order interp_compare(interp_value a, interp_value b, const ir_type *t, bool total);

#endif
