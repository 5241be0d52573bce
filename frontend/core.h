#ifndef GAEL_FRONTEND_CORE_H
#define GAEL_FRONTEND_CORE_H

/* The resolved tree, and after inference the typed tree. resolve.c makes it from the ast: names are binders or
   definitions, implicit parameters are explicit, sections and blocks are lambdas, a dotted call is a call with its
   subject first, f-strings and comparison chains are nodes. infer.c writes `type` into every node and decides what is
   overloaded. lower.c reads it. */

#include <stdbool.h>
#include <stdint.h>

#include "frontend/ast.h"
#include "frontend/decl.h"
#include "frontend/type.h"
#include "support/diag.h"

typedef struct core core;
typedef struct core_def core_def;
typedef struct core_overload core_overload;

typedef struct core_binder { /* a local variable */
  uint32_t id;               /* dense in its definition */
  sym name;
  span where;
  type *type;
  struct core_scheme *scheme; /* local functions that generalise; NULL: monomorphic */
} core_binder;

typedef enum core_pat_kind {
  PAT_ANY,
  PAT_BIND,
  PAT_TUPLE,
  PAT_LIST,
  PAT_INT,
  PAT_FLOAT,
  PAT_CHAR,
  PAT_STR,
  PAT_BOOL,
  PAT_NONE,
  PAT_SOME,
  PAT_CON,
  PAT_TYPED
} core_pat_kind;
typedef struct core_pat core_pat;
struct core_pat {
  core_pat_kind kind;
  span where;
  type *type;
  core_binder *binder; /* BIND; TYPED (may be NULL); LIST: the splat's, or NULL */
  bool splat;          /* LIST: has a rest */
  bool apart;          /* LIST: written as a tuple */
  core_pat **parts;    /* TUPLE, LIST, CON, SOME; TYPED without `written`: the constructor a Dyn may hold */
  uint32_t count;
  int64_t integer; /* INT, CHAR, BOOL */
  double real;
  str text;         /* STR (one character: a Char where a Char is wanted) */
  const type_con *con;     /* CON */
  const ast_type *written; /* TYPED; NULL: made by inference of a constructor on a Dyn */
  type *annotation;        /* TYPED, by inference */
};

typedef enum core_kind {
  CORE_INT,
  CORE_FLOAT,
  CORE_BOOL,
  CORE_CHAR,
  CORE_STR,
  CORE_NONE,
  CORE_UNIT,
  CORE_LOCAL,    /* binder */
  CORE_DEF,      /* def, at the node's type */
  CORE_OVERLOAD, /* a library name with several versions, as a value or under a CALL; `chosen` after inference */
  CORE_CALL, /* call.fn, args: to n arguments at once; fewer than it takes: partial application; more: the result is called */
  CORE_LAMBDA,   /* lambda: params, body, flavour */
  CORE_LET,      /* let.pat = let.value; let.rest */
  CORE_LET_FUN,  /* fun.binder, fun.lambda (may call itself), fun.rest */
  CORE_SEQ,      /* pair.left (unit, for its effect) ; pair.right */
  CORE_IF,       /* cond */
  CORE_COALESCE, /* pair */
  CORE_AND,
  CORE_OR,        /* pair; boolean: set by inference when both sides only need to hold (ruling 21), else they join */
  CORE_NOT,       /* one: a condition negated */
  CORE_ARITH,     /* arith: ADD SUB MUL DIV MOD IDIV POW and the dotted ones */
  CORE_NEG,       /* one */
  CORE_COMPARE,   /* chain: operands evaluated once, later ones only if needed */
  CORE_RANGE,     /* pair, open */
  CORE_INDEX,     /* pair */
  CORE_SLICE,     /* slice */
  CORE_COMPONENT, /* component: .0 and t[literal]; on a list it is an index */
  CORE_FIELD,     /* field: v.f, or while `fn` stands beside it perhaps fn v args (ruling 12) */
  CORE_LIST,
  CORE_TUPLE,         /* list */
  CORE_DICT,          /* entries */
  CORE_RECORD,        /* record: construction of `con`, or update of `subject` */
  CORE_COMPREHENSION, /* comp */
  CORE_FORMAT,        /* format: parts and specs */
  CORE_MATCH,         /* match */
  CORE_CON,           /* con */
  CORE_ERROR
} core_kind;

typedef enum core_flavour { LAMBDA_BLOCK, LAMBDA_SECTION, LAMBDA_WRITTEN } core_flavour;
/* How a lambda of n parameters meets a wanted function of m (ruling 7), decided by inference. */
typedef enum core_fit { FIT_SAME, FIT_APART_TUPLE, FIT_APART_LIST, FIT_IGNORE_REST } core_fit;

typedef enum core_qual_kind { QUAL_FROM, QUAL_LET, QUAL_IF } core_qual_kind;
typedef struct core_qual {
  core_qual_kind kind;
  core_pat *pat; /* FROM, LET */
  core *value;
} core_qual;

typedef struct core_arm {
  core_pat *pat;
  core *guard; /* NULL */
  core *body;
} core_arm;

struct core {
  core_kind kind;
  span where;
  type *type; /* NULL before inference */
  union {
    struct {
      int64_t integer;
      str text;
      bool big;
    };
    double real;
    core_binder *binder;
    core_def *def;
    struct {
      core_overload *set;
      core_def *chosen;
    } overload;
    struct {
      core *fn;
      core **args;
      uint32_t count;
    } call;
    struct {
      core_pat **params;
      uint32_t count;
      core *body;
      core_flavour flavour;
      core_fit fit;
      uint32_t wanted;
    } lambda;
    struct {
      core_pat *pat;
      core *value, *rest;
    } let;
    struct {
      core_binder *binder;
      core *lambda, *rest;
    } fun;
    struct {
      core *left, *right;
      bool open, boolean;
    } pair;
    core *one;
    struct {
      core *test, *then, *other;
    } cond;
    struct {
      ast_op op;
      core *left, *right;
    } arith;
    struct {
      core **operands;
      ast_op *ops;
      uint32_t count;
    } chain; /* count operators, count+1 operands */
    struct {
      core *subject, *lo, *hi, *step;
    } slice;
    struct {
      core *subject;
      int64_t index;
    } component;
    struct {
      core *subject;
      sym name;
      core *fn;    /* the function of that name; NULL: none, or it is the field */
      core **args; /* with fn: of the call */
      uint32_t count;
    } field;
    const type_con *con;
    struct {
      core *subject;       /* NULL: construction */
      const type_con *con; /* an update's is known by the subject's type */
      sym *names;          /* as written */
      span *wheres;
      core **values;
      uint32_t count;
    } record;
    struct {
      core **items;
      uint32_t count;
    } list;
    struct {
      core **keys, **values;
      uint32_t count;
    } entries;
    struct {
      core *head;
      core_qual *quals;
      uint32_t count;
    } comp;
    struct {
      core **parts;
      str *specs;
      uint32_t count;
    } format; /* specs[i].ptr NULL: no spec */
    struct {
      core *subject;
      core_arm *arms;
      uint32_t count;
      bool inner; /* the last thing in an arm of another one: it takes all arms that follow */
    } match;
  };
};

/* A top-level definition: the user's, the main expression, or the library's. */
struct core_def {
  sym name;   /* 0: the main expression */
  sym called; /* the library's name for it, where it is used by one: messages say `ord`, not `char_int`; 0: none */
  span where;
  bool library;
  bool exported;              /* a library of the program offers it to C */
  bool constant;              /* no parameters (its value may still be a function) */
  bool function;              /* the program's: as far as its text tells it has parameters, so that a dot finds it */
  bool worldly;               /* it touches the world when it is evaluated or called: effect.c */
  int32_t primitive;          /* library annotation without a definition: the ir_op of that name; -1 otherwise */
  core *body;                 /* a CORE_LAMBDA when it has parameters; NULL for a primitive */
  ast_type *annotation;       /* NULL: none */
  struct core_scheme *scheme; /* after inference */
  uint32_t binder_count;
  uint32_t state; /* inference's own mark */
};

/* A version's guard: argument `arg` must have this head. Versions are tried in order; a guard on an unknown type
   waits. */
typedef enum core_guard_kind {
  GUARD_FUN,
  GUARD_STR,
  GUARD_LIST,
  GUARD_DICT,
  GUARD_SET,
  GUARD_INT,
  GUARD_FLOAT,
  GUARD_BOOL,
  GUARD_CHAR,
  GUARD_TUPLE,
  GUARD_OPTION,
  GUARD_BIG,
  GUARD_DYN,
  GUARD_OPEN /* nothing is known of it yet: the version for that case, which may be a more general one */
} core_guard_kind;
typedef struct core_guard {
  uint8_t arg, kind;
} core_guard;
typedef struct core_version {
  uint32_t arity;
  core_guard guards[3];
  uint32_t guard_count;
  core_def *def; /* parsed and resolved when first asked for: resolve_version */
  uint32_t index;
} core_version;
struct core_overload {
  sym name;
  core_version *versions;
  uint32_t count;
  bool entries; /* `entries`: what map and its like go through, so that one subject has one kind of them */
};

typedef struct core_module core_module;
struct core_module {
  core_def **defs; /* in order of appearance */
  uint32_t count;
  type_decl **types;
  uint32_t type_count;
  core_def *main; /* NULL: none; of a used module it is not resolved */
  core_module **uses; /* of the program: every other file that it reaches, in the order of their first use */
  uint32_t use_count;
  uint32_t file;
};

void core_dump(strbuf *out, const core_def *d, const intern *names, bool types); /* --emit=resolved, --emit=types */
core *core_clone(arena *home, const core *c);                                    /* fresh binders, no types */

#endif
