/* Expects the lexer's tokens; guarantees balanced brackets, at most LAYOUT_DEPTH_MAX deep. Linear.

   First the brackets are paired, so that everything after may look inside one without searching: what is missing is
   reported at the opener and put in, at the latest where a new definition begins. Then one walk gives each token its
   meaning:

     line end, outside brackets   before column 0: a new item; before an indented line: a separator
     … in a body                  a separator; bodies are braces, and ( ) that hold a binding
     … in other brackets          nothing
     … behind PENDING, before JOINS   nothing (token.def)
     (  touching a term           CALL, unless the term is a literal
     [  touching a term           INDEX
     {  behind a term, same line  BLOCK, or RECORD when it holds entries; elsewhere a lambda, or DICT
     (op)                         OPFN; CALLOP when it touches a term that is no literal
     operator behind ( [ {        a HOLE before it, but not before `-`
     <-  outside a comprehension  `<` and `-` */

#include "frontend/layout.h"

typedef struct layout_bracket {
  token_kind kind;
  bool body;   /* its line ends separate */
  bool barred; /* a comprehension's `|` has been seen */
} layout_bracket;

typedef struct layout {
  arena *scratch;
  diag_sink *sink;
  const token_vec *raw;
  int32_t *lowest; /* of the count of open brackets, from a place in `raw` on; NULL: as many close as open */
  token_vec paired;
  VEC(uint32_t) open; /* openers without partner so far, places in `paired` */
  uint32_t item;      /* where the last item outside brackets began */
  bool ends_open;
  token_vec out;
  VEC(layout_bracket) brackets;
  bool in_params, in_type, after_literal;
} layout;

/* Pairing. */

typedef struct layout_pair {
  token_kind open, close;
  const char *open_text, *close_text;
} layout_pair;

static const layout_pair pairs[] = {
    {TOKEN_LPAREN, TOKEN_RPAREN, "(", ")"},
    {TOKEN_LBRACK, TOKEN_RBRACK, "[", "]"},
    {TOKEN_LBRACE, TOKEN_RBRACE, "{", "}"},
    {TOKEN_FSTR_OPEN, TOKEN_FSTR_CLOSE, "{", "}"},
};

static const layout_pair *layout_pair_of(token_kind kind) {
  const layout_pair *p = pairs;
  while (p->open != kind && p->close != kind) p++;
  return p;
}

static token *layout_opener(layout *l, uint32_t from_top) {
  return &l->paired.items[l->open.items[l->open.len - 1 - from_top]];
}

static void layout_close(layout *l, token t) {
  uint32_t opener = vec_pop(&l->open);
  l->paired.items[opener].partner = l->paired.len;
  t.partner = opener;
  vec_push(l->scratch, &l->paired, t);
}

static span layout_behind(const token_vec *tokens) {
  span last = vec_last(tokens).where;
  return (span){last.end, last.end, last.file};
}

/* Reports the innermost open bracket as unclosed and closes it here. */
static void layout_close_missing(layout *l, const token *noticed, const char *why) {
  const token *opener = layout_opener(l, 0);
  const layout_pair *p = layout_pair_of(opener->kind);
  span here = layout_behind(&l->paired);
  diag *d = diag_report(l->sink, DIAG_unclosed_bracket, opener->where, "this `%s` is never closed: a `%s` is missing",
                        p->open_text, p->close_text);
  if (noticed)
    diag_note(l->sink, d, noticed->where, "%s", why);
  else
    diag_hint(l->sink, d, "%s", why);
  diag_fix_edit(l->sink, d, noticed ? "close it before" : "close it at the end", here, str_of(p->close_text));
  layout_close(l, (token){.kind = p->close, .inserted = true, .where = here});
}

/* How many brackets up is the opener that `kind` closes? UINT32_MAX: there is none, as far as the hole of an f-string
 * reaches. */
static uint32_t layout_find_opener(layout *l, token_kind kind) {
  for (uint32_t up = 0; up < l->open.len; up++) {
    token_kind open = layout_opener(l, up)->kind;
    if (layout_pair_of(open)->close == kind) return up;
    if (open == TOKEN_FSTR_OPEN) break;
  }
  return UINT32_MAX;
}

static void layout_pair_closer(layout *l, token t) {
  uint32_t up = layout_find_opener(l, t.kind);
  const layout_pair *p = layout_pair_of(t.kind);
  if (up == UINT32_MAX && l->open.len && layout_opener(l, 0)->kind != TOKEN_FSTR_OPEN) {
    const layout_pair *wanted = layout_pair_of(layout_opener(l, 0)->kind);
    diag *d =
        diag_report(l->sink, DIAG_unclosed_bracket, layout_opener(l, 0)->where,
                    "this `%s` is closed by a `%s`: write `%s`", wanted->open_text, p->close_text, wanted->close_text);
    diag_note(l->sink, d, t.where, "closed here");
    diag_fix_edit(l->sink, d, "close it so", t.where, str_of(wanted->close_text));
    t.kind = wanted->close;
    layout_close(l, t);
  } else if (up == UINT32_MAX) {
    diag *d = diag_report(l->sink, DIAG_unclosed_bracket, t.where, "this `%s` closes nothing: no `%s` is open",
                          p->close_text, p->open_text);
    diag_fix_edit(l->sink, d, "take it out", t.where, STR(""));
  } else {
    while (up--) layout_close_missing(l, &t, "something else is closed here");
    layout_close(l, t);
  }
}

/* Does a definition begin at this place of `raw`? */
static bool layout_begins_definition(const layout *l, uint32_t at) {
  const token *t = l->raw->items + at, *end = l->raw->items + l->raw->len;
  if (t->kind == TOKEN_TYPE || t->kind == TOKEN_USE) return true;
  if (t->kind != TOKEN_IDENT) return false;
  if (t + 1 < end && t[1].kind == TOKEN_COLON) return true;
  for (t++; t < end && !t->first; t++)
    if (t->kind == TOKEN_ASSIGN) return true;
  return false;
}

/* A line of the margin that begins something: what was open before it was forgotten. */
static bool layout_begins_item(const layout *l, uint32_t at) {
  const token *t = l->raw->items + at;
  if (!t->margin) return false;
  return layout_begins_definition(l, at) || t->kind == TOKEN_IDENT || t->kind == TOKEN_CON;
}

static bool layout_in_format(layout *l) {
  for (uint32_t up = 0; up < l->open.len; up++)
    if (layout_opener(l, up)->kind == TOKEN_FSTR_OPEN) return true;
  return false;
}

static int32_t layout_step(const token *t) {
  return token_is(t->kind, TOKEN_IS_OPEN) ? 1 : token_is(t->kind, TOKEN_IS_CLOSE) ? -1 : 0;
}

/* Only a text in which more opens than closes needs `lowest`. */
static void layout_measure(layout *l) {
  int32_t balance = 0;
  for (uint32_t i = 0; i < l->raw->len; i++) balance += layout_step(&l->raw->items[i]);
  if (balance <= 0) return;
  l->lowest = ARENA_ARRAY(l->scratch, int32_t, l->raw->len + 1);
  l->lowest[l->raw->len] = balance;
  for (uint32_t i = l->raw->len; i-- > 0;) {
    int32_t behind = l->lowest[i + 1];
    l->lowest[i] = balance < behind ? balance : behind;
    balance -= layout_step(&l->raw->items[i]);
  }
}

/* The item is left out: nothing in it could be read without following the brackets. */
static void layout_too_deep(layout *l, const token *t) {
  diag *d = diag_report(l->sink, DIAG_too_deep, t->where, "brackets are nested deeper than %d here", LAYOUT_DEPTH_MAX);
  diag_hint(l->sink, d, "name the inner parts, and use the names");
  l->paired.len = l->item;
  l->open.len = 0;
}

static void layout_pair_all(layout *l) {
  static const char definition[] = "a new definition begins here", line[] = "a new line begins here";
  int32_t balance = 0;
  layout_measure(l);
  for (uint32_t i = 0; i < l->raw->len; i++) {
    const token *t = &l->raw->items[i];
    if (l->lowest && l->open.len && layout_begins_item(l, i) && l->lowest[i] >= balance && !layout_in_format(l))
      while (l->open.len) layout_close_missing(l, t, layout_begins_definition(l, i) ? definition : line);
    if (t->margin && !l->open.len) l->item = l->paired.len;
    balance += layout_step(t);
    if (token_is(t->kind, TOKEN_IS_CLOSE)) {
      layout_pair_closer(l, *t);
      continue;
    }
    if (token_is(t->kind, TOKEN_IS_OPEN)) vec_push(l->scratch, &l->open, l->paired.len);
    vec_push(l->scratch, &l->paired, *t);
    if (l->open.len > LAYOUT_DEPTH_MAX) {
      layout_too_deep(l, t);
      return;
    }
  }
  l->ends_open = l->open.len > 0;
  while (l->open.len) layout_close_missing(l, NULL, "the text ends without it");
}

/* Looking inside brackets. */

static token_kind layout_kind(const layout *l, uint32_t at) {
  return at < l->paired.len ? l->paired.items[at].kind : TOKEN_END;
}

/* The next token on the same level; the closer itself at the end. */
static uint32_t layout_next(const layout *l, uint32_t at) {
  return token_is(layout_kind(l, at), TOKEN_IS_OPEN) ? l->paired.items[at].partner + 1 : at + 1;
}

static bool layout_holds_steps(const layout *l, uint32_t opener) {
  uint32_t end = l->paired.items[opener].partner;
  for (uint32_t i = opener + 1; i < end; i = layout_next(l, i))
    if (layout_kind(l, i) == TOKEN_ASSIGN || layout_kind(l, i) == TOKEN_SEP) return true;
  return false;
}

/* Braces hold entries when a colon on their level belongs to no `?` and to no arm of a match. */
static bool layout_holds_entries(const layout *l, uint32_t opener) {
  uint32_t end = l->paired.items[opener].partner, questions = 0;
  for (uint32_t i = opener + 1; i < end; i = layout_next(l, i)) {
    token_kind kind = layout_kind(l, i);
    bool word = layout_kind(l, i + 1) == TOKEN_COLON; /* or the ? of an option type */
    if (kind == TOKEN_ASSIGN || kind == TOKEN_SEP || (kind == TOKEN_MATCH && !word)) return false;
    if (kind == TOKEN_QUESTION && !word) questions++;
    if (kind == TOKEN_COLON && questions-- == 0) return true;
  }
  return false;
}

/* Meaning. */

static void layout_push(layout *l, token t) { vec_push(l->scratch, &l->out, t); }

static token_kind layout_before(const layout *l) { return l->out.len ? vec_last(&l->out).kind : TOKEN_NL; }

static layout_bracket *layout_inside(layout *l) { return l->brackets.len ? &vec_last(&l->brackets) : NULL; }

static bool layout_inside_is(layout *l, token_kind kind) {
  return l->brackets.len && vec_last(&l->brackets).kind == kind;
}

static void layout_line_end(layout *l, const token *t) {
  token_kind before = layout_before(l);
  layout_bracket *inside = layout_inside(l);
  if (!t->first || !l->out.len || token_is(t->kind, TOKEN_IS_JOINS)) return;
  bool item = !inside && t->margin;
  if (!item && (token_is(before, TOKEN_IS_PENDING) || (inside && !inside->body))) return;
  layout_push(l, (token){.kind = item ? TOKEN_NL : TOKEN_SEP, .where = layout_behind(&l->out)});
  if (item) l->in_type = false;
}

static bool layout_operator(token_kind kind) { return token_is(kind, TOKEN_IS_BINARY) || kind == TOKEN_LARROW; }

/* `*name]` ends a list pattern. */
static bool layout_splat(layout *l, uint32_t at) {
  return layout_inside_is(l, TOKEN_LBRACK) && layout_kind(l, at) == TOKEN_MUL &&
         layout_kind(l, at + 1) == TOKEN_IDENT && layout_kind(l, at + 2) == TOKEN_RBRACK;
}

/* Behind an opening bracket or a comma: an operator at `at` misses its operand. The hole stands where the operator
 * does. */
static void layout_hole(layout *l, uint32_t at) {
  token_kind kind = layout_kind(l, at);
  if (!(layout_operator(kind) || kind == TOKEN_DOT) || kind == TOKEN_SUB || layout_splat(l, at)) return;
  layout_push(l, (token){.kind = TOKEN_HOLE, .where = l->paired.items[at].where});
}

/* Does a literal end here? A component's number is none. */
static bool layout_behind_literal(const layout *l) {
  bool component = layout_before(l) == TOKEN_INT && l->out.len > 1 && l->out.items[l->out.len - 2].kind == TOKEN_DOT;
  return l->after_literal || (token_is(layout_before(l), TOKEN_IS_LITERAL) && !component);
}

static token_kind layout_opener_kind(layout *l, uint32_t at) {
  const token *t = &l->paired.items[at];
  bool term = token_is(layout_before(l), TOKEN_IS_ENDS), touches = term && !t->spaced && !l->in_params;
  if (t->kind == TOKEN_LPAREN) return touches && !layout_behind_literal(l) ? TOKEN_CALL : TOKEN_LPAREN;
  if (t->kind == TOKEN_LBRACK) return touches ? TOKEN_INDEX : TOKEN_LBRACK;
  if (t->kind != TOKEN_LBRACE) return t->kind;
  bool entries = layout_holds_entries(l, at);
  if (term && !t->first) return entries ? TOKEN_RECORD : TOKEN_BLOCK;
  return entries ? TOKEN_DICT : TOKEN_LBRACE;
}

static void layout_open(layout *l, uint32_t at) {
  token t = l->paired.items[at];
  t.kind = layout_opener_kind(l, at);
  layout_bracket b = {.kind = t.kind};
  b.body = t.kind == TOKEN_LBRACE || t.kind == TOKEN_BLOCK || (t.kind == TOKEN_LPAREN && layout_holds_steps(l, at));
  vec_push(l->scratch, &l->brackets, b);
  layout_push(l, t);
  if (t.kind != TOKEN_FSTR_OPEN && t.kind != TOKEN_DICT && t.kind != TOKEN_RECORD) layout_hole(l, at + 1);
}

/* (op) as one token. */
static bool layout_operator_alone(layout *l, uint32_t at) {
  token t = l->paired.items[at];
  if (t.kind != TOKEN_LPAREN || t.partner != at + 2 || !layout_operator(layout_kind(l, at + 1))) return false;
  if (!token_is(layout_kind(l, at + 1), TOKEN_IS_BINARY)) return false;
  t.integer = token_op(layout_kind(l, at + 1));
  t.kind = layout_opener_kind(l, at) == TOKEN_CALL ? TOKEN_CALLOP : TOKEN_OPFN;
  t.where = span_join(t.where, l->paired.items[at + 2].where);
  layout_push(l, t);
  return true;
}

/* Where fields are named any word is a name. */
static bool layout_names_field(layout *l, uint32_t at) {
  token_kind before = layout_before(l), kind = layout_kind(l, at);
  bool record = layout_inside_is(l, TOKEN_RECORD), literal = token_is(kind, TOKEN_IS_LITERAL);
  return (record || layout_inside_is(l, TOKEN_DICT)) && layout_kind(l, at + 1) == TOKEN_COLON &&
         (before == TOKEN_COMMA || token_is(before, TOKEN_IS_OPEN)) && (record || l->in_type || !literal);
}

/* `x<-1` compares, but in a comprehension `<-` draws, if not from a lone number. */
static bool layout_draws(layout *l, uint32_t at) {
  token_kind next = layout_kind(l, at + 1), behind = layout_kind(l, at + 2);
  bool number = next == TOKEN_INT || next == TOKEN_FLOAT;
  bool ends = behind == TOKEN_COMMA || behind == TOKEN_RBRACK || behind == TOKEN_AND || behind == TOKEN_OR;
  return layout_inside_is(l, TOKEN_LBRACK) && layout_inside(l)->barred && !(number && ends);
}

static void layout_less_minus(layout *l, token t) {
  t.kind = TOKEN_LT;
  t.where.end--;
  layout_push(l, t);
  t.kind = TOKEN_SUB;
  t.where = (span){t.where.end, t.where.end + 1, t.where.file};
  t.spaced = false;
  layout_push(l, t);
}

static void layout_plain(layout *l, uint32_t at) {
  token t = l->paired.items[at];
  layout_bracket *inside = layout_inside(l);
  bool list = layout_inside_is(l, TOKEN_LBRACK),
       entries = layout_inside_is(l, TOKEN_DICT) || layout_inside_is(l, TOKEN_RECORD);
  if (t.kind == TOKEN_LARROW && !layout_draws(l, at)) {
    layout_less_minus(l, t);
    return;
  }
  if (t.kind == TOKEN_BAR && list) inside->barred = true;
  if (token_is(t.kind, TOKEN_IS_WORD) && layout_names_field(l, at)) t.kind = TOKEN_IDENT;
  if (t.kind == TOKEN_TYPE && layout_before(l) == TOKEN_NL) l->in_type = true;
  layout_push(l, t);
  if (t.kind == TOKEN_COMMA && !entries) layout_hole(l, at + 1);
}

static void layout_params(layout *l, token_kind kind) {
  bool part = kind == TOKEN_IDENT || kind == TOKEN_LPAREN || kind == TOKEN_RPAREN || kind == TOKEN_COMMA;
  l->in_params = kind == TOKEN_BACKSLASH || (l->in_params && part);
}

/* Layout puts in a token in twenty, or fewer. */
static uint32_t layout_room(uint32_t tokens) { return tokens + tokens / 16 + 16; }

layout_result layout_run(arena *scratch, diag_sink *sink, const token_vec *raw) {
  layout l = {.scratch = scratch, .sink = sink, .raw = raw};
  vec_reserve(scratch, &l.paired, layout_room(raw->len));
  vec_reserve(scratch, &l.out, layout_room(raw->len));
  layout_pair_all(&l);
  for (uint32_t i = 0; i < l.paired.len; i++) {
    const token *t = &l.paired.items[i];
    bool list_ends = t->kind == TOKEN_RBRACK && layout_inside_is(&l, TOKEN_LBRACK);
    layout_line_end(&l, t);
    layout_params(&l, t->kind);
    if (layout_operator_alone(&l, i)) {
      i += 2;
    } else if (token_is(t->kind, TOKEN_IS_OPEN)) {
      layout_open(&l, i);
    } else {
      if (token_is(t->kind, TOKEN_IS_CLOSE)) l.brackets.len--;
      layout_plain(&l, i);
    }
    l.after_literal = list_ends;
  }
  return (layout_result){l.out, l.ends_open};
}
