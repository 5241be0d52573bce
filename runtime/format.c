/* Python's format specification: [[fill]align][sign][z][#][0][width][grouping][.precision][type]. A value becomes a
   `body`: sign and prefix, the digits that may be grouped, and the rest; padding is the same for all kinds. What Python
   rejects fails. */

#include "runtime/alloc.h"
#include "runtime/fail.h"
#include "runtime/float_text.h"
#include "runtime/list.h"
#include "runtime/show.h"
#include "runtime/value.h"

typedef struct format_spec {
  uint32_t fill, align, sign, group, type; /* characters; 0: not given */
  bool no_minus_zero, alternate;
  bool zero_aligned; /* a bare 0 asks numbers for = */
  int64_t width, precision; /* precision -1: not given */
} format_spec;

/* ---- reading the specification ---- */

typedef struct spec_reader {
  const gl_list *text;
  int64_t at;
} spec_reader;

static uint32_t peek(const spec_reader *r, int64_t ahead) {
  return r->at + ahead < r->text->len ? rt_char_at(r->text, r->at + ahead) : 0;
}

static bool one_of(uint32_t c, const char *set) { return c && c < 0x80 && strchr(set, (int)c); }
static uint32_t take_of(spec_reader *r, const char *set) {
  return one_of(peek(r, 0), set) ? rt_char_at(r->text, r->at++) : 0;
}

/* False: the number is absurd. */
static bool take_number(spec_reader *r, int64_t *out) {
  enum { MOST = INT32_MAX };
  for (uint32_t c; (c = take_of(r, "0123456789")); *out = *out * 10 + (c - '0')) {
    if (*out > MOST / 10 - 1) return false;
  }
  return true;
}

static bool spec_read(const gl_list *text, format_spec *f) {
  static const char ALIGNS[] = "<>=^";
  spec_reader r = {text, 0};
  *f = (format_spec){.fill = ' ', .precision = -1};
  bool filled = one_of(peek(&r, 1), ALIGNS);
  if (filled) f->fill = rt_char_at(text, r.at++);
  f->align = take_of(&r, ALIGNS);
  f->sign = take_of(&r, "+- ");
  f->no_minus_zero = take_of(&r, "z");
  f->alternate = take_of(&r, "#");
  if (!filled && take_of(&r, "0")) {
    f->fill = '0';
    f->zero_aligned = !f->align;
  }
  if (!take_number(&r, &f->width)) return false;
  f->group = take_of(&r, ",_");
  if (take_of(&r, ".")) {
    f->precision = 0;
    if (!one_of(peek(&r, 0), "0123456789") || !take_number(&r, &f->precision)) return false;
  }
  f->type = take_of(&r, "bcdeEfFgGnosxX%");
  return r.at == text->len;
}

/* ---- what is padded ---- */

typedef struct body {
  char prefix[4]; /* sign, 0x: padding by = goes behind it */
  uint8_t *digits;
  int64_t count;
  uint32_t group_size; /* of the separators between digits, 0: none */
  const gl_list *text; /* or a Str instead of digits */
  int64_t text_length;
  rt_builder rest;
} body;

static void pad_write(rt_sink *s, const format_spec *f, const body *b, int64_t zeros) {
  int64_t digits = b->count + zeros;
  for (int64_t i = 0; i < digits; i++) {
    int64_t left = digits - i;
    if (i && b->group_size && left % b->group_size == 0) rt_sink_byte(s, (uint8_t)f->group);
    rt_sink_byte(s, i < zeros ? '0' : b->digits[i - zeros]);
  }
}

static int64_t grouped(int64_t digits, uint32_t group_size) {
  return digits + (group_size && digits ? (digits - 1) / group_size : 0);
}

static gl_list *pad(const format_spec *f, body *b) {
  rt_builder out;
  rt_builder_init(&out);
  rt_sink *s = &out.sink;
  size_t rest = (size_t)(b->rest.sink.at - b->rest.sink.start);
  uint32_t align = f->align ? f->align : b->text ? '<' : f->zero_aligned ? '=' : '>';
  int64_t fixed = (int64_t)(strlen(b->prefix) + rest) + b->text_length, zeros = 0;
  if (f->fill == '0' && align == '=' && b->group_size && b->count) { /* zeros that are grouped, too */
    while (grouped(b->count + zeros, b->group_size) + fixed < f->width) zeros++;
  }
  int64_t missing = f->width - fixed - grouped(b->count + zeros, b->group_size);
  if (missing < 0) missing = 0;
  int64_t before = align == '>' ? missing : align == '^' ? missing / 2 : 0;
  rt_sink_repeat(s, f->fill, before);
  rt_sink_text(s, b->prefix);
  rt_sink_repeat(s, f->fill, align == '=' ? missing : 0);
  pad_write(s, f, b, zeros);
  for (int64_t i = 0; i < b->text_length; i++) rt_sink_scalar(s, rt_char_at(b->text, i));
  if (rest) rt_sink_bytes(s, b->rest.sink.start, rest);
  rt_sink_repeat(s, f->fill, align == '=' ? 0 : missing - before);
  rt_builder_free(&b->rest);
  return rt_builder_str(&out);
}

static void put_sign(body *b, const format_spec *f, bool negative) {
  b->prefix[0] = negative ? '-' : f->sign == '+' || f->sign == ' ' ? (char)f->sign : 0;
  b->prefix[1] = 0;
}

/* ---- Str and Char ---- */

static bool format_text(const gl_list *text, const format_spec *f, gl_list **out) {
  if ((f->type && f->type != 's') || f->sign || f->alternate || f->group || f->no_minus_zero || f->align == '=')
    return false;
  body b = {.text = text, .text_length = text->len};
  rt_builder_init(&b.rest);
  if (f->precision >= 0 && f->precision < text->len) b.text_length = f->precision;
  *out = pad(f, &b);
  return true;
}

static bool format_char(uint32_t c, const format_spec *f, gl_list **out) {
  gl_list *text = rt_str_new(1, 1);
  gl_chars_push(text, c);
  bool good = format_text(text, f, out);
  gl_drop_list(text, &rt_type_char);
  return good;
}

/* ---- Int ---- */

enum { INT_DIGITS = 64 };

static uint8_t *int_digits(uint8_t *end, uint64_t value, uint32_t base, const char *letters) {
  do {
    *--end = (uint8_t)letters[value % base];
  } while (value /= base);
  return end;
}

static uint32_t base_of(uint32_t type) { return type == 'b' ? 2 : type == 'o' ? 8 : (type | 32) == 'x' ? 16 : 10; }

static bool format_digits(const format_spec *f, bool negative, uint8_t *digits, int64_t count, gl_list **out) {
  uint32_t base = base_of(f->type);
  bool fits = one_of(f->type ? f->type : 'd', "bdnoxX") && f->precision < 0 && !f->no_minus_zero;
  if (!fits || (f->group == ',' && base != 10) || (f->group && f->type == 'n')) return false;
  body b = {.digits = digits, .count = count, .group_size = !f->group ? 0 : base == 10 ? 3 : 4};
  rt_builder_init(&b.rest);
  put_sign(&b, f, negative);
  if (f->alternate && base != 10) {
    size_t n = strlen(b.prefix);
    b.prefix[n] = '0';
    b.prefix[n + 1] = (char)f->type;
    b.prefix[n + 2] = 0;
  }
  *out = pad(f, &b);
  return true;
}

static bool format_int(int64_t value, format_spec *f, gl_list **out) {
  if (f->type == 'c') {
    bool scalar = value >= 0 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
    f->type = 0;
    if (!f->align) f->align = '<';
    return scalar && f->precision < 0 && format_char((uint32_t)value, f, out);
  }
  uint8_t room[INT_DIGITS], *end = room + INT_DIGITS;
  uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  uint8_t *digits = int_digits(end, size, base_of(f->type), f->type == 'X' ? "0123456789ABCDEF" : "0123456789abcdef");
  return format_digits(f, value < 0, digits, end - digits, out);
}

/* ---- Big ---- */

static bool format_big(const gl_big *value, const gl_type *t, const format_spec *f, gl_list **out) {
  rt_builder text;
  rt_builder_init(&text);
  t->walk->big->digits(&text.sink, value, base_of(f->type));
  uint8_t *digits = text.sink.start, *end = text.sink.at;
  for (uint8_t *p = digits; f->type == 'X' && p < end; p++) {
    if (*p >= 'a') *p = (uint8_t)(*p - ('a' - 'A'));
  }
  bool negative = *digits == '-';
  digits += negative;
  bool good = format_digits(f, negative, digits, end - digits, out);
  rt_builder_free(&text);
  return good;
}

/* ---- Float ---- */

static uint8_t digit_at(const rt_decimal *d, int64_t i) {
  return (uint8_t)('0' + (i >= 0 && i < d->count ? d->digits[i] : 0));
}

/* The point and the digits from number `from` on. */
static void put_fraction(rt_sink *s, const rt_decimal *d, int64_t from, int64_t places, bool keep_point) {
  if (places > 0 || keep_point) rt_sink_byte(s, '.');
  for (int64_t i = 0; i < places; i++) rt_sink_byte(s, digit_at(d, from + i));
}

static void put_exponent(rt_sink *s, int32_t power, bool upper) {
  rt_sink_byte(s, upper ? 'E' : 'e');
  rt_sink_byte(s, power < 0 ? '-' : '+');
  if (power < 0) power = -power;
  if (power < 10) rt_sink_byte(s, '0');
  rt_sink_int(s, power);
}

static void scientific(body *b, const rt_decimal *d, int64_t places, const format_spec *f, bool upper) {
  b->digits[0] = digit_at(d, 0);
  b->count = 1;
  put_fraction(&b->rest.sink, d, 1, places, f->alternate);
  put_exponent(&b->rest.sink, d->count ? d->point - 1 : 0, upper);
}

static void fixed(body *b, const rt_decimal *d, int64_t places, bool keep_point) {
  b->count = d->count && d->point > 0 ? d->point : 1;
  for (int64_t i = 0; i < b->count; i++) b->digits[i] = digit_at(d, d->count && d->point > 0 ? i : -1);
  put_fraction(&b->rest.sink, d, d->count ? d->point : 0, places, keep_point);
}

/* The rule of %g, of repr (no type, no precision) and of what Python does in between. */
static void general(body *b, rt_decimal *d, const format_spec *f, bool upper) {
  enum { DEFAULT_DIGITS = 6, REPR_DIGITS = 16 };
  bool repr = !f->type && f->precision < 0, dot_zero = !f->type;
  int64_t digits = f->precision < 0 ? (repr ? REPR_DIGITS : DEFAULT_DIGITS) : f->precision ? f->precision : 1;
  if (!repr) rt_decimal_significant(d, digits);
  int64_t point = d->count ? d->point : 1;
  bool exponent = point <= -4 || point > digits - (dot_zero && !repr);
  int64_t shown = f->alternate && !repr ? digits : d->count ? d->count : 1; /* significant digits written */
  if (exponent) {
    scientific(b, d, shown - 1, f, upper);
    return;
  }
  int64_t places = shown - point;
  if (places < 1 && dot_zero) places = 1;
  fixed(b, d, places < 0 ? 0 : places, f->alternate);
}

static void shortest_decimal(rt_decimal *d, double value) {
  int32_t exponent;
  uint8_t text[20];
  uint64_t decimal = rt_float_decimal(value, &exponent);
  d->count = decimal ? (int32_t)(rt_digits(text, decimal) - text) : 0;
  d->point = d->count + exponent;
  for (int32_t i = 0; i < d->count; i++) d->digits[i] = (uint8_t)(text[i] - '0');
}

static void finite_body(body *b, double value, const format_spec *f) {
  enum { DEFAULT_PLACES = 6 };
  int64_t precision = f->precision < 0 ? DEFAULT_PLACES : f->precision;
  bool upper = f->type == 'E' || f->type == 'G';
  rt_decimal d;
  if (!f->type && f->precision < 0) {
    shortest_decimal(&d, value);
  } else {
    rt_decimal_of(&d, value);
  }
  switch (f->type) {
  case 'e':
  case 'E':
    rt_decimal_significant(&d, precision + 1);
    scientific(b, &d, precision, f, upper);
    break;
  case 'f':
  case 'F':
  case '%':
    rt_decimal_round(&d, precision);
    fixed(b, &d, precision, f->alternate);
    break;
  default: general(b, &d, f, upper);
  }
  if (f->no_minus_zero && !d.count && b->prefix[0] == '-') put_sign(b, f, false);
}

static bool format_float(double value, const format_spec *f, gl_list **out) {
  enum { WHOLE_DIGITS = 310 };
  uint8_t digits[WHOLE_DIGITS];
  if (f->type && !one_of(f->type, "eEfFgGn%")) return false;
  if (f->group && f->type == 'n') return false;
  if (f->type == '%') value *= 100;
  body b = {.digits = digits, .group_size = f->group ? 3 : 0};
  rt_builder_init(&b.rest);
  put_sign(&b, f, __builtin_signbit(value) && value == value);
  if (__builtin_isfinite(value)) {
    finite_body(&b, value, f);
  } else {
    bool upper = one_of(f->type, "EFG");
    rt_sink_text(&b.rest.sink, value != value ? (upper ? "NAN" : "nan") : upper ? "INF" : "inf");
  }
  if (f->type == '%') rt_sink_byte(&b.rest.sink, '%');
  *out = pad(f, &b);
  return true;
}

/* ---- by kind ---- */

static bool format_shown(const void *value, const gl_type *t, const format_spec *f, gl_list **out) {
  gl_list *text = gl_show(value, t);
  bool good = format_text(text, f, out);
  gl_drop_list(text, &rt_type_char);
  return good;
}

static bool format_value(const void *value, const gl_type *t, format_spec *f, gl_list **out) {
  bool real_type = one_of(f->type, "eEfFgG%"), number_type = f->type && f->type != 's';
  switch (t->kind) {
  case GL_INT: {
    int64_t i = *(const int64_t *)value;
    return real_type ? format_float((double)i, f, out) : format_int(i, f, out);
  }
  case GL_BIG: {
    gl_big *big = *(gl_big *const *)value;
    return real_type ? format_float(t->walk->big->to_float(big), f, out) : format_big(big, t, f, out);
  }
  case GL_FLOAT: return format_float(*(const double *)value, f, out);
  case GL_BOOL: {
    int64_t bit = *(const uint8_t *)value;
    if (number_type) return real_type ? format_float((double)bit, f, out) : format_int(bit, f, out);
    break;
  }
  case GL_CHAR: return format_char(*(const uint32_t *)value, f, out);
  }
  return format_shown(value, t, f, out);
}

bool gl_format(const void *value, const gl_type *t, gl_list *spec, uint32_t site, gl_list **out) {
  format_spec f;
  rt_any top = rt_any_top(value, t);
  if (spec->len == 0 && top.t->kind != GL_CHAR) {
    *out = gl_show(value, t);
    return false;
  }
  if (spec_read(spec, &f) && format_value(top.value, top.t, &f, out)) return false;
  rt_operand operands[] = {{top.value, top.t}, {&spec, &rt_type_str}};
  return rt_fail(RT_FAIL_DOMAIN, site, "%1 is no format for %0", 2, operands);
}
