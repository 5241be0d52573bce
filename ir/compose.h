#ifndef GAEL_IR_COMPOSE_H
#define GAEL_IR_COMPOSE_H

/* Texts that are joined of pieces are composed in place: compose.c. */

#include "ir/flat.h"

void flat_compose(flat_module *m);

#endif
