#ifndef GAEL_FRONTEND_LEXER_H
#define GAEL_FRONTEND_LEXER_H

/* Bytes to tokens. lexer.l has the rules, lexer_text.c what the rules do. Strings and numbers come out decoded; what
   cannot be read is reported here, and a token that can stand in its place goes on. */

#include "frontend/token.h"
#include "support/diag.h"

/* An f-string being read, innermost last. */
typedef struct lexer_format {
  char quote;
  uint32_t start;                       /* of its f */
  uint32_t hole;                        /* where the hole began that is being read; UINT32_MAX: text is read */
  uint32_t token;                       /* its place in the list of tokens */
  uint32_t braces, brackets, questions; /* open in the hole that is being read; braces are brackets, too */
} lexer_format;

typedef struct lexer {
  arena *home;    /* of texts and comments */
  arena *scratch; /* of the tokens */
  intern *names;
  diag_sink *sink;
  const char *text; /* of the whole file */
  uint32_t file, end;
  uint32_t base;    /* where the run of the scanner began */
  uint32_t restart; /* where to begin anew behind an unclosed string; UINT32_MAX: nowhere */
  uint32_t unclosed;
  span multiline; /* the first string over several lines: it may have swallowed a quote */
  bool spaced, first;
  VEC(lexer_format) formats;
  strbuf piece; /* the text of an f-string so far */
  uint32_t piece_start;
  token_vec *tokens;
  comment_vec *comments;
} lexer;

/* Tokens and comments of bytes [start, end), in order. */
void lexer_run(lexer *lx, uint32_t start);

/* What the rules call. `at` is an offset in the file. */
token *lexer_push(lexer *lx, token_kind kind, uint32_t at, uint32_t length);
void lexer_name(lexer *lx, token_kind kind, uint32_t at, uint32_t length);
void lexer_integer(lexer *lx, uint32_t at, uint32_t length, int base);
void lexer_float(lexer *lx, uint32_t at, uint32_t length);
/* Digits and what touches them: how many bytes were read. A symbol beyond ASCII is none of a name's letters. */
uint32_t lexer_bad_number(lexer *lx, uint32_t at, uint32_t length);
void lexer_string(lexer *lx, uint32_t at, uint32_t length);
void lexer_comment(lexer *lx, uint32_t at, uint32_t length);
/* How many bytes of a word of letters and bytes beyond ASCII are a name. */
uint32_t lexer_name_length(const lexer *lx, uint32_t at, uint32_t length);
/* Reports a character outside the language; how many bytes it has. */
uint32_t lexer_unknown(lexer *lx, uint32_t at);
void lexer_unclosed(lexer *lx, uint32_t at);

void lexer_format_begin(lexer *lx, uint32_t at);
void lexer_format_text(lexer *lx, uint32_t at, uint32_t length);
void lexer_format_escape(lexer *lx, uint32_t at, uint32_t length);
void lexer_format_lone_brace(lexer *lx, uint32_t at);
void lexer_format_open(lexer *lx, uint32_t at);
bool lexer_format_ends(lexer *lx, uint32_t at); /* is the quote there the closing one? */
void lexer_bracket(lexer *lx, token_kind kind, uint32_t at);
bool lexer_brace_close(lexer *lx, uint32_t at); /* true: it closes a hole, text follows */
void lexer_question(lexer *lx, uint32_t at);
bool lexer_colon(lexer *lx, uint32_t at); /* true: a format follows */

/* The scanner's entry, in lexer.l. */
void lexer_scan(lexer *lx, const char *bytes, uint32_t length);

#endif
