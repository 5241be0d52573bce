#ifndef GAEL_FRONTEND_AST_H
#define GAEL_FRONTEND_AST_H

/* The tree of what was written. Parentheses are not kept (the formatter puts back what precedence needs), sections,
   blocks and joined calls are. Nodes live in the session's arena and are immutable after parsing. */

#include <stdbool.h>
#include <stdint.h>

#include "support/intern.h"
#include "support/span.h"

typedef struct ast ast;
typedef struct ast_type ast_type;

typedef struct ast_list {
  ast **items;
  uint32_t len;
} ast_list;

/* Operators by their spelling: X(name, spelling, binding strength, right associative) loosest first. */
#define AST_BINARY_OPS(X)                                                                                     \
  X(COALESCE, "??", 1, 1) X(OR, "||", 2, 0) X(AND, "&&", 3, 0)                                                \
  X(EQ, "==", 5, 0) X(NE, "!=", 5, 0) X(LT, "<", 5, 0) X(LE, "<=", 5, 0) X(GT, ">", 5, 0) X(GE, ">=", 5, 0)   \
  X(IN, "in", 5, 0) X(NOTIN, "!in", 5, 0)                                                                     \
  X(RANGE, "..", 6, 0) X(RANGE_OPEN, "..<", 6, 0)                                                             \
  X(ADD, "+", 7, 0) X(SUB, "-", 7, 0) X(DOT_ADD, ".+", 7, 0) X(DOT_SUB, ".-", 7, 0)                           \
  X(MUL, "*", 8, 0) X(DIV, "/", 8, 0) X(MOD, "%", 8, 0) X(IDIV, "//", 8, 0)                                   \
  X(DOT_MUL, ".*", 8, 0) X(DOT_DIV, "./", 8, 0)                                                               \
  X(POW, "**", 10, 1)

typedef enum ast_op {
#define X(name, spelling, strength, right) AST_OP_##name,
  AST_BINARY_OPS(X)
#undef X
  AST_OP_COUNT
} ast_op;

typedef enum ast_kind {
#define X(kind, text) AST_##kind,
#include "frontend/ast.def"
#undef X
} ast_kind;

/* No path from a node down to a leaf is longer, so whoever follows the tree may recurse. */
enum { AST_HEIGHT_MAX = 3000 };

typedef struct ast_arm {
  ast *pattern;
  ast_type *type; /* |n:Int-> ; NULL */
  ast *guard;     /* |n&&n>3-> ; NULL */
  ast *body;
} ast_arm;

struct ast {
  ast_kind kind;
  span where;
  uint32_t height; /* of the tree below it */
  union {
    struct { int64_t integer; str text; bool big; };
    double real;
    sym name;
    ast *one;
    ast_op op;
    struct { ast_list items; sym splat; span splat_where; bool bare; } list; /* bare: an index of several, `v[i,j]` */
    struct { ast *head; ast_list quals; } comp;
    struct { ast *left, *right; } pair;
    struct { ast *fn; ast_list args; bool spaced; } call;
    struct { ast *subject; sym name; span name_where; int64_t index; } dot;
    struct { ast *subject, *lo, *hi, *step; } slice;
    struct { ast *subject; ast_list keys, values; } entries; /* AST_ENTRIES (subject NULL), AST_RECORD */
    struct { ast_list params; ast *body; } lambda;
    struct { ast_op op; ast *left, *right; span op_where; } binary;
    struct { ast_list operands; ast_op *ops; span *op_wheres; } chain;
    struct { ast *test, *then, *other; } cond;
    struct { ast *subject; ast_arm *arms; uint32_t arm_count; } match;
    struct { ast *target, *value, *rest; } let;
    struct { ast *subject; ast_type *type; } typed;
    struct { ast_list parts; str *specs; } format; /* specs[i]: Python spec of part i, empty without one */
  };
};

/* Types as written. */
typedef enum ast_type_kind {
  AST_TYPE_NAME,
  AST_TYPE_CON,
  AST_TYPE_LIST,
  AST_TYPE_UNIT,
  AST_TYPE_TUPLE,
  AST_TYPE_DICT,
  AST_TYPE_SET,
  AST_TYPE_OPTION,
  AST_TYPE_FUN,
  AST_TYPE_EFFECT
} ast_type_kind;

struct ast_type {
  ast_type_kind kind;
  span where;
  sym name;         /* NAME (variable), CON */
  ast_type **parts; /* CON arguments; LIST, SET, OPTION, EFFECT 1; DICT, FUN 2; TUPLE n */
  uint32_t count;
};

/* Items of a file. */
typedef enum ast_item_kind {
  AST_ITEM_DEF,
  AST_ITEM_MAIN,
  AST_ITEM_TYPE,
  AST_ITEM_USE,
  AST_ITEM_ANNOTATION
} ast_item_kind;

typedef struct ast_variant {
  sym name;
  span where;
  ast_type **parts;
  sym *fields; /* record: names of parts; NULL for a variant */
  uint32_t count;
} ast_variant;

typedef struct ast_item {
  ast_item_kind kind;
  span where;
  sym name;       /* DEF, TYPE, USE, ANNOTATION */
  span name_where;
  ast_list params; /* DEF with written parameters (patterns); len 0: implicit ones or a constant */
  ast *body;      /* DEF, MAIN */
  ast_type *type; /* ANNOTATION */
  bool exported;  /* ANNOTATION: `export name:type` */
  sym *type_params; /* TYPE */
  uint32_t type_param_count;
  ast_variant *variants; /* TYPE; a record is one variant with fields and the type's name */
  uint32_t variant_count;
} ast_item;

typedef struct ast_comment { /* for the formatter and for gael test */
  span where;                /* from # to the line's end */
} ast_comment;

typedef struct ast_module {
  uint32_t file;
  ast_item *items;
  uint32_t item_count;
  ast_comment *comments;
  uint32_t comment_count;
} ast_module;

void ast_dump(strbuf *out, const ast_module *m, const intern *names); /* s-expressions, --emit=ast */
const char *ast_op_spelling(ast_op op);

#endif
