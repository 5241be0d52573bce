/* Foreign loops. A loop over elements is a fold of the names that it assigns to, or a map where it assigns to none; any
   other loop is a local function of these names that calls itself. `return` inside carries a list of what it gave. */

#include "frontend/habit_priv.h"

/* `for p in a`, `for (const p of a)`, `for (p : a)`, and `for (i=0;i<n;i++)`. */
typedef struct habit_source {
  habit_range pattern, list;
  bool counts, closed; /* from .. to */
  habit_range first, last;
} habit_source;

static bool read_counting(const habit *h, habit_range r, habit_source *out) {
  uint32_t one = habit_find(h, r.from, r.to, TOKEN_SEP), two = habit_find(h, one + 1, r.to, TOKEN_SEP);
  uint32_t assign = habit_find(h, r.from, one, TOKEN_ASSIGN);
  habit_range up = {two + 1, r.to};
  bool less = habit_kind(h, one + 2) == TOKEN_LT, most = habit_kind(h, one + 2) == TOKEN_LE;
  bool plus = up.to == up.from + 3 &&
              (habit_pair(h, up.from, TOKEN_ADD, TOKEN_ADD) || habit_pair(h, up.from + 1, TOKEN_ADD, TOKEN_ADD));
  if (two >= r.to || assign != r.from + 1 || !(less || most) || !plus) return false;
  *out = (habit_source){.pattern = {r.from, assign}, .counts = true, .closed = most};
  out->first = (habit_range){assign + 1, one};
  out->last = (habit_range){one + 3, two};
  return true;
}

static bool read_source(const habit *h, habit_range head, habit_source *out) {
  habit_range r = habit_behind_words(h, habit_bare(h, head));
  if (read_counting(h, r, out)) return true;
  uint32_t in = habit_find(h, r.from, r.to, TOKEN_IN);
  if (in == r.to) in = habit_find_word(h, r.from, r.to, "of");
  if (in == r.to) in = habit_find(h, r.from, r.to, TOKEN_COLON);
  *out = (habit_source){.pattern = {r.from, in}, .list = {in + 1, r.to}};
  return in + 1 < r.to;
}

static void say_source(habit *h, const habit_source *s) {
  h->last = UINT32_MAX;
  if (s->counts) {
    habit_say(h, "(");
    habit_expr(h, s->first);
    habit_say(h, s->closed ? ".." : "..<");
    h->last = UINT32_MAX;
    habit_expr(h, s->last);
    habit_say(h, ")");
    return;
  }
  bool term = true;
  for (uint32_t i = s->list.from; i < s->list.to; i = habit_next(h, i))
    term = term && !token_is(habit_kind(h, i), TOKEN_IS_BINARY) && (i == s->list.from || habit_touches(h, i));
  habit_say(h, term ? "" : "(");
  habit_expr(h, s->list);
  habit_say(h, term ? "" : ")");
}

static void say_pattern(habit *h, habit_range r) {
  bool several = habit_find(h, r.from, r.to, TOKEN_COMMA) < r.to;
  habit_say(h, several ? "(" : "");
  h->last = UINT32_MAX;
  for (uint32_t i = r.from; i < r.to; i++) {
    bool bracket = habit_kind(h, i) == TOKEN_LBRACK || habit_kind(h, i) == TOKEN_RBRACK;
    if (bracket)
      habit_say(h, habit_kind(h, i) == TOKEN_LBRACK ? "(" : ")");
    else
      habit_token(h, i);
  }
  habit_say(h, several ? ")" : "");
}

static bool is_word_alone(const habit *h, habit_range r, const char *word, const char *capital) {
  return r.to == r.from + 1 && (habit_word(h, r.from, word) || habit_word(h, r.from, capital));
}

/* `for p in a: if c: return true` before `return false` is `a.any(\p.c)`, and the other way round its opposite. */
static bool search(habit *h, const habit_source *source, const habit_statement *s, habit_range rest) {
  habit_statement test = habit_statement_at(h, s->body.from, s->body.to);
  if (test.kind != HABIT_IF || test.next < s->body.to || rest.from >= rest.to) return false;
  habit_statement found = habit_statement_at(h, test.body.from, test.body.to);
  habit_statement missed = habit_statement_at(h, rest.from, rest.to);
  if (found.kind != HABIT_RETURN || missed.kind != HABIT_RETURN) return false;
  bool any = is_word_alone(h, found.head, "true", "True") && is_word_alone(h, missed.head, "false", "False");
  bool none = is_word_alone(h, found.head, "false", "False") && is_word_alone(h, missed.head, "true", "True");
  if (!any && !none) return false;
  habit_say(h, none ? "!" : "");
  say_source(h, source);
  habit_say(h, ".any(\\");
  say_pattern(h, source->pattern);
  habit_say(h, ".");
  habit_expr(h, habit_bare(h, test.head));
  habit_say(h, ")");
  return true;
}

static const char *fresh(habit *h, const char *name, uint32_t *count) {
  return (*count)++ ? str_printf(h->home, "%s%u", name, *count).ptr : name;
}

/* What follows a loop that may have given something back. */
static void say_rest(habit *h, const char *found, habit_range rest, const habit_state *state) {
  habit_say(h, ";");
  habit_say(h, found);
  habit_say(h, "?");
  if (state) {
    habit_say_outcome(h, state, found);
  } else {
    habit_say(h, found);
    habit_say(h, "[0]");
  }
  habit_say(h, ":");
  habit_body(h, rest, state);
}

static void say_fold(habit *h, const habit_statement *s, const habit_source *source, const habit_state *inner,
                     const char *found) {
  habit_say_outcome(h, inner, found);
  habit_say(h, "=");
  say_source(h, source);
  habit_say(h, ".fold(");
  habit_say_outcome(h, inner, "[]");
  habit_say(h, ",\\");
  habit_say_outcome(h, inner, found);
  habit_say(h, " ");
  say_pattern(h, source->pattern);
  habit_say(h, ".");
  if (inner->finds) {
    habit_say(h, found);
    habit_say(h, "?");
    habit_say_outcome(h, inner, found);
    habit_say(h, ":");
  }
  habit_body(h, s->body, inner);
  habit_say(h, ")");
}

/* True: what follows the loop is said with it. */
bool habit_each(habit *h, const habit_statement *s, habit_range rest, const habit_state *state) {
  habit_source source;
  bool readable = read_source(h, s->head, &source);
  if (readable && !state && search(h, &source, s, rest)) return true;
  bool early = habit_yields(h, s->body) || habit_holds(h, s->body, "break", false);
  bool finds = habit_holds(h, s->body, "return", true);
  if (!readable || early || (finds && state && !state->finds)) {
    habit_stuck(h, (habit_range){s->word, s->next}, DIAG_foreign_loop, s->word,
                "`fold`, `map` or a comprehension `[e|p<-a]` goes through a list", early ? habit_loop_hint : NULL);
    return false;
  }
  habit_names names = habit_state_of(h, s->body);
  habit_state inner = {&names, NULL, finds};
  if (names.len || finds) {
    const char *found = finds ? fresh(h, "found", &h->finds) : "";
    say_fold(h, s, &source, &inner, found);
    if (finds) say_rest(h, found, rest, state);
    return finds;
  }
  habit_say(h, "_=");
  say_source(h, &source);
  habit_say(h, ".map(\\");
  say_pattern(h, source.pattern);
  habit_say(h, ".");
  habit_body(h, s->body, NULL);
  habit_say(h, ")");
  return false;
}

/* A local function that calls itself while the condition holds. True: what follows is said with it. */
bool habit_repeat(habit *h, const habit_statement *s, habit_range rest, const habit_state *state) {
  habit_names names = habit_state_of(h, s->body);
  bool finds = habit_holds(h, s->body, "return", true);
  if (habit_yields(h, s->body) || !names.len || (finds && state && !state->finds)) {
    habit_stuck(h, (habit_range){s->word, s->next}, DIAG_foreign_loop, s->word,
                "`iterate`, `until` or a recursion repeats; it uses no stack", habit_loop_hint);
    return false;
  }
  const char *loop = fresh(h, "loop", &h->loops), *found = finds ? fresh(h, "found", &h->finds) : "";
  habit_state inner = {&names, loop, finds}, last = {&names, NULL, finds};
  habit_say_state(h, &inner);
  habit_say(h, "=");
  habit_expr(h, habit_bare(h, s->head));
  habit_say(h, "?");
  habit_body(h, s->body, &inner);
  habit_say(h, ":");
  habit_say_state(h, &last);
  habit_say(h, ";");
  habit_say_outcome(h, &last, found);
  habit_say(h, "=");
  habit_say_state(h, &inner);
  if (finds) say_rest(h, found, rest, state);
  return finds;
}
