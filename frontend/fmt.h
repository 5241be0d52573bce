#ifndef GAEL_FRONTEND_FMT_H
#define GAEL_FRONTEND_FMT_H

#include "frontend/ast.h"
#include "support/source.h"

typedef enum fmt_face { FMT_DENSE, FMT_READABLE } fmt_face;

/* Writes the module in one of its two faces. Law: parsing the result gives the same tree up to the canonical names of library functions,
   bracketed against spaced arguments, and implicit against named parameters (ast_same compares so). Comments stay with their item. */
void fmt_module(strbuf *out, const ast_module *m, const intern *names, source_set *sources, fmt_face face);
bool ast_same(const ast_module *a, const ast_module *b, const intern *names);

#endif
