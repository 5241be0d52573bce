#ifndef GAEL_FRONTEND_INFER_PRIV_H
#define GAEL_FRONTEND_INFER_PRIV_H

/* Shared by type inference's files: infer.c (the interface), infer_decl.c (definitions and groups), infer_expr.c,
   infer_call.c, infer_pat.c (the tree), unify.c, scheme.c, constraint*.c (solvers), instance.c, infer_report.c
   (diagnostics). */

#include "frontend/constraint.h"
#include "frontend/infer.h"
#include "support/map.h"
#include "support/vec.h"

typedef VEC(constraint *) constraint_list;
typedef VEC(type *) type_list;

struct core_scheme {
  type *type;
  uint32_t count; /* quantified variables: level TYPE_GENERIC, id = index; shared by the definitions of one group */
  type **vars;
  uint32_t constraint_count;
  constraint **constraints;
  uint32_t bottom; /* index+1 of a variable that is only the result: `fail` */
};

/* A local function that generalises is copied once a type when its definition is finished (infer_finish). */
typedef struct local_copy {
  type *type;
  core_binder *binder;
  core *lambda;
} local_copy;
typedef struct local_function {
  core *node; /* CORE_LET_FUN */
  VEC(local_copy) copies;
} local_function;
typedef struct local_use {
  local_function *function;
  core *node; /* CORE_LOCAL */
} local_use;

/* A function given where another one is wanted: Int for its Float, or a result that only has to hold or not. Becomes
   \v.f v when the types turn out to differ. */
typedef struct function_bridge {
  core *node;
  type *wanted;
  uint32_t arity;
} function_bridge;

/* What inference remembers of a definition until its types are known. Definitions nest: a library definition is
   inferred where it is first reached. */
typedef struct infer_frame {
  core_def *def;
  type *concrete; /* an instance: the type a recursive use has */
  uint32_t first_var, first_pending;
  bool broken; /* something in it was refused before inference */
  VEC(local_function *) functions;
  VEC(local_use) uses;
  VEC(function_bridge) bridges;
  VEC(core *) predicates; /* lambdas whose result is Bool and whose body may only hold or not */
} infer_frame;

/* Calls around calls, the innermost first. */
typedef struct infer_within {
  const core *call;
  const struct infer_within *outer;
} infer_within;

struct infer {
  arena *home;
  intern *names;
  resolver *resolver;
  diag_sink *diags;
  type *base[TYPE_POISON + 1];
  type *str;
  uint32_t level, next_var, stamp, depth;
  uint32_t weighed; /* variables whose types have been */
  bool too_heavy; /* a type grew beyond all measure; to be reported by the expression that made it */
  bool too_deep;  /* reported */
  bool late_arm;  /* a pattern behind the first of a match inside an arm: it may have been meant for the outer match */
  span refused; /* the use of a definition whose demands were refused last, and how */
  diag_code refused_code;
  constraint_list pending; /* unsolved and solved ones, oldest first; swept at generalisation */
  constraint_list work;    /* woken; those before work_head have been tried */
  uint32_t work_head;
  const infer_within *within; /* the call that is being typed */
  type_list vars;          /* made since the outermost definition began */
  infer_frame *frame;
  map mixtures;            /* type* of a Dyn -> the join that made it */
  map local_functions;     /* core_binder* -> local_function* */
  map instances;           /* hash -> infer_instance index + 1, then the next free hash */
  VEC(infer_instance *) made;
  VEC(core_def *) stack;   /* Tarjan's */
  uint32_t next_index;
  map indices;             /* core_def* -> Tarjan's index + 1 */
};

/* ---- types: unify.c ---- */
type *infer_list(infer *in, type *element);
type *infer_option(infer *in, type *content);
type *infer_fun(infer *in, type *from, type *to);
type *infer_arrows(infer *in, type *const *from, uint32_t count, type *to);
type *infer_bottom(infer *in);
/* Has a type of these variables grown, by what was bound inside it, beyond what may be walked as a tree? Then it is
   reported. */
bool infer_is_heavy(infer *in, uint32_t first_var, span where);
void infer_forget(infer *in, uint32_t first_pending); /* constraints that nobody needs any more */
static inline type *infer_base(infer *in, type_kind k) { return in->base[k]; }
static inline type *infer_poison(infer *in) { return in->base[TYPE_POISON]; }

/* ---- types as written and declared: infer_type.c ---- */
typedef struct written_type {
  infer *in;
  const type_decl *decl;   /* whose fields are read; NULL: an annotation or pattern */
  bool open;               /* variables are to be found, not quantified */
  type_list vars;          /* named so far */
  constraint_list classes; /* what their names demand */
} written_type;
type *infer_written(written_type *w, const ast_type *t);
void infer_declare(infer *in, type_decl *const *decls, uint32_t count);
type *infer_named(infer *in, const type_decl *d, type *const *args);
type *infer_constructor(infer *in, const type_con *con);             /* as a function */
const type_con *infer_record_of(const type *t);                      /* NULL: no record type */
/* The constructor inside a type that holds a part of a `bad` kind, and its field; NULL: none of a declared type. */
const type_con *infer_holder(infer *in, type *t, const bool *bad, uint32_t *field);

/* ---- schemes: scheme.c ---- */
struct core_scheme *scheme_mono(infer *in, type *t);
type *scheme_open(infer *in, const struct core_scheme *s, span use);
/* How a binding group generalises. LOCAL: what does not travel stays pending; GROUP: what the types do not reach takes
   its default; CONSTANT: everything constrained does (ruling 30). */
typedef enum scheme_mode { SCHEME_LOCAL, SCHEME_GROUP, SCHEME_CONSTANT } scheme_mode;
/* Generalises types inferred at the level above this one, with their constraints since `first_pending`. */
void scheme_close(infer *in, scheme_mode mode, type *const *types, uint32_t count, uint32_t first_pending,
                  struct core_scheme **out);
struct core_scheme *scheme_annotation(infer *in, const ast_type *t);
static inline bool scheme_is_mono(const struct core_scheme *s) { return s->count == 0; }

/* ---- the tree ---- */
/* What a place wants. `arity`: how many arguments a function there takes by its callee's type (ruling 7), 0: whatever
   it has. */
typedef struct infer_want {
  type *type;
  uint32_t arity;
  const core *call; /* an argument's call, or NULL */
  uint32_t arg;
} infer_want;

type *infer_expr(infer *in, core *e);
type *infer_operand(infer *in, core *e); /* of an operator: an Int literal is Int, the join converts */
void infer_condition(infer *in, core *e);
void infer_check(infer *in, core *e, infer_want want);
void infer_body(infer *in, core *body, type *want);
void infer_pat(infer *in, core_pat *p, type *subject);
void infer_pat_from(infer *in, core_pat *p, type *subject); /* of a generator: what does not match is skipped */
bool infer_is_letter(str text); /* one character: a Char where one is wanted */
void infer_pat_some(infer *in, core_pat *p); /* p becomes some p */
type *infer_match(infer *in, core *e);
void infer_coverage(infer *in, core *body); /* what its patterns miss, and arms that nothing reaches: warnings */
type *infer_join(infer *in, core *e, core *const *parts, uint32_t count, bool list); /* where they meet */

/* infer_record.c */
type *infer_record(infer *in, core *e);
type *infer_field(infer *in, core *e);
diag *infer_no_field(infer *in, span where, type *subject, sym name);
/* How many records have all these fields, and what else is demanded of the variable; the only one, it becomes. */
uint32_t infer_only_record(infer *in, type *var, const sym *names, uint32_t count);
core *infer_field_apart(infer *in, core *e); /* it is the field: the node of v.f, which args are applied to */
core *infer_field_call(infer *in, core *e);  /* it is a call of the function: that one's node */

/* infer_call.c */
bool infer_is_late(const core *arg);
constraint *infer_lambda_shape(infer *in, core *e); /* the wanted function is not known yet */
type *infer_call(infer *in, core *e);
type *infer_lambda(infer *in, core *e, const infer_want *want); /* want NULL: as it stands */
type *infer_overload(infer *in, core *e, const infer_want *want);
type *infer_local(infer *in, core *e);
void infer_let_fun(infer *in, core *e);
/* A value of type `found` goes where `wanted` is: Int to a known Float converts, else they are one. False: they are
   not. */
bool infer_deliver(infer *in, type *found, type *wanted, span where);
/* The same for a function's result; `lambda` (or NULL): where it is wanted as Bool it only has to hold or not. */
bool infer_deliver_result(infer *in, type *found, type *wanted, span where, core *lambda);

/* ---- Dyn: constraint_dyn.c ---- */
type *infer_dyn_joined(infer *in, const constraint *join);    /* a Dyn that remembers its mixture */
bool infer_note_mixture(infer *in, diag *d, type *t);         /* says of what a Dyn in t was mixed; false: nothing */
/* Does `wanted` hold a Dyn that takes what is found? Then *fits says whether all of it fits. */
bool infer_deliver_dyn(infer *in, type *found, type *wanted, span where, bool *fits);

/* ---- definitions ---- */
type *infer_def_use(infer *in, core_def *d, span use); /* its type, opened; inferred now when it has not been */
void infer_groups_of(infer *in, core_def *d);          /* the definition and what it needs, group by group */
const struct core_scheme *infer_scheme(infer *in, core_def *d);
typedef void infer_child_fn(void *context, core *child);
void infer_each_child(core *e, infer_child_fn *visit, void *context);
/* A tree whose constraints are solved: variables that nothing decides become Int, functions are bridged, local ones
   copied. */
void infer_finish(infer *in, infer_frame *frame);

/* ---- diagnostics: infer_report.c ---- */
str infer_text(infer *in, type *t);
str infer_name(infer *in, sym s);
sym infer_called(const core *fn); /* 0: it has no name */
/* `where` is `found` and should be `wanted`; or the two contain each other. */
diag *infer_mismatch(infer *in, span where, type *wanted, type *found);
/* A constraint that cannot hold: reports at its span, and where it arose when it came with a definition's type. */
diag *infer_refuse(infer *in, const constraint *c, diag_code code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void infer_advise_arm(infer *in, diag *d); /* on a pattern that does not fit */
void infer_refuse_argument(infer *in, const core *e, const infer_want *want, type *found);
void infer_note_source(infer *in, diag *d, const core *e);

#endif
