/* Format specifications: Python's answers, where there is a Python, and some by hand. */

#include <stdio.h>

#include "runtime/big.h"
#include "runtime/dyn.h"
#include "tests/unit/test_rt.h"

static bool formats(const void *value, const gl_type *t, const char *spec, const char *want) {
  gl_list *s = str(spec), *out;
  bool failed = gl_format(value, t, s, 0, &out);
  gl_drop_list(s, &CHAR);
  if (failed || !want) {
    if (failed != !want) fprintf(stderr, "`%s`: %s\n", spec, failed ? "failed" : "did not fail");
    if (!failed) gl_drop_list(out, &CHAR);
    return failed == !want;
  }
  bool same = is_text(out, want);
  if (!same) fprintf(stderr, "  for `%s`\n", spec);
  return same;
}

static bool int_formats(int64_t i, const char *spec, const char *want) { return formats(&i, &INT, spec, want); }
static bool float_formats(double d, const char *spec, const char *want) { return formats(&d, &FLOAT, spec, want); }

static bool text_formats(const char *text, const char *spec, const char *want) {
  gl_list *s = str(text);
  bool same = formats(&s, &STR, spec, want);
  gl_drop_list(s, &CHAR);
  return same;
}

static void test_by_hand(void) {
  BALANCED({
    CU_ASSERT(int_formats(1234567, ",", "1,234,567"));
    CU_ASSERT(int_formats(255, "#010x", "0x000000ff"));
    CU_ASSERT(int_formats(1234, "010,", "00,001,234"));
    CU_ASSERT(int_formats(65, "c", "A"));
    CU_ASSERT(int_formats(3, ".2f", "3.00"));
    CU_ASSERT(int_formats(5, "*^7", "***5***"));
    CU_ASSERT(int_formats(5, ".2", NULL));
    CU_ASSERT(int_formats(5, "s", NULL));
    CU_ASSERT(int_formats(5, "q", NULL));
    CU_ASSERT(int_formats(5, "99999999999", NULL));
    CU_ASSERT(float_formats(2.675, ".2f", "2.67"));
    CU_ASSERT(float_formats(0.5, ".0f", "0"));
    CU_ASSERT(float_formats(1e22, "f", "10000000000000000000000.000000"));
    CU_ASSERT(float_formats(-0.001, "z.1f", "0.0"));
    CU_ASSERT(float_formats(123.0, ".3", "1.23e+02"));
    CU_ASSERT(float_formats(12.0, ".3", "12.0"));
    CU_ASSERT(float_formats(1e16, ",", "1e+16"));
    CU_ASSERT(float_formats(5, "d", NULL));
    CU_ASSERT(text_formats("hello", "_>8.3", "_____hel"));
    CU_ASSERT(text_formats("hi", "ä^6", "ääh" "iää"));
    CU_ASSERT(text_formats("hi", "d", NULL));
    CU_ASSERT(text_formats("hi", "=5", NULL));
    CU_ASSERT(text_formats("hi", "05", "hi000"));
    CU_ASSERT(formats(&(uint8_t){1}, &BOOL, ">6", "  true"));
    CU_ASSERT(formats(&(uint8_t){1}, &BOOL, "d", "1"));
    CU_ASSERT(formats(&(uint32_t){'x'}, &CHAR, "", "x"));
    CU_ASSERT(formats(&(uint32_t){'x'}, &CHAR, ">3", "  x"));
    gl_list *a = INTS_OF(1, 2);
    CU_ASSERT(formats(&a, &INTS, ">8", "   [1,2]"));
    CU_ASSERT(formats(&a, &INTS, "", "[1,2]"));
    gl_drop_list(a, &INT);
  });
}

/* Rows `kind value spec|answer`, an empty answer for what Python rejects. */
static const char SCRIPT[] =
    "python3 -c '\n"
    "import random,struct\n"
    "r=random.Random(9)\n"
    "for i in range(6000):\n"
    " spec=r.choice([\"\",\"\",\"<\",\">\",\"=\",\"^\",\"*<\",\"x^\",\"0=\"])"
    "+r.choice([\"\",\"\",\"+\",\"-\",\"z\"])+r.choice([\"\",\"\",\"#\"])"
    "+r.choice([\"\",\"\",\"0\"])+r.choice([\"\",\"5\",\"12\",\"25\"])+r.choice([\"\",\"\",\",\",\"_\"])"
    "+r.choice([\"\",\".0\",\".1\",\".3\",\".9\",\".20\"])\n"
    " if i%2:\n"
    "  v=r.choice([0,1,-1,255,r.randint(-10**6,10**6),r.randint(-2**63,2**63-1)])\n"
    "  spec+=r.choice([\"\",\"d\",\"b\",\"o\",\"x\",\"X\",\"n\",\"e\",\"f\",\"g\",\"%\"])\n"
    "  row=\"i %d\"%v\n"
    " else:\n"
    "  v=r.choice([0.0,-0.0,1.0,1e16,1e-5,float(\"inf\"),float(\"-inf\"),float(\"nan\"),"
    "r.uniform(-1,1)*10**r.randint(-7,20),r.randint(-999,999)/8])\n"
    "  spec+=r.choice([\"\",\"\",\"e\",\"E\",\"f\",\"F\",\"g\",\"G\",\"n\",\"%\"])\n"
    "  row=\"f %d\"%struct.unpack(\"<q\",struct.pack(\"<d\",v))[0]\n"
    " if not spec: continue\n"
    " try: s=format(v,spec)\n"
    " except ValueError: s=\"\"\n"
    " print(row,spec+\"|\"+s)\n"
    "' 2>/dev/null";

static void test_python(void) {
  FILE *in = popen(SCRIPT, "r");
  char line[512];
  int wrong = 0, rows = 0;
  for (; in && fgets(line, sizeof line, in); rows++) {
    line[strcspn(line, "\n")] = 0;
    char kind = line[0], *spec;
    int64_t bits = strtoll(line + 2, &spec, 10);
    spec++;
    char *answer = strchr(spec, '|');
    *answer++ = 0;
    double d;
    memcpy(&d, &bits, sizeof d);
    const char *want = *answer ? answer : NULL;
    bool good = kind == 'i' ? int_formats(bits, spec, want) : float_formats(d, spec, want);
    if (!good && wrong < 20) fprintf(stderr, "  python: %s -> %s\n", line, answer);
    wrong += !good;
  }
  if (in) pclose(in);
  CU_ASSERT_EQUAL(wrong, 0);
  CU_ASSERT(rows == 0 || rows > 5000);
}

static bool big_formats(const char *digits, const char *spec, const char *want) {
  gl_big *b = rt_big_parse((const uint8_t *)digits, strlen(digits), 0);
  gl_dyn *v = gl_dyn_new(&b, &rt_type_big);
  bool same = formats(&b, &rt_type_big, spec, want) && formats(&v, &rt_type_dyn, spec, want);
  gl_drop_dyn(v);
  return same;
}

static void test_bigs(void) {
  BALANCED({
    CU_ASSERT(big_formats("123456789012345678901", "", "123456789012345678901"));
    CU_ASSERT(big_formats("123456789012345678901", ",", "123,456,789,012,345,678,901"));
    CU_ASSERT(big_formats("-255", "#08X", "-0X000FF"));
    CU_ASSERT(big_formats("-255", "+d", "-255"));
    CU_ASSERT(big_formats("255", "<6o", "377   "));
    CU_ASSERT(big_formats("100000000000000000000", ".2e", "1.00e+20"));
    CU_ASSERT(big_formats("5", "s", NULL));
    CU_ASSERT(big_formats("5", "c", NULL));
    gl_dyn *text = gl_dyn_new((gl_list *[]){str("ab")}, &STR);
    CU_ASSERT(formats(&text, &rt_type_dyn, ">4", "  ab"));
    gl_drop_dyn(text);
  });
}

static const unit_case CASES[] = {{"by hand", test_by_hand}, {"python's answers", test_python}, {"bigs", test_bigs}};
UNIT_MAIN("rt_format", CASES)
