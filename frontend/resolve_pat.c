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
  diag_hint(c->r->diags, d, "patterns are names, _, literals, (p,q), [p,q], [h,*t], none, some p, Circle(p), P{x:p} and p:Type");
  return resolve_pat_any(c, a->where);
}

static core_pat *typed(resolving *c, frame **f, const frame *stop, const ast *subject, const ast_type *t, span where) {
  core_pat *p = pattern(c, PAT_TYPED, where);
  p->written = t;
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

/* ---- constructors ---- */

static void refuse_count(resolving *c, const ast *a, const type_con *con, uint32_t given) {
  resolver *r = c->r;
  str name = intern_str(r->names, con->name);
  diag *d = diag_report(r->diags, DIAG_wrong_arity, a->where,
                        "`" STR_FMT "` has %u field%s, and this pattern takes %u", STR_ARG(name), con->count,
                        con->count == 1 ? "" : "s", given);
  diag_note(r->diags, d, con->where, "declared here");
  if (given && con->count) return;
  strbuf text = strbuf_new(r->home);
  strbuf_add(&text, name);
  for (uint32_t i = 0; i < con->count; i++) strbuf_add(&text, i ? STR(",_") : STR("(_"));
  if (con->count) strbuf_byte(&text, ')');
  str whole = str_copy(r->home, strbuf_str(&text));
  diag_fix_edit(r->diags, d, str_printf(r->home, "write `" STR_FMT "`", STR_ARG(whole)).ptr, a->where, whole);
}

/* Circle(r), Leaf. A refused one still binds its names, so that their uses are no news. */
static core_pat *constructed(resolving *c, frame **f, const frame *stop, const ast *a, const ast *name, ast_list args) {
  const type_con *con = resolve_constructor_name(c, name->name, name->where);
  core_pat *p = read_parts(c, f, stop, pattern(c, PAT_CON, a->where), args);
  if (con && con->count != args.len) refuse_count(c, a, con, args.len);
  if (!con || con->count != args.len) return resolve_pat_any(c, a->where);
  p->con = con;
  return p;
}

/* P{x:v}: the other fields may be anything. */
static core_pat *record(resolving *c, frame **f, const frame *stop, const ast *a) {
  const ast *name = a->entries.subject;
  ast_list keys = a->entries.keys;
  const type_con *con = resolve_constructor_name(c, name->name, name->where);
  core_pat *p = pattern(c, PAT_CON, a->where);
  p->con = con;
  p->count = con ? con->count : 0;
  p->parts = ARENA_ARRAY(c->r->home, core_pat *, p->count + 1);
  for (uint32_t i = 0; i < p->count; i++) p->parts[i] = resolve_pat_any(c, a->where);
  bool good = con && resolve_check_doubled(c, keys);
  for (uint32_t i = 0; i < keys.len; i++) {
    core_pat *part = read(c, f, stop, a->entries.values.items[i]);
    int32_t at = con ? resolve_field_name(c, con, keys.items[i]) : -1;
    good &= at >= 0;
    if (at >= 0) p->parts[at] = part;
  }
  return good ? p : resolve_pat_any(c, a->where);
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
  if (a->kind == AST_CON) return constructed(c, f, stop, a, a, (ast_list){0});
  if (a->kind == AST_CALL && a->call.fn->kind == AST_CON) return constructed(c, f, stop, a, a->call.fn, a->call.args);
  if (a->kind == AST_RECORD && a->entries.subject->kind == AST_CON) return record(c, f, stop, a);
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
