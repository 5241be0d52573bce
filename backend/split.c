#include "backend/split.h"

#include "ir/tier.h"

/* Instructions and blocks from which on two parts are faster than one: a thread, a context and a machine take 0.5 ms, a
   thousand instructions 4 ms at level 0. */
static const uint32_t LEAST[] = {4000, 4000, 11000, 11000};

/* What optimising an instruction takes, by how often it runs (backend/cg.c: choose_effort). */
static const uint32_t EFFORT[] = {[HEAT_ONCE] = 1, [HEAT_LOOPS] = 5, [HEAT_OFTEN] = 5};

enum { HALVES = 2, ONCE = 2 /* the part behind them */ };

/* Others have no object that elf_join knows, or places that are found out while code is written. */
static bool is_splittable(const backend_job *job) { return job->target == target_host() && !job->debug; }

/* What may fail is followed by a branch, and by a block that reports it; constants are parts of other instructions. */
static uint64_t length_of_block(const flat_block *b) {
  enum { TRIED = 4 };
  uint64_t n = b->end == FLAT_TRY ? TRIED : 1;
  for (uint32_t k = 0; k < b->code.len; k++) n += b->code.items[k].op != FLAT_CONST;
  return n;
}

static uint64_t length_of(const flat_fun *f) {
  uint64_t n = 0;
  for (uint32_t b = 0; b < f->blocks.len; b++) n += length_of_block(&f->blocks.items[b]);
  return n;
}

/* Per function, how long LLVM is at it; gives the program's length. */
static uint64_t weigh(const flat_module *m, const flat_heat *heat, uint64_t *weights) {
  uint64_t all = 0;
  for (uint32_t k = 0; k < m->funs.len; k++) {
    uint64_t length = length_of(m->funs.items[k]);
    weights[k] = length * (heat ? EFFORT[heat[k]] : 1);
    all += length;
  }
  return all;
}

/* ---- who refers to whom ---- */

typedef struct marks {
  const uint8_t *part_of;
  bool *across;
} marks;

static void refer(marks *m, uint32_t from_part, uint32_t to) { m->across[to] |= m->part_of[to] != from_part; }

static void refer_instr(marks *m, uint32_t part, const flat_instr *i) {
  if (i->op == FLAT_CALL || i->op == FLAT_CLOSURE) refer(m, part, i->target);
}

static void refer_fun(marks *m, uint32_t part, const flat_fun *f) {
  for (uint32_t b = 0; b < f->blocks.len; b++) {
    const flat_block *block = &f->blocks.items[b];
    for (uint32_t j = 0; j < block->code.len; j++) refer_instr(m, part, &block->code.items[j]);
    if (flat_has_last(block)) refer_instr(m, part, &block->last);
  }
}

/* The tables of part 0. */
static void refer_head(marks *m, const flat_module *flat) {
  refer(m, 0, flat->entry);
  for (uint32_t g = 0; g < flat->globals.len; g++) refer(m, 0, flat->globals.items[g].fun);
  const flat_tier *t = flat->tier;
  for (uint32_t k = 0; t && k < t->entries.len; k++) refer(m, 0, t->entries.items[k].fun);
  for (uint32_t k = 0; t && k < t->loops.len; k++) refer(m, 0, t->loops.items[k].fun);
}

/* ---- the cut ---- */

/* One DROP may walk far, and a type's own code for it is better compiled well. */
static bool drops_objects(const flat_fun *f) {
  for (uint32_t b = 0; b < f->blocks.len; b++) {
    const flat_block *block = &f->blocks.items[b];
    for (uint32_t j = 0; j < block->code.len; j++) {
      const flat_instr *i = &block->code.items[j];
      if (i->op != FLAT_DROP) continue;
      const ir_type *t = f->vars.items[i->args[0]].heap;
      if (t && t->kind == IRT_NAMED) return true;
    }
  }
  return false;
}

/* Halves of the work in the order of functions, but for what runs once. */
static void cut(const flat_module *flat, const flat_heat *heat, const uint64_t *weights, split *s, uint8_t *part_of) {
  uint64_t all = 0, before = 0;
  for (uint32_t k = 0; k < flat->funs.len; k++) {
    bool once = heat && heat[k] == HEAT_ONCE && k != flat->entry && !drops_objects(flat->funs.items[k]);
    part_of[k] = once ? ONCE : 0;
    if (once) s->parts = ONCE + 1;
    else all += weights[k];
  }
  for (uint32_t k = 0; k < flat->funs.len; k++) {
    if (part_of[k] == ONCE) continue;
    if (k != flat->entry) part_of[k] = (uint8_t)(before * HALVES / all);
    before += weights[k];
  }
}

split split_of(arena *home, const backend_job *job, const flat_heat *heat) {
  const flat_module *flat = job->module;
  uint32_t n = flat->funs.len;
  uint8_t *part_of = ARENA_ARRAY(home, uint8_t, n);
  bool *across = ARENA_ARRAY(home, bool, n);
  uint64_t *weights = ARENA_ARRAY(home, uint64_t, n);
  split s = {1, {job->level, job->level, 0}, part_of, across};
  uint64_t length = weigh(flat, heat, weights);
  if (!is_splittable(job) || length < (job->split_from ? job->split_from : LEAST[job->level])) return s;
  s.parts = HALVES;
  cut(flat, heat, weights, &s, part_of);
  marks m = {part_of, across};
  for (uint32_t k = 0; k < n; k++) refer_fun(&m, part_of[k], flat->funs.items[k]);
  refer_head(&m, flat);
  return s;
}
