/* UTF-8 after RFC 3629. The reader of valid text survives invalid text, too: an undecodable byte reads as U+FFFD. */

#include <string.h>

#include "support/source.h"

enum { REPLACEMENT = 0xFFFD };

static bool is_tail(unsigned char byte) { return (byte & 0xC0) == 0x80; }

/* Decodes the scalar at p (len > 0) and gives its length; 0: not UTF-8. */
static size_t utf8_decode(const unsigned char *p, size_t len, uint32_t *scalar) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  size_t n = p[0] < 0x80 ? 1 : p[0] < 0xC0 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : p[0] < 0xF8 ? 4 : 0;
  if (n == 0 || n > len) return 0;
  uint32_t c = n == 1 ? p[0] : p[0] & (0x7Fu >> n);
  for (size_t i = 1; i < n; i++) {
    if (!is_tail(p[i])) return 0;
    c = c << 6 | (p[i] & 0x3F);
  }
  if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return 0;
  *scalar = c;
  return n;
}

static bool is_ascii(const unsigned char *eight) {
  uint64_t word;
  memcpy(&word, eight, sizeof word);
  return !(word & 0x8080808080808080u);
}

size_t utf8_ascii(str text) {
  const unsigned char *p = (const unsigned char *)text.ptr;
  size_t n = 0;
  while (text.len - n >= sizeof(uint64_t) && is_ascii(p + n)) n += sizeof(uint64_t);
  while (n < text.len && p[n] < 0x80) n++;
  return n;
}

bool utf8_valid(str text, size_t *bad_offset) {
  for (size_t i = 0, n; i < text.len; i += n) {
    uint32_t scalar;
    i += utf8_ascii((str){text.ptr + i, text.len - i});
    if (i == text.len) return true;
    n = utf8_decode((const unsigned char *)text.ptr + i, text.len - i, &scalar);
    if (n) continue;
    if (bad_offset) *bad_offset = i;
    return false;
  }
  return true;
}

uint32_t utf8_next(const char **p, const char *end) {
  uint32_t scalar = REPLACEMENT;
  size_t n = utf8_decode((const unsigned char *)*p, (size_t)(end - *p), &scalar);
  *p += n ? n : 1;
  return scalar;
}
