#include "frontend/token.h"

typedef struct token_row {
  const char *text, *name;
  uint16_t traits;
} token_row;

enum {
  ENDS = TOKEN_IS_ENDS,
  LITERAL = TOKEN_IS_LITERAL,
  STARTS = TOKEN_IS_STARTS,
  OPEN = TOKEN_IS_OPEN,
  CLOSE = TOKEN_IS_CLOSE,
  BINARY = TOKEN_IS_BINARY,
  PENDING = TOKEN_IS_PENDING,
  JOINS = TOKEN_IS_JOINS,
  WORD = TOKEN_IS_WORD
};

static const token_row rows[TOKEN_LAST - TOKEN_FIRST] = {
#define X(kind, text, traits) [TOKEN_##kind - TOKEN_FIRST] = {text, #kind, traits},
#include "frontend/token.def"
#undef X
};

#define X(name, spelling, strength, right)                                                                             \
  _Static_assert(TOKEN_##name - TOKEN_COALESCE == (int)AST_OP_##name, "operators stand in one order");
AST_BINARY_OPS(X)
#undef X

bool token_is(token_kind kind, token_trait trait) {
  return kind >= TOKEN_FIRST && (rows[kind - TOKEN_FIRST].traits & trait);
}

const char *token_text(token_kind kind) {
  return kind == TOKEN_END ? "the end of the text" : rows[kind - TOKEN_FIRST].text;
}

const char *token_name(token_kind kind) { return kind == TOKEN_END ? "END" : rows[kind - TOKEN_FIRST].name; }

ast_op token_op(token_kind kind) { return (ast_op)(kind - TOKEN_COALESCE); }
