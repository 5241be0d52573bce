/* Bytes moved and compared. Programs are full of copies of a word or two and of comparisons of short texts, for which
   musl starts the string unit or goes byte by byte; so programs that are linked with musl get these instead of its memcpy,
   memmove, memcmp and bcmp. Up to 64 bytes everything is loaded before anything is stored; a longer move keeps its
   far end in registers and goes there by 64 bytes. Both are right for operands that overlap. */

#include "runtime/memory.h"

#include <string.h>

/* The compiler must not find a memcpy in memcpy, and every program pays for what it unrolls. */
#ifdef __clang__
#define NO_CALLS __attribute__((no_builtin))
#define FIXED_COPY __builtin_memcpy_inline
#define ROLLED _Pragma("clang loop unroll(disable)")
#else
#define NO_CALLS
#define FIXED_COPY __builtin_memcpy
#define ROLLED
#endif

enum { BLOCK = 64 };

typedef struct words {
  uint64_t at[2];
} words; /* two registers, or one of a vector unit */

typedef struct block {
  words at[BLOCK / sizeof(words)];
} block;

#define MOVE_ENDS(type)                                     \
  {                                                         \
    type first, last;                                       \
    FIXED_COPY(&first, s, sizeof(type));                    \
    FIXED_COPY(&last, s + n - sizeof(type), sizeof(type));  \
    FIXED_COPY(d, &first, sizeof(type));                    \
    FIXED_COPY(d + n - sizeof(type), &last, sizeof(type));  \
    return;                                                 \
  }

NO_CALLS static inline void move_few(uint8_t *d, const uint8_t *s, size_t n) {
  if (n >= sizeof(uint64_t)) MOVE_ENDS(uint64_t)
  if (n >= sizeof(uint32_t)) MOVE_ENDS(uint32_t)
  if (n >= sizeof(uint16_t)) MOVE_ENDS(uint16_t)
  if (n) *d = *s;
}

/* Between 17 and 64 bytes. */
NO_CALLS static inline void move_some(uint8_t *d, const uint8_t *s, size_t n) {
  if (n > BLOCK / 2) MOVE_ENDS(struct { words at[2]; })
  MOVE_ENDS(words)
}

NO_CALLS static void move_up(uint8_t *d, const uint8_t *s, size_t n) {
  block last, next;
  FIXED_COPY(&last, s + n - BLOCK, BLOCK);
  ROLLED
  for (size_t i = 0; i < n - BLOCK; i += BLOCK) {
    FIXED_COPY(&next, s + i, BLOCK);
    FIXED_COPY(d + i, &next, BLOCK);
  }
  FIXED_COPY(d + n - BLOCK, &last, BLOCK);
}

NO_CALLS static void move_down(uint8_t *d, const uint8_t *s, size_t n) {
  block first, next;
  FIXED_COPY(&first, s, BLOCK);
  ROLLED
  for (size_t i = n; i > BLOCK; i -= BLOCK) {
    FIXED_COPY(&next, s + i - BLOCK, BLOCK);
    FIXED_COPY(d + i - BLOCK, &next, BLOCK);
  }
  FIXED_COPY(d, &first, BLOCK);
}

NO_CALLS void *rt_move(void *to, const void *from, size_t n) {
  uint8_t *d = to;
  const uint8_t *s = from;
  if (n <= sizeof(words)) {
    move_few(d, s, n);
  } else if (n <= BLOCK) {
    move_some(d, s, n);
  } else if ((uintptr_t)d - (uintptr_t)s >= n) { /* d is not inside what is read behind s */
    move_up(d, s, n);
  } else {
    move_down(d, s, n);
  }
  return to;
}

/* ---- comparing ---- */

/* Loads give a word in which the first byte is the highest, so that it decides first. */
static inline uint64_t load_word(const uint8_t *p) {
  uint64_t word;
  FIXED_COPY(&word, p, sizeof word);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  return __builtin_bswap64(word);
#else
  return word;
#endif
}

static inline uint32_t load_half(const uint8_t *p) {
  uint32_t half;
  FIXED_COPY(&half, p, sizeof half);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  return __builtin_bswap32(half);
#else
  return half;
#endif
}

/* Fewer bytes than a word has. Both ends meet or overlap; what is taken twice decides nothing the second time. */
static inline uint64_t load_few(const uint8_t *p, size_t n) {
  if (n >= sizeof(uint32_t)) return (uint64_t)load_half(p) << 32 | load_half(p + n - sizeof(uint32_t));
  return n ? (uint64_t)p[0] << 16 | (uint64_t)p[n / 2] << 8 | p[n - 1] : 0;
}

static inline int differ(uint64_t a, uint64_t b) { return a < b ? -1 : a > b; }

NO_CALLS int rt_compare_bytes(const void *a, const void *b, size_t n) {
  const uint8_t *p = a, *q = b;
  if (n < sizeof(uint64_t)) return differ(load_few(p, n), load_few(q, n));
  size_t last = n - sizeof(uint64_t);
  ROLLED
  for (size_t i = 0; i < last; i += sizeof(uint64_t)) {
    uint64_t x = load_word(p + i), y = load_word(q + i);
    if (x != y) return differ(x, y);
  }
  return differ(load_word(p + last), load_word(q + last));
}

#if !defined(__GLIBC__) && !defined(GAEL_BARE) && !defined(GAEL_LIBRARY)
void *memcpy(void *restrict to, const void *restrict from, size_t n) __attribute__((alias("rt_move")));
void *memmove(void *to, const void *from, size_t n) __attribute__((alias("rt_move")));
int memcmp(const void *a, const void *b, size_t n) __attribute__((alias("rt_compare_bytes")));
int bcmp(const void *a, const void *b, size_t n) __attribute__((alias("rt_compare_bytes")));
#endif
