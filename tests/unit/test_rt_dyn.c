/* Dyns: what is wrapped and unwrapped, casts, comparing across types, indexing, kinds. */

#include <math.h>

#include "runtime/big.h"
#include "runtime/dyn.h"
#include "runtime/fail.h"
#include "tests/unit/test_rt_object.h"

#define DYN rt_type_dyn

LIST_OF(DYNS, DYN, "[Dyn]")
LIST_OF(INT_ROWS, INTS, "[[Int]]")
LIST_OF(MAYBES, MAYBE, "[Int?]")
DICT_OF(STR_INT, STR, INT, "{Str:Int}")
DICT_OF(STR_DYN, STR, DYN, "{Str:Dyn}")
SET_OF(INT_SET, INT, "{Int}")
SET_OF(DYN_SET, DYN, "{Dyn}")

typedef struct dyn_pair {
  gl_dyn *first, *second;
} dyn_pair;
static const gl_type *const DYN_PAIR_PARTS[] = {&DYN, &DYN};
static const uint32_t DYN_PAIR_OFFSETS[] = {0, sizeof(gl_dyn *)};
static const gl_type DYN_PAIR = {.kind = GL_TUPLE,
                                 .pointers = 1,
                                 .count = 2,
                                 .size = sizeof(dyn_pair),
                                 .parts = DYN_PAIR_PARTS,
                                 .offsets = DYN_PAIR_OFFSETS,
                                 .name = "(Dyn,Dyn)"};

static gl_dyn *of_int(int64_t i) { return gl_dyn_new(&i, &INT); }
static gl_dyn *of_float(double d) { return gl_dyn_new(&d, &FLOAT); }
static gl_dyn *of_bool(bool b) { return gl_dyn_new(&(uint8_t){b}, &BOOL); }
static gl_dyn *of_str(const char *text) { return gl_dyn_new((gl_list *[]){str(text)}, &STR); }
static gl_dyn *of_char(uint32_t c) { return gl_dyn_new(&c, &CHAR); }
static gl_dyn *of_ints(gl_list *a) { return gl_dyn_new(&a, &INTS); }
static gl_dyn *of_big(const char *digits) {
  gl_big *b = rt_big_parse((const uint8_t *)digits, strlen(digits), 0);
  return gl_dyn_new(&b, &rt_type_big);
}

static gl_dyn *of_dyns(size_t n, gl_dyn *const *elements) {
  gl_list *a = gl_list_new((int64_t)n, &DYN);
  for (size_t i = 0; i < n; i++) gl_list_push(a, &elements[i], &DYN);
  return gl_dyn_new(&a, &DYNS);
}
#define OF_DYNS(...) of_dyns(sizeof((gl_dyn *[]){__VA_ARGS__}) / sizeof(gl_dyn *), (gl_dyn *[]){__VA_ARGS__})

static gl_dyn *of_dict(const char *key, int64_t value) {
  gl_dict *d = gl_dict_of(gl_list_new(0, &PAIR), &STR_INT);
  gl_list *k = str(key);
  d = gl_dict_put(d, &k, &value, &STR_INT);
  return gl_dyn_new(&d, &STR_INT);
}

/* {Str:Dyn} as JSON makes it. */
static gl_dyn *of_object(const char *key, gl_dyn *value) {
  gl_dict *d = gl_dict_of(gl_list_new(0, &PAIR), &STR_DYN);
  gl_list *k = str(key);
  d = gl_dict_put(d, &k, &value, &STR_DYN);
  return gl_dyn_new(&d, &STR_DYN);
}

static gl_dyn *of_chain(int64_t n) { return gl_dyn_new((gl_object *[]){chain_of(n)}, &CHAIN); }

/* ---- making ---- */

static bool dyn_is(gl_dyn *v, const char *kind, const char *source) {
  bool same = is_text(gl_dyn_kind(v), kind) && is_source(&v, &DYN, source);
  gl_drop_dyn(v);
  return same;
}

static void test_kinds(void) {
  BALANCED({
    CU_ASSERT(dyn_is(of_int(3), "Int", "3"));
    CU_ASSERT(dyn_is(of_float(3), "Float", "3.0"));
    CU_ASSERT(dyn_is(of_str("a"), "Str", "\"a\""));
    CU_ASSERT(dyn_is(of_big("12"), "Big", "12n"));
    CU_ASSERT(dyn_is(gl_dyn_none(), "none", "none"));
    CU_ASSERT(dyn_is(of_ints(INTS_OF(1, 2)), "[Int]", "[1,2]"));
    CU_ASSERT(dyn_is(OF_DYNS(of_int(1), of_str("x"), gl_dyn_none()), "[Dyn]", "[1,\"x\",none]"));
    CU_ASSERT(dyn_is(of_dict("k", 1), "{Str:Int}", "{\"k\":1}"));
    CU_ASSERT(dyn_is(of_chain(1), "Chain", "Link(0,End)"));
  });
}

/* Neither options nor Dyns stand inside. */
static void test_flattening(void) {
  BALANCED({
    CU_ASSERT_PTR_EQUAL(gl_dyn_new(&(maybe){0, 5}, &MAYBE), gl_dyn_none());
    CU_ASSERT(dyn_is(gl_dyn_new(&(maybe){1, 5}, &MAYBE), "Int", "5"));
    gl_dyn *inner = of_int(7), *outer = gl_dyn_new(&inner, &DYN);
    CU_ASSERT_PTR_EQUAL(inner, outer);
    CU_ASSERT_FALSE(gl_dyn_is_none(outer));
    CU_ASSERT(gl_dyn_is_none(gl_dyn_none()));
    gl_drop_value(&outer, &DYN);
    gl_drop_dyn(gl_dyn_none());
  });
}

static void test_show(void) {
  BALANCED({
    gl_dyn *text = of_str("raw"), *big = of_big("-5"), *list = OF_DYNS(of_str("q"), of_big("6"));
    CU_ASSERT(is_text(gl_show(&text, &DYN), "raw"));
    CU_ASSERT(is_text(gl_show(&big, &DYN), "-5"));
    CU_ASSERT(is_text(gl_show(&list, &DYN), "[\"q\",6n]"));
    gl_drop_dyn(text);
    gl_drop_dyn(big);
    gl_drop_dyn(list);
  });
}

/* ---- casting ---- */

/* Does v fit, and is it this value then? NULL: it must not fit. Drops v. */
static bool cast_is(gl_dyn *v, const gl_type *want, const char *source) {
  _Alignas(8) uint8_t out[64];
  bool fits = gl_dyn_cast(v, want, out), good = fits == (source != NULL);
  if (fits && source) good = is_source(out, want, source);
  if (fits) gl_drop_value(out, want);
  gl_drop_dyn(v);
  return good;
}

static void test_casts(void) {
  BALANCED({
    CU_ASSERT(cast_is(of_int(3), &INT, "3"));
    CU_ASSERT(cast_is(of_int(3), &FLOAT, NULL));
    CU_ASSERT(cast_is(of_float(3), &INT, NULL));
    CU_ASSERT(cast_is(of_int(3), &rt_type_big, NULL));
    CU_ASSERT(cast_is(of_bool(true), &INT, NULL));
    CU_ASSERT(cast_is(of_int(3), &DYN, "3"));
    CU_ASSERT(cast_is(of_int(3), &MAYBE, "3"));
    CU_ASSERT(cast_is(gl_dyn_none(), &MAYBE, "none"));
    CU_ASSERT(cast_is(gl_dyn_none(), &INT, NULL));
    CU_ASSERT(cast_is(gl_dyn_none(), &DYN, "none"));
    CU_ASSERT(cast_is(of_str("s"), &STR, "\"s\""));
    CU_ASSERT(cast_is(of_str("s"), &DYNS, NULL));
    CU_ASSERT(cast_is(of_dyns(0, NULL), &STR, NULL));
    CU_ASSERT(cast_is(of_chain(2), &CHAIN, "Link(0,Link(1,End))"));
    CU_ASSERT(cast_is(of_chain(2), &TREE, NULL));
  });
}

static void test_part_casts(void) {
  BALANCED({
    CU_ASSERT(cast_is(of_ints(INTS_OF(1, 2)), &DYNS, "[1,2]"));
    CU_ASSERT(cast_is(of_ints(INTS_OF(1, 2)), &MAYBES, "[1,2]"));
    CU_ASSERT(cast_is(of_ints(INTS_OF(1)), &FLOATS, NULL));
    CU_ASSERT(cast_is(OF_DYNS(of_int(1), of_int(2)), &INTS, "[1,2]"));
    CU_ASSERT(cast_is(OF_DYNS(of_str("a"), of_int(2)), &INTS, NULL));
    CU_ASSERT(cast_is(OF_DYNS(of_str("a"), of_int(2)), &STRS, NULL)); /* what was converted is dropped */
    CU_ASSERT(cast_is(OF_DYNS(of_int(1), gl_dyn_none()), &MAYBES, "[1,none]"));
    CU_ASSERT(cast_is(of_dyns(0, NULL), &FLOATS, "[]"));
    CU_ASSERT(cast_is(OF_DYNS(OF_DYNS(of_int(1)), of_ints(INTS_OF(2, 3))), &INT_ROWS, "[[1],[2,3]]"));
    CU_ASSERT(cast_is(of_dict("k", 1), &STR_DYN, "{\"k\":1}"));
    CU_ASSERT(cast_is(of_object("k", of_int(4)), &STR_INT, "{\"k\":4}"));
    CU_ASSERT(cast_is(of_object("k", of_float(4)), &STR_INT, NULL));
    pair p = {1, str("x")};
    CU_ASSERT(cast_is(gl_dyn_new(&p, &PAIR), &DYN_PAIR, "(1,\"x\")"));
    dyn_pair q = {of_int(2), of_str("y")}, r = {of_int(2), of_int(3)};
    CU_ASSERT(cast_is(gl_dyn_new(&q, &DYN_PAIR), &PAIR, "(2,\"y\")"));
    CU_ASSERT(cast_is(gl_dyn_new(&r, &DYN_PAIR), &PAIR, NULL));
    gl_dict *set = gl_dict_of(INTS_OF(2, 1, 2), &INT_SET);
    CU_ASSERT(cast_is(gl_dyn_new(&set, &INT_SET), &DYN_SET, "set[2,1]"));
  });
}

/* ---- comparing ---- */

static int relation(gl_dyn *a, gl_dyn *b) {
  int order = gl_order(&a, &b, &DYN);
  CU_ASSERT_EQUAL(gl_order(&b, &a, &DYN), -order);
  CU_ASSERT_EQUAL(gl_equal(&a, &b, &DYN), order == 0);
  if (!order) CU_ASSERT_EQUAL(rt_hash(&a, &DYN), rt_hash(&b, &DYN));
  gl_drop_dyn(a);
  gl_drop_dyn(b);
  return order;
}

static void test_numbers(void) {
  BALANCED({
    CU_ASSERT_EQUAL(relation(of_int(1), of_float(1)), 0);
    CU_ASSERT_EQUAL(relation(of_int(1), of_float(1.5)), -1);
    CU_ASSERT_EQUAL(relation(of_int(9007199254740993), of_float(9007199254740992)), 1);
    CU_ASSERT_EQUAL(relation(of_int(12), of_big("12")), 0);
    CU_ASSERT_EQUAL(relation(of_big("1000000000000000000000"), of_float(1e21)), 0);
    CU_ASSERT_EQUAL(relation(of_big("1000000000000000000001"), of_float(1e21)), 1);
    CU_ASSERT_EQUAL(relation(of_big("-18446744073709551616"), of_float(-0x1p64)), 0);
    CU_ASSERT_EQUAL(relation(of_big("99999999999999999999"), of_int(INT64_MAX)), 1);
    CU_ASSERT_EQUAL(relation(of_big("4"), of_big("5")), -1);
    CU_ASSERT_EQUAL(relation(of_bool(true), of_int(1)), -1); /* a Bool is no number here */
    CU_ASSERT_EQUAL(relation(of_float(INFINITY), of_int(INT64_MAX)), 1);
    gl_dyn *nan = of_float(NAN), *one = of_int(1);
    CU_ASSERT_EQUAL(gl_order(&nan, &one, &DYN), 1);
    CU_ASSERT_EQUAL(gl_order(&one, &nan, &DYN), -1);
    CU_ASSERT_FALSE(gl_equal(&nan, &nan, &DYN));
    CU_ASSERT_FALSE(gl_less(&one, &nan, &DYN));
    gl_drop_dyn(nan);
    gl_drop_dyn(one);
  });
}

static void test_mixed_types(void) {
  BALANCED({
    CU_ASSERT_EQUAL(relation(of_ints(INTS_OF(1, 2)), OF_DYNS(of_float(1), of_int(2))), 0);
    CU_ASSERT_EQUAL(relation(of_ints(INTS_OF(1)), OF_DYNS(of_float(1), of_int(2))), -1);
    CU_ASSERT_NOT_EQUAL(relation(of_str(""), of_dyns(0, NULL)), 0);
    CU_ASSERT_EQUAL(relation(of_dict("k", 1), of_object("k", of_float(1))), 0);
    CU_ASSERT_NOT_EQUAL(relation(of_dict("k", 1), of_object("j", of_int(1))), 0);
    gl_dict *set = gl_dict_of(INTS_OF(2, 1), &INT_SET), *same = gl_dict_of(INTS_OF(1, 2), &INT_SET);
    gl_dyn *dyns = gl_dyn_new(&same, &INT_SET);
    gl_dict *cast = NULL;
    CU_ASSERT(gl_dyn_cast(dyns, &DYN_SET, &cast));
    gl_drop_dyn(dyns);
    CU_ASSERT_EQUAL(relation(gl_dyn_new(&set, &INT_SET), gl_dyn_new(&cast, &DYN_SET)), 0);
    pair p = {1, str("x")};
    dyn_pair q = {of_float(1), of_str("x")};
    CU_ASSERT_EQUAL(relation(gl_dyn_new(&p, &PAIR), gl_dyn_new(&q, &DYN_PAIR)), 0);
    CU_ASSERT_EQUAL(relation(of_chain(2), of_chain(2)), 0);
    CU_ASSERT_NOT_EQUAL(relation(of_chain(0), gl_dyn_new(&(int64_t){0}, &COLOR)), 0);
  });
}

/* The order of kinds is what sorting a mixed list shows. */
static void test_ranks(void) {
  BALANCED({
    gl_dyn *mixed[] = {of_dict("k", 1), of_str("s"),  of_int(2),      of_ints(INTS_OF(1)), of_float(1.5),
                       gl_dyn_none(),   of_char('c'), of_bool(false), of_chain(0),         gl_dyn_new(NULL, &UNIT)};
    gl_list *list = gl_list_new(0, &DYN);
    for (size_t i = 0; i < sizeof mixed / sizeof *mixed; i++) gl_list_push(list, &mixed[i], &DYN);
    list = gl_list_sort(list, &DYN);
    CU_ASSERT(is_source(&list, &DYNS, "[none,(),false,1.5,2,'c',\"s\",[1],{\"k\":1},End]"));
    gl_drop_list(list, &DYN);
  });
}

/* A value of a random type that is nested up to `depth`; few different leaves, so that many are equal. */
static gl_dyn *random_dyn(uint64_t *seed, int depth) {
  static const char *const BIGS[] = {"1", "2", "36893488147419103232", "-18446744073709551616"};
  static const double REALS[] = {0, -0.0, 1, 1.5, 2, 0x1p65, -0x1p64, NAN, INFINITY};
  uint64_t pick = random_next(seed), kind = pick % (depth ? 11 : 6);
  pick /= 16;
  switch (kind) {
  case 0: return of_int((int64_t)(pick % 3));
  case 1: return of_float(REALS[pick % (sizeof REALS / sizeof *REALS)]);
  case 2: return of_big(BIGS[pick % 4]);
  case 3: return of_str(pick % 2 ? "" : "a");
  case 4: return pick % 2 ? of_bool(pick % 4 > 1) : gl_dyn_none();
  case 5: return pick % 2 ? of_char(pick % 4 / 2 ? 'b' : 'a') : of_chain((int64_t)(pick % 8 / 2));
  case 6: return of_ints(pick % 2 ? INTS_OF(1, 2) : INTS_OF(1));
  case 7: return of_dict(pick % 2 ? "k" : "j", (int64_t)(pick % 4 / 2));
  case 8: return of_object(pick % 2 ? "k" : "j", random_dyn(seed, depth - 1));
  case 9: {
    dyn_pair p = {random_dyn(seed, depth - 1), random_dyn(seed, depth - 1)};
    return gl_dyn_new(&p, &DYN_PAIR);
  }
  }
  return pick % 3 ? OF_DYNS(random_dyn(seed, depth - 1), random_dyn(seed, depth - 1))
                  : OF_DYNS(random_dyn(seed, depth - 1));
}

/* The total order is one: antisymmetric, transitive, and equal values have equal hashes. */
static void test_laws(void) {
  enum { VALUES = 120 };
  static gl_dyn *values[VALUES];
  static int order[VALUES][VALUES];
  uint64_t seed = 11;
  int wrong = 0;
  BALANCED({
    for (int i = 0; i < VALUES; i++) values[i] = random_dyn(&seed, 3);
    for (int i = 0; i < VALUES; i++) {
      for (int j = 0; j < VALUES; j++) order[i][j] = gl_order(&values[i], &values[j], &DYN);
    }
    for (int i = 0; i < VALUES; i++) {
      wrong += order[i][i] != 0;
      for (int j = 0; j < VALUES; j++) {
        wrong += order[i][j] != -order[j][i];
        wrong += !order[i][j] && rt_hash(&values[i], &DYN) != rt_hash(&values[j], &DYN);
        for (int k = 0; k < VALUES; k++) wrong += order[i][j] <= 0 && order[j][k] <= 0 && order[i][k] > 0;
      }
    }
    for (int i = 0; i < VALUES; i++) gl_drop_dyn(values[i]);
  });
  CU_ASSERT_EQUAL(wrong, 0);
}

/* As gl_dyn_order gives it; -9: it fails. */
static int64_t dyn_order(gl_dyn *a, gl_dyn *b) {
  int64_t order = -9;
  (void)gl_dyn_order(a, b, 0, &order);
  gl_drop_dyn(a);
  gl_drop_dyn(b);
  return order;
}

static void test_order(void) {
  BALANCED({
    CU_ASSERT_EQUAL(dyn_order(of_int(1), of_float(2)), -1);
    CU_ASSERT_EQUAL(dyn_order(of_str("b"), of_str("a")), 1);
    CU_ASSERT_EQUAL(dyn_order(of_float(NAN), of_int(1)), 2);
    CU_ASSERT_EQUAL(dyn_order(gl_dyn_none(), gl_dyn_none()), 0);
    CU_ASSERT_EQUAL(dyn_order(of_chain(1), of_chain(2)), -1);
    CU_ASSERT_EQUAL(dyn_order(OF_DYNS(of_int(1), of_str("a")), OF_DYNS(of_int(1), of_int(5))), 1);
    CU_ASSERT_EQUAL(dyn_order(of_chain(1), gl_dyn_new(&(int64_t){0}, &COLOR)), -9);
    CU_ASSERT_EQUAL(dyn_order(of_dict("a", 1), of_dict("a", 1)), -9);
    CU_ASSERT_EQUAL(dyn_order(of_int(1), of_str("a")), -9);
    CU_ASSERT_EQUAL(gl_failure_now()->code, RT_FAIL_DOMAIN);
    CU_ASSERT_STRING_EQUAL(gl_failure_now()->message, "1 and \"a\" have no order");
  });
}

/* ---- indexing ---- */

/* NULL: it fails with this message. */
static bool at_is(gl_dyn *v, gl_dyn *key, const char *source, const char *message) {
  gl_dyn *out = NULL;
  bool failed = gl_dyn_at(v, key, 0, &out);
  bool good =
      failed ? message && strcmp(gl_failure_now()->message, message) == 0 : source && is_source(&out, &DYN, source);
  if (failed && !good) fprintf(stderr, "%s\n", gl_failure_now()->message);
  if (!failed) gl_drop_dyn(out);
  gl_drop_dyn(v);
  gl_drop_dyn(key);
  return good;
}

static void test_at(void) {
  BALANCED({
    CU_ASSERT(at_is(of_ints(INTS_OF(5, 6)), of_int(-1), "6", NULL));
    CU_ASSERT(at_is(of_ints(INTS_OF(5, 6)), of_int(2), NULL, "index 2 is out of range of 2 elements"));
    CU_ASSERT(at_is(of_str("né"), of_int(1), "'é'", NULL));
    CU_ASSERT(at_is(OF_DYNS(of_str("a")), of_int(0), "\"a\"", NULL));
    pair p = {1, str("x")}, q = {1, str("x")};
    CU_ASSERT(at_is(gl_dyn_new(&p, &PAIR), of_int(1), "\"x\"", NULL));
    CU_ASSERT(at_is(gl_dyn_new(&q, &PAIR), of_int(2), NULL, "index out of range"));
    CU_ASSERT(at_is(of_object("k", of_int(4)), of_str("k"), "4", NULL));
    CU_ASSERT(at_is(of_object("k", of_int(4)), of_str("z"), NULL, "the key \"z\" is not there"));
    CU_ASSERT(at_is(of_object("k", of_int(4)), of_int(0), NULL, "the key 0 is not there"));
    CU_ASSERT(at_is(of_int(4), of_int(0), NULL, "4 cannot be indexed by 0"));
    CU_ASSERT(at_is(gl_dyn_none(), of_str("a"), NULL, "none cannot be indexed by \"a\""));
    CU_ASSERT(at_is(of_ints(INTS_OF(1)), of_str("a"), NULL, "[1] cannot be indexed by \"a\""));
  });
}

/* A JSON text may nest as deep as it is long. */
static void test_deep(void) {
  BALANCED({
    gl_dyn *v = of_int(1);
    for (int i = 0; i < 500000; i++) v = i % 2 ? OF_DYNS(v) : of_object("k", v);
    gl_drop_dyn(v);
  });
}

static const unit_case CASES[] = {
    {"kinds", test_kinds},
    {"flattening", test_flattening},
    {"show", test_show},
    {"casts", test_casts},
    {"part casts", test_part_casts},
    {"numbers", test_numbers},
    {"mixed types", test_mixed_types},
    {"ranks", test_ranks},
    {"order", test_order},
    {"at", test_at},
    {"deep", test_deep},
    {"laws", test_laws},
};
UNIT_MAIN("rt_dyn", CASES)
