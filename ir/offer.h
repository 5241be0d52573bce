#ifndef GAEL_IR_OFFER_H
#define GAEL_IR_OFFER_H

#include "ir/flat.h"

/* [function][parameter]: a borrowed parameter, an object, that every caller would as well give away: it is the caller's
   own and used for this call alone. Within the function itself it is enough that the argument is part of its own. */
bool **offers_of(const flat_module *m, arena *home);

#endif
