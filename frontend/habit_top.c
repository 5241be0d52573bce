/* What stands at the margin of a foreign program: definitions, and statements that are its main expression. */

#include "frontend/habit_priv.h"
#include "stdlib/library.h"

static bool is_type_word(const habit *h, habit_range r, uint32_t i) {
  return i > r.from && habit_kind(h, i - 1) == TOKEN_LPAREN;
}

static void bind_params(habit *h, habit_range r) {
  for (uint32_t i = r.from; i < r.to; i++)
    if (habit_kind(h, i) == TOKEN_IDENT && (is_type_word(h, r, i) || i == r.from ||
                                            habit_kind(h, i - 1) == TOKEN_COMMA || habit_kind(h, i - 1) == TOKEN_IDENT))
      vec_push(h->home, &h->bound, h->tokens.items[i].name);
}

/* `name params=body` */
void habit_define(habit *h, const habit_statement *s) {
  uint32_t bound = h->bound.len, name = s->head.from, open = name + 1;
  h->last = UINT32_MAX;
  habit_token(h, name);
  bool round = habit_kind(h, open) == TOKEN_LPAREN;
  habit_range params = round ? (habit_range){open + 1, h->tokens.items[open].partner} : (habit_range){open, s->head.to};
  if (round && params.from < params.to) {
    habit_say(h, habit_kind(h, params.from) == TOKEN_LPAREN ? "" : " ");
    habit_params(h, params);
  } else if (!round) {
    for (uint32_t i = params.from; i < params.to; i++) {
      habit_say(h, " ");
      habit_token(h, i);
    }
  }
  bind_params(h, params);
  habit_say(h, "=");
  h->last = UINT32_MAX;
  uint32_t first = habit_statement_end(h, s->body.from, s->body.to);
  bool several = first < s->body.to;
  bool opens = several && habit_statement_at(h, s->body.from, s->body.to).kind == HABIT_PLAIN &&
               !habit_assigns(h, habit_statement_at(h, s->body.from, s->body.to).head);
  bool local = h->depth > 0 && bound > 0;
  bool brackets = several && (opens || local);
  habit_say(h, brackets ? "(" : "");
  habit_block(h, s->body, NULL);
  habit_say(h, brackets ? ")" : "");
  h->bound.len = bound;
}

static const char *said_of(habit *h, const habit_statement *s) {
  str word = habit_slice(h, s->word);
  switch (s->kind) {
  case HABIT_DEFINE: return str_printf(h->home, "a function is defined without `" STR_FMT "`", STR_ARG(word)).ptr;
  case HABIT_DECLARE: return str_printf(h->home, "a name is bound without `" STR_FMT "`", STR_ARG(word)).ptr;
  case HABIT_IF: return "a choice is `c?p:q`";
  case HABIT_FOR: return "`fold`, `map` or a comprehension `[e|p<-a]` goes through a list";
  case HABIT_WHILE: return "`iterate`, `until` or a recursion repeats; it uses no stack";
  case HABIT_RETURN: return "the value of a definition is its last expression";
  case HABIT_RAISE: return "`fail \"why\"` fails";
  case HABIT_TRY: return "`e??r` is r where e fails";
  case HABIT_SWITCH: return "a choice among cases is `match e|1->p|2->q|_->r`";
  case HABIT_IMPORT: return "the library is always there; `use name` reads the definitions of name.gael";
  case HABIT_CLASS: return "`type P={x:Int,y:Int}` declares a record; functions take it as their subject";
  case HABIT_LEAVE:
  case HABIT_NOTHING: return str_printf(h->home, "`" STR_FMT "` is not a word of GAEL", STR_ARG(word)).ptr;
  case HABIT_PLAIN: break;
  }
  return "names do not change: each binding makes a new one";
}

static diag_code code_of(habit_statement_kind kind) {
  static const diag_code codes[] = {
      [HABIT_PLAIN] = DIAG_augmented_assignment, [HABIT_DEFINE] = DIAG_foreign_definition,
      [HABIT_DECLARE] = DIAG_foreign_definition, [HABIT_IF] = DIAG_foreign_conditional,
      [HABIT_FOR] = DIAG_foreign_loop,           [HABIT_WHILE] = DIAG_foreign_loop,
      [HABIT_RETURN] = DIAG_foreign_return,      [HABIT_RAISE] = DIAG_foreign_exception,
      [HABIT_TRY] = DIAG_foreign_exception,      [HABIT_SWITCH] = DIAG_foreign_match,
      [HABIT_IMPORT] = DIAG_foreign_import,      [HABIT_CLASS] = DIAG_foreign_class,
      [HABIT_LEAVE] = DIAG_foreign_loop,         [HABIT_NOTHING] = DIAG_foreign_keyword,
  };
  return codes[kind];
}

/* `x += 1`, `x++`, `a.append(1)`: only as a step among steps. */
static bool changes(const habit *h, const habit_statement *s) {
  if (s->kind == HABIT_FOR || s->kind == HABIT_WHILE) return true;
  return s->kind == HABIT_PLAIN && habit_changes(h, s->head);
}

/* Behind the `=` of a definition: does a step of its body belong to another language? */
static bool has_foreign_step(const habit *h, habit_range r) {
  for (uint32_t at = r.from; at < r.to;) {
    habit_statement s = habit_statement_at(h, at, r.to);
    if (habit_kind(h, at) != TOKEN_SEP && s.kind != HABIT_PLAIN && s.kind != HABIT_IF && s.kind != HABIT_SWITCH)
      return true;
    if (s.kind == HABIT_PLAIN && habit_changes(h, s.head)) return true;
    at = s.next;
  }
  return false;
}

static uint32_t item_end(const habit *h, uint32_t at) {
  uint32_t end = at + 1;
  while (end < h->tokens.len && !h->tokens.items[end].margin) end = habit_next(h, end);
  return end < h->tokens.len ? end : h->tokens.len;
}

/* The `=` of a definition whose steps are another language's, in [at, end); `end`: it is none. `i=0;i+=1;i` is a main
   expression, `f=i=0;i+=1;i` is a definition. */
static uint32_t steps_behind(const habit *h, uint32_t at, uint32_t end) {
  uint32_t assign = habit_find(h, at, end, TOKEN_ASSIGN);
  bool head = assign > at && assign < end && habit_kind(h, at) == TOKEN_IDENT && h->tokens.items[at].margin;
  for (uint32_t i = at; head && i < assign; i = habit_next(h, i))
    head = habit_kind(h, i) == TOKEN_IDENT || habit_kind(h, i) == TOKEN_LPAREN;
  habit_range body = {assign + 1, end};
  if (!head || habit_pair(h, assign, TOKEN_ASSIGN, TOKEN_GT) || !has_foreign_step(h, body)) return end;
  habit_statement first = habit_statement_at(h, body.from, end);
  bool plain = first.kind == HABIT_PLAIN && !habit_assigns(h, first.head);
  return assign == at + 1 && plain ? end : assign;
}

/* From the first binding of a name that changes on, all is one expression. 0 for `to`: nothing changes. */
static habit_range script(habit *h) {
  uint32_t count = h->tokens.len, first = count;
  habit_names changed = {0};
  for (uint32_t at = 0; at < count;) {
    uint32_t end = h->tokens.items[at].margin ? item_end(h, at) : at;
    habit_statement s = habit_statement_at(h, at, count);
    if (steps_behind(h, at, end) < end) {
      s.next = end;
    } else if (changes(h, &s)) {
      if (first == count) first = at;
      habit_assigned(h, (habit_range){at, s.next}, &changed);
    } else if (first < count && (s.kind == HABIT_DEFINE || s.kind == HABIT_CLASS)) {
      return (habit_range){count, 0};
    }
    at = s.next;
  }
  if (first == count) return (habit_range){count, 0};
  for (uint32_t at = 0; at < first;) {
    habit_statement s = habit_statement_at(h, at, count);
    if (s.kind == HABIT_DECLARE || (s.kind == HABIT_PLAIN && habit_assigns(h, s.head)))
      for (uint32_t i = 0; i < changed.len; i++)
        for (uint32_t k = s.head.from; k < s.head.to && habit_kind(h, k) != TOKEN_ASSIGN; k++)
          if (habit_kind(h, k) == TOKEN_IDENT && h->tokens.items[k].name == changed.items[i]) first = at;
    at = s.next;
  }
  return (habit_range){first, count};
}

/* The byte behind the line that ends before token `end`, so that nothing of it is left. */
static uint32_t line_behind(const habit *h, uint32_t end) {
  uint32_t at = h->tokens.items[end - 1].where.end;
  while (at < h->text.len && (h->clean[at] == ' ' || h->clean[at] == '\r')) at++;
  return at < h->text.len && h->clean[at] == '\n' ? at + 1 : at;
}

static void region(habit *h, const habit_statement *s, uint32_t from, uint32_t to) {
  bool nothing = s->kind == HABIT_IMPORT || s->kind == HABIT_NOTHING;
  habit_open(h, from, code_of(s->kind), s->word, said_of(h, s));
  if (s->kind == HABIT_DEFINE) {
    habit_define(h, s);
  } else if (s->kind == HABIT_DECLARE && habit_assigns(h, s->head)) {
    habit_bind(h, s->head);
  } else if (!nothing) {
    habit_block(h, (habit_range){from, to}, NULL);
  }
  if (nothing) habit_widen(h, UINT32_MAX, line_behind(h, to));
  habit_close(h, to);
}

/* All from `at` on is one expression, because of what is the first to change a name. */
static void script_region(habit *h, uint32_t at) {
  uint32_t count = h->tokens.len, cause = at;
  habit_statement s = habit_statement_at(h, cause, count);
  while (!changes(h, &s) && s.next < count) s = habit_statement_at(h, cause = s.next, count);
  habit_open(h, at, code_of(s.kind), s.word, said_of(h, &s));
  habit_block(h, (habit_range){at, count}, NULL);
  habit_close(h, count);
}

/* `;` at the end of a line that nothing follows. */
static void line_end(habit *h, const habit_statement *s) {
  uint32_t sign = s->next - 1;
  if (habit_kind(h, sign) != TOKEN_SEP || sign < s->head.to) return;
  bool ends = s->next >= h->tokens.len || h->tokens.items[s->next].margin;
  if (!ends) return;
  habit_open(h, sign, DIAG_foreign_separator, sign, "a line needs no `;` at its end");
  habit_close(h, sign + 1);
}

/* `f p == e` with a name that nothing else gives a meaning to: a definition is meant. */
static uint32_t equality(const habit *h, habit_range r) {
  uint32_t at = r.from;
  while (at < r.to && habit_kind(h, at) == TOKEN_IDENT) at++;
  str name = habit_slice(h, r.from);
  bool ours = name.len && library_find(name.ptr, (uint32_t)name.len);
  bool meant = at > r.from && at < r.to && habit_kind(h, at) == TOKEN_EQ && !ours && !habit_binds(h, name) &&
               !(habit_pair(h, at, TOKEN_EQ, TOKEN_ASSIGN)) && !(name.len == 1 && *name.ptr >= 'a' && *name.ptr <= 'd');
  return meant ? at : r.to;
}

/* `f p=` and steps as another language writes them; the end of the definition, or `at`. */
static uint32_t steps(habit *h, uint32_t at) {
  uint32_t end = item_end(h, at), assign = steps_behind(h, at, end);
  habit_range body = {assign + 1, end};
  if (assign == end) return at;
  uint32_t first = body.from;
  habit_statement s = habit_statement_at(h, first, end);
  while (first < end && s.kind == HABIT_PLAIN && !habit_changes(h, s.head))
    s = habit_statement_at(h, first = s.next, end);
  uint32_t bound = h->bound.len;
  habit_open(h, body.from, code_of(s.kind), s.word, said_of(h, &s));
  for (uint32_t i = at + 1; i < assign; i++)
    if (habit_kind(h, i) == TOKEN_IDENT) vec_push(h->home, &h->bound, h->tokens.items[i].name);
  habit_block(h, body, NULL);
  h->bound.len = bound;
  habit_close(h, end);
  return end;
}

/* A line that is none of another language's statements. */
static void own(habit *h, const habit_statement *s) {
  habit_range r = s->head;
  r.from = habit_head(h, r);
  uint32_t sign = equality(h, r);
  if (sign < r.to) {
    habit_open(h, sign, DIAG_comparison_for_binding, sign, "`==` compares; a name is bound by `=`");
    habit_say(h, "=");
    habit_close(h, sign + 1);
    r.from = sign + 1;
  }
  if (!habit_haskell(h, r)) habit_exprs(h, r);
  line_end(h, s);
}

/* `@name(..)` before a definition. */
static uint32_t decorator(habit *h, uint32_t at) {
  uint32_t start = h->tokens.items[at].where.start, count = h->tokens.len;
  if (!start || h->clean[start - 1] != '@' || (start > 1 && h->clean[start - 2] != '\n')) return at;
  uint32_t end = at + 1;
  while (end < count && !h->tokens.items[end].first) end++;
  habit_open(h, at, DIAG_foreign_keyword, at, "a definition has no decorators: call the function in it");
  habit_widen(h, start - 1, line_behind(h, end));
  habit_close(h, end);
  return end;
}

/* Annotations and declarations hold types. */
static bool holds_types(const habit *h, uint32_t at) {
  return habit_kind(h, at) == TOKEN_TYPE || habit_kind(h, at) == TOKEN_USE ||
         (habit_kind(h, at) == TOKEN_IDENT && habit_kind(h, at + 1) == TOKEN_COLON && !habit_touches(h, at + 2) &&
          habit_kind(h, at + 2) != TOKEN_COLON && habit_kind(h, at + 2) != TOKEN_ASSIGN);
}

void habit_top(habit *h) {
  uint32_t count = h->tokens.len;
  habit_range run = script(h);
  for (uint32_t at = 0; at < count;) {
    uint32_t behind = decorator(h, at);
    if (behind == at) behind = habit_declaration(h, at);
    if (behind > at) {
      at = behind;
      continue;
    }
    habit_statement s = habit_statement_at(h, at, count);
    if (run.to && at >= run.from) {
      script_region(h, at);
      return;
    }
    h->bound.len = 0;
    behind = s.kind == HABIT_PLAIN ? steps(h, at) : at;
    if (behind > at) {
      at = behind;
      continue;
    }
    bool goes_on = s.kind == HABIT_DECLARE && s.next < count && !h->tokens.items[s.next].first;
    if (s.kind == HABIT_CLASS)
      habit_omit(h, (habit_range){at, s.next}, DIAG_foreign_class, s.word, said_of(h, &s));
    else if (s.kind != HABIT_PLAIN)
      region(h, &s, at, goes_on ? s.head.to : s.next);
    else if (!holds_types(h, at))
      own(h, &s);
    at = s.next;
  }
}
