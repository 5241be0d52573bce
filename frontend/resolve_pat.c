/* Patterns: what stands left of `=`, `<-`, `->` and among parameters, read as an expression by the parser. */

#include "frontend/resolve_priv.h"

static core_pat *pattern(resolving *c, core_pat_kind kind, span where) {
  core_pat *p = ARENA_NEW(c->r->home, core_pat);
  p->kind = kind;
  p->where = where;
  return p;
}

core_pat *resolve_pat_any(resolving *c, span where) { return pattern(c, PAT_ANY, where); }

core_pat *resolve_pat_bind(resolving *c, core_binder *binder, span where) {
  core_pat *p = pattern(c, PAT_BIND, where);
  p->binder = binder;
  return p;
}

/* A name may stand once in one pattern: the frames since `stop` are its own. */
static core_binder *bind(resolving *c, frame **f, const frame *stop, sym name, span where) {
  for (const frame *o = *f; o != stop; o = o->up)
    if (o->binder->name == name) {
      diag *d =
          diag_report(c->r->diags, DIAG_duplicate_parameter, where,
                      "`" STR_FMT "` is bound twice; give one another name", STR_ARG(intern_str(c->r->names, name)));
      diag_note(c->r->diags, d, o->binder->where, "first bound here");
      break;
    }
  core_binder *b = resolve_binder(c, name, where);
  *f = resolve_push(c, *f, b, false);
  return b;
}

static core_pat *read(resolving *c, frame **f, const frame *stop, const ast *a);

static core_pat *read_parts(resolving *c, frame **f, const frame *stop, core_pat *p, ast_list list) {
  p->count = list.len;
  p->parts = ARENA_ARRAY(c->r->home, core_pat *, list.len + 1);
  for (uint32_t i = 0; i < list.len; i++) p->parts[i] = read(c, f, stop, list.items[i]);
  return p;
}

static core_pat *refused(resolving *c, const ast *a) {
  diag *d = diag_report(c->r->diags, DIAG_bad_pattern, a->where, "this expression cannot be matched against");
  diag_hint(c->r->diags, d, "patterns are names, _, literals, (p,q), [p,q], [h,*t], none, some p and p:Type");
  return resolve_pat_any(c, a->where);
}

static type *written_type(resolving *c, const ast_type *t) {
  static const struct {
    const char *name;
    type_kind kind;
  } table[] = {{"Int", TYPE_INT},   {"Float", TYPE_FLOAT}, {"Bool", TYPE_BOOL},
               {"Char", TYPE_CHAR}, {"Big", TYPE_BIG},     {"Dyn", TYPE_DYN}};
  type *made = ARENA_NEW(c->r->home, type);
  made->kind = TYPE_POISON;
  if (t->kind == AST_TYPE_CON) {
    str name = intern_str(c->r->names, t->name);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
      if (str_eq(name, str_of(table[i].name))) made->kind = table[i].kind;
    if (str_eq(name, STR("Str"))) {
      made->kind = TYPE_LIST;
      made->count = 1;
      made->args = ARENA_ARRAY(c->r->home, type *, 1);
      made->args[0] = ARENA_NEW(c->r->home, type);
      made->args[0]->kind = TYPE_CHAR;
    }
  } else if (t->kind == AST_TYPE_LIST || t->kind == AST_TYPE_OPTION || t->kind == AST_TYPE_TUPLE) {
    made->kind = t->kind == AST_TYPE_LIST ? TYPE_LIST : t->kind == AST_TYPE_OPTION ? TYPE_OPTION : TYPE_TUPLE;
    made->count = t->count;
    made->args = ARENA_ARRAY(c->r->home, type *, t->count);
    for (uint32_t i = 0; i < t->count; i++) made->args[i] = written_type(c, t->parts[i]);
  }
  if (made->kind == TYPE_POISON) resolve_unsupported(c, t->where, "this type in a pattern");
  return made;
}

static core_pat *typed(resolving *c, frame **f, const frame *stop, const ast *subject, const ast_type *t, span where) {
  core_pat *p = pattern(c, PAT_TYPED, where);
  p->annotation = written_type(c, t);
  if (subject->kind != AST_NAME) return refused(c, subject);
  if (subject->name != c->r->underscore) p->binder = bind(c, f, stop, subject->name, subject->where);
  return p;
}

static core_pat *number(resolving *c, const ast *a, bool negative) {
  core_pat *p = pattern(c, a->kind == AST_INT ? PAT_INT : PAT_FLOAT, a->where);
  if (a->kind == AST_INT)
    p->integer = negative ? -a->integer : a->integer;
  else
    p->real = negative ? -a->real : a->real;
  return p;
}

/* some p, and some(p,q) for a tuple inside */
static core_pat *some_of(resolving *c, frame **f, const frame *stop, const ast *a) {
  core_pat *p = pattern(c, PAT_SOME, a->where);
  if (a->call.args.len == 1) return read_parts(c, f, stop, p, a->call.args);
  p->count = 1;
  p->parts = ARENA_ARRAY(c->r->home, core_pat *, 1);
  p->parts[0] = read_parts(c, f, stop, pattern(c, PAT_TUPLE, a->where), a->call.args);
  return p;
}

static core_pat *read(resolving *c, frame **f, const frame *stop, const ast *a) {
  core_pat *p;
  if (a->kind == AST_INT || a->kind == AST_FLOAT) return number(c, a, false);
  if (a->kind == AST_NEG && (a->one->kind == AST_INT || a->one->kind == AST_FLOAT)) return number(c, a->one, true);
  if (a->kind == AST_NAME) {
    if (a->name == c->r->underscore) return resolve_pat_any(c, a->where);
    return resolve_pat_bind(c, bind(c, f, stop, a->name, a->where), a->where);
  }
  if (a->kind == AST_CHAR || a->kind == AST_BOOL) {
    p = pattern(c, a->kind == AST_CHAR ? PAT_CHAR : PAT_BOOL, a->where);
    p->integer = a->integer;
    return p;
  }
  if (a->kind == AST_STR) {
    p = pattern(c, PAT_STR, a->where);
    p->text = a->text;
    return p;
  }
  if (a->kind == AST_NONE) return pattern(c, PAT_NONE, a->where);
  if (a->kind == AST_TUPLE) return read_parts(c, f, stop, pattern(c, PAT_TUPLE, a->where), a->list.items);
  if (a->kind == AST_LIST) {
    p = read_parts(c, f, stop, pattern(c, PAT_LIST, a->where), a->list.items);
    p->splat = a->list.splat != 0;
    if (p->splat && a->list.splat != c->r->underscore) p->binder = bind(c, f, stop, a->list.splat, a->list.splat_where);
    return p;
  }
  if (a->kind == AST_CALL && a->call.fn->kind == AST_NAME && a->call.fn->name == c->r->some && a->call.args.len)
    return some_of(c, f, stop, a);
  if (a->kind == AST_TYPED) return typed(c, f, stop, a->typed.subject, a->typed.type, a->where);
  if (a->kind == AST_CON || (a->kind == AST_CALL && a->call.fn->kind == AST_CON)) {
    resolve_unsupported(c, a->where, "a constructor pattern");
    return resolve_pat_any(c, a->where);
  }
  return a->kind == AST_ERROR ? resolve_pat_any(c, a->where) : refused(c, a);
}

core_pat *resolve_pat(resolving *c, frame **f, const ast *a) { return read(c, f, *f, a); }

void resolve_params(resolving *c, frame **f, ast_list params, core_pat **out) {
  const frame *stop = *f;
  for (uint32_t i = 0; i < params.len; i++) out[i] = read(c, f, stop, params.items[i]);
}

core_pat *resolve_arm_pat(resolving *c, frame **f, const ast_arm *arm) {
  return arm->type ? typed(c, f, *f, arm->pattern, arm->type, arm->pattern->where) : resolve_pat(c, f, arm->pattern);
}
