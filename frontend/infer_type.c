/* Types as written, in annotations, patterns and declarations, and what is known of declared types: the types of their
   fields, whether a value can be finite, what they hold. Linear in the text. */

#include "frontend/infer_priv.h"

/* ---- reading ---- */

static const struct {
  const char *name;
  type_kind kind;
} builtin[] = {{"Int", TYPE_INT},   {"Float", TYPE_FLOAT}, {"Bool", TYPE_BOOL},
               {"Char", TYPE_CHAR}, {"Big", TYPE_BIG},     {"Dyn", TYPE_DYN}};

static constraint_kind class_of(str name, bool *is_class) {
  static const struct {
    const char *name;
    constraint_kind kind;
  } table[] = {{"eq", CONSTRAINT_eq},
               {"ord", CONSTRAINT_ord},
               {"num", CONSTRAINT_num},
               {"int", CONSTRAINT_int},
               {"show", CONSTRAINT_show},
               {"plain", CONSTRAINT_plain}};
  if (name.len > 1 && name.ptr[name.len - 1] >= '0' && name.ptr[name.len - 1] <= '9') name.len--;
  *is_class = true;
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    if (str_eq(name, str_of(table[i].name))) return table[i].kind;
  *is_class = false;
  return CONSTRAINT_COUNT;
}

/* A declaration's fields may only use its parameters. One that is missing is reported once. */
static type *read_parameter(written_type *w, const ast_type *t) {
  const type_decl *d = w->decl;
  for (uint32_t i = 0; i < d->param_count; i++)
    if (d->params[i] == t->name) return d->vars[i];
  for (uint32_t i = 0; i < w->vars.len; i++)
    if (w->vars.items[i]->name == t->name) return infer_poison(w->in);
  bool first = w->vars.len == 0;
  type *missing = infer_fresh(w->in);
  missing->name = t->name;
  vec_push(w->in->home, &w->vars, missing);
  str name = infer_name(w->in, t->name), owner = infer_name(w->in, d->name);
  diag *g = diag_report(w->in->diags, DIAG_unbound_variable, t->where,
                        "`" STR_FMT "` is no parameter of the type `" STR_FMT "`", STR_ARG(name), STR_ARG(owner));
  if (d->param_count)
    diag_hint(w->in->diags, g, "parameters stand in brackets behind the name: `type " STR_FMT "[t,u]=..`",
              STR_ARG(owner));
  else if (first)
    diag_fix_edit(w->in->diags, g, "make it one", (span){d->where.end, d->where.end, d->where.file},
                  str_printf(w->in->home, "[" STR_FMT "]", STR_ARG(name)));
  return infer_poison(w->in);
}

static type *read_variable(written_type *w, const ast_type *t) {
  if (w->decl) return read_parameter(w, t);
  for (uint32_t i = 0; i < w->vars.len; i++)
    if (w->vars.items[i]->name == t->name) return w->vars.items[i];
  type *var = infer_fresh(w->in);
  var->name = t->name;
  if (!w->open) {
    var->level = TYPE_GENERIC;
    var->id = w->vars.len;
  }
  vec_push(w->in->home, &w->vars, var);
  bool is_class;
  constraint_kind kind = class_of(intern_str(w->in->names, t->name), &is_class);
  if (is_class) vec_push(w->in->home, &w->classes, constraint_make(w->in, kind, t->where, NULL, 1, &var));
  return var;
}

static type *unknown_type(infer *in, str name, span where) {
  diag *d = diag_report(in->diags, DIAG_unknown_name, where, "no type is called `" STR_FMT "`", STR_ARG(name));
  suggestion near = suggest_for(name);
  for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++) suggest_offer(&near, str_of(builtin[i].name));
  suggest_offer(&near, STR("Str"));
  resolve_offer_types(in->resolver, &near);
  if (near.best.len)
    diag_fix_edit(in->diags, d, str_printf(in->home, "write `" STR_FMT "`", STR_ARG(near.best)).ptr, where, near.best);
  else
    diag_hint(in->diags, d,
              "a type is Int, Float, Bool, Char, Str, Big, Dyn, [T], {K:V}, {T}, (T,U), T?, T->U, () or declared here");
  return infer_poison(in);
}

static type *refuse_arguments(infer *in, const ast_type *t, str name, uint32_t wanted, const type_decl *decl) {
  diag *d = wanted ? diag_report(in->diags, DIAG_type_arguments, t->where,
                                 "the type `" STR_FMT "` takes %u argument%s, not %u", STR_ARG(name), wanted,
                                 wanted == 1 ? "" : "s", t->count)
                   : diag_report(in->diags, DIAG_type_arguments, t->where, "the type `" STR_FMT "` takes no arguments",
                                 STR_ARG(name));
  if (decl) diag_note(in->diags, d, decl->where, "declared here");
  if (!wanted)
    diag_fix_edit(in->diags, d, str_printf(in->home, "write `" STR_FMT "`", STR_ARG(name)).ptr, t->where, name);
  return infer_poison(in);
}

static type *read_constructor(written_type *w, const ast_type *t) {
  infer *in = w->in;
  str name = intern_str(in->names, t->name);
  type *found = str_eq(name, STR("Str")) ? in->str : NULL;
  for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++)
    if (str_eq(name, str_of(builtin[i].name))) found = infer_base(in, builtin[i].kind);
  if (found) return t->count ? refuse_arguments(in, t, name, 0, NULL) : found;
  const type_decl *d = resolve_declared(in->resolver, t->name, t->where);
  if (!d) return unknown_type(in, name, t->where);
  if (d->param_count != t->count) return refuse_arguments(in, t, name, d->param_count, d);
  type **args = ARENA_ARRAY(in->home, type *, t->count + 1);
  for (uint32_t i = 0; i < t->count; i++) args[i] = infer_written(w, t->parts[i]);
  return infer_named(in, d, args);
}

type *infer_written(written_type *w, const ast_type *t) {
  static const type_kind kinds[] = {
      [AST_TYPE_LIST] = TYPE_LIST, [AST_TYPE_TUPLE] = TYPE_TUPLE,   [AST_TYPE_DICT] = TYPE_DICT,
      [AST_TYPE_SET] = TYPE_SET,   [AST_TYPE_OPTION] = TYPE_OPTION, [AST_TYPE_FUN] = TYPE_FUN,
      [AST_TYPE_UNIT] = TYPE_UNIT};
  switch (t->kind) {
    case AST_TYPE_NAME: return read_variable(w, t);
    case AST_TYPE_CON: return read_constructor(w, t);
    case AST_TYPE_EFFECT: return infer_written(w, t->parts[0]);
    case AST_TYPE_LIST:
    case AST_TYPE_UNIT:
    case AST_TYPE_TUPLE:
    case AST_TYPE_DICT:
    case AST_TYPE_SET:
    case AST_TYPE_OPTION:
    case AST_TYPE_FUN: break;
  }
  type **args = ARENA_ARRAY(w->in->home, type *, t->count + 1);
  for (uint32_t i = 0; i < t->count; i++) args[i] = infer_written(w, t->parts[i]);
  return infer_type(w->in, kinds[t->kind], t->count, args);
}

/* ---- declared types as terms ---- */

type *infer_named(infer *in, const type_decl *d, type *const *args) {
  if (d->param_count == 0) return d->self;
  type *t = infer_type(in, TYPE_NAMED, d->param_count, (type **)args);
  if (t->kind == TYPE_NAMED) {
    t->name = d->name;
    t->decl = d;
  }
  return t;
}

static type *substitute(infer *in, type *t, const type_decl *d, type *const *args) {
  t = type_find(t);
  if (t->kind == TYPE_VAR) return t->level == TYPE_GENERIC ? args[t->id] : t;
  type **parts = NULL;
  for (uint32_t i = 0; i < t->count; i++) {
    type *part = substitute(in, t->args[i], d, args);
    if (part == type_find(t->args[i])) continue;
    if (!parts) parts = arena_copy(in->home, t->args, sizeof *parts * t->count, alignof(type *));
    parts[i] = part;
  }
  if (!parts) return t;
  return t->kind == TYPE_NAMED ? infer_named(in, t->decl, parts) : infer_type(in, t->kind, t->count, parts);
}

type *infer_field_type(infer *in, const type_con *con, uint32_t i, type *const *args) {
  return con->decl->param_count ? substitute(in, con->fields[i], con->decl, args) : con->fields[i];
}

type *infer_con_open(infer *in, const type_con *con, type **fields) {
  const type_decl *d = con->decl;
  type **args = ARENA_ARRAY(in->home, type *, d->param_count + 1);
  for (uint32_t i = 0; i < d->param_count; i++) args[i] = infer_fresh(in);
  for (uint32_t i = 0; i < con->count; i++) fields[i] = infer_field_type(in, con, i, args);
  return infer_named(in, d, args);
}

type *infer_constructor(infer *in, const type_con *con) {
  type **fields = ARENA_ARRAY(in->home, type *, con->count + 1), *result = infer_con_open(in, con, fields);
  return infer_arrows(in, fields, con->count, result);
}

const type_con *infer_record_of(const type *t) {
  return t->kind == TYPE_NAMED && t->decl->record ? &t->decl->cons[0] : NULL;
}

/* ---- declarations ---- */

static void begin(infer *in, type_decl *d) {
  d->vars = ARENA_ARRAY(in->home, type *, d->param_count + 1);
  for (uint32_t i = 0; i < d->param_count; i++) {
    d->vars[i] = ARENA_NEW(in->home, type);
    *d->vars[i] = (type){.kind = TYPE_VAR, .id = i, .level = TYPE_GENERIC, .name = d->params[i]};
  }
  d->self = ARENA_NEW(in->home, type);
  *d->self = (type){.kind = TYPE_NAMED, .id = 1, .name = d->name, .decl = d};
}

static void read_fields(infer *in, type_decl *d) {
  written_type w = {.in = in, .decl = d};
  for (uint32_t i = 0; i < d->count; i++) {
    type_con *con = &d->cons[i];
    con->fields = ARENA_ARRAY(in->home, type *, con->count + 1);
    for (uint32_t k = 0; k < con->count; k++) con->fields[k] = infer_written(&w, con->written[k]);
  }
}

/* Has this type values that can be written down, when those of declared types found so far have? */
static bool is_finite(const type *t) {
  if (t->kind == TYPE_NAMED) return t->decl->finite;
  if (t->kind != TYPE_TUPLE) return true; /* lists, options, dictionaries may be empty */
  for (uint32_t i = 0; i < t->count; i++)
    if (!is_finite(type_find(t->args[i]))) return false;
  return true;
}

static bool con_is_finite(const type_con *con) {
  for (uint32_t i = 0; i < con->count; i++)
    if (!is_finite(type_find(con->fields[i]))) return false;
  return true;
}

static bool find_finite(type_decl *d) {
  for (uint32_t i = 0; i < d->count && !d->finite; i++) d->finite = con_is_finite(&d->cons[i]);
  return d->finite;
}

static void refuse_endless(infer *in, const type_decl *d) {
  str name = infer_name(in, d->name);
  diag *g = diag_report(in->diags, DIAG_endless_type, d->where,
                        "no value of `" STR_FMT "` ever ends: each holds another one", STR_ARG(name));
  if (d->record)
    diag_hint(in->diags, g, "an optional field, `" STR_FMT "?`, or a list of them may be empty", STR_ARG(name));
  else
    diag_hint(in->diags, g, "add a constructor without one, as in `type List=End|Item(Int,List)`");
}

/* ---- types that grow: T[t] holds T[[t]] ---- */

static void meet_named(infer *in, type_list *met, type *t) {
  t = type_find(t);
  for (uint32_t i = 0; i < t->count; i++) meet_named(in, met, t->args[i]);
  if (t->kind != TYPE_NAMED) return;
  for (uint32_t i = 0; i < met->len; i++)
    if (type_same(met->items[i], t)) return;
  vec_push(in->home, met, t);
}

/* Whoever holds more types than declarations can make, holds ever larger ones. */
static bool grows(infer *in, const type_decl *d, uint32_t most) {
  type_list met = {0};
  meet_named(in, &met, infer_named(in, d, d->vars));
  for (uint32_t i = 0; i < met.len && met.len <= most; i++) {
    const type *t = met.items[i];
    for (uint32_t k = 0; k < t->decl->count; k++)
      for (uint32_t f = 0; f < t->decl->cons[k].count; f++)
        meet_named(in, &met, infer_field_type(in, &t->decl->cons[k], f, t->args));
  }
  return met.len > most;
}

static void refuse_growing(infer *in, const type_decl *d) {
  diag *g = diag_report(in->diags, DIAG_endless_type, d->where, "`" STR_FMT "` holds itself with ever larger arguments",
                        STR_ARG(infer_name(in, d->name)));
  diag_hint(in->diags, g, "inside its own declaration a type stands with its own parameters");
}

void infer_declare(infer *in, type_decl *const *decls, uint32_t count) {
  enum { SPARE = 60 };
  uint32_t errors = diag_error_count(in->diags);
  for (uint32_t i = 0; i < count; i++) begin(in, decls[i]);
  for (uint32_t i = 0; i < count; i++) read_fields(in, decls[i]);
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t i = 0; i < count; i++) changed |= !decls[i]->finite && find_finite(decls[i]);
  }
  for (uint32_t i = 0; i < count; i++)
    if (!decls[i]->finite) refuse_endless(in, decls[i]);
  for (uint32_t i = 0; i < count && diag_error_count(in->diags) == errors; i++)
    if (decls[i]->param_count && grows(in, decls[i], SPARE + 4 * count)) refuse_growing(in, decls[i]);
}

/* ---- what values hold ---- */

static bool holds(infer *in, type *t, const bool *bad, const type_con **con, uint32_t *field) {
  t = type_find(t);
  if (bad[t->kind]) return true;
  for (uint32_t i = 0; i < t->count; i++)
    if (holds(in, t->args[i], bad, con, field)) return true;
  if (t->kind != TYPE_NAMED || t->decl->mark == in->stamp) return false;
  ((type_decl *)t->decl)->mark = in->stamp;
  for (uint32_t i = 0; i < t->decl->count; i++)
    for (uint32_t k = 0; k < t->decl->cons[i].count; k++) {
      if (!holds(in, t->decl->cons[i].fields[k], bad, con, field)) continue;
      if (!*con) {
        *con = &t->decl->cons[i];
        *field = k;
      }
      return true;
    }
  return false;
}

const type_con *infer_holder(infer *in, type *t, const bool *bad, uint32_t *field) {
  const type_con *con = NULL;
  in->stamp++;
  holds(in, t, bad, &con, field);
  return con;
}
