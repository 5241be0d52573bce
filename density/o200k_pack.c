/* Build-time program: o200k_pack TIKTOKEN BLOB. Turns the vocabulary's text form, a line `base64 rank` for each token,
   into the form of density/o200k_blob.h. Every token is encoded with the merges of the tokens before it; that must
   leave exactly two, which are its halves. The claim that makes the form sufficient is so checked at each build. An
   empty input gives an empty blob. */

#include <stdio.h>
#include <zstd.h>

#include "density/bpe.h"
#include "density/o200k_blob.h"
#include "support/bug.h"
#include "support/source.h"
#include "support/vec.h"

enum { LEVEL = 22 };

typedef struct pair {
  uint32_t left, right;
} pair;

typedef struct packer {
  arena *home;
  uint8_t bytes[O200K_BYTES];
  VEC(pair) pairs;
  bpe *merges;
  bpe_encoder *encoder;
} packer;

static int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static str base64_read(arena *home, const char **p) {
  strbuf out = strbuf_new(home);
  uint32_t bits = 0;
  int count = 0;
  for (int digit; (digit = base64_digit(**p)) >= 0; ++*p) {
    bits = bits << 6 | (uint32_t)digit;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    strbuf_byte(&out, (char)(bits >> count & 0xff));
  }
  while (**p == '=') ++*p;
  return strbuf_str(&out);
}

static uint32_t rank_read(const char **p) {
  uint32_t rank = 0;
  if (*(*p)++ != ' ') gael_bug("a line without a rank");
  for (; **p >= '0' && **p <= '9'; ++*p) rank = rank * 10 + (uint32_t)(**p - '0');
  if (**p == '\n') ++*p;
  return rank;
}

static void token_take(packer *k, str bytes, uint32_t id) {
  if (id < O200K_BYTES) {
    if (bytes.len != 1) gael_bug("token %u is not a byte", id);
    k->bytes[id] = (uint8_t)bytes.ptr[0];
    bpe_byte_set(k->merges, k->bytes[id], id);
    return;
  }
  bpe_encoder_reset(k->encoder);
  bool done = bpe_encoder_piece(k->encoder, bytes, 0);
  bpe_tokens halves = bpe_encoder_tokens(k->encoder);
  if (!done || halves.len != 2) gael_bug("token %u is not made of two earlier ones", id);
  pair p = {halves.items[0].id, halves.items[1].id};
  vec_push(k->home, &k->pairs, p);
  bpe_merge_add(k->merges, p.left, p.right, id, id);
}

static void lines_take(packer *k, str text) {
  const char *p = text.ptr, *end = p + text.len;
  for (uint32_t id = 0; p < end; id++) {
    str bytes = base64_read(k->home, &p);
    uint32_t rank = rank_read(&p);
    if (rank != id) gael_bug("rank %u where %u was expected", rank, id);
    token_take(k, bytes, id);
  }
}

static str blob_plain(const packer *k) {
  uint32_t merged = k->pairs.len;
  size_t size = o200k_plane(merged, 2, 0);
  uint8_t *out = arena_alloc(k->home, size, 1);
  for (uint32_t i = 0; i < O200K_BYTES; i++) out[i] = k->bytes[i];
  for (uint32_t i = 0; i < merged; i++)
    for (uint32_t plane = 0; plane < O200K_PLANES; plane++) {
      out[o200k_plane(merged, 0, plane) + i] = (uint8_t)(k->pairs.items[i].left >> (8 * plane));
      out[o200k_plane(merged, 1, plane) + i] = (uint8_t)(k->pairs.items[i].right >> (8 * plane));
    }
  return (str){(const char *)out, size};
}

static str blob_packed(arena *home, str plain) {
  size_t room = ZSTD_compressBound(plain.len);
  char *out = arena_alloc(home, room, 1);
  size_t size = ZSTD_compress(out, room, plain.ptr, plain.len, LEVEL);
  if (ZSTD_isError(size)) gael_bug("%s", ZSTD_getErrorName(size));
  return (str){out, size};
}

static bool file_write(const char *path, str bytes) {
  FILE *f = fopen(path, "wb");
  if (!f) return false;
  bool written = fwrite(bytes.ptr, 1, bytes.len, f) == bytes.len;
  return !fclose(f) && written;
}

int main(int argc, char **argv) {
  if (argc != 3) return 3;
  arena *home = arena_new("vocabulary packing");
  str text, blob = {0};
  if (!source_read_file(home, argv[1], &text)) return 1;
  if (text.len) {
    packer k = {.home = home, .merges = bpe_new(home)};
    k.encoder = bpe_encoder_new(k.merges, home);
    lines_take(&k, text);
    blob = blob_packed(home, blob_plain(&k));
  }
  bool written = file_write(argv[2], blob);
  arena_free(home);
  return written ? 0 : 1;
}
