/* Parts of a text of which a few are wanted, by numbers that are written in the program, need no list of all parts.

   Law:        part k of split s d lies between the separators k-1 and k: with s0 = 0, ek = find_from s d sk and
               s(k+1) = ek + len d it is part s sk ek, and is there where sk <= len s.
   Condition:  the separator is written and not empty; the list is asked for elements at written places below
               MOST_FIELDS, and nothing else looks at it.
   Guarantees: where there is no such part the list is made after all, and `index` fails on it as it did. flat_simplify
               is to follow.
   Cost:       linear. */

#include "ir/passes.h"

enum { MOST_FIELDS = 16 };

typedef struct fields {
  flat_module *m;
  flat_fun *f;
  const flat_instr **made; /* per variable: the constant or split that makes it, or NULL */
  uint8_t *most; /* per variable that is a split: the highest place asked for, + 1; UNFIT: something else is done */
} fields;

enum { UNFIT = 255 };

static bool is_prim(const flat_instr *i, ir_op op) { return i->op == FLAT_PRIM && i->prim == op; }

static const flat_instr *split_of(const fields *s, flat_var v) {
  const flat_instr *i = s->made[v];
  return i && is_prim(i, OP_split) ? i : NULL;
}

static bool is_text(const flat_instr *i) { return i && i->op == FLAT_CONST && irt_is_str(i->literal.type); }

static bool cuts_safely(const fields *s, const flat_instr *i) {
  const flat_instr *separator = is_prim(i, OP_split) ? s->made[i->args[1]] : NULL;
  return is_text(separator) && separator->literal.s.len;
}

/* Constants stand in dominating places: they come first in the blocks' order. */
static void find_splits(fields *s, uint32_t n, const flat_label *order) {
  for (uint32_t b = 0; b < n; b++) {
    const flat_block *block = &s->f->blocks.items[order[b]];
    for (uint32_t k = 0; k < block->code.len; k++) {
      const flat_instr *i = &block->code.items[k];
      if (i->op == FLAT_CONST || cuts_safely(s, i)) s->made[i->dests[0]] = i;
    }
  }
}

/* Is it the question for a part, by its place? */
static bool asks(const fields *s, const flat_instr *i, uint32_t *place) {
  bool gets = is_prim(i, OP_index) || i->op == FLAT_LIST_GET;
  if (!gets || !split_of(s, i->args[0])) return false;
  const flat_instr *at = s->made[i->args[1]];
  if (!at || at->op != FLAT_CONST || at->literal.i < 0 || at->literal.i >= MOST_FIELDS) return false;
  *place = (uint32_t)at->literal.i;
  return true;
}

static void spoil(fields *s, uint32_t n, const flat_var *vars) {
  for (uint32_t k = 0; k < n; k++) s->most[vars[k]] = UNFIT;
}

static void see_uses(fields *s, const flat_instr *i) {
  uint32_t place;
  if (!asks(s, i, &place))
    spoil(s, i->arg_count, i->args);
  else if (s->most[i->args[0]] <= place)
    s->most[i->args[0]] = (uint8_t)(place + 1);
}

static void find_uses(fields *s, uint32_t n, const flat_label *order) {
  for (uint32_t b = 0; b < n; b++) {
    const flat_block *block = &s->f->blocks.items[order[b]];
    for (uint32_t k = 0; k < block->code.len; k++) see_uses(s, &block->code.items[k]);
    if (flat_has_last(block)) see_uses(s, &block->last);
    for (uint32_t e = 0; e < flat_edge_count(block); e++) spoil(s, block->edges[e].arg_count, block->edges[e].args);
    if (block->end == FLAT_RETURN) spoil(s, block->ret_count, block->rets);
  }
}

/* ---- changing ---- */

/* A split whose list need not be there. */
typedef struct cut {
  flat_instr split;
  flat_var length;
  flat_var start[MOST_FIELDS], end[MOST_FIELDS];
} cut;

typedef struct writer {
  const fields *s;
  flat_block *to; /* what is written goes to its end */
} writer;

static ir_types *types_of(const writer *w) { return comb_types(w->s->m->store); }

static const ir_type *base(const writer *w, ir_type_kind kind) { return irt_base(types_of(w), kind); }

static flat_var emit(const writer *w, flat_instr i, flat_var_info info, uint32_t n, const flat_var *args) {
  flat_var dest = flat_var_new(w->s->m, w->s->f, info);
  i.arg_count = n;
  i.args = arena_copy(w->s->m->home, args, n * sizeof *args, alignof(flat_var));
  i.dest_count = 1;
  i.dests = arena_copy(w->s->m->home, &dest, sizeof dest, alignof(flat_var));
  vec_push(w->s->m->home, &w->to->code, i);
  return dest;
}

static const flat_var_info INT = {FLAT_I64, NULL};

static flat_var emit_int(const writer *w, int64_t n) {
  comb_literal literal = {.type = base(w, IRT_INT), .i = n};
  return emit(w, (flat_instr){.op = FLAT_CONST, .literal = literal}, INT, 0, NULL);
}

static int64_t char_count(str text) {
  int64_t n = 0;
  for (size_t i = 0; i < text.len; i++) n += ((uint8_t)text.ptr[i] & 0xC0) != 0x80;
  return n;
}

static flat_var find_end(const writer *w, const cut *c, flat_var start) {
  const ir_type *text = c->split.type->args[0], *types[] = {text, c->split.type->args[1], base(w, IRT_INT)};
  flat_instr find = {.op = FLAT_PRIM,
                     .prim = OP_find_from,
                     .type = irt_tuple(types_of(w), 3, types),
                     .result = types[2],
                     .site = c->split.site};
  return emit(w, find, INT, 3, (flat_var[]){c->split.args[0], c->split.args[1], start});
}

/* Where the parts lie, in the split's place. Beyond the last one everything is beyond the text. */
static void write_places(const writer *w, cut *c, uint32_t count) {
  flat_instr len = {.op = FLAT_LIST_LEN, .type = c->split.type->args[0]};
  c->length = emit(w, len, INT, 1, c->split.args);
  flat_var width = emit_int(w, char_count(w->s->made[c->split.args[1]]->literal.s));
  c->start[0] = emit_int(w, 0);
  for (uint32_t k = 0; k < count; k++) {
    c->end[k] = find_end(w, c, c->start[k]);
    if (k + 1 == count) break;
    flat_var args[] = {c->end[k], width};
    c->start[k + 1] = emit(w, (flat_instr){.op = FLAT_ADD, .safe = true}, INT, 2, args);
  }
}

static flat_instr part_of(const writer *w, const cut *c, uint32_t place, const flat_instr *question) {
  const ir_type *types[] = {c->split.type->args[0], base(w, IRT_INT), base(w, IRT_INT)};
  flat_instr part = {.op = FLAT_PRIM,
                     .prim = OP_part,
                     .type = irt_tuple(types_of(w), 3, types),
                     .result = types[0],
                     .site = question->site,
                     .arg_count = 3,
                     .dest_count = 1};
  flat_var args[] = {c->split.args[0], c->start[place], c->end[place]};
  part.args = arena_copy(w->s->m->home, args, sizeof args, alignof(flat_var));
  part.dests = question->dests;
  return part;
}

static flat_var is_there(const writer *w, const cut *c, uint32_t place) {
  const ir_type *integer = base(w, IRT_INT);
  flat_instr le = {
      .op = FLAT_PRIM, .prim = OP_le, .type = irt_pair(types_of(w), integer, integer), .result = base(w, IRT_BOOL)};
  return emit(w, le, (flat_var_info){FLAT_BOOL, NULL}, 2, (flat_var[]){c->start[place], c->length});
}

/* The list is made for the question to fail on. */
static void write_failure(const fields *s, flat_label at, const cut *c, const flat_instr *question, flat_edge failing) {
  flat_label never = flat_block_new(s->m, s->f);
  flat_block *b = &s->f->blocks.items[at];
  writer w = {s, b};
  flat_var list = emit(&w, c->split, s->f->vars.items[c->split.dests[0]], c->split.arg_count, c->split.args);
  flat_var args[] = {list, question->args[1]};
  b->end = FLAT_TRY;
  b->last = *question;
  b->last.args = arena_copy(s->m->home, args, sizeof args, alignof(flat_var));
  b->last.dests = ARENA_ARRAY(s->m->home, flat_var, question->dest_count);
  for (uint32_t d = 0; d < question->dest_count; d++)
    b->last.dests[d] = flat_var_new(s->m, s->f, s->f->vars.items[question->dests[d]]);
  b->edges[0] = (flat_edge){.to = never};
  b->edges[1] = failing;
}

/* A block that ends with a question, which fails where there is no such part. */
static void change_end(const fields *s, flat_label l, const cut *c, uint32_t place) {
  flat_label there = flat_block_new(s->m, s->f), missing = flat_block_new(s->m, s->f);
  flat_block *b = &s->f->blocks.items[l], *yes = &s->f->blocks.items[there];
  const flat_instr question = b->last;
  const flat_edge failing = b->edges[1];
  writer at_end = {s, b}, in_part = {s, yes};
  vec_push(s->m->home, &yes->code, part_of(&in_part, c, place, &question));
  yes->end = FLAT_JUMP;
  yes->edges[0] = b->edges[0];
  b->cond = is_there(&at_end, c, place);
  b->end = FLAT_BRANCH;
  b->edges[0] = (flat_edge){.to = there};
  b->edges[1] = (flat_edge){.to = missing};
  write_failure(s, missing, c, &question, failing);
}

static void change_block(const fields *s, flat_label l, cut **cuts, arena *home) {
  flat_block old = s->f->blocks.items[l];
  flat_block *b = &s->f->blocks.items[l];
  writer w = {s, b};
  uint32_t place;
  b->code.items = NULL;
  b->code.len = b->code.cap = 0;
  for (uint32_t k = 0; k < old.code.len; k++) {
    const flat_instr *i = &old.code.items[k];
    cut *c = i->arg_count ? cuts[i->args[0]] : NULL;
    if (cuts_safely(s, i) && s->most[i->dests[0]] && s->most[i->dests[0]] != UNFIT) {
      c = cuts[i->dests[0]] = ARENA_NEW(home, cut);
      c->split = *i;
      write_places(&w, c, s->most[i->dests[0]]);
    } else if (c && asks(s, i, &place)) {
      vec_push(s->m->home, &b->code, part_of(&w, c, place, i));
    } else {
      vec_push(s->m->home, &b->code, *i);
    }
  }
  if (b->end == FLAT_TRY && asks(s, &b->last, &place) && cuts[b->last.args[0]])
    change_end(s, l, cuts[b->last.args[0]], place);
}

static bool is_split(const flat_instr *i) { return is_prim(i, OP_split); }

static void see_fun(flat_module *m, flat_fun *f, arena *home) {
  flat_label *order;
  uint32_t n = flat_order(f, home, &order), vars = f->vars.len;
  fields s = {m, f, ARENA_ARRAY(home, const flat_instr *, vars), ARENA_ARRAY(home, uint8_t, vars)};
  find_splits(&s, n, order);
  find_uses(&s, n, order);
  cut **cuts = ARENA_ARRAY(home, cut *, vars);
  for (uint32_t b = 0; b < n; b++) change_block(&s, order[b], cuts, home);
}

void flat_fields(flat_module *m) {
  arena *scratch = arena_new("fields");
  for (uint32_t n = 0; n < m->funs.len; n++) {
    if (!flat_any_instr(m->funs.items[n], is_split)) continue;
    see_fun(m, m->funs.items[n], scratch);
    m->settled = false;
    arena_clear(scratch);
  }
  arena_free(scratch);
}
