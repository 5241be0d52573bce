/* Input that one loop goes through from its beginning to its end need not be there as a whole.

     t = stdin                                 t = stdin_part
     turn(i): while i < len t: .. t .. i ..    turn(i, t): while i < len t: .. t .. i ..
                                               t = stdin_part; if len t: turn(0, t)

   Law:        standard input is its parts behind each other; each ends where a line does, and so lines, words and
               characters of all are those of the parts, one part after the other.
   Condition:  the program reads standard input in one place, once. The text is for one loop alone, which counts through
               it: lines, words, characters; where it stands in it, and how long it is, is for nothing else. Nothing in
               the loop touches the world, and a failure to read is not caught.
   Guarantees: what the loop leaves unread stays unread; a failure to read may come behind one of the loop's.
   Cost:       linear in the entry. */

#include "ir/inflow.h"

#include "ir/counted.h"
#include "ir/passes.h"

typedef struct inflow {
  flat_view v;
  flat_spot read;
  flat_var text, place; /* the place is a parameter of the header */
  flat_label header;
  uint32_t slot;
  bool *places; /* per variable: it is a place in the text */
} inflow;

static flat_block *block_of(const inflow *w, flat_label l) { return view_block(&w->v, l); }

/* Gives a place in its first operand, from a place in it. */
static bool looks(const flat_instr *i) {
  return flat_is_prim(i, OP_line_end) || flat_is_prim(i, OP_line_next) || flat_is_prim(i, OP_space_end) ||
         flat_is_prim(i, OP_word_end);
}

static bool takes(const flat_instr *i) { return flat_is_prim(i, OP_part) || (i && i->op == FLAT_LIST_GET); }

static bool moves(const inflow *w, const flat_instr *i) {
  if (i->op != FLAT_ADD && i->op != FLAT_SUB) return false;
  const flat_instr *by = view_maker(&w->v, i->args[1]);
  return by && by->op == FLAT_CONST;
}

/* ---- the one place where input is read ---- */

static bool is_worldly(const flat_instr *i) { return i->op == FLAT_PRIM && (op_flags(i->prim) & OP_WORLD); }

static bool reads_all(const flat_instr *i) { return flat_is_prim(i, OP_stdin); }

static bool find_read(inflow *w) {
  uint32_t found = 0;
  for (uint32_t n = 0; n < w->v.doms.count; n++) {
    flat_label l = w->v.doms.order[n];
    const flat_block *b = block_of(w, l);
    for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++) {
      if (!reads_all(view_instr(&w->v, (flat_spot){l, k}))) continue;
      w->read = (flat_spot){l, k};
      found++;
    }
  }
  if (found != 1) return false;
  const flat_block *b = block_of(w, w->read.block);
  if (w->read.at != b->code.len || b->end != FLAT_TRY || w->v.loops.innermost[w->read.block] != FLAT_NONE) return false;
  w->text = b->last.dests[0];
  return !b->edges[0].arg_count && !b->edges[1].arg_count && view_comes_to_nothing(&w->v, b->edges[1].to);
}

/* ---- the loop ---- */

static flat_label outermost(const inflow *w, flat_label l) {
  flat_label at = w->v.loops.innermost[l];
  while (at != FLAT_NONE && w->v.loops.parent[at] != FLAT_NONE) at = w->v.loops.parent[at];
  return at;
}

static bool is_text(const inflow *w, const flat_instr *i) { return i->arg_count && i->args[0] == w->text; }

/* All that is done with the text is to take its length, and to look at it in one loop. */
static bool find_loop(inflow *w) {
  w->header = FLAT_NONE;
  for (uint32_t n = 0; n < w->v.doms.count; n++) {
    flat_label l = w->v.doms.order[n];
    const flat_block *b = block_of(w, l);
    for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++) {
      const flat_instr *i = view_instr(&w->v, (flat_spot){l, k});
      for (uint32_t a = 1; a < i->arg_count; a++)
        if (i->args[a] == w->text) return false;
      if (!is_text(w, i) || i->op == FLAT_LIST_LEN) continue;
      flat_label loop = outermost(w, l);
      if ((!looks(i) && !takes(i)) || loop == FLAT_NONE || (w->header != FLAT_NONE && w->header != loop)) return false;
      w->header = loop;
    }
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      for (uint32_t a = 0; a < b->edges[e].arg_count; a++)
        if (b->edges[e].args[a] == w->text) return false;
    for (uint32_t r = 0; b->end == FLAT_RETURN && r < b->ret_count; r++)
      if (b->rets[r] == w->text) return false;
  }
  return w->header != FLAT_NONE;
}

static bool is_length(const inflow *w, flat_var v) {
  const flat_instr *i = view_maker(&w->v, v);
  return i && i->op == FLAT_LIST_LEN && i->args[0] == w->text;
}

/* The header asks a place to be below the length: its parameter, or where a word begins from there. */
static bool find_place(inflow *w) {
  const flat_block *h = block_of(w, w->header);
  if (h->end != FLAT_BRANCH || w->v.made[h->cond].block != w->header) return false;
  const flat_instr *less = view_maker(&w->v, h->cond);
  if (!flat_is_prim(less, OP_lt) || !is_length(w, less->args[1])) return false;
  if (!view_within(&w->v, w->header, h->edges[0].to) || view_within(&w->v, w->header, h->edges[1].to)) return false;
  const flat_instr *from = view_maker(&w->v, less->args[0]);
  w->place = from && looks(from) && is_text(w, from) ? from->args[1] : less->args[0];
  flat_spot made = w->v.made[w->place];
  if (made.block != w->header || made.at != FLAT_PARAM) return false;
  while (h->params.items[w->slot] != w->place) w->slot++;
  return true;
}

/* ---- what places are for ---- */

static bool is_bound(const inflow *w, flat_label l, const flat_instr *i) {
  const flat_block *h = block_of(w, w->header);
  return l == w->header && flat_is_prim(i, OP_lt) && i->dests[0] == h->cond;
}

/* Blocks come in an order in which what is used has been seen, but round loops, where only the parameter comes. */
static bool see_instr(const inflow *w, flat_label l, const flat_instr *i) {
  bool of_text = is_text(w, i) && (looks(i) || takes(i));
  for (uint32_t a = 0; a < i->arg_count; a++) {
    flat_var v = i->args[a];
    if (is_length(w, v) && !is_bound(w, l, i)) return false;
    if (!w->places[v]) {
      if (of_text && a) return false;
      continue;
    }
    if (!of_text && !is_bound(w, l, i) && !(moves(w, i) && a == 0)) return false;
    if (looks(i) || moves(w, i)) w->places[i->dests[0]] = true;
  }
  return true;
}

static bool see_edge(const inflow *w, flat_label l, const flat_edge *e) {
  bool round = e->to == w->header && view_within(&w->v, w->header, l);
  for (uint32_t a = 0; a < e->arg_count; a++) {
    if (is_length(w, e->args[a])) return false;
    if (w->places[e->args[a]] != (round && a == w->slot)) return false;
  }
  if (e->to != w->header || round) return true;
  return flat_is_int(view_maker(&w->v, e->args[w->slot]), 0);
}

static bool is_private(inflow *w) {
  w->places = ARENA_ARRAY(w->v.home, bool, w->v.f->vars.len);
  w->places[w->place] = true;
  for (uint32_t n = 0; n < w->v.doms.count; n++) {
    flat_label l = w->v.doms.order[n];
    const flat_block *b = block_of(w, l);
    for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++)
      if (!see_instr(w, l, view_instr(&w->v, (flat_spot){l, k}))) return false;
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      if (!see_edge(w, l, &b->edges[e])) return false;
    for (uint32_t r = 0; b->end == FLAT_RETURN && r < b->ret_count; r++)
      if (w->places[b->rets[r]] || is_length(w, b->rets[r])) return false;
  }
  return true;
}

/* `calls`: functions do not touch the world. */
static bool is_quiet(const inflow *w, bool calls) {
  for (uint32_t n = 0; n < w->v.doms.count; n++) {
    flat_label l = w->v.doms.order[n];
    const flat_block *b = block_of(w, l);
    if (!view_within(&w->v, w->header, l)) continue;
    for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++) {
      const flat_instr *i = view_instr(&w->v, (flat_spot){l, k});
      bool call = i->op == FLAT_CALL || i->op == FLAT_CALL_CLOSURE || i->op == FLAT_GLOBAL;
      if (is_worldly(i) || (call && !calls)) return false;
    }
  }
  return true;
}

/* ---- changing ---- */

static flat_var *copy_vars(const inflow *w, uint32_t n, const flat_var *vars) {
  return arena_copy(w->v.m->home, vars, n * sizeof *vars, alignof(flat_var));
}

static flat_edge edge_with(const inflow *w, const flat_edge *e, flat_var text) {
  flat_edge more = {.to = e->to, .arg_count = e->arg_count + 1};
  more.args = ARENA_ARRAY(w->v.m->home, flat_var, more.arg_count);
  for (uint32_t a = 0; a < e->arg_count; a++) more.args[a] = e->args[a];
  more.args[e->arg_count] = text;
  return more;
}

static flat_var emit(const inflow *w, flat_label l, flat_instr i, flat_scalar scalar, uint32_t n,
                     const flat_var *args) {
  flat_var dest = flat_var_new(w->v.m, w->v.f, (flat_var_info){scalar, NULL});
  i.arg_count = n;
  i.args = copy_vars(w, n, args);
  i.dest_count = 1;
  i.dests = copy_vars(w, 1, &dest);
  vec_push(w->v.m->home, &block_of(w, l)->code, i);
  return dest;
}

/* Within the loop the text is the part at hand. */
static void use_part(const inflow *w, flat_var part, flat_var length) {
  for (flat_label l = 0; l < w->v.blocks; l++) {
    flat_block *b = block_of(w, l);
    if (w->v.doms.parent[l] == FLAT_NONE) continue;
    for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++) {
      flat_instr *i = k == b->code.len ? &b->last : &b->code.items[k];
      if (is_text(w, i) && (looks(i) || takes(i))) i->args[0] = part;
      if (is_bound(w, l, i)) i->args[1] = length;
    }
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      if (b->edges[e].to == w->header)
        b->edges[e] = edge_with(w, &b->edges[e], view_within(&w->v, w->header, l) ? part : w->text);
  }
}

/* Behind a part's end comes the next one; behind the last one control goes where it went. */
static void read_on(const inflow *w, const flat_block *reading) {
  flat_fun *f = w->v.f;
  ir_types *types = comb_types(w->v.m->store);
  const ir_type *integer = irt_base(types, IRT_INT), *text = f->vars.items[w->text].heap;
  flat_label more = flat_block_new(w->v.m, f), ask = flat_block_new(w->v.m, f), turn = flat_block_new(w->v.m, f);
  flat_var next = flat_var_new(w->v.m, f, f->vars.items[w->text]);
  flat_block *b = block_of(w, more);
  b->end = FLAT_TRY;
  b->last = reading->last;
  b->last.dests = copy_vars(w, 1, &next);
  b->edges[0] = (flat_edge){.to = ask};
  b->edges[1] = reading->edges[1];
  comb_literal none = {.type = integer, .i = 0};
  flat_var zero = emit(w, ask, (flat_instr){.op = FLAT_CONST, .literal = none}, FLAT_I64, 0, NULL);
  flat_var length = emit(w, ask, (flat_instr){.op = FLAT_LIST_LEN, .type = text}, FLAT_I64, 1, &next);
  flat_instr less = {
      .op = FLAT_PRIM, .prim = OP_lt, .type = irt_pair(types, integer, integer), .result = irt_base(types, IRT_BOOL)};
  flat_var any = emit(w, ask, less, FLAT_BOOL, 2, (flat_var[]){zero, length});
  flat_block *h = block_of(w, w->header);
  b = block_of(w, ask);
  b->end = FLAT_BRANCH;
  b->cond = any;
  b->edges[0] = (flat_edge){.to = turn};
  b->edges[1] = h->edges[1];
  h->edges[1] = (flat_edge){.to = more};
  flat_edge back = {w->header, h->params.len, copy_vars(w, h->params.len, h->params.items)};
  back.args[w->slot] = zero;
  back.args[h->params.len - 1] = next;
  b = block_of(w, turn);
  b->end = FLAT_JUMP;
  b->edges[0] = back;
}

static void change(const inflow *w) {
  flat_fun *f = w->v.f;
  flat_block *reading = block_of(w, w->read.block);
  reading->last.prim = OP_stdin_part;
  flat_var part = flat_var_new(w->v.m, f, f->vars.items[w->text]);
  flat_instr len = {.op = FLAT_LIST_LEN, .type = f->vars.items[w->text].heap};
  flat_var length = emit(w, w->header, len, FLAT_I64, 1, &part);
  use_part(w, part, length);
  flat_block *h = block_of(w, w->header);
  vec_push(w->v.m->home, &h->params, part);
  flat_instr first = vec_last(&h->code);
  for (uint32_t k = h->code.len - 1; k > 0; k--) h->code.items[k] = h->code.items[k - 1];
  h->code.items[0] = first;
  const flat_block read = *reading;
  read_on(w, &read);
}

/* ---- the entry ---- */

/* Does another function read input, or touch the world at all? */
static bool others_do(const flat_module *m, bool (*what)(const flat_instr *i)) {
  for (uint32_t k = 0; k < m->funs.len; k++)
    if (k != m->entry && flat_any_instr(m->funs.items[k], what)) return true;
  return false;
}

void flat_inflow(flat_module *m) {
  flat_fun *f = m->funs.items[m->entry];
  if (!flat_any_instr(f, reads_all) || others_do(m, reads_all)) return;
  arena *scratch = arena_new("inflow");
  inflow w = {.v = flat_view_of(m, f, scratch)};
  bool fits = find_read(&w) && find_loop(&w) && find_place(&w) && is_private(&w);
  if (fits && is_quiet(&w, !others_do(m, is_worldly))) {
    change(&w);
    m->settled = false;
  }
  arena_free(scratch);
}
