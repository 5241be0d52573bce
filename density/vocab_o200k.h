#ifndef GAEL_DENSITY_VOCAB_O200K_H
#define GAEL_DENSITY_VOCAB_O200K_H

#include "density/vocab.h"

bool vocab_o200k_load(vocab *v, str *problem);

#endif
