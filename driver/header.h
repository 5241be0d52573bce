#ifndef GAEL_DRIVER_HEADER_H
#define GAEL_DRIVER_HEADER_H

/* The C header of a library. */

#include "ir/type.h"
#include "support/str.h"

typedef struct header_function {
  str name;
  uint32_t argc;
  const ir_type *const *args;
  const ir_type *result;
} header_function;

/* Does C have a word for such a value? Scalars, Str, and lists of Int, Float, Bool and Str. A result may be unit, too. */
bool header_knows(const ir_type *t);
/* Can no function have that name in C or C++? O(length of a list of some 110 words). */
bool header_keeps(str name);
/* `name`: of the library, "shapes". */
str header_text(arena *home, str name, uint32_t count, const header_function *functions);

#endif
