/* Programs of two versions (ir/tier.h): what one offers the other, in the table `gael.tier`.

   The rest of a function from a loop on is called as the program's entry is: the state in memory, laid out as a tuple, a
   result address, the failure flag; C's convention. So the first version needs no more than a load and a branch a turn of a
   loop, and everything about the call is one block that fast instruction selection takes. */

#include "backend/cg.h"

#include "backend/tier_table.h"
#include "ir/call_graph.h"
#include "ir/layout.h"

/* ---- names that the other version's object has, too ---- */

static LLVMValueRef offered(LLVMValueRef value) {
  LLVMSetLinkage(value, LLVMExternalLinkage);
  LLVMSetVisibility(value, LLVMHiddenVisibility);
  return value;
}

void cg_tier_share(const cg *c, const char *prefix, uint32_t global, LLVMValueRef variable) {
  if (!c->flat->tier) return;
  str name = str_printf(c->home, "%s%u", prefix, c->flat->globals.items[global].number);
  LLVMSetValueName2(offered(variable), name.ptr, name.len);
}

/* Calls of functions that are replaced while they run go by a name that the loader knows. */
void cg_tier_prepare(cg *c) {
  const flat_tier *t = c->flat->tier;
  if (!t) return;
  for (uint32_t k = 0; k < t->entries.len; k++) {
    const tier_entry *e = &t->entries.items[k];
    LLVMValueRef value = c->callees[e->fun].value; /* NULL: this part has nothing to do with it */
    if (value) LLVMSetValueName2(offered(value), e->symbol.ptr, e->symbol.len);
  }
  c->loop_numbers = ARENA_ARRAY(c->home, uint32_t, c->flat->funs.len);
  for (uint32_t k = 0; k < t->loops.len; k++) c->loop_numbers[t->loops.items[k].fun] = k;
}

/* The second version's entries have the first one's conventions. */
void cg_tier_conventions(cg *c) {
  const flat_tier *t = c->flat->tier;
  if (!t || !t->first) return;
  cg first = {.home = c->home, .flat = t->first, .circles = call_circles(t->first, c->home)};
  first.callees = ARENA_ARRAY(c->home, cg_callee, t->first->funs.len);
  cg_choose_conventions(&first);
  for (uint32_t k = 0; k < t->entries.len; k++) {
    const cg_callee *from = &first.callees[t->first->tier->entries.items[k].fun];
    cg_callee *to = &c->callees[t->entries.items[k].fun];
    to->tail = from->tail;
    to->flag = from->flag;
    to->one_type = from->one_type;
  }
}

/* ---- the state of a loop in memory ---- */

typedef struct state {
  uint32_t n, size;
  const ir_type **types;
  uint32_t *offsets;
} state;

static state state_of(const cg *c, const flat_fun *f) {
  state s = {.n = f->param_count};
  s.types = ARENA_ARRAY(c->home, const ir_type *, s.n + 1);
  s.offsets = ARENA_ARRAY(c->home, uint32_t, s.n + 1);
  for (uint32_t k = 0; k < s.n; k++) s.types[k] = cg_type_of(c, f->vars.items[f->params[k]]);
  s.size = s.n ? cg_tuple_offsets(c, s.n, s.types, s.offsets) : 0;
  return s;
}

void cg_tier_bind_state(cg_fun *f) {
  state s = state_of(f->c, f->flat);
  for (uint32_t k = 0; k < s.n; k++) {
    flat_var v = f->flat->params[k];
    f->vars[v] = cg_load_scalar(f->c, f->flat->vars.items[v].scalar, LLVMGetParam(f->value, 0), s.offsets[k]);
  }
  f->out = LLVMGetParam(f->value, 1);
}

/* ---- the first version: asking, and going over ---- */

static LLVMValueRef loop_places(cg *c) {
  if (!c->loop_places) {
    LLVMTypeRef type = LLVMArrayType2(c->t.ptr, c->flat->tier->loops.len);
    c->loop_places = LLVMAddGlobal(c->module, type, "loops");
    LLVMSetLinkage(c->loop_places, LLVMInternalLinkage);
    if (cg_is_head(c)) LLVMSetInitializer(c->loop_places, LLVMConstNull(type));
    if (cg_is_split(c)) cg_across(c, c->loop_places, STR("gael.loops"), cg_is_head(c));
  }
  return c->loop_places;
}

static LLVMValueRef code_of_rest(cg *c, uint32_t loop) {
  return LLVMBuildLoad2(c->build, c->t.ptr, cg_at(c, loop_places(c), loop * c->pointer_size), "");
}

/* void gael.ask(void), void gael.enter(const char *symbol) */
static void call_watcher(cg *c, const char *symbol, LLVMValueRef argument) {
  LLVMTypeRef parameter = c->t.ptr, type = LLVMFunctionType(c->t.none, &parameter, argument != NULL, false);
  LLVMValueRef to = LLVMGetNamedFunction(c->module, symbol);
  if (!to) to = LLVMAddFunction(c->module, symbol, type);
  LLVMBuildCall2(c->build, type, to, &argument, argument != NULL, "");
}

void cg_lower_poll(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  if (c->job->watched) call_watcher(c, TIER_ASK_SYMBOL, NULL);
  cg_set(f, i, 0, LLVMBuildIsNotNull(c->build, code_of_rest(c, i->target), ""));
}

void cg_tier_go_over(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  const flat_fun *rest = c->flat->funs.items[i->target];
  state s = state_of(c, rest);
  LLVMValueRef arguments[] = {cg_slot_take(f, s.size ? s.size : 1),
                              cg_slot_take(f, layout_of(rest->result, c->pointer_size).size)};
  for (uint32_t k = 0; k < s.n; k++)
    cg_store_scalar(c, rest->vars.items[rest->params[k]].scalar, cg_arg(f, i, k), arguments[0], s.offsets[k]);
  LLVMTypeRef type = LLVMFunctionType(c->t.i1, (LLVMTypeRef[]){c->t.ptr, c->t.ptr}, 2, false);
  LLVMValueRef failed = LLVMBuildCall2(c->build, type, code_of_rest(c, c->loop_numbers[i->target]), arguments, 2, "");
  cg_call_attribute(c, failed, LLVMAttributeReturnIndex, "zeroext");
  if (f->on_failure) cg_fail_when(f, failed, false);
  LLVMValueRef *results = ARENA_ARRAY(c->home, LLVMValueRef, i->dest_count + 1);
  cg_load_value(c, rest->result, arguments[1], results);
  for (uint32_t k = 0; k < i->dest_count; k++) cg_set(f, i, k, results[k]);
}

/* ---- the second version: what is gone over to ---- */

void cg_tier_watch(cg_fun *f) {
  const flat_tier *t = f->c->flat->tier;
  if (!t || !f->c->job->watched) return;
  for (uint32_t k = 0; k < t->entries.len; k++) {
    if (f->c->callees[t->entries.items[k].fun].value != f->value) continue;
    if (t->first) call_watcher(f->c, TIER_ENTER_SYMBOL, cg_text(f->c, t->entries.items[k].symbol));
    else call_watcher(f->c, TIER_ASK_SYMBOL, NULL);
  }
}

void cg_tier_watch_loop(cg_fun *f) {
  if (f->c->job->watched) call_watcher(f->c, TIER_ENTER_SYMBOL, cg_text(f->c, f->flat->name));
}

static LLVMValueRef define_rest(cg *c, const tier_loop *loop) {
  const flat_fun *rest = c->flat->funs.items[loop->fun];
  cg_signature *s = ARENA_NEW(c->home, cg_signature);
  *s = cg_signature_entry(c, rest);
  LLVMValueRef value = LLVMAddFunction(c->module, loop->symbol.ptr, s->type);
  LLVMSetLinkage(value, LLVMInternalLinkage);
  cg_attribute(c, value, LLVMAttributeFunctionIndex, "nounwind", 0);
  cg_attribute(c, value, LLVMAttributeReturnIndex, "zeroext", 0);
  flat_fun *f = cg_hand_on(c, loop->fun);
  f->name = loop->symbol;
  cg_fun_body(c, f, s, value, CG_BIND_STATE);
  return value;
}

/* ---- the table ---- */

static LLVMValueRef pointers(cg *c, uint32_t n, LLVMValueRef *values) {
  if (!n) return LLVMConstNull(c->t.ptr);
  return cg_constant_object(c, LLVMConstArray2(c->t.ptr, values, n), "places");
}

static LLVMValueRef entry_table(cg *c) {
  const flat_tier *t = c->flat->tier;
  LLVMValueRef *values = ARENA_ARRAY(c->home, LLVMValueRef, t->entries.len + 1);
  for (uint32_t k = 0; k < t->entries.len; k++) values[k] = c->callees[t->entries.items[k].fun].value;
  return pointers(c, t->entries.len, values);
}

static LLVMValueRef loop_table(cg *c) {
  const flat_tier *t = c->flat->tier;
  if (!t->loops.len) return LLVMConstNull(c->t.ptr);
  if (!t->first) return loop_places(c);
  LLVMValueRef *values = ARENA_ARRAY(c->home, LLVMValueRef, t->loops.len + 1);
  for (uint32_t k = 0; k < t->loops.len; k++) values[k] = define_rest(c, &t->loops.items[k]);
  return pointers(c, t->loops.len, values);
}

/* By number; what one version has lost is NULL. */
static LLVMValueRef constant_table(cg *c, uint32_t n, bool value) {
  LLVMValueRef *values = ARENA_ARRAY(c->home, LLVMValueRef, n + 1);
  for (uint32_t k = 0; k < n; k++) values[k] = LLVMConstNull(c->t.ptr);
  for (uint32_t k = 0; k < c->flat->globals.len; k++)
    values[c->flat->globals.items[k].number] = value ? c->constants[k].value : c->constants[k].global;
  return pointers(c, n, values);
}

void cg_tier_table(cg *c) {
  const flat_tier *t = c->flat->tier;
  if (!t) return;
  uint32_t constants = 0;
  for (uint32_t k = 0; k < c->flat->globals.len; k++)
    if (c->flat->globals.items[k].number >= constants) constants = c->flat->globals.items[k].number + 1;
  LLVMValueRef fields[] = {
      LLVMConstInt(c->t.i64, t->print, false), cg_u32(c, t->entries.len), cg_u32(c, t->loops.len), cg_u32(c, constants),
      cg_u32(c, c->job->watched), entry_table(c), loop_table(c), constant_table(c, constants, false),
      constant_table(c, constants, true),
  };
  LLVMValueRef initial = LLVMConstStructInContext(c->context, fields, sizeof fields / sizeof *fields, false);
  LLVMValueRef table = LLVMAddGlobal(c->module, LLVMTypeOf(initial), TIER_TABLE_SYMBOL);
  LLVMSetInitializer(table, initial);
  LLVMSetGlobalConstant(table, true);
  (void)offered(table);
}
