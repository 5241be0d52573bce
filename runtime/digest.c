/* Hashes of a text's UTF-8, by libmd, as hexadecimal digits. */

#include <md5.h>
#include <sha2.h>

#include "runtime/list.h"
#include "runtime/utf8.h"

enum { PIECE = 4096, LONGEST_CHAR = 4 };

typedef void update(void *state, const uint8_t *bytes, size_t size);

/* A wide text goes through a piece of UTF-8 at a time. */
static void feed(const gl_list *s, update *more, void *state) {
  if (s->width == 1) {
    more(state, s->data, (size_t)s->len);
    return;
  }
  uint8_t piece[PIECE], *at = piece;
  for (int64_t i = 0; i < s->len; i++) {
    if (at > piece + PIECE - LONGEST_CHAR) {
      more(state, piece, (size_t)(at - piece));
      at = piece;
    }
    at = rt_utf8_put(at, rt_char_at(s, i));
  }
  more(state, piece, (size_t)(at - piece));
}

static gl_list *hexadecimal(const uint8_t *bytes, size_t size) {
  static const char DIGITS[] = "0123456789abcdef";
  gl_list *s = rt_str_new((int64_t)size * 2, 1);
  for (size_t i = 0; i < size; i++) {
    s->data[2 * i] = (uint8_t)DIGITS[bytes[i] >> 4];
    s->data[2 * i + 1] = (uint8_t)DIGITS[bytes[i] & 15];
  }
  s->len = (int64_t)size * 2;
  return s;
}

static void md5_more(void *state, const uint8_t *bytes, size_t size) { MD5Update(state, bytes, size); }
static void sha256_more(void *state, const uint8_t *bytes, size_t size) { SHA256Update(state, bytes, size); }

gl_list *gl_md5(gl_list *s) {
  MD5_CTX state;
  uint8_t digest[MD5_DIGEST_LENGTH];
  MD5Init(&state);
  feed(s, md5_more, &state);
  MD5Final(digest, &state);
  return hexadecimal(digest, sizeof digest);
}

gl_list *gl_sha256(gl_list *s) {
  SHA2_CTX state;
  uint8_t digest[SHA256_DIGEST_LENGTH];
  SHA256Init(&state);
  feed(s, sha256_more, &state);
  SHA256Final(digest, &state);
  return hexadecimal(digest, sizeof digest);
}
