#include "frontend/ast.h"

static const char *const spellings[AST_OP_COUNT] = {
#define X(name, spelling, strength, right) [AST_OP_##name] = spelling,
    AST_BINARY_OPS(X)
#undef X
};

const char *ast_op_spelling(ast_op op) { return spellings[op]; }
