/* Expressions in both faces. Each form has a level, that of its rule in grammar.y; where a tighter one is wanted,
   brackets are put. Calls choose between spaces and brackets here, because that is where the two faces differ most. */

#include "frontend/fmt_write.h"

/* What the rules of grammar.y of the same names accept. */
typedef enum fmt_level {
  LEVEL_STEPS,
  LEVEL_EXPR,
  LEVEL_TERN,
  LEVEL_COAL,
  LEVEL_OR,
  LEVEL_AND,
  LEVEL_NOT,
  LEVEL_CMP,
  LEVEL_RANGE,
  LEVEL_ADD,
  LEVEL_MUL,
  LEVEL_UNARY,
  LEVEL_POW,
  LEVEL_APP,
  LEVEL_POSTFIX
} fmt_level;

/* Operators from a level (COALESCE is 1 in AST_BINARY_OPS): left and right operands' levels follow. */
typedef struct fmt_operator {
  fmt_level level, left, right;
} fmt_operator;

static fmt_operator fmt_operator_of(ast_op op) {
#define X(name, spelling, strength, right_first) [AST_OP_##name] = strength,
  static const uint8_t strengths[AST_OP_COUNT] = {AST_BINARY_OPS(X)};
#undef X
  static const fmt_operator rows[] = {
      [1] = {LEVEL_COAL, LEVEL_OR, LEVEL_COAL},  [2] = {LEVEL_OR, LEVEL_OR, LEVEL_AND},
      [3] = {LEVEL_AND, LEVEL_AND, LEVEL_NOT},   [5] = {LEVEL_CMP, LEVEL_RANGE, LEVEL_RANGE},
      [6] = {LEVEL_RANGE, LEVEL_ADD, LEVEL_ADD}, [7] = {LEVEL_ADD, LEVEL_ADD, LEVEL_MUL},
      [8] = {LEVEL_MUL, LEVEL_MUL, LEVEL_UNARY}, [10] = {LEVEL_POW, LEVEL_APP, LEVEL_UNARY},
  };
  return rows[strengths[op]];
}

typedef enum fmt_trait { FMT_LITERAL = 1, FMT_ATOM = 2, FMT_LINK = 4 } fmt_trait;

/* Level, and what a form is as a spaced argument: an atom, or a link of a chain. Literals are never called. */
typedef struct fmt_form {
  fmt_level level;
  int traits;
} fmt_form;

static const fmt_form forms[] = {
    [AST_INT] = {LEVEL_POSTFIX, FMT_LITERAL | FMT_ATOM},
    [AST_FLOAT] = {LEVEL_POSTFIX, FMT_LITERAL | FMT_ATOM},
    [AST_CHAR] = {LEVEL_POSTFIX, FMT_LITERAL | FMT_ATOM},
    [AST_STR] = {LEVEL_POSTFIX, FMT_LITERAL | FMT_ATOM},
    [AST_FORMAT] = {LEVEL_POSTFIX, FMT_LITERAL | FMT_ATOM},
    [AST_BOOL] = {LEVEL_POSTFIX, FMT_LITERAL | FMT_ATOM},
    [AST_NONE] = {LEVEL_POSTFIX, FMT_LITERAL | FMT_ATOM},
    [AST_LIST] = {LEVEL_POSTFIX, FMT_LITERAL | FMT_ATOM},
    [AST_COMPREHENSION] = {LEVEL_POSTFIX, FMT_LITERAL | FMT_ATOM},
    [AST_UNIT] = {LEVEL_POSTFIX, FMT_ATOM},
    [AST_NAME] = {LEVEL_POSTFIX, FMT_ATOM},
    [AST_CON] = {LEVEL_POSTFIX, FMT_ATOM},
    [AST_OPFN] = {LEVEL_POSTFIX, FMT_ATOM},
    [AST_TUPLE] = {LEVEL_POSTFIX, FMT_ATOM},
    [AST_SECTION] = {LEVEL_POSTFIX, FMT_ATOM},
    [AST_CALL] = {LEVEL_POSTFIX, FMT_LINK},
    [AST_DOT] = {LEVEL_POSTFIX, FMT_LINK},
    [AST_COMPONENT] = {LEVEL_POSTFIX, FMT_LINK},
    [AST_INDEX] = {LEVEL_POSTFIX, FMT_LINK},
    [AST_SLICE] = {LEVEL_POSTFIX, FMT_LINK},
    [AST_RECORD] = {LEVEL_POSTFIX, FMT_LINK},
    [AST_HOLE] = {LEVEL_POSTFIX, 0},
    [AST_BLOCK] = {LEVEL_POSTFIX, 0},
    [AST_ENTRIES] = {LEVEL_POSTFIX, 0},
    [AST_ERROR] = {LEVEL_POSTFIX, 0},
    [AST_NEG] = {LEVEL_UNARY, 0},
    [AST_NOT] = {LEVEL_NOT, 0},
    [AST_CHAIN] = {LEVEL_CMP, 0},
    [AST_COND] = {LEVEL_TERN, 0},
    [AST_LAMBDA] = {LEVEL_EXPR, 0},
    [AST_MATCH] = {LEVEL_EXPR, 0},
    [AST_LET] = {LEVEL_STEPS, 0},
    [AST_SEQ] = {LEVEL_STEPS, 0},
    [AST_QUAL_FROM] = {LEVEL_EXPR, 0},
    [AST_QUAL_LET] = {LEVEL_EXPR, 0},
    [AST_TYPED] = {LEVEL_EXPR, 0},
};

static bool fmt_is_least(const ast *n) { return n->kind == AST_INT && n->integer == INT64_MIN && !n->big; }
static bool fmt_is_literal(const ast *n) { return forms[n->kind].traits & FMT_LITERAL && !fmt_is_least(n); }
static bool fmt_is_atom(const ast *n) { return forms[n->kind].traits & FMT_ATOM && !fmt_is_least(n); }

static fmt_level fmt_level_of(const ast *n) {
  if (n->kind == AST_BINARY) return fmt_operator_of(n->binary.op).level;
  if (n->kind == AST_CALL && fmt_is_literal(n->call.fn)) return LEVEL_APP;
  return fmt_is_least(n) ? LEVEL_UNARY : forms[n->kind].level;
}

static void fmt_at(fmt *f, const ast *n, fmt_level level);
static void fmt_in_brackets(fmt *f, const ast *n);

static void fmt_separator(fmt *f, const char *text) {
  fmt_puts(f, text);
  fmt_gap(f);
}

static void fmt_infix(fmt *f, const char *text) {
  fmt_gap(f);
  fmt_separator(f, text);
}

static bool fmt_fits(const fmt *f, const ast *n, fmt_level level) {
  fmt draft = fmt_draft(f);
  fmt_at(&draft, n, level);
  return !draft.over;
}

/* Brackets around several parts; those that do not fit go to lines of their own, as many as fit on each. */
typedef void fmt_part(fmt *f, const ast *n, uint32_t i);

static bool fmt_part_fits(const fmt *f, const ast *n, fmt_part *part, uint32_t i) {
  fmt draft = fmt_draft(f);
  if (i) fmt_gap(&draft);
  part(&draft, n, i);
  return !draft.over;
}

static void fmt_parts(fmt *f, const ast *n, uint32_t count, fmt_part *part, const char *open, const char *close) {
  fmt_puts(f, open);
  f->indent += FMT_INDENT;
  for (uint32_t i = 0; i < count; i++) {
    if (i) fmt_puts(f, ",");
    if (fmt_breaks(f) && f->column > f->indent + FMT_WIDTH / 4 && !fmt_part_fits(f, n, part, i))
      fmt_line(f);
    else if (i)
      fmt_gap(f);
    part(f, n, i);
  }
  f->indent -= FMT_INDENT;
  fmt_puts(f, close);
}

/* Does it end with a match, which would take the arms and bars that follow? */
static bool fmt_ends_in_match(const ast *n) {
  for (;;) {
    if (n->kind == AST_COND)
      n = n->cond.other;
    else if (n->kind == AST_LAMBDA)
      n = n->lambda.body;
    else
      return n->kind == AST_MATCH;
  }
}

static void fmt_before_bar(fmt *f, const ast *n, fmt_level level) {
  fmt_at(f, n, fmt_ends_in_match(n) ? LEVEL_POSTFIX : level);
}

/* Steps. */

typedef enum fmt_joint { JOINT_INLINE, JOINT_LINES, JOINT_MARKED_LINES } fmt_joint;

static void fmt_target(fmt *f, const ast *n) {
  if (n->kind == AST_CALL && n->call.fn->kind == AST_NAME) {
    fmt_head(f, n->call.fn->name, n->call.args);
  } else if (n->kind == AST_TUPLE && f->face == FMT_DENSE) {
    for (uint32_t i = 0; i < n->list.items.len; i++) {
      if (i) fmt_puts(f, ",");
      fmt_at(f, n->list.items.items[i], LEVEL_EXPR);
    }
  } else {
    fmt_at(f, n, LEVEL_EXPR);
  }
}

static void fmt_steps(fmt *f, const ast *n, fmt_joint joint) {
  while (n->kind == AST_LET || n->kind == AST_SEQ) {
    bool let = n->kind == AST_LET;
    if (let) {
      fmt_target(f, n->let.target);
      fmt_infix(f, "=");
    }
    fmt_at(f, let ? n->let.value : n->pair.left, LEVEL_EXPR);
    if (joint != JOINT_LINES) fmt_puts(f, ";");
    if (joint == JOINT_INLINE)
      fmt_gap(f);
    else
      fmt_line(f);
    n = let ? n->let.rest : n->pair.right;
  }
  fmt_at(f, n, LEVEL_EXPR);
}

static bool fmt_has_steps(const ast *n) { return n->kind == AST_LET || n->kind == AST_SEQ; }

static bool fmt_steps_fit(const fmt *f, const ast *n) {
  fmt draft = fmt_draft(f);
  fmt_steps(&draft, n, JOINT_INLINE);
  return !draft.over;
}

static void fmt_steps_in_brackets(fmt *f, const ast *n) {
  fmt_puts(f, "(");
  bool lines = fmt_breaks(f) && !fmt_steps_fit(f, n);
  f->indent += FMT_INDENT;
  fmt_steps(f, n, lines ? JOINT_MARKED_LINES : JOINT_INLINE);
  f->indent -= FMT_INDENT;
  fmt_puts(f, ")");
}

void fmt_definition_body(fmt *f, const ast *body) {
  if (body->kind != AST_LET) {
    fmt_gap(f);
    fmt_at(f, body, LEVEL_EXPR);
    return;
  }
  f->indent += FMT_INDENT;
  if (fmt_breaks(f)) fmt_line(f);
  fmt_steps(f, body, fmt_breaks(f) ? JOINT_LINES : JOINT_INLINE);
  f->indent -= FMT_INDENT;
}

void fmt_main_body(fmt *f, const ast *body) {
  f->indent += FMT_INDENT;
  fmt_steps(f, body, fmt_breaks(f) ? JOINT_MARKED_LINES : JOINT_INLINE);
  f->indent -= FMT_INDENT;
}

void fmt_expr(fmt *f, const ast *n) { fmt_at(f, n, LEVEL_EXPR); }

/* Calls. */

static bool fmt_is_arg(const ast *n);

static uint32_t fmt_block_count(ast_list args) {
  uint32_t count = 0;
  while (count < args.len && args.items[args.len - 1 - count]->kind == AST_BLOCK) count++;
  return count;
}

static bool fmt_is_link(const ast *n) { return forms[n->kind].traits & FMT_LINK; }

/* A call that can be a spaced argument: a bare name with a block would leave the block to the call around it. */
static bool fmt_is_call_arg(const ast *n) {
  bool only_blocks = n->call.args.len && fmt_block_count(n->call.args) == n->call.args.len;
  if (fmt_is_literal(n->call.fn) || !fmt_is_arg(n->call.fn)) return false;
  return !only_blocks || (fmt_is_link(n->call.fn) && n->call.fn->kind != AST_CALL);
}

static bool fmt_is_arg(const ast *n) {
  for (;;) {
    if (fmt_is_atom(n)) return true;
    if (n->kind == AST_CALL) return fmt_is_call_arg(n);
    if (n->kind == AST_DOT || n->kind == AST_COMPONENT)
      n = n->dot.subject;
    else if (n->kind == AST_INDEX)
      n = n->pair.left;
    else if (n->kind == AST_SLICE)
      n = n->slice.subject;
    else if (n->kind == AST_RECORD)
      n = n->entries.subject;
    else
      return false;
  }
}

/* Could the arguments before the blocks stand behind spaces? */
static bool fmt_can_space(ast_list args, uint32_t blocks) {
  uint32_t rest = args.len - blocks;
  if (!rest || blocks > 1 || (blocks && !fmt_is_atom(args.items[rest - 1]))) return false;
  for (uint32_t i = 0; i < rest; i++)
    if (!fmt_is_arg(args.items[i])) return false;
  const ast *only = rest == 1 ? args.items[0] : NULL;
  return !only || (only->kind != AST_SECTION && only->kind != AST_OPFN);
}

static void fmt_arg_part(fmt *f, const ast *n, uint32_t i) { fmt_at(f, n->call.args.items[i], LEVEL_EXPR); }

static void fmt_args_in_brackets(fmt *f, const ast *n, uint32_t count) {
  const ast *only = count == 1 ? n->call.args.items[0] : NULL;
  if (only && (only->kind == AST_SECTION || only->kind == AST_OPFN)) {
    fmt_at(f, only, LEVEL_POSTFIX);
  } else {
    fmt_parts(f, n, count, fmt_arg_part, "(", ")");
  }
}

/* Behind a space, entries would be fields of what stands before them. */
static bool fmt_begins_with_entries(const ast *n) {
  while (n->kind == AST_DOT || n->kind == AST_COMPONENT || n->kind == AST_INDEX)
    n = n->kind == AST_INDEX ? n->pair.left : n->dot.subject;
  return n->kind == AST_ENTRIES;
}

static void fmt_spaced_args(fmt *f, ast_list args, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    bool entries = fmt_begins_with_entries(args.items[i]);
    fmt_space(f);
    if (entries) fmt_puts(f, "(");
    fmt_at(f, args.items[i], entries ? LEVEL_EXPR : LEVEL_POSTFIX);
    if (entries) fmt_puts(f, ")");
  }
}

static void fmt_postfix(fmt *f, const ast *n, bool tail);

/* The term before a call's arguments: in brackets if it is a call that would take them for its own. */
static void fmt_callee(fmt *f, const ast *fn, bool joins, bool tail) {
  if (fn->kind == AST_CALL && joins) {
    fmt_puts(f, "(");
    fmt_at(f, fn, LEVEL_EXPR);
    fmt_puts(f, ")");
  } else {
    fmt_postfix(f, fn, tail);
  }
}

/* `spacing`: may it stand with spaces here? Behind a literal it must. */
static void fmt_call(fmt *f, const ast *n, bool spacing, bool tail) {
  ast_list args = n->call.args;
  uint32_t blocks = fmt_block_count(args), rest = args.len - blocks;
  bool literal = fmt_is_literal(n->call.fn);
  bool may = spacing && !f->in_head && fmt_can_space(args, blocks);
  bool kept = n->call.spaced && n->call.fn->kind != AST_CON; /* for people, values are written as they are printed */
  bool spaced = literal || (may && (f->face == FMT_DENSE || kept));
  fmt_callee(f, n->call.fn, spaced || (blocks && !rest), tail);
  if (spaced)
    fmt_spaced_args(f, args, literal ? args.len : rest);
  else if (rest || !args.len)
    fmt_args_in_brackets(f, n, rest);
  for (uint32_t i = literal ? args.len : rest; i < args.len; i++) {
    fmt_gap(f);
    fmt_at(f, args.items[i], LEVEL_POSTFIX);
  }
}

void fmt_head(fmt *f, sym name, ast_list params) {
  ast fn = {.kind = AST_NAME, .name = name};
  ast call = {.kind = AST_CALL, .call = {.fn = &fn, .args = params, .spaced = true}};
  fmt_sym(f, name);
  if (!params.len) return;
  if (fmt_can_space(params, 0))
    fmt_spaced_args(f, params, params.len);
  else
    fmt_args_in_brackets(f, &call, params.len);
}

/* Chains. `tail`: the chain may go on behind a spaced call's block. */

static void fmt_dot(fmt *f, const ast *n, bool tail) {
  const ast *subject = n->dot.subject;
  bool blocked = tail && subject->kind == AST_CALL && fmt_block_count(subject->call.args) == 1 &&
                 !fmt_is_literal(subject->call.fn);
  if (blocked)
    fmt_call(f, subject, true, true);
  else if (n->kind == AST_COMPONENT && subject->kind == AST_INT)
    fmt_in_brackets(f, subject); /* 3.4 is a number */
  else
    fmt_postfix(f, subject, tail);
  if (f->break_dots && fmt_is_link(subject)) fmt_line(f);
  fmt_puts(f, ".");
}

static void fmt_item_part(fmt *f, const ast *n, uint32_t i) { fmt_at(f, n->list.items.items[i], LEVEL_EXPR); }

static void fmt_slice_bounds(fmt *f, const ast *n) {
  fmt_puts(f, "[");
  if (n->slice.lo) fmt_at(f, n->slice.lo, LEVEL_EXPR);
  fmt_puts(f, ":");
  if (n->slice.hi) fmt_at(f, n->slice.hi, LEVEL_EXPR);
  if (n->slice.step) fmt_puts(f, ":");
  if (n->slice.step) fmt_at(f, n->slice.step, LEVEL_EXPR);
  fmt_puts(f, "]");
}

static void fmt_entry_part(fmt *f, const ast *n, uint32_t i) {
  const ast *key = n->entries.keys.items[i];
  fmt_at(f, key, fmt_ends_in_match(key) ? LEVEL_POSTFIX : LEVEL_EXPR);
  fmt_separator(f, ":");
  fmt_at(f, n->entries.values.items[i], LEVEL_EXPR);
}

static bool fmt_is_set(const fmt *f, const ast *subject) {
  return subject->kind == AST_NAME && str_eq(intern_str(f->names, subject->name), STR("set"));
}

static void fmt_index(fmt *f, const ast *subject, const ast *n) {
  if (n->kind == AST_TUPLE && (n->list.bare || !fmt_is_set(f, subject))) {
    fmt_parts(f, n, n->list.items.len, fmt_item_part, "[", "]");
    return;
  }
  fmt_puts(f, "[");
  fmt_at(f, n, LEVEL_EXPR);
  fmt_puts(f, "]");
}

static void fmt_link(fmt *f, const ast *n, bool tail) {
  if (n->kind == AST_CALL) {
    fmt_call(f, n, false, tail);
  } else if (n->kind == AST_DOT) {
    fmt_dot(f, n, tail);
    fmt_name(f, n->dot.name);
  } else if (n->kind == AST_COMPONENT) {
    fmt_dot(f, n, tail);
    fmt_source(f, n->dot.name_where);
  } else if (n->kind == AST_INDEX) {
    fmt_postfix(f, n->pair.left, tail);
    fmt_index(f, n->pair.left, n->pair.right);
  } else if (n->kind == AST_SLICE) {
    fmt_postfix(f, n->slice.subject, tail);
    fmt_slice_bounds(f, n);
  } else {
    fmt_postfix(f, n->entries.subject, tail);
    fmt_parts(f, n, n->entries.keys.len, fmt_entry_part, "{", "}");
  }
}

static void fmt_postfix(fmt *f, const ast *n, bool tail) {
  if (fmt_is_link(n) && fmt_level_of(n) == LEVEL_POSTFIX)
    fmt_link(f, n, tail);
  else
    fmt_at(f, n, LEVEL_POSTFIX);
}

enum { LONG_CHAIN = 3 };

static uint32_t fmt_dot_count(const ast *n) {
  uint32_t dots = 0;
  while (fmt_is_link(n)) {
    dots += n->kind == AST_DOT;
    n = n->kind == AST_CALL                              ? n->call.fn
        : n->kind == AST_DOT || n->kind == AST_COMPONENT ? n->dot.subject
        : n->kind == AST_INDEX                           ? n->pair.left
        : n->kind == AST_SLICE                           ? n->slice.subject
                                                         : n->entries.subject;
  }
  return dots;
}

/* A whole chain: the outermost link. */
static void fmt_chain(fmt *f, const ast *n, fmt_level level) {
  bool tail = level <= LEVEL_APP, outer = f->break_dots;
  bool breaks = fmt_breaks(f) && fmt_dot_count(n) >= LONG_CHAIN && !fmt_fits(f, n, level);
  f->break_dots = breaks;
  if (breaks) f->indent += FMT_INDENT;
  if (n->kind == AST_CALL)
    fmt_call(f, n, tail, tail);
  else
    fmt_link(f, n, tail);
  if (breaks) f->indent -= FMT_INDENT;
  f->break_dots = outer;
}

/* Literals and brackets. */

static void fmt_char(strbuf *out, char c, char quote) {
  static const struct {
    char c;
    const char *text;
  } table[] = {{'\n', "\\n"}, {'\t', "\\t"}, {'\r', "\\r"}, {'\0', "\\0"}, {'\\', "\\\\"}, {'{', "{{"}, {'}', "}}"}};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    if (table[i].c == c) {
      strbuf_add(out, str_of(table[i].text));
      return;
    }
  if (c == quote) strbuf_byte(out, '\\');
  strbuf_byte(out, c);
}

static bool fmt_wants_brackets_in_hole(const ast *n) {
  return n->kind == AST_LAMBDA || fmt_ends_in_match(n) || (n->kind == AST_COND && fmt_ends_in_match(n->cond.then));
}

/* On one line, because a line end in a hole would show in no other place of the string. */
static void fmt_hole(fmt *f, const ast *n, str spec) {
  bool flat = f->flat;
  fmt_puts(f, "{");
  f->flat = f->hole_begins = true;
  fmt_at(f, n, fmt_wants_brackets_in_hole(n) ? LEVEL_POSTFIX : LEVEL_EXPR);
  f->flat = flat;
  if (spec.len) fmt_puts(f, ":");
  fmt_put(f, spec);
  fmt_puts(f, "}");
}

static void fmt_format(fmt *f, const ast *n) {
  char quote = f->text[n->where.start + 1];
  fmt_put(f, (str){f->text + n->where.start, 2});
  for (uint32_t i = 0; i < n->format.parts.len; i++) {
    const ast *part = n->format.parts.items[i];
    str spec = n->format.specs[i];
    if (part->kind == AST_STR && !spec.len) {
      strbuf text = strbuf_new(f->out->home);
      for (size_t k = 0; k < part->text.len; k++) fmt_char(&text, part->text.ptr[k], quote);
      fmt_bytes(f, strbuf_str(&text));
    } else {
      fmt_hole(f, part, spec);
    }
  }
  fmt_bytes(f, (str){&quote, 1});
}

static void fmt_list_part(fmt *f, const ast *n, uint32_t i) {
  if (i < n->list.items.len) {
    fmt_at(f, n->list.items.items[i], LEVEL_EXPR);
  } else {
    fmt_puts(f, "*");
    fmt_sym(f, n->list.splat);
  }
}

static void fmt_comprehension(fmt *f, const ast *n) {
  fmt_puts(f, "[");
  fmt_before_bar(f, n->comp.head, LEVEL_EXPR);
  fmt_infix(f, "|");
  for (uint32_t i = 0; i < n->comp.quals.len; i++) {
    if (i) fmt_separator(f, ",");
    fmt_at(f, n->comp.quals.items[i], LEVEL_EXPR);
  }
  fmt_puts(f, "]");
}

static void fmt_qualifier(fmt *f, const ast *n) {
  fmt_at(f, n->pair.left, LEVEL_EXPR);
  fmt_infix(f, n->kind == AST_QUAL_FROM ? "<-" : "=");
  fmt_at(f, n->pair.right, LEVEL_EXPR);
}

static void fmt_block(fmt *f, const ast *n) {
  if (!n->one) {
    fmt_puts(f, "{}");
    return;
  }
  bool lines = fmt_breaks(f) && fmt_has_steps(n->one) && !fmt_steps_fit(f, n->one);
  fmt_puts(f, "{");
  if (lines) {
    f->indent += FMT_INDENT;
    fmt_line(f);
    fmt_steps(f, n->one, JOINT_LINES);
    f->indent -= FMT_INDENT;
    fmt_line(f);
  } else {
    fmt_gap(f);
    fmt_steps(f, n->one, JOINT_INLINE);
    fmt_gap(f);
  }
  fmt_puts(f, "}");
}

static void fmt_lambda(fmt *f, const ast *n) {
  fmt_puts(f, "\\");
  f->in_head = true;
  for (uint32_t i = 0; i < n->lambda.params.len; i++) {
    if (i) fmt_space(f);
    fmt_at(f, n->lambda.params.items[i], LEVEL_POSTFIX);
  }
  f->in_head = false;
  fmt_separator(f, ".");
  fmt_at(f, n->lambda.body, LEVEL_EXPR);
}

/* Operators. */

static bool fmt_is_tight(ast_op op) { return op == AST_OP_POW || op == AST_OP_RANGE || op == AST_OP_RANGE_OPEN; }

static void fmt_op(fmt *f, ast_op op, const ast *left) {
  if (left->kind != AST_HOLE && !fmt_is_tight(op)) fmt_gap(f);
  fmt_puts(f, ast_op_spelling(op));
}

/* A line ends behind the operator, where every operator may. */
static void fmt_right(fmt *f, ast_op op, const ast *right, fmt_level level, bool breaks) {
  uint32_t indent = f->indent;
  if (breaks) f->indent += FMT_INDENT;
  if (breaks)
    fmt_line(f);
  else if (!fmt_is_tight(op))
    fmt_gap(f);
  if (op == AST_OP_COALESCE) f->indent = indent; /* p ?? q ?? r is one column */
  fmt_at(f, right, level);
  f->indent = indent;
}

static void fmt_binary(fmt *f, const ast *n) {
  fmt_operator op = fmt_operator_of(n->binary.op);
  bool breaks = fmt_breaks(f) && !fmt_is_tight(n->binary.op) && !fmt_fits(f, n, op.level);
  fmt_at(f, n->binary.left, op.left);
  fmt_op(f, n->binary.op, n->binary.left);
  fmt_right(f, n->binary.op, n->binary.right, op.right, breaks);
}

static void fmt_comparisons(fmt *f, const ast *n) {
  const ast *left = n->chain.operands.items[0];
  fmt_at(f, left, LEVEL_RANGE);
  for (uint32_t i = 1; i < n->chain.operands.len; i++) {
    fmt_op(f, n->chain.ops[i - 1], left);
    left = n->chain.operands.items[i];
    fmt_right(f, n->chain.ops[i - 1], left, LEVEL_RANGE, false);
  }
}

/* A choice of choices is a column of `: test ? value`. */
static void fmt_cond(fmt *f, const ast *n) {
  bool breaks = fmt_breaks(f) && !fmt_fits(f, n, LEVEL_TERN);
  f->indent += FMT_INDENT;
  for (; n->kind == AST_COND; n = n->cond.other) {
    fmt_at(f, n->cond.test, LEVEL_COAL);
    fmt_infix(f, "?");
    fmt_at(f, n->cond.then, LEVEL_EXPR);
    if (breaks)
      fmt_line(f);
    else
      fmt_gap(f);
    fmt_separator(f, ":");
  }
  fmt_at(f, n, LEVEL_EXPR);
  f->indent -= FMT_INDENT;
}

static void fmt_arm(fmt *f, const ast_arm *arm, bool last) {
  fmt_separator(f, "|");
  fmt_at(f, arm->pattern, LEVEL_ADD);
  if (arm->type) fmt_separator(f, ":");
  if (arm->type) fmt_type_one(f, arm->type);
  if (arm->guard) fmt_infix(f, "&&");
  if (arm->guard) fmt_at(f, arm->guard, LEVEL_TERN);
  fmt_infix(f, "->");
  if (last)
    fmt_at(f, arm->body, LEVEL_EXPR);
  else
    fmt_before_bar(f, arm->body, LEVEL_EXPR);
}

static void fmt_match(fmt *f, const ast *n) {
  bool breaks = fmt_breaks(f) && !fmt_fits(f, n, LEVEL_EXPR);
  fmt_separator(f, "match");
  fmt_before_bar(f, n->match.subject, LEVEL_TERN);
  f->indent += FMT_INDENT;
  for (uint32_t i = 0; i < n->match.arm_count; i++) {
    if (breaks)
      fmt_line(f);
    else
      fmt_gap(f);
    fmt_arm(f, &n->match.arms[i], i + 1 == n->match.arm_count);
  }
  f->indent -= FMT_INDENT;
}

static void fmt_in_brackets(fmt *f, const ast *n) {
  if (fmt_has_steps(n)) {
    fmt_steps_in_brackets(f, n);
    return;
  }
  fmt_puts(f, "(");
  fmt_at(f, n, LEVEL_EXPR);
  fmt_puts(f, ")");
}

static void fmt_form_of(fmt *f, const ast *n, fmt_level level) {
  switch (n->kind) {
  case AST_FLOAT:
  case AST_CHAR:
  case AST_STR: fmt_source(f, n->where); break;
  case AST_INT:
    if (fmt_is_least(n))
      fmt_puts(f, "-9223372036854775808");
    else
      fmt_source(f, n->where);
    break;
  case AST_FORMAT: fmt_format(f, n); break;
  case AST_BOOL: fmt_puts(f, n->integer ? "true" : "false"); break;
  case AST_NONE: fmt_puts(f, "none"); break;
  case AST_UNIT: fmt_puts(f, "()"); break;
  case AST_NAME: fmt_name(f, n->name); break;
  case AST_CON: fmt_sym(f, n->name); break;
  case AST_OPFN:
    fmt_puts(f, "(");
    fmt_puts(f, ast_op_spelling(n->op));
    fmt_puts(f, ")");
    break;
  case AST_HOLE:
  case AST_ERROR: break;
  case AST_LIST: fmt_parts(f, n, n->list.items.len + !!n->list.splat, fmt_list_part, "[", "]"); break;
  case AST_TUPLE: fmt_parts(f, n, n->list.items.len, fmt_item_part, "(", ")"); break;
  case AST_COMPREHENSION: fmt_comprehension(f, n); break;
  case AST_QUAL_FROM:
  case AST_QUAL_LET: fmt_qualifier(f, n); break;
  case AST_CALL:
  case AST_DOT:
  case AST_COMPONENT:
  case AST_INDEX:
  case AST_SLICE:
  case AST_RECORD: fmt_chain(f, n, level); break;
  case AST_BLOCK: fmt_block(f, n); break;
  case AST_ENTRIES: fmt_parts(f, n, n->entries.keys.len, fmt_entry_part, "{", "}"); break;
  case AST_LAMBDA: fmt_lambda(f, n); break;
  case AST_SECTION: fmt_in_brackets(f, n->one); break;
  case AST_BINARY: fmt_binary(f, n); break;
  case AST_CHAIN: fmt_comparisons(f, n); break;
  case AST_NOT:
    fmt_puts(f, "!");
    fmt_at(f, n->one, LEVEL_NOT);
    break;
  case AST_NEG:
    fmt_puts(f, "-");
    fmt_at(f, n->one, LEVEL_UNARY);
    break;
  case AST_COND: fmt_cond(f, n); break;
  case AST_MATCH: fmt_match(f, n); break;
  case AST_LET:
  case AST_SEQ: fmt_steps_in_brackets(f, n); break;
  case AST_TYPED:
    fmt_at(f, n->typed.subject, LEVEL_EXPR);
    fmt_separator(f, ":");
    fmt_type_one(f, n->typed.type);
    break;
  }
}

static void fmt_at(fmt *f, const ast *n, fmt_level level) {
  if (f->over) return;
  bool outer = f->break_dots;
  f->break_dots = false;
  if (fmt_level_of(n) < level)
    fmt_in_brackets(f, n);
  else
    fmt_form_of(f, n, level);
  f->break_dots = outer;
}
