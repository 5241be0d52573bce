#ifndef GAEL_IR_RULE_MATCH_H
#define GAEL_IR_RULE_MATCH_H

/* Rules made ready: the left side as a pattern over the links of a composition. `(op f g)` is the two links <f g> and
   op, so that a rule finds it wherever it stands in a longer chain. */

#include "ir/build.h"
#include "ir/rule.h"
#include "support/vec.h"

enum { PATTERN_VARIABLES = 16, PATTERN_LINKS = 24 };

typedef struct pattern {
  const rule *rule;
  uint32_t number;
  const syntax **links; /* the left side */
  uint32_t link_count;
  str leading;          /* the variable in front of the first link, which is id here; empty: none */
  const syntax *right;  /* read when first needed */
} pattern;

typedef struct matcher {
  comb_store *store;
  arena *home;
  build_binding bindings[PATTERN_VARIABLES];
  uint32_t count;
} matcher;

pattern pattern_new(arena *home, const rule *r, uint32_t number);
/* Do the links of t start with the pattern, and does the condition hold? Then *rest is what follows, or NULL. */
bool pattern_match(matcher *m, const pattern *p, const comb *t, const comb **rest);
const comb *pattern_instance(matcher *m, pattern *p, const ir_type *dom);

#endif
