/* Foreign assignments: declarations, `x += e`, `x++`, `a[i] = e`, `a.append(e)`. In GAEL each binds a name anew. */

#include <string.h>

#include "frontend/habit_priv.h"

/* Methods that change their subject, and what gives the changed value. */
static const struct {
  const char *method, *before, *behind;
} changes[] = {
    {"append", ".push(", ")"},   {"push", ".push(", ")"},    {"push_back", ".push(", ")"},
    {"pushBack", ".push(", ")"}, {"add", ".put(", ")"},      {"extend", "+(", ")"},
    {"addAll", "+(", ")"},       {"sort", ".sort", ""},      {"reverse", ".rev", ""},
    {"insert", ".insert(", ")"}, {"update", ".merge(", ")"}, {"unshift", ".insert(0,", ")"},
    {"del ", ".remove(", ")"},
};

enum { REMOVE = sizeof changes / sizeof *changes - 1 }; /* said in front, so that no method has its name */

typedef struct habit_assignment {
  habit_range target, value;
  uint32_t sign;      /* of `op=` and `++`; 0: none */
  const char *op;     /* `x op e` */
  uint32_t subscript; /* opener of `x[i] =`; 0: none */
  size_t change;      /* place in `changes`; SIZE_MAX: none */
} habit_assignment;

static const char *operator_text(const habit *h, uint32_t i) {
  token_kind kind = habit_kind(h, i);
  return kind == TOKEN_ADD        ? "+"
         : kind == TOKEN_SUB      ? "-"
         : kind == TOKEN_MUL      ? "*"
         : kind == TOKEN_DIV      ? "/"
         : kind == TOKEN_MOD      ? "%"
         : kind == TOKEN_IDIV     ? "//"
         : kind == TOKEN_POW      ? "**"
         : kind == TOKEN_AND      ? "&&"
         : kind == TOKEN_OR       ? "||"
         : kind == TOKEN_COALESCE ? "?"
                                    "?"
                                  : NULL;
}

static bool steps_by_one(const habit *h, habit_range r, habit_assignment *a) {
  bool behind = r.to == r.from + 3 && habit_kind(h, r.from) == TOKEN_IDENT;
  uint32_t sign = behind ? r.from + 1 : r.from;
  bool plus = habit_pair(h, sign, TOKEN_ADD, TOKEN_ADD), minus = habit_pair(h, sign, TOKEN_SUB, TOKEN_SUB);
  if (r.to != r.from + 3 || !(plus || minus)) return false;
  if (!behind && habit_kind(h, r.from + 2) != TOKEN_IDENT) return false;
  uint32_t name = behind ? r.from : r.from + 2;
  a->target = (habit_range){name, name + 1};
  a->sign = sign;
  a->op = plus ? "+" : "-";
  return true;
}

static bool changes_subject(const habit *h, habit_range r, habit_assignment *a) {
  bool call = r.to > r.from + 4 && habit_kind(h, r.from) == TOKEN_IDENT && habit_kind(h, r.from + 1) == TOKEN_DOT &&
              habit_kind(h, r.from + 3) == TOKEN_LPAREN && habit_next(h, r.from + 3) == r.to;
  for (size_t i = 0; call && i < sizeof changes / sizeof *changes; i++)
    if (str_eq(habit_slice(h, r.from + 2), str_of(changes[i].method))) {
      a->target = (habit_range){r.from, r.from + 1};
      a->value = (habit_range){r.from + 4, r.to - 1};
      a->sign = r.from + 2;
      a->change = i;
      return true;
    }
  return false;
}

/* `del m[k]` */
static bool removes(const habit *h, habit_range r, habit_assignment *a) {
  bool key = habit_word(h, r.from, "del") && habit_kind(h, r.from + 1) == TOKEN_IDENT &&
             habit_kind(h, r.from + 2) == TOKEN_LBRACK && habit_next(h, r.from + 2) == r.to;
  if (!key) return false;
  a->target = (habit_range){r.from + 1, r.from + 2};
  a->value = (habit_range){r.from + 3, r.to - 1};
  a->sign = r.from;
  a->change = REMOVE;
  return true;
}

/* The assignment that statement r is. */
static bool read_assignment(const habit *h, habit_range r, habit_assignment *a) {
  *a = (habit_assignment){.change = SIZE_MAX};
  if (steps_by_one(h, r, a) || changes_subject(h, r, a) || removes(h, r, a)) return true;
  uint32_t at = r.from;
  while (at < r.to && habit_kind(h, at) != TOKEN_ASSIGN) at = habit_next(h, at);
  if (at == r.to || at == r.from) return false;
  bool touches = habit_touches(h, at);
  token_kind before = habit_kind(h, at - 1);
  if (touches && (before == TOKEN_EQ || before == TOKEN_NE)) return false;
  if (habit_pair(h, at, TOKEN_ASSIGN, TOKEN_GT)) return false;
  a->op = touches ? operator_text(h, at - 1) : NULL;
  bool walrus = touches && before == TOKEN_COLON;
  if (a->op) a->sign = at - 1;
  a->target = (habit_range){r.from, a->op || walrus ? at - 1 : at};
  a->value = (habit_range){at + 1, r.to};
  uint32_t type = habit_find(h, a->target.from, a->target.to, TOKEN_COLON);
  a->target.to = type;
  if (a->target.to == a->target.from) return false;
  uint32_t last = a->target.from + 1;
  if (habit_kind(h, a->target.from) == TOKEN_IDENT && habit_kind(h, last) == TOKEN_LBRACK && habit_touches(h, last) &&
      habit_next(h, last) == a->target.to)
    a->subscript = last;
  return a->value.from < a->value.to;
}

/* Names and commas, or one name with an index. */
static bool is_target(const habit *h, const habit_assignment *a) {
  if (a->subscript) return true;
  for (uint32_t i = a->target.from; i < a->target.to; i = habit_next(h, i)) {
    token_kind kind = habit_kind(h, i);
    if (kind != TOKEN_IDENT && kind != TOKEN_COMMA && kind != TOKEN_LPAREN && kind != TOKEN_LBRACK) return false;
    if (kind == TOKEN_IDENT && i > a->target.from && habit_kind(h, i - 1) == TOKEN_IDENT) return false;
  }
  return true;
}

bool habit_assigns(const habit *h, habit_range r) {
  habit_assignment a;
  return read_assignment(h, r, &a) && is_target(h, &a);
}

bool habit_changes(const habit *h, habit_range r) {
  habit_assignment a;
  return read_assignment(h, r, &a) && is_target(h, &a) && (a.op || a.subscript || a.change != SIZE_MAX);
}

/* Does an operator of r bind looser than its new neighbour? */
static bool needs_brackets(const habit *h, habit_range r) {
  for (uint32_t i = r.from; i < r.to; i = habit_next(h, i)) {
    token_kind kind = habit_kind(h, i);
    if (token_is(kind, TOKEN_IS_BINARY) || kind == TOKEN_QUESTION || habit_word(h, i, "if") || habit_word(h, i, "or") ||
        habit_word(h, i, "and"))
      return true;
  }
  return false;
}

static void value(habit *h, habit_range r, bool operand) {
  bool tuple = habit_find(h, r.from, r.to, TOKEN_COMMA) < r.to && !habit_word(h, r.from, "lambda");
  bool brackets = tuple || (operand && needs_brackets(h, r));
  h->last = UINT32_MAX;
  habit_say(h, brackets ? "(" : "");
  habit_exprs(h, r);
  habit_say(h, brackets ? ")" : "");
}

static void bind_names(habit *h, habit_range target) {
  for (uint32_t i = target.from; i < target.to; i++)
    if (habit_kind(h, i) == TOKEN_IDENT) vec_push(h->home, &h->bound, h->tokens.items[i].name);
}

static void target(habit *h, habit_range r) {
  h->last = UINT32_MAX;
  for (uint32_t i = r.from; i < r.to; i++) habit_token(h, i);
  h->last = UINT32_MAX;
}

/* `x[i] = e` is `x=x.put(i,e)`, and `x[i] += e` uses x[i] in e. */
static void put(habit *h, const habit_assignment *a) {
  habit_range name = {a->target.from, a->target.from + 1};
  habit_range index = {a->subscript + 1, a->target.to - 1};
  target(h, name);
  habit_say(h, ".put(");
  habit_exprs(h, index);
  habit_say(h, ",");
  if (a->op) {
    target(h, name);
    habit_say(h, "[");
    habit_exprs(h, index);
    habit_say(h, "]");
    habit_say(h, a->op);
  }
  value(h, a->value, a->op != NULL);
  habit_say(h, ")");
}

static void say_bound(habit *h, const habit_assignment *a) {
  if (a->subscript) {
    put(h, a);
  } else if (a->change != SIZE_MAX) {
    target(h, a->target);
    habit_say(h, changes[a->change].before);
    if (*changes[a->change].behind) habit_exprs(h, a->value);
    habit_say(h, changes[a->change].behind);
  } else if (a->op) {
    target(h, a->target);
    habit_say(h, a->op);
    if (a->value.from < a->value.to)
      value(h, a->value, true);
    else
      habit_say(h, "1");
  } else {
    value(h, a->value, false);
  }
}

void habit_bind_value(habit *h, habit_range r) {
  habit_assignment a;
  if (read_assignment(h, r, &a)) say_bound(h, &a);
}

void habit_bind(habit *h, habit_range r) {
  habit_assignment a;
  if (!read_assignment(h, r, &a)) return;
  target(h, a.subscript ? (habit_range){a.target.from, a.target.from + 1} : a.target);
  habit_say(h, "=");
  say_bound(h, &a);
  if (!a.subscript) bind_names(h, a.target);
}

static void note(habit *h, habit_names *names, sym name) {
  for (uint32_t i = 0; i < names->len; i++)
    if (names->items[i] == name) return;
  vec_push(h->home, names, name);
}

static void assigned_in_chain(habit *h, const habit_statement *s, habit_names *names) {
  habit_names inner = {0};
  habit_assigned(h, s->body, &inner);
  for (uint32_t at = habit_clause_at(h, s->word, s->next).next; s->kind == HABIT_IF && at < s->next;) {
    bool two = habit_word(h, at, "else") && habit_word(h, at + 1, "if");
    habit_statement clause = habit_clause_at(h, at + two, s->next);
    habit_assigned(h, clause.body, &inner);
    at = clause.next;
  }
  for (uint32_t i = 0; i < inner.len; i++) note(h, names, inner.items[i]);
}

void habit_assigned(habit *h, habit_range r, habit_names *names) {
  while (r.from < r.to) {
    habit_statement s = habit_statement_at(h, r.from, r.to);
    habit_assignment a;
    if (s.kind == HABIT_IF || s.kind == HABIT_FOR || s.kind == HABIT_WHILE) {
      assigned_in_chain(h, &s, names);
    } else if (s.kind == HABIT_PLAIN && read_assignment(h, s.head, &a) && is_target(h, &a)) {
      uint32_t end = a.subscript ? a.subscript : a.target.to;
      for (uint32_t i = a.target.from; i < end; i++)
        if (habit_kind(h, i) == TOKEN_IDENT) note(h, names, h->tokens.items[i].name);
    }
    r.from = s.next;
  }
}
