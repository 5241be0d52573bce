#include "ir/counted.h"

enum { WAY = 8 };

flat_view flat_view_of(const flat_module *m, flat_fun *f, arena *home) {
  flat_view v = {.m = m, .f = f, .home = home, .doms = dominators_of(f, home), .blocks = f->blocks.len};
  v.loops = flat_loops_of(f, &v.doms, home);
  v.made = ARENA_ARRAY(home, flat_spot, f->vars.len);
  for (flat_var x = 0; x < f->vars.len; x++) v.made[x] = (flat_spot){FLAT_NONE, 0};
  for (uint32_t n = 0; n < v.doms.count; n++) {
    flat_label l = v.doms.order[n];
    const flat_block *b = view_block(&v, l);
    for (uint32_t p = 0; p < b->params.len; p++) v.made[b->params.items[p]] = (flat_spot){l, FLAT_PARAM};
    for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++) {
      const flat_instr *i = view_instr(&v, (flat_spot){l, k});
      for (uint32_t d = 0; d < i->dest_count; d++) v.made[i->dests[d]] = (flat_spot){l, k};
    }
  }
  return v;
}

bool flat_is_quiet(const flat_instr *i) {
  if (i->op == FLAT_CALL || i->op == FLAT_CALL_CLOSURE || i->op == FLAT_POLL) return false;
  return i->op != FLAT_PRIM || !(op_flags(i->prim) & OP_WORLD);
}

static bool comes_to_nothing(const flat_view *v, flat_label l, uint32_t steps) {
  const flat_block *b = view_block(v, l);
  for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++) {
    const flat_instr *i = view_instr(v, (flat_spot){l, k});
    if (!flat_is_quiet(i) || i->op == FLAT_FAIL_CLEAR) return false;
  }
  if (!steps || b->end == FLAT_RETURN || b->end == FLAT_TAIL) return false;
  for (uint32_t e = 0; e < flat_edge_count(b); e++)
    if (!comes_to_nothing(v, b->edges[e].to, steps - 1)) return false;
  return true;
}

bool view_comes_to_nothing(const flat_view *v, flat_label l) { return comes_to_nothing(v, l, WAY); }

static bool is_used_in(const flat_block *b, flat_var x) {
  for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++) {
    const flat_instr *i = k == b->code.len ? &b->last : &b->code.items[k];
    for (uint32_t a = 0; a < i->arg_count; a++)
      if (i->args[a] == x) return true;
  }
  for (uint32_t e = 0; e < flat_edge_count(b); e++)
    for (uint32_t a = 0; a < b->edges[e].arg_count; a++)
      if (b->edges[e].args[a] == x) return true;
  return b->end == FLAT_RETURN && b->ret_count && b->rets[0] == x;
}

/* The header's condition is nobody else's. */
static bool only_asked_there(const flat_view *v, flat_label header) {
  flat_var cond = view_block(v, header)->cond;
  for (uint32_t n = 0; n < v->doms.count; n++) {
    flat_label l = v->doms.order[n];
    const flat_block *b = view_block(v, l);
    if (is_used_in(b, cond) || (l != header && b->end == FLAT_BRANCH && b->cond == cond)) return false;
  }
  return true;
}

/* Edges to the header: from within with one more, from elsewhere with 0. */
static bool counts_up(const flat_view *v, flat_label header, const flat_counted *c) {
  for (uint32_t n = 0; n < v->doms.count; n++) {
    flat_label l = v->doms.order[n];
    const flat_block *b = view_block(v, l);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      if (b->edges[e].to != header) continue;
      const flat_instr *i = view_maker(v, b->edges[e].args[c->slot]);
      bool next = i && i->op == FLAT_ADD && i->args[0] == c->place && flat_is_int(view_maker(v, i->args[1]), 1);
      if (!(view_within(v, header, l) ? next : flat_is_int(i, 0))) return false;
    }
  }
  return true;
}

static bool ends_there(const flat_view *v, flat_label header) {
  const flat_block *h = view_block(v, header);
  if (!view_within(v, header, h->edges[0].to) || view_within(v, header, h->edges[1].to)) return false;
  for (uint32_t n = 0; n < v->doms.count; n++) {
    flat_label l = v->doms.order[n];
    const flat_block *b = view_block(v, l);
    if (l == header || !view_within(v, header, l)) continue;
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      if (!view_within(v, header, b->edges[e].to) && !view_comes_to_nothing(v, b->edges[e].to)) return false;
  }
  return true;
}

bool view_counted(const flat_view *v, flat_label header, flat_counted *out) {
  const flat_block *h = view_block(v, header);
  if (!view_is_header(v, header) || h->end != FLAT_BRANCH || v->made[h->cond].block != header) return false;
  const flat_instr *less = view_maker(v, h->cond);
  if (!flat_is_prim(less, OP_lt) || less->arg_count != 2) return false;
  flat_spot place = v->made[less->args[0]];
  if (place.block != header || place.at != FLAT_PARAM) return false;
  *out = (flat_counted){.place = less->args[0], .limit = less->args[1], .bound_at = v->made[h->cond].at};
  while (h->params.items[out->slot] != out->place) out->slot++;
  for (uint32_t k = 0; k < h->code.len; k++)
    if (k != out->bound_at && h->code.items[k].op != FLAT_CONST && h->code.items[k].op != FLAT_ABSENT) return false;
  return counts_up(v, header, out) && ends_there(v, header) && only_asked_there(v, header);
}
