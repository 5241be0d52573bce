/* Laws of bulk operations. Two loops become one only when nobody can tell: their functions are `apart`. */

#include "ir/rule.h"

static const rule rules[] = {
    /* map */
    {"map_id", "(map ?l (curry ?t .1))", "?l", NULL, NULL},
    {"map_map", "(map (map ?l (curry ?t ?f)) (curry ?u ?g))", "(map ?l (curry ?t (B <.0 ?f> ?g)))", "apart f g", NULL},
    {"flatmap_one", "(flatmap ?l (curry ?t (list ?f)))", "(map ?l (curry ?t ?f))", NULL, NULL},
    {"flatmap_map", "(flatmap (map ?l (curry ?t ?f)) (curry ?u ?g))", "(flatmap ?l (curry ?t (B <.0 ?f> ?g)))",
     "apart f g", NULL},
    {"flatmap_if", "(flatmap ?l (curry ?t (choice ?c (list ?f) (list:?u))))",
     "(map (filter ?l (curry ?t ?c)) (curry ?t ?f))", "apart c f", NULL},
    {"flatmap_some", "(flatmap ?l (curry ?t (choice ?c ?f (list:?u))))",
     "(flatmap (filter ?l (curry ?t ?c)) (curry ?t ?f))", "apart c f", NULL},
    /* filter */
    {"filter_true", "(filter ?l (curry ?t (K true)))", "?l", NULL, NULL},
    {"filter_filter", "(filter (filter ?l (curry ?t ?p)) (curry ?t ?q))",
     "(filter ?l (curry ?t (choice ?p ?q (K false))))", "apart p q", NULL},
    /* folds */
    {"fold_map", "(fold (map ?l (curry ?t ?f)) ?z (curry ?s,?u ?g))",
     "(fold ?l ?z (curry ?s,?t (B <.0 (B <.0.0 .1> ?f)> ?g)))", "apart f g & apart f z", NULL},
    {"fold_filter", "(fold (filter ?l (curry ?t ?p)) ?z (curry ?s,?t ?g))",
     "(fold ?l ?z (curry ?s,?t (choice (B <.0.0 .1> ?p) ?g .0.1)))", "apart p g & apart p z", NULL},
    {"fold_last", "(fold ?l ?z (curry ?s,?t .0.1))", "?z", "total l", NULL},
    /* searches stop early: what is in front of them must be free to be dropped */
    {"any_map", "(any (map ?l (curry ?t ?f)) (curry ?u ?p))", "(any ?l (curry ?t (B <.0 ?f> ?p)))", "total f", NULL},
    {"all_map", "(all (map ?l (curry ?t ?f)) (curry ?u ?p))", "(all ?l (curry ?t (B <.0 ?f> ?p)))", "total f", NULL},
    {"position_map", "(position (map ?l (curry ?t ?f)) (curry ?u ?p))", "(position ?l (curry ?t (B <.0 ?f> ?p)))",
     "total f", NULL},
    {"any_filter", "(any (filter ?l (curry ?t ?p)) (curry ?t ?q))", "(any ?l (curry ?t (choice ?p ?q (K false))))",
     "total p", NULL},
    {"all_filter", "(all (filter ?l (curry ?t ?p)) (curry ?t ?q))", "(all ?l (curry ?t (choice ?p ?q (K true))))",
     "total p", NULL},
    {"find_filter", "(find (filter ?l (curry ?t ?p)) (curry ?t ?q))", "(find ?l (curry ?t (choice ?p ?q (K false))))",
     "total p", NULL},
    {"not_any_not", "(not (any ?l (curry ?t (not ?p))))", "(all ?l (curry ?t ?p))", NULL, NULL},
    {"not_all_not", "(not (all ?l (curry ?t (not ?p))))", "(any ?l (curry ?t ?p))", NULL, NULL},
    {"elem_range", "(elem ?x (range ?a ?b))", "(B <?x ?a ?b> (choice (le .1 .0) (le .0 .2) (K false)))", NULL, NULL},
    {"elem_range_open", "(elem ?x (range_open ?a ?b))", "(B <?x ?a ?b> (choice (le .1 .0) (lt .0 .2) (K false)))", NULL,
     NULL},
    /* lengths */
    {"len_map", "(len (map ?l (curry ?t ?f)))", "(len ?l)", "total f", NULL},
    {"len_scan", "(len (scan ?l (curry ?s,?t ?f)))", "(len ?l)", "total f", NULL},
    {"len_rev", "(len (rev ?l))", "(len ?l)", NULL, NULL},
    {"len_sort", "(len (sort ?l))", "(len ?l)", NULL, NULL},
    {"len_order", "(len (order ?l))", "(len ?l)", NULL, NULL},
    {"len_enum", "(len (enum ?l))", "(len ?l)", NULL, NULL},
    {"len_append", "(len (append ?l ?m))", "(iadd (len ?l) (len ?m))", NULL, NULL},
    {"len_push", "(len (push ?l ?x))", "(iadd (len ?l) (K 1))", "total x", NULL},
    /* order */
    {"rev_rev", "(rev (rev ?l))", "?l", NULL, NULL},
    {"sort_sort", "(sort (sort ?l))", "(sort ?l)", NULL, NULL},
    {"sort_rev", "(sort (rev ?l))", "(sort ?l)", "exact l", NULL},
    {"uniq_uniq", "(uniq (uniq ?l))", "(uniq ?l)", NULL, NULL},
    /* lists */
    {"append_nil", "(append ?l (list:?t))", "?l", NULL, NULL},
    {"nil_append", "(append (list:?t) ?l)", "?l", NULL, NULL},
    {"append_append", "(append (append ?l (K ?a)) (K ?b))", "(append ?l (append (K ?a) (K ?b)))", NULL, NULL},
    {"slice_all", "(slice ?l (none:?a) (none:?b) (none:?c))", "?l", NULL, NULL},
    {"repeat_once", "(repeat ?l (K 1))", "?l", NULL, NULL},
    /* text */
    {"show_text", "(show ?x)", "?x", "text x", NULL},
};

const rule_family RULES_BULK = {"bulk", rules, sizeof rules / sizeof *rules};
