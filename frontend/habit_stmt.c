/* What a foreign statement is, and where it ends: by indentation behind `:`, by braces, by `end`, or by its line. */

#include "frontend/habit_priv.h"

/* What must follow the word, so that a name of the program is not taken for it. */
typedef enum habit_follow {
  FOLLOW_ANY,
  FOLLOW_HEAD,
  FOLLOW_TARGET,
  FOLLOW_NAME,
  FOLLOW_CASES,
  FOLLOW_LINES
} habit_follow;

static const struct {
  const char *word;
  habit_statement_kind kind;
  habit_follow follow;
} starts[] = {
    {"def", HABIT_DEFINE, FOLLOW_HEAD},      {"function", HABIT_DEFINE, FOLLOW_HEAD},
    {"fn", HABIT_DEFINE, FOLLOW_HEAD},       {"fun", HABIT_DEFINE, FOLLOW_HEAD},
    {"func", HABIT_DEFINE, FOLLOW_HEAD},     {"let", HABIT_DECLARE, FOLLOW_TARGET},
    {"const", HABIT_DECLARE, FOLLOW_TARGET}, {"var", HABIT_DECLARE, FOLLOW_TARGET},
    {"val", HABIT_DECLARE, FOLLOW_TARGET},   {"local", HABIT_DECLARE, FOLLOW_TARGET},
    {"auto", HABIT_DECLARE, FOLLOW_TARGET},  {"if", HABIT_IF, FOLLOW_LINES},
    {"unless", HABIT_IF, FOLLOW_ANY},        {"for", HABIT_FOR, FOLLOW_ANY},
    {"foreach", HABIT_FOR, FOLLOW_ANY},      {"while", HABIT_WHILE, FOLLOW_ANY},
    {"return", HABIT_RETURN, FOLLOW_ANY},    {"raise", HABIT_RAISE, FOLLOW_NAME},
    {"throw", HABIT_RAISE, FOLLOW_NAME},     {"try", HABIT_TRY, FOLLOW_ANY},
    {"switch", HABIT_SWITCH, FOLLOW_ANY},    {"when", HABIT_SWITCH, FOLLOW_ANY},
    {"import", HABIT_IMPORT, FOLLOW_NAME},   {"from", HABIT_IMPORT, FOLLOW_NAME},
    {"require", HABIT_IMPORT, FOLLOW_ANY},   {"using", HABIT_IMPORT, FOLLOW_NAME},
    {"package", HABIT_IMPORT, FOLLOW_NAME},  {"module", HABIT_IMPORT, FOLLOW_NAME},
    {"class", HABIT_CLASS, FOLLOW_NAME},     {"struct", HABIT_CLASS, FOLLOW_NAME},
    {"data", HABIT_CLASS, FOLLOW_NAME},      {"enum", HABIT_CLASS, FOLLOW_NAME},
    {"interface", HABIT_CLASS, FOLLOW_NAME}, {"trait", HABIT_CLASS, FOLLOW_NAME},
    {"impl", HABIT_CLASS, FOLLOW_NAME},      {"break", HABIT_LEAVE, FOLLOW_ANY},
    {"continue", HABIT_LEAVE, FOLLOW_ANY},   {"pass", HABIT_NOTHING, FOLLOW_ANY},
    {"end", HABIT_NOTHING, FOLLOW_ANY},      {"begin", HABIT_NOTHING, FOLLOW_ANY},
    {"match", HABIT_SWITCH, FOLLOW_CASES},
};

static const char *const prefixes[] = {"async", "public", "private", "static", "export", "override",
                                       "pub",   "inline", "default", "final",  "suspend"};

static uint32_t behind_prefixes(const habit *h, uint32_t at, uint32_t to) {
  for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
    if (at + 1 < to && habit_word(h, at, prefixes[i]) && habit_kind(h, at + 1) == TOKEN_IDENT)
      return behind_prefixes(h, at + 1, to);
  return at;
}

static uint32_t line_column(const habit *h, uint32_t i) {
  while (i && !h->tokens.items[i].first) i--;
  return habit_column(h, i);
}

/* All lines that are further in than column `margin`. */
static uint32_t indented(const habit *h, uint32_t at, uint32_t to, uint32_t margin) {
  for (uint32_t i = at; i < to; i++)
    if (i > at && h->tokens.items[i].first && habit_column(h, i) <= margin &&
        !token_is(habit_kind(h, i), TOKEN_IS_CLOSE))
      return i;
  return to;
}

/* The arms of a `case e of` belong to its line. */
uint32_t habit_line_end(const habit *h, uint32_t at, uint32_t to) {
  for (uint32_t i = at; i < to; i = habit_next(h, i)) {
    const token *t = &h->tokens.items[i];
    if (t->kind == TOKEN_SEP) return i;
    if (i > at && habit_word(h, i, "where") && !t->margin && h->tokens.items[at].margin)
      return indented(h, i, to, habit_column(h, at));
    if (i > at && t->first && !token_is(t->kind, TOKEN_IS_JOINS) &&
        (t->margin || !token_is(habit_kind(h, i - 1), TOKEN_IS_PENDING)))
      return habit_word(h, i - 1, "of") && !t->margin ? indented(h, i, to, line_column(h, at)) : i;
  }
  return to;
}

static bool is_name(token_kind kind) { return kind == TOKEN_IDENT || kind == TOKEN_CON; }

/* `from l=..` at some margin: the word is a name of the program. */
static bool defines(const habit *h, uint32_t at) {
  str word = habit_slice(h, at);
  for (uint32_t i = 0; i < h->tokens.len; i++) {
    if (!h->tokens.items[i].margin || !str_eq(habit_slice(h, i), word)) continue;
    uint32_t behind = i + 1;
    while (habit_kind(h, behind) == TOKEN_IDENT && !h->tokens.items[behind].first) behind++;
    if (habit_kind(h, behind) == TOKEN_ASSIGN) return true;
  }
  return habit_defines(h, word);
}

static bool follows(const habit *h, uint32_t at, habit_follow follow) {
  token_kind next = habit_kind(h, at + 1), behind = habit_kind(h, at + 2);
  switch (follow) {
  case FOLLOW_ANY: return next != TOKEN_ASSIGN && next != TOKEN_DOT;
  case FOLLOW_LINES: {
    uint32_t line = habit_line_end(h, at, h->tokens.len), then = habit_find_word(h, at, line, "then");
    bool expression = habit_find_word(h, then, line, "else") < line; /* `if c then p else q` */
    return !expression && next != TOKEN_ASSIGN && next != TOKEN_DOT;
  }
  case FOLLOW_NAME: return (is_name(next) || next == TOKEN_STR) && !defines(h, at);
  case FOLLOW_HEAD:
    return (next == TOKEN_IDENT &&
            (behind == TOKEN_LPAREN || behind == TOKEN_ASSIGN || behind == TOKEN_COLON || behind == TOKEN_LT)) ||
           next == TOKEN_LT || (next == TOKEN_IDENT && behind == TOKEN_IDENT && habit_touches(h, at + 2) == false);
  case FOLLOW_CASES: {
    uint32_t i = at + 1;
    while (i < h->tokens.len && habit_kind(h, i) != TOKEN_COLON && !h->tokens.items[i].first) i = habit_next(h, i);
    return habit_kind(h, i) == TOKEN_COLON && habit_word(h, i + 1, "case");
  }
  case FOLLOW_TARGET: break;
  }
  uint32_t line = habit_line_end(h, at, h->tokens.len);
  if (habit_find(h, at, line, TOKEN_IN) < line) return false; /* `let .. in ..` */
  bool pattern = is_name(next) || next == TOKEN_LPAREN || next == TOKEN_LBRACK || next == TOKEN_LBRACE;
  return pattern && !habit_defines(h, habit_slice(h, at));
}

/* The body that begins at `at`. */
static void read_body(const habit *h, habit_statement *s, uint32_t at, uint32_t to) {
  if (habit_kind(h, at) == TOKEN_LBRACE) {
    s->body = (habit_range){at + 1, h->tokens.items[at].partner};
    s->next = s->body.to + 1;
  } else if (at < to && h->tokens.items[at].first) {
    uint32_t end = indented(h, at, to, line_column(h, s->word));
    s->body = (habit_range){at, end};
    s->next = end + (habit_word(h, end, "end") ? 1 : 0);
  } else {
    uint32_t end = habit_line_end(h, at, to);
    s->body = (habit_range){at, end};
    s->next = end + (habit_kind(h, end) == TOKEN_SEP);
  }
}

/* Does a condition go on with this token behind its brackets? */
static bool goes_on(const habit *h, uint32_t i) {
  static const char *const words[] = {"and", "or", "not", "is", "if", "else"};
  for (size_t k = 0; k < sizeof words / sizeof *words; k++)
    if (habit_word(h, i, words[k])) return true;
  return token_is(habit_kind(h, i), TOKEN_IS_BINARY) || habit_kind(h, i) == TOKEN_DOT;
}

habit_statement habit_clause_at(const habit *h, uint32_t at, uint32_t to) {
  habit_statement s = {.word = at};
  uint32_t i = at + 1;
  bool round = habit_kind(h, i) == TOKEN_LPAREN;
  uint32_t behind = round ? habit_next(h, i) : i;
  for (; i < to; i = habit_next(h, i)) {
    token_kind kind = habit_kind(h, i);
    bool word = habit_word(h, i, "then") || habit_word(h, i, "do");
    if (kind == TOKEN_COLON || word) {
      s.head = (habit_range){at + 1, i};
      read_body(h, &s, i + 1, to);
      return s;
    }
    if (kind == TOKEN_LBRACE) break;
    if (i > at + 1 && h->tokens.items[i].first) break;
    if (round && i == behind && !goes_on(h, i)) break;
  }
  s.head = (habit_range){at + 1, i};
  read_body(h, &s, i, to);
  return s;
}

/* `: Int {` and `: Int =` tell what a function gives; any other colon begins its body. */
static bool is_type(const habit *h, uint32_t i) {
  return habit_kind(h, i) == TOKEN_CON &&
         (habit_find(h, i, habit_line_end(h, i, h->tokens.len), TOKEN_LBRACE) < habit_line_end(h, i, h->tokens.len) ||
          habit_kind(h, i + 1) == TOKEN_ASSIGN || habit_kind(h, i + 1) == TOKEN_LT);
}

/* A head in brackets, what it gives, and a body by `:`, braces or `=`. */
static void read_definition(const habit *h, habit_statement *s, uint32_t to) {
  uint32_t i = s->word + 1, angle = i;
  if (habit_kind(h, i) == TOKEN_LT) {
    while (angle < to && habit_kind(h, angle) != TOKEN_GT) angle++;
    i = angle + 1;
  }
  s->head.from = i;
  while (i < to && habit_kind(h, i) != TOKEN_LPAREN && habit_kind(h, i) != TOKEN_COLON &&
         habit_kind(h, i) != TOKEN_ASSIGN && habit_kind(h, i) != TOKEN_LBRACE)
    i++;
  if (habit_kind(h, i) == TOKEN_LPAREN) i = habit_next(h, i);
  s->head.to = i;
  uint32_t line = i, sign = i;
  while (line < to && !(line > i && h->tokens.items[line].first)) line = habit_next(h, line);
  while (sign < line && habit_kind(h, sign) != TOKEN_LBRACE && habit_kind(h, sign) != TOKEN_ASSIGN &&
         !(habit_kind(h, sign) == TOKEN_COLON && (sign + 1 == line || !is_type(h, sign + 1))))
    sign = habit_next(h, sign);
  read_body(h, s, habit_kind(h, sign) == TOKEN_LBRACE ? sign : sign < line ? sign + 1 : line, to);
}

static uint32_t chain_end(const habit *h, uint32_t next, uint32_t to, const char *const *words, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (next < to && habit_word(h, next, words[i])) {
      bool two = habit_word(h, next + 1, "if");
      return chain_end(h, habit_clause_at(h, next + two, to).next, to, words, count);
    }
  return next;
}

habit_statement habit_statement_at(const habit *h, uint32_t at, uint32_t to) {
  static const char *const more[] = {"else", "elif", "elsif", "elseif"}, *const rescue[] = {"except", "catch",
                                                                                            "finally", "else"};
  habit_statement s = {.word = behind_prefixes(h, at, to)};
  for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
    if (habit_word(h, s.word, starts[i].word) && follows(h, s.word, starts[i].follow)) {
      s.kind = starts[i].kind;
      break;
    }
  switch (s.kind) {
  case HABIT_DEFINE: read_definition(h, &s, to); return s;
  case HABIT_IF:
  case HABIT_FOR:
  case HABIT_WHILE:
  case HABIT_TRY:
  case HABIT_SWITCH:
  case HABIT_CLASS: {
    habit_statement clause = habit_clause_at(h, s.word, to);
    clause.kind = s.kind;
    if (s.kind == HABIT_IF) clause.next = chain_end(h, clause.next, to, more, sizeof more / sizeof *more);
    if (s.kind == HABIT_TRY) clause.next = chain_end(h, clause.next, to, rescue, sizeof rescue / sizeof *rescue);
    return clause;
  }
  case HABIT_PLAIN:
  case HABIT_DECLARE:
  case HABIT_RETURN:
  case HABIT_RAISE:
  case HABIT_IMPORT:
  case HABIT_LEAVE:
  case HABIT_NOTHING: break;
  }
  uint32_t end = habit_line_end(h, at, to);
  if (end == at && end < to) end = at + (habit_kind(h, at) != TOKEN_SEP);
  s.head = (habit_range){s.word + (s.kind != HABIT_PLAIN), end};
  if (s.kind == HABIT_PLAIN) s.head.from = at;
  s.next = end + (habit_kind(h, end) == TOKEN_SEP && end < to);
  if (s.next == at) s.next = at + 1;
  return s;
}

uint32_t habit_statement_end(const habit *h, uint32_t at, uint32_t to) {
  return at < to ? habit_statement_at(h, at, to).next : to;
}

/* Does a chain of conditionals end with an else, and does each branch give back? */
static bool chain_returns(const habit *h, const habit_statement *s) {
  if (!habit_returns(h, s->body)) return false;
  uint32_t at = habit_clause_at(h, s->word, s->next).next;
  bool other = false;
  while (at < s->next) {
    bool two = habit_word(h, at, "else") && habit_word(h, at + 1, "if");
    other = habit_word(h, at, "else") && !two;
    habit_statement clause = habit_clause_at(h, at + two, s->next);
    if (!habit_returns(h, clause.body)) return false;
    at = clause.next;
  }
  return other;
}

bool habit_returns(const habit *h, habit_range r) {
  while (r.from < r.to) {
    habit_statement s = habit_statement_at(h, r.from, r.to);
    if (s.kind == HABIT_RETURN || s.kind == HABIT_RAISE || s.kind == HABIT_LEAVE) return true;
    if (s.kind == HABIT_IF && chain_returns(h, &s)) return true;
    r.from = s.next;
  }
  return false;
}
