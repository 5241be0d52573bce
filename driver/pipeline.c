/* The compiler, from text to machine code. Every stage takes the one before and knows nothing of the rest:

     text → tokens → tree → resolved → typed              frontend: parse, resolve, infer
          → combinators → rewritten                       frontend/lower, ir/rule
          → blocks → counted                              ir/apply (loops, specialisation), ir/passes, ir/rc
          → LLVM → object                                 backend

   `--emit=STAGE` is a stop behind that stage. docs/pipeline.md follows one program through all of them. */

#include "driver/pipeline.h"

#include "driver/modules.h"
#include "frontend/habit.h"
#include "frontend/lower.h"
#include "ir/passes.h"
#include "ir/rule.h"
#include "ir/tier.h"
#include "support/bug.h" /* VERIFY */

static bool front_end(gael_session *s, uint32_t file) {
  s->ast = parse_module(s->home, s->names, s->sources, file, s->diags);
  s->resolver = resolver_new(s->home, s->names, s->sources, modules_loader(s), s->diags);
  s->core = resolve_module(s->resolver, s->ast);
  s->infer = infer_new(s->home, s->names, s->resolver, s->diags);
  return infer_module(s->infer, s->core) && diag_error_count(s->diags) == 0;
}

/* A refused program may be written by the habits of another language: then its reports are those of the GAEL that was
   meant. */
static void retell(gael_session *s) {
  habit *h = habit_read(s->home, s->names, s->sources, s->file);
  if (!h) return;
  diag_sink *found = s->diags = diag_sink_new(s->home, SESSION_ERRORS);
  front_end(s, habit_file(h));
  s->diags = diag_sink_new(s->home, SESSION_ERRORS);
  habit_retell(h, found, s->diags);
}

bool pipeline_check(gael_session *s) {
  if (s->checked) return s->valid;
  s->checked = true;
  s->valid = front_end(s, s->file);
  if (!s->valid) retell(s);
  return s->valid;
}

/* The verifier of terms runs where its cost does not count; that of blocks is flat_certify. */
#ifdef GAEL_DEBUG
static void require(const gael_session *s, const char *complaint, const char *pass) {
  if (complaint) gael_bug("%s broke an invariant in " STR_FMT ": %s", pass, STR_ARG(session_name(s)), complaint);
}
#define VERIFY(s, check, pass) require((s), (check), (pass))
#else
#define VERIFY(s, check, pass) ((void)0)
#endif

static gael_status stop_comb(gael_session *s, const comb_program *p, str *out) {
  strbuf text = strbuf_new(s->home);
  comb_print(&text, p);
  *out = strbuf_str(&text);
  return GAEL_OK;
}

static gael_status stop_flat(gael_session *s, const flat_module *m, str *out) {
  strbuf text = strbuf_new(s->home);
  flat_print(&text, m);
  *out = strbuf_str(&text);
  return GAEL_OK;
}

static gael_status machine_code(gael_session *s, const flat_module *m, const pipeline_target *t, gael_stage stage,
                                str *out) {
  backend_job job = {
      .module = m,
      .sources = s->sources,
      .file = session_name(s).ptr,
      .target = t->target,
      .use = t->use,
      .exported = t->exported,
      .cpu = t->cpu,
      .level = t->level,
      .debug = t->debug,
      .watched = t->watched,
      .rules = t->rules,
  };
  str error = {0};
  bool done = stage == GAEL_STAGE_LLVM  ? backend_ir(s->home, &job, out, &error)
              : stage == GAEL_STAGE_ASM ? backend_asm(s->home, &job, out, &error)
                                        : backend_object(s->home, &job, out, &error);
  if (!done) diag_report(s->diags, DIAG_usage, SPAN_NONE, STR_FMT, STR_ARG(error));
  return done ? GAEL_OK : GAEL_USAGE;
}

bool pipeline_terms(gael_session *s, pipeline_entry entry, bool rewritten, comb_program *out) {
  ir_types *types = ir_types_new(s->home);
  comb_store *store = comb_store_new(s->home, types, s->names);
  if (!lower_program(s->home, s->infer, entry.instance, entry.argc, store, out) || diag_error_count(s->diags))
    return false;
  VERIFY(s, comb_check(out, s->home), "lowering");
  if (!rewritten) return true;
  *out = rules_run(out, NULL);
  VERIFY(s, comb_check(out, s->home), "rewriting");
  return true;
}

static const flat_module *first_version(gael_session *s, const comb_program *program, transforms how, bool outlived) {
  flat_module *first = flat_apply(s->home, program, how);
  first->how.level = 0;
  first->outlived = outlived;
  tier_start(first, NULL);
  flat_optimize(first);
  flat_count(first);
  return first;
}

gael_status pipeline_compile(gael_session *s, pipeline_entry entry, const pipeline_target *t, gael_stage stage,
                             str *out) {
  comb_program program;
  /* Two versions of a program start from the same blocks. */
  transforms how = {t->part == PIPELINE_WHOLE ? t->level : 2, t->without};
  bool rewritten = stage != GAEL_STAGE_COMB && transform_among(how, TRANSFORM_rewrite);
  if (!pipeline_terms(s, entry, rewritten, &program)) return GAEL_INVALID;
  if (stage == GAEL_STAGE_COMB || stage == GAEL_STAGE_OPT) return stop_comb(s, &program, out);

  bool outlived = t->outlived || t->certify || t->use == TARGET_LIBRARY;
  const flat_module *first = t->part == PIPELINE_SECOND ? first_version(s, &program, how, outlived) : NULL;
  flat_module *module = flat_apply(s->home, &program, how);
  module->certify = t->certify;
  module->outlived = outlived;
  flat_certify(module, "symbolic application");
  module->how.level = t->level;
  if (t->part != PIPELINE_WHOLE) tier_start(module, first);
  flat_optimize(module);
  if (stage == GAEL_STAGE_FLAT) return stop_flat(s, module, out);

  flat_count(module);
  flat_certify(module, "counting");
  if (stage == GAEL_STAGE_RC) return stop_flat(s, module, out);

  return machine_code(s, module, t, stage, out);
}
