/* --emit=ast. An s-expression is written flat first, then broken into lines where it is wide; both are linear. */

#include "frontend/ast.h"

#include <math.h>
#include <string.h>

enum { DUMP_WIDTH = 100 };

typedef struct dump {
  strbuf *out;
  const intern *names;
} dump;

static const char *const kind_names[] = {
#define X(kind, text) [AST_##kind] = text,
#include "frontend/ast.def"
#undef X
};

static void dump_node(dump *d, const ast *n);
static void dump_type(dump *d, const ast_type *t);

static void dump_sym(dump *d, sym name) { strbuf_printf(d->out, " " STR_FMT, STR_ARG(intern_str(d->names, name))); }

static void dump_text(dump *d, str text) {
  static const char hex[] = "0123456789abcdef";
  strbuf_byte(d->out, '"');
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.ptr[i];
    if (c == '"' || c == '\\') strbuf_byte(d->out, '\\');
    if (c >= ' ' && c != 127)
      strbuf_byte(d->out, (char)c);
    else
      strbuf_printf(d->out, "\\%c%c", hex[c >> 4], hex[c & 15]);
  }
  strbuf_byte(d->out, '"');
}

static void dump_child(dump *d, const ast *n) {
  strbuf_byte(d->out, ' ');
  if (n)
    dump_node(d, n);
  else
    strbuf_byte(d->out, '-');
}

static void dump_list(dump *d, ast_list list) {
  for (uint32_t i = 0; i < list.len; i++) dump_child(d, list.items[i]);
}

static void dump_group(dump *d, const char *name, ast_list list) {
  strbuf_printf(d->out, " (%s", name);
  dump_list(d, list);
  strbuf_byte(d->out, ')');
}

static void dump_arm(dump *d, const ast_arm *arm) {
  strbuf_add(d->out, STR(" (arm"));
  dump_child(d, arm->pattern);
  if (arm->type) {
    strbuf_add(d->out, STR(" : "));
    dump_type(d, arm->type);
  }
  if (arm->guard) {
    strbuf_add(d->out, STR(" &&"));
    dump_child(d, arm->guard);
  }
  dump_child(d, arm->body);
  strbuf_byte(d->out, ')');
}

static void dump_entries(dump *d, const ast *n) {
  for (uint32_t i = 0; i < n->entries.keys.len; i++) {
    strbuf_add(d->out, STR(" ("));
    dump_node(d, n->entries.keys.items[i]);
    dump_child(d, n->entries.values.items[i]);
    strbuf_byte(d->out, ')');
  }
}

static void dump_format(dump *d, const ast *n) {
  for (uint32_t i = 0; i < n->format.parts.len; i++) {
    dump_child(d, n->format.parts.items[i]);
    if (!n->format.specs[i].len) continue;
    strbuf_add(d->out, STR(" :"));
    dump_text(d, n->format.specs[i]);
  }
}

static void dump_chain(dump *d, const ast *n) {
  dump_child(d, n->chain.operands.items[0]);
  for (uint32_t i = 1; i < n->chain.operands.len; i++) {
    strbuf_printf(d->out, " %s", ast_op_spelling(n->chain.ops[i - 1]));
    dump_child(d, n->chain.operands.items[i]);
  }
}

static void dump_parts(dump *d, const ast *n) {
  switch (n->kind) {
  case AST_INT:
    if (n->big)
      strbuf_printf(d->out, " " STR_FMT "n", STR_ARG(n->text));
    else
      strbuf_printf(d->out, " %lld", (long long)n->integer);
    break;
  case AST_FLOAT: strbuf_printf(d->out, " %.17g", n->real); break;
  case AST_CHAR: strbuf_printf(d->out, " U+%04X", (unsigned)n->integer); break;
  case AST_STR:
    strbuf_byte(d->out, ' ');
    dump_text(d, n->text);
    break;
  case AST_FORMAT: dump_format(d, n); break;
  case AST_BOOL: strbuf_printf(d->out, n->integer ? " true" : " false"); break;
  case AST_NONE:
  case AST_UNIT:
  case AST_HOLE:
  case AST_ERROR: break;
  case AST_NAME:
  case AST_CON: dump_sym(d, n->name); break;
  case AST_OPFN: strbuf_printf(d->out, " %s", ast_op_spelling(n->op)); break;
  case AST_LIST:
    dump_list(d, n->list.items);
    if (n->list.splat) strbuf_printf(d->out, " *" STR_FMT, STR_ARG(intern_str(d->names, n->list.splat)));
    break;
  case AST_TUPLE: dump_list(d, n->list.items); break;
  case AST_COMPREHENSION:
    dump_child(d, n->comp.head);
    dump_list(d, n->comp.quals);
    break;
  case AST_QUAL_FROM:
  case AST_QUAL_LET:
  case AST_INDEX:
  case AST_SEQ:
    dump_child(d, n->pair.left);
    dump_child(d, n->pair.right);
    break;
  case AST_CALL:
    dump_child(d, n->call.fn);
    dump_list(d, n->call.args);
    break;
  case AST_DOT:
    dump_child(d, n->dot.subject);
    dump_sym(d, n->dot.name);
    break;
  case AST_COMPONENT:
    dump_child(d, n->dot.subject);
    strbuf_printf(d->out, " %lld", (long long)n->dot.index);
    break;
  case AST_SLICE:
    dump_child(d, n->slice.subject);
    dump_child(d, n->slice.lo);
    dump_child(d, n->slice.hi);
    dump_child(d, n->slice.step);
    break;
  case AST_BLOCK:
    if (n->one) dump_child(d, n->one);
    break;
  case AST_SECTION:
  case AST_NOT:
  case AST_NEG: dump_child(d, n->one); break;
  case AST_RECORD:
    dump_child(d, n->entries.subject);
    dump_entries(d, n);
    break;
  case AST_ENTRIES: dump_entries(d, n); break;
  case AST_LAMBDA:
    dump_group(d, "params", n->lambda.params);
    dump_child(d, n->lambda.body);
    break;
  case AST_BINARY:
    strbuf_printf(d->out, " %s", ast_op_spelling(n->binary.op));
    dump_child(d, n->binary.left);
    dump_child(d, n->binary.right);
    break;
  case AST_CHAIN: dump_chain(d, n); break;
  case AST_COND:
    dump_child(d, n->cond.test);
    dump_child(d, n->cond.then);
    dump_child(d, n->cond.other);
    break;
  case AST_MATCH:
    dump_child(d, n->match.subject);
    for (uint32_t i = 0; i < n->match.arm_count; i++) dump_arm(d, &n->match.arms[i]);
    break;
  case AST_LET:
    dump_child(d, n->let.target);
    dump_child(d, n->let.value);
    dump_child(d, n->let.rest);
    break;
  case AST_TYPED:
    dump_child(d, n->typed.subject);
    strbuf_byte(d->out, ' ');
    dump_type(d, n->typed.type);
    break;
  }
}

static void dump_node(dump *d, const ast *n) {
  strbuf_printf(d->out, "(%s", kind_names[n->kind]);
  dump_parts(d, n);
  strbuf_byte(d->out, ')');
}

static void dump_type(dump *d, const ast_type *t) {
  static const char *const names[] = {
      [AST_TYPE_NAME] = "var",    [AST_TYPE_CON] = "con",      [AST_TYPE_LIST] = "list", [AST_TYPE_UNIT] = "unit",
      [AST_TYPE_TUPLE] = "tuple", [AST_TYPE_DICT] = "dict",    [AST_TYPE_SET] = "set",   [AST_TYPE_OPTION] = "option",
      [AST_TYPE_FUN] = "fun",     [AST_TYPE_EFFECT] = "effect"};
  strbuf_printf(d->out, "(%s", names[t->kind]);
  if (t->name) dump_sym(d, t->name);
  for (uint32_t i = 0; i < t->count; i++) {
    strbuf_byte(d->out, ' ');
    dump_type(d, t->parts[i]);
  }
  strbuf_byte(d->out, ')');
}

static void dump_variant(dump *d, const ast_variant *v) {
  strbuf_printf(d->out, " (%s", v->fields ? "fields" : "variant");
  dump_sym(d, v->name);
  for (uint32_t i = 0; i < v->count; i++) {
    if (v->fields) dump_sym(d, v->fields[i]);
    strbuf_byte(d->out, ' ');
    dump_type(d, v->parts[i]);
  }
  strbuf_byte(d->out, ')');
}

static void dump_item(dump *d, const ast_item *item) {
  static const char *const names[] = {[AST_ITEM_DEF] = "define",
                                      [AST_ITEM_MAIN] = "main",
                                      [AST_ITEM_TYPE] = "type",
                                      [AST_ITEM_USE] = "use",
                                      [AST_ITEM_ANNOTATION] = "annotate"};
  strbuf_printf(d->out, "(%s", item->exported ? "export" : names[item->kind]);
  if (item->name) dump_sym(d, item->name);
  if (item->params.len) dump_group(d, "params", item->params);
  for (uint32_t i = 0; i < item->type_param_count; i++) dump_sym(d, item->type_params[i]);
  for (uint32_t i = 0; i < item->variant_count; i++) dump_variant(d, &item->variants[i]);
  if (item->type) {
    strbuf_byte(d->out, ' ');
    dump_type(d, item->type);
  }
  if (item->body) dump_child(d, item->body);
  strbuf_byte(d->out, ')');
}

/* Where the string or bracket that starts at `at` ends, by `closers` of brackets. */
static uint32_t *dump_closers(arena *home, str flat) {
  uint32_t *closers = ARENA_ARRAY(home, uint32_t, flat.len + 1), *open = ARENA_ARRAY(home, uint32_t, flat.len + 1),
           depth = 0;
  bool quoted = false;
  for (uint32_t i = 0; i < flat.len; i++) {
    char c = flat.ptr[i];
    if (quoted && c == '\\')
      i++;
    else if (c == '"')
      quoted = !quoted;
    else if (!quoted && c == '(')
      open[depth++] = i;
    else if (!quoted && c == ')')
      closers[open[--depth]] = i;
  }
  return closers;
}

/* A list that is too wide for its line has each list inside on a line of its own. */
static void dump_lines(strbuf *out, str flat, const uint32_t *closers) {
  uint32_t depth = 0, wide_depth = 0;
  bool quoted = false;
  for (uint32_t i = 0; i < flat.len; i++) {
    char c = flat.ptr[i];
    if (quoted && c == '\\') {
      strbuf_byte(out, c);
      c = flat.ptr[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == '(') {
      bool wide = closers[i] - i + 2 * depth > DUMP_WIDTH;
      if (wide && depth == wide_depth) wide_depth++;
      depth++;
    } else if (!quoted && c == ')') {
      depth--;
      if (wide_depth > depth) wide_depth = depth;
    }
    bool breaks = !quoted && c == ' ' && i + 1 < flat.len && flat.ptr[i + 1] == '(' && depth == wide_depth;
    if (breaks)
      strbuf_printf(out, "\n%*s", (int)(2 * depth), "");
    else
      strbuf_byte(out, c);
  }
  strbuf_byte(out, '\n');
}

void ast_dump(strbuf *out, const ast_module *m, const intern *names) {
  for (uint32_t i = 0; i < m->item_count; i++) {
    strbuf flat = strbuf_new(out->home);
    dump d = {&flat, names};
    dump_item(&d, &m->items[i]);
    dump_lines(out, strbuf_str(&flat), dump_closers(out->home, strbuf_str(&flat)));
  }
}
