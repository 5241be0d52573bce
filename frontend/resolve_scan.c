#include "frontend/resolve_scan.h"

static bool visit_list(ast_list list, ast_visit_fn *visit, void *context) {
  for (uint32_t i = 0; i < list.len; i++)
    if (!ast_visit(list.items[i], visit, context)) return false;
  return true;
}

static bool visit_three(const ast *p, const ast *q, const ast *r, ast_visit_fn *visit, void *context) {
  return ast_visit(p, visit, context) && ast_visit(q, visit, context) && ast_visit(r, visit, context);
}

static bool visit_match(const ast *e, ast_visit_fn *visit, void *context) {
  if (!ast_visit(e->match.subject, visit, context)) return false;
  for (uint32_t i = 0; i < e->match.arm_count; i++) {
    const ast_arm *arm = &e->match.arms[i];
    if (!visit_three(arm->pattern, arm->guard, arm->body, visit, context)) return false;
  }
  return true;
}

bool ast_visit(const ast *e, ast_visit_fn *visit, void *context) {
  if (!e) return true;
  if (!visit(e, context)) return false;
  switch (e->kind) {
  case AST_INT:
  case AST_FLOAT:
  case AST_CHAR:
  case AST_STR:
  case AST_BOOL:
  case AST_NONE:
  case AST_UNIT:
  case AST_NAME:
  case AST_CON:
  case AST_OPFN:
  case AST_HOLE:
  case AST_ERROR: return true;
  case AST_FORMAT: return visit_list(e->format.parts, visit, context);
  case AST_LIST:
  case AST_TUPLE: return visit_list(e->list.items, visit, context);
  case AST_COMPREHENSION: return ast_visit(e->comp.head, visit, context) && visit_list(e->comp.quals, visit, context);
  case AST_QUAL_FROM:
  case AST_QUAL_LET:
  case AST_INDEX:
  case AST_SEQ: return ast_visit(e->pair.left, visit, context) && ast_visit(e->pair.right, visit, context);
  case AST_CALL: return ast_visit(e->call.fn, visit, context) && visit_list(e->call.args, visit, context);
  case AST_DOT:
  case AST_COMPONENT: return ast_visit(e->dot.subject, visit, context);
  case AST_SLICE:
    return ast_visit(e->slice.subject, visit, context) &&
           visit_three(e->slice.lo, e->slice.hi, e->slice.step, visit, context);
  case AST_BLOCK:
  case AST_SECTION:
  case AST_NOT:
  case AST_NEG: return ast_visit(e->one, visit, context);
  case AST_ENTRIES:
  case AST_RECORD:
    return ast_visit(e->entries.subject, visit, context) && visit_list(e->entries.keys, visit, context) &&
           visit_list(e->entries.values, visit, context);
  case AST_LAMBDA: return visit_list(e->lambda.params, visit, context) && ast_visit(e->lambda.body, visit, context);
  case AST_BINARY: return ast_visit(e->binary.left, visit, context) && ast_visit(e->binary.right, visit, context);
  case AST_CHAIN: return visit_list(e->chain.operands, visit, context);
  case AST_COND: return visit_three(e->cond.test, e->cond.then, e->cond.other, visit, context);
  case AST_MATCH: return visit_match(e, visit, context);
  case AST_LET: return visit_three(e->let.target, e->let.value, e->let.rest, visit, context);
  case AST_TYPED: return ast_visit(e->typed.subject, visit, context);
  }
  return true;
}
