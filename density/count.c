#include "density/count.h"

#include "support/source.h"

static bool text_acceptable(const vocab *v, arena *scratch, str text, str *problem) {
  size_t bad;
  regex_hit hit;
  if (text.len >= UINT32_MAX)
    *problem = STR("the text is too large");
  else if (!utf8_valid(text, &bad))
    *problem = STR("the text is not UTF-8");
  else if (v->refused && regex_scan_find(regex_scan_new(v->refused, scratch), text, 0, &hit) != REGEX_NONE)
    *problem = STR("the vocabulary wants Unicode normalisation, which could change this text");
  else
    return true;
  return false;
}

static bool tokens_encode(const vocab *v, arena *scratch, str text, bpe_encoder *e, str *problem) {
  pretok_pieces pieces;
  if (!text_acceptable(v, scratch, text, problem)) return false;
  if (!pretok_split(v->splitter, scratch, text, &pieces)) {
    *problem = STR("a pattern of the vocabulary is too hard for this text");
    return false;
  }
  for (uint32_t i = 0; i < pieces.len; i++) {
    pretok_piece p = pieces.items[i];
    if (p.literal != PRETOK_TEXT) {
      bpe_encoder_token(e, (bpe_token){p.literal, p.start, p.end});
    } else if (!bpe_encoder_piece(e, (str){text.ptr + p.start, p.end - p.start}, p.start)) {
      *problem = STR("the vocabulary has no token for a byte of this text");
      return false;
    }
  }
  return true;
}

bool tokens_split(const vocab *v, arena *home, str text, bpe_tokens *tokens, str *problem) {
  arena *scratch = arena_new("tokens of a text");
  bpe_encoder *e = bpe_encoder_new(v->merges, scratch);
  bool done = tokens_encode(v, scratch, text, e, problem);
  if (done) {
    *tokens = bpe_encoder_tokens(e);
    tokens->items = arena_copy(home, tokens->items, tokens->len * sizeof(bpe_token), alignof(bpe_token));
  }
  arena_free(scratch);
  return done;
}

bool tokens_count(const vocab *v, str text, uint32_t *count) {
  arena *home = arena_new("count of a text");
  bpe_tokens tokens;
  str problem;
  bool done = tokens_split(v, home, text, &tokens, &problem);
  if (done) *count = tokens.len;
  arena_free(home);
  return done;
}
