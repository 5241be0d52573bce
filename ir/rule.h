#ifndef GAEL_IR_RULE_H
#define GAEL_IR_RULE_H

/* Rewriting of combinators by laws. A rule is one line of a table: two terms in the text form with variables (?f),
   equal whenever its condition holds, which says what must be known of the variables:

     total f     evaluating f cannot fail, diverge or touch the world    safe f    f cannot fail
     apart f g   f and g may change places: one of them is total,        quiet f   f does not touch the world
                 or the worst that either does is to fail                text f    f's value is a Str
     exact f     what equals f's value is that value: no Float,      whole f   f's value is an Int, a Char or a Bool
                 dictionary or set in it

   The engine reads an equation from left to right; nothing in the tables depends on that. */

#include "ir/comb.h"

typedef struct rule rule;
/* A law that text cannot state: rewrites the composition first;second (second is the next link only), or the term first
   when second is NULL; gives NULL when it does not apply. */
typedef const comb *rule_fn(comb_store *s, const comb *first, const comb *second);

struct rule {
  const char *name, *left, *right, *when; /* when NULL: always */
  rule_fn *compute; /* not NULL: the texts only document it */
};

typedef struct rule_family {
  const char *name;
  const rule *rules;
  uint32_t count;
} rule_family;

extern const rule_family RULES_PLUMBING, RULES_ARITHMETIC, RULES_CHOICE, RULES_BULK, RULES_DATA;

uint32_t rule_count(void);
const rule *rule_at(uint32_t i);
const char *rule_family_of(uint32_t i);

typedef struct rule_options {
  uint64_t fuel;    /* rewrites at most; 0: a generous number */
  uint32_t *fired;  /* rule_count() counters to add to, or NULL */
  strbuf *trace;    /* a line a rewrite, or NULL */
  const char *only; /* the one rule to use, or NULL */
} rule_options;

/* Rewrites every definition and the entry to a normal form, in a new store. Gives a program that computes the same: the
   same value, the same failures (which of several is reported may change), the same effects in the same order. Linear
   in the terms and the rewrites. */
comb_program rules_run(const comb_program *p, const rule_options *options);

#endif
