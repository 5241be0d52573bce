/* Laws of branches, Bools and options. */

#include "ir/rule.h"

static const rule rules[] = {
    /* choice */
    {"choice_true", "(choice (K true) ?p ?q)", "?p", NULL, NULL},
    {"choice_false", "(choice (K false) ?p ?q)", "?q", NULL, NULL},
    {"choice_not", "(choice (not ?c) ?p ?q)", "(choice ?c ?q ?p)", NULL, NULL},
    {"choice_bool", "(choice ?c (K true) (K false))", "?c", NULL, NULL},
    {"choice_negated", "(choice ?c (K false) (K true))", "(not ?c)", NULL, NULL},
    {"choice_number", "(choice ?c (K 1) (K 0))", "(bool_int ?c)", NULL, NULL},
    {"choice_same", "(choice ?c ?p ?p)", "?p", "total c", NULL},
    {"choice_again_then", "(choice ?c (choice ?c ?p ?q) ?r)", "(choice ?c ?p ?r)", "quiet c", NULL},
    {"choice_again_else", "(choice ?c ?p (choice ?c ?q ?r))", "(choice ?c ?p ?r)", "quiet c", NULL},
    {"choice_and", "(choice (choice ?c ?d (K false)) ?p (K false))", "(choice ?c (choice ?d ?p (K false)) (K false))",
     NULL, NULL},
    /* Bool */
    {"not_not", "(not (not ?x))", "?x", NULL, NULL},
    {"not_eq", "(not (eq ?x ?y))", "(ne ?x ?y)", NULL, NULL},
    {"not_ne", "(not (ne ?x ?y))", "(eq ?x ?y)", NULL, NULL},
    {"not_lt", "(not (lt ?x ?y))", "(le ?y ?x)", "whole x & apart x y", NULL},
    {"not_le", "(not (le ?x ?y))", "(lt ?y ?x)", "whole x & apart x y", NULL},
    {"eq_true", "(eq ?x (K true))", "?x", NULL, NULL},
    {"eq_false", "(eq ?x (K false))", "(not ?x)", NULL, NULL},
    {"eq_self", "(eq ?x ?x)", "(K true)", "total x & exact x", NULL},
    {"ne_self", "(ne ?x ?x)", "(K false)", "total x & exact x", NULL},
    {"lt_self", "(lt ?x ?x)", "(K false)", "total x", NULL},
    {"le_self", "(le ?x ?x)", "(K true)", "total x & exact x", NULL},
    {"holds_bool", "(ne (bool_int ?x) (K 0))", "?x", NULL, NULL},
    /* catch: what cannot fail needs none */
    {"catch_safe", "(catch ?l ?r)", "?l", "safe l", NULL},
    {"catch_catch", "(catch (catch ?l ?m) ?r)", "(catch ?l (catch ?m ?r))", NULL, NULL},
    /* options */
    {"option_some", "(option (some ?x) ?n ?j)", "(B <id ?x> ?j)", NULL, NULL},
    {"option_none", "(option (none:?t) ?n ?j)", "?n", NULL, NULL},
    {"unwrap_some", "(unwrap (some ?x))", "?x", NULL, NULL},
    {"is_some_some", "(is_some (some ?x))", "(K true)", "total x", NULL},
    {"is_some_none", "(is_some (none:?t))", "(K false)", NULL, NULL},
    {"is_some_find", "(is_some (find ?l ?p))", "(any ?l ?p)", NULL, NULL},
    {"is_some_position", "(is_some (position ?l ?p))", "(any ?l ?p)", NULL, NULL},
};

const rule_family RULES_CHOICE = {"choice", rules, sizeof rules / sizeof *rules};
