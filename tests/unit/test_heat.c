/* How often the functions of a program run, by their names. */

#include "ir/heat.h"

#include "tests/unit/blocks.h"
#include "tests/unit/unit.h"

static flat_heat heat_named(const flat_module *m, const flat_heat *heat, const char *name) {
  uint32_t k = blocks_named(m, name);
  return k < m->funs.len ? heat[k] : HEAT_ONCE;
}

typedef struct expected {
  const char *name;
  flat_heat heat;
} expected;

static void check(const char *text, bool again, const expected *all, size_t count) {
  gael_session *s;
  flat_module *m = blocks_of(&s, text);
  CU_ASSERT_PTR_NOT_NULL(m);
  flat_heat *heat = m ? heat_of(m, again, s->home) : NULL;
  for (size_t i = 0; m && i < count; i++) CU_ASSERT_EQUAL(heat_named(m, heat, all[i].name), all[i].heat);
  gael_close(s);
}

#define CHECK(text, again, ...)                                                                                   \
  check((text), (again), (expected[]){__VA_ARGS__}, sizeof((expected[]){__VA_ARGS__}) / sizeof(expected))

static const char STRAIGHT[] = "low p=p%7\n"
                               "high p=low p+low(p+1)\n"
                               "high 5+high 6";

static void test_straight(void) {
  CHECK(STRAIGHT, false, {"main", HEAT_ONCE}, {"high", HEAT_ONCE}, {"low", HEAT_ONCE});
  CHECK(STRAIGHT, true, {"main", HEAT_OFTEN}, {"high", HEAT_OFTEN}, {"low", HEAT_OFTEN});
}

/* A loop makes what it calls run often, not what stands in front of it. */
static void test_loop(void) {
  CHECK("before p=p%7\n"
        "within p=p%5\n"
        "loop n=(1..n).map{within(x*x)}.sum\n"
        "loop(before 5)+before 6",
        false, {"main", HEAT_ONCE}, {"before", HEAT_ONCE}, {"loop", HEAT_LOOPS}, {"within", HEAT_OFTEN});
}

static void test_recursion(void) {
  CHECK("leaf p=p%5\n"
        "walk n=n<2?leaf n:walk(n-1)+walk(n-2)\n"
        "walk 9",
        false, {"main", HEAT_ONCE}, {"walk", HEAT_OFTEN}, {"leaf", HEAT_OFTEN});
}

/* Constants are computed once, wherever they are asked for. */
static void test_constant(void) {
  CHECK("seed p=p%5\n"
        "table=seed 3+seed 4\n"
        "walk n=n<2?table:walk(n-1)+walk(n-2)\n"
        "walk 9",
        false, {"walk", HEAT_OFTEN}, {"table", HEAT_ONCE}, {"seed", HEAT_ONCE});
}

/* Without a loop a function may be called 2**n times. */
static void test_layers(void) {
  CHECK("l0 p=p%7\nl1 p=l0 p+l0(p+1)\nl2 p=l1 p+l1(p+1)\nl3 p=l2 p+l2(p+1)\nl4 p=l3 p+l3(p+1)\nl5 p=l4 p+l4(p+1)\n"
        "l6 p=l5 p+l5(p+1)\nl7 p=l6 p+l6(p+1)\nl8 p=l7 p+l7(p+1)\nl9 p=l8 p+l8(p+1)\nla p=l9 p+l9(p+1)\nla 1",
        false, {"la", HEAT_ONCE}, {"l1", HEAT_ONCE}, {"l0", HEAT_OFTEN});
}

/* Nobody knows who calls a closure. */
static void test_closure(void) {
  CHECK("first p=p%5\n"
        "second p=first p+p%3\n"
        "choose p=p>3?[{second(x+p)}]:[{x}]\n"
        "(choose 4)[0] 2",
        false, {"choose", HEAT_ONCE}, {"second", HEAT_OFTEN}, {"first", HEAT_OFTEN});
}

static const unit_case cases[] = {
    {"straight", test_straight}, {"loop", test_loop},       {"recursion", test_recursion},
    {"constant", test_constant}, {"closure", test_closure},
    {"layers", test_layers},
};

UNIT_MAIN("heat", cases)
