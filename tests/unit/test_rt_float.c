/* Floats as text: against strtod, against python3, and rounding at decimal places. */

#include <float.h>
#include <math.h>
#include <stdio.h>

#include "runtime/float_text.h"
#include "tests/unit/test_rt.h"

static double float_of_bits(uint64_t bits) {
  double d;
  memcpy(&d, &bits, sizeof d);
  return d;
}

static bool is_repr(double d, const char *text) {
  char out[RT_FLOAT_ROOM + 1];
  out[rt_float_shortest(out, d)] = 0;
  if (strcmp(out, text) != 0) fprintf(stderr, "%.17g: got %s, not %s\n", d, out, text);
  return strcmp(out, text) == 0;
}

static void test_known(void) {
  CU_ASSERT(is_repr(1, "1.0"));
  CU_ASSERT(is_repr(0, "0.0"));
  CU_ASSERT(is_repr(-0.0, "-0.0"));
  CU_ASSERT(is_repr(0.1, "0.1"));
  CU_ASSERT(is_repr(1e16, "1e+16"));
  CU_ASSERT(is_repr(9999999999999998.0, "9999999999999998.0"));
  CU_ASSERT(is_repr(123456789012345680.0, "1.2345678901234568e+17"));
  CU_ASSERT(is_repr(0.0001, "0.0001"));
  CU_ASSERT(is_repr(0.00001, "1e-05"));
  CU_ASSERT(is_repr(5e-324, "5e-324"));
  CU_ASSERT(is_repr(1.7976931348623157e308, "1.7976931348623157e+308"));
  CU_ASSERT(is_repr(2.2250738585072014e-308, "2.2250738585072014e-308"));
  CU_ASSERT(is_repr(9007199254740993.0, "9007199254740992.0"));
  CU_ASSERT(is_repr(-123.456, "-123.456"));
  CU_ASSERT(is_repr(INFINITY, "inf"));
  CU_ASSERT(is_repr(-INFINITY, "-inf"));
  CU_ASSERT(is_repr(NAN, "nan"));
  CU_ASSERT(is_repr(2e-44, "2e-44"));
}

static bool round_trips(double d) {
  char out[RT_FLOAT_ROOM + 1], exact[64];
  out[rt_float_shortest(out, d)] = 0;
  if (strtod(out, NULL) != d) return false;
  /* no shorter text reads back: one digit less than ours does not */
  int digits = 0;
  for (const char *p = out; *p && *p != 'e'; p++) digits += *p >= '0' && *p <= '9';
  int32_t exponent;
  int count = snprintf(exact, sizeof exact, "%llu", (unsigned long long)rt_float_decimal(d, &exponent));
  if (count < 2) return true;
  snprintf(exact, sizeof exact, "%.*e", count - 2, d);
  return strtod(exact, NULL) != fabs(d) && strtod(exact, NULL) != d;
}

static void test_round_trip(void) {
  uint64_t seed = 1;
  int wrong = 0;
  for (int i = 0; i < ROUNDS(100000); i++) {
    double d = float_of_bits(random_next(&seed));
    if (isfinite(d) && !round_trips(d)) wrong++;
  }
  for (int64_t e = 0; e < 2047; e += 2047 / ROUNDS(2047)) { /* powers of two and their neighbours: the interval is lopsided there */
    for (int64_t offset = -2; offset <= 2; offset++) {
      double d = float_of_bits((uint64_t)((e << 52) + offset) & INT64_MAX);
      if (isfinite(d) && !round_trips(d)) wrong++;
    }
  }
  for (int i = 0; i < ROUNDS(20000); i++) {
    double d = (double)(int64_t)(random_next(&seed) % 2000000) / 1000;
    if (!round_trips(d)) wrong++;
  }
  CU_ASSERT_EQUAL(wrong, 0);
}

/* Python's answers to a script, a line each; NULL: no Python here. */
static FILE *python(const char *script) {
  char command[2048];
  snprintf(command, sizeof command, "python3 -c '%s' 2>/dev/null", script);
  return popen(command, "r");
}

static void test_python_repr(void) {
  FILE *in = python("import random,struct\nr=random.Random(7)\nfor i in range(2000):\n"
                    " d=struct.unpack(\"<d\",struct.pack(\"<Q\",r.getrandbits(64)))[0]\n"
                    " if i%2: d=round(r.uniform(-1,1)*10**r.randint(-6,18),r.randint(0,6))\n"
                    " print(struct.unpack(\"<Q\",struct.pack(\"<d\",d))[0],repr(d))");
  unsigned long long bits;
  char text[64];
  int wrong = 0, rows = 0;
  for (; in && fscanf(in, "%llu %63s", &bits, text) == 2; rows++) wrong += !is_repr(float_of_bits(bits), text);
  if (in) pclose(in);
  CU_ASSERT(rows == 0 || rows == 2000);
  CU_ASSERT_EQUAL(wrong, 0);
}

static void test_python_round(void) {
  FILE *in = python("import random,struct\nr=random.Random(8)\nfor i in range(3000):\n"
                    " d=r.uniform(-1,1)*10**r.randint(-6,18) if i%2 else r.randint(-9999,9999)/8\n n=r.randint(-4,9)\n"
                    " b=lambda d:struct.unpack(\"<Q\",struct.pack(\"<d\",d))[0]\n print(b(d),n,b(round(d,n)))");
  unsigned long long from, to;
  int places, wrong = 0;
  while (in && fscanf(in, "%llu %d %llu", &from, &places, &to) == 3) {
    double got = gl_float_round_to(float_of_bits(from), places), want = float_of_bits(to);
    if (memcmp(&got, &want, sizeof got) != 0) wrong++;
  }
  if (in) pclose(in);
  CU_ASSERT_EQUAL(wrong, 0);
}

static void test_exact(void) {
  uint64_t seed = 3;
  int wrong = 0;
  for (int i = 0; i < 3000; i++) {
    double d = fabs(float_of_bits(random_next(&seed)));
    if (!isfinite(d)) continue;
    rt_decimal x;
    rt_decimal_of(&x, d);
    wrong += rt_decimal_value(&x) != d;
    char want[1400], *p = want;
    snprintf(want, sizeof want, "%.0f", d);
    rt_decimal_round(&x, 0);
    if (x.point <= 0 || !x.count) {
      wrong += strcmp(want, "0") != 0;
      continue;
    }
    for (int32_t j = 0; j < x.point; j++, p++) wrong += *p - '0' != (j < x.count ? x.digits[j] : 0);
    wrong += *p != 0;
  }
  CU_ASSERT_EQUAL(wrong, 0);
}

/* ---- reading ---- */

static bool reads(const char *text) {
  double found = rt_float_nearest(text), wanted = strtod(text, NULL);
  if (memcmp(&found, &wanted, sizeof found) != 0) fprintf(stderr, "%s: read as %a, not %a\n", text, found, wanted);
  return memcmp(&found, &wanted, sizeof found) == 0;
}

static void test_read_known(void) {
  static const char *const TEXTS[] = {
      "0", "0.0", "000.000e5", "1", "9007199254740993", "9007199254740992.99999999999999999999", "9007199254740993.0000000000000000000001",
      "1e23", "8.5e22", "1e308", "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "1e309", "1e999999999",
      "5e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.4703282292062329e-324", "1e-400", "4.9e-324", "1e-99999999999",
      "2.2250738585072011e-308", "2.2250738585072012e-308", "2.2250738585072014e-308", "0.000000000000000000000000000000000000000000001e45",
      "18446744073709551615", "18446744073709551616", "9999999999999999999", "10000000000000000000", ".5", "5.", "6.02214076e+23", "1E5"};
  for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) CU_ASSERT(reads(TEXTS[i]));
}

static void test_read_random(void) {
  uint64_t seed = 31;
  int wrong = 0;
  for (int i = 0; i < ROUNDS(100000); i++) {
    char text[64], *at = text;
    int count = 1 + (int)(random_next(&seed) % 40), point = (int)(random_next(&seed) % 44);
    for (int k = 0; k < count; k++) {
      if (k == point) *at++ = '.';
      *at++ = (char)('0' + random_next(&seed) % 10);
    }
    int exponent = (int)(random_next(&seed) % 700) - 360;
    snprintf(at, 8, "e%d", i % 4 ? exponent / (i % 4 * 7) : exponent);
    wrong += !reads(text);
  }
  for (int i = 0; i < ROUNDS(100000); i++) {
    char text[64];
    double d = fabs(float_of_bits(random_next(&seed)));
    if (!isfinite(d)) continue;
    snprintf(text, sizeof text, "%.*e", 14 + i % 10, d);
    wrong += !reads(text);
  }
  CU_ASSERT_EQUAL(wrong, 0);
}

#if LDBL_MANT_DIG > DBL_MANT_DIG
/* The middle of two neighbours, written out, and what lies a last digit beside it; cut where many digits say little. */
static void test_read_middles(void) {
  uint64_t seed = 32;
  int wrong = 0;
  for (int i = 0; i < ROUNDS(6000); i++) {
    uint64_t bits = random_next(&seed) & INT64_MAX;
    if (i % 3 == 0) bits &= ((uint64_t)1 << 52) - 1; /* subnormal */
    if (i % 3 == 1) bits = (bits & ~(((uint64_t)1 << 52) - 1)) + (random_next(&seed) % 3) - 1;
    double d = float_of_bits(bits), next = float_of_bits(bits + 1);
    if (!isfinite(d) || !isfinite(next)) continue;
    char text[1200];
    int length = snprintf(text, sizeof text - 2, "%.1100Lf", ((long double)d + next) / 2);
    if (length >= (int)sizeof text - 2) snprintf(text, sizeof text, "%.800Le", ((long double)d + next) / 2);
    wrong += !reads(text);
    char *end = strchr(text, 'e'), *last = end ? end - 1 : text + strlen(text) - 1;
    *last = '1';
    wrong += !reads(text);
    while (last > text && (*last == '0' || *last == '1' || *last == '.')) last--;
    if (*last > '0' && *last <= '9') --*last;
    wrong += !reads(text);
  }
  CU_ASSERT_EQUAL(wrong, 0);
}
#endif

static const unit_case CASES[] = {
    {"known texts read", test_read_known}, {"random texts read", test_read_random},
#if LDBL_MANT_DIG > DBL_MANT_DIG
    {"middles read", test_read_middles},
#endif
    {"known texts", test_known},       {"round trip, shortest", test_round_trip}, {"python's repr", test_python_repr},
    {"python's round", test_python_round}, {"exact expansion", test_exact},
};
UNIT_MAIN("rt_float", CASES)
