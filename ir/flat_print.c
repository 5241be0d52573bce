/* The flat form as text, for people: one function after the other, its blocks in the order control reaches them.

     fun 1 sum_up(v0:Int v1:[Int]) -> Int fails
       0:  v2 = list_len v1
           jump 1(v2)
       1(v3:Int):
           try v4 = iadd v3 v0 then 2 else 3 */

#include "ir/flat.h"
#include "ir/literal.h"

static const char *const scalar_names[] = {"Int", "Float", "Bool", "Char", "Ptr", "Place"};

static void print_type(strbuf *out, flat_var_info info) {
  if (flat_is_token(info)) {
    strbuf_add(out, STR("Token"));
  } else if (info.heap) {
    irt_print(out, info.heap);
  } else {
    strbuf_add(out, str_of(scalar_names[info.scalar]));
  }
}

static void print_vars(strbuf *out, uint32_t n, const flat_var *vars) {
  for (uint32_t i = 0; i < n; i++) strbuf_printf(out, " v%u", vars[i]);
}

static void print_typed_vars(strbuf *out, const flat_fun *f, uint32_t n, const flat_var *vars, const bool *borrowed) {
  strbuf_byte(out, '(');
  for (uint32_t i = 0; i < n; i++) {
    strbuf_printf(out, "%s%sv%u:", i ? " " : "", borrowed && borrowed[i] ? "&" : "", vars[i]);
    print_type(out, f->vars.items[vars[i]]);
  }
  strbuf_byte(out, ')');
}

static void print_lower(strbuf *out, const char *name) {
  for (; *name; name++) strbuf_byte(out, (char)(*name >= 'A' && *name <= 'Z' ? *name + ('a' - 'A') : *name));
}

static void print_literal(strbuf *out, const comb_literal *k) {
  if (k->type->kind == IRT_FLOAT) {
    literal_float(out, k->f);
  } else if (k->type->kind == IRT_CHAR) {
    literal_char(out, (uint32_t)k->i);
  } else if (k->type->kind == IRT_BOOL) {
    strbuf_add(out, k->i ? STR("true") : STR("false"));
  } else if (irt_is_str(k->type)) {
    literal_str(out, k->s);
  } else if (k->type->kind == IRT_LIST || k->type->kind == IRT_TUPLE) {
    bool list = k->type->kind == IRT_LIST;
    strbuf_byte(out, list ? '[' : '(');
    for (size_t i = 0; i < k->parts.count; i++) {
      if (i) strbuf_byte(out, ',');
      print_literal(out, &k->parts.items[i]);
    }
    strbuf_byte(out, list ? ']' : ')');
  } else {
    literal_int(out, k->i);
  }
}

static void print_instr(strbuf *out, const flat_module *m, const flat_instr *i) {
  for (uint32_t k = 0; k < i->dest_count; k++) strbuf_printf(out, "v%u ", i->dests[k]);
  if (i->dest_count) strbuf_add(out, STR("= "));
  if (i->takes) strbuf_add(out, STR("take "));
  if (i->op == FLAT_PRIM) {
    strbuf_add(out, str_of(op_name(i->prim)));
  } else {
    print_lower(out, flat_op_name(i->op));
    if (i->op == FLAT_TEXT_ADD && i->prim != OP_list) strbuf_printf(out, "_%s", op_name(i->prim));
  }
  if (i->op == FLAT_CONST) {
    strbuf_byte(out, ' ');
    print_literal(out, &i->literal);
  }
  if (i->op == FLAT_CALL || i->op == FLAT_CLOSURE)
    strbuf_printf(out, " %u:" STR_FMT, i->target, STR_ARG(m->funs.items[i->target]->name));
  if (i->op == FLAT_MAKE || i->op == FLAT_FIELDS || i->op == FLAT_TAKE || i->op == FLAT_FIELD_AT)
    strbuf_printf(out, " " STR_FMT, STR_ARG(irt_decl(i->type)->cons[i->target].name));
  if (i->op == FLAT_GLOBAL)
    strbuf_printf(out, " %u:" STR_FMT, i->target, STR_ARG(m->globals.items[i->target].name));
  if (i->op == FLAT_FIELD_AT) strbuf_printf(out, " %u", i->field);
  print_vars(out, i->arg_count - i->reuses, i->args);
  if (i->reuses) strbuf_printf(out, " in v%u", i->args[i->arg_count - 1]);
}

static void print_edge(strbuf *out, const flat_edge *e) {
  strbuf_printf(out, "%u", e->to);
  if (!e->arg_count) return;
  strbuf_byte(out, '(');
  for (uint32_t i = 0; i < e->arg_count; i++) strbuf_printf(out, "%sv%u", i ? " " : "", e->args[i]);
  strbuf_byte(out, ')');
}

static void print_end(strbuf *out, const flat_module *m, const flat_block *b) {
  switch (b->end) {
    case FLAT_JUMP:
      strbuf_add(out, STR("jump "));
      print_edge(out, &b->edges[0]);
      break;
    case FLAT_BRANCH:
      strbuf_printf(out, "if v%u then ", b->cond);
      print_edge(out, &b->edges[0]);
      strbuf_add(out, STR(" else "));
      print_edge(out, &b->edges[1]);
      break;
    case FLAT_TRY:
      strbuf_add(out, b->last.caught ? STR("try quietly ") : STR("try "));
      print_instr(out, m, &b->last);
      strbuf_add(out, STR(" then "));
      print_edge(out, &b->edges[0]);
      strbuf_add(out, STR(" else "));
      print_edge(out, &b->edges[1]);
      break;
    case FLAT_RETURN:
      strbuf_add(out, STR("return"));
      print_vars(out, b->ret_count, b->rets);
      break;
    case FLAT_TAIL:
      strbuf_add(out, STR("tail "));
      print_instr(out, m, &b->last);
      break;
    case FLAT_FAIL: strbuf_add(out, STR("fail")); break;
    case FLAT_STOP: strbuf_add(out, STR("stop")); break;
  }
  strbuf_byte(out, '\n');
}

static void print_block(strbuf *out, const flat_module *m, const flat_fun *f, flat_label label) {
  const flat_block *b = &f->blocks.items[label];
  strbuf_printf(out, "  %u", label);
  if (b->params.len) print_typed_vars(out, f, b->params.len, b->params.items, NULL);
  strbuf_add(out, STR(":\n"));
  for (uint32_t i = 0; i < b->code.len; i++) {
    strbuf_add(out, STR("      "));
    print_instr(out, m, &b->code.items[i]);
    strbuf_byte(out, '\n');
  }
  strbuf_add(out, STR("      "));
  print_end(out, m, b);
}

static void print_fun(strbuf *out, const flat_module *m, uint32_t k, arena *scratch) {
  const flat_fun *f = m->funs.items[k];
  strbuf_printf(out, "%s %u " STR_FMT, f->closure ? "closure" : "fun", k, STR_ARG(f->name));
  print_typed_vars(out, f, f->param_count, f->params, f->borrowed);
  strbuf_add(out, STR(" -> "));
  irt_print(out, f->result);
  strbuf_add(out, f->may_fail ? STR(" fails\n") : STR("\n"));
  flat_label *order;
  uint32_t n = flat_order(f, scratch, &order);
  for (uint32_t i = 0; i < n; i++) print_block(out, m, f, order[i]);
}

void flat_print(strbuf *out, const flat_module *m) {
  arena *scratch = arena_new("flat print");
  for (uint32_t k = 0; k < m->globals.len; k++) {
    const flat_global *g = &m->globals.items[k];
    strbuf_printf(out, "global %u " STR_FMT " = fun %u\n", k, STR_ARG(g->name), g->fun);
  }
  for (uint32_t k = 0; k < m->funs.len; k++) print_fun(out, m, k, scratch);
  strbuf_printf(out, "entry %u\n", m->entry);
  arena_free(scratch);
}
