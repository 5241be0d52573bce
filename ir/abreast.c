/* Two loops along the same list are one: it is read once, and is needed no longer than for that.

     n turns: .. x = l[i] ..                n turns: .. x = l[i] .. x = l[i] ..
     something else                  =>     something else
     n turns: .. x = l[j] ..

   Law:        a loop that calculates and fills lists of its own commutes with everything that does not look at these,
               and loops that count through the same numbers and do not look at each other's results are one.
   Condition:  both count from 0 to the same limit and get elements of one list. The second looks at what is known in
               front of the first, or is made between them of that: constants, empty lists. Between them control goes
               straight on or fails. The second cannot fail; or what is in front of its end touches no world and calls
               nothing, and no failure is caught. Both together are small.
   Guarantees: which of several failures is reported may change. flat_simplify is to follow.
   Cost:       linear in the function for each pair of neighbouring loops. */

#include "ir/abreast.h"

#include "ir/counted.h"

enum { MOST_SIZE = 40, MOST_BETWEEN = 16 };

typedef struct pair {
  flat_view v;
  flat_label first, second; /* headers */
  flat_counted one, two;
  flat_label front;    /* the block in front of the first loop */
  flat_labels between; /* blocks from the first loop to the second, the last in front of it */
  bool *moves;         /* per variable: it is made between the loops, and can be made in front of both */
} pair;

static flat_block *block_of(const pair *p, flat_label l) { return view_block(&p->v, l); }

/* The one block outside of the loop that leads to its header, by a jump; FLAT_NONE: it is not that simple. */
static flat_label front_of(const pair *p, flat_label header) {
  flat_label front = FLAT_NONE;
  for (uint32_t n = 0; n < p->v.doms.count; n++) {
    flat_label l = p->v.doms.order[n];
    const flat_block *b = block_of(p, l);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      if (b->edges[e].to != header || view_within(&p->v, header, l)) continue;
      if (front != FLAT_NONE || b->end != FLAT_JUMP) return FLAT_NONE;
      front = l;
    }
  }
  return front;
}

static uint32_t edges_to(const pair *p, flat_label to) {
  uint32_t n = 0;
  for (uint32_t k = 0; k < p->v.doms.count; k++) {
    const flat_block *b = block_of(p, p->v.doms.order[k]);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) n += b->edges[e].to == to;
  }
  return n;
}

/* Straight on from the first loop to the next one. */
static bool find_second(pair *p) {
  const flat_edge *way = &block_of(p, p->first)->edges[1];
  while (!view_is_header(&p->v, way->to)) {
    const flat_block *b = block_of(p, way->to);
    if (way->arg_count || p->between.len == MOST_BETWEEN || edges_to(p, way->to) != 1) return false;
    bool jumps = b->end == FLAT_JUMP || b->end == FLAT_TRY;
    bool fails = b->end == FLAT_BRANCH && view_comes_to_nothing(&p->v, b->edges[1].to);
    if (!jumps && !fails && !(b->end == FLAT_BRANCH && view_comes_to_nothing(&p->v, b->edges[0].to))) return false;
    vec_push(p->v.home, &p->between, way->to);
    way = &b->edges[!jumps && !fails];
  }
  p->second = way->to;
  return p->between.len && front_of(p, p->second) == vec_last(&p->between);
}

/* ---- what the second loop looks at ---- */

static bool is_known_before(const pair *p, flat_var v) {
  flat_label l = p->v.made[v].block;
  return l == FLAT_NONE || (l != p->first && dominates(&p->v.doms, l, p->first));
}

static bool is_of_second(const pair *p, flat_var v) {
  flat_label l = p->v.made[v].block;
  return l != FLAT_NONE && view_within(&p->v, p->second, l);
}

static bool writes(const flat_instr *i) {
  return i->op == FLAT_LIST_PUSH || i->op == FLAT_LIST_KEEP || i->op == FLAT_LIST_FIT || i->op == FLAT_TEXT_ADD ||
         i->op == FLAT_TEXT_CUT || i->op == FLAT_FILL;
}

/* Is the list written to by what stands before the second loop? */
static bool is_written_before(const pair *p, flat_var v) {
  for (uint32_t n = 0; n < p->v.doms.count; n++) {
    flat_label l = p->v.doms.order[n];
    const flat_block *b = block_of(p, l);
    bool before = view_within(&p->v, p->first, l);
    for (uint32_t k = 0; k < p->between.len; k++) before |= p->between.items[k] == l;
    for (uint32_t k = 0; before && k < b->code.len; k++)
      if (writes(&b->code.items[k]) && b->code.items[k].args[0] == v) return true;
  }
  return false;
}

static bool can_move(const pair *p, const flat_instr *i) {
  bool plain = i->op == FLAT_CONST || i->op == FLAT_ABSENT || i->op == FLAT_LIST_NEW ||
               (i->op == FLAT_LIST_LEN && !is_written_before(p, i->args[0]));
  if (!plain && !(flat_is_prim(i, OP_list) && !i->arg_count)) return false;
  for (uint32_t a = 0; a < i->arg_count; a++)
    if (!is_known_before(p, i->args[a]) && !p->moves[i->args[a]]) return false;
  return true;
}

/* A list that the second loop fills is not looked at before. */
static void keep_back(pair *p, uint32_t n, const flat_var *vars) {
  for (uint32_t k = 0; k < n; k++)
    if (p->v.f->vars.items[vars[k]].scalar == FLAT_PTR) p->moves[vars[k]] = false;
}

static void find_moving(pair *p) {
  for (uint32_t n = 0; n < p->between.len; n++) {
    const flat_block *b = block_of(p, p->between.items[n]);
    for (uint32_t k = 0; k < b->code.len; k++) {
      const flat_instr *i = &b->code.items[k];
      if (can_move(p, i))
        p->moves[i->dests[0]] = true;
      else
        keep_back(p, i->arg_count, i->args);
    }
    if (flat_has_last(b)) keep_back(p, b->last.arg_count, b->last.args);
  }
}

static bool can_use(const pair *p, flat_var v) {
  if (is_of_second(p, v) || p->moves[v]) return true;
  return is_known_before(p, v) && !(p->v.f->vars.items[v].scalar == FLAT_PTR && is_written_before(p, v));
}

static bool uses_what_is_known(const pair *p, const flat_block *b) {
  for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++) {
    const flat_instr *i = k == b->code.len ? &b->last : &b->code.items[k];
    for (uint32_t a = 0; a < i->arg_count; a++)
      if (!can_use(p, i->args[a])) return false;
    if (writes(i) && !is_of_second(p, i->args[0]) && !p->moves[i->args[0]]) return false;
  }
  for (uint32_t e = 0; e < flat_edge_count(b); e++)
    for (uint32_t a = 0; a < b->edges[e].arg_count; a++)
      if (!can_use(p, b->edges[e].args[a])) return false;
  return b->end != FLAT_BRANCH || can_use(p, b->cond);
}

/* ---- both loops ---- */

typedef struct traits {
  uint32_t size;
  bool fails, quiet;
} traits;

static void see_block(const pair *p, flat_label l, traits *t) {
  const flat_block *b = block_of(p, l);
  for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++) {
    const flat_instr *i = view_instr(&p->v, (flat_spot){l, k});
    t->size++;
    t->quiet &= flat_is_quiet(i);
  }
  if (b->end != FLAT_TRY) return;
  t->fails = true;
  t->quiet &= view_comes_to_nothing(&p->v, b->edges[1].to);
}

static traits traits_of(const pair *p, flat_label header) {
  traits t = {.quiet = true};
  for (uint32_t n = 0; n < p->v.doms.count; n++)
    if (view_within(&p->v, header, p->v.doms.order[n])) see_block(p, p->v.doms.order[n], &t);
  return t;
}

static bool reads_in(const pair *p, flat_label header, flat_var list, flat_var place) {
  for (uint32_t n = 0; n < p->v.doms.count; n++) {
    flat_label l = p->v.doms.order[n];
    const flat_block *b = block_of(p, l);
    for (uint32_t k = 0; p->v.loops.innermost[l] == header && k < b->code.len; k++) {
      const flat_instr *i = &b->code.items[k];
      if (i->op == FLAT_LIST_GET && i->args[0] == list && i->args[1] == place) return true;
    }
  }
  return false;
}

/* Do both take elements of one list at their places? */
static bool share_a_list(const pair *p) {
  for (uint32_t n = 0; n < p->v.doms.count; n++) {
    flat_label l = p->v.doms.order[n];
    const flat_block *b = block_of(p, l);
    for (uint32_t k = 0; p->v.loops.innermost[l] == p->first && k < b->code.len; k++) {
      const flat_instr *i = &b->code.items[k];
      bool get = i->op == FLAT_LIST_GET && i->args[1] == p->one.place;
      if (get && reads_in(p, p->second, i->args[0], p->two.place)) return true;
    }
  }
  return false;
}

static bool same_limit(const pair *p) {
  const flat_instr *one = view_maker(&p->v, p->one.limit), *two = view_maker(&p->v, p->two.limit);
  if (p->one.limit == p->two.limit) return true;
  bool lengths = one && two && one->op == FLAT_LIST_LEN && two->op == FLAT_LIST_LEN;
  return lengths && one->args[0] == two->args[0] && !is_written_before(p, one->args[0]);
}

static bool fits(pair *p) {
  if (!view_counted(&p->v, p->first, &p->one) || !find_second(p)) return false;
  if (!view_counted(&p->v, p->second, &p->two) || !same_limit(p) || !share_a_list(p)) return false;
  p->front = front_of(p, p->first);
  if (p->front == FLAT_NONE || !is_known_before(p, p->one.limit)) return false;
  p->moves = ARENA_ARRAY(p->v.home, bool, p->v.f->vars.len);
  find_moving(p);
  const flat_edge *in = block_of(p, vec_last(&p->between))->edges;
  for (uint32_t a = 0; a < in->arg_count; a++)
    if (!can_use(p, in->args[a])) return false;
  for (uint32_t n = 0; n < p->v.doms.count; n++) {
    flat_label l = p->v.doms.order[n];
    bool turn = l != p->second && view_within(&p->v, p->second, l);
    if (turn && (p->v.loops.innermost[l] != p->second || !uses_what_is_known(p, block_of(p, l)))) return false;
  }
  traits one = traits_of(p, p->first), two = traits_of(p, p->second), way = {.quiet = true};
  for (uint32_t n = 0; n < p->between.len; n++) see_block(p, p->between.items[n], &way);
  if (!two.quiet || one.size + two.size > MOST_SIZE) return false;
  return !two.fails || (one.quiet && way.quiet);
}

/* ---- changing ---- */

static flat_var *copy_vars(const pair *p, uint32_t n, const flat_var *vars) {
  return arena_copy(p->v.m->home, vars, n * sizeof *vars, alignof(flat_var));
}

static void move_to_front(const pair *p, flat_label from) {
  flat_block *b = block_of(p, from), *front = block_of(p, p->front);
  uint32_t left = 0;
  for (uint32_t k = 0; k < b->code.len; k++) {
    flat_instr i = b->code.items[k];
    bool moves = i.dest_count == 1 && p->moves[i.dests[0]];
    if (moves)
      vec_push(p->v.m->home, &front->code, i);
    else
      b->code.items[left++] = i;
  }
  b->code.len = left;
}

static void rename_var(const pair *p, flat_var old, flat_var new) {
  for (flat_label l = 0; l < p->v.f->blocks.len; l++) {
    flat_block *b = block_of(p, l);
    for (uint32_t k = 0; k < b->code.len + flat_has_last(b); k++) {
      flat_instr *i = k == b->code.len ? &b->last : &b->code.items[k];
      for (uint32_t a = 0; a < i->arg_count; a++)
        if (i->args[a] == old) i->args[a] = new;
    }
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      for (uint32_t a = 0; a < b->edges[e].arg_count; a++)
        if (b->edges[e].args[a] == old) b->edges[e].args[a] = new;
    for (uint32_t r = 0; b->end == FLAT_RETURN && r < b->ret_count; r++)
      if (b->rets[r] == old) b->rets[r] = new;
  }
}

/* The arguments of an edge to the second header, without its place, behind others. */
static flat_edge edge_with(const pair *p, const flat_edge *first, const flat_edge *second) {
  flat_edge both = {.to = p->first, .args = ARENA_ARRAY(p->v.m->home, flat_var, first->arg_count + second->arg_count)};
  for (uint32_t a = 0; a < first->arg_count; a++) both.args[both.arg_count++] = first->args[a];
  for (uint32_t a = 0; a < second->arg_count; a++)
    if (a != p->two.slot) both.args[both.arg_count++] = second->args[a];
  return both;
}

/* Where the first loop's turns end. One edge stays what it is; several meet in a block of their own. */
static flat_edge *end_of_turns(const pair *p) {
  flat_edge *only = NULL;
  uint32_t count = 0;
  for (flat_label at = 0; at < p->v.blocks; at++) {
    flat_block *b = block_of(p, at);
    for (uint32_t e = 0; e < flat_edge_count(b); e++) {
      if (b->edges[e].to != p->first || !view_within(&p->v, p->first, at)) continue;
      only = &b->edges[e];
      count++;
    }
  }
  if (count == 1) return only;
  flat_label latch = flat_block_new(p->v.m, p->v.f);
  flat_block *l = block_of(p, latch);
  const flat_block *h = block_of(p, p->first);
  for (uint32_t k = 0; k < h->params.len; k++)
    vec_push(p->v.m->home, &l->params, flat_var_new(p->v.m, p->v.f, p->v.f->vars.items[h->params.items[k]]));
  l->end = FLAT_JUMP;
  l->edges[0] = (flat_edge){p->first, h->params.len, copy_vars(p, h->params.len, l->params.items)};
  for (flat_label at = 0; at < p->v.blocks; at++) {
    flat_block *b = block_of(p, at);
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      if (b->edges[e].to == p->first && view_within(&p->v, p->first, at)) b->edges[e].to = latch;
  }
  return &l->edges[0];
}

/* A turn of the first loop goes on with one of the second, and that goes round. */
static void join_turns(const pair *p) {
  flat_edge *end = end_of_turns(p);
  const flat_edge round = *end;
  *end = block_of(p, p->second)->edges[0];
  for (flat_label at = 0; at < p->v.blocks; at++) {
    flat_block *b = block_of(p, at);
    for (uint32_t e = 0; e < flat_edge_count(b); e++)
      if (b->edges[e].to == p->second && view_within(&p->v, p->second, at))
        b->edges[e] = edge_with(p, &round, &b->edges[e]);
  }
}

/* What the second header did is done once: its parameters are the first one's. */
static void join(const pair *p) {
  flat_block *h = block_of(p, p->first), *second = block_of(p, p->second);
  flat_block *front = block_of(p, p->front), *in = block_of(p, vec_last(&p->between));
  for (uint32_t n = 0; n < p->between.len; n++) move_to_front(p, p->between.items[n]);
  uint32_t left = 0;
  for (uint32_t k = 0; k < second->code.len; k++) { /* constants, which a turn may want */
    bool bound = k == p->two.bound_at;
    if (!bound)
      vec_push(p->v.m->home, &front->code, second->code.items[k]);
    else
      second->code.items[left++] = second->code.items[k];
  }
  second->code.len = left;
  front->edges[0] = edge_with(p, &front->edges[0], &in->edges[0]);
  in->edges[0].arg_count = 0;
  join_turns(p);
  h = block_of(p, p->first);
  second = block_of(p, p->second);
  for (uint32_t k = 0; k < second->params.len; k++)
    if (k != p->two.slot) vec_push(p->v.m->home, &h->params, second->params.items[k]);
  second->params.len = 0;
  second->end = FLAT_JUMP;
  second->edges[0] = second->edges[1];
  rename_var(p, p->two.place, p->one.place);
}

/* ---- all of them ---- */

/* Joins one pair. False: there is none. */
static bool join_next(flat_module *m, flat_fun *f, arena *home) {
  pair p = {.v = flat_view_of(m, f, home)};
  for (uint32_t n = 0; n < p.v.doms.count; n++) {
    p.first = p.v.doms.order[n];
    p.between = (flat_labels){0};
    if (!view_is_header(&p.v, p.first) || !fits(&p)) continue;
    join(&p);
    return true;
  }
  return false;
}

static bool gets(const flat_instr *i) { return i->op == FLAT_LIST_GET; }

void flat_abreast(flat_module *m) {
  arena *scratch = arena_new("loops abreast");
  for (uint32_t n = 0; n < m->funs.len; n++) {
    if (!flat_any_instr(m->funs.items[n], gets)) continue;
    while (join_next(m, m->funs.items[n], scratch)) {
      m->settled = false;
      arena_clear(scratch);
    }
    arena_clear(scratch);
  }
  arena_free(scratch);
}
