/* `switch`, `case`, `when` and `match` of other languages: one arm a case, if each case gives a value. */

#include "frontend/habit_priv.h"

typedef struct habit_case {
  habit_range patterns, body; /* no patterns: what is left */
  uint32_t next;
} habit_case;

static bool is_default(const habit *h, uint32_t i) {
  return habit_word(h, i, "default") || habit_word(h, i, "else") || habit_word(h, i, "otherwise");
}

/* `case p:` and its statements, up to the next case. */
static bool read_case(const habit *h, uint32_t at, uint32_t to, habit_case *out) {
  bool word = habit_word(h, at, "case"), rest = is_default(h, at);
  uint32_t sign = at + word, fat = 0;
  if (!word && !rest) rest = habit_word(h, at, "_");
  for (; sign < to; sign = habit_next(h, sign)) {
    token_kind kind = habit_kind(h, sign);
    fat = habit_pair(h, sign, TOKEN_ASSIGN, TOKEN_GT);
    if (kind == TOKEN_COLON || kind == TOKEN_ARROW || fat) break;
  }
  if (sign >= to) return false;
  bool statements = word || (rest && habit_kind(h, sign) == TOKEN_COLON);
  out->patterns = rest ? (habit_range){at, at} : (habit_range){at + word, sign};
  if (word && habit_word(h, at + 1, "_")) out->patterns.to = out->patterns.from;
  uint32_t from = sign + 1 + fat, end = from;
  if (statements)
    while (end < to && !habit_word(h, end, "case") && !(end > from && is_default(h, end) && h->tokens.items[end].first))
      end = habit_next(h, end);
  else
    for (end = habit_next(h, from); end < to && !h->tokens.items[end].first && habit_kind(h, end) != TOKEN_COMMA;)
      end = habit_next(h, end);
  out->body = (habit_range){from, end};
  bool braces = habit_kind(h, from) == TOKEN_LBRACE && h->tokens.items[from].partner + 1 == end;
  if (braces) out->body = (habit_range){from + 1, end - 1};
  out->next = end + (habit_kind(h, end) == TOKEN_COMMA && end < to);
  return from < to;
}

static void say_arm(habit *h, habit_range pattern, habit_range body) {
  habit_say(h, "|");
  h->last = UINT32_MAX;
  if (pattern.from == pattern.to) habit_say(h, "_");
  habit_exprs(h, pattern);
  habit_say(h, "->");
  h->last = UINT32_MAX;
  habit_body(h, body, NULL);
}

/* Several patterns of a case are several arms. */
static void say_case(habit *h, const habit_case *c) {
  habit_range r = c->patterns;
  do {
    uint32_t end = r.from;
    while (end < r.to && habit_kind(h, end) != TOKEN_COMMA && habit_kind(h, end) != TOKEN_BAR) end = habit_next(h, end);
    say_arm(h, (habit_range){r.from, end}, c->body);
    r.from = end + 1;
  } while (r.from < r.to);
}

bool habit_arms(habit *h, const habit_statement *s) {
  habit_range whole = {s->word, s->next}, head = s->head;
  bool good = head.from < head.to;
  bool value = habit_word(h, s->word, "when") || habit_word(h, s->word, "match") || habit_word(h, s->word, "case");
  habit_case c;
  for (uint32_t at = s->body.from; good && at < s->body.to; at = c.next) {
    good = read_case(h, at, s->body.to, &c);
    if (good && !value) good = habit_returns(h, c.body);
  }
  if (!good) {
    habit_stuck(h, whole, DIAG_foreign_match, s->word, "a choice among cases is `match e|1->p|2->q|_->r`", NULL);
    return false;
  }
  habit_say(h, "match ");
  h->last = UINT32_MAX;
  bool round = habit_kind(h, head.from) == TOKEN_LPAREN && habit_next(h, head.from) == head.to;
  habit_expr(h, round ? (habit_range){head.from + 1, head.to - 1} : head);
  for (uint32_t at = s->body.from; at < s->body.to && read_case(h, at, s->body.to, &c); at = c.next) say_case(h, &c);
  return true;
}

/* The arms of `case e of` go to the end. */
static bool haskell(const habit *h, habit_range r, habit_statement *s) {
  if (!habit_word(h, r.from, "case")) return false;
  uint32_t of = habit_find_word(h, r.from, r.to, "of");
  if (of + 1 >= r.to) return false;
  *s = (habit_statement){.word = r.from, .head = {r.from + 1, of}, .body = {of + 1, r.to}, .next = r.to};
  return true;
}

static bool braces(const habit *h, habit_range r, habit_statement *s) {
  bool word = habit_word(h, r.from, "when") || habit_word(h, r.from, "match") || habit_word(h, r.from, "switch");
  if (!word) return false;
  uint32_t open = habit_find(h, r.from + 1, r.to, TOKEN_LBRACE);
  if (open == r.to || habit_kind(h, open + 1) == TOKEN_BAR) return false;
  if (habit_find(h, r.from + 1, open, TOKEN_BAR) != open) return false; /* an arm with a record pattern */
  uint32_t next = habit_next(h, open);
  *s = (habit_statement){.word = r.from, .head = {r.from + 1, open}, .body = {open + 1, next - 1}, .next = next};
  return true;
}

uint32_t habit_arms_expr(habit *h, habit_range r) {
  habit_statement s;
  habit_case c;
  if (!haskell(h, r, &s) && !braces(h, r, &s)) return r.from;
  if (!read_case(h, s.body.from, s.body.to, &c)) return r.from;
  habit_open(h, r.from, DIAG_foreign_match, r.from, "a choice among cases is `match e|1->p|2->q|_->r`");
  habit_arms(h, &s);
  habit_close(h, s.next);
  return s.next;
}
