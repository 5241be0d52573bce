#include "ir/syntax.h"

#include "support/vec.h"

enum { SYNTAX_DEPTH = 5000 };

typedef VEC(syntax *) syntax_list;

syntax_reader syntax_reader_new(arena *home, str text) { return (syntax_reader){.home = home, .text = text}; }

void *syntax_fail(syntax_reader *r, const char *error) {
  if (!r->error) {
    r->error = error;
    r->error_at = r->at;
  }
  return NULL;
}

static char peek(const syntax_reader *r) { return r->at < r->text.len ? r->text.ptr[r->at] : 0; }

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_name(char c) { return is_digit(c) || c == '_' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }

/* White space and `;` comments. */
void syntax_skip_space(syntax_reader *r) {
  for (; r->at < r->text.len; r->at++) {
    if (peek(r) == ';')
      while (r->at + 1 < r->text.len && r->text.ptr[r->at + 1] != '\n') r->at++;
    else if (!is_space(peek(r))) return;
  }
}

static bool accept_here(syntax_reader *r, str token) {
  if (!str_starts((str){r->text.ptr + r->at, r->text.len - r->at}, token)) return false;
  r->at += token.len;
  return true;
}

bool syntax_accept(syntax_reader *r, str token) {
  syntax_skip_space(r);
  return accept_here(r, token);
}

str syntax_word(syntax_reader *r) {
  syntax_skip_space(r);
  size_t start = r->at;
  int open = 0;
  for (; r->at < r->text.len && !is_space(peek(r)); r->at++) {
    open += (peek(r) == '(') - (peek(r) == ')');
    bool arrow = r->at > start && (r->text.ptr[r->at - 1] == '-' || r->text.ptr[r->at - 1] == '=');
    if (open < 0 || (peek(r) == '>' && !arrow)) break;
  }
  return (str){r->text.ptr + start, r->at - start};
}

static str read_name(syntax_reader *r) {
  size_t start = r->at;
  while (is_name(peek(r))) r->at++;
  return (str){r->text.ptr + start, r->at - start};
}

bool syntax_number(syntax_reader *r, uint32_t *out) {
  uint64_t n = 0;
  size_t start = r->at;
  for (; is_digit(peek(r)) && n <= UINT32_MAX; r->at++) n = n * 10 + (uint64_t)(peek(r) - '0');
  *out = (uint32_t)n;
  return r->at > start && n <= UINT32_MAX;
}

static syntax *syntax_new(syntax_reader *r, syntax_kind kind, size_t at) {
  syntax *t = ARENA_NEW(r->home, syntax);
  t->kind = kind;
  t->at = at;
  return t;
}

static syntax *with_parts(syntax_reader *r, syntax_kind kind, size_t at, syntax_list parts) {
  syntax *t = syntax_new(r, kind, at);
  t->parts = parts.items;
  t->count = parts.len;
  return t;
}

static syntax *pair_chain(syntax_reader *r, size_t at, syntax *first, syntax *second) {
  syntax_list parts = {0};
  vec_push(r->home, &parts, first);
  vec_push(r->home, &parts, second);
  return with_parts(r, SYNTAX_CHAIN, at, parts);
}

/* Terms up to `close`; at least `least` of them. */
static bool read_parts(syntax_reader *r, str close, uint32_t least, syntax_list *out) {
  while (!syntax_accept(r, close)) {
    syntax *part = syntax_term(r);
    if (!part) return false;
    vec_push(r->home, out, part);
  }
  if (out->len < least) syntax_fail(r, "a part is missing");
  return out->len >= least;
}

static syntax *exactly(syntax_reader *r, syntax_kind kind, size_t at, uint32_t count) {
  syntax_list parts = {0};
  if (!read_parts(r, STR(")"), count, &parts)) return NULL;
  return parts.len == count ? with_parts(r, kind, at, parts) : syntax_fail(r, "a part too many");
}

/* What stands behind a name: @site, then :type. */
static void read_marks(syntax_reader *r, syntax *t) {
  if (accept_here(r, STR("@"))) t->site = read_name(r);
  if (accept_here(r, STR(":"))) t->type = syntax_word(r);
}

static syntax *read_projections(syntax_reader *r, size_t at) {
  syntax_list parts = {0};
  while (accept_here(r, STR("."))) {
    syntax *proj = syntax_new(r, SYNTAX_PROJ, at);
    if (!syntax_number(r, &proj->n)) return syntax_fail(r, "a projection without its number");
    vec_push(r->home, &parts, proj);
  }
  return parts.len == 1 ? parts.items[0] : with_parts(r, SYNTAX_CHAIN, at, parts);
}

static syntax *read_constant(syntax_reader *r, size_t at) {
  syntax *t = syntax_new(r, SYNTAX_CONST, at);
  syntax_skip_space(r);
  if (accept_here(r, STR("?"))) t->name = read_name(r);
  else if (!literal_read(r->home, r->text, &r->at, &t->literal)) return syntax_fail(r, "K wants a literal");
  return syntax_accept(r, STR(")")) ? t : syntax_fail(r, "K takes one literal");
}

static syntax *read_function(syntax_reader *r, syntax_kind kind, size_t at) {
  str types = syntax_word(r), result = {0};
  for (size_t i = 0; kind == SYNTAX_FIX && i + 1 < types.len; i++) {
    if (types.ptr[i] != '=' || types.ptr[i + 1] != '>') continue;
    result = (str){types.ptr + i + 2, types.len - i - 2};
    types.len = i;
  }
  if (!types.len || (kind == SYNTAX_FIX && !result.len)) return syntax_fail(r, "a function without its types");
  syntax *t = exactly(r, kind, at, 1);
  if (!t) return NULL;
  t->type = types;
  t->result = result;
  return t;
}

static syntax *read_call(syntax_reader *r, size_t at) {
  syntax *apply = syntax_new(r, SYNTAX_APPLY, at);
  read_marks(r, apply);
  syntax_list parts = {0};
  if (!read_parts(r, STR(")"), 2, &parts)) return NULL;
  apply->n = parts.len - 1;
  return pair_chain(r, at, with_parts(r, SYNTAX_TUPLE, at, parts), apply);
}

/* <f f> ; g with f given by the caller's form. */
static syntax *read_twice(syntax_reader *r, size_t at, syntax *first, syntax *second) {
  syntax *g = exactly(r, SYNTAX_CHAIN, at, 1);
  if (!g) return NULL;
  syntax_list parts = {0};
  vec_push(r->home, &parts, first);
  vec_push(r->home, &parts, second);
  return pair_chain(r, at, with_parts(r, SYNTAX_TUPLE, at, parts), g->parts[0]);
}

static syntax *read_duplicate(syntax_reader *r, size_t at) {
  return read_twice(r, at, syntax_new(r, SYNTAX_ID, at), syntax_new(r, SYNTAX_ID, at));
}

static syntax *read_flip(syntax_reader *r, size_t at) {
  syntax *first = syntax_new(r, SYNTAX_PROJ, at), *second = syntax_new(r, SYNTAX_PROJ, at);
  first->n = 1;
  return read_twice(r, at, first, second);
}

static syntax *read_on(syntax_reader *r, size_t at) {
  syntax *both = exactly(r, SYNTAX_CHAIN, at, 2);
  if (!both) return NULL;
  syntax *outer = both->parts[0], *inner = both->parts[1];
  syntax_list parts = {0};
  for (uint32_t i = 0; i < 2; i++) {
    syntax *proj = syntax_new(r, SYNTAX_PROJ, at);
    proj->n = i;
    vec_push(r->home, &parts, pair_chain(r, at, proj, inner));
  }
  return pair_chain(r, at, with_parts(r, SYNTAX_TUPLE, at, parts), outer);
}

static syntax *unit_constant(syntax_reader *r, size_t at) {
  syntax *t = syntax_new(r, SYNTAX_CONST, at);
  t->literal.kind = IRT_UNIT;
  return t;
}

static syntax *read_primitive(syntax_reader *r, str name, size_t at) {
  ir_op op;
  if (!op_find(name, &op)) return syntax_fail(r, "a name that is no combinator and no primitive");
  syntax *prim = syntax_new(r, SYNTAX_PRIM, at);
  prim->n = op;
  read_marks(r, prim);
  return prim;
}

static syntax *read_lifted(syntax_reader *r, str name, size_t at) {
  syntax *prim = read_primitive(r, name, at);
  syntax_list parts = {0};
  if (!prim || !read_parts(r, STR(")"), 0, &parts)) return NULL;
  if (op_arity((ir_op)prim->n) != parts.len && prim->n != OP_list)
    return syntax_fail(r, "a primitive with a wrong number of arguments");
  prim->count = parts.len;
  if (parts.len == 0) return pair_chain(r, at, unit_constant(r, at), prim);
  return pair_chain(r, at, parts.len == 1 ? parts.items[0] : with_parts(r, SYNTAX_TUPLE, at, parts), prim);
}

static syntax *read_pipeline(syntax_reader *r, size_t at) {
  syntax_list parts = {0};
  return read_parts(r, STR(")"), 2, &parts) ? with_parts(r, SYNTAX_CHAIN, at, parts) : NULL;
}

static syntax *read_form(syntax_reader *r, size_t at) {
  str head = read_name(r);
  if (str_eq(head, STR("K"))) return read_constant(r, at);
  if (str_eq(head, STR("B"))) return read_pipeline(r, at);
  if (str_eq(head, STR("S"))) return read_call(r, at);
  if (str_eq(head, STR("W"))) return read_duplicate(r, at);
  if (str_eq(head, STR("C"))) return read_flip(r, at);
  if (str_eq(head, STR("Psi"))) return read_on(r, at);
  if (str_eq(head, STR("curry"))) return read_function(r, SYNTAX_CURRY, at);
  if (str_eq(head, STR("fix"))) return read_function(r, SYNTAX_FIX, at);
  if (str_eq(head, STR("choice"))) return exactly(r, SYNTAX_CHOICE, at, 3);
  if (str_eq(head, STR("catch"))) return exactly(r, SYNTAX_CATCH, at, 2);
  if (str_eq(head, STR("option"))) return exactly(r, SYNTAX_OPTION, at, 3);
  return read_lifted(r, head, at);
}

static syntax *read_tuple(syntax_reader *r, size_t at) {
  syntax_list parts = {0};
  return read_parts(r, STR(">"), 2, &parts) ? with_parts(r, SYNTAX_TUPLE, at, parts) : NULL;
}

static syntax *read_apply(syntax_reader *r, size_t at) {
  syntax *t = syntax_new(r, SYNTAX_APPLY, at);
  if (!accept_here(r, STR("/")) || !syntax_number(r, &t->n) || !t->n) return syntax_fail(r, "apply without its number");
  read_marks(r, t);
  return t;
}

/* Names of definitions hold any byte but white space and brackets. */
static syntax *read_reference(syntax_reader *r, size_t at) {
  syntax *t = syntax_new(r, SYNTAX_REF, at);
  size_t start = r->at;
  while (r->at < r->text.len && !is_space(peek(r)) && peek(r) != '(' && peek(r) != ')' && peek(r) != '>') r->at++;
  t->name = (str){r->text.ptr + start, r->at - start};
  return t->name.len ? t : syntax_fail(r, "& wants a definition's name");
}

static syntax *read_atom(syntax_reader *r, size_t at) {
  if (accept_here(r, STR("&"))) return read_reference(r, at);
  if (accept_here(r, STR("%"))) {
    syntax *t = syntax_new(r, SYNTAX_SHARED, at);
    return syntax_number(r, &t->n) ? t : syntax_fail(r, "% wants a number");
  }
  if (accept_here(r, STR("?"))) {
    syntax *t = syntax_new(r, SYNTAX_VAR, at);
    t->name = read_name(r);
    return t;
  }
  str name = read_name(r);
  if (str_eq(name, STR("id"))) return syntax_new(r, SYNTAX_ID, at);
  return str_eq(name, STR("apply")) ? read_apply(r, at) : read_primitive(r, name, at);
}

syntax *syntax_term(syntax_reader *r) {
  syntax_skip_space(r);
  if (r->at >= r->text.len) return syntax_fail(r, "a term is missing");
  if (r->depth >= SYNTAX_DEPTH) return syntax_fail(r, "nesting beyond the limit");
  r->depth++;
  size_t at = r->at;
  syntax *t = peek(r) == '.'               ? read_projections(r, at)
              : accept_here(r, STR("(")) ? read_form(r, at)
              : accept_here(r, STR("<")) ? read_tuple(r, at)
                                         : read_atom(r, at);
  r->depth--;
  return t;
}
