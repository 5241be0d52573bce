#ifndef GAEL_TESTS_CG_OUTCOME_H
#define GAEL_TESTS_CG_OUTCOME_H

/* Machine code run beside the interpreter: what each gives for the same arguments, as text, and whether that is the same. */

#include "backend/backend.h"
#include "backend/jit.h"
#include "ir/interp_value.h"
#include "runtime/gael_rt.h"
#include "tests/unit/unit.h"

enum { LEVELS = 3, MOST_ARGS = 4, TEXT_ROOM = 4096, FUEL = 10000000 };

/* One level's code, as it is loaded. */
typedef struct loaded {
  jit_code *code;
  const gl_program *start;
} loaded;

/* False, and why is printed: there is none. */
bool cg_load_program(arena *home, const flat_module *m, unsigned level, loaded *p);
/* Of all levels; one that was not loaded is zero. */
void cg_unload_programs(loaded *programs);

/* A value as source, or a report; and what was printed. */
typedef struct outcome {
  bool failed;
  int32_t code;
  char value[TEXT_ROOM]; /* or the failure's sentence */
  char values[TEXT_ROOM];
  char printed[TEXT_ROOM];
  uint32_t frames;
  uint32_t places[GL_FRAMES]; /* starts of the failure's site and of the calls it passed through */
} outcome;

outcome cg_outcome_wanted(arena *home, comb_store *store, const interp_result *r, const ir_type *result);
outcome cg_outcome_got(const gl_program *g, const interp_value *args);
void cg_say(const char *who, const outcome *o);

typedef struct entry_call {
  const gl_program *program;
  void *args, *result;
} entry_call;

bool cg_call_entry(void *context); /* an entry_call; true: it failed */

/* What a run is compared by. */
typedef struct demand {
  const char *what, *call;
  unsigned level;
  bool word_for_word;
} demand;

/* Runs it, and says what differs. */
bool cg_compare_run(demand d, const outcome *want, const gl_program *g, const interp_value *args);

/* Cuts a text where `by` stands, in place; how many parts, `most` at the most. */
uint32_t cg_split_text(char *text, char by, char **parts, uint32_t most);

#endif
