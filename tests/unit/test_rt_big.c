/* Bigs: against what Python says, and against laws on random numbers of every length. */

#include <math.h>

#include "runtime/big.h"
#include "runtime/value.h"
#include "tests/unit/test_rt.h"

static gl_big *big(const char *text) { return rt_big_parse((const uint8_t *)text, strlen(text), 0); }

/* Is b this number? Drops b. */
static bool is_big(gl_big *b, const char *digits) {
  gl_list *text;
  bool failed = gl_big_text(b, 10, 0, &text);
  gl_drop_big(b);
  return !failed && is_text(text, digits);
}

/* One operation on numbers in text form. */
static gl_big *apply(gl_big *(*operation)(gl_big *, gl_big *), const char *a, const char *b) {
  gl_big *x = big(a), *y = big(b), *result = operation(x, y);
  gl_drop_big(x);
  gl_drop_big(y);
  return result;
}

static bool apply_failing(bool (*operation)(gl_big *, gl_big *, uint32_t, gl_big **), const char *a, const char *b,
                          gl_big **out) {
  gl_big *x = big(a), *y = big(b);
  bool failed = operation(x, y, 0, out);
  gl_drop_big(x);
  gl_drop_big(y);
  return failed;
}

static void test_text(void) {
  static const char *const SAME[] = {"0", "1", "-1", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
                                     "1152921504606846976", "1000000000000000000", "1000000000000000000000000000000000000",
                                     "-340282366920938463463374607431768211456"};
  for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++) CU_ASSERT(is_big(big(SAME[i]), SAME[i]));
  CU_ASSERT(is_big(big("0x1_0000_0000_0000_0000_0000"), "1208925819614629174706176"));
  CU_ASSERT(is_big(big("+12_345678901234567890"), "12345678901234567890"));
  CU_ASSERT_PTR_NULL(big("12345678901234567890_"));
  CU_ASSERT_PTR_NULL(big("1234567890123456789a"));
  CU_ASSERT_PTR_NULL(big(""));
  gl_big *b = big("340282366920938463463374607431768211455");
  gl_list *text;
  CU_ASSERT(!gl_big_text(b, 16, 0, &text) && is_text(text, "ffffffffffffffffffffffffffffffff"));
  CU_ASSERT(!gl_big_text(b, 36, 0, &text) && is_text(text, "f5lxx1zz5pnorynqglhzmsp33"));
  CU_ASSERT(gl_big_text(b, 37, 0, &text));
  gl_drop_big(b);
}

static void test_parse(void) {
  gl_big *b;
  gl_list *wide = str(" \xC2\xA0 123456789012345678901234567890 "), *bad = str("12\xC3\xA9"), *hex = str("-zz");
  CU_ASSERT(!gl_parse_big(wide, 0, 0, &b) && is_big(b, "123456789012345678901234567890"));
  CU_ASSERT(!gl_parse_big(hex, 36, 0, &b) && is_big(b, "-1295"));
  CU_ASSERT(gl_parse_big(bad, 10, 0, &b));
  CU_ASSERT_STRING_EQUAL(gl_failure_now()->message, "\"12\xC3\xA9\" is not a Big");
  CU_ASSERT(gl_parse_big(hex, 1, 0, &b));
  gl_drop_list(wide, &CHAR);
  gl_drop_list(bad, &CHAR);
  gl_drop_list(hex, &CHAR);
}

static void test_int(void) {
  static const int64_t VALUES[] = {0, 1, -1, 1152921504606846975, 1152921504606846976, INT64_MAX, INT64_MIN};
  for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++) {
    int64_t back = 7;
    gl_big *b = gl_big_of(VALUES[i]);
    CU_ASSERT(!gl_big_int(b, 0, &back) && back == VALUES[i]);
    CU_ASSERT_EQUAL(rt_hash(&b, &rt_type_big), rt_hash(&VALUES[i], &INT));
    gl_drop_big(b);
  }
  int64_t out;
  gl_big *large = big("9223372036854775808");
  CU_ASSERT(gl_big_int(large, 0, &out));
  CU_ASSERT_EQUAL(gl_failure_now()->code, 903);
  double power = 0x1p63;
  CU_ASSERT_EQUAL(rt_hash(&large, &rt_type_big), rt_hash(&power, &FLOAT));
  gl_drop_big(large);
}

static void test_float(void) {
  static const struct {
    const char *big;
    double value;
  } NEAREST[] = {{"0", 0},
              {"-5", -5},
              {"9007199254740993", 9007199254740992.0},
              {"9007199254740995", 9007199254740996.0},
              {"18446744073709551616", 18446744073709551616.0},
              {"36893488147419107329", 36893488147419111424.0},
              {"100000000000000000000000000000000000000000", 1e41},
              {"-123456789012345678901234567890", -123456789012345678901234567890.0}};
  for (size_t i = 0; i < sizeof NEAREST / sizeof *NEAREST; i++) {
    gl_big *b = big(NEAREST[i].big);
    CU_ASSERT_EQUAL(gl_big_float(b), NEAREST[i].value);
    gl_drop_big(b);
  }
  gl_big *ten = gl_big_of(10), *huge;
  CU_ASSERT(!gl_big_pow(ten, 400, 0, &huge));
  CU_ASSERT_EQUAL(gl_big_float(huge), INFINITY);
  CU_ASSERT_EQUAL(rt_big_float_order(huge, 1e308), 1);
  CU_ASSERT_EQUAL(rt_big_float_order(huge, INFINITY), -1);
  CU_ASSERT_EQUAL(rt_big_float_order(huge, NAN), 2);
  gl_drop_big(huge);
  gl_drop_big(ten);
  gl_big *b = big("1000000000000000000000"), *more = big("1000000000000000000001");
  CU_ASSERT_EQUAL(rt_big_float_order(b, 1e21), 0);
  CU_ASSERT_EQUAL(rt_big_float_order(more, 1e21), 1);
  CU_ASSERT_EQUAL(rt_big_float_order(more, -1e21), 1);
  CU_ASSERT_EQUAL(rt_big_float_order(more, 5), 1);
  gl_drop_big(b);
  gl_drop_big(more);
}

static void test_order(void) {
  static const char *const RISING[] = {"-100000000000000000000", "-18446744073709551616", "-2", "0", "3", "1152921504606846976",
                                       "18446744073709551616", "100000000000000000000"};
  enum { COUNT = sizeof RISING / sizeof *RISING };
  for (int i = 0; i < COUNT; i++) {
    for (int j = 0; j < COUNT; j++) {
      gl_big *a = big(RISING[i]), *b = big(RISING[j]);
      CU_ASSERT_EQUAL(gl_big_order(a, b), (i > j) - (i < j));
      gl_drop_big(a);
      gl_drop_big(b);
    }
  }
}

static void test_arithmetic(void) {
  CU_ASSERT(is_big(apply(gl_big_add, "9223372036854775807", "1"), "9223372036854775808"));
  CU_ASSERT(is_big(apply(gl_big_sub, "-9223372036854775808", "1"), "-9223372036854775809"));
  CU_ASSERT(is_big(apply(gl_big_sub, "18446744073709551616", "18446744073709551616"), "0"));
  CU_ASSERT(is_big(apply(gl_big_mul, "123456789012345678901234567890", "-987654321098765432109876543210"),
                   "-121932631137021795226185032733622923332237463801111263526900"));
  CU_ASSERT(is_big(apply(gl_big_gcd, "-1000000000000000000000", "15"), "5"));
  gl_big *b;
  CU_ASSERT(!apply_failing(gl_big_idiv, "-100000000000000000000", "7", &b) && is_big(b, "-14285714285714285715"));
  CU_ASSERT(!apply_failing(gl_big_mod, "-100000000000000000000", "7", &b) && is_big(b, "5"));
  CU_ASSERT(!apply_failing(gl_big_mod, "100000000000000000000", "-7", &b) && is_big(b, "-5"));
  CU_ASSERT(!apply_failing(gl_big_mod, "-21", "7", &b) && is_big(b, "0"));
  CU_ASSERT(apply_failing(gl_big_idiv, "5", "0", &b));
  CU_ASSERT_EQUAL(gl_failure_now()->code, 902);
}

static void test_powers(void) {
  gl_big *two = gl_big_of(2), *minus = gl_big_of(-1), *c;
  CU_ASSERT(!gl_big_pow(two, 100, 0, &c) && is_big(c, "1267650600228229401496703205376"));
  CU_ASSERT(!gl_big_pow(two, 0, 0, &c) && is_big(c, "1"));
  CU_ASSERT(!gl_big_pow(minus, INT64_MAX, 0, &c) && is_big(c, "-1"));
  CU_ASSERT(!gl_big_pow(minus, INT64_MAX - 1, 0, &c) && is_big(c, "1"));
  CU_ASSERT(gl_big_pow(two, -1, 0, &c));
  CU_ASSERT(gl_big_isqrt(minus, 0, &c));
  gl_drop_big(two);
  gl_drop_big(minus);
  gl_big *n = big("1000000000000000000000000000000");
  CU_ASSERT(!gl_big_isqrt(n, 0, &c) && is_big(c, "1000000000000000"));
  gl_drop_big(n);
}

static bool powmod(const char *a, const char *b, const char *c, gl_big **out) {
  gl_big *x = big(a), *y = big(b), *z = big(c);
  bool failed = gl_big_powmod(x, y, z, 0, out);
  gl_drop_big(x);
  gl_drop_big(y);
  gl_drop_big(z);
  return failed;
}

static void test_powmod(void) {
  gl_big *c;
  CU_ASSERT(!powmod("3", "100000000000000000000", "1000000007", &c) && is_big(c, "139421235"));
  CU_ASSERT(!powmod("-3", "3", "1000000000000000000000", &c) && is_big(c, "999999999999999999973"));
  CU_ASSERT(!powmod("2", "10", "-1000", &c) && is_big(c, "-976"));
  CU_ASSERT(!powmod("3", "-1", "10000000000000000000000", &c) && is_big(c, "6666666666666666666667"));
  CU_ASSERT(!powmod("5", "0", "1", &c) && is_big(c, "0"));
  CU_ASSERT(!powmod("5", "-3", "-1", &c) && is_big(c, "0"));
  CU_ASSERT(powmod("2", "-1", "4", &c));
  CU_ASSERT(powmod("2", "1", "0", &c));
}

/* ---- laws ---- */

static gl_big *random_big(uint64_t *state) {
  rt_digit digits[40];
  int64_t count = (int64_t)(random_next(state) % (random_next(state) % 8 ? 6 : 40));
  for (int64_t i = 0; i < count; i++) digits[i] = (rt_digit)(random_next(state) & RT_DIGIT_MASK);
  return rt_big_new(count, random_next(state) & 1, digits);
}

/* (a / b) * b + a mod b = a, the remainder between 0 and b; a + b - b = a; text reads back. */
static void laws_hold(gl_big *a, gl_big *b) {
  gl_big *sum = gl_big_add(a, b), *back = gl_big_sub(sum, b);
  CU_ASSERT_EQUAL(gl_big_order(a, back), 0);
  gl_drop_big(sum);
  gl_drop_big(back);
  gl_list *text;
  CU_ASSERT(!gl_big_text(a, 10, 0, &text) && !gl_parse_big(text, 10, 0, &back));
  CU_ASSERT_EQUAL(gl_big_order(a, back), 0);
  gl_drop_list(text, &CHAR);
  gl_drop_big(back);
  gl_big *quotient, *remainder;
  if (gl_big_idiv(a, b, 0, &quotient)) return;
  CU_ASSERT(!gl_big_mod(a, b, 0, &remainder));
  gl_big *product = gl_big_mul(quotient, b), *all = gl_big_add(product, remainder);
  CU_ASSERT_EQUAL(gl_big_order(a, all), 0);
  CU_ASSERT(!remainder->used || (remainder->used < 0) == (b->used < 0));
  gl_drop_big(quotient);
  gl_drop_big(remainder);
  gl_drop_big(product);
  gl_drop_big(all);
}

static void test_laws(void) {
  uint64_t state = 42;
  for (int i = 0; i < 3000; i++) {
    gl_big *a = random_big(&state), *b = random_big(&state);
    laws_hold(a, b);
    gl_drop_big(a);
    gl_drop_big(b);
  }
  CU_ASSERT_EQUAL(gl_live(), 0);
}

static const unit_case CASES[] = {
    {"text", test_text},   {"parse", test_parse}, {"Int", test_int},           {"Float", test_float},   {"order", test_order},
    {"laws", test_laws},   {"powers", test_powers}, {"arithmetic", test_arithmetic}, {"powmod", test_powmod},
};
UNIT_MAIN("rt_big", CASES)
