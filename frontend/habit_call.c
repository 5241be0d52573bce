/* Foreign calls: the text before the list that it joins, the function before the list that it maps, arguments with
   names. In GAEL the subject comes first, and arguments go by their places. */

#include "frontend/habit_priv.h"
#include "stdlib/library.h"

/* `",".join(a)`: the subject is the list. */
static uint32_t joined(habit *h, uint32_t i) {
  bool text = habit_kind(h, i) == TOKEN_STR || habit_kind(h, i) == TOKEN_CHAR;
  if (!text || habit_kind(h, i + 1) != TOKEN_DOT || habit_kind(h, i + 3) != TOKEN_LPAREN) return i;
  if (!str_eq(habit_slice(h, i + 2), STR("join"))) return i;
  uint32_t end = h->tokens.items[i + 3].partner;
  habit_range inner = {i + 4, end};
  bool chain = inner.to > inner.from && habit_find(h, inner.from, inner.to, TOKEN_COMMA) == inner.to;
  if (!chain) return i;
  uint32_t at = habit_comprehension_in(h, inner);
  bool term = at == inner.to && habit_next(h, inner.from) == inner.to;
  habit_open(h, i, DIAG_foreign_call, i + 2, "`join` takes the list first: `a.join(\",\")`");
  habit_say(h, at < inner.to ? "[" : term ? "" : "(");
  if (at < inner.to)
    habit_comprehension(h, inner, at);
  else
    habit_expr(h, inner);
  habit_say(h, at < inner.to ? "].join(" : term ? ".join(" : ").join(");
  habit_token(h, i);
  habit_say(h, ")");
  habit_close(h, end + 1);
  return end + 1;
}

/* `f(p, key=e)`. `sorted(a, key=e)` and its like have a function of their own; else the name is dropped. */
static const struct {
  const char *callee, *argument, *instead;
} by_key[] = {
    {"sorted", "key", "sortby"}, {"sort", "key", "sortby"},    {"max", "key", "maxby"},
    {"min", "key", "minby"},     {"sorted", "reverse", "rev"}, {"sort", "reverse", "rev"},
};

static uint32_t name_of_argument(const habit *h, habit_range r) {
  for (uint32_t i = r.from; i + 2 < r.to; i = habit_find(h, i, r.to, TOKEN_COMMA) + 1)
    if (habit_kind(h, i) == TOKEN_IDENT && habit_kind(h, i + 1) == TOKEN_ASSIGN &&
        !habit_pair(h, i + 1, TOKEN_ASSIGN, TOKEN_GT))
      return i;
  return r.to;
}

static bool keyed(habit *h, uint32_t opener, habit_range inner, uint32_t name) {
  uint32_t comma = habit_find(h, inner.from, inner.to, TOKEN_COMMA);
  bool alone = comma + 1 == name && name_of_argument(h, (habit_range){name + 1, inner.to}) == inner.to;
  for (size_t k = 0; alone && k < sizeof by_key / sizeof *by_key; k++) {
    if (!habit_word(h, opener - 1, by_key[k].callee) || !habit_word(h, name, by_key[k].argument)) continue;
    bool rev = str_eq(STR("rev"), str_of(by_key[k].instead));
    habit_open(h, opener - 1, DIAG_named_argument, name,
               "an argument has no name; `sortby`, `minby`, `maxby` take a key");
    habit_say(h, habit_next(h, inner.from) == comma ? "" : "(");
    habit_expr(h, (habit_range){inner.from, comma});
    habit_say(h, habit_next(h, inner.from) == comma ? "." : ").");
    habit_say(h, rev ? "sort.rev" : by_key[k].instead);
    if (!rev) {
      habit_say(h, "(");
      habit_exprs(h, (habit_range){name + 2, inner.to});
      habit_say(h, ")");
    }
    habit_close(h, inner.to + 1);
    return true;
  }
  return false;
}

/* A call with a named argument, from the function's name on. */
static uint32_t named_arguments(habit *h, uint32_t callee) {
  uint32_t opener = callee + 1;
  bool call = habit_kind(h, callee) == TOKEN_IDENT && habit_kind(h, opener) == TOKEN_LPAREN && habit_touches(h, opener);
  if (!call || habit_kind(h, callee - 1) == TOKEN_DOT) return callee;
  habit_range inner = {opener + 1, h->tokens.items[opener].partner};
  uint32_t name = name_of_argument(h, inner);
  if (name == inner.to || habit_find(h, inner.from, inner.to, TOKEN_SEP) < inner.to) return callee;
  if (keyed(h, opener, inner, name)) return inner.to + 1;
  habit_open(h, callee, DIAG_named_argument, name, "an argument has no name: arguments go by their places");
  habit_token(h, callee);
  habit_token(h, opener);
  for (uint32_t at = inner.from; at < inner.to;) {
    uint32_t end = habit_find(h, at, inner.to, TOKEN_COMMA);
    bool named = habit_kind(h, at) == TOKEN_IDENT && habit_kind(h, at + 1) == TOKEN_ASSIGN;
    if (named) h->last = UINT32_MAX;
    habit_exprs(h, (habit_range){named ? at + 2 : at, end});
    if (end < inner.to) habit_token(h, end);
    at = end + 1;
  }
  habit_at(h, inner.to);
  habit_token(h, inner.to);
  habit_close(h, inner.to + 1);
  return inner.to + 1;
}

/* Functions that take what they call first in other languages. */
typedef enum habit_order { ORDER_TWO, ORDER_START_SECOND, ORDER_START_LAST, ORDER_NUMBER } habit_order;

static const struct {
  const char *name, *ours;
  habit_order order;
} function_first[] = {
    {"map", "map", ORDER_TWO},
    {"filter", "filter", ORDER_TWO},
    {"any", "any", ORDER_TWO},
    {"all", "all", ORDER_TWO},
    {"takeWhile", "takewhile", ORDER_TWO},
    {"dropWhile", "dropwhile", ORDER_TWO},
    {"takewhile", "takewhile", ORDER_TWO},
    {"dropwhile", "dropwhile", ORDER_TWO},
    {"sortBy", "sortby", ORDER_TWO},
    {"sortOn", "sortby", ORDER_TWO},
    {"groupBy", "groupby", ORDER_TWO},
    {"concatMap", "flatmap", ORDER_TWO},
    {"find", "find", ORDER_TWO},
    {"partition", "partition", ORDER_TWO},
    {"span", "span", ORDER_TWO},
    {"reduce", "reduce", ORDER_TWO},
    {"foldl1", "reduce", ORDER_TWO},
    {"foldr1", "reduce", ORDER_TWO},
    {"reduce", "fold", ORDER_START_LAST},
    {"foldl", "fold", ORDER_START_SECOND},
    {"foldl'", "fold", ORDER_START_SECOND},
    {"foldr", "foldr", ORDER_START_SECOND},
    {"scanl", "scanl", ORDER_START_SECOND},
    {"take", "take", ORDER_NUMBER},
    {"drop", "drop", ORDER_NUMBER},
};

uint32_t habit_term_end(const habit *h, uint32_t at, uint32_t to) {
  uint32_t end = habit_next(h, at);
  for (; end < to && habit_touches(h, end); end = habit_next(h, end)) {
    token_kind kind = habit_kind(h, end);
    bool name = habit_kind(h, end - 1) == TOKEN_DOT;
    if (kind != TOKEN_DOT && kind != TOKEN_LPAREN && kind != TOKEN_LBRACK && !name) break;
  }
  return end;
}

uint32_t habit_arguments(const habit *h, habit_range r, uint32_t callee, habit_range *args, uint32_t *behind) {
  bool round = habit_kind(h, callee + 1) == TOKEN_LPAREN && habit_touches(h, callee + 1);
  habit_range in =
      round ? (habit_range){callee + 2, h->tokens.items[callee + 1].partner} : (habit_range){callee + 1, r.to};
  uint32_t count = 0;
  *behind = round ? in.to + 1 : in.from;
  for (uint32_t at = in.from; at < in.to; count++) {
    if (count == HABIT_ARGUMENTS) return 0;
    uint32_t end = round ? habit_lambda_end(h, (habit_range){at, in.to}) : habit_next(h, at);
    if (round && end == at) end = habit_find(h, at, in.to, TOKEN_COMMA);
    if (!round) end = habit_term_end(h, at, in.to);
    if (!round && (!token_is(habit_kind(h, at), TOKEN_IS_STARTS) || habit_gap_is(h, at, '$'))) break;
    args[count] = (habit_range){at, end};
    *behind = round ? *behind : end;
    at = round ? end + 1 : end;
  }
  bool block = habit_kind(h, *behind) == TOKEN_LBRACE && *behind < r.to && !h->tokens.items[*behind].first;
  if (round && block && count < HABIT_ARGUMENTS) {
    args[count++] = (habit_range){*behind, habit_next(h, *behind)};
    *behind = habit_next(h, *behind);
  }
  return count;
}

static bool is_lambda(const habit *h, habit_range r) {
  if (habit_kind(h, r.from) == TOKEN_BACKSLASH || habit_lambda_end(h, r) > r.from) return true;
  if (habit_kind(h, r.from) != TOKEN_LPAREN || habit_next(h, r.from) != r.to) return false;
  habit_range in = {r.from + 1, r.to - 1};
  token_kind first = habit_kind(h, in.from), last = habit_kind(h, in.to - 1);
  return is_lambda(h, in) || token_is(first, TOKEN_IS_BINARY) || token_is(last, TOKEN_IS_BINARY);
}

/* A lambda, or the name of a library function. */
static bool is_function(const habit *h, habit_range r) {
  if (is_lambda(h, r)) return true;
  str name = habit_slice(h, r.from);
  return r.to == r.from + 1 && habit_kind(h, r.from) == TOKEN_IDENT && name.len > 1 && !habit_defines(h, name) &&
         library_find(name.ptr, (uint32_t)name.len);
}

void habit_say_term(habit *h, habit_range r) {
  bool term = true;
  for (uint32_t i = r.from; i < r.to; i = habit_next(h, i))
    term = term && (habit_kind(h, i) == TOKEN_DOT || token_is(habit_kind(h, i), TOKEN_IS_ENDS | TOKEN_IS_OPEN)) &&
           (i == r.from || habit_touches(h, i)) && habit_kind(h, i) != TOKEN_FSTR_BEGIN;
  habit_say(h, term ? "" : "(");
  h->last = UINT32_MAX;
  habit_exprs(h, r);
  habit_say(h, term ? "" : ")");
}

/* A section whose operator comes last, `(2*)`, and a lambda in brackets need no brackets more. */
static void say_function(habit *h, habit_range r) {
  bool bracketed = habit_kind(h, r.from) == TOKEN_LPAREN && habit_next(h, r.from) == r.to;
  h->last = UINT32_MAX;
  if (bracketed && is_lambda(h, (habit_range){r.from + 1, r.to - 1})) r = (habit_range){r.from + 1, r.to - 1};
  habit_exprs(h, r);
}

static bool fits_order(const habit *h, habit_order order, const habit_range *args, uint32_t count) {
  if (order == ORDER_NUMBER)
    return count == 2 && args[0].to == args[0].from + 1 && habit_kind(h, args[0].from) == TOKEN_INT &&
           habit_kind(h, args[1].from) != TOKEN_INT;
  return count == (order == ORDER_TWO ? 2 : 3) && is_function(h, args[0]) && !is_lambda(h, args[count - 1]);
}

static uint32_t ordered(habit *h, habit_range r, uint32_t callee) {
  if (habit_kind(h, callee) != TOKEN_IDENT || habit_kind(h, callee - 1) == TOKEN_DOT) return callee;
  habit_range args[HABIT_ARGUMENTS];
  uint32_t behind = callee, count = 0;
  for (size_t k = 0; k < sizeof function_first / sizeof *function_first; k++) {
    if (!habit_word(h, callee, function_first[k].name) || habit_defines(h, habit_slice(h, callee))) continue;
    if (!count) count = habit_arguments(h, r, callee, args, &behind);
    habit_order order = function_first[k].order;
    if (!fits_order(h, order, args, count)) continue;
    uint32_t list = order == ORDER_START_SECOND ? 2 : 1, start = order == ORDER_START_SECOND ? 1 : 2;
    habit_open(h, callee, DIAG_foreign_call, callee,
               "a library function takes its subject first and its function last");
    habit_say_term(h, args[list]);
    habit_say(h, ".");
    habit_say(h, function_first[k].ours);
    habit_say(h, "(");
    if (order == ORDER_START_SECOND || order == ORDER_START_LAST) {
      habit_expr(h, args[start]);
      habit_say(h, ",");
    }
    say_function(h, args[0]);
    habit_say(h, ")");
    habit_close(h, behind);
    return behind;
  }
  return callee;
}

uint32_t habit_call(habit *h, habit_range r, uint32_t i) {
  uint32_t behind = joined(h, i);
  if (behind == i) behind = habit_string(h, r, i);
  if (behind == i) behind = named_arguments(h, i);
  if (behind == i) behind = ordered(h, r, i);
  return behind == i ? habit_name(h, r, i) : behind;
}
