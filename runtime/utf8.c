/* UTF-8 after RFC 3629; ASCII is tested eight bytes at a time. */

#include "runtime/utf8.h"

#include <string.h>

enum { REPLACEMENT = 0xFFFD };

bool rt_utf8_ascii(const uint8_t *bytes, size_t length) {
  uint64_t word, seen = 0;
  size_t i = 0;
  for (; length - i >= sizeof word; i += sizeof word) {
    memcpy(&word, bytes + i, sizeof word);
    seen |= word;
  }
  for (; i < length; i++) seen |= bytes[i];
  return !(seen & 0x8080808080808080u);
}

uint32_t rt_utf8_next(const uint8_t **p, const uint8_t *end) {
  static const uint32_t LEAST[] = {0, 0, 0x80, 0x800, 0x10000};
  const uint8_t *at = (*p)++;
  uint32_t first = at[0];
  uint32_t n = first < 0x80 ? 1 : first < 0xC0 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF8 ? 4 : 0;
  if (n == 1) return first;
  if (n == 0 || (size_t)(end - at) < n) return REPLACEMENT;
  uint32_t scalar = first & (0x7Fu >> n);
  for (uint32_t i = 1; i < n; i++) {
    if ((at[i] & 0xC0) != 0x80) return REPLACEMENT;
    scalar = scalar << 6 | (at[i] & 0x3F);
  }
  if (scalar < LEAST[n] || scalar > 0x10FFFF || (scalar >= 0xD800 && scalar <= 0xDFFF)) return REPLACEMENT;
  *p = at + n;
  return scalar;
}

uint8_t *rt_utf8_put(uint8_t *to, uint32_t scalar) {
  if (scalar < 0x80) {
    *to++ = (uint8_t)scalar;
    return to;
  }
  uint32_t tails = scalar < 0x800 ? 1 : scalar < 0x10000 ? 2 : 3;
  *to++ = (uint8_t)((0xFF00u >> (tails + 1) & 0xFF) | scalar >> 6 * tails);
  while (tails--) *to++ = (uint8_t)(0x80 | (scalar >> 6 * tails & 0x3F));
  return to;
}
