/* Declared types: their IR form, constructors, records and fields. A value of a constructor is `make` of its fields and
   the constructor's index; `tag` asks for the index, `fields` opens a value whose constructor a test has shown. */

#include "frontend/lower_priv.h"
#include "support/bug.h"

/* ---- types ---- */

static void define(lower *L, const ir_type *made, const type_decl *d, type *const *args) {
  ir_con *cons = ARENA_ARRAY(L->home, ir_con, d->count);
  for (uint32_t i = 0; i < d->count; i++) {
    const type_con *con = &d->cons[i];
    const ir_type **fields = ARENA_ARRAY(L->home, const ir_type *, con->count + 1);
    str *labels = con->labels ? ARENA_ARRAY(L->home, str, con->count) : NULL;
    for (uint32_t k = 0; k < con->count; k++) {
      fields[k] = lower_type(L, infer_field_type(L->in, con, k, args));
      if (labels) labels[k] = infer_text_of(L->in, con->labels[k]);
    }
    cons[i] = (ir_con){infer_text_of(L->in, con->name), con->count, fields, labels};
  }
  irt_define(L->types, made, d->record, d->count, cons);
}

const ir_type *lower_named(lower *L, type *t) {
  const ir_type **args = ARENA_ARRAY(L->home, const ir_type *, t->count + 1);
  for (uint32_t i = 0; i < t->count; i++) args[i] = lower_type(L, t->args[i]);
  const ir_type *made = irt_named(L->types, infer_text_of(L->in, t->name), t->count, args);
  uint64_t begun; /* it is met again inside its own fields */
  if (irt_is_defined(made) || map_get(&L->begun, made->id + 1, &begun)) return made;
  map_set(&L->begun, made->id + 1, 1);
  define(L, made, t->decl, t->args);
  return made;
}

/* ---- constructors ---- */

const comb *lower_tag_test(lower *L, const ir_type *t, uint32_t k) {
  if (irt_decl(t)->count == 1) return NULL;
  const comb *tag = lower_prim1(L, OP_tag, 0, irt_base(L->types, IRT_INT), comb_id(L->store, t));
  return lower_prim2(L, OP_eq, 0, irt_base(L->types, IRT_BOOL), tag, lower_int(L, t, k));
}

const comb *lower_part(lower *L, const ir_type *t, uint32_t k, uint32_t i) {
  const ir_type *all = irt_con_fields(L->types, t, k);
  const comb *fields = lower_prim2(L, OP_fields, 0, all, comb_id(L->store, t), lower_int(L, t, k));
  return irt_decl(t)->cons[k].count == 1 ? fields : comb_comp(L->store, fields, comb_proj(L->store, all, i));
}

const comb *lower_make(lower *L, const ir_type *t, uint32_t k, const comb *const *parts, const ir_type *env) {
  uint32_t n = irt_decl(t)->cons[k].count;
  const comb *all = n == 0 ? lower_unit(L, env) : n == 1 ? parts[0] : comb_tuple(L->store, n, parts);
  return lower_prim2(L, OP_make, 0, t, all, lower_int(L, env, k));
}

/* A constructor as a value: \x1..xn. make (x1,..,xn) */
const comb *lower_constructor(lower *L, const scope *env, const core *e) {
  uint32_t n = e->con->count;
  const scope **entries = ARENA_ARRAY(L->home, const scope *, n + 1), *inner = env;
  const comb **parts = ARENA_ARRAY(L->home, const comb *, n + 1);
  const ir_type *t = lower_type(L, e->type);
  for (uint32_t i = 0; i < n; i++, t = t->args[1]) entries[i] = inner = lower_push(L, inner, NULL, t->args[0]);
  for (uint32_t i = 0; i < n; i++) parts[i] = lower_access(L, inner, entries[i]);
  const comb *body = lower_make(L, t, e->con->index, parts, inner->env);
  return n ? comb_curry(L->store, n, body) : body;
}

/* ---- records ---- */

/* Values are bound in written order, then put where the declaration has them. */
const comb *lower_record(lower *L, const scope *env, const core *e) {
  const ir_type *t = lower_type(L, e->type);
  const type_con *con = &type_find(e->type)->decl->cons[0];
  const scope *inner = env, *subject = NULL, **given = ARENA_ARRAY(L->home, const scope *, con->count);
  lower_steps steps = {0};
  if (e->record.subject) subject = inner = lower_bind(L, &steps, inner, NULL, lower_expr(L, inner, e->record.subject));
  for (uint32_t i = 0; i < e->record.count; i++) {
    uint32_t at = (uint32_t)type_con_field(con, e->record.names[i]);
    const comb *value = lower_as(L, inner, e->record.values[i], irt_decl(t)->cons[0].fields[at]);
    given[at] = inner = lower_bind(L, &steps, inner, NULL, value);
  }
  const comb **parts = ARENA_ARRAY(L->home, const comb *, con->count);
  for (uint32_t i = 0; i < con->count; i++)
    parts[i] = given[i] ? lower_access(L, inner, given[i])
                        : comb_comp(L->store, lower_access(L, inner, subject), lower_part(L, t, 0, i));
  return lower_wrap(L, env, &steps, lower_make(L, t, 0, parts, inner->env));
}

const comb *lower_field(lower *L, const scope *env, const core *e) {
  const comb *subject = lower_expr(L, env, e->field.subject);
  const type_con *con = &type_find(e->field.subject->type)->decl->cons[0];
  uint32_t at = (uint32_t)type_con_field(con, e->field.name);
  return comb_comp(L->store, subject, lower_part(L, subject->cod, 0, at));
}
