/* Foreign control flow as one expression. A conditional whose branches give back is `c?p:q`, and what follows an `if`
   that gives back is its other branch. Names that a loop or a branch assigns to are its state: a loop over elements is
   a fold of them, any other loop a local function that calls itself, a branch a choice between two of their values. */

#include "frontend/habit_priv.h"

const char habit_loop_hint[] = "`takewhile`, `find` or a recursion leaves early: `loop i=c?loop(i+1):i`";

/* The state as one value, or as arguments. */
void habit_say_names(habit *h, const habit_names *names, const char *open, const char *between, const char *close) {
  habit_say(h, names->len > 1 ? open : "");
  for (uint32_t i = 0; i < names->len; i++) {
    if (i) habit_say(h, between);
    habit_say_str(h, intern_str(h->names, names->items[i]));
  }
  habit_say(h, names->len > 1 ? close : "");
}

void habit_say_tuple(habit *h, const habit_names *names) { habit_say_names(h, names, "(", ",", ")"); }

/* What a loop gives: its names, and before them, where `return` may stand inside it, a list of what it gave. */
void habit_say_outcome(habit *h, const habit_state *state, const char *found) {
  if (!state->finds) {
    habit_say_tuple(h, state->names);
    return;
  }
  habit_say(h, state->names->len ? "(" : "");
  habit_say(h, found);
  habit_say(h, state->names->len ? "," : "");
  habit_say_names(h, state->names, "", ",", "");
  habit_say(h, state->names->len ? ")" : "");
}

void habit_say_state(habit *h, const habit_state *state) {
  if (!state) {
    habit_say(h, "()");
  } else if (state->again) {
    habit_say(h, state->again);
    habit_say(h, " ");
    habit_say_names(h, state->names, "", " ", "");
  } else {
    habit_say_outcome(h, state, "[]");
  }
}

static uint32_t behind_separators(const habit *h, uint32_t at, uint32_t to) {
  while (at < to && habit_kind(h, at) == TOKEN_SEP) at++;
  return at;
}

static bool is_bound(const habit *h, sym name) {
  for (uint32_t i = 0; i < h->bound.len; i++)
    if (h->bound.items[i] == name) return true;
  return false;
}

/* Of what r assigns to, the names that exist before it. */
habit_names habit_state_of(habit *h, habit_range r) {
  habit_names all = {0}, state = {0};
  habit_assigned(h, r, &all);
  for (uint32_t i = 0; i < all.len; i++)
    if (is_bound(h, all.items[i])) vec_push(h->home, &state, all.items[i]);
  return state;
}

/* Is the word a statement of r? A loop inside keeps its own `break` and `continue`. */
bool habit_holds(const habit *h, habit_range r, const char *word, bool in_loops) {
  while (r.from < r.to) {
    habit_statement s = habit_statement_at(h, r.from, r.to);
    bool loop = s.kind == HABIT_FOR || s.kind == HABIT_WHILE, compound = s.kind == HABIT_IF || s.kind == HABIT_TRY;
    if (habit_word(h, s.word, word) && (s.kind == HABIT_LEAVE || s.kind == HABIT_RETURN)) return true;
    if ((loop ? in_loops : compound || s.kind == HABIT_SWITCH) && habit_holds(h, s.body, word, in_loops)) return true;
    for (uint32_t at = compound ? habit_clause_at(h, s.word, s.next).next : s.next; at < s.next;) {
      bool two = habit_word(h, at, "else") && habit_word(h, at + 1, "if");
      habit_statement clause = habit_clause_at(h, at + two, s.next);
      if (habit_holds(h, clause.body, word, in_loops)) return true;
      at = clause.next;
    }
    r.from = s.next;
  }
  return false;
}

bool habit_yields(const habit *h, habit_range r) {
  for (uint32_t i = r.from; i < r.to; i++)
    if (habit_word(h, i, "yield")) return true;
  return false;
}

/* Does control leave r before its end? */
static bool leaves(const habit *h, habit_range r) {
  return habit_holds(h, r, "return", true) || habit_holds(h, r, "break", false) ||
         habit_holds(h, r, "continue", false) || habit_yields(h, r);
}

/* Round brackets around the whole of a condition are not needed. */
habit_range habit_bare(const habit *h, habit_range r) {
  bool round = habit_kind(h, r.from) == TOKEN_LPAREN && habit_next(h, r.from) == r.to && r.to > r.from + 2;
  return round ? (habit_range){r.from + 1, r.to - 1} : r;
}

static bool binds_state(habit *h, const habit_statement *s, habit_range rest, const habit_state *state);

void habit_body(habit *h, habit_range r, const habit_state *state) {
  habit_statement first = habit_statement_at(h, r.from, r.to);
  habit_range rest = {behind_separators(h, first.next, r.to), r.to};
  bool one = r.from >= r.to || rest.from >= rest.to;
  bool binds = first.kind == HABIT_DECLARE || first.kind == HABIT_FOR || first.kind == HABIT_WHILE ||
               first.kind == HABIT_DEFINE || (first.kind == HABIT_PLAIN && habit_assigns(h, first.head));
  bool whole = first.kind == HABIT_RETURN || first.kind == HABIT_LEAVE || binds_state(h, &first, rest, state);
  bool brackets = !one || (r.from < r.to && (state || binds) && !whole);
  habit_say(h, brackets ? "(" : "");
  habit_block(h, r, state);
  habit_say(h, brackets ? ")" : "");
}

/* Behind the words that declare a name elsewhere. */
habit_range habit_behind_words(const habit *h, habit_range r) {
  static const char *const words[] = {"let", "const", "var", "val", "auto", "int", "mut", "await"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (habit_word(h, r.from, words[i]) && r.from + 1 < r.to)
      return habit_behind_words(h, (habit_range){r.from + 1, r.to});
  return r;
}

/* The clauses of a conditional, one after the other; an `else` has no head. */
typedef struct habit_clauses {
  const habit_statement *whole;
  habit_statement now;
  bool other; /* this one is an else */
} habit_clauses;

static habit_clauses first_clause(const habit *h, const habit_statement *s) {
  return (habit_clauses){.whole = s, .now = habit_clause_at(h, s->word, s->next)};
}

static bool next_clause(const habit *h, habit_clauses *c) {
  uint32_t at = c->now.next;
  if (at >= c->whole->next) return false;
  bool two = habit_word(h, at, "else") && habit_word(h, at + 1, "if");
  c->other = habit_word(h, at, "else") && !two;
  c->now = habit_clause_at(h, at + two, c->whole->next);
  return true;
}

static bool all_return(const habit *h, const habit_statement *s, bool *otherwise) {
  habit_clauses c = first_clause(h, s);
  do
    if (!habit_returns(h, c.now.body)) return false;
  while (next_clause(h, &c));
  *otherwise = c.other;
  return true;
}

/* `c?p:d?q:` and so on; true: an else was among them. */
static bool say_clauses(habit *h, const habit_statement *s, const habit_state *state) {
  habit_clauses c = first_clause(h, s);
  do {
    if (!c.other) {
      habit_expr(h, habit_bare(h, c.now.head));
      habit_say(h, "?");
    }
    habit_body(h, c.now.body, state);
    if (!c.other) habit_say(h, ":");
  } while (next_clause(h, &c));
  return c.other;
}

static bool has_name(const habit_names *names, sym name) {
  for (uint32_t i = 0; i < names->len; i++)
    if (names->items[i] == name) return true;
  return false;
}

/* With an else, a name that each branch binds exists behind it, too. */
static habit_names branch_state(habit *h, const habit_statement *s) {
  habit_names names = habit_state_of(h, (habit_range){s->word, s->next}), common = {0};
  habit_clauses c = first_clause(h, s);
  habit_assigned(h, c.now.body, &common);
  while (next_clause(h, &c)) {
    habit_names here = {0};
    habit_assigned(h, c.now.body, &here);
    for (uint32_t i = common.len; i-- > 0;)
      if (!has_name(&here, common.items[i])) common.items[i] = vec_pop(&common);
  }
  for (uint32_t i = 0; c.other && i < common.len; i++)
    if (!has_name(&names, common.items[i])) vec_push(h->home, &names, common.items[i]);
  return names;
}

/* True: nothing comes behind it. */
static bool conditional(habit *h, const habit_statement *s, habit_range rest, const habit_state *state) {
  bool otherwise = false;
  habit_range whole = {s->word, s->next};
  if (all_return(h, s, &otherwise)) {
    say_clauses(h, s, state);
    if (!otherwise) habit_body(h, rest, state);
    return true;
  }
  if (rest.from >= rest.to && (!state || leaves(h, whole))) {
    if (!say_clauses(h, s, state)) habit_say_state(h, state);
    return true;
  }
  if (leaves(h, whole)) {
    habit_stuck(h, whole, DIAG_foreign_conditional, s->word,
                "a choice is `c?p:q`, and both of its branches give a value", state ? habit_loop_hint : NULL);
    return false;
  }
  habit_names names = branch_state(h, s);
  if (names.len) {
    habit_say_tuple(h, &names);
    habit_say(h, "=");
  }
  for (uint32_t i = 0; i < names.len; i++) vec_push(h->home, &h->bound, names.items[i]);
  habit_state inner = {&names, NULL, false};
  if (!say_clauses(h, s, names.len ? &inner : NULL)) habit_say_state(h, names.len ? &inner : NULL);
  return false;
}

/* Other statements. */

/* `raise ValueError("why")`, `throw new Error("why")`: the text is what counts. */
static void raise(habit *h, habit_range r) {
  habit_say(h, "fail ");
  for (uint32_t i = r.from; i < r.to; i++)
    if (habit_kind(h, i) == TOKEN_LPAREN && h->tokens.items[i].partner > i + 1) {
      uint32_t end = h->tokens.items[i].partner;
      habit_say(h, "(");
      habit_exprs(h, (habit_range){i + 1, habit_find(h, i + 1, end, TOKEN_COMMA)});
      habit_say(h, ")");
      return;
    }
  habit_say(h, str_printf(h->home, "\"" STR_FMT "\"", STR_ARG(habit_slice(h, r.from))).ptr);
}

static void give(habit *h, habit_range r) {
  bool tuple = habit_find(h, r.from, r.to, TOKEN_COMMA) < r.to && habit_lambda_end(h, r) == r.from;
  h->last = UINT32_MAX;
  habit_say(h, r.from == r.to ? "()" : tuple ? "(" : "");
  habit_exprs(h, r);
  habit_say(h, tuple ? ")" : "");
}

/* `return e` in a loop: what it gives is found, a list of one. */
static void give_found(habit *h, habit_range r, const habit_state *state) {
  habit_say(h, state->names->len ? "([" : "[");
  give(h, r);
  habit_say(h, "]");
  for (uint32_t i = 0; i < state->names->len; i++) {
    habit_say(h, ",");
    habit_say_str(h, intern_str(h->names, state->names->items[i]));
  }
  habit_say(h, state->names->len ? ")" : "");
}

/* `continue` goes on with the state as it is, `break` ends a loop with it; a fold has no early end. */
static bool leave(habit *h, const habit_statement *s, const habit_state *state) {
  bool goes_on = habit_word(h, s->word, "continue");
  if (!state || (!goes_on && !state->again)) {
    habit_stuck(h, (habit_range){s->word, s->next}, DIAG_foreign_loop, s->word, "no loop is left early",
                habit_loop_hint);
    return false;
  }
  habit_state last = {state->names, NULL, state->finds};
  habit_say_state(h, goes_on ? state : &last);
  return true;
}

/* `try p except q` is `p??q` where both give back. */
static bool attempt(habit *h, const habit_statement *s) {
  habit_clauses c = first_clause(h, s);
  habit_range body = s->body, whole = {s->word, s->next};
  bool simple = next_clause(h, &c) && habit_returns(h, body) && habit_returns(h, c.now.body);
  habit_range rescue = c.now.body;
  if (!simple || next_clause(h, &c)) {
    habit_stuck(h, whole, DIAG_foreign_exception, s->word, "`e??r` is r where e fails", NULL);
    return false;
  }
  habit_say(h, "(");
  habit_block(h, body, NULL);
  habit_say(h, ")?"
               "?(");
  habit_block(h, rescue, NULL);
  habit_say(h, ")");
  return true;
}

/* True: control does not go on behind it. */
static bool statement(habit *h, const habit_statement *s, habit_range rest, const habit_state *state) {
  bool last = rest.from >= rest.to;
  switch (s->kind) {
  case HABIT_PLAIN:
    h->last = UINT32_MAX;
    if (habit_assigns(h, s->head)) {
      habit_bind(h, s->head);
      return false;
    }
    habit_exprs(h, s->head);
    return last && !state;
  case HABIT_DECLARE: {
    habit_range r = habit_behind_words(h, s->head);
    if (habit_assigns(h, r))
      habit_bind(h, r);
    else
      habit_stuck(h, (habit_range){s->word, s->next}, DIAG_foreign_definition, s->word,
                  "a name is bound with its value: `name=value;`", NULL);
    return false;
  }
  case HABIT_DEFINE: habit_define(h, s); return false;
  case HABIT_IF: return conditional(h, s, rest, state);
  case HABIT_FOR: return habit_each(h, s, rest, state);
  case HABIT_WHILE: return habit_repeat(h, s, rest, state);
  case HABIT_RETURN:
    if (state)
      give_found(h, s->head, state);
    else
      give(h, s->head);
    return true;
  case HABIT_RAISE: raise(h, s->head); return true;
  case HABIT_TRY:
  case HABIT_SWITCH:
    if (!state) return s->kind == HABIT_TRY ? attempt(h, s) : habit_arms(h, s);
    habit_stuck(h, (habit_range){s->word, s->next}, s->kind == HABIT_TRY ? DIAG_foreign_exception : DIAG_foreign_match,
                s->word,
                s->kind == HABIT_TRY ? "`e?"
                                       "?r` is r where e fails"
                                     : "a choice among cases is `match e|1->p|_->q`",
                NULL);
    return false;
  case HABIT_CLASS:
    habit_stuck(h, (habit_range){s->word, s->next}, DIAG_foreign_class, s->word,
                "`type P={x:Int,y:Int}` declares a record; functions take it as their subject", NULL);
    return false;
  case HABIT_LEAVE: return leave(h, s, state);
  case HABIT_IMPORT:
  case HABIT_NOTHING: break;
  }
  return false;
}

static bool says_nothing(const habit_statement *s) { return s->kind == HABIT_IMPORT || s->kind == HABIT_NOTHING; }

/* Where the last statement does nothing but bind the one name of the state, its value is the state. */
static bool binds_state(habit *h, const habit_statement *s, habit_range rest, const habit_state *state) {
  habit_names names = {0};
  if (rest.from < rest.to || !state || state->again || state->finds || state->names->len != 1) return false;
  if (s->kind != HABIT_IF && !(s->kind == HABIT_PLAIN && habit_assigns(h, s->head))) return false;
  habit_assigned(h, (habit_range){s->word, s->next}, &names);
  return names.len == 1 && names.items[0] == state->names->items[0] && !leaves(h, (habit_range){s->word, s->next});
}

static void say_last(habit *h, const habit_statement *s, const habit_state *state) {
  if (s->kind == HABIT_PLAIN)
    habit_bind_value(h, s->head);
  else if (!say_clauses(h, s, state))
    habit_say_state(h, state);
}

void habit_block(habit *h, habit_range r, const habit_state *state) {
  uint32_t bound = h->bound.len;
  for (r.from = behind_separators(h, r.from, r.to); r.from < r.to && !h->exhausted;) {
    habit_statement s = habit_statement_at(h, r.from, r.to);
    habit_range rest = {behind_separators(h, s.next, r.to), r.to};
    bool done = binds_state(h, &s, rest, state);
    if (done) say_last(h, &s, state);
    if (done || statement(h, &s, rest, state)) {
      h->bound.len = bound;
      return;
    }
    if (!says_nothing(&s)) habit_say(h, ";");
    r = rest;
  }
  habit_say_state(h, state);
  h->bound.len = bound;
}
