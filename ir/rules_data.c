/* Laws of declared types, Dyns, dictionaries, sets and Bigs. Keys are equal by the total order, elements of lists by
   IEEE's: one may stand for the other only where no Float is inside. */

#include "ir/rule.h"

/* The only constructor needs no look. */
static const comb *tag_only(comb_store *s, const comb *first, const comb *second) {
  bool only = !second && first->kind == COMB_PRIM && first->n == OP_tag && irt_decl(first->dom)->count == 1;
  return only ? comb_const(s, first->dom, (comb_literal){.type = first->cod, .i = 0}) : NULL;
}

static const comb *dyn_dyn(comb_store *s, const comb *first, const comb *second) {
  bool again = !second && first->kind == COMB_PRIM && first->n == OP_dyn && first->dom == first->cod;
  return again ? comb_id(s, first->dom) : NULL;
}

static const comb *cast_dyn(comb_store *s, const comb *first, const comb *second) {
  bool both = second && first->kind == COMB_PRIM && first->n == OP_dyn && second->kind == COMB_PRIM &&
              second->n == OP_cast;
  if (!both || second->cod->args[0] != first->dom) return NULL;
  return comb_prim(s, OP_some, first->dom, second->cod, 0);
}

static const rule rules[] = {
    /* declared types */
    {"tag_make", "(tag (make:?t ?x (K ?k)))", "(K ?k)", "total x", NULL},
    {"tag_only", "tag", "(K 0)", "the type has one constructor", tag_only},
    {"fields_make", "(fields:?u (make:?t ?x (K ?k)) (K ?k))", "?x", NULL, NULL},
    /* Dyn */
    {"dyn_dyn", "(dyn ?x)", "?x", "?x is a Dyn", dyn_dyn},
    {"cast_dyn", "(cast:?t (dyn ?x))", "(some ?x)", "?t is of the type of ?x", cast_dyn},
    /* one key */
    {"get_put", "(dict_get (dict_put ?d ?k ?v) ?k)", "(some ?v)", "total d & total k", NULL},
    {"at_put", "(dict_at (dict_put ?d ?k ?v) ?k)", "?v", "total d & total k", NULL},
    {"has_put", "(dict_has (dict_put ?d ?k ?v) ?k)", "(K true)", "total d & total k & total v", NULL},
    {"put_put", "(dict_put (dict_put ?d ?k ?v) ?k ?w)", "(dict_put ?d ?k ?w)", "total k & total v", NULL},
    {"is_some_get", "(is_some (dict_get ?d ?k))", "(dict_has ?d ?k)", NULL, NULL},
    {"catch_at", "(catch (dict_at ?d ?k) ?r)", "(option (dict_get ?d ?k) ?r .1)", "safe d & safe k", NULL},
    {"catch_at_pair", "(catch <(dict_at ?d ?k) (K ?u)> ?r)", "(option (dict_get ?d ?k) ?r <.1 (K ?u)>)",
     "safe d & safe k", NULL},
    {"elem_keys", "(elem ?k (dict_keys ?d))", "(dict_has ?d ?k)", "exact k & apart k d", NULL},
    {"elem_set", "(elem ?x (set_items ?s))", "(set_has ?s ?x)", "exact x & apart x s", NULL},
    /* all keys */
    {"len_keys", "(len (dict_keys ?d))", "(dict_len ?d)", NULL, NULL},
    {"len_values", "(len (dict_values ?d))", "(dict_len ?d)", NULL, NULL},
    {"len_items", "(len (dict_items ?d))", "(dict_len ?d)", NULL, NULL},
    {"len_set_items", "(len (set_items ?s))", "(set_len ?s)", NULL, NULL},
    {"len_counts", "(dict_len (dict_counts ?l))", "(set_len (set ?l))", NULL, NULL},
    {"map_items_key", "(map (dict_items ?d) (curry ?t (B .1 .0)))", "(dict_keys ?d)", NULL, NULL},
    {"map_items_value", "(map (dict_items ?d) (curry ?t (B .1 .1)))", "(dict_values ?d)", NULL, NULL},
    {"dict_of_items", "(dict (dict_items ?d))", "?d", NULL, NULL},
    {"set_of_items", "(set (set_items ?s))", "?s", NULL, NULL},
    {"set_of_uniq", "(set (uniq ?l))", "(set ?l)", NULL, NULL},
    {"items_of_list", "(set_items (set ?l))", "(uniq ?l)", NULL, NULL},
    {"keys_of_counts", "(dict_keys (dict_counts ?l))", "(uniq ?l)", NULL, NULL},
    /* Big */
    {"big_back", "(big_int (big ?x))", "?x", NULL, NULL},
    {"big_neg_neg", "(big_neg (big_neg ?x))", "?x", NULL, NULL},
};

const rule_family RULES_DATA = {"data", rules, sizeof rules / sizeof *rules};
