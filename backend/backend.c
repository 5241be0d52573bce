/* From a counted module to bytes: a context and a machine a part of it, the code generator, LLVM's passes, the writer. */

#include "backend/backend.h"

#include "backend/cg.h"
#include "backend/elf_join.h"
#include "backend/emit.h"
#include "backend/llvm_err.h"
#include "backend/llvm_init.h"
#include "backend/optimize.h"
#include "backend/prefault.h"
#include "support/parallel.h"

typedef struct unit {
  LLVMContextRef context;
  LLVMModuleRef module;
  LLVMTargetMachineRef machine;
  strbuf *complaints; /* what LLVM reports while it works */
} unit;

/* Of a long program LLVM schedules code once, before registers are given out: the second time takes 6 % of its time. */
static unsigned effort_of(const backend_job *job, const cg_program *program) {
  return program->split.parts > 1 && job->level == 2 ? 1 : job->level;
}

static bool unit_open(arena *home, const backend_job *job, unsigned effort, bool names, unit *u, str *error) {
  llvm_init();
  u->machine = target_machine_new(home, job->target, job->use, job->cpu, effort, error);
  if (!u->machine) return false;
  u->context = LLVMContextCreate();
  u->complaints = ARENA_NEW(home, strbuf);
  *u->complaints = strbuf_new(home);
  llvm_err_capture(u->context, u->complaints);
  LLVMContextSetDiscardValueNames(u->context, !names);
  u->module = LLVMModuleCreateWithNameInContext(job->file, u->context);
  target_module_setup(u->module, u->machine);
  return true;
}

static void unit_close(unit *u) {
  LLVMDisposeModule(u->module);
  LLVMContextDispose(u->context);
  LLVMDisposeTargetMachine(u->machine);
}

static bool unit_build(arena *home, const backend_job *job, const cg_program *program, uint32_t part, unit *u,
                       str *error) {
  cg_module(home, job, program, part, u->module);
  if (job->level >= 2 && !optimize_link_runtime(home, u->module, job->target, error)) return false;
  static const char *const names[] = {[TARGET_JIT] = "gael_program", [TARGET_LINKED] = "gael_program,main"};
  const char *exports = job->use == TARGET_LIBRARY ? job->exported : names[job->use];
  if (job->module->tier || program->split.parts > 1) exports = NULL; /* it has said itself what others see */
  return optimize_module(home, u->module, u->machine, job->level, program->split.parts > 1, exports, error);
}

/* ---- parts ---- */

typedef bool unit_write(arena *home, LLVMModuleRef m, LLVMTargetMachineRef machine, str *out, str *error);

static bool write_ir(arena *home, LLVMModuleRef m, LLVMTargetMachineRef machine, str *out, str *error) {
  (void)machine, (void)error;
  *out = emit_ir(home, m);
  return true;
}

typedef struct work {
  const backend_job *job;
  const cg_program *program;
  unit_write *write;
  bool names;
  struct part {
    arena *home;
    str out, error;
    bool done;
  } *parts;
} work;

static void make_part(void *context, uint32_t number) {
  const work *w = context;
  struct part *p = &w->parts[number];
  backend_job job = *w->job;
  unit u;
  job.level = w->program->split.level[number];
  if (w->program->split.parts > 1) prefault_long_heap();
  if (!unit_open(p->home, &job, effort_of(&job, w->program), w->names, &u, &p->error)) return;
  p->done = unit_build(p->home, &job, w->program, number, &u, &p->error) &&
            w->write(p->home, u.module, u.machine, &p->out, &p->error);
  unit_close(&u);
  if (p->done && u.complaints->len) p->error = strbuf_str(u.complaints);
  p->done = p->done && !u.complaints->len;
}

typedef bool parts_join(arena *home, uint32_t n, const str *parts, str *out, str *error);

static bool join_texts(arena *home, uint32_t n, const str *parts, str *out, str *error) {
  (void)error;
  strbuf text = strbuf_new(home);
  for (uint32_t k = 0; k < n; k++) strbuf_add(&text, parts[k]);
  *out = strbuf_str(&text);
  return true;
}

static bool join_parts(arena *home, const work *w, uint32_t n, parts_join *join, str *out, str *error) {
  enum { ALIGN = 16 };
  str *outs = ARENA_ARRAY(home, str, n), complaint = {0};
  for (uint32_t k = 0; k < n; k++) {
    outs[k] = w->parts[k].out;
    if (!w->parts[k].done) return *error = str_copy(home, w->parts[k].error), false;
  }
  if (n > 1) return join(home, n, outs, out, &complaint) || (*error = complaint, false);
  *out = (str){arena_copy(home, outs[0].ptr, outs[0].len, ALIGN), outs[0].len};
  return true;
}

static bool run(arena *home, const backend_job *job, unit_write *write, parts_join *join, bool names, str *out,
                str *error) {
  cg_program program;
  cg_program_make(home, job, &program);
  uint32_t n = program.split.parts;
  work w = {job, &program, write, names, ARENA_ARRAY(home, struct part, n)};
  llvm_init();
  for (uint32_t k = 0; k < n; k++) w.parts[k].home = arena_new("code generation");
  parallel_run(n, make_part, &w);
  bool done = join_parts(home, &w, n, join, out, error);
  for (uint32_t k = 0; k < n; k++) arena_free(w.parts[k].home);
  return done;
}

bool backend_object(arena *home, const backend_job *job, str *object, str *error) {
  return run(home, job, emit_object, elf_join, false, object, error);
}

bool backend_asm(arena *home, const backend_job *job, str *text, str *error) {
  return run(home, job, emit_asm, join_texts, false, text, error);
}

bool backend_ir(arena *home, const backend_job *job, str *text, str *error) {
  return run(home, job, write_ir, join_texts, true, text, error);
}
