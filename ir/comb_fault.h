#ifndef GAEL_IR_COMB_FAULT_H
#define GAEL_IR_COMB_FAULT_H

/* The typing law of each form, told of one term whose subterms are lawful. NULL, or the sentence that says what is
   broken. */

#include "ir/comb.h"

const char *comb_fault(comb_store *s, const comb *t);

#endif
