#ifndef GAEL_TESTS_BLOCKS_H
#define GAEL_TESTS_BLOCKS_H

/* The counted blocks of a text, for tests that look at a program's functions by their names. */

#include "driver/entry.h"
#include "driver/modules.h"
#include "ir/passes.h"
#include "tests/unit/unit.h"

/* `--without inline`: functions stay functions. */
static inline flat_module *blocks_of(gael_session **s, const char *text) {
  pipeline_entry entry;
  comb_program program;
  str problem;
  *s = modules_open(STR("blocks"), str_of(text));
  if (entry_choose(*s, &(entry_request){0}, &entry, &problem) != GAEL_OK) return NULL;
  if (!pipeline_terms(*s, entry, true, &program)) return NULL;
  flat_module *m = flat_apply((*s)->home, &program, (transforms){2, UINT64_C(1) << TRANSFORM_inline});
  flat_optimize(m);
  flat_count(m);
  return m;
}

/* The number of a function. */
static inline uint32_t blocks_named(const flat_module *m, const char *name) {
  uint32_t k = 0;
  while (k < m->funs.len && !str_eq(m->funs.items[k]->name, str_of(name))) k++;
  if (k == m->funs.len) CU_FAIL("no such function");
  return k;
}

#endif
