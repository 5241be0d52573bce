#ifndef GAEL_TESTS_CUNIT_STAND_IN_H
#define GAEL_TESTS_CUNIT_STAND_IN_H

/* What the tests of tests/unit use of CUnit, where there is none: machines for which we only have a C library. */

#include <stdio.h>
#include <string.h>

typedef struct CU_state {
  unsigned failed, run;
} CU_state;
typedef int *CU_pSuite;

static CU_state CU_here;

enum { CUE_SUCCESS = 0, CU_BRM_SILENT = 0 };

static inline int CU_say(int good, const char *what, const char *file, int line) {
  if (!good) printf("%s:%d: %s\n", file, line, what);
  CU_here.failed += !good;
  return good;
}

static inline int CU_initialize_registry(void) { return CUE_SUCCESS; }
static inline void CU_cleanup_registry(void) {}
static inline void CU_basic_set_mode(int mode) { (void)mode; }
static inline void CU_basic_run_tests(void) {}
static inline void *CU_get_failure_list(void) { return NULL; }
static inline void CU_basic_show_failures(void *list) { (void)list; }
static inline unsigned CU_get_number_of_failures(void) { return CU_here.failed; }
static inline unsigned CU_get_number_of_tests_run(void) { return CU_here.run; }
static inline CU_pSuite CU_add_suite(const char *name, void *begin, void *end) {
  static int suite;
  (void)name, (void)begin, (void)end;
  return &suite;
}
/* Runs it at once. */
static inline int CU_add_test(CU_pSuite suite, const char *name, void (*run)(void)) {
  (void)suite, (void)name;
  CU_here.run++;
  run();
  return 1;
}

#define CU_ASSERT(good) ((void)CU_say(!!(good), #good, __FILE__, __LINE__))
#define CU_FAIL(text) ((void)CU_say(0, text, __FILE__, __LINE__))
#define CU_ASSERT_FALSE(bad) CU_ASSERT(!(bad))
#define CU_ASSERT_EQUAL(a, b) CU_ASSERT((a) == (b))
#define CU_ASSERT_EQUAL_FATAL(a, b) \
  do { \
    if (!CU_say((a) == (b), #a " == " #b, __FILE__, __LINE__)) return; \
  } while (0)
#define CU_ASSERT_NOT_EQUAL(a, b) CU_ASSERT((a) != (b))
#define CU_ASSERT_PTR_EQUAL(a, b) CU_ASSERT((const void *)(a) == (const void *)(b))
#define CU_ASSERT_PTR_NULL(p) CU_ASSERT((p) == NULL)
#define CU_ASSERT_PTR_NOT_NULL(p) CU_ASSERT((p) != NULL)
#define CU_ASSERT_STRING_EQUAL(a, b) CU_ASSERT(strcmp((a), (b)) == 0)

#endif
