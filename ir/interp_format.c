/* Python's format specification: [[fill]align][sign][z][#][0][width][grouping][.precision][type]. The C library's
   printf makes the digits; here they are taken apart, grouped and padded. */

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ir/bignum.h"
#include "ir/interp_run.h"

enum { NOT_GIVEN = -1, NUMBER_MOST = 100000000 };

typedef struct spec {
  uint32_t fill;
  char align, sign, group, type; /* 0: not given */
  bool plain_zero, alternate, bare_zero; /* bare: the 0 that stands for a fill of 0 behind the sign */
  int64_t width, precision;
} spec;

/* What is padded: padding by '=' goes behind sign and prefix, grouping is of the whole digits. */
typedef struct body {
  str prefix, digits, rest;
  uint32_t group;
  bool text;
} body;

/* ---- reading ---- */

typedef struct spec_reader {
  const interp_list *text;
  int64_t at;
} spec_reader;

static bool is_one_of(uint32_t c, const char *set) { return c && c < 0x80 && strchr(set, (int)c); }

static uint32_t peek(const spec_reader *r, int64_t ahead) {
  return r->at + ahead < r->text->len ? (uint32_t)r->text->items[r->at + ahead].i : 0;
}

static char take(spec_reader *r, const char *set) {
  uint32_t c = peek(r, 0);
  if (!is_one_of(c, set)) return 0;
  r->at++;
  return (char)c;
}

static bool take_number(spec_reader *r, int64_t *out) {
  for (char c; (c = take(r, "0123456789"));) {
    *out = *out * 10 + (c - '0');
    if (*out > NUMBER_MOST) return false;
  }
  return true;
}

static bool read_spec(const interp_list *text, spec *f) {
  spec_reader r = {text, 0};
  *f = (spec){.fill = ' ', .precision = NOT_GIVEN};
  bool filled = is_one_of(peek(&r, 1), "<>=^");
  if (filled) {
    f->fill = peek(&r, 0);
    r.at++;
  }
  f->align = take(&r, "<>=^");
  f->sign = take(&r, "+- ");
  f->plain_zero = take(&r, "z");
  f->alternate = take(&r, "#");
  if (!filled && take(&r, "0")) {
    f->fill = '0';
    f->bare_zero = !f->align;
    if (!f->align) f->align = '=';
  }
  if (!take_number(&r, &f->width)) return false;
  f->group = take(&r, ",_");
  if (take(&r, ".")) {
    f->precision = 0;
    if (!is_one_of(peek(&r, 0), "0123456789") || !take_number(&r, &f->precision)) return false;
  }
  f->type = take(&r, "bcdeEfFgGnosxX%");
  return r.at == text->len;
}

/* ---- padding ---- */

static int64_t count_scalars(str s) {
  int64_t n = 0;
  for (size_t i = 0; i < s.len; i++) n += (s.ptr[i] & 0xC0) != 0x80;
  return n;
}

static str group_digits(arena *home, str digits, uint32_t group, char separator) {
  strbuf b = strbuf_new(home);
  for (size_t i = 0; i < digits.len; i++) {
    if (i && group && (digits.len - i) % group == 0) strbuf_byte(&b, separator);
    strbuf_byte(&b, digits.ptr[i]);
  }
  return strbuf_str(&b);
}

static void add_fill(strbuf *b, uint32_t fill, int64_t times) {
  for (; times > 0; times--) strbuf_utf8(b, fill);
}

/* Zeros that pad a grouped number are grouped with it. */
static str whole_digits(arena *home, const spec *f, const body *b, int64_t fixed) {
  str all = group_digits(home, b->digits, b->group, f->group);
  str zeros = b->digits;
  while (b->group && f->fill == '0' && f->align == '=' && (int64_t)all.len + fixed < f->width) {
    zeros = str_printf(home, "0" STR_FMT, STR_ARG(zeros));
    all = group_digits(home, zeros, b->group, f->group);
  }
  return all;
}

static str pad(arena *home, const spec *f, const body *b) {
  int64_t fixed = count_scalars(b->prefix) + count_scalars(b->rest);
  str digits = whole_digits(home, f, b, fixed);
  int64_t missing = f->width - fixed - (int64_t)digits.len;
  if (missing < 0) missing = 0;
  char align = f->align ? f->align : b->text ? '<' : '>';
  int64_t before = align == '>' ? missing : align == '^' ? missing / 2 : 0;
  strbuf out = strbuf_new(home);
  add_fill(&out, f->fill, before);
  strbuf_add(&out, b->prefix);
  add_fill(&out, f->fill, align == '=' ? missing : 0);
  strbuf_add(&out, digits);
  strbuf_add(&out, b->rest);
  add_fill(&out, f->fill, align == '=' ? 0 : missing - before);
  return strbuf_str(&out);
}

/* ---- by kind ---- */

static str cut_scalars(str s, int64_t n) {
  size_t end = 0;
  while (end < s.len && n >= 0) {
    if ((s.ptr[end] & 0xC0) != 0x80 && n-- == 0) break;
    end++;
  }
  return (str){s.ptr, end};
}

static bool format_text(arena *home, str text, spec f, str *out) {
  if ((f.type && f.type != 's') || f.sign || f.alternate || f.group || f.plain_zero) return false;
  if (f.align == '=' && !f.bare_zero) return false;
  if (f.bare_zero) f.align = '<';
  body b = {.rest = f.precision >= 0 ? cut_scalars(text, f.precision) : text, .text = true};
  *out = pad(home, &f, &b);
  return true;
}

static const char *sign_text(const spec *f, bool negative) {
  return negative ? "-" : f->sign == '+' ? "+" : f->sign == ' ' ? " " : "";
}

static bool format_scalar(arena *home, int64_t scalar, spec f, str *out) {
  bool good = scalar >= 0 && scalar <= 0x10FFFF && (scalar < 0xD800 || scalar > 0xDFFF);
  strbuf b = strbuf_new(home);
  if (good) strbuf_utf8(&b, (uint32_t)scalar);
  return good && format_text(home, strbuf_str(&b), f, out);
}

static bool format_whole(arena *home, bignum value, spec f, str *out) {
  uint32_t base = f.type == 'b' ? 2 : f.type == 'o' ? 8 : (f.type | 32) == 'x' ? 16 : 10;
  bool fits = !f.type || is_one_of((uint32_t)f.type, "bdnoxX");
  if (!fits || f.precision != NOT_GIVEN || f.plain_zero || (f.group && f.type == 'n')) return false;
  if (f.group == ',' && base != 10) return false;
  char mark[3] = {'0', f.type, 0};
  const char *sign = sign_text(&f, value.negative);
  value.negative = false;
  str digits = str_copy(home, bignum_text(home, &value, base));
  for (size_t i = 0; i < digits.len && f.type == 'X'; i++)
    if (digits.ptr[i] >= 'a') ((char *)digits.ptr)[i] = (char)(digits.ptr[i] - 'a' + 'A');
  body b = {.prefix = str_printf(home, "%s%s", sign, f.alternate && base != 10 ? mark : ""),
            .digits = digits,
            .group = !f.group ? 0 : base == 10 ? 3 : 4};
  *out = pad(home, &f, &b);
  return true;
}

static bool format_int(arena *home, int64_t value, spec f, str *out) {
  if (f.type != 'c') return format_whole(home, bignum_of(home, value), f, out);
  f.type = 0;
  if (!f.align) f.align = '<';
  return f.precision == NOT_GIVEN && format_scalar(home, value, f, out);
}

/* `significant` digits of value >= 0, or as many as read back; 0.d1d2.. * 10^point, without zeros at the end. */
static str decimal_digits(arena *home, double value, int64_t significant, int *point) {
  str text;
  int precision = significant == NOT_GIVEN ? 0 : (int)significant - 1;
  do text = str_printf(home, "%.*e", precision, value);
  while (significant == NOT_GIVEN && strtod(text.ptr, NULL) != value && ++precision);
  strbuf digits = strbuf_new(home);
  const char *p = text.ptr;
  for (; *p != 'e'; p++)
    if (*p != '.') strbuf_byte(&digits, *p);
  *point = atoi(p + 1) + 1;
  while (digits.len > 1 && digits.ptr[digits.len - 1] == '0') digits.len--;
  return strbuf_str(&digits);
}

/* The rule of %g, of repr (no type, no precision), and of what Python does for a precision without a type. */
static str general_text(arena *home, double value, const spec *f) {
  bool repr = !f->type && f->precision < 0, dotted = !f->type, upper = f->type == 'G';
  int64_t most = f->precision == NOT_GIVEN ? (repr ? 16 : 6) : f->precision ? f->precision : 1;
  int point;
  str digits = decimal_digits(home, value, repr ? NOT_GIVEN : most, &point);
  if (value == 0) point = 1;
  int64_t shown = f->alternate && !repr ? most : (int64_t)digits.len;
  bool scientific = point <= -4 || point > most - (dotted && !repr);
  if (scientific)
    return str_printf(home,
                      f->alternate ? (upper ? "%#.*E" : "%#.*e")
                      : upper      ? "%.*E"
                                   : "%.*e",
                      (int)shown - 1, value);
  int64_t places = shown - point;
  if (places < 1 && dotted) places = 1;
  return str_printf(home, f->alternate ? "%#.*f" : "%.*f", places < 0 ? 0 : (int)places, value);
}

static str finite_text(arena *home, double value, const spec *f) {
  int precision = f->precision < 0 ? 6 : (int)f->precision;
  if (f->type == 'e') return str_printf(home, f->alternate ? "%#.*e" : "%.*e", precision, value);
  if (f->type == 'E') return str_printf(home, f->alternate ? "%#.*E" : "%.*E", precision, value);
  if (is_one_of((uint32_t)f->type, "fF%")) return str_printf(home, f->alternate ? "%#.*f" : "%.*f", precision, value);
  return general_text(home, value, f);
}

static bool is_zero_text(str text) {
  for (size_t i = 0; i < text.len && (text.ptr[i] | 32) != 'e'; i++)
    if (text.ptr[i] >= '1' && text.ptr[i] <= '9') return false;
  return true;
}

static bool format_float(arena *home, double value, spec f, str *out) {
  bool fits = !f.type || is_one_of((uint32_t)f.type, "eEfFgGn%");
  if (!fits || (f.group && f.type == 'n')) return false;
  if (f.type == '%') value *= 100;
  bool negative = signbit(value) && !isnan(value), upper = is_one_of((uint32_t)f.type, "EFG");
  body b = {.group = f.group ? 3 : 0};
  if (isfinite(value)) {
    str text = finite_text(home, fabs(value), &f);
    size_t whole = strspn(text.ptr, "0123456789");
    b.digits = (str){text.ptr, whole};
    b.rest = (str){text.ptr + whole, text.len - whole};
    if (f.plain_zero && is_zero_text(text)) negative = false;
  } else {
    b.group = 0;
    b.rest = str_of(isnan(value) ? (upper ? "NAN" : "nan") : upper ? "INF" : "inf");
  }
  b.prefix = str_of(sign_text(&f, negative));
  if (f.type == '%') b.rest = str_printf(home, STR_FMT "%%", STR_ARG(b.rest));
  *out = pad(home, &f, &b);
  return true;
}

static bool format_value(arena *home, interp_value v, const ir_type *t, spec f, str *out) {
  bool real = is_one_of((uint32_t)f.type, "eEfFgG%"), number = f.type && f.type != 's';
  if (t->kind == IRT_BIG)
    return real ? format_float(home, bignum_float(home, v.big), f, out) : format_whole(home, *v.big, f, out);
  if (t->kind == IRT_INT || (t->kind == IRT_BOOL && number))
    return real ? format_float(home, (double)v.i, f, out) : format_int(home, v.i, f, out);
  if (t->kind == IRT_FLOAT) return format_float(home, v.f, f, out);
  if (t->kind == IRT_CHAR) return format_scalar(home, v.i, f, out);
  strbuf shown = strbuf_new(home);
  interp_show(&shown, v, t, false);
  return format_text(home, strbuf_str(&shown), f, out);
}

bool interp_op_format(interp *in, const interp_call *c, interp_value *out) {
  const interp_list *text = c->args[1].list;
  interp_value v = c->args[0];
  const ir_type *t = interp_arg_type(c, 0);
  if (t->kind == IRT_DYN) t = interp_strip(&v, t);
  spec f;
  str formatted;
  bool bare = text->len == 0 && t->kind != IRT_CHAR;
  if (bare) return interp_op_show(in, &(interp_call){.op = OP_show, .dom = t, .argc = 1, .args = &v}, out);
  bool read = read_spec(text, &f) && interp_spend(in, (uint64_t)f.width + (uint64_t)(f.precision + 1));
  if (in->limit) return false;
  if (!read || !format_value(in->home, v, t, f, &formatted))
    return interp_fail(in, c, FAIL_DOMAIN, "%1 is no format for %0");
  return interp_give(out, interp_str_of(in->home, formatted));
}
