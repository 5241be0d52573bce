/* Values of declared types. */

#include "ir/interp_run.h"
#include "support/bug.h"

static const ir_con *constructor(const ir_type *t, int64_t k) {
  const ir_decl *d = irt_decl(t);
  if (k < 0 || k >= d->count) gael_bug("constructor %lld of a type with %u", (long long)k, d->count);
  return &d->cons[k];
}

bool interp_op_make(interp *in, const interp_call *c, interp_value *out) {
  uint32_t n = constructor(c->cod, c->args[1].i)->count;
  const interp_value *fields = n > 1 ? c->args[0].parts : &c->args[0];
  return interp_give(out, interp_object_of(in->home, (uint32_t)c->args[1].i, n, fields));
}

bool interp_op_tag(interp *in, const interp_call *c, interp_value *out) {
  (void)in;
  return interp_give_int(out, c->args[0].object->tag);
}

bool interp_op_fields(interp *in, const interp_call *c, interp_value *out) {
  const interp_object *object = c->args[0].object;
  uint32_t n = constructor(interp_arg_type(c, 0), c->args[1].i)->count;
  (void)in;
  if (object->tag != c->args[1].i)
    gael_bug("the fields of constructor %lld of one of %u", (long long)c->args[1].i, object->tag);
  if (n == 0) return interp_give_int(out, 0);
  return interp_give(out, n == 1 ? object->fields[0] : (interp_value){.parts = object->fields});
}
