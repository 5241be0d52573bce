#ifndef GAEL_FRONTEND_PARSE_TREE_H
#define GAEL_FRONTEND_PARSE_TREE_H

/* What the grammar's actions call: one function a construct. They build nodes, keep their height in bounds, and report
   what the grammar lets through because a sentence about it is better than a syntax error. */

#include "frontend/token.h"
#include "support/diag.h"

typedef VEC(ast_item) parse_items;
typedef VEC(ast *) parse_nodes;

typedef struct parse {
  arena *home;
  intern *names;
  diag_sink *sink;
  uint32_t file;
  const char *text; /* of the whole file */
  const token_vec *tokens;
  uint32_t at;        /* the token being read */
  bool failed;        /* a syntax error at it: skip to where reading can go on */
  bool too_deep;      /* reported */
  uint32_t holes;     /* HOLEs read that no section has taken */
  parse_nodes splats; /* lists with `*name` that no pattern has taken */
  parse_items items;
} parse;

/* Lists of the grammar. They grow by doubling, at powers of two, so that the length alone says when. */
typedef struct parse_types {
  ast_type **items;
  uint32_t len;
} parse_types;
typedef struct parse_names {
  sym *items;
  uint32_t len;
} parse_names;
typedef struct parse_arms {
  ast_arm *items;
  uint32_t len;
} parse_arms;
typedef struct parse_variants {
  ast_variant *items;
  uint32_t len;
} parse_variants;
typedef struct parse_entries {
  ast_list keys, values;
} parse_entries;
typedef struct parse_fields {
  parse_types types;
  parse_names names;
} parse_fields;
typedef struct parse_format {
  ast_list parts;
  str *specs;
} parse_format;
typedef struct parse_slice {
  ast *index, *lo, *hi, *step; /* index: it is none */
} parse_slice;
typedef struct parse_binding {
  ast *let; /* its rest is missing */
  span assign;
} parse_binding;

ast_list parse_list(parse *cx, ast_list list, ast *item);
parse_types parse_type_list(parse *cx, parse_types list, ast_type *item);
parse_names parse_name_list(parse *cx, parse_names list, const token *name);
parse_arms parse_arm_list(parse *cx, parse_arms list, ast_arm arm);
parse_variants parse_variant_list(parse *cx, parse_variants list, ast_variant item);
parse_entries parse_entry_list(parse *cx, parse_entries list, ast *key, ast *value);
parse_fields parse_field_list(parse *cx, parse_fields list, const token *name, ast_type *type);

/* Items. */
void parse_define(parse *cx, ast_list heads, ast *body, span where);
void parse_main(parse *cx, ast *body, span where);
void parse_annotate(parse *cx, ast *name, ast_type *type, span where);
void parse_declare(parse *cx, const token *name, parse_names params, parse_variants variants, span where);
void parse_use(parse *cx, const token *name, span where);
ast_variant parse_variant(const token *name, parse_types parts, span where);
parse_variants parse_shape_record(parse *cx, parse_fields fields, span where); /* its name comes with parse_declare */

/* Leaves. */
ast *parse_literal(parse *cx, const token *t);
ast *parse_name(parse *cx, const token *t);
ast *parse_operator(parse *cx, const token *t);
ast *parse_hole(parse *cx, span where);
ast *parse_error_node(parse *cx, span where);
parse_format parse_format_text(parse *cx, parse_format f, const token *text);
parse_format parse_format_hole(parse *cx, parse_format f, ast *hole, const token *spec);
parse_format parse_format_empty(parse *cx, parse_format f, span where);
ast *parse_formatted(parse *cx, parse_format f, span where);

/* Brackets: what stands inside is one expression, or several with commas. `where` has the brackets. */
ast *parse_group(parse *cx, ast_list inside, span where);
ast *parse_block(parse *cx, ast_list inside, span where);
ast *parse_empty_block(parse *cx, span where);
ast *parse_braces(parse *cx, parse_entries entries, span where);
ast *parse_brackets(parse *cx, ast_list items, const token *splat, span where);
ast *parse_comprehension(parse *cx, ast *head, ast_list quals, span where);
ast *parse_from(parse *cx, ast *pattern, ast_type *type, ast *source, span where); /* type: NULL without one */
ast *parse_where(parse *cx, ast *pattern, ast *value, span where);
ast_list parse_args(parse *cx, ast_list inside);

/* Behind a term. `of` is where the term stands with its brackets: a call in brackets takes no more arguments. */
ast *parse_call(parse *cx, ast *fn, ast_list args, span where);
ast *parse_call_operator(parse *cx, ast *fn, const token *op, span where);
ast *parse_apply(parse *cx, ast *fn, span of, ast *arg, bool spaced, span where);
ast *parse_apply_two(parse *cx, ast *fn, span of, ast *arg, ast *block, span where);
ast *parse_dot(parse *cx, ast *subject, const token *name, span where);
ast *parse_component(parse *cx, ast *subject, const token *index, span where);
ast *parse_record(parse *cx, ast *subject, parse_entries entries, span where);
parse_slice parse_index(parse *cx, ast_list indices, span where);
ast *parse_at(parse *cx, ast *subject, parse_slice slice, span where);

/* Operators and forms. */
ast *parse_binary(parse *cx, ast *left, token_kind op, span op_where, ast *right, span where);
ast *parse_compare(parse *cx, ast *left, token_kind op, span op_where, ast *right, span where);
ast *parse_compare_on(parse *cx, ast *chain, token_kind op, span op_where, ast *right, span where);
ast *parse_not(parse *cx, ast *operand, span where);
ast *parse_negative(parse *cx, ast *operand, span where);
ast *parse_cond(parse *cx, ast *test, ast *then, ast *other, span where);
ast *parse_lambda(parse *cx, ast_list params, ast *body, span where);
ast *parse_match(parse *cx, ast *subject, parse_arms arms, span where);
ast_arm parse_arm(parse *cx, ast *pattern, ast_type *type, ast *guard, ast *body);
parse_binding parse_bind(parse *cx, ast_list targets, span assign, ast *value, span where);
ast *parse_let(parse *cx, parse_binding binding, ast *rest, span where);
ast *parse_let_alone(parse *cx, parse_binding binding);
ast *parse_sequence(parse *cx, ast *first, ast *rest, span where);

/* Types. */
ast_type *parse_type_name(parse *cx, const token *name, ast_type_kind kind);
ast_type *parse_type(parse *cx, ast_type_kind kind, span where, ast_type *first, ast_type *second);
ast_type *parse_type_apply(parse *cx, const token *con, parse_types args, span where);
ast_type *parse_type_group(parse *cx, parse_types inside, span where);

/* Left sides and patterns, in parse_check.c: what is wrong is reported. */
bool parse_check_pattern(parse *cx, const ast *pattern);
/* The end of an arm, a branch or a lambda whose steps begin before byte `from`: an outer bracket closes, the next arm,
   line or (of an argument) the next argument begins. */
uint32_t parse_body_end(const parse *cx, uint32_t from, bool argument);
bool parse_check_target(parse *cx, const ast *target); /* of a local binding */
bool parse_check_head(parse *cx, const ast *head);     /* of a definition */
void parse_check_splats(parse *cx);                    /* at the end of an item */
void parse_report_depth(parse *cx, span where);

/* Says what cannot stand at the token being read, and what could: parse_error.c. */
void parse_syntax_error(parse *cx, const token_kind *expected, uint32_t count);

#endif
