#ifndef GAEL_TESTS_UNIT_H
#define GAEL_TESTS_UNIT_H

/* A CUnit program in one table: `static const unit_case cases[] = {{"grows", test_grows}, …}; UNIT_MAIN("vec", cases)`.
   Prints the failures; the exit status says whether there were any. */

#include <CUnit/Basic.h>
#include <stddef.h>

typedef struct unit_case {
  const char *name;
  void (*run)(void);
} unit_case;

static inline int unit_run(const char *suite_name, const unit_case *cases, size_t count) {
  if (CU_initialize_registry() != CUE_SUCCESS) return 1;
  CU_pSuite suite = CU_add_suite(suite_name, NULL, NULL);
  for (size_t i = 0; suite && i < count; i++)
    if (!CU_add_test(suite, cases[i].name, cases[i].run)) return 1;
  CU_basic_set_mode(CU_BRM_SILENT);
  CU_basic_run_tests();
  CU_basic_show_failures(CU_get_failure_list());
  unsigned failed = CU_get_number_of_failures(), run = CU_get_number_of_tests_run();
  CU_cleanup_registry();
  return failed || run != count;
}

#define UNIT_MAIN(name, cases) \
  int main(void) { return unit_run((name), (cases), sizeof(cases) / sizeof *(cases)); }

#endif
