#ifndef GAEL_DENSITY_BPE_H
#define GAEL_DENSITY_BPE_H

/* Byte-pair encoding of one piece of text: every byte is a token, then the neighbours with the lowest rank become one
   token, the leftmost first, until no two neighbours can. O(n log n) for a piece of n bytes. */

#include <stdbool.h>

#include "support/str.h"

typedef struct bpe bpe; /* the model: ids of bytes, merges by rank */

bpe *bpe_new(arena *home);
void bpe_byte_set(bpe *b, uint8_t byte, uint32_t id);
void bpe_merge_add(bpe *b, uint32_t left, uint32_t right, uint32_t rank, uint32_t id);
/* A piece that is one token although no merges may lead to it. */
void bpe_whole_add(bpe *b, str bytes, uint32_t id);

typedef struct bpe_token {
  uint32_t id;
  uint32_t start, end; /* bytes of the text */
} bpe_token;

typedef struct bpe_tokens {
  bpe_token *items;
  uint32_t len;
} bpe_tokens;

typedef struct bpe_encoder bpe_encoder; /* collects the tokens of consecutive pieces */

bpe_encoder *bpe_encoder_new(const bpe *model, arena *home);
bool bpe_encoder_piece(bpe_encoder *e, str piece, uint32_t start); /* false: a byte that is no token */
void bpe_encoder_token(bpe_encoder *e, bpe_token t);
bpe_tokens bpe_encoder_tokens(const bpe_encoder *e); /* view, valid until the next piece */
void bpe_encoder_reset(bpe_encoder *e);

#endif
