#ifndef GAEL_IR_SPLIT_H
#define GAEL_IR_SPLIT_H

#include "ir/flat.h"

/* Loops whose counter passes a place become two loops behind each other. */
void flat_split(flat_module *m);

#endif
