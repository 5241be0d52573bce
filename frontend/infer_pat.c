/* Patterns: each says what the value it is matched against must be. */

#include "frontend/infer_priv.h"

static bool is(infer *in, const core_pat *p, type *subject, type *wanted) {
  if (infer_unify(in, subject, wanted)) return true;
  infer_mismatch(in, p->where, subject, wanted);
  return false;
}

static void bind(core_binder *b, type *t) {
  if (!b) return;
  b->type = t;
  b->scheme = NULL;
}

/* p:T, of a value that is a T or a Dyn. */
static void typed(infer *in, core_pat *p, type *subject, bool generator) {
  type *types[2] = {subject, p->annotation};
  constraint *c = constraint_make(in, CONSTRAINT_typed, p->where, NULL, 2, types);
  c->list = generator;
  constraint_start(in, c);
  bind(p->binder, p->annotation);
}

static void tuple(infer *in, core_pat *p, type *subject) {
  type **types = ARENA_ARRAY(in->home, type *, p->count + 1);
  types[0] = subject;
  for (uint32_t i = 0; i < p->count; i++) types[i + 1] = infer_fresh(in);
  constraint_post(in, CONSTRAINT_apart, p->where, p, p->count + 1, types);
  for (uint32_t i = 0; i < p->count; i++) infer_pat(in, p->parts[i], types[i + 1]);
}

static void list(infer *in, core_pat *p, type *subject) {
  type *element = infer_fresh(in);
  if (type_find(subject)->kind == TYPE_DYN) subject = infer_list(in, type_find(subject));
  if (!is(in, p, subject, infer_list(in, element))) element = infer_poison(in);
  for (uint32_t i = 0; i < p->count; i++) infer_pat(in, p->parts[i], element);
  bind(p->binder, subject);
}

static void option(infer *in, core_pat *p, type *subject) {
  type *content = infer_fresh(in);
  if (!is(in, p, subject, infer_option(in, content))) content = infer_poison(in);
  for (uint32_t i = 0; i < p->count; i++) infer_pat(in, p->parts[i], content);
}

bool infer_is_letter(str text) {
  const char *at = text.ptr, *end = text.ptr + text.len;
  if (!text.len) return false;
  utf8_next(&at, end);
  return at == end;
}

/* Literals and `none` are compared with any Dyn. */
static bool asks_nothing(const core_pat *p, type *subject) {
  bool literal = p->kind == PAT_INT || p->kind == PAT_FLOAT || p->kind == PAT_CHAR || p->kind == PAT_STR ||
                 p->kind == PAT_BOOL || p->kind == PAT_NONE;
  return literal && type_find(subject)->kind == TYPE_DYN;
}

void infer_pat(infer *in, core_pat *p, type *subject) {
  p->type = subject;
  if (asks_nothing(p, subject)) return;
  switch (p->kind) {
    case PAT_ANY: break;
    case PAT_BIND: bind(p->binder, subject); break;
    case PAT_TUPLE: tuple(in, p, subject); break;
    case PAT_LIST: list(in, p, subject); break;
    case PAT_INT: constraint_class(in, CONSTRAINT_literal, p->where, subject); break;
    case PAT_FLOAT: is(in, p, subject, infer_base(in, TYPE_FLOAT)); break;
    case PAT_CHAR: is(in, p, subject, infer_base(in, TYPE_CHAR)); break;
    case PAT_BOOL: is(in, p, subject, infer_base(in, TYPE_BOOL)); break;
    case PAT_STR:
      if (infer_is_letter(p->text)) constraint_class(in, CONSTRAINT_letter, p->where, subject);
      else is(in, p, subject, in->str);
      break;
    case PAT_NONE:
    case PAT_SOME: option(in, p, subject); break;
    case PAT_TYPED: typed(in, p, subject, false); break;
    case PAT_CON:
      diag_report(in->diags, DIAG_unsupported, p->where, "a constructor pattern does not run yet in this version");
      break;
  }
}

void infer_pat_from(infer *in, core_pat *p, type *subject) {
  if (p->kind != PAT_TYPED) {
    infer_pat(in, p, subject);
    return;
  }
  p->type = subject;
  typed(in, p, subject, true);
}

/* ---- exhaustiveness (ruling 18) ---- */

static bool catches_all(const core_pat *p) {
  if (p->kind == PAT_ANY || p->kind == PAT_BIND || p->kind == PAT_TYPED) return true;
  bool parts = p->kind == PAT_TUPLE || (p->kind == PAT_LIST && p->splat && p->count == 0);
  for (uint32_t i = 0; i < p->count && parts; i++) parts = catches_all(p->parts[i]);
  return parts;
}

static bool parts_catch_all(const core_pat *p) {
  for (uint32_t i = 0; i < p->count; i++)
    if (!catches_all(p->parts[i])) return false;
  return true;
}

/* The first case of the subject's type that no arm takes whatever its parts are; NULL: none is missing, or there are
   too many to tell. */
static const char *missing_case(const core *e, type_kind kind) {
  enum { LENGTHS = 16 };
  bool none = false, some = false, no = false, yes = false, lengths[LENGTHS] = {false};
  uint32_t longer = LENGTHS; /* lists at least so long are taken */
  for (uint32_t i = 0; i < e->match.count; i++) {
    const core_pat *p = e->match.arms[i].pat;
    if (e->match.arms[i].guard) continue;
    if (catches_all(p)) return NULL;
    none |= p->kind == PAT_NONE;
    some |= p->kind == PAT_SOME && parts_catch_all(p);
    yes |= p->kind == PAT_BOOL && p->integer;
    no |= p->kind == PAT_BOOL && !p->integer;
    if (p->kind != PAT_LIST || !parts_catch_all(p) || p->count >= LENGTHS) continue;
    if (p->splat && p->count < longer) longer = p->count;
    lengths[p->count] = true;
  }
  if (kind == TYPE_OPTION) return !none ? "none" : !some ? "some v" : NULL;
  if (kind == TYPE_BOOL) return !yes ? "true" : !no ? "false" : NULL;
  if (kind == TYPE_TUPLE) return "_";
  for (uint32_t n = 0; n < longer; n++)
    if (n >= LENGTHS - 1 || !lengths[n])
      return n == 0 ? "[]" : longer == LENGTHS ? "[h,*t]" : "a list of another length";
  return NULL;
}

void infer_match_check(infer *in, const core *e) {
  const type *t = type_find(e->match.subject->type);
  if (in->frame->def && in->frame->def->library) return;
  if (t->kind != TYPE_OPTION && t->kind != TYPE_BOOL && t->kind != TYPE_LIST && t->kind != TYPE_TUPLE) return;
  if (type_is_str((type *)t)) return;
  const char *missing = missing_case(e, t->kind);
  if (!missing) return;
  diag *d =
      diag_report(in->diags, DIAG_inexhaustive, e->where, "this match has no arm for `%s`, and fails there", missing);
  diag_hint(in->diags, d, "`|_->..` takes everything else");
}
