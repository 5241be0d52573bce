/* What literals consist of: words, numbers, quoted text. */

#include <string.h>

#include "runtime/list.h"
#include "runtime/literal.h"
#include "runtime/utf8.h"

void rt_read_space(rt_reader *r) {
  while (r->at < r->end && (*r->at == ' ' || (*r->at >= '\t' && *r->at <= '\r'))) r->at++;
}

bool rt_read_byte(rt_reader *r, uint8_t byte) {
  rt_read_space(r);
  if (r->at == r->end || *r->at != byte) return false;
  r->at++;
  return true;
}

static bool is_word(uint8_t c) {
  uint8_t letter = c | 32;
  return (c >= '0' && c <= '9') || (letter >= 'a' && letter <= 'z') || c == '_';
}

bool rt_read_word(rt_reader *r, const char *word) {
  rt_read_space(r);
  size_t n = strlen(word);
  if ((size_t)(r->end - r->at) < n || memcmp(r->at, word, n) != 0) return false;
  if (r->at + n < r->end && is_word(r->at[n])) return false;
  r->at += n;
  return true;
}

size_t rt_read_name(rt_reader *r) {
  rt_read_space(r);
  const uint8_t *p = r->at;
  if (p < r->end && *p >= '0' && *p <= '9') return 0;
  while (p < r->end && is_word(*p)) p++;
  return (size_t)(p - r->at);
}

size_t rt_read_number(rt_reader *r) {
  rt_read_space(r);
  const uint8_t *p = r->at;
  for (; p < r->end; p++) {
    bool sign = (*p == '-' || *p == '+') && (p == r->at || (p[-1] | 32) == 'e');
    if (!sign && !is_word(*p) && *p != '.') break;
  }
  return (size_t)(p - r->at);
}

/* ---- text ---- */

static int hex_digit(uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 32;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_unicode(rt_reader *r, uint32_t *scalar) {
  if (r->at == r->end || *r->at++ != '{') return false;
  *scalar = 0;
  for (; r->at < r->end && hex_digit(*r->at) >= 0 && *scalar < 0x110000; r->at++) {
    *scalar = *scalar * 16 + (uint32_t)hex_digit(*r->at);
  }
  if (*scalar > 0x10FFFF || (*scalar >= 0xD800 && *scalar < 0xE000)) return false;
  return r->at < r->end && *r->at++ == '}';
}

static bool read_escape(rt_reader *r, uint32_t *scalar) {
  static const char LETTERS[] = "ntr0\\\"'", VALUES[] = "\n\t\r\0\\\"'";
  if (r->at == r->end) return false;
  uint8_t letter = *r->at++;
  if (letter == 'u') return read_unicode(r, scalar);
  const char *found = letter ? strchr(LETTERS, letter) : NULL;
  if (!found) return false;
  *scalar = (uint8_t)VALUES[found - LETTERS];
  return true;
}

bool rt_read_quoted(rt_reader *r, gl_list **out) {
  rt_read_space(r);
  if (r->at == r->end || (*r->at != '"' && *r->at != '\'')) return false;
  uint8_t quote = *r->at++;
  gl_list *s = rt_str_new((int64_t)(r->end - r->at), 1);
  bool good = true;
  while (good && r->at < r->end && *r->at != quote) {
    uint32_t scalar = rt_utf8_next(&r->at, r->end);
    good = scalar != '\\' || read_escape(r, &scalar);
    if (good) gl_chars_push(s, scalar);
  }
  *out = s;
  if (good && r->at < r->end) {
    r->at++;
    return true;
  }
  rt_list_free_shell(s, s->width);
  return false;
}
