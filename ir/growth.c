#include "ir/growth.h"

enum {
  SMALL = 40,   /* nodes of a body that may be copied to every caller */
  FUSED = 60,   /* … of one that a copy makes more of than saving its call */
  TINY = 6,     /* … that is no longer than its call */
  FREE = 8000,  /* nodes that any program may have; others a quarter more than they are written with */
  COPIED = 8000 /* nodes copied into a function that takes no more */
};

/* From one to the next something is given up. */
static const growth_limits STEPS[] = {
    {{{SMALL, FUSED, FUSED}, {SMALL, FUSED, FUSED}}, GROWTH_CALLS_NONE},
    {{{TINY, FUSED, FUSED}, {SMALL, FUSED, FUSED}}, GROWTH_CALLS_PLAIN},
    {{{TINY, TINY, FUSED}, {SMALL, FUSED, FUSED}}, GROWTH_CALLS_ALL},
    {{{TINY, TINY, FUSED}, {SMALL / 2, FUSED / 2, FUSED}}, GROWTH_CALLS_ALL},
    {{{TINY, TINY, FUSED}, {SMALL / 4, FUSED / 4, FUSED}}, GROWTH_CALLS_ALL},
    {{{TINY, TINY, FUSED}, {TINY, TINY, FUSED}}, GROWTH_CALLS_ALL},
};

enum { STEP_COUNT = sizeof STEPS / sizeof *STEPS };

/* Callers before callees: what is called from what runs often does, too. */
static void find_often(uint32_t count, growth_body *bodies) {
  for (uint32_t k = count; k > 0; k--) {
    const growth_body *b = &bodies[k - 1];
    for (uint32_t i = 0; i < b->refers.len; i++)
      bodies[b->refers.items[i].to].often |= b->often || b->refers.items[i].often;
  }
}

static void count_references(uint32_t count, const growth_body *bodies, uint32_t *times) {
  for (uint32_t k = 0; k < count; k++)
    for (uint32_t i = 0; i < bodies[k].refers.len; i++)
      times[bodies[k].refers.items[i].to] += bodies[k].refers.items[i].times;
}

typedef struct estimate {
  uint32_t *times;  /* per body: that it is referred to */
  uint64_t *length; /* … with the copies in it */
  bool *called;     /* … it has callers that it is not copied to */
} estimate;

static bool is_copied(const estimate *e, const growth_limits *limits, const growth_body *to, uint32_t k, bool often) {
  return to->copies && (e->times[k] == 1 || to->size <= limits->most[often][to->kind]);
}

/* Nodes of the whole program. What is too much for one function is called after all. */
static uint64_t length_with(const estimate *e, const growth_limits *limits, uint32_t count, const growth_body *bodies) {
  uint64_t all = 0;
  for (uint32_t k = 0; k < count; k++) {
    uint64_t copied = 0;
    e->called[k] = k == count - 1 || !bodies[k].copies;
    for (uint32_t i = 0; i < bodies[k].refers.len; i++) {
      const growth_reference *r = &bodies[k].refers.items[i];
      bool copy = is_copied(e, limits, &bodies[r->to], r->to, r->often || bodies[k].often);
      uint64_t more = r->times * e->length[r->to];
      if (copy && copied + more <= COPIED) copied += more;
      else e->called[r->to] = true;
    }
    e->length[k] = bodies[k].size + copied;
  }
  for (uint32_t k = 0; k < count; k++) all += e->called[k] ? e->length[k] : 0;
  return all;
}

growth_limits growth_unbounded(void) { return STEPS[0]; }

growth_limits growth_choose(arena *home, uint32_t count, growth_body *bodies) {
  estimate e = {ARENA_ARRAY(home, uint32_t, count), ARENA_ARRAY(home, uint64_t, count), ARENA_ARRAY(home, bool, count)};
  uint64_t written = 0;
  find_often(count, bodies);
  count_references(count, bodies, e.times);
  for (uint32_t k = 0; k < count; k++) written += bodies[k].size;
  uint64_t most = written + written / 4 > FREE ? written + written / 4 : FREE;
  uint32_t step = 0;
  while (step < STEP_COUNT - 1 && length_with(&e, &STEPS[step], count, bodies) > most) step++;
  return STEPS[step];
}
