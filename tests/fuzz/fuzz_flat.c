/* Any bytes, read as the choices of tests/flat_random.c: the program that they make keeps its meaning through
   symbolic application, the passes and counting, with any set of transformations left out; its blocks are verified
   behind every pass, and no object is left or touched when it is gone. */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "ir/passes.h"
#include "support/bug.h"
#include "tests/flat_eval.h"
#include "tests/flat_random.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FUEL = 5000, FLAT_FUEL = 200000, PROGRAM_MOST = 400 };

static str shown(arena *home, interp_value v, const ir_type *t) {
  strbuf b = strbuf_new(home);
  interp_show(&b, v, t, true);
  return strbuf_str(&b);
}

/* Which of several failures is reported is not specified; a program that does not end says nothing. */
static void compare(const comb_program *p, const flat_module *m, const char *number, const char *list) {
  arena *home = arena_new("run");
  interp_value args[2];
  interp_result want;
  flat_eval_result have;
  GAEL_ASSERT(interp_parse(home, comb_types(p->store), p->args[0], str_of(number), &args[0]));
  GAEL_ASSERT(interp_parse(home, comb_types(p->store), p->args[1], str_of(list), &args[1]));
  interp_run(home, p, args, 2, FUEL, &want);
  if (want.status != INTERP_LIMIT) {
    flat_eval(home, m, args, FLAT_FUEL, &have);
    GAEL_ASSERT(!have.fault);
    GAEL_ASSERT(have.failed == (want.status == INTERP_FAILURE));
    GAEL_ASSERT(str_eq(want.out, have.out));
    GAEL_ASSERT(have.failed || str_eq(shown(home, want.value, p->result), shown(home, have.value, p->result)));
    GAEL_ASSERT(have.live == 0 || (have.failed && !m->catches));
  }
  arena_free(home);
}

static transforms how_of(const uint8_t *data, size_t size) {
  transforms how = TRANSFORMS_EVERY;
  memcpy(&how.without, data, size < sizeof how.without ? size : sizeof how.without);
  return how;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > PROGRAM_MOST || size < sizeof(uint64_t)) return -1;
  arena *home = arena_new("fuzz");
  comb_program p = flat_random_choices(home, data + sizeof(uint64_t), size - sizeof(uint64_t));
  flat_module *m = flat_apply(home, &p, how_of(data, size));
  m->certify = true;
  flat_certify(m, "symbolic application");
  flat_optimize(m);
  flat_count(m);
  flat_certify(m, "counting");
  compare(&p, m, "3", "[1,2,3]");
  compare(&p, m, "9223372036854775807", "[9223372036854775807,-1]");
  compare(&p, m, "0", "[]");
  arena_free(home);
  return 0;
}
