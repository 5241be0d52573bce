/* Do two trees mean the same by their form? Spaces or brackets around arguments make no difference, nor do a library
   name's aliases, where neither program binds the name. Linear. */

#include <string.h>

#include "frontend/fmt_write.h"

typedef struct same {
  const intern *names;
  map bound_a, bound_b;
} same;

static bool same_node(const same *s, const ast *a, const ast *b);

static bool same_name(const same *s, sym a, sym b) {
  return a == b || str_eq(fmt_canonical(s->names, &s->bound_a, a), fmt_canonical(s->names, &s->bound_b, b));
}

static bool same_list(const same *s, ast_list a, ast_list b) {
  if (a.len != b.len) return false;
  for (uint32_t i = 0; i < a.len; i++)
    if (!same_node(s, a.items[i], b.items[i])) return false;
  return true;
}

static bool same_type(const ast_type *a, const ast_type *b) {
  if (!a || !b) return a == b;
  if (a->kind != b->kind || a->name != b->name || a->count != b->count) return false;
  for (uint32_t i = 0; i < a->count; i++)
    if (!same_type(a->parts[i], b->parts[i])) return false;
  return true;
}

static bool same_match(const same *s, const ast *a, const ast *b) {
  if (!same_node(s, a->match.subject, b->match.subject) || a->match.arm_count != b->match.arm_count) return false;
  for (uint32_t i = 0; i < a->match.arm_count; i++) {
    const ast_arm *p = &a->match.arms[i], *q = &b->match.arms[i];
    if (!same_node(s, p->pattern, q->pattern) || !same_type(p->type, q->type) || !same_node(s, p->guard, q->guard) ||
        !same_node(s, p->body, q->body))
      return false;
  }
  return true;
}

static bool same_format(const same *s, const ast *a, const ast *b) {
  if (!same_list(s, a->format.parts, b->format.parts)) return false;
  for (uint32_t i = 0; i < a->format.parts.len; i++)
    if (!str_eq(a->format.specs[i], b->format.specs[i])) return false;
  return true;
}

static bool same_chain(const same *s, const ast *a, const ast *b) {
  if (!same_list(s, a->chain.operands, b->chain.operands)) return false;
  return !memcmp(a->chain.ops, b->chain.ops, (a->chain.operands.len - 1) * sizeof *a->chain.ops);
}

/* {} is the same behind a term and in brackets. */
static bool same_empty_braces(const ast *n) {
  return n->kind == AST_BLOCK ? !n->one : n->kind == AST_ENTRIES && !n->entries.keys.len;
}

static bool same_node(const same *s, const ast *a, const ast *b) {
  if (!a || !b) return a == b;
  if (same_empty_braces(a) && same_empty_braces(b)) return true;
  if (a->kind != b->kind) return false;
  switch (a->kind) {
  case AST_INT: return a->big == b->big && (a->big ? str_eq(a->text, b->text) : a->integer == b->integer);
  case AST_FLOAT: return !memcmp(&a->real, &b->real, sizeof a->real);
  case AST_CHAR:
  case AST_BOOL: return a->integer == b->integer;
  case AST_STR: return str_eq(a->text, b->text);
  case AST_FORMAT: return same_format(s, a, b);
  case AST_NONE:
  case AST_UNIT:
  case AST_HOLE:
  case AST_ERROR: return true;
  case AST_NAME: return same_name(s, a->name, b->name);
  case AST_CON: return a->name == b->name;
  case AST_OPFN: return a->op == b->op;
  case AST_LIST:
  case AST_TUPLE: return a->list.splat == b->list.splat && same_list(s, a->list.items, b->list.items);
  case AST_COMPREHENSION: return same_node(s, a->comp.head, b->comp.head) && same_list(s, a->comp.quals, b->comp.quals);
  case AST_QUAL_FROM:
  case AST_QUAL_LET:
  case AST_INDEX:
  case AST_SEQ: return same_node(s, a->pair.left, b->pair.left) && same_node(s, a->pair.right, b->pair.right);
  case AST_CALL: return same_node(s, a->call.fn, b->call.fn) && same_list(s, a->call.args, b->call.args);
  case AST_DOT: return same_name(s, a->dot.name, b->dot.name) && same_node(s, a->dot.subject, b->dot.subject);
  case AST_COMPONENT: return a->dot.index == b->dot.index && same_node(s, a->dot.subject, b->dot.subject);
  case AST_SLICE:
    return same_node(s, a->slice.subject, b->slice.subject) && same_node(s, a->slice.lo, b->slice.lo) &&
           same_node(s, a->slice.hi, b->slice.hi) && same_node(s, a->slice.step, b->slice.step);
  case AST_BLOCK:
  case AST_SECTION:
  case AST_NOT:
  case AST_NEG: return same_node(s, a->one, b->one);
  case AST_ENTRIES:
  case AST_RECORD:
    return same_node(s, a->entries.subject, b->entries.subject) && same_list(s, a->entries.keys, b->entries.keys) &&
           same_list(s, a->entries.values, b->entries.values);
  case AST_LAMBDA:
    return same_list(s, a->lambda.params, b->lambda.params) && same_node(s, a->lambda.body, b->lambda.body);
  case AST_BINARY:
    return a->binary.op == b->binary.op && same_node(s, a->binary.left, b->binary.left) &&
           same_node(s, a->binary.right, b->binary.right);
  case AST_CHAIN: return same_chain(s, a, b);
  case AST_COND:
    return same_node(s, a->cond.test, b->cond.test) && same_node(s, a->cond.then, b->cond.then) &&
           same_node(s, a->cond.other, b->cond.other);
  case AST_MATCH: return same_match(s, a, b);
  case AST_LET:
    return same_node(s, a->let.target, b->let.target) && same_node(s, a->let.value, b->let.value) &&
           same_node(s, a->let.rest, b->let.rest);
  case AST_TYPED: return same_type(a->typed.type, b->typed.type) && same_node(s, a->typed.subject, b->typed.subject);
  }
  return false;
}

static bool same_variants(const ast_item *a, const ast_item *b) {
  if (a->variant_count != b->variant_count || a->type_param_count != b->type_param_count) return false;
  for (uint32_t i = 0; i < a->type_param_count; i++)
    if (a->type_params[i] != b->type_params[i]) return false;
  for (uint32_t i = 0; i < a->variant_count; i++) {
    const ast_variant *p = &a->variants[i], *q = &b->variants[i];
    if (p->name != q->name || p->count != q->count || !p->fields != !q->fields) return false;
    for (uint32_t k = 0; k < p->count; k++)
      if (!same_type(p->parts[k], q->parts[k]) || (p->fields && p->fields[k] != q->fields[k])) return false;
  }
  return true;
}

bool ast_same(const ast_module *a, const ast_module *b, const intern *names) {
  if (a->item_count != b->item_count) return false;
  arena *scratch = arena_new("comparison");
  same s = {names, fmt_bound_names(scratch, a), fmt_bound_names(scratch, b)};
  bool equal = true;
  for (uint32_t i = 0; i < a->item_count && equal; i++) {
    const ast_item *p = &a->items[i], *q = &b->items[i];
    equal = p->kind == q->kind && p->name == q->name && same_list(&s, p->params, q->params) &&
            same_node(&s, p->body, q->body) && same_type(p->type, q->type) && same_variants(p, q);
  }
  arena_free(scratch);
  return equal;
}
