/* Definitions at concrete types: a copy of the resolved tree, inferred with the wanted type known, so that everything
   that waited for types is decided. The same definition at the same type is made once. */

#include "frontend/infer_priv.h"

/* Equal hashes form a chain of keys: h, h+1, .. */
static infer_instance *find(infer *in, const core_def *d, type *t, uint64_t *key) {
  *key = hash_mix(type_hash(t), map_ptr_key(d));
  for (;; ++*key) {
    infer_instance *known = map_get_ptr(&in->instances, *key);
    if (!known || (known->def == d && type_same(known->type, t))) return known;
  }
}

static bool make_body(infer *in, infer_instance *made) {
  core_def *d = made->def;
  uint32_t errors = diag_error_count(in->diags);
  infer_frame frame = {.def = d, .concrete = made->type, .first_var = in->vars.len, .first_pending = in->pending.len},
              *outer = in->frame;
  in->frame = &frame;
  in->level++;
  made->body = core_clone(in->home, d->body);
  infer_body(in, made->body, made->type);
  if (infer_is_heavy(in, frame.first_var, d->where)) infer_forget(in, frame.first_pending);
  constraint_settle(in, frame.first_pending);
  bool fine = diag_error_count(in->diags) == errors && !infer_is_heavy(in, frame.first_var, d->where);
  if (fine) infer_finish(in, &frame);
  in->level--;
  in->vars.len = frame.first_var;
  in->frame = outer;
  return fine && diag_error_count(in->diags) == errors;
}

const infer_instance *infer_instantiate(infer *in, core_def *d, type *concrete, span use) {
  uint64_t key;
  infer_instance *made = find(in, d, concrete, &key);
  if (made) return made;
  if (!type_is_concrete(concrete)) {
    diag_report(in->diags, DIAG_ambiguous_type, use,
                "nothing decides the type of `" STR_FMT "` here; an annotation does", STR_ARG(infer_name(in, d->name)));
    return NULL;
  }
  made = ARENA_NEW(in->home, infer_instance);
  *made = (infer_instance){in->made.len, d, concrete, NULL};
  const struct core_scheme *scheme = infer_scheme(in, d);
  if (d->primitive < 0) {
    if (d->state && scheme_is_mono(scheme)) made->body = d->body;
    else if (!d->body || !make_body(in, made)) return NULL;
  }
  map_set_ptr(&in->instances, key, made);
  vec_push(in->home, &in->made, made);
  return made;
}
