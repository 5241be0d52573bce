/* The worklist of constraints. A solver is tried when its constraint is posted and again when a variable it waits for
   is bound; at the end of a binding group what is left takes its default, phase by phase (constraint.def). Every
   constraint is tried once a binding of one of its variables, so the work is linear in the program for all but
   contrived ones. */

#include "frontend/constraint.h"

#include "frontend/infer_priv.h"

enum { DEFAULTS_MAX = 8 }; /* a constraint that still waits after so many defaults has nothing left to decide */

typedef bool constraint_solver(infer *in, constraint *c);

static const struct {
  constraint_solver *solve;
  uint8_t phase;
  const char *words;
} kinds[] = {
#define X(name, phase, words) {constraint_solve_##name, phase, words},
#include "frontend/constraint.def"
#undef X
};

/* ---- posting ---- */

constraint *constraint_make(infer *in, constraint_kind kind, span where, void *node, uint32_t count,
                            type *const *types) {
  constraint *c = ARENA_NEW(in->home, constraint);
  *c = (constraint){.kind = kind, .where = where, .origin = SPAN_NONE, .node = node, .count = count};
  c->types = ARENA_ARRAY(in->home, type *, count);
  for (uint32_t i = 0; i < count; i++) c->types[i] = types[i];
  return c;
}

static void try(infer *in, constraint *c) {
  if (kinds[c->kind].solve(in, c)) c->done = true;
}

void constraint_start(infer *in, constraint *c) {
  try(in, c);
  if (!c->done) vec_push(in->home, &in->pending, c);
}

constraint *constraint_post(infer *in, constraint_kind kind, span where, void *node, uint32_t count,
                            type *const *types) {
  constraint *c = constraint_make(in, kind, where, node, count, types);
  constraint_start(in, c);
  return c;
}

bool constraint_is_class(constraint_kind kind) { return kind <= CONSTRAINT_unit; }

const constraint *constraint_on(const type *var, constraint_kind kind) {
  for (const constraint_watch *w = var->waiting; w; w = w->next)
    if (w->waits->kind == kind && !w->waits->done && constraint_is_class(kind)) return w->waits;
  return NULL;
}

/* Calls `says` for those that wait on a variable: not all, where there are thousands. */
typedef bool constraint_says(const constraint *c, const type *var);

static bool any_waiting(const type *var, constraint_says *says) {
  enum { LOOK = 32 };
  uint32_t looked = 0;
  for (const constraint_watch *w = var->waiting; w && looked < LOOK; w = w->next, looked++)
    if (!w->waits->done && says(w->waits, var)) return true;
  return false;
}

static bool says_result(const constraint *c, const type *var) {
  return c->kind == CONSTRAINT_arith && type_find(c->types[2]) == var;
}

static bool says_operand(const constraint *c, const type *var) {
  bool dotted =
      c->op == AST_OP_DOT_ADD || c->op == AST_OP_DOT_SUB || c->op == AST_OP_DOT_MUL || c->op == AST_OP_DOT_DIV;
  return c->kind == CONSTRAINT_arith && !dotted && (type_find(c->types[0]) == var || type_find(c->types[1]) == var);
}

static bool says_meets(const constraint *c, const type *var) {
  if (c->kind != CONSTRAINT_equal && c->kind != CONSTRAINT_order) return false;
  const type *a = type_find(c->types[0]), *other = a == var ? type_find(c->types[1]) : a;
  return other->kind == TYPE_INT || other->kind == TYPE_FLOAT ||
         (other->kind == TYPE_VAR && other != var && constraint_numeric(other));
}

type *constraint_entry_of(const type *var) {
  for (const constraint_watch *w = var->waiting; w; w = w->next) {
    const constraint *c = w->waits;
    bool entries = c->kind == CONSTRAINT_overload && c->overload.set->entries;
    if (c->done || !(entries || c->kind == CONSTRAINT_iterate) || type_find(c->types[0]) != var) continue;
    type *given = type_find(c->types[1]);
    return entries && given->kind == TYPE_LIST ? type_find(given->args[0]) : given;
  }
  return NULL;
}

bool constraint_is_result(const type *var) { return any_waiting(var, says_result); }
bool constraint_is_operand(const type *var) { return any_waiting(var, says_operand); }
bool constraint_meets_number(const type *var) { return any_waiting(var, says_meets); }

void constraint_class(infer *in, constraint_kind kind, span where, type *t) {
  t = type_find(t);
  if (t->kind == TYPE_POISON || (t->kind == TYPE_VAR && constraint_on(t, kind))) return;
  constraint_post(in, kind, where, NULL, 1, &t);
}

/* ---- waking ---- */

void constraint_wait(infer *in, constraint *c, type *var) {
  if (var->waiting && var->waiting->waits == c) return;
  constraint_watch *w = ARENA_NEW(in->home, constraint_watch);
  *w = (constraint_watch){c, var->waiting};
  var->waiting = w;
}

void constraint_wake(infer *in, constraint_watch *list) {
  for (; list; list = list->next) {
    if (list->waits->done || list->waits->queued) continue;
    list->waits->queued = true;
    vec_push(in->home, &in->work, list->waits);
  }
}

void constraint_run(infer *in) {
  while (in->work_head < in->work.len) {
    constraint *c = in->work.items[in->work_head++];
    c->queued = false;
    if (!c->done) try(in, c);
  }
  in->work.len = in->work_head = 0;
}

/* ---- defaults ---- */

static bool admitted(const constraint *c, constraint_filter *choose, const void *context) {
  return !c->done && (!choose || choose(c, context));
}

static void take_default(infer *in, constraint *c) {
  c->defaulting = true;
  try(in, c);
  if (++c->defaults >= DEFAULTS_MAX) c->done = true;
  constraint_run(in);
}

/* Literals of a definition that is used, such as the 0 from which a sum starts, come behind the versions of names and
   the joins, which say what is summed. */
static uint32_t phase_of(const constraint *c) {
  bool seed = c->kind == CONSTRAINT_literal && c->copied;
  return 2 * kinds[seed ? CONSTRAINT_join : c->kind].phase + seed;
}

bool constraint_default_phase(infer *in, uint32_t first, constraint_filter *choose, const void *context) {
  constraint_run(in);
  uint32_t phase = UINT32_MAX, end = in->pending.len;
  for (uint32_t i = first; i < end; i++) {
    const constraint *c = in->pending.items[i];
    if (phase_of(c) < phase && admitted(c, choose, context)) phase = phase_of(c);
  }
  if (phase == UINT32_MAX) return false;
  for (uint32_t i = first; i < end; i++) {
    constraint *c = in->pending.items[i];
    if (phase_of(c) == phase && admitted(c, choose, context)) take_default(in, c);
  }
  return true;
}

void constraint_settle(infer *in, uint32_t first) {
  while (constraint_default_phase(in, first, NULL, NULL)) {}
  in->pending.len = first;
}

void infer_forget(infer *in, uint32_t first) {
  for (uint32_t i = first; i < in->pending.len; i++) in->pending.items[i]->done = true;
  in->pending.len = first;
}

/* ---- schemes ---- */

static constraint **copy_fits(infer *in, constraint **fits, uint32_t count, constraint_copy_type *copy, void *context,
                              span use) {
  if (!fits) return NULL;
  constraint **n = ARENA_ARRAY(in->home, constraint *, count);
  for (uint32_t i = 0; i < count; i++)
    if (fits[i]) n[i] = constraint_copy(in, fits[i], copy, context, use);
  return n;
}

constraint *constraint_copy(infer *in, const constraint *c, constraint_copy_type *copy, void *context, span use) {
  constraint *n = ARENA_NEW(in->home, constraint);
  *n = *c;
  n->done = n->queued = n->defaulting = false;
  n->defaults = 0;
  n->copied = true;
  n->node = NULL;
  n->spans = NULL;
  if (n->origin.file == SPAN_NONE.file) n->origin = c->where;
  n->where = use;
  n->types = ARENA_ARRAY(in->home, type *, c->count);
  for (uint32_t i = 0; i < c->count; i++) n->types[i] = copy(context, c->types[i]);
  if (c->kind == CONSTRAINT_overload)
    n->overload.fits = copy_fits(in, c->overload.fits, c->count - 1, copy, context, use);
  if (c->kind == CONSTRAINT_field) n->field.fits = copy_fits(in, c->field.fits, c->count - 2, copy, context, use);
  return n;
}

static void print_types(strbuf *out, const constraint *c, uint32_t from, uint32_t count, type_names *n,
                        const char *between) {
  for (uint32_t i = from; i < count; i++) {
    if (i > from) strbuf_add(out, str_of(between));
    type_print_with(out, c->types[i], n);
  }
}

static void print_operator(strbuf *out, const constraint *c, const intern *names) {
  if (c->kind == CONSTRAINT_overload) strbuf_add(out, intern_str(names, c->overload.set->name));
  else if (c->kind == CONSTRAINT_field) strbuf_printf(out, "." STR_FMT, STR_ARG(intern_str(names, c->field.name)));
  else strbuf_add(out, str_of(ast_op_spelling(c->op)));
}

bool constraint_is_silent(const constraint *c, const intern *names) {
  return c->kind == CONSTRAINT_overload && str_eq(intern_str(names, c->overload.set->name), STR("rebuild"));
}

/* What map and its like go through has a word of its own. */
static bool print_entries(strbuf *out, const constraint *c, type_names *n) {
  const type *list = type_find(c->types[c->count - 1]);
  if (c->kind != CONSTRAINT_overload || !c->overload.set->entries || list->kind != TYPE_LIST) return false;
  type_print_with(out, list->args[0], n);
  strbuf_add(out, STR(" is an entry of "));
  type_print_with(out, c->types[0], n);
  return true;
}

void constraint_print(strbuf *out, const constraint *c, type_names *n, const intern *names) {
  if (print_entries(out, c, n)) return;
  for (const char *p = kinds[c->kind].words; *p; p++) {
    if (*p != '$') {
      strbuf_byte(out, *p);
      continue;
    }
    switch (*++p) {
      case 'o': print_operator(out, c, names); break;
      case 'r': type_print_with(out, c->types[c->count - 1], n); break;
      case 'l': print_types(out, c, 0, c->count - 1, n, c->kind == CONSTRAINT_overload ? "," : " and "); break;
      case 'p': print_types(out, c, 1, c->count, n, " and "); break;
      case 'q': print_types(out, c, 2, c->count, n, " and "); break;
      case 'f': type_print_with(out, type_after(c->types[0], 0)->args[0], n); break;
      case 'n': strbuf_printf(out, "%lld", (long long)c->number); break;
      default: type_print_with(out, c->types[*p - '0'], n);
    }
  }
}
