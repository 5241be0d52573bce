/* Texts that are composed in place: they grow as lists do. */

#include "runtime/fail.h"
#include "runtime/list.h"
#include "runtime/sink.h"

enum { ROOM = 32, LARGE = 512 };

gl_list *gl_text_new(void) { return rt_str_new(ROOM, 1); }

static uint8_t *room_for(gl_list *text, int64_t n, uint8_t width) {
  int64_t len;
  if (__builtin_add_overflow(text->len, n, &len)) gl_limit_hit(GL_LIMIT_MEMORY);
  if (text->width < width)
    rt_list_widen(text, 2 * len);
  else if (len > text->u.cap)
    rt_list_reserve(text, len, text->width);
  return text->data + (size_t)text->len * text->width;
}

void gl_text_add_part(gl_list *text, gl_list *s, int64_t lo, int64_t hi) {
  if (lo >= hi) return;
  uint8_t *to = room_for(text, hi - lo, s->width);
  if (text->width == 1)
    rt_copy(to, s->data + lo, (size_t)(hi - lo));
  else
    rt_list_copy(to, s, lo, hi - lo, text->width, &rt_type_char);
  text->len += hi - lo;
}

void gl_text_add(gl_list *text, gl_list *s) { gl_text_add_part(text, s, 0, s->len); }

void gl_text_add_int(gl_list *text, int64_t value) {
  enum { MOST = 20 };
  uint8_t digits[MOST + 1], *at = digits;
  bool wide = text->width != 1;
  uint8_t *to = room_for(text, MOST, 1), *from = wide ? digits : to;
  at = from;
  if (value < 0) *at++ = '-';
  at = rt_digits(at, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
  for (ptrdiff_t i = 0; wide && i < at - from; i++) ((uint32_t *)to)[i] = from[i];
  text->len += at - from;
}

/* A large one that is done keeps no more room than a quarter of what it needs. */
void gl_text_cut(gl_list *text, gl_list *s) {
  if (text->len >= s->len) text->len -= s->len;
  if (text->u.cap > LARGE && text->u.cap > text->len + text->len / 4) rt_list_shrink(text, text->width);
}
