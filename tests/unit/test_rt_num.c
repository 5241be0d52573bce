/* Numbers: against slow and obvious computations. */

#include <math.h>

#include "tests/unit/test_rt.h"

static void test_pow(void) {
  int64_t r;
  CU_ASSERT(!gl_int_pow(3, 4, 0, &r) && r == 81);
  CU_ASSERT(!gl_int_pow(0, 0, 0, &r) && r == 1);
  CU_ASSERT(!gl_int_pow(-2, 63, 0, &r) && r == INT64_MIN);
  CU_ASSERT(!gl_int_pow(-1, INT64_MAX, 0, &r) && r == -1);
  CU_ASSERT(!gl_int_pow(1, INT64_MAX, 0, &r) && r == 1);
  CU_ASSERT(gl_int_pow(2, 63, 0, &r) && gl_failure_now()->code == 903);
  CU_ASSERT(gl_int_pow(10, INT64_MAX, 0, &r));
  CU_ASSERT(gl_int_pow(2, -1, 0, &r) && gl_failure_now()->code == 910);
  CU_ASSERT_STRING_EQUAL(gl_failure_now()->values, "2, -1");
}

static void test_sqrt(void) {
  static const int64_t EDGES[] = {
      0, 1, 2, 3, 4, 15, 16, 17, 4503599761588224, 4503599761588223, INT64_MAX, 9223372030926249000};
  for (size_t i = 0; i < sizeof EDGES / 8; i++) {
    int64_t r;
    CU_ASSERT_FALSE(gl_int_sqrt(EDGES[i], 0, &r));
    uint64_t root = (uint64_t)r, square = (uint64_t)EDGES[i];
    CU_ASSERT(root * root <= square && (root + 1) * (root + 1) > square);
  }
  int64_t r;
  CU_ASSERT(gl_int_sqrt(-1, 0, &r));
}

static int64_t euclid(int64_t a, int64_t b) { return b ? euclid(b, a % b) : a < 0 ? -a : a; }

static void test_gcd(void) {
  uint64_t seed = 21;
  int wrong = 0;
  for (int i = 0; i < 10000; i++) {
    int64_t a = (int64_t)(random_next(&seed) % 2000) - 1000, b = (int64_t)(random_next(&seed) % 2000) - 1000, g;
    wrong += gl_int_gcd(a, b, 0, &g) || g != euclid(a, b);
  }
  CU_ASSERT_EQUAL(wrong, 0);
  int64_t g;
  CU_ASSERT(!gl_int_gcd(INT64_MIN, 6, 0, &g) && g == 2);
  CU_ASSERT(gl_int_gcd(INT64_MIN, 0, 0, &g) && gl_failure_now()->code == 903);
}

static int64_t slow_powmod(int64_t a, int64_t b, int64_t c) {
  int64_t r = 1 % c;
  for (int64_t i = 0; i < b; i++) r = r * a % c;
  if (r && (r < 0) != (c < 0)) r += c;
  return r;
}

static void test_powmod(void) {
  uint64_t seed = 22;
  int wrong = 0;
  for (int i = 0; i < 5000; i++) {
    int64_t a = (int64_t)(random_next(&seed) % 200) - 100, b = (int64_t)(random_next(&seed) % 20);
    int64_t c = (int64_t)(random_next(&seed) % 200) - 100, r;
    if (c == 0) continue;
    wrong += gl_int_powmod(a, b, c, 0, &r) || r != slow_powmod(a, b, c);
  }
  CU_ASSERT_EQUAL(wrong, 0);
  int64_t r;
  CU_ASSERT(!gl_int_powmod(3, -1, 7, 0, &r) && r == 5);
  /* 2**63 = 1, and 1000000007 % 63 = 62 */
  CU_ASSERT(!gl_int_powmod(2, 1000000007, INT64_MAX, 0, &r) && r == (int64_t)1 << 62);
  CU_ASSERT(!gl_int_powmod(INT64_MIN, 3, INT64_MAX, 0, &r) && r == INT64_MAX - 1);
  CU_ASSERT(gl_int_powmod(2, -1, 4, 0, &r) && gl_failure_now()->code == 910);
  CU_ASSERT(gl_int_powmod(2, 2, 0, 0, &r) && gl_failure_now()->code == 902);
}

static void test_prime(void) {
  enum { MOST = 200000 };
  static uint8_t composite[MOST];
  int wrong = 0;
  for (int i = 2; i < MOST; i++) {
    for (int64_t j = (int64_t)i * i; !composite[i] && j < MOST; j += i) composite[j] = 1;
    wrong += gl_int_prime(i) == (bool)composite[i];
  }
  CU_ASSERT_EQUAL(wrong, 0);
  CU_ASSERT_FALSE(gl_int_prime(-7));
  CU_ASSERT_FALSE(gl_int_prime(1));
  CU_ASSERT(gl_int_prime(4294967291));
  CU_ASSERT(gl_int_prime(9223372036854775783));
  CU_ASSERT_FALSE(gl_int_prime(9223372036854775807));
  CU_ASSERT_FALSE(gl_int_prime(3215031751));          /* fools 2, 3, 5 and 7 */
  CU_ASSERT_FALSE(gl_int_prime(3825123056546413051)); /* fools the first nine primes */
  CU_ASSERT_FALSE(gl_int_prime(4611686014132420609)); /* 2147483647 squared */
}

static void test_floats(void) {
  double r;
  CU_ASSERT(!gl_float_pow(2, 0.5, 0, &r) && r == sqrt(2));
  CU_ASSERT(!gl_float_pow(-2, 3, 0, &r) && r == -8);
  CU_ASSERT(gl_float_pow(-2, 0.5, 0, &r));
  CU_ASSERT(gl_float_pow(0, -1, 0, &r));
  CU_ASSERT_EQUAL(gl_fmod(7, -3), -2);
  CU_ASSERT_EQUAL(gl_fmod(-7, 3), 2);
  CU_ASSERT(signbit(gl_fmod(6, -3)));
  CU_ASSERT_EQUAL(gl_round_even(2.5), 2);
  CU_ASSERT_EQUAL(gl_round_even(3.5), 4);
  CU_ASSERT_EQUAL(gl_float_round_to(2.675, 2), 2.67);
  CU_ASSERT_EQUAL(gl_float_round_to(0.5, 0), 0);
  CU_ASSERT_EQUAL(gl_float_round_to(1234, -2), 1200);
  CU_ASSERT_EQUAL(gl_float_round_to(1e300, INT64_MAX), 1e300);
  CU_ASSERT_EQUAL(gl_float_round_to(1e300, INT64_MIN), 0);
}

static void test_int_against_float(void) {
  CU_ASSERT_EQUAL(gl_int_float_order(9007199254740993, 9007199254740992.0), 1);
  CU_ASSERT_EQUAL(gl_int_float_order(INT64_MAX, 9223372036854775808.0), -1);
  CU_ASSERT_EQUAL(gl_int_float_order(INT64_MIN, -9223372036854775808.0), 0);
  CU_ASSERT_EQUAL(gl_int_float_order(INT64_MIN, -INFINITY), 1);
  CU_ASSERT_EQUAL(gl_int_float_order(-1, -1.5), 1);
  CU_ASSERT_EQUAL(gl_int_float_order(1, 1.5), -1);
  CU_ASSERT_EQUAL(gl_int_float_order(0, -0.0), 0);
  CU_ASSERT_EQUAL(gl_int_float_order(0, NAN), 2);
}

static const unit_case CASES[] = {
    {"pow", test_pow},     {"isqrt", test_sqrt},    {"gcd", test_gcd},       {"powmod", test_powmod},
    {"prime", test_prime}, {"floats", test_floats}, {"Int against Float", test_int_against_float},
};
UNIT_MAIN("rt_num", CASES)
