#include "ir/passes.h"

#include "ir/abreast.h"
#include "ir/accumulate.h"
#include "ir/ahead.h"
#include "ir/compose.h"
#include "ir/count_part.h"
#include "ir/grow.h"
#include "ir/inflow.h"
#include "ir/last.h"
#include "ir/reuse.h"
#include "ir/simplify.h"
#include "ir/split.h"
#include "ir/trmc.h"
#include "ir/update.h"
#include "support/bug.h"

typedef struct pass {
  const char *name;
  void (*run)(flat_module *m);
  int which; /* its transformation; ALWAYS: the module is not complete without it */
} pass;

enum { ALWAYS = -1 };

static const pass passes[] = {
    {"simplify", flat_simplify, ALWAYS},
    {"accumulate", flat_accumulate, TRANSFORM_accumulate},
    {"simplify", flat_simplify, TRANSFORM_accumulate},
    {"grow", flat_grow, TRANSFORM_grow},
    {"simplify", flat_simplify, TRANSFORM_grow},
    {"groups", flat_groups, TRANSFORM_groups},
    {"simplify", flat_simplify, TRANSFORM_groups},
    {"fields", flat_fields, TRANSFORM_fields},
    {"simplify", flat_simplify, TRANSFORM_fields},
    {"inflow", flat_inflow, TRANSFORM_inflow},
    {"simplify", flat_simplify, TRANSFORM_inflow},
    {"compose", flat_compose, TRANSFORM_compose},
    {"simplify", flat_simplify, TRANSFORM_compose},
    {"abreast", flat_abreast, TRANSFORM_abreast},
    {"simplify", flat_simplify, TRANSFORM_abreast},
    {"tier", flat_tier_split, TRANSFORM_tier}, /* before whatever one level does and another does not */
    {"last", flat_last, TRANSFORM_last},
    {"simplify", flat_simplify, TRANSFORM_last},
    {"congruent", flat_congruent, TRANSFORM_congruent},
    {"simplify", flat_simplify, TRANSFORM_congruent},
    {"range", flat_range, TRANSFORM_range},
    {"simplify", flat_simplify, TRANSFORM_range},
    {"split", flat_split, TRANSFORM_split},
    {"simplify", flat_simplify, TRANSFORM_split},
    {"guard", flat_guard, TRANSFORM_guard},
    {"simplify", flat_simplify, TRANSFORM_guard},
    {"ahead", flat_ahead, TRANSFORM_ahead},
    {"simplify", flat_simplify, TRANSFORM_ahead},
    {"unroll", flat_unroll, TRANSFORM_unroll},
    {"simplify", flat_simplify, TRANSFORM_unroll},
    {"caught", simplify_caught, TRANSFORM_caught},
    {"count part", flat_count_part, TRANSFORM_count_part},
    {"reads first", flat_reads_first, TRANSFORM_reads_first},
    {"take out", flat_take_out, TRANSFORM_take_out},
    {"trmc", flat_trmc, TRANSFORM_trmc},
    {"reuse", flat_reuse, TRANSFORM_reuse},
};

/* They say themselves when they have changed something; of others it is supposed (flat_module.settled). */
static void (*const telling[])(flat_module *m) = {flat_accumulate, flat_grow, flat_groups, flat_fields, flat_inflow,
                                                 flat_abreast};

static bool tells(const pass *p) {
  for (uint32_t i = 0; i < sizeof telling / sizeof *telling; i++)
    if (p->run == telling[i]) return true;
  return false;
}

#ifdef GAEL_DEBUG
enum { ALWAYS_CERTIFY = true };
#else
enum { ALWAYS_CERTIFY = false };
#endif

void flat_certify(const flat_module *m, const char *after) {
  if (!ALWAYS_CERTIFY && !m->certify) return;
  arena *scratch = arena_new("certificate");
  const char *fault = flat_check(m, scratch);
  if (fault) gael_bug("%s broke an invariant: %s", after, fault);
  arena_free(scratch);
}

void flat_optimize(flat_module *m) {
  for (uint32_t i = 0; i < sizeof passes / sizeof *passes; i++) {
    if (passes[i].which != ALWAYS && !transform_on(m, (transform)passes[i].which)) continue;
    bool simplifies = passes[i].run == flat_simplify;
    if (simplifies && m->settled) continue;
    passes[i].run(m);
    m->settled = simplifies || (m->settled && tells(&passes[i]));
    flat_certify(m, passes[i].name);
  }
}
