#ifndef GAEL_FRONTEND_TOKEN_H
#define GAEL_FRONTEND_TOKEN_H

/* Tokens as the lexer makes them and as layout.c hands them to the grammar. */

#include <stdbool.h>
#include <stdint.h>

#include "frontend/ast.h"
#include "support/vec.h"

/* The numbers are those that bison gives the tokens of grammar.y; parse.c asserts it. */
typedef enum token_kind {
  TOKEN_END,
  TOKEN_FIRST = 258,
  TOKEN_BEFORE_FIRST = TOKEN_FIRST - 1,
#define X(kind, text, traits) TOKEN_##kind,
#include "frontend/token.def"
#undef X
  TOKEN_LAST
} token_kind;

typedef enum token_trait {
  TOKEN_IS_ENDS = 1,
  TOKEN_IS_LITERAL = 2,
  TOKEN_IS_STARTS = 4,
  TOKEN_IS_OPEN = 8,
  TOKEN_IS_CLOSE = 16,
  TOKEN_IS_BINARY = 32,
  TOKEN_IS_PENDING = 64,
  TOKEN_IS_JOINS = 128,
  TOKEN_IS_WORD = 256
} token_trait;

typedef struct token {
  token_kind kind;
  bool spaced;      /* white space, a comment or a line end stands before it */
  bool first;       /* of its line */
  bool margin;      /* in column 0 */
  bool inserted;    /* layout put it there: the text has nothing, and what is wrong is reported already */
  uint32_t partner; /* of a bracket: its partner's place in the list; for layout only */
  span where;
  union {
    sym name; /* of names and of words that are reserved */
    double real;
    struct {
      int64_t integer; /* INT, CHAR */
      str text;        /* STR, FSTR_TEXT, FSTR_SPEC; digits of an INT beyond 64 bits or written with n, else empty */
    };
  };
} token;

typedef VEC(token) token_vec;
typedef VEC(ast_comment) comment_vec;

bool token_is(token_kind kind, token_trait trait);
const char *token_text(token_kind kind); /* for messages */
const char *token_name(token_kind kind); /* for dumps */
/* The operator of a token with the trait BINARY. */
ast_op token_op(token_kind kind);

#endif
