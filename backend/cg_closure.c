/* Closures: gl_closure with the captured scalars behind it, laid out as a tuple. The function of a closure takes the
   object itself as its first argument and the captures out of it: the call consumes the closure, so that a tail call
   leaves nothing behind. */

#include "backend/cg.h"

#include "ir/layout.h"

typedef struct captures {
  uint32_t n;
  const ir_type **types;
  uint32_t *offsets; /* from the object's start */
} captures;

static uint32_t header_size(const cg *c) { return (8 + 2 * c->pointer_size + 7) / 8 * 8; }

static captures captures_of(const cg *c, const flat_fun *f) {
  captures p = {.n = f->capture_count};
  p.types = ARENA_ARRAY(c->home, const ir_type *, p.n);
  p.offsets = ARENA_ARRAY(c->home, uint32_t, p.n);
  for (uint32_t i = 0; i < p.n; i++) p.types[i] = cg_type_of(c, f->vars.items[f->params[i]]);
  cg_tuple_offsets(c, p.n, p.types, p.offsets);
  for (uint32_t i = 0; i < p.n; i++) p.offsets[i] += header_size(c);
  return p;
}

/* Without captures there is one object for all, which is never freed. */
static LLVMValueRef static_closure(cg *c, cg_callee *to) {
  if (to->object) return to->object;
  LLVMValueRef fields[] = {cg_u32(c, 0), cg_u32(c, 0), to->value, LLVMConstNull(c->t.ptr)};
  to->object =
      cg_constant_object(c, LLVMConstNamedStruct(c->t.closure, fields, sizeof fields / sizeof *fields), "closure");
  return to->object;
}

void cg_lower_closure(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  cg_callee *to = &c->callees[i->target];
  if (i->arg_count == 0) {
    cg_set(f, i, 0, static_closure(c, to));
    return;
  }
  captures p = captures_of(c, c->flat->funs.items[i->target]);
  LLVMValueRef object = CG_RT(c, gl_closure_new, to->value, cg_type_tuple(c, p.n, p.types));
  for (uint32_t k = 0; k < p.n; k++)
    cg_store_scalar(c, f->flat->vars.items[i->args[k]].scalar, cg_arg(f, i, k), object, p.offsets[k]);
  cg_set(f, i, 0, object);
}

void cg_closure_captures(cg_fun *f) {
  captures p = captures_of(f->c, f->flat);
  LLVMValueRef *pointers = ARENA_ARRAY(f->c->home, LLVMValueRef, p.n);
  uint32_t n = 0;
  for (uint32_t i = 0; i < p.n; i++) {
    flat_var v = f->flat->params[i];
    flat_var_info info = f->flat->vars.items[v];
    f->vars[v] = cg_load_scalar(f->c, info.scalar, f->self, p.offsets[i]);
    if (info.scalar != FLAT_PTR) continue;
    cg_pointer_facts(f->c, f->vars[v], info.heap);
    pointers[n++] = f->vars[v];
  }
  cg_closure_take(f, n, pointers);
}
