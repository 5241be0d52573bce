#include "backend/split.h"

#include "ir/tier.h"

/* Instructions and blocks from which on two parts are faster than one: a thread, a context and a machine take 0.5 ms, a
   thousand instructions 4 ms at level 0. */
static const uint32_t LEAST[] = {3000, 3000, UINT32_MAX, UINT32_MAX};

enum { PARTS = 2 };

/* Others have no object that elf_join knows, or places that are found out while code is written. */
static bool is_splittable(const backend_job *job) { return job->target == target_host() && !job->debug; }

static uint64_t weight_of(const flat_fun *f) {
  uint64_t n = 0;
  for (uint32_t b = 0; b < f->blocks.len; b++) n += f->blocks.items[b].code.len + 1;
  return n;
}

static uint64_t weight_of_all(const flat_module *m) {
  uint64_t n = 0;
  for (uint32_t k = 0; k < m->funs.len; k++) n += weight_of(m->funs.items[k]);
  return n;
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

split split_of(arena *home, const backend_job *job) {
  const flat_module *flat = job->module;
  uint32_t n = flat->funs.len;
  uint8_t *part_of = ARENA_ARRAY(home, uint8_t, n);
  bool *across = ARENA_ARRAY(home, bool, n);
  split s = {1, part_of, across};
  uint64_t all = weight_of_all(flat), before = 0;
  if (!is_splittable(job) || all < (job->split_from ? job->split_from : LEAST[job->level])) return s;
  s.parts = PARTS;
  for (uint32_t k = 0; k < n; k++) {
    part_of[k] = k == flat->entry ? 0 : (uint8_t)(before * PARTS / all);
    before += weight_of(flat->funs.items[k]);
  }
  marks m = {part_of, across};
  for (uint32_t k = 0; k < n; k++) refer_fun(&m, part_of[k], flat->funs.items[k]);
  refer_head(&m, flat);
  return s;
}
