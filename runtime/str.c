/* Text across the border: UTF-8 in, UTF-8 out. */

#include "runtime/list.h"
#include "runtime/utf8.h"

/* As many as there are in valid UTF-8; bytes that are none may become more. */
static int64_t scalars_about(const uint8_t *at, size_t length) {
  int64_t count = 0;
  for (size_t i = 0; i < length; i++) count += (at[i] & 0xC0) != 0x80;
  return count;
}

/* Runs of ASCII go eight at a time, which is most of most texts. */
static void decode(gl_list *s, const uint8_t *at, const uint8_t *end) {
  enum { RUN = 8 };
  while (at < end) {
    if (s->len + RUN > s->u.cap) rt_list_reserve(s, s->len + RUN, 4);
    uint32_t *to = (uint32_t *)s->data + s->len;
    if (end - at >= RUN && rt_utf8_ascii(at, RUN)) {
      for (int i = 0; i < RUN; i++) to[i] = at[i];
      s->len += RUN;
      at += RUN;
    } else {
      *to = rt_utf8_next(&at, end);
      s->len++;
    }
  }
}

gl_list *gl_str_new(const char *utf8, size_t length) {
  const uint8_t *at = (const uint8_t *)utf8;
  if (rt_utf8_ascii(at, length)) {
    gl_list *s = rt_str_new((int64_t)length, 1);
    rt_copy(s->data, at, length);
    s->len = (int64_t)length;
    return s;
  }
  gl_list *s = rt_str_new(scalars_about(at, length) + 8, 4);
  decode(s, at, at + length);
  return s;
}

size_t gl_str_utf8(const gl_list *s, char *out, size_t room) {
  size_t bytes = 0;
  if (s->width == 1) {
    bytes = (size_t)s->len;
    rt_copy(out, s->data, bytes < room ? bytes : room);
    return bytes;
  }
  for (int64_t i = 0; i < s->len; i++) {
    uint8_t one[4];
    size_t n = (size_t)(rt_utf8_put(one, rt_char_at(s, i)) - one);
    if (bytes + n <= room) memcpy(out + bytes, one, n);
    bytes += n;
  }
  return bytes;
}
