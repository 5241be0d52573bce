/* Bigs to and from text, a chunk of digits at a time: as many as fit into one digit of the number's own. Quadratic, like
   schoolbook division; 100,000 decimal digits take well under a second. */

#include "runtime/alloc.h"
#include "runtime/big.h"
#include "runtime/fail.h"
#include "runtime/list.h"
#include "runtime/number_text.h"

/* Characters of a chunk, and base to that power. */
typedef struct chunk {
  uint32_t letters;
  rt_digit unit;
} chunk;

static chunk chunk_of(uint32_t base) {
  chunk c = {1, base};
  while (c.unit <= RT_DIGIT_MASK / base) {
    c.unit *= base;
    c.letters++;
  }
  return c;
}

/* ---- to text ---- */

#ifdef __LP64__

/* Division by one number again and again: by products with its reciprocal (Möller and Granlund, "Improved division by
   invariant integers"), which is ten times as fast as a division of 128 bits. */
typedef struct divisor {
  uint64_t unit, reciprocal; /* shifted up so that the highest bit is set; 2**128 / unit - 2**64 */
  int shift;
} divisor;

static divisor divisor_new(rt_digit unit) {
  divisor d = {.shift = __builtin_clzll(unit)};
  d.unit = unit << d.shift;
  d.reciprocal = (uint64_t)(~(rt_two_digits)0 / d.unit);
  return d;
}

/* The remainder so far and a digit, divided; the new remainder. */
static rt_digit divide_step(const divisor *d, rt_digit *digit, rt_digit remainder) {
  rt_two_digits u = ((rt_two_digits)remainder << RT_DIGIT_BITS | *digit) << d->shift;
  uint64_t u1 = (uint64_t)(u >> 64), u0 = (uint64_t)u;
  rt_two_digits q = (rt_two_digits)d->reciprocal * u1 + u;
  uint64_t q1 = (uint64_t)(q >> 64) + 1, q0 = (uint64_t)q, r = u0 - q1 * d->unit;
  if (r > q0) {
    q1--;
    r += d->unit;
  }
  if (r >= d->unit) {
    q1++;
    r -= d->unit;
  }
  *digit = q1;
  return r >> d->shift;
}

#else

typedef struct divisor {
  rt_digit unit;
} divisor;

static divisor divisor_new(rt_digit unit) { return (divisor){unit}; }

static rt_digit divide_step(const divisor *d, rt_digit *digit, rt_digit remainder) {
  rt_two_digits u = (rt_two_digits)remainder << RT_DIGIT_BITS | *digit;
  *digit = (rt_digit)(u / d->unit);
  return (rt_digit)(u % d->unit);
}

#endif

static uint8_t *letters_before(uint8_t *end, rt_digit value, uint32_t base, uint32_t least) {
  for (uint32_t n = 0; n < least || value; n++, value /= base)
    *--end = (uint8_t)"0123456789abcdefghijklmnopqrstuvwxyz"[value % base];
  return end;
}

void rt_big_source(rt_sink *s, const gl_big *b, uint32_t base) {
  uint32_t count = rt_big_count(b), bits_each = 31 - (uint32_t)__builtin_clz(base);
  size_t size = count * sizeof(rt_digit), room = (size_t)count * RT_DIGIT_BITS / bits_each + RT_DIGIT_BITS + 2;
  rt_digit *rest = rt_alloc(size);
  uint8_t *text = rt_alloc(room), *at = text + room;
  rt_copy(rest, b->digits, size);
  chunk c = chunk_of(base);
  divisor d = divisor_new(c.unit);
  while (count) {
    rt_digit remainder = 0;
    for (uint32_t i = count; i--;) remainder = divide_step(&d, &rest[i], remainder);
    while (count && !rest[count - 1]) count--;
    at = letters_before(at, remainder, base, count ? c.letters : 1);
  }
  if (!b->used) *--at = '0';
  if (b->used < 0) *--at = '-';
  rt_sink_bytes(s, at, (size_t)(text + room - at));
  rt_free(text, room);
  rt_free(rest, size);
}

bool gl_big_text(gl_big *b, int64_t base, uint32_t site, gl_list **out) {
  if (base < 2 || base > 36) return rt_fail_int(RT_FAIL_DOMAIN, site, "a base is 2 to 36", base);
  rt_builder builder;
  rt_builder_init(&builder);
  rt_big_source(&builder.sink, b, (uint32_t)base);
  *out = rt_builder_str(&builder);
  return false;
}

/* ---- from text ---- */

/* b = b * factor + more, for a b with room for one digit more. */
static void multiply_add(gl_big *b, uint32_t *count, rt_digit factor, rt_digit more) {
  for (uint32_t i = 0; i < *count; i++) {
    rt_two_digits product = (rt_two_digits)b->digits[i] * factor + more;
    b->digits[i] = (rt_digit)product & RT_DIGIT_MASK;
    more = (rt_digit)(product >> RT_DIGIT_BITS);
  }
  if (more) b->digits[(*count)++] = more;
}

static uint32_t value_of(uint8_t c) { return c <= '9' ? c - '0' : (c | 32) - 'a' + 10; }

/* The text is known to be a number: digits with `_` between them. */
static gl_big *digits_parse(const uint8_t *text, const uint8_t *end, uint32_t base, bool negative) {
  uint32_t bits_each = 32 - (uint32_t)__builtin_clz(base - 1), count = 0;
  int64_t room = (end - text) * bits_each / RT_DIGIT_BITS + 2;
  gl_big *b = rt_big_new(room, negative, NULL);
  while (text < end) {
    rt_digit unit = 1, value = 0;
    for (; text < end && unit <= RT_DIGIT_MASK / base; text++) {
      if (*text == '_') continue;
      unit *= base;
      value = value * base + value_of(*text);
    }
    multiply_add(b, &count, unit, value);
  }
  for (; count < room; count++) b->digits[count] = 0;
  return rt_big_trim(b);
}

gl_big *rt_big_parse(const uint8_t *text, size_t length, uint32_t base) {
  int64_t small;
  switch (rt_int_parse(text, length, base, &small)) {
  case RT_NUMBER: return gl_big_of(small);
  case RT_NO_NUMBER: return NULL;
  case RT_TOO_LARGE: break;
  }
  const uint8_t *p = text, *end = text + length;
  bool negative = *p == '-';
  if (*p == '-' || *p == '+') p++;
  uint32_t prefix = rt_int_prefix(p, end);
  if (prefix && (base == prefix || base == 0)) p += 2;
  if (base == 0) base = prefix ? prefix : 10;
  return digits_parse(p, end, base, negative);
}

/* The text at one byte a character; what is no ASCII is no digit either. */
static gl_big *wide_parse(const gl_list *s, uint32_t base) {
  size_t size = (size_t)s->len;
  uint8_t *bytes = rt_alloc(size);
  for (int64_t i = 0; i < s->len; i++) {
    uint32_t c = rt_char_at(s, i);
    bytes[i] = c < 0x80 ? (uint8_t)c : '?';
  }
  gl_big *b = rt_big_parse(bytes, size, base);
  rt_free(bytes, size);
  return b;
}

bool gl_parse_big(gl_list *s, int64_t base, uint32_t site, gl_big **out) {
  if (base == 0) base = 10;
  if (base < 2 || base > 36) return rt_fail_int(RT_FAIL_DOMAIN, site, "a base is 2 to 36", base);
  int64_t lo = 0, hi = s->len;
  while (lo < hi && gl_char_is_space(rt_char_at(s, lo))) lo++;
  while (lo < hi && gl_char_is_space(rt_char_at(s, hi - 1))) hi--;
  gl_list part = *s; /* a view that nobody keeps */
  part.data += (size_t)lo * s->width;
  part.len = hi - lo;
  *out = s->width == 1 ? rt_big_parse(part.data, (size_t)part.len, (uint32_t)base) : wide_parse(&part, (uint32_t)base);
  return !*out && rt_fail(RT_FAIL_PARSE, site, "%0 is not a Big", 1, &(rt_operand){&s, &rt_type_str});
}
