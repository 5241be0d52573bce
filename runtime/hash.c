/* Hashes by descriptor. A state takes in one 64-bit word after the other and is finished once, by two multiplications
   that spread every bit over the whole, so that neither multiples of
   powers of two nor neighbours crowd. Nothing here is secret: hashes repeat from run to run. */

#include "runtime/list.h"
#include "runtime/value.h"

enum { SEED = 0x51ed, SEED_NONE = 0x5bd1, SEED_NAN = 0x7ff8, SEED_WIDE = 0x77de };

static uint64_t take(uint64_t h, uint64_t v) {
  h = (h ^ v) * 0x9E3779B97F4A7C15u;
  return h ^ h >> 32;
}

uint64_t rt_hash_int(uint64_t h, int64_t value) { return take(h, (uint64_t)value); }

uint64_t rt_hash_large(uint64_t h, uint64_t residue, bool negative) {
  return take(take(h, SEED_WIDE + (uint64_t)negative), residue);
}

/* ---- Float ---- */

/* A whole number of more than 63 bits, modulo 2^61-1: multiplying by 2 turns the 61 bits round by one. */
static uint64_t float_residue(uint64_t bits) {
  enum { MANTISSA = 52, BIAS = 1023, BITS = 61 };
  const uint64_t prime = (UINT64_C(1) << BITS) - 1;
  uint64_t m = (bits & ((UINT64_C(1) << MANTISSA) - 1)) | UINT64_C(1) << MANTISSA;
  uint32_t shift = ((uint32_t)(bits >> MANTISSA & 0x7FF) - BIAS - MANTISSA) % BITS;
  return ((m << shift) & prime) | m >> (BITS - shift);
}

/* A whole number hashes as the Int or Big of its value. */
static uint64_t float_hash(uint64_t h, double d) {
  uint64_t bits;
  if (d != d) return take(h, SEED_NAN);
  if (d >= -0x1p63 && d < 0x1p63 && (double)(int64_t)d == d) return rt_hash_int(h, (int64_t)d);
  memcpy(&bits, &d, sizeof bits);
  if (__builtin_isfinite(d) && (d >= 0x1p63 || d < -0x1p63)) return rt_hash_large(h, float_residue(bits), d < 0);
  return take(h, bits);
}

/* ---- Str ---- */

enum { WORD = 8 };

/* 1 to 7 bytes, some of them twice; the length is in the state. */
static inline uint64_t few(const uint8_t *bytes, size_t n) {
  uint32_t first, last;
  if (n < sizeof first) return bytes[0] | (uint64_t)bytes[n / 2] << 8 | (uint64_t)bytes[n - 1] << 16;
  memcpy(&first, bytes, sizeof first);
  memcpy(&last, bytes + n - sizeof last, sizeof last);
  return first | (uint64_t)last << 32;
}

static uint64_t bytes_hash(uint64_t h, const uint8_t *bytes, size_t n) {
  uint64_t word;
  for (; n >= WORD; n -= WORD, bytes += WORD) {
    memcpy(&word, bytes, WORD);
    h = take(h, word);
  }
  return n ? take(h, few(bytes, n)) : h;
}

/* The width is nobody's business: a wide Str that is ASCII hashes as if it were narrow. */
static uint64_t wide_hash(uint64_t h, const uint32_t *scalars, int64_t n) {
  uint32_t all = 0;
  for (int64_t i = 0; i < n; i++) all |= scalars[i];
  if (all >= 0x80) return bytes_hash(take(h, SEED_WIDE), (const uint8_t *)scalars, (size_t)n * sizeof *scalars);
  for (int64_t i = 0; i < n; i += WORD) {
    uint8_t bytes[WORD];
    size_t count = n - i < WORD ? (size_t)(n - i) : WORD;
    for (size_t j = 0; j < count; j++) bytes[j] = (uint8_t)scalars[i + (int64_t)j];
    h = bytes_hash(h, bytes, count);
  }
  return h;
}

static uint64_t str_hash(uint64_t h, const gl_list *s) {
  h = take(h, (uint64_t)s->len);
  return s->width == 1 ? bytes_hash(h, s->data, (size_t)s->len) : wide_hash(h, (const uint32_t *)s->data, s->len);
}

uint64_t rt_hash_str(const gl_list *s) { return rt_hash_finish(str_hash(SEED, s)); }

/* ---- by kind ---- */

/* What is left to take in: the last part of a value. */
typedef struct rest {
  const void *value;
  const gl_type *t; /* NULL: nothing */
} rest;

static uint64_t parts_hash(uint64_t h, const void *value, uint32_t count, const gl_type *const *parts,
                           const uint32_t *offsets, rest *last) {
  if (!count) return h;
  for (uint32_t i = 0; i + 1 < count; i++) h = rt_hash_into(h, (const char *)value + offsets[i], parts[i]);
  *last = (rest){(const char *)value + offsets[count - 1], parts[count - 1]};
  return h;
}

static uint64_t object_hash(uint64_t h, const gl_object *o, const gl_type *t, rest *last) {
  const gl_con *con = rt_con(o, t);
  return parts_hash(take(h, o->tag), o, con->count, con->parts, con->offsets, last);
}

static uint64_t list_hash(uint64_t h, const gl_list *a, const gl_type *e) {
  if (e->kind == GL_CHAR) return str_hash(h, a);
  h = take(h, (uint64_t)a->len);
  for (int64_t i = 0; i < a->len; i++) h = rt_hash_into(h, a->data + (size_t)i * e->size, e);
  return h;
}

static uint64_t option_hash(uint64_t h, const void *value, const gl_type *t, rest *last) {
  if (!rt_option_some(value, t)) return take(h, SEED_NONE);
  *last = (rest){rt_part(value, t, 1), t->parts[0]};
  return h;
}

static uint64_t dyn_hash(uint64_t h, const gl_dyn *v, rest *last) {
  if (!v->type) return take(h, SEED_NONE);
  *last = (rest){rt_dyn_value(v), v->type};
  return h;
}

static uint64_t step(uint64_t h, const void *value, const gl_type *t, rest *last) {
  switch (t->kind) {
  case GL_INT:
  case GL_ENUM: return rt_hash_int(h, *(const int64_t *)value);
  case GL_FLOAT: return float_hash(h, *(const double *)value);
  case GL_BOOL: return take(h, *(const uint8_t *)value);
  case GL_CHAR: return take(h, *(const uint32_t *)value);
  case GL_LIST: return list_hash(h, *(gl_list *const *)value, t->parts[0]);
  case GL_TUPLE:
  case GL_RECORD: return parts_hash(h, value, t->count, t->parts, t->offsets, last);
  case GL_NAMED: return object_hash(h, *(gl_object *const *)value, t, last);
  case GL_OPTION: return option_hash(h, value, t, last);
  case GL_DYN: return dyn_hash(h, *(gl_dyn *const *)value, last);
  case GL_DICT:
  case GL_SET:
  case GL_BIG: return t->walk->hash(h, value, t);
  }
  return take(h, t->kind); /* unit; functions inside Dyns */
}

uint64_t rt_hash_into(uint64_t h, const void *value, const gl_type *t) {
  rest at = {value, t};
  while (at.t) {
    rest last = {NULL, NULL};
    h = step(h, at.value, at.t, &last);
    at = last;
  }
  return h;
}

uint64_t rt_hash(const void *value, const gl_type *t) { return rt_hash_finish(rt_hash_into(SEED, value, t)); }
