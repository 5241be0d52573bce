#ifndef GAEL_FRONTEND_PARSE_H
#define GAEL_FRONTEND_PARSE_H

#include "frontend/ast.h"
#include "support/diag.h"

/* Parses one file of the set. Never NULL: after errors (reported to `sink`) the module holds what could be read, with
   AST_ERROR nodes. */
ast_module *parse_module(arena *home, intern *names, source_set *sources, uint32_t file, diag_sink *sink);
/* Parses bytes [start, end) of a file as a module: one library definition, spans relative to the whole file. */
ast_module *parse_part(arena *home, intern *names, source_set *sources, uint32_t file, uint32_t start, uint32_t end,
                       diag_sink *sink);
/* The token stream after layout, one token a line with its span: --emit=tokens. */
void parse_dump_tokens(strbuf *out, arena *home, intern *names, source_set *sources, uint32_t file, diag_sink *sink);
/* Is the text a complete program, or would more lines go on? For the REPL. */
bool parse_complete(arena *home, intern *names, source_set *sources, uint32_t file);

#endif
