#ifndef GAEL_IR_TOKEN_H
#define GAEL_IR_TOKEN_H

#include "ir/flat.h"

/* Gives tokens to the MAKEs that take up their memory. */
void tokens_give(flat_module *m);

#endif
