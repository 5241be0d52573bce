#ifndef GAEL_DENSITY_COUNT_H
#define GAEL_DENSITY_COUNT_H

#include "density/vocab.h"

/* Tokens of a text with the bytes each covers, in order and without gaps where the vocabulary drops nothing. A token
   may begin or end inside a character. false: the text is not UTF-8 or the vocabulary cannot cut it; *problem says
   which. */
bool tokens_split(const vocab *v, arena *home, str text, bpe_tokens *tokens, str *problem);
bool tokens_count(const vocab *v, str text, uint32_t *count);

#endif
