/* What inference says about programs that have no type: which types meet, where each came from, what to write instead.
 */

#include <stdarg.h>

#include "frontend/infer_priv.h"

/* A literal that is not decided yet is called what it will be. */
static sym literal_name(void *context, type *var) {
  infer *in = context;
  if (constraint_on(var, CONSTRAINT_literal)) return intern_add(in->names, STR("Int"));
  return constraint_on(var, CONSTRAINT_letter) ? intern_add(in->names, STR("Str")) : 0;
}

static type_names *error_names(infer *in) { return type_names_new(in->home, in->names, literal_name, in); }

str infer_text(infer *in, type *t) {
  strbuf out = strbuf_new(in->home);
  type_print_with(&out, t, error_names(in));
  return str_copy(in->home, strbuf_str(&out));
}

str infer_name(infer *in, sym s) { return s ? intern_str(in->names, s) : STR("the main expression"); }

static bool search(const infer *in, type *t, const type *var) {
  t = type_find(t);
  if (t == var) return true;
  if (t->mark == in->stamp) return false;
  t->mark = in->stamp;
  for (uint32_t i = 0; i < t->count; i++)
    if (search(in, t->args[i], var)) return true;
  return false;
}

static bool contains(infer *in, type *t, const type *var) {
  in->stamp++;
  return search(in, t, var);
}

/* After a failed unification: is it because the one contains the other? */
static bool is_infinite(infer *in, type *a, type *b) {
  a = type_find(a);
  b = type_find(b);
  if (a == b) return false;
  if (a->kind == TYPE_VAR) return contains(in, b, a);
  if (b->kind == TYPE_VAR) return contains(in, a, b);
  if (a->kind != b->kind || a->count != b->count) return false;
  for (uint32_t i = 0; i < a->count; i++)
    if (is_infinite(in, a->args[i], b->args[i])) return true;
  return false;
}

static bool is_number(const type *t) { return t->kind == TYPE_INT || t->kind == TYPE_FLOAT; }

void infer_advise_arm(infer *in, diag *d) {
  if (in->late_arm)
    diag_hint(in->diags, d, "an inner match takes all arms that follow; in brackets, `|p->(match ..)`, it ends");
}

/* What would make the one of the other. */
static void advise(infer *in, diag *d, type *wanted, type *found) {
  wanted = type_find(wanted);
  found = type_find(found);
  if (found->kind == TYPE_FUN && wanted->kind != TYPE_FUN && wanted->kind != TYPE_VAR)
    diag_hint(in->diags, d, "this is a function that still waits for %u argument%s", type_arrows(found),
              type_arrows(found) == 1 ? "" : "s");
  else if (found->kind == TYPE_DYN && (is_number(wanted) || type_is_str(wanted)))
    diag_hint(in->diags, d, "`.%s` makes one of a Dyn, and fails where that cannot be",
              type_is_str(wanted) ? "str" : wanted->kind == TYPE_INT ? "int" : "float");
  else if (found->kind == TYPE_DYN && wanted->kind == TYPE_LIST)
    diag_hint(in->diags, d, "`[x|x<-v]` goes through a Dyn; `match v|l:[Dyn]->..|_->..` asks whether it is a list");
  else if (found->kind == TYPE_OPTION && wanted->kind != TYPE_OPTION)
    diag_hint(in->diags, d, "`v??r` gives r where there is no value");
  else if (wanted->kind == TYPE_OPTION)
    diag_hint(in->diags, d, "`some v` makes an option");
  else if (is_number(wanted) && type_is_str(found))
    diag_hint(in->diags, d, "`.%s` makes a number of text", wanted->kind == TYPE_INT ? "int" : "float");
  else if (is_number(wanted) && found->kind == TYPE_CHAR)
    diag_hint(in->diags, d, "`.int` gives a digit's value, `.ord` a character's code");
  else if (wanted->kind == TYPE_INT && found->kind == TYPE_FLOAT)
    diag_hint(in->diags, d, "`.round`, `.floor` and `.trunc` make an Int; `//` divides to a whole number");
  else if (type_is_str(wanted) && is_number(found))
    diag_hint(in->diags, d, "`.str` makes text of it");
  else if (type_is_str(wanted) && found->kind == TYPE_LIST)
    diag_hint(in->diags, d, "`.join \"\"` makes one text of a list");
  else if (wanted->kind == TYPE_LIST && type_find(wanted->args[0])->kind == found->kind)
    diag_hint(in->diags, d, "`[v]` is a list of one element");
}

static void expected(infer *in, diag *d, type *wanted, type *found) {
  type_names *names = error_names(in);
  strbuf w = strbuf_new(in->home), f = strbuf_new(in->home);
  type_print_with(&w, wanted, names);
  type_print_with(&f, found, names);
  diag_expected(in->diags, d, str_copy(in->home, strbuf_str(&w)), str_copy(in->home, strbuf_str(&f)));
}

diag *infer_mismatch(infer *in, span where, type *wanted, type *found) {
  diag *d;
  if (is_infinite(in, wanted, found)) {
    d = diag_report(in->diags, DIAG_infinite_type, where,
                    "the type here would contain itself; is an argument missing, or are two names mixed up?");
    expected(in, d, wanted, found);
    return d;
  }
  d = diag_report(in->diags, DIAG_type_mismatch, where, "this is " STR_FMT ", but " STR_FMT " is wanted here",
                  STR_ARG(infer_text(in, found)), STR_ARG(infer_text(in, wanted)));
  expected(in, d, wanted, found);
  if (!infer_note_mixture(in, d, found) && !infer_note_mixture(in, d, wanted)) advise(in, d, wanted, found);
  return d;
}

diag *infer_refuse(infer *in, const constraint *c, diag_code code, const char *format, ...) {
  strbuf text = strbuf_new(in->home);
  va_list args;
  va_start(args, format);
  strbuf_vprintf(&text, format, args);
  va_end(args);
  bool again = c->copied && in->refused.file == c->where.file && in->refused.start == c->where.start;
  if (c->copied && !again) {
    in->refused = c->where;
    in->refused_code = code;
  }
  if (again) code = in->refused_code; /* one report a use: the sink drops what it has already */
  diag *d = diag_report(in->diags, code, c->where, STR_FMT, STR_ARG(strbuf_str(&text)));
  if (c->copied && c->origin.start != c->where.start &&
      c->origin.file == c->where.file) /* the library's own text says little */
    diag_note(in->diags, d, c->origin, "needed here");
  for (uint32_t i = 0; i < c->count; i++)
    if (infer_note_mixture(in, d, c->types[i])) break;
  return d;
}

/* Where the value of an expression comes from, when that is elsewhere. */
void infer_note_source(infer *in, diag *d, const core *e) {
  if (e->kind == CORE_LOCAL && e->binder->name && e->binder->type) {
    str text = infer_text(in, e->binder->type);
    diag_note(in->diags, d, e->binder->where, "`" STR_FMT "` is bound here: " STR_FMT,
              STR_ARG(infer_name(in, e->binder->name)), STR_ARG(text));
  } else if (e->kind == CORE_DEF && !e->def->library) {
    diag_note(in->diags, d, e->def->where, "`" STR_FMT "` is defined here: " STR_FMT,
              STR_ARG(infer_name(in, e->def->name)), STR_ARG(infer_text(in, e->type)));
  }
}

sym infer_called(const core *fn) {
  if (fn->kind == CORE_DEF) return fn->def->called ? fn->def->called : fn->def->name;
  if (fn->kind == CORE_CON) return fn->con->name;
  if (fn->kind == CORE_FIELD) return fn->field.name;
  if (fn->kind == CORE_OVERLOAD) return fn->overload.set->name;
  return fn->kind == CORE_LOCAL ? fn->binder->name : 0;
}

/* In a chain v.f the step f is to blame for what it does not take, not everything before it. */
static bool is_subject(const core *call, uint32_t arg) {
  return arg == 0 && call->call.args[0]->where.start < call->call.fn->where.start;
}

/* `v.map f.sum`, where the dot was to go on from v.map f: what is before it, f, and the steps behind are one argument. */
static void offer_brackets(infer *in, diag *d, const core *f) {
  const infer_within *w = in->within;
  span argument = f->where;
  for (; w && w->call->where.start == f->where.start; w = w->outer) argument = w->call->where;
  if (!w || w->call->where.end != argument.end || w->call->call.fn->where.end + 1 != argument.start) return;
  const diag_edit edits[] = {{{argument.start - 1, argument.start, argument.file}, STR("(")},
                             {{f->where.end, f->where.end, f->where.file}, STR(")")}};
  diag_fix_edits(in->diags, d, "let the dot go on behind the call", edits, 2);
}

void infer_refuse_argument(infer *in, const core *e, const infer_want *want, type *found) {
  if (!want->call) {
    infer_note_source(in, infer_mismatch(in, e->where, want->type, found), e);
    return;
  }
  const core *fn = want->call->call.fn;
  sym name = infer_called(fn);
  bool subject = is_subject(want->call, want->arg);
  span where = subject ? fn->where : e->where;
  if (!name || is_infinite(in, want->type, found)) {
    infer_note_source(in, infer_mismatch(in, where, want->type, found), e);
    return;
  }
  str f = infer_text(in, found), w = infer_text(in, want->type);
  diag *d = subject ? diag_report(in->diags, DIAG_type_mismatch, where,
                                  "`" STR_FMT "` takes " STR_FMT ", but before the dot stands " STR_FMT,
                                  STR_ARG(infer_name(in, name)), STR_ARG(w), STR_ARG(f))
                    : diag_report(in->diags, DIAG_type_mismatch, where,
                                  "argument %u of `" STR_FMT "` is " STR_FMT ", but it takes " STR_FMT, want->arg + 1,
                                  STR_ARG(infer_name(in, name)), STR_ARG(f), STR_ARG(w));
  expected(in, d, want->type, found);
  if (!infer_note_mixture(in, d, found)) advise(in, d, want->type, found);
  if (subject && type_find(found)->kind == TYPE_FUN) offer_brackets(in, d, e);
  infer_note_source(in, d, e);
  if (fn->kind == CORE_DEF && !fn->def->library)
    diag_note(in->diags, d, fn->def->where, "`" STR_FMT "` is defined here", STR_ARG(infer_name(in, name)));
}
