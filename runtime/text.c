/* Searching, taking apart and putting together text. Parts are views. Searching works on bytes: where the widths of two
   texts differ, the part is brought to the width of the text it is looked for in. */

#include "runtime/alloc.h"
#include "runtime/fail.h"
#include "runtime/list.h"

/* ---- bytes ---- */

/* The lowest byte of a word that is zero has its high bit set here, and no lower one has. */
static inline uint64_t zero_bytes(uint64_t word) {
  const uint64_t ones = UINT64_C(0x0101010101010101);
  return (word - ones) & ~word & ones << 7;
}

/* The first byte that is c or d; `end`: there is none. Parts of texts are short: what counts is to be done soon. */
static inline const uint8_t *scan(const uint8_t *at, const uint8_t *end, uint8_t c, uint8_t d) {
  enum { WORD = 8 };
  const uint64_t ones = UINT64_C(0x0101010101010101);
  for (uint64_t word; end - at >= WORD; at += WORD) {
    memcpy(&word, at, WORD);
    uint64_t hits = zero_bytes(word ^ ones * c);
    if (d != c) hits |= zero_bytes(word ^ ones * d);
    if (hits) return at + __builtin_ctzll(hits) / 8;
  }
  while (at < end && *at != c && *at != d) at++;
  return at;
}

/* ---- searching ---- */

/* A part at the text's width. */
typedef struct needle {
  const uint8_t *bytes;
  size_t size; /* bytes */
  bool nowhere; /* it has characters that the text cannot have */
  void *block;  /* what bytes lie in, if it had to be made */
} needle;

static bool is_ascii(const gl_list *s) {
  for (int64_t i = 0; i < s->len; i++) {
    if (rt_char_at(s, i) >= 0x80) return false;
  }
  return true;
}

static needle needle_new(const gl_list *part, uint8_t width) {
  needle n = {.bytes = part->data, .size = (size_t)part->len * width};
  if (part->width == width || !part->len) return n;
  n.nowhere = width == 1 && !is_ascii(part);
  n.bytes = n.block = rt_alloc(n.size);
  for (int64_t i = 0; i < part->len; i++) {
    uint32_t c = rt_char_at(part, i);
    if (width == 1) {
      ((uint8_t *)n.block)[i] = (uint8_t)c;
    } else {
      ((uint32_t *)n.block)[i] = c;
    }
  }
  return n;
}

static void needle_free(const needle *n) {
  if (n->block) rt_free(n->block, n->size);
}

/* First position from `from` on, or -1. A match inside a four-byte character is none. */
static int64_t needle_find(const needle *n, const gl_list *s, int64_t from) {
  if (n->nowhere) return -1;
  if (!n->size) return from <= s->len ? from : -1;
  const uint8_t *at = s->data + (size_t)from * s->width, *end = s->data + (size_t)s->len * s->width;
  if (n->size == 1) {
    const uint8_t *hit = scan(at, end, n->bytes[0], n->bytes[0]);
    return hit < end ? hit - s->data : -1;
  }
  while ((size_t)(end - at) >= n->size) {
    at = memmem(at, (size_t)(end - at), n->bytes, n->size);
    if (!at) return -1;
    size_t offset = (size_t)(at - s->data), inside = offset % s->width;
    if (!inside) return (int64_t)(offset / s->width);
    at += s->width - inside;
  }
  return -1;
}

int64_t gl_str_find(gl_list *s, gl_list *part) {
  needle n = needle_new(part, s->width);
  int64_t found = needle_find(&n, s, 0);
  needle_free(&n);
  return found;
}

int64_t gl_str_find_from(gl_list *s, gl_list *part, int64_t from) {
  if (s->width == 1 && part->width == 1 && part->len == 1) {
    return scan(s->data + from, s->data + s->len, part->data[0], part->data[0]) - s->data;
  }
  if (from > s->len) return from;
  needle n = needle_new(part, s->width);
  int64_t found = needle_find(&n, s, from);
  needle_free(&n);
  return found < 0 ? s->len : found;
}

static int64_t occurrences(const needle *n, const gl_list *s, int64_t length) {
  int64_t count = 0;
  for (int64_t at = 0; (at = needle_find(n, s, at)) >= 0; at += length) count++;
  return count;
}

int64_t gl_str_count(gl_list *s, gl_list *part) {
  if (!part->len) return s->len + 1;
  needle n = needle_new(part, s->width);
  int64_t count = occurrences(&n, s, part->len);
  needle_free(&n);
  return count;
}

static bool stands_at(const gl_list *s, int64_t at, const gl_list *part) {
  if (at < 0 || at + part->len > s->len) return false;
  if (s->width == part->width) {
    return !part->len || memcmp(s->data + (size_t)at * s->width, part->data, (size_t)part->len * s->width) == 0;
  }
  int64_t i = 0;
  while (i < part->len && rt_char_at(s, at + i) == rt_char_at(part, i)) i++;
  return i == part->len;
}

bool gl_str_starts(gl_list *s, gl_list *part) { return stands_at(s, 0, part); }
bool gl_str_ends(gl_list *s, gl_list *part) { return stands_at(s, s->len - part->len, part); }

/* ---- taking apart ---- */

static gl_list *parts_new(int64_t room) { return rt_list_new(room, sizeof(gl_list *), 0); }

static void parts_push(gl_list *parts, gl_list *s, int64_t lo, int64_t hi) {
  gl_list *part = rt_list_part(s, lo, hi - lo, &rt_type_char);
  gl_list_push(parts, &part, &rt_type_str);
}

/* A line is soon counted, and its list is as long as it has to be. */
enum { SHORT = 512 };

bool gl_str_split(gl_list *s, gl_list *separator, uint32_t site, gl_list **out) {
  if (!separator->len) {
    gl_drop_list(s, &rt_type_char);
    return rt_fail(RT_FAIL_DOMAIN, site, "an empty separator splits nothing", 0, NULL);
  }
  needle n = needle_new(separator, s->width);
  gl_list *parts = parts_new(s->len <= SHORT ? occurrences(&n, s, separator->len) + 1 : 4);
  int64_t start = 0;
  for (int64_t at; (at = needle_find(&n, s, start)) >= 0; start = at + separator->len) parts_push(parts, s, start, at);
  parts_push(parts, s, start, s->len);
  needle_free(&n);
  gl_drop_list(s, &rt_type_char);
  *out = parts;
  return false;
}

static inline bool is_ascii_space(uint8_t c) { return c <= 32 && (c >= 28 || (uint8_t)(c - 9) < 5); }

int64_t gl_str_space_end(gl_list *s, int64_t from) {
  if (s->width == 1) {
    while (from < s->len && is_ascii_space(s->data[from])) from++;
    return from;
  }
  while (from < s->len && gl_char_is_space(rt_char_at(s, from))) from++;
  return from;
}

int64_t gl_str_word_end(gl_list *s, int64_t from) {
  if (s->width == 1) {
    while (from < s->len && !is_ascii_space(s->data[from])) from++;
    return from;
  }
  while (from < s->len && !gl_char_is_space(rt_char_at(s, from))) from++;
  return from;
}

gl_list *gl_str_words(gl_list *s) {
  gl_list *parts = parts_new(4);
  for (int64_t start = 0, end; (start = gl_str_space_end(s, start)) < s->len; start = end)
    parts_push(parts, s, start, end = gl_str_word_end(s, start));
  gl_drop_list(s, &rt_type_char);
  return parts;
}

/* Ends of lines: \n, \r\n and \r; the last line needs none. */
int64_t gl_str_line_end(gl_list *s, int64_t from) {
  if (s->width == 1) {
    return scan(s->data + from, s->data + s->len, '\n', '\r') - s->data;
  }
  while (from < s->len && rt_char_at(s, from) != '\n' && rt_char_at(s, from) != '\r') from++;
  return from;
}

int64_t gl_str_line_next(gl_list *s, int64_t end) {
  if (end == s->len) return end;
  bool both = rt_char_at(s, end) == '\r' && end + 1 < s->len && rt_char_at(s, end + 1) == '\n';
  return end + 1 + both;
}

gl_list *gl_str_lines(gl_list *s) {
  gl_list *parts = parts_new(4);
  for (int64_t start = 0, end; start < s->len; start = gl_str_line_next(s, end))
    parts_push(parts, s, start, end = gl_str_line_end(s, start));
  gl_drop_list(s, &rt_type_char);
  return parts;
}

/* ---- putting together ---- */

/* There is room. */
static void add(gl_list *to, const gl_list *s, int64_t lo, int64_t hi) {
  rt_list_copy(to->data + (size_t)to->len * to->width, s, lo, hi - lo, to->width, &rt_type_char);
  to->len += hi - lo;
}

static int64_t total(int64_t a, int64_t b, int64_t times) {
  int64_t product;
  if (__builtin_mul_overflow(b, times, &product) || __builtin_add_overflow(a, product, &a)) rt_out_of_memory();
  return a;
}

gl_list *gl_str_join(gl_list *parts, gl_list *separator) {
  gl_list *const *part = (gl_list *const *)parts->data;
  int64_t len = parts->len ? total(0, separator->len, parts->len - 1) : 0;
  uint8_t width = parts->len > 1 ? separator->width : 1;
  for (int64_t i = 0; i < parts->len; i++) {
    len = total(len, part[i]->len, 1);
    if (part[i]->width > width) width = part[i]->width;
  }
  gl_list *all = rt_str_new(len, width);
  for (int64_t i = 0; i < parts->len; i++) {
    if (i) add(all, separator, 0, separator->len);
    add(all, part[i], 0, part[i]->len);
  }
  return all;
}

/* As Python's: `to` before every character and at the end. */
static gl_list *replace_empty(const gl_list *s, const gl_list *to) {
  gl_list *all = rt_str_new(total(s->len, to->len, s->len + 1), s->width > to->width ? s->width : to->width);
  for (int64_t i = 0; i < s->len; i++) {
    add(all, to, 0, to->len);
    add(all, s, i, i + 1);
  }
  add(all, to, 0, to->len);
  return all;
}

gl_list *gl_str_replace(gl_list *s, gl_list *from, gl_list *to) {
  if (!from->len) return replace_empty(s, to);
  needle n = needle_new(from, s->width);
  int64_t count = occurrences(&n, s, from->len), start = 0;
  uint8_t width = count && to->width > s->width ? to->width : s->width;
  gl_list *all = rt_str_new(total(s->len - count * from->len, to->len, count), width);
  for (; count--; start += from->len) {
    int64_t at = needle_find(&n, s, start);
    add(all, s, start, at);
    add(all, to, 0, to->len);
    start = at;
  }
  add(all, s, start, s->len);
  needle_free(&n);
  return all;
}
