/* Text into buffers. */

#include "runtime/sink.h"

#include <string.h>

#include "runtime/alloc.h"
#include "runtime/list.h"
#include "runtime/utf8.h"

void rt_sink_bytes(rt_sink *s, const void *bytes, size_t length) {
  const uint8_t *from = bytes;
  while (length && !s->full) {
    if (s->at == s->end) s->more(s);
    size_t n = (size_t)(s->end - s->at);
    if (n > length) n = length;
    memcpy(s->at, from, n);
    s->at += n;
    from += n;
    length -= n;
  }
}

void rt_sink_text(rt_sink *s, const char *text) { rt_sink_bytes(s, text, strlen(text)); }

/* 1233 / 4096 is log10(2), near enough for 64 bits. */
static uint32_t digits_of(uint64_t value) {
  static const uint64_t TENS[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000,
                                  100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000,
                                  10000000000000000, 100000000000000000, 1000000000000000000, 10000000000000000000u};
  uint32_t bits = 64 - (uint32_t)__builtin_clzll(value | 1), digits = bits * 1233 >> 12;
  return digits + ((value | 1) >= TENS[digits]);
}

uint8_t *rt_digits(uint8_t *to, uint64_t value) {
  static const char PAIRS[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                              "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                              "8081828384858687888990919293949596979899";
  uint8_t *end = to + digits_of(value), *at = end;
  for (; value >= 100; value /= 100) memcpy(at -= 2, PAIRS + value % 100 * 2, 2);
  if (value >= 10) {
    memcpy(at - 2, PAIRS + value * 2, 2);
  } else {
    at[-1] = (uint8_t)('0' + value);
  }
  return end;
}

void rt_sink_int(rt_sink *s, int64_t value) {
  uint8_t *at = rt_sink_reserve(s, 21);
  if (value < 0) *at++ = '-';
  s->at = rt_digits(at, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void rt_sink_hex(rt_sink *s, uint32_t value) {
  uint8_t digits[8];
  size_t n = 0;
  do {
    digits[n++] = (uint8_t)"0123456789abcdef"[value & 15];
  } while (value >>= 4);
  while (n) rt_sink_byte(s, digits[--n]);
}

void rt_sink_scalar(rt_sink *s, uint32_t scalar) { s->at = rt_utf8_put(rt_sink_reserve(s, 4), scalar); }

void rt_sink_str(rt_sink *s, const gl_list *str) {
  if (str->width == 1) {
    rt_sink_bytes(s, str->data, (size_t)str->len);
    return;
  }
  const uint32_t *scalars = (const uint32_t *)str->data;
  for (int64_t i = 0; i < str->len && !s->full; i++) rt_sink_scalar(s, scalars[i]);
}

void rt_sink_repeat(rt_sink *s, uint32_t scalar, int64_t times) {
  for (; times > 0 && !s->full; times--) rt_sink_scalar(s, scalar);
}

/* ---- growing ---- */

static void builder_more(rt_sink *s) {
  size_t used = (size_t)(s->at - s->start), room = (size_t)(s->end - s->start);
  size_t wanted = rt_block_size(room ? 2 * room : 2 * RT_SINK_ROOM);
  s->start = rt_realloc(s->start, room, wanted);
  s->at = s->start + used;
  s->end = s->start + wanted;
}

void rt_builder_init(rt_builder *b) { b->sink = (rt_sink){.more = builder_more}; }

void rt_builder_room(rt_builder *b, size_t bytes) {
  size_t room = rt_block_size(bytes);
  b->sink.start = b->sink.at = rt_alloc(room);
  b->sink.end = b->sink.start + room;
}

void rt_builder_free(rt_builder *b) {
  if (b->sink.start) rt_free(b->sink.start, (size_t)(b->sink.end - b->sink.start));
}

gl_list *rt_builder_str(rt_builder *b) {
  rt_sink *s = &b->sink;
  size_t used = (size_t)(s->at - s->start), room = (size_t)(s->end - s->start);
  if (used > RT_INLINE && rt_utf8_ascii(s->start, used)) {
    return rt_list_adopt(s->start, (int64_t)used, (intptr_t)room, 1);
  }
  gl_list *str = used ? gl_str_new((const char *)s->start, used) : rt_str_new(0, 1);
  rt_builder_free(b);
  return str;
}

/* ---- cutting ---- */

static void cutter_more(rt_sink *s) {
  rt_cutter *c = (rt_cutter *)s;
  size_t staged = (size_t)(s->at - s->start), fits = c->room - 1 - c->used;
  s->full = staged > fits;
  if (staged < fits) fits = staged;
  memcpy(c->out + c->used, s->start, fits);
  c->used += fits;
  s->at = s->start;
}

void rt_cutter_init(rt_cutter *c, char *out, size_t room) {
  c->out = out;
  c->used = 0;
  c->room = room;
  c->sink = (rt_sink){.start = c->stage, .at = c->stage, .end = c->stage + sizeof c->stage, .more = cutter_more};
}

size_t rt_cutter_end(rt_cutter *c) {
  static const char DOTS[] = "...";
  bool cut = c->sink.full;
  if (!cut) {
    cutter_more(&c->sink);
    cut = c->sink.full;
  }
  if (cut && c->room > sizeof DOTS) {
    c->used = c->room - sizeof DOTS;
    while (c->used && (c->out[c->used] & 0xC0) == 0x80) c->used--; /* to where a character begins */
    memcpy(c->out + c->used, DOTS, sizeof DOTS - 1);
    c->used += sizeof DOTS - 1;
  }
  c->out[c->used] = 0;
  return c->used;
}

void rt_texts(char *out, size_t room, uint32_t count, const char *const *texts) {
  rt_cutter c;
  rt_cutter_init(&c, out, room);
  for (uint32_t i = 0; i < count; i++) rt_sink_text(&c.sink, texts[i]);
  (void)rt_cutter_end(&c);
}
