#include "density/vocab_o200k.h"

#include <zstd.h>

#include "density/o200k_blob.h"

/* tiktoken's pattern for o200k_base, alternative by alternative; the vocabulary is defined by it. */
#define UPPER       "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]"
#define LOWER       "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]"
#define BEFORE      "[^\\r\\n\\p{L}\\p{N}]?"
#define CONTRACTION "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
#define LOWER_WORD  BEFORE UPPER "*" LOWER "+" CONTRACTION
#define UPPER_WORD  BEFORE UPPER "+" LOWER "*" CONTRACTION
#define NUMBER      "\\p{N}{1,3}"
#define MARKS       " ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*"
#define LINES       "\\s*[\\r\\n]+"
#define SPACES      "\\s+(?!\\S)|\\s+"

static const char PATTERN[] = LOWER_WORD "|" UPPER_WORD "|" NUMBER "|" MARKS "|" LINES "|" SPACES;

static uint32_t plane_id(const uint8_t *data, uint32_t merged, uint32_t side, uint32_t i) {
  uint32_t id = 0;
  for (uint32_t plane = 0; plane < O200K_PLANES; plane++)
    id |= (uint32_t)data[o200k_plane(merged, side, plane) + i] << (8 * plane);
  return id;
}

/* The frame's content in `scratch`; *merged is how many tokens are pairs. */
static const uint8_t *blob_decode(arena *scratch, uint32_t *merged) {
  size_t packed = (size_t)(O200K_BLOB_END - O200K_BLOB);
  unsigned long long size = ZSTD_getFrameContentSize(O200K_BLOB, packed);
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size < O200K_BYTES) return NULL;
  uint8_t *data = arena_alloc(scratch, size, 1);
  if (ZSTD_decompress(data, size, O200K_BLOB, packed) != size) return NULL;
  *merged = (uint32_t)((size - O200K_BYTES) / (2 * O200K_PLANES));
  return data;
}

bool vocab_o200k_load(vocab *v, str *problem) {
  arena *scratch = arena_new("vocabulary decoding");
  uint32_t merged = 0;
  const uint8_t *data = blob_decode(scratch, &merged);
  if (data) {
    for (uint32_t i = 0; i < O200K_BYTES; i++) bpe_byte_set(v->merges, data[i], i);
    for (uint32_t i = 0; i < merged; i++) {
      uint32_t id = O200K_BYTES + i;
      bpe_merge_add(v->merges, plane_id(data, merged, 0, i), plane_id(data, merged, 1, i), id, id);
    }
  } else {
    *problem = STR("the vocabulary o200k is missing: it could not be fetched when this program was built");
  }
  arena_free(scratch);
  return data && pretok_stage_add(v->splitter, str_of(PATTERN), PRETOK_ALL, problem);
}
