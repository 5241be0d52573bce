/* A program from its command line to its exit status. */

#include <stdlib.h>
#include <string.h>

#include "runtime/alloc.h"
#include "runtime/machine.h"
#include "runtime/out.h"
#include "runtime/value.h"

#ifdef RT_PAGES
#include <signal.h>
#endif

#if defined(__ELF__) && defined(__clang__)
/* The linker lays .data behind the thread's data, which takes no bytes of the file but is aligned to 8. Were .data aligned to
   less, the next place that fits both is a page further: 64 KB on ARM. */
static _Alignas(16) uint32_t aligned_data[4] __attribute__((used, retain)) = {1};
#endif

enum { EXIT_FINE = 0, EXIT_FAILED = 1, EXIT_USAGE = 3 };

typedef struct start_run {
  const gl_program *program;
  char **texts;
  void *args, *result;
  int status;
} start_run;

/* All that walks over values as deep as the program's data stands here, on the big stack. */
static bool start_entry(void *context) {
  start_run *run = context;
  const gl_program *p = run->program;
  run->status = EXIT_USAGE;
  if (p->argc && p->read(p->args, run->texts, run->args)) return true;
  run->status = EXIT_FAILED;
  if (p->entry(run->args, run->result)) return true;
  run->status = EXIT_FINE;
  if (p->print) p->print(run->result, p->result);
  gl_drop_value(run->result, p->result);
  return false;
}

static void say_count(uint32_t wanted, int given) {
  rt_err err;
  rt_err_init(&err);
  rt_sink_text(&err.sink, "error[GL0503]: the program takes ");
  rt_sink_int(&err.sink, wanted);
  rt_sink_text(&err.sink, wanted == 1 ? " argument, not " : " arguments, not ");
  rt_sink_int(&err.sink, given);
  rt_sink_byte(&err.sink, '\n');
  rt_err_end(&err);
}

static void say_live(void) {
  rt_err err;
  rt_err_init(&err);
  rt_sink_text(&err.sink, "live ");
  rt_sink_int(&err.sink, gl_live());
  rt_sink_byte(&err.sink, '\n');
  rt_err_end(&err);
}

/* Small results need no heap. */
static int run_program(const gl_program *p, char **texts) {
  _Alignas(16) uint8_t small[256];
  size_t size = p->result->size;
  start_run run = {p, texts, NULL, size <= sizeof small ? small : rt_alloc(size), EXIT_FINE};
  if (p->argc) run.args = rt_alloc(p->args->size);
  (void)gl_deep_call(start_entry, &run);
  if (run.status == EXIT_FAILED) gl_report(p);
  if (run.result != small) rt_free(run.result, size);
  if (p->argc) rt_free(run.args, p->args->size);
  if (run.status != EXIT_USAGE && p->release) p->release();
  return run.status;
}

/* A reader that goes away is no failure: out.c meets it as an error of write. */
static void outlive_readers(void) {
#ifdef RT_PAGES
  (void)signal(SIGPIPE, SIG_IGN);
#endif
}

int gl_start(const gl_program *program, int argc, char **argv) {
  const char *live = getenv("GAEL_LIVE");
  outlive_readers();
  rt_command_line(&argc, &argv);
  gl_command_line(argv + 1);
  if ((uint32_t)(argc - 1) != program->argc && !(program->open && program->argc == 0)) {
    say_count(program->argc, argc - 1);
    return EXIT_USAGE;
  }
  int status = run_program(program, argv + 1);
  gl_flush();
  if (live && strcmp(live, "1") == 0) say_live();
  return status;
}
