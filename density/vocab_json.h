#ifndef GAEL_DENSITY_VOCAB_JSON_H
#define GAEL_DENSITY_VOCAB_JSON_H

#include "density/vocab.h"

/* Reads a tokenizer.json with a byte-level BPE model (the family of GPT-2, Llama 3, Qwen, DeepSeek). What it asks for
   and we do not do is refused, never ignored. */
bool vocab_json_load(arena *home, str json, vocab *v, str *problem);

#endif
