/* The grammar's actions. Each is constant time but for lists of children; trees are as high as AST_HEIGHT_MAX at most,
   because what would be higher becomes an AST_ERROR, reported once a file. */

#include "frontend/parse_tree.h"

#include "frontend/braces.h"

#include <string.h>

/* Lists grow when their length is a power of two, so it is their capacity, too. */
static void *parse_grow(parse *cx, void *items, uint32_t len, size_t size) {
  if (len & (len - 1)) return items;
  void *grown = arena_alloc(cx->home, size * (len ? 2 * (size_t)len : 1), alignof(max_align_t));
  if (len) memcpy(grown, items, size * len);
  return grown;
}

#define PARSE_PUSH(cx, list, item)                                                                                     \
  ((list).items = parse_grow((cx), (list).items, (list).len, sizeof *(list).items), (list).items[(list).len++] = (item))

ast_list parse_list(parse *cx, ast_list list, ast *item) {
  PARSE_PUSH(cx, list, item);
  return list;
}

parse_types parse_type_list(parse *cx, parse_types list, ast_type *item) {
  PARSE_PUSH(cx, list, item);
  return list;
}

parse_names parse_name_list(parse *cx, parse_names list, const token *name) {
  PARSE_PUSH(cx, list, name->name);
  return list;
}

parse_arms parse_arm_list(parse *cx, parse_arms list, ast_arm arm) {
  PARSE_PUSH(cx, list, arm);
  return list;
}

parse_variants parse_variant_list(parse *cx, parse_variants list, ast_variant item) {
  PARSE_PUSH(cx, list, item);
  return list;
}

parse_entries parse_entry_list(parse *cx, parse_entries list, ast *key, ast *value) {
  PARSE_PUSH(cx, list.keys, key);
  PARSE_PUSH(cx, list.values, value);
  return list;
}

parse_fields parse_field_list(parse *cx, parse_fields list, const token *name, ast_type *type) {
  PARSE_PUSH(cx, list.names, name->name);
  PARSE_PUSH(cx, list.types, type);
  return list;
}

/* Nodes. */

static ast *parse_node(parse *cx, ast_kind kind, span where) {
  ast *n = ARENA_NEW(cx->home, ast);
  n->kind = kind;
  n->where = where;
  return n;
}

ast *parse_error_node(parse *cx, span where) { return parse_node(cx, AST_ERROR, where); }

static void parse_over(ast *n, const ast *child) {
  if (child && child->height >= n->height) n->height = child->height + 1;
}

static void parse_over_all(ast *n, ast_list children) {
  for (uint32_t i = 0; i < children.len; i++) parse_over(n, children.items[i]);
}

void parse_report_depth(parse *cx, span where) {
  if (!cx->too_deep) {
    diag *d = diag_report(cx->sink, DIAG_too_deep, where, "this is nested deeper than can be read");
    diag_hint(cx->sink, d, "name the inner parts, and use the names");
  }
  cx->too_deep = true;
}

static ast *parse_done(parse *cx, ast *n) {
  if (n->height < AST_HEIGHT_MAX) return n;
  parse_report_depth(cx, n->where);
  return parse_error_node(cx, n->where);
}

static ast *parse_one(parse *cx, ast_kind kind, ast *one, span where) {
  ast *n = parse_node(cx, kind, where);
  n->one = one;
  parse_over(n, one);
  return parse_done(cx, n);
}

static ast *parse_pair(parse *cx, ast_kind kind, ast *left, ast *right, span where) {
  ast *n = parse_node(cx, kind, where);
  n->pair.left = left;
  n->pair.right = right;
  parse_over(n, left);
  parse_over(n, right);
  return parse_done(cx, n);
}

static ast *parse_many(parse *cx, ast_kind kind, ast_list items, span where) {
  ast *n = parse_node(cx, kind, where);
  n->list.items = items;
  parse_over_all(n, items);
  return parse_done(cx, n);
}

/* Leaves. */

ast *parse_literal(parse *cx, const token *t) {
  static const struct {
    token_kind token;
    ast_kind node;
  } kinds[] = {{TOKEN_INT, AST_INT},   {TOKEN_FLOAT, AST_FLOAT}, {TOKEN_CHAR, AST_CHAR}, {TOKEN_STR, AST_STR},
               {TOKEN_TRUE, AST_BOOL}, {TOKEN_FALSE, AST_BOOL},  {TOKEN_NONE, AST_NONE}};
  uint32_t row = 0;
  while (kinds[row].token != t->kind) row++;
  ast *n = parse_node(cx, kinds[row].node, t->where);
  if (t->kind == TOKEN_FLOAT)
    n->real = t->real;
  else if (n->kind == AST_BOOL)
    n->integer = t->kind == TOKEN_TRUE;
  else if (n->kind != AST_NONE)
    n->integer = t->integer, n->text = t->text;
  n->big = t->kind == TOKEN_INT && t->text.len;
  return n;
}

ast *parse_name(parse *cx, const token *t) {
  ast *n = parse_node(cx, t->kind == TOKEN_CON ? AST_CON : AST_NAME, t->where);
  n->name = t->name;
  return n;
}

ast *parse_operator(parse *cx, const token *t) {
  ast *n = parse_node(cx, AST_OPFN, t->where);
  n->op = (ast_op)t->integer;
  return n;
}

ast *parse_hole(parse *cx, span where) {
  cx->holes++;
  return parse_node(cx, AST_HOLE, where);
}

/* f-strings. A hole with a string literal is text, and neighbouring texts are one. */

static parse_format parse_format_part(parse *cx, parse_format f, ast *part, str spec) {
  f.specs = parse_grow(cx, f.specs, f.parts.len, sizeof *f.specs);
  f.specs[f.parts.len] = spec;
  f.parts = parse_list(cx, f.parts, part);
  return f;
}

static parse_format parse_format_string(parse *cx, parse_format f, str text, span where) {
  uint32_t last = f.parts.len - 1;
  if (f.parts.len && f.parts.items[last]->kind == AST_STR && !f.specs[last].len) {
    ast *joined = f.parts.items[last];
    joined->text = str_printf(cx->home, STR_FMT STR_FMT, STR_ARG(joined->text), STR_ARG(text));
    joined->where.end = where.end;
    return f;
  }
  ast *part = parse_node(cx, AST_STR, where);
  part->text = text;
  return text.len ? parse_format_part(cx, f, part, (str){0}) : f;
}

parse_format parse_format_text(parse *cx, parse_format f, const token *text) {
  return parse_format_string(cx, f, text->text, text->where);
}

parse_format parse_format_hole(parse *cx, parse_format f, ast *hole, const token *spec) {
  if (hole->kind == AST_STR && !spec) return parse_format_string(cx, f, hole->text, hole->where);
  return parse_format_part(cx, f, hole, spec ? spec->text : (str){0});
}

parse_format parse_format_empty(parse *cx, parse_format f, span where) {
  diag *d = diag_report(cx->sink, DIAG_bad_format_spec, where, "this hole of an f-string is empty");
  diag_hint(cx->sink, d, "a brace that stands for itself is written twice");
  return f;
}

ast *parse_formatted(parse *cx, parse_format f, span where) {
  ast *n = parse_node(cx, AST_FORMAT, where);
  n->format.parts = f.parts;
  n->format.specs = f.specs;
  parse_over_all(n, f.parts);
  return parse_done(cx, n);
}

/* Sections. A missing operand is the leftmost leaf of what stands in brackets. */

static const ast *parse_leftmost(const ast *n) {
  for (;;) {
    const ast *left = NULL;
    if (n->kind == AST_BINARY) left = n->binary.left;
    if (n->kind == AST_CHAIN) left = n->chain.operands.items[0];
    if (n->kind == AST_COND) left = n->cond.test;
    if (n->kind == AST_CALL) left = n->call.fn;
    if (n->kind == AST_DOT || n->kind == AST_COMPONENT) left = n->dot.subject;
    if (n->kind == AST_SLICE) left = n->slice.subject;
    if (n->kind == AST_RECORD) left = n->entries.subject;
    if (n->kind == AST_LET) left = n->let.target;
    if (n->kind == AST_TUPLE) left = n->list.items.items[0];
    if (n->kind == AST_TYPED) left = n->typed.subject;
    if (n->kind == AST_INDEX || n->kind == AST_SEQ || n->kind == AST_QUAL_FROM || n->kind == AST_QUAL_LET)
      left = n->pair.left;
    if (!left) return n;
    n = left;
  }
}

static bool parse_has_hole(const parse *cx, const ast *n) {
  return cx->holes && n && parse_leftmost(n)->kind == AST_HOLE;
}

static diag *parse_report_section(parse *cx, const ast *n) {
  return diag_report(cx->sink, DIAG_bad_section, parse_leftmost(n)->where, "`%.*s` misses its left operand",
                     (int)(n->where.end - n->where.start), cx->text + n->where.start);
}

/* What has a hole but no brackets of its own is reported, and replaced. */
static ast *parse_without_hole(parse *cx, ast *n) {
  if (!parse_has_hole(cx, n)) return n;
  cx->holes--;
  span at = n->where;
  diag *d = parse_report_section(cx, n);
  diag_hint(cx->sink, d, "a section like `(+1)` stands alone in its brackets");
  str wrapped = str_printf(diag_arena(cx->sink), "(%.*s)", (int)(at.end - at.start), cx->text + at.start);
  if (n->kind != AST_LET && n->kind != AST_SEQ) diag_fix_edit(cx->sink, d, "give it brackets of its own", at, wrapped);
  return parse_error_node(cx, at);
}

static void parse_without_holes(parse *cx, ast_list list) {
  if (!cx->holes) return;
  for (uint32_t i = 0; i < list.len; i++) list.items[i] = parse_without_hole(cx, list.items[i]);
}

static ast *parse_section(parse *cx, ast *n) {
  if (!parse_has_hole(cx, n)) return n;
  if (n->kind == AST_LET || n->kind == AST_SEQ) return parse_without_hole(cx, n);
  cx->holes--;
  return parse_one(cx, AST_SECTION, n, n->where);
}

/* Brackets. */

ast *parse_group(parse *cx, ast_list inside, span where) {
  if (inside.len == 0) return parse_node(cx, AST_UNIT, where);
  if (inside.len == 1) return parse_section(cx, inside.items[0]);
  parse_without_holes(cx, inside);
  return parse_many(cx, AST_TUPLE, inside, where);
}

ast_list parse_args(parse *cx, ast_list inside) {
  if (inside.len == 1)
    inside.items[0] = parse_section(cx, inside.items[0]);
  else
    parse_without_holes(cx, inside);
  return inside;
}

static str parse_between(const parse *cx, span where) {
  return (str){cx->text + where.start + 1, where.end - where.start - 2};
}

/* `set{1,2}`: the word is there already. */
static span parse_with_set(const parse *cx, span where) {
  str word = STR("set");
  bool there = where.start >= word.len && str_eq((str){cx->text + where.start - word.len, word.len}, word);
  return (span){where.start - (there ? (uint32_t)word.len : 0), where.end, where.file};
}

static ast *parse_braced_values(parse *cx, span where) {
  str inside = parse_between(cx, where);
  diag *d = diag_report(cx->sink, DIAG_braces, where,
                        "braces hold a lambda's body or `key:value` entries, not several values");
  arena *home = diag_arena(cx->sink);
  diag_fix_edit(cx->sink, d, "write a set", parse_with_set(cx, where),
                str_printf(home, "set[" STR_FMT "]", STR_ARG(inside)));
  diag_fix_edit(cx->sink, d, "let the lambda give a tuple", where,
                str_printf(home, "{(" STR_FMT ")}", STR_ARG(inside)));
  return parse_error_node(cx, where);
}

ast *parse_block(parse *cx, ast_list inside, span where) {
  if (inside.len > 1) return parse_braced_values(cx, where);
  if (inside.len == 0) return parse_node(cx, AST_BLOCK, where);
  ast *body = inside.items[0];
  if (!parse_has_hole(cx, body)) return parse_one(cx, AST_BLOCK, body, where);
  cx->holes--;
  span start = {where.start + 1, where.start + 1, where.file};
  diag *d = parse_report_section(cx, body);
  diag_fix_edit(cx->sink, d, "name the parameter of the braces", start, STR("x"));
  return parse_error_node(cx, where);
}

ast *parse_braces(parse *cx, parse_entries entries, span where) {
  ast *n = parse_node(cx, AST_ENTRIES, where);
  n->entries.keys = entries.keys;
  n->entries.values = entries.values;
  parse_over_all(n, entries.keys);
  parse_over_all(n, entries.values);
  return parse_done(cx, n);
}

ast *parse_brackets(parse *cx, ast_list items, const token *splat, span where) {
  parse_without_holes(cx, items);
  ast *n = parse_many(cx, AST_LIST, items, where);
  if (!splat || n->kind == AST_ERROR) return n;
  n->list.splat = splat->name;
  n->list.splat_where = splat->where;
  vec_push(cx->home, &cx->splats, n);
  return n;
}

ast *parse_comprehension(parse *cx, ast *head, ast_list quals, span where) {
  parse_without_holes(cx, quals);
  ast *n = parse_node(cx, AST_COMPREHENSION, where);
  n->comp.head = parse_without_hole(cx, head);
  n->comp.quals = quals;
  parse_over(n, head);
  parse_over_all(n, quals);
  return parse_done(cx, n);
}

ast *parse_from(parse *cx, ast *pattern, ast_type *type, ast *source, span where) {
  if (!parse_check_pattern(cx, pattern)) pattern = parse_error_node(cx, pattern->where);
  if (type) {
    ast *typed = parse_node(cx, AST_TYPED, span_join(pattern->where, type->where));
    typed->typed.subject = pattern;
    typed->typed.type = type;
    parse_over(typed, pattern);
    pattern = typed;
  }
  return parse_pair(cx, AST_QUAL_FROM, pattern, source, where);
}

ast *parse_where(parse *cx, ast *pattern, ast *value, span where) {
  if (!parse_check_pattern(cx, pattern)) pattern = parse_error_node(cx, pattern->where);
  return parse_pair(cx, AST_QUAL_LET, pattern, value, where);
}

/* Behind a term. */

static ast *parse_call_new(parse *cx, ast *fn, ast_list args, bool spaced, span where) {
  ast *n = parse_node(cx, AST_CALL, where);
  n->call.fn = fn;
  n->call.args = args;
  n->call.spaced = spaced;
  parse_over(n, fn);
  parse_over_all(n, args);
  return parse_done(cx, n);
}

ast *parse_call(parse *cx, ast *fn, ast_list args, span where) { return parse_call_new(cx, fn, args, false, where); }

ast *parse_call_operator(parse *cx, ast *fn, const token *op, span where) {
  return parse_call(cx, fn, parse_list(cx, (ast_list){0}, parse_operator(cx, op)), where);
}

/* Arguments in brackets, behind spaces and the block are one call's, but a call in brackets is complete. */
ast *parse_apply(parse *cx, ast *fn, span of, ast *arg, bool spaced, span where) {
  bool joins = fn->kind == AST_CALL && fn->where.start == of.start && fn->where.end == of.end;
  if (!joins) return parse_call_new(cx, fn, parse_list(cx, (ast_list){0}, arg), spaced, where);
  fn->call.args = parse_list(cx, fn->call.args, arg);
  fn->where = where;
  parse_over(fn, arg);
  return parse_done(cx, fn);
}

ast *parse_apply_two(parse *cx, ast *fn, span of, ast *arg, ast *block, span where) {
  ast *call = parse_apply(cx, fn, of, arg, true, where);
  return parse_apply(cx, call, where, block, true, where);
}

static ast *parse_member(parse *cx, ast_kind kind, ast *subject, const token *t, span where) {
  ast *n = parse_node(cx, kind, where);
  n->dot.subject = subject;
  n->dot.name_where = t->where;
  if (kind == AST_DOT)
    n->dot.name = t->name;
  else
    n->dot.index = t->integer;
  parse_over(n, subject);
  return parse_done(cx, n);
}

ast *parse_dot(parse *cx, ast *subject, const token *name, span where) {
  return parse_member(cx, AST_DOT, subject, name, where);
}

ast *parse_component(parse *cx, ast *subject, const token *index, span where) {
  return parse_member(cx, AST_COMPONENT, subject, index, where);
}

static bool parse_is_literal(const ast *n) {
  return n->kind == AST_INT || n->kind == AST_FLOAT || n->kind == AST_CHAR || n->kind == AST_STR ||
         n->kind == AST_BOOL || n->kind == AST_NONE || n->kind == AST_FORMAT || n->kind == AST_LIST;
}

static bool parse_check_record(parse *cx, const ast *subject, parse_entries entries, uint32_t end) {
  const ast *wrong = parse_is_literal(subject) ? subject : NULL;
  for (uint32_t i = 0; i < entries.keys.len && !wrong; i++)
    if (entries.keys.items[i]->kind != AST_NAME) wrong = entries.keys.items[i];
  if (!wrong || wrong->kind == AST_ERROR) return !wrong;
  diag *d = diag_report(cx->sink, DIAG_braces, wrong->where,
                        wrong == subject ? "a literal has no fields"
                                         : "entries behind a term are fields, and a field is a name");
  diag_hint(cx->sink, d, "a dictionary is passed in brackets: `f({…})`");
  if (wrong != subject)
    braces_advise(cx->sink, d, cx->names, cx->text, &(braces_entries){subject, entries.keys, entries.values, end});
  return false;
}

ast *parse_record(parse *cx, ast *subject, parse_entries entries, span where) {
  if (!entries.keys.len || !parse_check_record(cx, subject, entries, where.end)) return parse_error_node(cx, where);
  ast *n = parse_braces(cx, entries, where);
  if (n->kind == AST_ERROR) return n;
  n->kind = AST_RECORD;
  n->entries.subject = subject;
  parse_over(n, subject);
  return parse_done(cx, n);
}

/* `d[i,j]` is `d[(i,j)]`; but `set[i,j]` and `set[]` are sets. */
parse_slice parse_index(parse *cx, ast_list indices, span where) {
  parse_without_holes(cx, indices);
  if (indices.len == 1) return (parse_slice){.index = indices.items[0]};
  ast *index = parse_many(cx, AST_TUPLE, indices, where);
  index->list.bare = true;
  return (parse_slice){.index = index};
}

ast *parse_at(parse *cx, ast *subject, parse_slice slice, span where) {
  if (slice.index) return parse_pair(cx, AST_INDEX, subject, slice.index, where);
  ast *n = parse_node(cx, AST_SLICE, where);
  n->slice.subject = subject;
  n->slice.lo = slice.lo ? parse_without_hole(cx, slice.lo) : NULL;
  n->slice.hi = slice.hi;
  n->slice.step = slice.step;
  parse_over(n, subject);
  parse_over(n, n->slice.lo);
  parse_over(n, slice.hi);
  parse_over(n, slice.step);
  return parse_done(cx, n);
}

/* Operators. */

ast *parse_binary(parse *cx, ast *left, token_kind op, span op_where, ast *right, span where) {
  ast *n = parse_node(cx, AST_BINARY, where);
  n->binary.op = token_op(op);
  n->binary.op_where = op_where;
  n->binary.left = left;
  n->binary.right = right;
  parse_over(n, left);
  parse_over(n, right);
  return parse_done(cx, n);
}

ast *parse_compare_on(parse *cx, ast *chain, token_kind op, span op_where, ast *right, span where) {
  if (chain->kind == AST_ERROR) return chain;
  uint32_t count = chain->chain.operands.len - 1;
  chain->chain.ops = parse_grow(cx, chain->chain.ops, count, sizeof *chain->chain.ops);
  chain->chain.op_wheres = parse_grow(cx, chain->chain.op_wheres, count, sizeof *chain->chain.op_wheres);
  chain->chain.ops[count] = token_op(op);
  chain->chain.op_wheres[count] = op_where;
  chain->chain.operands = parse_list(cx, chain->chain.operands, right);
  chain->where = where;
  parse_over(chain, right);
  return parse_done(cx, chain);
}

ast *parse_compare(parse *cx, ast *left, token_kind op, span op_where, ast *right, span where) {
  ast *n = parse_node(cx, AST_CHAIN, where);
  n->chain.operands = parse_list(cx, (ast_list){0}, left);
  parse_over(n, left);
  return parse_compare_on(cx, n, op, op_where, right, where);
}

ast *parse_not(parse *cx, ast *operand, span where) { return parse_one(cx, AST_NOT, operand, where); }

/* The least Int has no positive partner, so it is read here. */
ast *parse_negative(parse *cx, ast *operand, span where) {
  bool plain = operand->kind == AST_INT && operand->big && cx->text[operand->where.end - 1] != 'n';
  if (!plain || !str_eq(operand->text, STR("9223372036854775808"))) return parse_one(cx, AST_NEG, operand, where);
  ast *n = parse_node(cx, AST_INT, where);
  n->integer = INT64_MIN;
  return n;
}

ast *parse_cond(parse *cx, ast *test, ast *then, ast *other, span where) {
  ast *n = parse_node(cx, AST_COND, where);
  n->cond.test = test;
  n->cond.then = then;
  n->cond.other = other;
  parse_over(n, test);
  parse_over(n, then);
  parse_over(n, other);
  return parse_done(cx, n);
}

ast *parse_lambda(parse *cx, ast_list params, ast *body, span where) {
  ast *n = parse_node(cx, AST_LAMBDA, where);
  n->lambda.params = params;
  n->lambda.body = body;
  parse_over_all(n, params);
  parse_over(n, body);
  return parse_done(cx, n);
}

ast_arm parse_arm(parse *cx, ast *pattern, ast_type *type, ast *guard, ast *body) {
  if (!parse_check_pattern(cx, pattern)) pattern = parse_error_node(cx, pattern->where);
  return (ast_arm){pattern, type, guard, body};
}

ast *parse_match(parse *cx, ast *subject, parse_arms arms, span where) {
  ast *n = parse_node(cx, AST_MATCH, where);
  n->match.subject = subject;
  n->match.arms = arms.items;
  n->match.arm_count = arms.len;
  parse_over(n, subject);
  for (uint32_t i = 0; i < arms.len; i++) {
    parse_over(n, arms.items[i].pattern);
    parse_over(n, arms.items[i].guard);
    parse_over(n, arms.items[i].body);
  }
  return parse_done(cx, n);
}

/* Steps. */

static ast *parse_target(parse *cx, ast_list targets) {
  if (targets.len == 1) return targets.items[0];
  return parse_many(cx, AST_TUPLE, targets, span_join(targets.items[0]->where, targets.items[targets.len - 1]->where));
}

parse_binding parse_bind(parse *cx, ast_list targets, span assign, ast *value, span where) {
  ast *n = parse_node(cx, AST_LET, where);
  n->let.target = parse_target(cx, targets);
  n->let.value = value;
  if (!parse_check_target(cx, n->let.target)) n->let.target = parse_error_node(cx, n->let.target->where);
  parse_over(n, n->let.target);
  parse_over(n, value);
  return (parse_binding){parse_done(cx, n), assign};
}

ast *parse_let(parse *cx, parse_binding binding, ast *rest, span where) {
  ast *n = binding.let;
  if (n->kind == AST_ERROR) return n;
  n->let.rest = rest;
  n->where = where;
  parse_over(n, rest);
  return parse_done(cx, n);
}

/* Does a bracket hold this binding and nothing before it? */
static bool parse_is_all(const parse *cx, span where) {
  uint32_t at = where.start;
  while (at && strchr(" \t\r\n", cx->text[at - 1])) at--;
  return at && strchr("({", cx->text[at - 1]);
}

ast *parse_let_alone(parse *cx, parse_binding binding) {
  ast *n = binding.let;
  if (n->kind == AST_ERROR || n->let.target->kind == AST_ERROR) return parse_error_node(cx, n->where);
  if (parse_is_all(cx, n->where)) {
    diag *d = diag_report(cx->sink, DIAG_assignment_in_condition, binding.assign, "`=` binds a name; `==` compares");
    diag_fix_edit(cx->sink, d, "compare", binding.assign, STR("=="));
    return parse_error_node(cx, n->where);
  }
  const ast *target = n->let.target;
  span end = {n->where.end, n->where.end, n->where.file};
  diag *d =
      diag_report(cx->sink, DIAG_missing_rest, n->where, "this binds, but no expression follows that could use it");
  diag_hint(cx->sink, d, "`name=value` ends in `;` and the result follows; `==` compares");
  if (target->kind == AST_NAME) {
    str name = intern_str(cx->names, target->name);
    diag_fix_edit(cx->sink, d, "give it back", end, str_printf(diag_arena(cx->sink), ";" STR_FMT, STR_ARG(name)));
  }
  diag_fix_edit(cx->sink, d, "compare", binding.assign, STR("=="));
  return parse_error_node(cx, n->where);
}

ast *parse_sequence(parse *cx, ast *first, ast *rest, span where) {
  return parse_pair(cx, AST_SEQ, first, rest, where);
}

/* Types. */

static ast_type *parse_type_node(parse *cx, ast_type_kind kind, span where) {
  ast_type *t = ARENA_NEW(cx->home, ast_type);
  t->kind = kind;
  t->where = where;
  return t;
}

ast_type *parse_type_name(parse *cx, const token *name, ast_type_kind kind) {
  ast_type *t = parse_type_node(cx, kind, name->where);
  t->name = name->name;
  return t;
}

/* T?? is T?. */
ast_type *parse_type(parse *cx, ast_type_kind kind, span where, ast_type *first, ast_type *second) {
  if (kind == AST_TYPE_OPTION && first->kind == AST_TYPE_OPTION) return first;
  ast_type *t = parse_type_node(cx, kind, where);
  parse_types parts = {0};
  if (first) parts = parse_type_list(cx, parts, first);
  if (second) parts = parse_type_list(cx, parts, second);
  t->parts = parts.items;
  t->count = parts.len;
  return t;
}

ast_type *parse_type_apply(parse *cx, const token *con, parse_types args, span where) {
  ast_type *t = parse_type_node(cx, AST_TYPE_CON, where);
  t->name = con->name;
  t->parts = args.items;
  t->count = args.len;
  return t;
}

ast_type *parse_type_group(parse *cx, parse_types inside, span where) {
  if (inside.len == 1) return inside.items[0];
  ast_type *t = parse_type_node(cx, AST_TYPE_TUPLE, where);
  t->parts = inside.items;
  t->count = inside.len;
  return t;
}

/* Items. */

static ast_item *parse_item(parse *cx, ast_item_kind kind, span where) {
  ast_item item = {.kind = kind, .where = where};
  vec_push(cx->home, &cx->items, item);
  return &vec_last(&cx->items);
}

static void parse_item_end(parse *cx) {
  parse_check_splats(cx);
  cx->holes = 0;
}

void parse_define(parse *cx, ast_list heads, ast *body, span where) {
  const ast *head = parse_target(cx, heads);
  if (parse_check_head(cx, head)) {
    bool called = head->kind == AST_CALL;
    const ast *name = called ? head->call.fn : head;
    ast_item *item = parse_item(cx, AST_ITEM_DEF, where);
    item->name = name->name;
    item->name_where = name->where;
    if (called) item->params = head->call.args;
    item->body = body;
  }
  parse_item_end(cx);
}

void parse_main(parse *cx, ast *body, span where) {
  parse_item(cx, AST_ITEM_MAIN, where)->body = body;
  parse_item_end(cx);
}

/* The x of `export x`, which reads as a call; NULL: it is something else. `export` is no reserved word. */
static ast *parse_exported(parse *cx, const ast *n) {
  bool called = n->kind == AST_CALL && n->call.spaced && n->call.args.len == 1 && n->call.fn->kind == AST_NAME &&
                n->call.args.items[0]->kind == AST_NAME;
  return called && str_eq(intern_str(cx->names, n->call.fn->name), STR("export")) ? n->call.args.items[0] : NULL;
}

void parse_annotate(parse *cx, ast *name, ast_type *type, span where) {
  ast *exported = parse_exported(cx, name);
  if (exported) name = exported;
  if (name->kind != AST_NAME) {
    if (name->kind != AST_ERROR)
      diag_report(cx->sink, DIAG_bad_head, name->where,
                  "an annotation `name:type` starts with the name of a definition");
    return;
  }
  ast_item *item = parse_item(cx, AST_ITEM_ANNOTATION, where);
  item->name = name->name;
  item->name_where = name->where;
  item->type = type;
  item->exported = exported != NULL;
}

void parse_declare(parse *cx, const token *name, parse_names params, parse_variants variants, span where) {
  ast_item *item = parse_item(cx, AST_ITEM_TYPE, where);
  item->name = name->name;
  item->name_where = name->where;
  item->type_params = params.items;
  item->type_param_count = params.len;
  item->variants = variants.items;
  item->variant_count = variants.len;
  if (!variants.items[0].name) variants.items[0].name = name->name;
}

void parse_use(parse *cx, const token *name, span where) {
  ast_item *item = parse_item(cx, AST_ITEM_USE, where);
  item->name = name->name;
  item->name_where = name->where;
}

ast_variant parse_variant(const token *name, parse_types parts, span where) {
  return (ast_variant){.name = name->name, .where = where, .parts = parts.items, .count = parts.len};
}

parse_variants parse_shape_record(parse *cx, parse_fields fields, span where) {
  ast_variant record = {
      .where = where, .parts = fields.types.items, .fields = fields.names.items, .count = fields.types.len};
  return parse_variant_list(cx, (parse_variants){0}, record);
}
