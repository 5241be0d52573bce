#ifndef GAEL_BACKEND_BUILD_ID_H
#define GAEL_BACKEND_BUILD_ID_H

#include "support/str.h"

/* The linker's hash of this very program, which changes whenever anything in the compiler does; empty when linked
   without one. */
str build_id(void);

#endif
