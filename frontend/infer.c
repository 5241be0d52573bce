/* The interface of type inference: modules, schemes as text, argument types from outside. */

#include "frontend/effect.h"
#include "frontend/infer_priv.h"

infer *infer_new(arena *home, intern *names, resolver *r, diag_sink *sink) {
  infer *in = ARENA_NEW(home, infer);
  *in = (infer){.home = home,
                .names = names,
                .resolver = r,
                .diags = sink,
                .mixtures = map_new(home),
                .local_functions = map_new(home),
                .instances = map_new(home),
                .indices = map_new(home),
                .refused = SPAN_NONE};
  for (uint32_t k = 0; k <= TYPE_POISON; k++) {
    in->base[k] = ARENA_NEW(home, type);
    in->base[k]->kind = (type_kind)k;
  }
  in->str = infer_list(in, infer_base(in, TYPE_CHAR));
  return in;
}

bool infer_module(infer *in, core_module *m) {
  uint32_t errors = diag_error_count(in->diags);
  for (uint32_t i = 0; i < m->use_count; i++) infer_declare(in, m->uses[i]->types, m->uses[i]->type_count);
  infer_declare(in, m->types, m->type_count);
  for (uint32_t i = 0; i < m->use_count; i++)
    for (uint32_t k = 0; k < m->uses[i]->count; k++) infer_scheme(in, m->uses[i]->defs[k]);
  for (uint32_t i = 0; i < m->count; i++) infer_scheme(in, m->defs[i]);
  if (m->main) infer_scheme(in, m->main);
  if (diag_error_count(in->diags) == errors) effect_module(in, m);
  return diag_error_count(in->diags) == errors;
}

/* ---- schemes as text ---- */

/* A variable with one demand is named after it, as an annotation would be. */
static sym class_name(void *context, type *var) {
  static const char *names[] = {[CONSTRAINT_num] = "num",
                                [CONSTRAINT_int] = "int",
                                [CONSTRAINT_eq] = "eq",
                                [CONSTRAINT_ord] = "ord",
                                [CONSTRAINT_show] = "show"};
  const struct { const struct core_scheme *s; intern *names; } *c = context;
  const char *found = NULL;
  for (uint32_t i = 0; i < c->s->constraint_count; i++) {
    const constraint *k = c->s->constraints[i];
    if (k->kind < CONSTRAINT_num || k->kind > CONSTRAINT_show || type_find(k->types[0]) != var) continue;
    if (found && found != names[k->kind]) return 0;
    found = names[k->kind];
  }
  return found ? intern_add(c->names, str_of(found)) : 0;
}

void infer_print_scheme(strbuf *out, infer *in, const core_def *d) {
  const struct core_scheme *s = infer_scheme(in, (core_def *)d);
  struct { const struct core_scheme *s; intern *names; } context = {s, in->names};
  type_names *names = type_names_new(in->home, in->names, class_name, &context);
  if (d->name) {
    strbuf_add(out, intern_str(in->names, d->called ? d->called : d->name));
    strbuf_add(out, STR(" : "));
  }
  uint32_t arrows = d->body && d->body->kind == CORE_LAMBDA && !d->constant ? d->body->lambda.count : type_arrows(s->type);
  bool promised = d->annotation && effect_promised(d->annotation);
  if (d->worldly || promised) type_print_effect(out, s->type, arrows, names);
  else type_print_with(out, s->type, names);
  const char *before = " where ";
  for (uint32_t i = 0; i < s->constraint_count; i++) {
    const constraint *c = s->constraints[i];
    bool named = c->count == 1 && class_name(&context, type_find(c->types[0]));
    if (named && c->kind >= CONSTRAINT_num && c->kind <= CONSTRAINT_show) continue;
    if (constraint_is_silent(c, in->names)) continue;
    strbuf_add(out, str_of(before));
    constraint_print(out, c, names, in->names);
    before = ", ";
  }
}

str infer_text_of(infer *in, sym name) { return intern_str(in->names, name); }

/* ---- types from outside ---- */

type *infer_open(infer *in, core_def *d) {
  in->level = 1;
  return scheme_open(in, infer_scheme(in, d), d->where);
}

bool infer_settle(infer *in, type *t, span use) {
  uint32_t errors = diag_error_count(in->diags);
  (void)use;
  constraint_settle(in, 0);
  for (uint32_t i = 0; i < in->vars.len; i++) {
    type *var = in->vars.items[i];
    if (!var->link && var->level != TYPE_GENERIC) var->link = infer_base(in, TYPE_INT);
  }
  in->vars.len = 0;
  in->level = 0;
  return diag_error_count(in->diags) == errors && type_is_concrete(t);
}
