/* Text across the border: UTF-8 in, UTF-8 out. */

#include "runtime/list.h"
#include "runtime/utf8.h"

gl_list *gl_str_new(const char *utf8, size_t length) {
  const uint8_t *at = (const uint8_t *)utf8, *end = at + length;
  if (rt_utf8_ascii(at, length)) {
    gl_list *s = rt_str_new((int64_t)length, 1);
    rt_copy(s->data, at, length);
    s->len = (int64_t)length;
    return s;
  }
  int64_t scalars = 0;
  for (const uint8_t *p = at; p < end; scalars++) (void)rt_utf8_next(&p, end);
  gl_list *s = rt_str_new(scalars, 4);
  uint32_t *to = (uint32_t *)s->data;
  while (at < end) to[s->len++] = rt_utf8_next(&at, end);
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
