/* Usefulness of a row of patterns behind a matrix of rows: is there a value that the row takes and none above it does?
   A column is taken apart by the heads that occur in it; when these are all that the type has, each is followed, else
   what the others leave. A row of wildcards is useful exactly when the match misses something, and the way there spells
   the case. Exponential for contrived matrices, so steps are counted. */

#include "frontend/exhaust.h"

#include "support/vec.h"

enum { STEPS_MAX = 200000, LENGTH_MAX = 64 };

typedef enum head_kind { HEAD_CON, HEAD_TUPLE, HEAD_BOOL, HEAD_OPTION, HEAD_LIST, HEAD_LITERAL } head_kind;

/* One way a value can look on the outside. */
typedef struct head {
  head_kind kind;
  uint32_t index; /* CON: constructor; BOOL: value; OPTION: 0 none, 1 some; LIST: length */
  uint32_t arity;
  bool longer;              /* LIST: at least so long */
  const type_con *con;      /* CON */
  const core_pat *literal;  /* LITERAL; NULL: one that does not occur */
} head;

typedef struct row {
  const core_pat **cells; /* NULL: anything */
} row;
typedef VEC(row) matrix;

typedef struct checking {
  arena *home;
  const intern *names;
  bool promised; /* tuple patterns on lists take them all */
  uint32_t steps;
} checking;

static bool gave_up(const checking *x) { return x->steps > STEPS_MAX; }

/* ---- heads ---- */

static bool on_dyn(const core_pat *p) { return p->type && type_find(p->type)->kind == TYPE_DYN; }

static bool is_wild(const core_pat *p) {
  if (!p || p->kind == PAT_ANY || p->kind == PAT_BIND) return true;
  return !on_dyn(p) && (p->kind == PAT_TYPED || (p->kind == PAT_LIST && p->splat && !p->count));
}

/* What a Dyn may hold has no end: each pattern on one is a literal that differs from others. */

static head head_of(const checking *x, const core_pat *p) {
  if (on_dyn(p)) return (head){.kind = HEAD_LITERAL, .arity = p->count, .literal = p};
  switch (p->kind) {
  case PAT_CON: return (head){.kind = HEAD_CON, .index = p->con->index, .arity = p->count, .con = p->con};
  case PAT_TUPLE: return (head){.kind = HEAD_TUPLE, .arity = p->count};
  case PAT_LIST:
    if (p->apart && x->promised) return (head){.kind = HEAD_TUPLE, .arity = p->count};
    return (head){.kind = HEAD_LIST, .index = p->count, .arity = p->count, .longer = p->splat};
  case PAT_BOOL: return (head){.kind = HEAD_BOOL, .index = p->integer != 0};
  case PAT_NONE:
  case PAT_SOME: return (head){.kind = HEAD_OPTION, .index = p->kind == PAT_SOME, .arity = p->count};
  case PAT_ANY:
  case PAT_BIND:
  case PAT_INT:
  case PAT_FLOAT:
  case PAT_CHAR:
  case PAT_STR:
  case PAT_TYPED: break;
  }
  return (head){.kind = HEAD_LITERAL, .arity = p->count, .literal = p};
}

static int64_t letter_of(const core_pat *p) {
  const char *at = p->text.ptr, *end = at + p->text.len;
  int64_t code = at == end ? -1 : (int64_t)utf8_next(&at, end);
  return at == end ? code : -1;
}

static bool same_literal(const core_pat *a, const core_pat *b) {
  bool numbers = (a->kind == PAT_INT || a->kind == PAT_FLOAT) && (b->kind == PAT_INT || b->kind == PAT_FLOAT);
  if (numbers && a->kind != b->kind)
    return (a->kind == PAT_INT ? (double)a->integer : a->real) == (b->kind == PAT_INT ? (double)b->integer : b->real);
  if (a->kind == PAT_STR && b->kind == PAT_CHAR) return letter_of(a) == b->integer;
  if (a->kind == PAT_CHAR && b->kind == PAT_STR) return letter_of(b) == a->integer;
  if (a->kind != b->kind) return false;
  if (a->kind == PAT_STR) return str_eq(a->text, b->text);
  if (a->kind == PAT_FLOAT) return a->real == b->real;
  if (a->kind == PAT_TYPED) return a->annotation && b->annotation && type_same(a->annotation, b->annotation);
  return a->kind != PAT_LIST && a->kind != PAT_TUPLE && a->integer == b->integer;
}

/* Does every value with this head come through the outside of the pattern? */
static bool admits(const checking *x, const core_pat *p, head h) {
  if (is_wild(p)) return true;
  head own = head_of(x, p);
  if (own.kind != h.kind) return false;
  switch (h.kind) {
  case HEAD_TUPLE: return true;
  case HEAD_CON:
  case HEAD_BOOL:
  case HEAD_OPTION: return own.index == h.index;
  case HEAD_LIST: return own.longer ? own.index <= h.index : !h.longer && own.index == h.index;
  case HEAD_LITERAL: return h.literal && same_literal(own.literal, h.literal);
  }
  return false;
}

/* ---- columns ---- */

/* Among list patterns a text is the list of its characters, a tuple that of its parts. */
static const core_pat *spelled(checking *x, const core_pat *p) {
  core_pat *list = ARENA_NEW(x->home, core_pat);
  *list = (core_pat){.kind = PAT_LIST, .where = p->where, .parts = p->parts, .count = p->count};
  if (p->kind == PAT_TUPLE) return list;
  VEC(core_pat *) parts = {0};
  for (const char *at = p->text.ptr, *end = at + p->text.len; at < end;) {
    core_pat *c = ARENA_NEW(x->home, core_pat);
    *c = (core_pat){.kind = PAT_CHAR, .where = p->where, .integer = (int64_t)utf8_next(&at, end)};
    vec_push(x->home, &parts, c);
  }
  list->parts = parts.items;
  list->count = parts.len;
  return list;
}

typedef struct column {
  bool any;   /* some head occurs */
  bool lists; /* lists occur; or tuples of several lengths, which are lists */
  head first;
  uint32_t lengths; /* lists at least so long are alike */
} column;

static void look(const checking *x, column *c, const core_pat *p) {
  if (is_wild(p)) return;
  head h = head_of(x, p);
  if (!c->any) c->first = h;
  c->any = true;
  c->lists |= h.kind == HEAD_LIST || (h.kind == HEAD_TUPLE && h.arity != c->first.arity);
  uint32_t length = p->kind == PAT_STR ? (uint32_t)p->text.len + 1 : h.arity + !h.longer;
  if (length > c->lengths) c->lengths = length;
}

static column look_at(checking *x, matrix *m, row *q) {
  column c = {0};
  for (uint32_t i = 0; i < m->len; i++) look(x, &c, m->items[i].cells[0]);
  look(x, &c, q->cells[0]);
  if (!c.lists) return c;
  c.first.kind = HEAD_LIST;
  for (uint32_t i = 0; i <= m->len; i++) {
    const core_pat **cell = i < m->len ? &m->items[i].cells[0] : &q->cells[0];
    if (*cell && ((*cell)->kind == PAT_STR || (*cell)->kind == PAT_TUPLE)) *cell = spelled(x, *cell);
  }
  return c;
}

/* The heads that a type has, when they are few; 0: without end. */
static uint32_t head_count(const column *c) {
  switch (c->first.kind) {
  case HEAD_CON: return c->first.con->decl->count;
  case HEAD_TUPLE: return 1;
  case HEAD_BOOL:
  case HEAD_OPTION: return 2;
  case HEAD_LIST: return c->lengths + 1;
  case HEAD_LITERAL: break;
  }
  return 0;
}

static head head_at(const column *c, uint32_t i) {
  head h = {.kind = c->first.kind, .index = i};
  switch (h.kind) {
  case HEAD_CON:
    h.con = &c->first.con->decl->cons[i];
    h.arity = h.con->count;
    break;
  case HEAD_TUPLE: h.arity = c->first.arity; break;
  case HEAD_BOOL: break;
  case HEAD_OPTION: h.arity = i; break;
  case HEAD_LIST:
    h.arity = i;
    h.longer = i == c->lengths;
    break;
  case HEAD_LITERAL: break;
  }
  return h;
}

/* ---- taking rows apart ---- */

static row specialized(checking *x, row r, uint32_t width, head h) {
  const core_pat **cells = ARENA_ARRAY(x->home, const core_pat *, h.arity + width);
  const core_pat *p = r.cells[0];
  for (uint32_t i = 0; i < h.arity; i++) cells[i] = !is_wild(p) && i < p->count ? p->parts[i] : NULL;
  for (uint32_t i = 1; i < width; i++) cells[h.arity + i - 1] = r.cells[i];
  return (row){cells};
}

static matrix specialize(checking *x, const matrix *m, uint32_t width, head h) {
  matrix out = {0};
  for (uint32_t i = 0; i < m->len; i++)
    if (admits(x, m->items[i].cells[0], h)) vec_push(x->home, &out, specialized(x, m->items[i], width, h));
  return out;
}

/* ---- spelling the missing case ---- */

static str parts_text(checking *x, const char *open, const str *parts, uint32_t count, const char *close) {
  strbuf out = strbuf_new(x->home);
  strbuf_add(&out, str_of(open));
  for (uint32_t i = 0; i < count; i++) {
    if (i) strbuf_byte(&out, ',');
    strbuf_add(&out, parts[i]);
  }
  strbuf_add(&out, str_of(close));
  return str_copy(x->home, strbuf_str(&out));
}

/* The least number from 0 on that does not occur. */
static str other_number(checking *x, const matrix *m) {
  for (int64_t n = 0;; n++) {
    bool occurs = false;
    for (uint32_t i = 0; i < m->len && !occurs; i++) {
      const core_pat *p = m->items[i].cells[0];
      occurs = !is_wild(p) && p->kind == PAT_INT && p->integer == n;
    }
    if (!occurs) return str_printf(x->home, "%lld", (long long)n);
  }
}

static str head_text(checking *x, head h, const str *parts) {
  if (!x->names) return (str){0};
  switch (h.kind) {
  case HEAD_CON: {
    str name = intern_str(x->names, h.con->name), fields = parts_text(x, "(", parts, h.arity, ")");
    return h.arity ? str_printf(x->home, STR_FMT STR_FMT, STR_ARG(name), STR_ARG(fields)) : name;
  }
  case HEAD_TUPLE: return parts_text(x, "(", parts, h.arity, ")");
  case HEAD_BOOL: return h.index ? STR("true") : STR("false");
  case HEAD_OPTION:
    if (!h.index) return STR("none");
    return str_printf(x->home, "some%s" STR_FMT, parts[0].ptr[0] == '(' ? "" : " ", STR_ARG(parts[0]));
  case HEAD_LIST: return parts_text(x, "[", parts, h.arity, !h.longer ? "]" : h.arity ? ",*_]" : "*_]");
  case HEAD_LITERAL: break;
  }
  return STR("_");
}

/* ---- usefulness ---- */

static bool useful(checking *x, matrix *m, row q, uint32_t width, str *spelling);

static bool useful_under(checking *x, const matrix *m, row q, uint32_t width, head h, str *spelling) {
  matrix below = specialize(x, m, width, h);
  str *parts = ARENA_ARRAY(x->home, str, h.arity + width);
  if (!useful(x, &below, specialized(x, q, width, h), h.arity + width - 1, parts)) return false;
  spelling[0] = head_text(x, h, parts);
  for (uint32_t i = 1; i < width; i++) spelling[i] = parts[h.arity + i - 1];
  return true;
}

static bool occurs(const checking *x, const matrix *m, head h) {
  for (uint32_t i = 0; i < m->len; i++)
    if (!is_wild(m->items[i].cells[0]) && admits(x, m->items[i].cells[0], h)) return true;
  return false;
}

/* What is left of the column when none of its heads is taken. */
static bool useful_elsewhere(checking *x, const matrix *m, row q, uint32_t width, const column *c, uint32_t heads,
                             str *spelling) {
  matrix below = {0};
  for (uint32_t i = 0; i < m->len; i++)
    if (is_wild(m->items[i].cells[0])) vec_push(x->home, &below, ((row){m->items[i].cells + 1}));
  if (!useful(x, &below, (row){q.cells + 1}, width - 1, spelling + 1)) return false;
  spelling[0] = STR("_");
  if (c->any && c->first.kind == HEAD_LITERAL && c->first.literal->kind == PAT_INT) spelling[0] = other_number(x, m);
  for (uint32_t i = 0; c->any && i < heads; i++) {
    head h = head_at(c, i);
    if (occurs(x, m, h)) continue;
    str *parts = ARENA_ARRAY(x->home, str, h.arity + 1);
    for (uint32_t k = 0; k < h.arity; k++) parts[k] = STR("_");
    spelling[0] = head_text(x, h, parts);
    break;
  }
  return true;
}

static bool useful(checking *x, matrix *m, row q, uint32_t width, str *spelling) {
  x->steps += 1 + m->len;
  if (gave_up(x)) return false;
  if (width == 0) return m->len == 0;
  column c = look_at(x, m, &q);
  if (c.any && c.first.kind == HEAD_LIST && c.lengths > LENGTH_MAX) {
    x->steps = STEPS_MAX + 1;
    return false;
  }
  if (!is_wild(q.cells[0])) {
    head h = head_of(x, q.cells[0]);
    if (h.kind != HEAD_LIST || !h.longer) return useful_under(x, m, q, width, h, spelling);
    for (uint32_t i = h.index; i < head_count(&c); i++)
      if (useful_under(x, m, q, width, head_at(&c, i), spelling)) return true;
    return false;
  }
  uint32_t heads = c.any ? head_count(&c) : 0;
  bool all = heads > 0;
  for (uint32_t i = 0; i < heads && all; i++) all = c.first.kind == HEAD_LIST || occurs(x, m, head_at(&c, i));
  if (!all) return useful_elsewhere(x, m, q, width, &c, heads, spelling);
  for (uint32_t i = 0; i < heads; i++)
    if (useful_under(x, m, q, width, head_at(&c, i), spelling)) return true;
  return false;
}

/* ---- matches ---- */

static row one_cell(checking *x, const core_pat *p) {
  row r = {ARENA_ARRAY(x->home, const core_pat *, 1)};
  r.cells[0] = p;
  return r;
}

static bool is_useful(checking *x, matrix *m, const core_pat *p, str *spelling) {
  x->steps = 0;
  return useful(x, m, one_cell(x, p), 1, spelling);
}

exhaust_result exhaust_match(arena *home, const intern *names, const core *e) {
  checking x = {.home = home, .names = names};
  uint32_t count = e->match.count;
  exhaust_result r = {.reached = ARENA_ARRAY(home, bool, count + 1)};
  matrix above = {0};
  str spelling = {0};
  for (uint32_t i = 0; i < count; i++) {
    const core_arm *arm = &e->match.arms[i];
    r.reached[i] = is_useful(&x, &above, arm->pat, &spelling) || gave_up(&x);
    if (arm->guard || !r.reached[i]) continue;
    vec_push(home, &above, one_cell(&x, arm->pat));
    r.last = i;
  }
  bool misses = is_useful(&x, &above, NULL, &spelling);
  r.total = !misses && !gave_up(&x);
  if (misses) r.missing = spelling;
  return r;
}

str exhaust_pattern(arena *home, const intern *names, const core_pat *p) {
  checking x = {.home = home, .names = names, .promised = true};
  matrix above = {0};
  str spelling = {0};
  vec_push(home, &above, one_cell(&x, p));
  return is_useful(&x, &above, NULL, &spelling) ? spelling : (str){0};
}
