/* Which functions of a program call one another in a circle. */

#include "ir/call_graph.h"
#include "tests/unit/blocks.h"
#include "tests/unit/unit.h"

/* Names, each behind a letter for its circle. */
static void check(const char *text, const char *const *circles, size_t count) {
  gael_session *s;
  flat_module *m = blocks_of(&s, text);
  CU_ASSERT_PTR_NOT_NULL(m);
  const uint32_t *number = m ? call_circles(m, s->home) : NULL;
  for (size_t i = 0; m && i < count; i++)
    for (size_t j = 0; j < count; j++) {
      bool same = number[blocks_named(m, circles[i] + 1)] == number[blocks_named(m, circles[j] + 1)];
      CU_ASSERT_EQUAL(same, circles[i][0] == circles[j][0]);
    }
  gael_close(s);
}

#define CHECK(text, ...)                              \
  check((text), (const char *const[]){__VA_ARGS__}, \
        sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static void test_apart(void) {
  CHECK("low p=p%7\n"
        "high p=low p+low(p+1)\n"
        "high 5+high 6",
        "amain", "bhigh", "clow");
}

static void test_together(void) {
  CHECK("leaf p=p%3\n"
        "even p=p<1?leaf p:odd(p-1)\n"
        "odd p=p<1?1:even(p-1)\n"
        "even 9",
        "amain", "beven", "bodd", "cleaf");
}

/* Who calls a closure may call what closures are made of, and whatever that calls. */
static void test_closures(void) {
  CHECK("last k n=k(n-1)\n"
        "even n=n<1?0:n%3==0?odd n:last(n%5==0?even:odd,n)\n"
        "odd n=n<1?1:last(n%3==0?even:odd,n)\n"
        "even 100+odd 101",
        "amain", "blast", "beven", "bodd");
}

static const unit_case cases[] = {{"apart", test_apart}, {"together", test_together}, {"closures", test_closures}};

UNIT_MAIN("circles", cases)
