/* Left sides and patterns are read as expressions, so that one token of look-ahead is enough; here they are judged. */

#include "frontend/parse_tree.h"

static bool parse_check_patterns(parse *cx, ast_list list) {
  bool good = true;
  for (uint32_t i = 0; i < list.len; i++) good &= parse_check_pattern(cx, list.items[i]);
  return good;
}

static void parse_take_splat(parse *cx, const ast *list) {
  for (uint32_t i = cx->splats.len; i-- > 0;)
    if (cx->splats.items[i] == list) cx->splats.items[i] = vec_pop(&cx->splats);
}

static bool parse_is_constructor(const parse *cx, const ast *fn) {
  return fn->kind == AST_CON || (fn->kind == AST_NAME && str_eq(intern_str(cx->names, fn->name), STR("some")));
}

static bool parse_reject_pattern(parse *cx, const ast *n) {
  diag *d = diag_report(cx->sink, DIAG_bad_pattern, n->where, "a pattern is wanted here, and this computes something");
  diag_hint(cx->sink, d, "patterns are names, literals, (p,q), [], [h,*t], Circle(r), and _ for anything");
  return false;
}

bool parse_check_pattern(parse *cx, const ast *n) {
  switch (n->kind) {
  case AST_ERROR: return false;
  case AST_INT:
  case AST_FLOAT:
  case AST_CHAR:
  case AST_STR:
  case AST_BOOL:
  case AST_NONE:
  case AST_UNIT:
  case AST_NAME:
  case AST_CON: return true;
  case AST_NEG: return n->one->kind == AST_INT || n->one->kind == AST_FLOAT ? true : parse_reject_pattern(cx, n);
  case AST_LIST:
    if (n->list.splat) parse_take_splat(cx, n);
    return parse_check_patterns(cx, n->list.items);
  case AST_TUPLE: return parse_check_patterns(cx, n->list.items);
  case AST_CALL:
    return parse_is_constructor(cx, n->call.fn) ? parse_check_patterns(cx, n->call.args) : parse_reject_pattern(cx, n);
  case AST_RECORD:
    return n->entries.subject->kind == AST_CON ? parse_check_patterns(cx, n->entries.values)
                                               : parse_reject_pattern(cx, n);
  case AST_FORMAT:
  case AST_OPFN:
  case AST_HOLE:
  case AST_COMPREHENSION:
  case AST_QUAL_FROM:
  case AST_QUAL_LET:
  case AST_DOT:
  case AST_COMPONENT:
  case AST_INDEX:
  case AST_SLICE:
  case AST_BLOCK:
  case AST_ENTRIES:
  case AST_LAMBDA:
  case AST_SECTION:
  case AST_BINARY:
  case AST_CHAIN:
  case AST_NOT:
  case AST_COND:
  case AST_MATCH:
  case AST_LET:
  case AST_SEQ:
  case AST_TYPED: return parse_reject_pattern(cx, n);
  }
  return false;
}

static bool parse_is_function_head(const ast *n) { return n->kind == AST_CALL && n->call.fn->kind == AST_NAME; }

typedef struct parse_advice {
  ast_kind kind;
  const char *hint;
} parse_advice;

/* What is probably meant by a left side that cannot be defined. */
static const parse_advice advices[] = {
    {AST_CON, "a name that is defined starts with a small letter; a type is declared by `type`"},
    {AST_DOT, "values do not change: `p{field:value}` is a changed copy, and a function is defined as `f p=…`"},
    {AST_COMPONENT, "values do not change: make a new tuple"},
    {AST_INDEX, "values do not change: `list.put(i,value)` is a changed copy"},
    {AST_TUPLE, "a definition has one name; take apart inside: `f=i,j=e;…`"},
    {AST_MATCH, "a binding inside an arm stands in brackets: `|p->(x=e;x+1)`"},
    {AST_COND, "a binding inside a branch stands in brackets: `c?(x=e;x+1):q`"},
    {AST_LAMBDA, "a binding inside a lambda stands in brackets: `\\p.(x=e;x+1)`"},
    {AST_CHAIN, "`==` compares; a binding has one `=`"},
};

uint32_t parse_body_end(const parse *cx, uint32_t from, bool argument) {
  uint32_t depth = 0, end = from;
  for (uint32_t i = 0; i < cx->tokens->len; i++) {
    const token *t = &cx->tokens->items[i];
    if (t->where.start < from) continue;
    bool line = t->kind == TOKEN_NL || t->kind == TOKEN_END || t->margin;
    bool stops = line || t->kind == TOKEN_BAR || (argument && t->kind == TOKEN_COMMA);
    if (depth == 0 && (stops || token_is(t->kind, TOKEN_IS_CLOSE))) break;
    depth += token_is(t->kind, TOKEN_IS_OPEN);
    depth -= token_is(t->kind, TOKEN_IS_CLOSE);
    end = t->where.end;
  }
  return end;
}

/* What was meant as the pattern: the end of the last arm, branch or body. */
static const ast *parse_tail(const ast *n) {
  for (;;) {
    if (n->kind == AST_MATCH && n->match.arm_count) n = n->match.arms[n->match.arm_count - 1].body;
    else if (n->kind == AST_COND) n = n->cond.other;
    else if (n->kind == AST_LAMBDA) n = n->lambda.body;
    else return n;
  }
}

static void parse_offer_body(parse *cx, diag *d, const ast *n) {
  uint32_t start = parse_tail(n)->where.start, end = parse_body_end(cx, n->where.end, false);
  span before = {start, start, cx->file}, behind = {end, end, cx->file};
  diag_edit edits[] = {{before, STR("(")}, {behind, STR(")")}};
  diag_fix_edits(cx->sink, d, "put the steps in brackets", edits, 2);
}

static bool parse_reject_left(parse *cx, const ast *n, diag_code code) {
  if (n->kind == AST_ERROR) return false;
  const char *hint = "on the left of `=` stands a name, a name with its parameters, or a pattern; `==` compares";
  for (size_t i = 0; i < sizeof advices / sizeof *advices; i++)
    if (advices[i].kind == n->kind) hint = advices[i].hint;
  diag *d = diag_report(cx->sink, code, n->where, "this cannot be defined");
  diag_hint(cx->sink, d, "%s", hint);
  if (parse_tail(n) != n) parse_offer_body(cx, d, n);
  return false;
}

bool parse_check_head(parse *cx, const ast *n) {
  if (parse_is_function_head(n)) return parse_check_patterns(cx, n->call.args);
  return n->kind == AST_NAME ? true : parse_reject_left(cx, n, DIAG_bad_head);
}

bool parse_check_target(parse *cx, const ast *n) {
  if (parse_is_function_head(n)) return parse_check_patterns(cx, n->call.args);
  bool pattern = n->kind == AST_NAME || n->kind == AST_TUPLE || n->kind == AST_LIST || n->kind == AST_UNIT ||
                 n->kind == AST_CALL || n->kind == AST_RECORD;
  return pattern ? parse_check_pattern(cx, n) : parse_reject_left(cx, n, DIAG_bad_pattern);
}

void parse_check_splats(parse *cx) {
  for (uint32_t i = 0; i < cx->splats.len; i++) {
    span where = cx->splats.items[i]->list.splat_where;
    diag *d = diag_report(cx->sink, DIAG_bad_pattern, where, "`*name` is for patterns; lists are joined by `+`");
    diag_hint(cx->sink, d, "write `[1,2]+rest`");
  }
  cx->splats.len = 0;
}
