#ifndef GAEL_DENSITY_VOCAB_H
#define GAEL_DENSITY_VOCAB_H

/* A vocabulary: how a text is cut into pieces and which byte pairs merge in them. Read when asked for, so that a
   compiler that counts nothing pays nothing. */

#include "density/bpe.h"
#include "density/pretokenize.h"

#define VOCAB_DEFAULT STR("o200k")

typedef struct vocab {
  str name;
  bpe *merges;
  pretok *splitter;
  regex *refused; /* matches a text that the tokenizer would rewrite first, which we do not; NULL: none */
} vocab;

/* `name` is one of vocab_name, or the path of a Hugging Face tokenizer.json. NULL: *problem says why. */
vocab *vocab_open(arena *home, str name, str *problem);
const char *vocab_name(uint32_t i); /* the embedded ones; NULL past the last */

#endif
