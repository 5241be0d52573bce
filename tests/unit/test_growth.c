#include "ir/growth.h"

#include "tests/unit/unit.h"

enum { DEFS = 1000, NODES = 30, CALLS = 4 };

static void refer(arena *a, growth_body *from, uint32_t to, bool often) {
  vec_push(a, &from->refers, ((growth_reference){to, 1, often}));
}

/* `defs` functions of a kind, each called by `times` others, from functions within them or not. */
static growth_limits chosen(uint32_t defs, growth_kind kind, uint32_t times, bool often) {
  arena *a = arena_new("test");
  growth_body *bodies = ARENA_ARRAY(a, growth_body, 2 * defs + 1);
  for (uint32_t k = 0; k < defs; k++) {
    bodies[k] = (growth_body){.size = NODES, .kind = kind, .copies = true};
    bodies[defs + k] = (growth_body){.size = times};
    for (uint32_t i = 0; i < times; i++) refer(a, &bodies[defs + k], (k + i) % defs, often);
    refer(a, &bodies[2 * defs], defs + k, false);
  }
  growth_limits limits = growth_choose(a, 2 * defs + 1, bodies);
  arena_free(a);
  return limits;
}

static bool copies(growth_limits limits, bool often, growth_kind kind) { return NODES <= limits.most[often][kind]; }

static void test_small(void) {
  growth_limits limits = chosen(DEFS / 50, GROWTH_PLAIN, CALLS, false);
  CU_ASSERT(copies(limits, false, GROWTH_PLAIN) && copies(limits, false, GROWTH_LIST));
}

/* What runs once pays for what runs often. */
static void test_once_first(void) {
  growth_limits limits = chosen(DEFS, GROWTH_PLAIN, CALLS, false);
  CU_ASSERT(!copies(limits, false, GROWTH_PLAIN));
  CU_ASSERT(copies(limits, false, GROWTH_LIST) && copies(limits, true, GROWTH_PLAIN));
  limits = chosen(DEFS, GROWTH_LIST, CALLS, false);
  CU_ASSERT(!copies(limits, false, GROWTH_LIST) && copies(limits, true, GROWTH_LIST));
}

static void test_often(void) {
  growth_limits limits = chosen(DEFS, GROWTH_PLAIN, CALLS, true);
  CU_ASSERT(!copies(limits, true, GROWTH_PLAIN) && copies(limits, true, GROWTH_OVER));
}

/* A function that has one caller is no copy, however many there are of such. */
static void test_one_caller(void) {
  growth_limits limits = chosen(DEFS, GROWTH_PLAIN, 1, false);
  CU_ASSERT(copies(limits, false, GROWTH_PLAIN));
}

/* What recursion calls runs often, and what that calls. */
static void test_spread(void) {
  arena *a = arena_new("test");
  growth_body bodies[] = {{.size = 1, .copies = true}, {.size = 1, .copies = true}, {.size = 1, .often = true},
                          {.size = 1, .copies = true}, {.size = 1}};
  refer(a, &bodies[1], 0, false);
  refer(a, &bodies[2], 1, false);
  refer(a, &bodies[2], 2, false);
  refer(a, &bodies[4], 2, false);
  refer(a, &bodies[4], 3, false);
  growth_choose(a, 5, bodies);
  CU_ASSERT(bodies[0].often && bodies[1].often && bodies[2].often);
  CU_ASSERT(!bodies[3].often && !bodies[4].often);
  arena_free(a);
}

static const unit_case cases[] = {
    {"small", test_small},           {"once first", test_once_first}, {"often", test_often},
    {"one caller", test_one_caller}, {"spread", test_spread},
};

UNIT_MAIN("growth", cases)
