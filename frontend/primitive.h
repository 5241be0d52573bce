#ifndef GAEL_FRONTEND_PRIMITIVE_H
#define GAEL_FRONTEND_PRIMITIVE_H

#include "support/str.h"

/* The IR primitive that a library annotation without a definition names; -1: none. */
int32_t primitive_find(str name);

#endif
