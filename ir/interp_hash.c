/* Hashes of a text's UTF-8, as hexadecimal digits: MD5 (RFC 1321) and SHA-256 (FIPS 180-4); a step of splitmix64. */

#include <math.h>
#include <string.h>

#include "ir/interp_run.h"

enum { BLOCK = 64 };

static uint32_t rotate_left(uint32_t x, uint32_t n) { return x << n | x >> (32 - n); }

static uint32_t rotate_right(uint32_t x, uint32_t n) { return rotate_left(x, 32 - n); }

/* The text, a 1 bit, zeros and the length in bits, as whole blocks. */
static uint8_t *padded(arena *home, str text, bool big_endian, size_t *blocks) {
  *blocks = (text.len + 8) / BLOCK + 1;
  uint8_t *bytes = ARENA_ARRAY(home, uint8_t, *blocks * BLOCK), *end = bytes + *blocks * BLOCK;
  if (text.len) memcpy(bytes, text.ptr, text.len);
  bytes[text.len] = 0x80;
  for (uint32_t i = 0; i < 8; i++) {
    uint8_t byte = (uint8_t)((uint64_t)text.len * 8 >> 8 * i);
    if (big_endian) end[-1 - (int)i] = byte;
    else end[(int)i - 8] = byte;
  }
  return bytes;
}

static uint32_t word(const uint8_t *bytes, bool big_endian) {
  uint32_t w = 0;
  for (uint32_t i = 0; i < 4; i++) w |= (uint32_t)bytes[i] << (big_endian ? 24 - 8 * i : 8 * i);
  return w;
}

static bool give_digits(interp *in, const uint32_t *words, uint32_t n, bool big_endian, interp_value *out) {
  strbuf b = strbuf_new(in->home);
  for (uint32_t i = 0; i < n * 4; i++)
    strbuf_printf(&b, "%02x", words[i / 4] >> (big_endian ? 24 - 8 * (i % 4) : 8 * (i % 4)) & 0xFF);
  return interp_give(out, interp_str_of(in->home, strbuf_str(&b)));
}

/* ---- MD5 ---- */

static uint32_t md5_mix(uint32_t i, uint32_t b, uint32_t c, uint32_t d) {
  switch (i / 16) {
    case 0: return (b & c) | (~b & d);
    case 1: return (d & b) | (~d & c);
    case 2: return b ^ c ^ d;
    default: return c ^ (b | ~d);
  }
}

static void md5_block(uint32_t state[4], const uint8_t *block) {
  static const uint8_t shifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
  static const uint8_t strides[4] = {1, 5, 3, 7}, starts[4] = {0, 1, 5, 0};
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
  for (uint32_t i = 0; i < BLOCK; i++) {
    uint32_t round = i / 16, which = (strides[round] * i + starts[round]) % 16;
    uint32_t sine = (uint32_t)(int64_t)floor(fabs(sin((double)(i + 1))) * 0x1p32);
    uint32_t sum = a + md5_mix(i, b, c, d) + sine + word(block + 4 * which, false);
    a = d;
    d = c;
    c = b;
    b += rotate_left(sum, shifts[round][i % 4]);
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
}

bool interp_op_md5(interp *in, const interp_call *c, interp_value *out) {
  uint32_t state[4] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476};
  size_t blocks;
  if (!interp_spend(in, (uint64_t)c->args[0].list->len)) return false;
  const uint8_t *bytes = padded(in->home, interp_utf8(in->home, c->args[0].list), false, &blocks);
  for (size_t i = 0; i < blocks; i++) md5_block(state, bytes + i * BLOCK);
  return give_digits(in, state, 4, false, out);
}

/* ---- SHA-256 ---- */

enum { PRIMES = 64 };

/* The first 32 bits of the fractions of the primes' roots: cube roots for the rounds, square roots to start from. */
static void sha_constants(uint32_t rounds[PRIMES], uint32_t start[8]) {
  uint32_t found = 0;
  for (uint32_t n = 2; found < PRIMES; n++) {
    bool prime = true;
    for (uint32_t d = 2; d * d <= n && prime; d++) prime = n % d != 0;
    if (!prime) continue;
    long double square = sqrtl((long double)n), cube = cbrtl((long double)n);
    if (found < 8) start[found] = (uint32_t)((square - floorl(square)) * 0x1p32L);
    rounds[found++] = (uint32_t)((cube - floorl(cube)) * 0x1p32L);
  }
}

static void sha_schedule(const uint8_t *block, uint32_t w[64]) {
  for (uint32_t i = 0; i < 16; i++) w[i] = word(block + 4 * i, true);
  for (uint32_t i = 16; i < 64; i++) {
    uint32_t p = w[i - 15], q = w[i - 2];
    uint32_t s0 = rotate_right(p, 7) ^ rotate_right(p, 18) ^ p >> 3;
    uint32_t s1 = rotate_right(q, 17) ^ rotate_right(q, 19) ^ q >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
}

static void sha_block(uint32_t state[8], const uint32_t rounds[PRIMES], const uint8_t *block) {
  uint32_t w[64], v[8];
  sha_schedule(block, w);
  memcpy(v, state, sizeof v);
  for (uint32_t i = 0; i < 64; i++) {
    uint32_t s1 = rotate_right(v[4], 6) ^ rotate_right(v[4], 11) ^ rotate_right(v[4], 25);
    uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
    uint32_t first = v[7] + s1 + choice + rounds[i] + w[i];
    uint32_t s0 = rotate_right(v[0], 2) ^ rotate_right(v[0], 13) ^ rotate_right(v[0], 22);
    uint32_t second = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
    memmove(v + 1, v, 7 * sizeof *v);
    v[4] += first;
    v[0] = first + second;
  }
  for (uint32_t i = 0; i < 8; i++) state[i] += v[i];
}

bool interp_op_sha256(interp *in, const interp_call *c, interp_value *out) {
  uint32_t rounds[PRIMES], state[8];
  size_t blocks;
  if (!interp_spend(in, (uint64_t)c->args[0].list->len)) return false;
  sha_constants(rounds, state);
  const uint8_t *bytes = padded(in->home, interp_utf8(in->home, c->args[0].list), true, &blocks);
  for (size_t i = 0; i < blocks; i++) sha_block(state, rounds, bytes + i * BLOCK);
  return give_digits(in, state, 8, true, out);
}

bool interp_op_mix(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, (int64_t)interp_mix((uint64_t)c->args[0].i));
}
