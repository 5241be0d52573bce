/* Flat form to LLVM: a module of one part of a program at a time (split.h). Expects a counted module; leaves it untouched. Everything is internal but
   gl_program's constant `gael_program` and, in linked programs, `main`. Linear in the size of the module. */

#include "backend/cg.h"

#include <string.h>

#include "ir/call_graph.h"
#include "support/bug.h"

/* ---- types ---- */

static LLVMTypeRef structure(const cg *c, LLVMTypeRef *fields, uint32_t n, const char *name) {
  LLVMTypeRef type = LLVMStructCreateNamed(c->context, name);
  LLVMStructSetBody(type, fields, n, false);
  return type;
}

#define STRUCTURE(c, name, ...)                                                                                      \
  structure((c), (LLVMTypeRef[]){__VA_ARGS__}, sizeof((LLVMTypeRef[]){__VA_ARGS__}) / sizeof(LLVMTypeRef), (name))

/* As runtime/gael_rt.h declares them. */
static void make_types(cg *c) {
  LLVMContextRef context = c->context;
  cg_types *t = &c->t;
  t->i1 = LLVMInt1TypeInContext(context);
  t->i8 = LLVMInt8TypeInContext(context);
  t->i16 = LLVMInt16TypeInContext(context);
  t->i32 = LLVMInt32TypeInContext(context);
  t->i64 = LLVMInt64TypeInContext(context);
  t->f64 = LLVMDoubleTypeInContext(context);
  t->ptr = LLVMPointerTypeInContext(context, 0);
  t->none = LLVMVoidTypeInContext(context);
  t->word = c->pointer_size == 8 ? t->i64 : t->i32;
  t->list = STRUCTURE(c, "gl_list", t->i32, t->i8, t->i8, t->i16, t->i64, t->ptr, t->word);
  t->closure = STRUCTURE(c, "gl_closure", t->i32, t->i32, t->ptr, t->ptr);
  t->object = STRUCTURE(c, "gl_object", t->i32, t->i32);
  t->type = STRUCTURE(c, "gl_type", t->i8, t->i8, t->i16, t->i32, t->ptr, t->ptr, t->ptr, t->ptr, t->ptr);
  t->con = STRUCTURE(c, "gl_con", t->ptr, t->i32, t->i32, t->ptr, t->ptr, t->ptr);
  t->global = STRUCTURE(c, "gl_global", t->i8, t->ptr);
  t->program =
      STRUCTURE(c, "gl_program", t->ptr, t->ptr, t->ptr, t->ptr, t->i32, t->ptr, t->ptr, t->ptr, t->ptr, t->i32,
                t->ptr, t->i8);
}

/* ---- aliasing ---- */

/* A tree of our own: against accesses of inlined C code, which has another, nothing is promised. */
static void make_tags(cg *c) {
  static const char *const names[CG_MEMORY_KINDS] = {
      [CG_COUNT] = "count", [CG_HEADER] = "header", [CG_DATA] = "data", [CG_STATE] = "state",
      [CG_FIELD] = "field",
      [CG_PAYLOAD + FLAT_I64] = "Int", [CG_PAYLOAD + FLAT_F64] = "Float", [CG_PAYLOAD + FLAT_BOOL] = "Bool",
      [CG_PAYLOAD + FLAT_CHAR] = "Char", [CG_PAYLOAD + FLAT_PTR] = "object",
  };
  if (c->job->level == 0) return;
  LLVMMetadataRef root_name = LLVMMDStringInContext2(c->context, "GAEL", 4), zero = LLVMValueAsMetadata(cg_int(c, 0));
  LLVMMetadataRef root = LLVMMDNodeInContext2(c->context, &root_name, 1);
  for (uint32_t i = 0; i < CG_MEMORY_KINDS; i++) {
    LLVMMetadataRef parts[] = {LLVMMDStringInContext2(c->context, names[i], strlen(names[i])), root, zero};
    LLVMMetadataRef type = LLVMMDNodeInContext2(c->context, parts, 3);
    c->tags[i] =
        LLVMMetadataAsValue(c->context, LLVMMDNodeInContext2(c->context, (LLVMMetadataRef[]){type, type, zero}, 3));
  }
}

/* ---- parts ---- */

/* Hidden where it is only meant; protected tells elf_join that nobody but the parts means it. */
void cg_across(const cg *c, LLVMValueRef value, str name, bool here) {
  (void)c;
  LLVMSetLinkage(value, LLVMExternalLinkage);
  LLVMSetVisibility(value, here ? LLVMProtectedVisibility : LLVMHiddenVisibility);
  LLVMSetValueName2(value, name.ptr, name.len);
}

static void number_sites(cg_site_table *t, const flat_fun *f) {
  for (uint32_t b = 0; b < f->blocks.len; b++) {
    const flat_block *block = &f->blocks.items[b];
    for (uint32_t j = 0; j < block->code.len; j++) (void)cg_site_table_number(t, block->code.items[j].site);
    if (flat_has_last(block)) (void)cg_site_table_number(t, block->last.site);
  }
}

static bool asks_for_words(const flat_instr *i) { return i->op == FLAT_PRIM && i->prim == OP_args; }

/* Failures name places by number: both versions of a program number all there are, in the order of the text that they
   share; so do all parts. One that has one version and one part names those that it writes code about. */
void cg_program_make(arena *home, const backend_job *job, cg_program *p) {
  const flat_module *m = job->module;
  *p = (cg_program){.heat = transform_among(m->how, TRANSFORM_heat) ? heat_of(m, job->use == TARGET_LIBRARY, home) : NULL};
  p->circles = call_circles(m, home);
  p->split = split_of(home, job, p->heat);
  p->sites = cg_site_table_new(home, m->store, job->sources, job->file);
  for (uint32_t k = 0; m->tier && k < m->tier->sites.len; k++)
    (void)cg_site_table_number(p->sites, m->tier->sites.items[k]);
  for (uint32_t k = 0; k < m->funs.len && !p->open; k++) p->open = flat_any_instr(m->funs.items[k], asks_for_words);
  if (p->split.parts == 1) return;
  for (uint32_t k = 0; k < m->funs.len; k++) number_sites(p->sites, m->funs.items[k]);
  cg_site_table_seal(p->sites);
  irt_settle(comb_types(m->store));
}

/* ---- functions ---- */

/* A tail call has to leave no frame behind where it may come round again: within a circle of calls. One that leads out of
   it is done at most once a circle, and any call will do; those that have to be jumps have a convention of their own, which
   LLVM compiles slowly at level 0. */
bool cg_is_jump(const cg *c, uint32_t circle, const flat_instr *i) {
  return i->op != FLAT_CALL || c->circles[i->target] == circle;
}

/* Functions tied to each other by tail calls, as trees of which the root stands for all; the last one stands for those
   that are called through closures. */
typedef struct ties {
  uint32_t *up;
  uint32_t closures;
} ties;

static uint32_t root_of(const ties *t, uint32_t k) {
  while (t->up[k] != k) k = t->up[k] = t->up[t->up[k]];
  return k;
}

static void tie(ties *t, uint32_t k, uint32_t to) { t->up[root_of(t, k)] = root_of(t, to); }

static void note_tail_calls(cg *c, uint32_t k, ties *t) {
  const flat_fun *f = c->flat->funs.items[k];
  c->callees[k].tail |= f->closure;
  if (f->closure) tie(t, k, t->closures);
  for (uint32_t b = 0; b < f->blocks.len; b++) {
    const flat_block *block = &f->blocks.items[b];
    if (block->end != FLAT_TAIL) continue;
    if (!cg_is_jump(c, c->circles[k], &block->last)) continue;
    bool known = block->last.op == FLAT_CALL;
    c->callees[k].tail = c->callees[k].calls_tail = true;
    if (known) c->callees[block->last.target].tail = true;
    tie(t, k, known ? block->last.target : t->closures);
  }
}

static bool same_scalars(const flat_fun *f, const flat_fun *g) {
  if (f->param_count != g->param_count || f->result_count != g->result_count) return false;
  for (uint32_t i = 0; i < f->param_count; i++)
    if (f->vars.items[f->params[i]].scalar != g->vars.items[g->params[i]].scalar) return false;
  for (uint32_t i = 0; i < f->result_count; i++)
    if (f->results[i].scalar != g->results[i].scalar) return false;
  return true;
}

/* Functions that are tied have one flag: what they pass and give decides. A closure's are tied to those of any type. */
static void find_one_type(cg *c, const ties *t) {
  uint32_t n = c->flat->funs.len;
  bool *differ = ARENA_ARRAY(c->home, bool, n + 1);
  differ[root_of(t, n)] = true;
  for (uint32_t k = 0; k < n; k++) {
    uint32_t root = root_of(t, k);
    if (root < n && !same_scalars(c->flat->funs.items[k], c->flat->funs.items[root])) differ[root] = true;
  }
  for (uint32_t k = 0; k < n; k++) c->callees[k].one_type = !differ[root_of(t, k)];
}

/* A closure's function may always fail: nobody knows which one is called. */
static void choose_flags(cg *c, bool entry_too) {
  uint32_t n = c->flat->funs.len;
  ties t = {ARENA_ARRAY(c->home, uint32_t, n + 1), n};
  bool *fails = ARENA_ARRAY(c->home, bool, n + 1);
  for (uint32_t k = 0; k <= n; k++) t.up[k] = k;
  for (uint32_t k = 0; k < n; k++)
    if (entry_too || k != c->flat->entry) note_tail_calls(c, k, &t);
  fails[root_of(&t, n)] = true;
  for (uint32_t k = 0; k < n; k++)
    if (c->flat->funs.items[k]->may_fail) fails[root_of(&t, k)] = true;
  for (uint32_t k = 0; k < n; k++) c->callees[k].flag = fails[root_of(&t, k)];
  find_one_type(c, &t);
}

/* Objects that an argument points to have at least a header. */
static void add_parameter_facts(const cg *c, LLVMValueRef value, const flat_fun *f, const cg_signature *s) {
  unsigned at = 1 + s->self + s->out;
  uint32_t captures = f->closure ? f->capture_count : 0;
  if (s->out) cg_attribute(c, value, 1 + (s->alike || s->self), "noalias", 0);
  if (s->alike) return;
  cg_registers r = {.words = at - 1};
  for (uint32_t i = captures; i < f->param_count; i++) {
    flat_var_info info = f->vars.items[f->params[i]];
    if (s->in_registers && !cg_in_register(c, &r, cg_scalar(c, info.scalar))) continue;
    if (info.heap) cg_pointer_attributes(c, value, at, info.heap->kind);
    at++;
  }
}

/* A lone flag is returned widened where LLVM's fast instruction selection wants it so; a tail call would have to
   promise the same. */
static LLVMValueRef declare(cg *c, uint32_t k, const cg_signature *s, bool tail) {
  const flat_fun *f = c->flat->funs.items[k];
  bool across = c->program->split.across[k];
  str name = str_printf(c->home, "gael." STR_FMT, STR_ARG(f->name));
  LLVMValueRef value = LLVMAddFunction(c->module, across ? "" : name.ptr, s->type);
  LLVMSetLinkage(value, LLVMInternalLinkage);
  if (across) cg_across(c, value, str_printf(c->home, STR_FMT "#%u", STR_ARG(name), k), cg_is_here(c, k));
  LLVMSetFunctionCallConv(value, s->convention);
  cg_attribute(c, value, LLVMAttributeFunctionIndex, "nounwind", 0);
  if (!tail && LLVMGetReturnType(s->type) == c->t.i1) cg_attribute(c, value, LLVMAttributeReturnIndex, "zeroext", 0);
  if (c->job->level > 0) add_parameter_facts(c, value, f, s);
  return value;
}

/* Is the entry a function that others call, too? */
static bool is_called(const flat_module *m, uint32_t k) {
  for (uint32_t g = 0; g < m->globals.len; g++)
    if (m->globals.items[g].fun == k) return true;
  for (uint32_t i = 0; i < m->funs.len; i++) {
    const flat_fun *f = m->funs.items[i];
    for (uint32_t b = 0; b < f->blocks.len; b++) {
      const flat_block *block = &f->blocks.items[b];
      if (flat_has_last(block) && block->last.op == FLAT_CALL && block->last.target == k) return true;
      for (uint32_t j = 0; j < block->code.len; j++)
        if (block->code.items[j].op == FLAT_CALL && block->code.items[j].target == k) return true;
    }
  }
  return false;
}

void cg_choose_conventions(cg *c) { choose_flags(c, is_called(c->flat, c->flat->entry)); }

static void declare_functions(cg *c, bool entry_too) {
  uint32_t n = c->flat->funs.len;
  c->callees = ARENA_ARRAY(c->home, cg_callee, n);
  choose_flags(c, entry_too);
  cg_tier_conventions(c);
  for (uint32_t k = 0; k < n; k++) {
    const flat_fun *f = c->flat->funs.items[k];
    if ((!entry_too && k == c->flat->entry) || f->link == FLAT_ELSEWHERE) continue;
    if (!cg_is_here(c, k) && !c->program->split.across[k]) continue;
    c->callees[k].signature = cg_signature_of(c, f, &c->callees[k]);
    c->callees[k].value = declare(c, k, &c->callees[k].signature, c->callees[k].tail);
  }
}

/* LLVM's removal of dead results would give a function another type than those it must tail-call: it leaves alone what
   has its address taken. */
static void keep_types(cg *c) {
  uint32_t n = 0;
  LLVMValueRef *kept = ARENA_ARRAY(c->home, LLVMValueRef, c->flat->funs.len);
  for (uint32_t k = 0; k < c->flat->funs.len; k++)
    if (c->callees[k].value && c->callees[k].calls_tail && cg_is_here(c, k)) kept[n++] = c->callees[k].value;
  if (!n || c->job->level == 0) return;
  LLVMValueRef list = LLVMConstArray2(c->t.ptr, kept, n);
  LLVMValueRef used = LLVMAddGlobal(c->module, LLVMTypeOf(list), "llvm.compiler.used");
  LLVMSetInitializer(used, list);
  LLVMSetLinkage(used, LLVMAppendingLinkage);
  LLVMSetSection(used, "llvm.metadata");
}

flat_fun *cg_hand_on(const cg *c, uint32_t fun) {
  const flat_fun *to = c->flat->funs.items[fun];
  flat_fun *f = ARENA_NEW(c->home, flat_fun);
  *f = *to;
  flat_block *block = ARENA_NEW(c->home, flat_block);
  block->end = FLAT_TAIL;
  block->last = (flat_instr){.op = FLAT_CALL, .target = fun, .arg_count = to->param_count, .args = to->params};
  f->blocks.items = block;
  f->blocks.len = 1;
  return f;
}

/* What runs once is left as it is written: LLVM neither optimises it nor copies anything into it. */
static void choose_effort(cg *c, LLVMValueRef value, uint32_t fun) {
  if (c->program->heat) c->effort = c->program->heat[fun];
  if (c->effort != HEAT_ONCE) return;
  static const char *const facts[] = {"noinline", "optnone"};
  for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
    cg_attribute(c, value, LLVMAttributeFunctionIndex, facts[i], 0);
}

static void define_function(cg *c, uint32_t fun) {
  const cg_callee *to = &c->callees[fun];
  choose_effort(c, to->value, fun);
  c->circle = c->circles[fun];
  cg_fun_body(c, c->flat->funs.items[fun], &to->signature, to->value, CG_BIND_PARAMETERS);
  c->effort = HEAT_OFTEN;
}

/* bool gael_entry(const void *args, void *result) */
static LLVMValueRef define_entry(cg *c, bool called) {
  const flat_fun *f = c->flat->funs.items[c->flat->entry];
  cg_signature *s = ARENA_NEW(c->home, cg_signature);
  *s = cg_signature_entry(c, f);
  LLVMValueRef value = LLVMAddFunction(c->module, "gael_entry", s->type);
  LLVMSetLinkage(value, LLVMInternalLinkage);
  cg_attribute(c, value, LLVMAttributeFunctionIndex, "nounwind", 0);
  cg_attribute(c, value, LLVMAttributeReturnIndex, "zeroext", 0);
  choose_effort(c, value, c->flat->entry);
  cg_fun_body(c, called ? cg_hand_on(c, c->flat->entry) : f, s, value, CG_BIND_ARGUMENTS);
  c->effort = HEAT_OFTEN;
  return value;
}

static LLVMValueRef define_functions(cg *c) {
  bool called = is_called(c->flat, c->flat->entry);
  declare_functions(c, called);
  cg_tier_prepare(c);
  cg_constants_declare(c);
  LLVMValueRef entry = cg_is_head(c) ? define_entry(c, called) : NULL;
  for (uint32_t k = 0; k < c->flat->funs.len; k++)
    if (c->callees[k].value && cg_is_here(c, k)) define_function(c, k);
  if (cg_is_head(c)) {
    cg_constants_define(c);
    cg_tier_table(c);
  }
  keep_types(c);
  return entry;
}

/* ---- the program ---- */

static LLVMValueRef or_null(const cg *c, LLVMValueRef v) { return v ? v : LLVMConstNull(c->t.ptr); }

static bool is_dyn(const ir_type *t, const ir_type *with) {
  (void)with;
  return t->kind == IRT_DYN;
}

/* Reading Dyns takes code for every kind of literal, reading Strs none. */
static cg_rt argument_reader(cg *c) {
  const flat_module *m = c->flat;
  uint32_t strs = 0;
  for (uint32_t i = 0; i < m->argc; i++) {
    if (cg_holds(c, m->args[i], is_dyn, NULL)) return CG_gl_args_read_dyn;
    strs += irt_is_str(m->args[i]);
  }
  return strs == m->argc ? CG_gl_args_read_strs : CG_gl_args_read;
}

static LLVMValueRef define_program(cg *c, LLVMValueRef entry) {
  const flat_module *m = c->flat;
  bool prints = m->result->kind != IRT_UNIT;
  LLVMValueRef release = cg_constants_release(c);
  cg_sites sites = cg_sites_define(c);
  LLVMValueRef fields[] = {
      entry,
      or_null(c, prints ? cg_rt_function(c, cg_printer(m->result)) : NULL),
      or_null(c, m->argc ? cg_rt_function(c, argument_reader(c)) : NULL),
      or_null(c, release),
      cg_u32(c, m->argc),
      or_null(c, m->argc ? cg_type_tuple(c, m->argc, m->args) : NULL),
      cg_type(c, m->result),
      sites.rows,
      sites.texts,
      cg_u32(c, sites.count),
      cg_text(c, str_of(c->job->file)),
      LLVMConstInt(c->t.i8, c->program->open, false),
  };
  LLVMValueRef program = LLVMAddGlobal(c->module, c->t.program, "gael_program");
  LLVMSetInitializer(program, LLVMConstNamedStruct(c->t.program, fields, sizeof fields / sizeof *fields));
  LLVMSetGlobalConstant(program, true);
  if (c->job->use == TARGET_LIBRARY) LLVMSetLinkage(program, LLVMPrivateLinkage); /* of several */
  return program;
}

/* A function of the runtime's that abi.def does not list: hosts call it, and `main` is one. */
static void call_host_function(cg *c, const char *name, LLVMValueRef argument) {
  LLVMTypeRef parameter = LLVMTypeOf(argument), type = LLVMFunctionType(c->t.none, &parameter, 1, false);
  LLVMBuildCall2(c->build, type, LLVMAddFunction(c->module, name, type), &argument, 1, "");
}

static void apply_rules(cg *c, const backend_rules *rules) {
  if (rules->allow) call_host_function(c, "gl_allow", cg_text(c, str_of(rules->allow)));
  if (rules->bytes > 0) call_host_function(c, "gl_memory_limit", LLVMConstInt(c->t.i64, (uint64_t)rules->bytes, false));
  if (rules->seconds > 0) call_host_function(c, "gl_time_limit", LLVMConstReal(c->t.f64, rules->seconds));
}

/* int main(int argc, char **argv) { rules; return gl_start(&gael_program, argc, argv); } */
static void define_main(cg *c, LLVMValueRef program) {
  LLVMTypeRef start_types[] = {c->t.ptr, c->t.i32, c->t.ptr}, main_types[] = {c->t.i32, c->t.ptr};
  LLVMTypeRef start_type = LLVMFunctionType(c->t.i32, start_types, 3, false);
  LLVMValueRef start = LLVMAddFunction(c->module, "gl_start", start_type);
  LLVMValueRef f = LLVMAddFunction(c->module, "main", LLVMFunctionType(c->t.i32, main_types, 2, false));
  LLVMPositionBuilderAtEnd(c->build, LLVMAppendBasicBlockInContext(c->context, f, ""));
  apply_rules(c, &c->job->rules);
  LLVMValueRef args[] = {program, LLVMGetParam(f, 0), LLVMGetParam(f, 1)};
  LLVMBuildRet(c->build, LLVMBuildCall2(c->build, start_type, start, args, 3, ""));
}

static void define_head(cg *c, LLVMValueRef entry) {
  LLVMValueRef program = define_program(c, entry);
  if (c->job->use == TARGET_LINKED) define_main(c, program);
  if (c->job->use == TARGET_LIBRARY) cg_export_define(c, program, c->job->exported);
}

void cg_module(arena *home, const backend_job *job, const cg_program *program, uint32_t part, LLVMModuleRef module) {
  cg c = {.home = home, .job = job, .program = program, .part = part, .flat = job->module, .module = module,
          .circles = program->circles, .context = LLVMGetModuleContext(module)};
  GAEL_ASSERT(job->module->counted);
  c.build = LLVMCreateBuilderInContext(c.context);
  c.pointer_size = LLVMPointerSize(LLVMGetModuleDataLayout(module));
  c.descriptors = map_new(home);
  c.tuples = map_new(home);
  c.texts = map_new(home);
  c.nullaries = map_new(home);
  c.effort = HEAT_OFTEN;
  make_types(&c);
  make_tags(&c);
  c.debug = cg_debug_new(&c);
  LLVMValueRef entry = define_functions(&c);
  if (cg_is_head(&c)) define_head(&c, entry);
  cg_droppers_define(&c);
  if (c.debug) cg_debug_end(&c);
  LLVMDisposeBuilder(c.build);
}
