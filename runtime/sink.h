#ifndef GAEL_RT_SINK_H
#define GAEL_RT_SINK_H

/* Where text goes while it is made: bytes of UTF-8 into a buffer, and `more` is called when the buffer is short.
   Writers reserve a little room, write there and advance `at`. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/gael_rt.h"

enum { RT_SINK_ROOM = 64 }; /* the most that may be reserved at once */

typedef struct rt_sink rt_sink;
struct rt_sink {
  uint8_t *start, *at, *end;
  bool full; /* nothing that is still written will be seen: stop when convenient */
  void (*more)(rt_sink *s); /* makes room for at least RT_SINK_ROOM bytes */
};

static inline uint8_t *rt_sink_reserve(rt_sink *s, size_t bytes) {
  if ((size_t)(s->end - s->at) < bytes) s->more(s);
  return s->at;
}

static inline void rt_sink_byte(rt_sink *s, uint8_t byte) {
  *rt_sink_reserve(s, 1) = byte;
  s->at++;
}

void rt_sink_bytes(rt_sink *s, const void *bytes, size_t length);
void rt_sink_text(rt_sink *s, const char *text);
void rt_sink_int(rt_sink *s, int64_t value);
void rt_sink_hex(rt_sink *s, uint32_t value);
void rt_sink_scalar(rt_sink *s, uint32_t scalar); /* as UTF-8 */
void rt_sink_str(rt_sink *s, bor const gl_list *str);
void rt_sink_repeat(rt_sink *s, uint32_t scalar, int64_t times);

/* A sink into memory that grows, and what it has become: a Str, which takes the memory over. */
typedef struct rt_builder {
  rt_sink sink;
} rt_builder;
void rt_builder_init(rt_builder *b);
void rt_builder_room(rt_builder *b, size_t bytes); /* before anything is written: so many are to come */
gl_list *rt_builder_str(rt_builder *b);
void rt_builder_free(rt_builder *b);

/* A sink into `room` bytes of the caller's, staged: what is too much is cut, which "..." at the end shows. */
typedef struct rt_cutter {
  rt_sink sink;
  char *out;
  size_t used, room;
  uint8_t stage[2 * RT_SINK_ROOM];
} rt_cutter;
void rt_cutter_init(rt_cutter *c, char *out, size_t room);
size_t rt_cutter_end(rt_cutter *c); /* closes the text with a NUL, gives its length */

/* `count` texts one behind the other, as far as there is room. */
void rt_texts(char *out, size_t room, uint32_t count, const char *const *texts);

/* Decimal digits of value, at most 20, written from `to` on; gives the end. */
uint8_t *rt_digits(uint8_t *to, uint64_t value);

#endif
