/* Patterns: each says what the value it is matched against must be. */

#include "frontend/infer_priv.h"

static bool is(infer *in, const core_pat *p, type *subject, type *wanted) {
  if (infer_unify(in, subject, wanted)) return true;
  infer_advise_arm(in, infer_mismatch(in, p->where, subject, wanted));
  return false;
}

static void bind(core_binder *b, type *t) {
  if (!b) return;
  b->type = t;
  b->scheme = NULL;
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

static void constructor(infer *in, core_pat *p, type *subject) {
  type **fields = ARENA_ARRAY(in->home, type *, p->count + 1), *t = infer_con_open(in, p->con, fields);
  bool fits = is(in, p, subject, t);
  for (uint32_t i = 0; i < p->count; i++) infer_pat(in, p->parts[i], fits ? fields[i] : infer_poison(in));
}

/* p:T, of a value that is a T or a Dyn. */
static void typed(infer *in, core_pat *p, type *subject, bool generator) {
  type *types[2] = {subject, p->annotation};
  constraint *c = constraint_make(in, CONSTRAINT_typed, p->where, NULL, 2, types);
  c->list = generator;
  constraint_start(in, c);
  bind(p->binder, p->annotation);
}

/* ---- options and Dyns: what the pattern is about is inside ---- */

static void annotate(infer *in, core_pat *p) {
  written_type w = {.in = in, .open = true};
  if (p->kind == PAT_TYPED && p->written) p->annotation = infer_written(&w, p->written);
}

static void hold(infer *in, core_pat *p, core_pat_kind kind) {
  core_pat *content = ARENA_NEW(in->home, core_pat);
  *content = *p;
  *p = (core_pat){.kind = kind, .where = p->where, .type = p->type, .count = 1};
  p->parts = ARENA_ARRAY(in->home, core_pat *, 1);
  p->parts[0] = content;
}

void infer_pat_some(infer *in, core_pat *p) { hold(in, p, PAT_SOME); }

/* Asks for a value, not just for its being there. */
static bool is_plain(const core_pat *p) {
  return p->kind != PAT_ANY && p->kind != PAT_BIND && p->kind != PAT_NONE && p->kind != PAT_SOME;
}

/* A constructor asks a Dyn for its type first: PAT_TYPED around it, without a written type. */
static void constructor_on_dyn(infer *in, core_pat *p, type *subject) {
  if (p->kind == PAT_CON) hold(in, p, PAT_TYPED);
  core_pat *content = p->parts[0];
  p->annotation = infer_con_open(in, content->con, ARENA_ARRAY(in->home, type *, content->count + 1));
  typed(in, p, subject, false);
  infer_pat(in, content, p->annotation);
}

/* A plain pattern on an option matches its content. True: done. */
static bool look_inside(infer *in, core_pat *p, type *subject) {
  const type *t = type_find(subject);
  bool whole = p->kind == PAT_TYPED && p->written && type_find(p->annotation)->kind == TYPE_OPTION;
  if (t->kind == TYPE_OPTION && is_plain(p) && !whole) {
    infer_pat_some(in, p);
    option(in, p, subject);
    return true;
  }
  if (t->kind != TYPE_DYN) return false;
  if (p->kind == PAT_SOME) infer_pat(in, p->parts[0], subject); /* a Dyn that is there */
  else if (p->kind == PAT_CON || (p->kind == PAT_TYPED && !p->written)) constructor_on_dyn(in, p, subject);
  else return asks_nothing(p, subject);
  return true;
}

static void pattern(infer *in, core_pat *p, type *subject, bool generator) {
  p->type = subject;
  annotate(in, p);
  if (look_inside(in, p, subject)) return;
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
    case PAT_TYPED: typed(in, p, subject, generator); break;
    case PAT_CON: constructor(in, p, subject); break;
  }
}

void infer_pat(infer *in, core_pat *p, type *subject) { pattern(in, p, subject, false); }

void infer_pat_from(infer *in, core_pat *p, type *subject) { pattern(in, p, subject, true); }
