/* A text that is joined of pieces is composed in place: neither the list of pieces need be there, nor the pieces.

     l = []                                  t = empty
     loop: .. push l (show n + ", ")    =>   loop: .. add n to t; add ", " to t; add d to t
     join l d                                cut d from t's end

   Law:        p1 + d + p2 + d + .. pn is (p1 + d) + (p2 + d) + .. (pn + d) without its end, and the empty text where n
               is 0; adding a + b is adding a, then b.
   Condition:  a new list of texts is only pushed to and, at last, joined; the separator is written. A piece that stands
               in the same block and is for nothing else is added by what it is made of: two texts, an Int, a part of a
               text.
   Expects:    a simplified module without DUP and DROP.
   Guarantees: flat_simplify is to follow.
   Cost:       linear. */

#include "ir/compose.h"

enum { UNFIT = UINT32_MAX, MOST_PIECES = 64 };

/* A list that may be joined. */
typedef struct joint {
  uint32_t joins; /* UNFIT: something else is done with it */
  flat_var text, separator;
  bool made; /* where it begins has been seen: what is a list from elsewhere is none of ours */
} joint;

typedef struct composer {
  flat_module *m;
  flat_fun *f;
  arena *home; /* scratch */
  uint32_t *uses;
  const flat_instr **made; /* per variable: a constant, or a piece of the block at hand */
  joint *joints;           /* per variable */
} composer;

static bool is_prim(const flat_instr *i, ir_op op) { return i && i->op == FLAT_PRIM && i->prim == op; }

static bool begins_list(const flat_instr *i) { return i->op == FLAT_LIST_NEW && irt_is_str(i->type->args[0]); }

/* ---- finding ---- */

static void spoil(composer *c, uint32_t n, const flat_var *vars) {
  for (uint32_t k = 0; k < n; k++) {
    c->uses[vars[k]]++;
    c->joints[vars[k]].joins = UNFIT;
  }
}

static void see_instr(composer *c, const flat_instr *i) {
  if (i->op == FLAT_CONST) c->made[i->dests[0]] = i;
  if (begins_list(i)) c->joints[i->dests[0]].made = true;
  bool pushes = i->op == FLAT_LIST_PUSH, joins = is_prim(i, OP_join);
  if (!pushes && !joins) {
    spoil(c, i->arg_count, i->args);
    return;
  }
  c->uses[i->args[0]]++;
  spoil(c, i->arg_count - 1, i->args + 1);
  joint *j = &c->joints[i->args[0]];
  if (!joins || j->joins == UNFIT) return;
  const flat_instr *separator = c->made[i->args[1]];
  bool first = j->joins == 0 && separator && separator->op == FLAT_CONST;
  *j = (joint){first ? 1 : UNFIT, i->dests[0], i->args[1], j->made};
}

static bool find(composer *c, uint32_t n, const flat_label *order) {
  for (uint32_t b = 0; b < n; b++) {
    const flat_block *block = &c->f->blocks.items[order[b]];
    for (uint32_t k = 0; k < block->code.len; k++) see_instr(c, &block->code.items[k]);
    if (flat_has_last(block)) see_instr(c, &block->last);
    if (block->end == FLAT_BRANCH) spoil(c, 1, &block->cond);
    if (block->end == FLAT_RETURN) spoil(c, block->ret_count, block->rets);
    for (uint32_t e = 0; e < flat_edge_count(block); e++) spoil(c, block->edges[e].arg_count, block->edges[e].args);
  }
  for (flat_var v = 0; v < c->f->vars.len; v++)
    if (c->joints[v].made && c->joints[v].joins == 1) return true;
  return false;
}

/* ---- changing ---- */

typedef struct writer {
  composer *c;
  flat_block *to;
} writer;

static const joint *joint_of(const composer *c, flat_var v) {
  const joint *j = &c->joints[v];
  return j->made && j->joins == 1 ? j : NULL;
}

static flat_var *copy_vars(const composer *c, uint32_t n, const flat_var *vars) {
  return arena_copy(c->m->home, vars, n * sizeof *vars, alignof(flat_var));
}

/* `how`: the op that gives what is added of the operands; OP_list: they are it. */
static void add(const writer *w, flat_var text, ir_op how, uint32_t n, const flat_var *operands) {
  flat_var *args = ARENA_ARRAY(w->c->m->home, flat_var, n + 1);
  args[0] = text;
  for (uint32_t k = 0; k < n; k++) args[k + 1] = operands[k];
  flat_instr i = {
      .op = FLAT_TEXT_ADD, .prim = how, .type = w->c->f->vars.items[text].heap, .arg_count = n + 1, .args = args};
  vec_push(w->c->m->home, &w->to->code, i);
}

/* What a piece is made of, when that stands in this block and the piece is for nothing else. Nobody knows what a new variable is: `most`
   is 0. */
static void add_piece(const writer *w, flat_var text, flat_var piece, uint32_t most) {
  const flat_instr *i = most && w->c->uses[piece] == 1 ? w->c->made[piece] : NULL;
  if (is_prim(i, OP_append)) {
    add_piece(w, text, i->args[0], most - 1);
    add_piece(w, text, i->args[1], most - 1);
  } else if (is_prim(i, OP_show) && i->type->kind == IRT_INT) {
    add(w, text, OP_show, 1, i->args);
  } else if (is_prim(i, OP_part)) {
    add(w, text, OP_part, 3, i->args);
  } else {
    add(w, text, OP_list, 1, &piece);
  }
}

static flat_var again(const writer *w, flat_var constant) {
  flat_instr i = *w->c->made[constant];
  flat_var v = flat_var_new(w->c->m, w->c->f, w->c->f->vars.items[constant]);
  i.dests = copy_vars(w->c, 1, &v);
  vec_push(w->c->m->home, &w->to->code, i);
  return v;
}

static void begin(const writer *w, const flat_instr *i, const joint *j) {
  const ir_type *text = w->c->f->vars.items[j->text].heap;
  flat_instr empty = {.op = FLAT_PRIM,
                      .prim = OP_text_new,
                      .type = irt_base(comb_types(w->c->m->store), IRT_UNIT),
                      .result = text,
                      .site = i->site,
                      .dest_count = 1,
                      .dests = copy_vars(w->c, 1, &j->text)};
  vec_push(w->c->m->home, &w->to->code, empty);
}

static void end(const writer *w, const joint *j) {
  flat_var args[] = {j->text, again(w, j->separator)};
  flat_instr cut = {
      .op = FLAT_TEXT_CUT, .type = w->c->f->vars.items[j->text].heap, .arg_count = 2, .args = copy_vars(w->c, 2, args)};
  vec_push(w->c->m->home, &w->to->code, cut);
}

/* The text has the name of what `join` gave; it is there from where the list began. */
static void change_instr(const writer *w, const flat_instr *i) {
  composer *c = w->c;
  const joint *j = begins_list(i)                                   ? joint_of(c, i->dests[0])
                   : i->op == FLAT_LIST_PUSH || is_prim(i, OP_join) ? joint_of(c, i->args[0])
                                                                    : NULL;
  if (!j) {
    vec_push(c->m->home, &w->to->code, *i);
  } else if (i->op == FLAT_LIST_NEW) {
    begin(w, i, j);
  } else if (i->op == FLAT_LIST_PUSH) {
    add_piece(w, j->text, i->args[1], MOST_PIECES);
    if (c->made[j->separator]->literal.s.len) add_piece(w, j->text, again(w, j->separator), 0);
  } else {
    end(w, j);
  }
}

static void change_block(composer *c, flat_block *b) {
  const flat_block old = *b;
  writer w = {c, b};
  b->code.items = NULL;
  b->code.len = b->code.cap = 0;
  for (uint32_t k = 0; k < old.code.len; k++) {
    const flat_instr *i = &old.code.items[k];
    if (i->op == FLAT_PRIM && i->dest_count == 1) c->made[i->dests[0]] = i;
    change_instr(&w, i);
  }
  for (uint32_t k = 0; k < old.code.len; k++) /* pieces are known in their own block alone */
    if (old.code.items[k].op == FLAT_PRIM && old.code.items[k].dest_count == 1)
      c->made[old.code.items[k].dests[0]] = NULL;
}

static void see_fun(flat_module *m, flat_fun *f, arena *home) {
  flat_label *order;
  uint32_t n = flat_order(f, home, &order), vars = f->vars.len;
  composer c = {m,
                f,
                home,
                ARENA_ARRAY(home, uint32_t, vars),
                ARENA_ARRAY(home, const flat_instr *, vars),
                ARENA_ARRAY(home, joint, vars)};
  if (!find(&c, n, order)) return;
  for (uint32_t b = 0; b < n; b++) change_block(&c, &f->blocks.items[order[b]]);
}

static bool joins(const flat_instr *i) { return is_prim(i, OP_join); }

void flat_compose(flat_module *m) {
  arena *scratch = arena_new("composing");
  for (uint32_t k = 0; k < m->funs.len; k++, arena_clear(scratch))
    if (flat_any_instr(m->funs.items[k], joins)) see_fun(m, m->funs.items[k], scratch);
  arena_free(scratch);
}
