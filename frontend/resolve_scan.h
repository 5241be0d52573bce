#ifndef GAEL_FRONTEND_RESOLVE_SCAN_H
#define GAEL_FRONTEND_RESOLVE_SCAN_H

#include "frontend/ast.h"

typedef bool ast_visit_fn(const ast *e, void *context); /* false: stop the whole walk */

/* Every expression in e, itself included, before its parts; false: stopped. */
bool ast_visit(const ast *e, ast_visit_fn *visit, void *context);

#endif
