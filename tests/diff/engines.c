#include "tests/diff/engines.h"

#include <string.h>

#include "backend/tier.h"
#include "driver/program.h"
#include "ir/interp.h"
#include "ir/interp_value.h"

enum { FUEL = 200000 };

typedef struct outcome {
  bool known, failed; /* not known: no end was reached, or nobody has looked */
  str printed, told;
} outcome;

typedef struct bench {
  arena *home;
  const engines *e;
  const diff_program *programs;
  uint32_t count;
  gael_session *session;
  pipeline_entry entry;
  outcome *wanted, *first; /* by program and run: of the interpreter, of the first level */
  engines_report *out;
  str problem; /* what is no diagnostic: why a program does not load */
} bench;

static uint32_t number_of(uint32_t which, uint32_t run) { return which * PROGRAM_RUNS + run; }

/* ---- outcomes as text: what was printed, and the value or the failure with its place ---- */

static void tell_failure(strbuf *out, int32_t code, str message, str values) {
  strbuf_printf(out, "failure %d: " STR_FMT ", values " STR_FMT, code, STR_ARG(message), STR_ARG(values));
}

/* Of the failure alone: which calls it passed through depends on what was a tail call. */
static void tell_place(strbuf *out, const char *file, uint32_t start, uint32_t end) {
  strbuf_printf(out, " at %s:%u-%u", file, start, end);
}

static outcome interpreted(const bench *b, const comb_program *p, const interp_result *r) {
  strbuf out = strbuf_new(b->home);
  const interp_failure *f = &r->failure;
  bool failed = r->status == INTERP_FAILURE;
  if (failed)
    tell_failure(&out, f->code, f->message, f->values);
  else
    interp_print(&out, r->value, p->result);
  if (failed && f->site) {
    span where = comb_site(p->store, f->site)->where;
    tell_place(&out, source_name(b->session->sources, where.file).ptr, where.start, where.end);
  }
  return (outcome){true, failed, str_copy(b->home, r->out), strbuf_str(&out)};
}

typedef struct call {
  const gl_program *program;
  void *args;
  gl_list *result;
} call;

static bool enter(void *context) {
  call *c = context;
  return c->program->entry(c->args, &c->result);
}

static void keep(void *context, const uint8_t *bytes, size_t length) {
  strbuf_add(context, (str){(const char *)bytes, length});
}

static void tell_result(strbuf *out, gl_list *text) {
  static const gl_type character = {.kind = GL_CHAR, .size = 4, .name = "Char"};
  size_t n = gl_str_utf8(text, NULL, 0);
  char *utf8 = arena_alloc(out->home, n + 1, 1);
  gl_str_utf8(text, utf8, n);
  strbuf_add(out, (str){utf8, n});
  gl_drop_list(text, &character);
}

static void tell_record(strbuf *out, const gl_program *p) {
  const gl_failure *f = gl_failure_now();
  tell_failure(out, f->code, str_of(f->message), str_of(f->values));
  if (f->site) tell_place(out, p->site_texts + p->sites[f->site].file, p->sites[f->site].start, p->sites[f->site].end);
  gl_fail_clear();
}

/* ---- arguments ---- */

static void interp_arguments(arena *home, uint32_t which, const program_run *r, interp_value *args) {
  interp_value *items = ARENA_ARRAY(home, interp_value, r->len + 1);
  for (uint32_t k = 0; k < r->len; k++) items[k].i = r->list[k];
  args[0].i = which;
  args[1].i = r->first;
  args[2].i = r->second;
  args[3] = interp_list_of(home, items, r->len);
}

static void machine_arguments(const gl_program *p, uint32_t which, const program_run *r, uint8_t *args) {
  const gl_type *element = p->args->parts[3]->parts[0];
  gl_list *list = gl_list_new(r->len, element);
  for (uint32_t k = 0; k < r->len; k++) gl_list_push(list, &r->list[k], element);
  int64_t number = which;
  memcpy(args + p->args->offsets[0], &number, sizeof number);
  memcpy(args + p->args->offsets[1], &r->first, sizeof r->first);
  memcpy(args + p->args->offsets[2], &r->second, sizeof r->second);
  memcpy(args + p->args->offsets[3], (const void *)&list, sizeof(gl_list *));
}

/* ---- runs ---- */

static bool interpret(bench *b) {
  enum { ARGUMENTS = 4 };
  comb_program p;
  if (!pipeline_terms(b->session, b->entry, false, &p)) return false;
  for (uint32_t which = 0; which < b->count; which++)
    for (uint32_t run = 0; run < b->programs[which].run_count; run++) {
      arena *scratch = arena_new("run");
      interp_value args[ARGUMENTS];
      interp_result r;
      interp_arguments(scratch, which, &b->programs[which].runs[run], args);
      interp_run(scratch, &p, args, ARGUMENTS, FUEL, &r);
      if (r.status != INTERP_LIMIT) b->wanted[number_of(which, run)] = interpreted(b, &p, &r);
      arena_free(scratch);
      b->out->unknown += r.status == INTERP_LIMIT;
      b->out->runs += r.status != INTERP_LIMIT;
      b->out->values += r.status == INTERP_VALUE;
    }
  return true;
}

static void tell_outcome(strbuf *told, const char *who, const outcome *o) {
  strbuf_printf(told, "  %s" STR_FMT "%s" STR_FMT "\n", who, STR_ARG(o->printed), o->printed.len ? " | " : "",
                STR_ARG(o->told));
}

static void differ(bench *b, uint32_t which, uint32_t run, const char *than, const outcome *want, const outcome *have,
                   int64_t live) {
  strbuf told = strbuf_new(b->home);
  strbuf_add(&told, STR("  arguments    "));
  program_print_run(&told, &b->programs[which].runs[run]);
  strbuf_byte(&told, '\n');
  tell_outcome(&told, than, want);
  tell_outcome(&told, "compiled     ", have);
  if (live) strbuf_printf(&told, "  objects left %lld\n", (long long)live);
  b->out->verdict = ENGINES_DIFFER;
  b->out->which = which;
  b->out->told = strbuf_str(&told);
}

static outcome run_machine(bench *b, const gl_program *p, const program_run *r, uint32_t which) {
  call c = {p, arena_zalloc(b->home, p->args->size + 8, 16), NULL};
  machine_arguments(p, which, r, c.args);
  strbuf printed = strbuf_new(b->home), told = strbuf_new(b->home);
  gl_on_output(keep, &printed);
  bool failed = gl_deep_call(enter, &c);
  gl_flush();
  gl_on_output(NULL, NULL);
  if (failed)
    tell_record(&told, p);
  else
    tell_result(&told, c.result);
  if (p->release) p->release();
  return (outcome){true, failed, strbuf_str(&printed), strbuf_str(&told)};
}

/* Which of several failures is reported is not specified, but it is specified as soon as loops are formed: levels agree
   on it to the letter. */
static bool agree(bench *b, const gl_program *p, uint32_t which, uint32_t run) {
  const outcome *want = &b->wanted[number_of(which, run)];
  outcome *first = &b->first[number_of(which, run)];
  if (!want->known) return true;
  outcome have = run_machine(b, p, &b->programs[which].runs[run], which);
  int64_t live = gl_live();
  bool as_meant = have.failed == want->failed && str_eq(have.printed, want->printed) &&
                  (have.failed || str_eq(have.told, want->told));
  bool as_first = !first->known || b->e->any_failure || str_eq(have.told, first->told);
  if (!first->known) *first = have;
  if (as_meant && as_first && !live) return true;
  differ(b, which, run, as_meant && !as_first ? "first level  " : "interpreter  ", as_meant && !as_first ? first : want,
         &have, live);
  return false;
}

static void run_all(bench *b, const gl_program *p) {
  for (uint32_t which = 0; which < b->count; which++)
    for (uint32_t run = 0; run < b->programs[which].run_count; run++)
      if (!agree(b, p, which, run)) return;
}

/* ---- in tiers: who asks knows nothing of us ---- */

static struct {
  arena *home;
  str second;
  jit_code *first, *over;
  const tier_watch *watch;
  uint32_t left; /* times to ask until it goes over */
  str problem;   /* why a version does not load */
} tiers;

static void ask(void) {
  if (tiers.over || tiers.left-- > 0) return; /* less than none left, and not over: it does not load */
  tiers.over = tier_load_second(tiers.home, tiers.second, tiers.watch, tiers.first, &tiers.problem);
  if (tiers.over) tier_switch(tiers.first, tiers.over);
}

static void entered(const char *symbol) { (void)symbol; }

static bool compile_part(const bench *b, pipeline_part part, str *object) {
  pipeline_target t = {.target = target_host(),
                       .use = TARGET_JIT,
                       .part = part,
                       .watched = true,
                       .certify = true,
                       .cpu = part == PIPELINE_SECOND ? "native" : NULL,
                       .level = part == PIPELINE_SECOND ? 2 : 0,
                       .without = b->e->without};
  return pipeline_compile(b->session, b->entry, &t, GAEL_STAGE_OBJ, object) == GAEL_OK;
}

static bool run_tiers(bench *b) {
  static const tier_watch watch = {ask, entered};
  str first;
  tiers.home = b->home;
  tiers.watch = &watch;
  tiers.left = b->e->ask;
  if (!compile_part(b, PIPELINE_FIRST, &first) || !compile_part(b, PIPELINE_SECOND, &tiers.second)) return false;
  tiers.first = tier_load_first(b->home, first, &watch, &tiers.problem);
  const gl_program *p = tiers.first ? jit_find(tiers.first, "gael_program") : NULL;
  if (p) run_all(b, p);
  bool went = p != NULL && (tiers.over || tiers.left != UINT32_MAX);
  if (!went) b->problem = tiers.problem;
  return went;
}

static bool run_level(bench *b, unsigned level) {
  if (level == ENGINES_TIERS) return run_tiers(b);
  pipeline_target t = {.target = target_host(),
                       .use = TARGET_JIT,
                       .cpu = b->e->cpu,
                       .level = level,
                       .certify = true,
                       .without = b->e->without};
  str object;
  program loaded = {0};
  if (pipeline_compile(b->session, b->entry, &t, GAEL_STAGE_OBJ, &object) != GAEL_OK) return false;
  if (!program_link(b->home, object, &loaded, &b->problem)) return false;
  run_all(b, loaded.meta);
  return true;
}

static bool compare(bench *b) {
  entry_request typed = {.typed_only = true};
  str problem;
  if (entry_choose(b->session, &typed, &b->entry, &problem) != GAEL_OK || b->entry.argc != 4 || !interpret(b))
    return false;
  for (uint32_t k = 0; k < b->e->level_count && b->out->verdict == ENGINES_AGREE; k++)
    if (!run_level(b, b->e->levels[k])) return false;
  return true;
}

void engines_compare(arena *home, const engines *e, const diff_program *programs, uint32_t count, engines_report *out) {
  strbuf text = strbuf_new(home);
  program_print(&text, programs, count, e->table);
  *out = (engines_report){.verdict = ENGINES_AGREE};
  bench b = {home, e, programs, count, .out = out};
  b.session = gael_open("programs", text.ptr, text.len);
  b.wanted = ARENA_ARRAY(home, outcome, count * PROGRAM_RUNS);
  b.first = ARENA_ARRAY(home, outcome, count * PROGRAM_RUNS);
  if (!compare(&b)) {
    out->verdict = ENGINES_REFUSED;
    str said = str_of(gael_diagnostics_text(b.session, false));
    out->told = str_printf(home, STR_FMT STR_FMT, STR_ARG(b.problem), STR_ARG(said));
  }
  gael_close(b.session);
}
