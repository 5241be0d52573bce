#ifndef GAEL_TESTS_SEMANTICS_H
#define GAEL_TESTS_SEMANTICS_H

/* What a term means to the reference interpreter, in rows of type, term and value. `!` stands before a failure: code,
   sentence, values. */

#include <stdio.h>

#include "ir/interp.h"
#include "tests/unit/unit.h"

typedef struct semantics {
  const char *type, *term, *value;
} semantics;

enum { SEMANTICS_FUEL = 3000000 };

static inline str show_result(arena *home, const comb_program *p, const interp_result *r) {
  strbuf out = strbuf_new(home);
  if (r->status == INTERP_VALUE) interp_show(&out, r->value, p->result, true);
  else if (r->status == INTERP_LIMIT) strbuf_printf(&out, "limit: %s", r->limit);
  else
    strbuf_printf(&out, "! %d " STR_FMT " [" STR_FMT "]", r->failure.code, STR_ARG(r->failure.message),
                  STR_ARG(r->failure.values));
  return strbuf_str(&out);
}

static inline bool run_semantics(arena *home, str text, comb_program *p, interp_result *result) {
  str error;
  size_t offset;
  if (!comb_read(home, ir_types_new(home), intern_new(home), text, p, &error, &offset)) {
    fprintf(stderr, STR_FMT "\n" STR_FMT " at %zu\n", STR_ARG(text), STR_ARG(error), offset);
    return false;
  }
  const char *fault = comb_check(p, home);
  if (fault) fprintf(stderr, STR_FMT ": %s\n", STR_ARG(text), fault);
  if (!fault) interp_run(home, p, NULL, 0, SEMANTICS_FUEL, result);
  return !fault;
}

static inline void check(str program, const char *value) {
  arena *home = arena_new("test");
  comb_program p;
  interp_result result;
  if (!run_semantics(home, program, &p, &result)) {
    CU_FAIL("does not read");
  } else {
    str got = show_result(home, &p, &result);
    bool good = str_eq(got, str_of(value));
    if (!good) fprintf(stderr, STR_FMT "\n  wanted %s\n  got    " STR_FMT "\n", STR_ARG(program), value, STR_ARG(got));
    CU_ASSERT(good);
  }
  arena_free(home);
}

/* `types`: declarations in front of each row. */
static inline void check_all(const char *types, const semantics *rows, size_t count) {
  for (size_t i = 0; i < count; i++) {
    arena *home = arena_new("test");
    check(str_printf(home, "%s(main => %s %s)", types, rows[i].type, rows[i].term), rows[i].value);
    arena_free(home);
  }
}

#define CHECK_ALL(rows) check_all("", (rows), sizeof(rows) / sizeof *(rows))
#define CHECK_TYPED(types, rows) check_all((types), (rows), sizeof(rows) / sizeof *(rows))

#endif
