/* Functions of other libraries, by stdlib/foreign: the call is said as it stands there, with its arguments in their
   places. `Math.max(p,q)` loses its module where the function is ours. */

#include <string.h>

#include "frontend/habit_priv.h"
#include "stdlib/library.h"

static const char *const modules[] = {
    "math",    "Math",   "np",     "numpy",    "itertools", "functools", "collections", "operator",    "statistics",
    "string",  "String", "Object", "Array",    "Number",    "console",   "sys",         "os",          "re",
    "json",    "JSON",   "random", "List",     "Map",       "Set",       "Arrays",      "Collections", "Character",
    "Integer", "Double", "Float",  "strings",  "strconv",   "fmt",       "std",         "heapq",       "bisect",
    "Objects", "System", "Data",   "Foldable", "Reflect",   "time",      "Date",
};

static bool is_module(const habit *h, uint32_t i) {
  for (size_t k = 0; k < sizeof modules / sizeof *modules; k++)
    if (habit_word(h, i, modules[k])) return !habit_binds(h, habit_slice(h, i));
  return false;
}

static uint32_t arity(const char *instead) {
  uint32_t n = 0;
  for (const char *p = instead; *p; p++)
    if (*p == '$' && p[1] >= '0' && p[1] <= '9' && (uint32_t)(p[1] - '0') + 1 > n) n = (uint32_t)(p[1] - '0') + 1;
  return n;
}

/* All names in it are the library's, so that the fix can be made. */
static bool is_known(const char *instead) {
  for (const char *p = instead; *p;) {
    size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789");
    bool name = n > 1 && (p == instead || (p[-1] != '$' && p[-1] != '\'' && p[-1] != '"'));
    bool literal = !strncmp(p, "none", n) || !strncmp(p, "true", n) || !strncmp(p, "false", n) || !strncmp(p, "in", n);
    if (name && !literal && !library_find(p, (uint32_t)n)) return false;
    p += n ? n : 1;
  }
  return true;
}

/* The entry for a call of so many arguments. */
static const library_foreign *entry_for(str name, uint32_t count) {
  const library_foreign *f = library_find_foreign(name.ptr, (uint32_t)name.len);
  for (const library_foreign *e = f; e && e < library_foreigns + library_foreign_count && !strcmp(e->key, f->key);
       e++) {
    if (!e->instead || !is_known(e->instead)) continue;
    uint32_t wanted = arity(e->instead);
    if (strstr(e->instead, "$*") || wanted == count || (wanted == 0 && count <= 1)) return e;
  }
  return NULL;
}

/* As a sentence shows it: $0 is a, $1 is b. */
static const char *shown(habit *h, str name, const char *instead) {
  strbuf b = strbuf_new(h->home);
  if (!strcmp(instead, "$0")) return str_printf(h->home, "`" STR_FMT "` is not needed", STR_ARG(name)).ptr;
  strbuf_printf(&b, "`" STR_FMT "` is written `", STR_ARG(name));
  for (const char *p = instead; *p; p++) {
    if (*p != '$') {
      strbuf_byte(&b, *p);
    } else if (*++p == '*') {
      strbuf_add(&b, STR(".."));
    } else {
      strbuf_byte(&b, (char)('a' + *p - '0'));
    }
  }
  strbuf_add(&b, STR("`"));
  strbuf_byte(&b, 0);
  return strbuf_str(&b).ptr;
}

/* Says the entry with these arguments, from `at` in it on. */
static void fill(habit *h, const char *at, const habit_range *args, uint32_t count) {
  const char *p = at;
  while (*p) {
    size_t n = strcspn(p, "$");
    if (n) habit_say_str(h, (str){p, n});
    p += n;
    if (!*p) break;
    char which = p[1], before = p > at ? p[-1] : ' ', behind = p[2];
    p += 2;
    uint32_t first = which == '*' ? 0 : (uint32_t)(which - '0');
    uint32_t last = which == '*' ? count : first + 1;
    bool bare = strchr("(,[:{", before) && strchr("),]:}", behind) && behind;
    for (uint32_t i = first; i < last; i++) {
      if (i > first) habit_say(h, ",");
      if (bare) {
        h->last = UINT32_MAX;
        habit_exprs(h, args[i]);
      } else {
        habit_say_term(h, args[i]);
      }
    }
  }
}

/* `name(..)` or `name p q`, from token `from` on; the name ends before token `behind_name`. */
static uint32_t plain(habit *h, habit_range r, uint32_t from, uint32_t last, str name, diag_code code) {
  habit_range args[HABIT_ARGUMENTS];
  uint32_t behind = last + 1, count = habit_arguments(h, r, last, args, &behind);
  const library_foreign *e = entry_for(name, count);
  if (!e) return from;
  habit_open(h, from, code, from, shown(h, name, e->instead));
  bool operand = strpbrk(e->instead, "+-*/?") && *e->instead != '(' && *e->instead != '[' && count;
  bool alone = from == r.from && behind == r.to;
  habit_say(h, operand && !alone ? "(" : "");
  fill(h, e->instead, args, count);
  habit_say(h, operand && !alone ? ")" : "");
  habit_close(h, behind);
  return behind;
}

/* The call at `.name`: its arguments behind the subject, which is args[0]. */
typedef struct habit_method {
  habit_range args[HABIT_ARGUMENTS + 1];
  uint32_t count, behind;
  const library_foreign *entry;
  bool front; /* the subject comes first and no more */
} habit_method;

static bool read_method(const habit *h, habit_range r, habit_range subject, uint32_t dot, habit_method *m) {
  if (habit_kind(h, dot) != TOKEN_DOT || habit_kind(h, dot + 1) != TOKEN_IDENT || dot + 1 >= r.to) return false;
  str name = habit_slice(h, dot + 1);
  if (habit_binds_dotted(h, name)) return false;
  uint32_t next = dot + 2, count = 0;
  bool called = habit_kind(h, next) == TOKEN_LPAREN && habit_touches(h, next);
  bool block = habit_kind(h, next) == TOKEN_LBRACE && next < r.to && !h->tokens.items[next].first;
  *m = (habit_method){.args = {subject}, .behind = next};
  if (called) count = habit_arguments(h, r, dot + 1, m->args + 1, &m->behind);
  if (block) {
    m->behind = habit_next(h, next);
    m->args[1] = (habit_range){next, m->behind};
    count = 1;
  }
  m->count = count + 1;
  m->entry = entry_for(name, m->count);
  m->front = m->entry && !strncmp(m->entry->instead, "$0", 2) && !strstr(m->entry->instead + 2, "$0");
  return m->entry != NULL;
}

/* Behind a subject that is said already: what follows $0. */
static uint32_t dotted(habit *h, habit_range r, uint32_t dot) {
  habit_method m;
  if (!read_method(h, r, (habit_range){dot, dot}, dot, &m) || !m.front) return dot;
  const char *rest = m.entry->instead + 2;
  if (*rest && !strchr(".[", *rest) && m.behind != r.to) return dot;
  habit_open(h, dot, DIAG_foreign_name, dot + 1, shown(h, habit_slice(h, dot + 1), m.entry->instead));
  fill(h, rest, m.args, m.count);
  habit_close(h, m.behind);
  return m.behind;
}

/* A chain from token i on, up to a name whose call has the subject elsewhere than in front. */
static uint32_t chained(habit *h, habit_range r, uint32_t i) {
  habit_method m;
  if (habit_kind(h, i - 1) == TOKEN_DOT || !token_is(habit_kind(h, i), TOKEN_IS_STARTS)) return i;
  for (uint32_t at = habit_next(h, i); at < r.to;) {
    token_kind kind = habit_kind(h, at);
    bool more = kind == TOKEN_DOT || (habit_touches(h, at) && (kind == TOKEN_LPAREN || kind == TOKEN_LBRACK));
    if (!more && habit_kind(h, at - 1) != TOKEN_DOT) return i;
    if (kind == TOKEN_DOT && read_method(h, r, (habit_range){i, at}, at, &m) && !m.front) {
      habit_open(h, i, DIAG_foreign_name, at + 1, shown(h, habit_slice(h, at + 1), m.entry->instead));
      fill(h, m.entry->instead, m.args, m.count);
      habit_close(h, m.behind);
      return m.behind;
    }
    at = habit_next(h, at);
  }
  return i;
}

static bool has_entry(const habit *h, uint32_t first, uint32_t last) {
  const char *start = h->clean + h->tokens.items[first].where.start;
  return library_find_foreign(start, h->tokens.items[last].where.end - h->tokens.items[first].where.start) != NULL;
}

static uint32_t unknown(habit *h, habit_range r, uint32_t i, uint32_t last) {
  habit_range args[HABIT_ARGUMENTS];
  uint32_t behind = last + 1;
  bool called = habit_kind(h, behind) == TOKEN_LPAREN && habit_touches(h, behind);
  if (called) habit_arguments(h, r, last, args, &behind);
  str name = {h->clean + h->tokens.items[i].where.start,
              h->tokens.items[last].where.end - h->tokens.items[i].where.start};
  const library_foreign *f = library_find_foreign(name.ptr, (uint32_t)name.len);
  habit_stuck(h, (habit_range){i, behind}, DIAG_foreign_module, i,
              str_printf(h->home, "`" STR_FMT "` is not in the library", STR_ARG(name)).ptr,
              f && f->sentence ? f->sentence : "`gael doc` lists what is");
  return behind;
}

/* `module.name`, with dots between the words. */
static uint32_t qualified(habit *h, habit_range r, uint32_t i) {
  if (!is_module(h, i) || habit_kind(h, i + 1) != TOKEN_DOT || habit_kind(h, i - 1) == TOKEN_DOT) return i;
  uint32_t last = i + 2;
  if (last >= r.to || habit_kind(h, last) != TOKEN_IDENT) return i;
  while (last + 2 < r.to && habit_kind(h, last + 1) == TOKEN_DOT && habit_kind(h, last + 2) == TOKEN_IDENT &&
         is_module(h, last - 2) && !has_entry(h, i, last))
    last += 2;
  str name = {h->clean + h->tokens.items[i].where.start,
              h->tokens.items[last].where.end - h->tokens.items[i].where.start};
  uint32_t behind = plain(h, r, i, last, name, DIAG_foreign_module);
  if (behind != i) return behind;
  str ours = habit_slice(h, last);
  const library_name *known = library_find(ours.ptr, (uint32_t)ours.len);
  if (!known) {
    behind = plain(h, r, i, last, ours, DIAG_foreign_module);
    return behind == i ? unknown(h, r, i, last) : behind;
  }
  habit_open(h, i, DIAG_foreign_module, i, "a library function has no module before it");
  habit_say(h, known->canonical);
  habit_close(h, last + 1);
  return last + 1;
}

uint32_t habit_name(habit *h, habit_range r, uint32_t i) {
  token_kind kind = habit_kind(h, i);
  if (kind == TOKEN_DOT) return dotted(h, r, i);
  uint32_t behind = qualified(h, r, i);
  if (behind == i) behind = chained(h, r, i);
  if (behind != i || kind != TOKEN_IDENT || habit_kind(h, i - 1) == TOKEN_DOT) return behind;
  str name = habit_slice(h, i);
  return habit_binds(h, name) || habit_kind(h, i + 1) == TOKEN_DOT ? i : plain(h, r, i, i, name, DIAG_foreign_name);
}
