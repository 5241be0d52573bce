#ifndef GAEL_FRONTEND_FMT_H
#define GAEL_FRONTEND_FMT_H

#include "frontend/ast.h"
#include "support/source.h"

typedef enum fmt_face { FMT_DENSE, FMT_READABLE } fmt_face;

/* Writes a module that was read without errors. Law: reading the result gives the same tree, and writing that the same
   text. Comments stay with their item; parameters stay named or implicit as they were. */
void fmt_module(strbuf *out, const ast_module *m, const intern *names, source_set *sources, fmt_face face);
/* The same tree, up to aliases of library names and to spaces or brackets around arguments. */
bool ast_same(const ast_module *a, const ast_module *b, const intern *names);

#endif
