/* Types and their declarations, in both faces. */

#include "frontend/fmt_write.h"

static void fmt_types(fmt *f, ast_type **types, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    if (i) {
      fmt_puts(f, ",");
      fmt_gap(f);
    }
    fmt_type(f, types[i]);
  }
}

static void fmt_enclosed(fmt *f, const char *open, ast_type **types, uint32_t count, const char *close) {
  fmt_puts(f, open);
  fmt_types(f, types, count);
  fmt_puts(f, close);
}

/* What stands before `->`, behind `!` or before `?`. */
static void fmt_type_tight(fmt *f, const ast_type *t, bool effect) {
  bool loose = t->kind == AST_TYPE_FUN || (t->kind == AST_TYPE_EFFECT && !effect);
  if (loose)
    fmt_enclosed(f, "(", (ast_type **)&(ast_type *){(ast_type *)t}, 1, ")");
  else
    fmt_type(f, t);
}

void fmt_type_one(fmt *f, const ast_type *t) { fmt_type_tight(f, t, false); }

void fmt_type(fmt *f, const ast_type *t) {
  switch (t->kind) {
  case AST_TYPE_NAME:
  case AST_TYPE_CON:
    fmt_sym(f, t->name);
    if (t->count) fmt_enclosed(f, "[", t->parts, t->count, "]");
    break;
  case AST_TYPE_LIST: fmt_enclosed(f, "[", t->parts, 1, "]"); break;
  case AST_TYPE_UNIT: fmt_puts(f, "()"); break;
  case AST_TYPE_TUPLE: fmt_enclosed(f, "(", t->parts, t->count, ")"); break;
  case AST_TYPE_SET: fmt_enclosed(f, "{", t->parts, 1, "}"); break;
  case AST_TYPE_DICT:
    fmt_enclosed(f, "{", t->parts, 1, ":");
    fmt_gap(f);
    fmt_enclosed(f, "", t->parts + 1, 1, "}");
    break;
  case AST_TYPE_OPTION:
    fmt_type_tight(f, t->parts[0], false);
    fmt_puts(f, "?");
    break;
  case AST_TYPE_EFFECT:
    fmt_puts(f, "!");
    fmt_type_tight(f, t->parts[0], false);
    break;
  case AST_TYPE_FUN:
    fmt_type_tight(f, t->parts[0], true);
    fmt_gap(f);
    fmt_puts(f, "->");
    fmt_gap(f);
    fmt_type(f, t->parts[1]);
    break;
  }
}

static void fmt_fields(fmt *f, const ast_variant *v) {
  fmt_puts(f, "{");
  for (uint32_t i = 0; i < v->count; i++) {
    if (i) {
      fmt_puts(f, ",");
      fmt_gap(f);
    }
    fmt_sym(f, v->fields[i]);
    fmt_puts(f, ":");
    fmt_gap(f);
    fmt_type(f, v->parts[i]);
  }
  fmt_puts(f, "}");
}

static void fmt_variant(fmt *f, const ast_variant *v) {
  fmt_sym(f, v->name);
  if (v->count) fmt_enclosed(f, "(", v->parts, v->count, ")");
}

void fmt_declaration(fmt *f, const ast_item *item) {
  fmt_puts(f, "type ");
  fmt_sym(f, item->name);
  for (uint32_t i = 0; i < item->type_param_count; i++) {
    fmt_puts(f, i ? "," : "[");
    if (i) fmt_gap(f);
    fmt_sym(f, item->type_params[i]);
  }
  if (item->type_param_count) fmt_puts(f, "]");
  fmt_gap(f);
  fmt_puts(f, "=");
  fmt_gap(f);
  for (uint32_t i = 0; i < item->variant_count; i++) {
    if (i) {
      fmt_gap(f);
      fmt_puts(f, "|");
      fmt_gap(f);
    }
    if (item->variants[i].fields)
      fmt_fields(f, &item->variants[i]);
    else
      fmt_variant(f, &item->variants[i]);
  }
}
