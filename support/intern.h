#ifndef GAEL_SUPPORT_INTERN_H
#define GAEL_SUPPORT_INTERN_H

/* Names as small numbers: equal bytes, equal `sym`. 0 is no name. */

#include <stdint.h>

#include "support/str.h"

typedef uint32_t sym;
typedef struct intern intern;

intern *intern_new(arena *home);
sym intern_add(intern *in, str name);
sym intern_find(const intern *in, str name); /* 0: never added */
str intern_str(const intern *in, sym s);     /* NUL-terminated, lives as long as the table */

#endif
