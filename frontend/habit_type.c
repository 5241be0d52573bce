/* Declarations of types as other languages write them: `data Shape = Circle Float | Point`, `enum Color {Red, Green}`,
   `type Tree<t> = ..`, `struct P { x: int }`, `data class P(val x: Int)`. A declaration is read as a whole; what does
   not come out as one of ours stays to others. */

#include "frontend/habit_priv.h"

typedef struct reading {
  const habit *h;
  arena *home;
  uint32_t at, to;
  bool foreign;  /* something is written otherwise in GAEL */
  bool assigned; /* `>=` was the end of parameters and the `=` behind */
  bool failed;
} reading;

static token_kind kind(const reading *r) { return r->at < r->to ? habit_kind(r->h, r->at) : TOKEN_NL; }
static bool is_word(const reading *r, const char *word) { return r->at < r->to && habit_word(r->h, r->at, word); }

static bool take(reading *r, token_kind wanted) {
  if (kind(r) != wanted) return false;
  r->at++;
  return true;
}

static void need(reading *r, token_kind wanted) { r->failed |= !take(r, wanted); }

static str failed(reading *r) {
  r->failed = true;
  return STR("");
}

static str made(const strbuf *out) { return str_copy(out->home, strbuf_str(out)); }

/* ---- types ---- */

static const struct {
  const char *foreign, *ours;
} names[] = {
    {"Integer", "Int"},    {"int", "Int"},      {"integer", "Int"},  {"i32", "Int"},      {"i64", "Int"},
    {"u32", "Int"},        {"u64", "Int"},      {"usize", "Int"},    {"long", "Int"},     {"Long", "Int"},
    {"number", "Float"},   {"float", "Float"},  {"double", "Float"}, {"Double", "Float"}, {"f64", "Float"},
    {"f32", "Float"},      {"string", "Str"},   {"String", "Str"},   {"str", "Str"},      {"Text", "Str"},
    {"bool", "Bool"},      {"boolean", "Bool"}, {"Boolean", "Bool"}, {"char", "Char"},    {"Character", "Char"},
    {"BigInteger", "Big"}, {"Any", "Dyn"},      {"any", "Dyn"},      {"object", "Dyn"},   {"Object", "Dyn"}};

/* How containers are written, with their arguments in place of $. */
static const struct {
  const char *foreign, *form;
  uint32_t count;
} containers[] = {{"List", "[$]", 1},   {"list", "[$]", 1},   {"Array", "[$]", 1},     {"Vec", "[$]", 1},
                  {"Seq", "[$]", 1},    {"Maybe", "$?", 1},   {"Option", "$?", 1},     {"Optional", "$?", 1},
                  {"Set", "{$}", 1},    {"set", "{$}", 1},    {"HashSet", "{$}", 1},   {"Map", "{$:$}", 2},
                  {"Dict", "{$:$}", 2}, {"dict", "{$:$}", 2}, {"HashMap", "{$:$}", 2}, {"Record", "{$:$}", 2}};

static str type(reading *r, bool applied);

typedef VEC(str) str_list;

static void types(reading *r, str_list *out, token_kind close) {
  do vec_push(r->home, out, type(r, true));
  while (take(r, TOKEN_COMMA) && !r->failed);
  need(r, close);
}

static str joined(const reading *r, const str_list *parts, const char *open, const char *close) {
  strbuf out = strbuf_new(r->home);
  strbuf_add(&out, str_of(open));
  for (uint32_t i = 0; i < parts->len; i++) {
    if (i) strbuf_byte(&out, ',');
    strbuf_add(&out, parts->items[i]);
  }
  strbuf_add(&out, str_of(close));
  return made(&out);
}

static str filled(const reading *r, const char *form, const str_list *args) {
  strbuf out = strbuf_new(r->home);
  uint32_t used = 0;
  for (; *form; form++) {
    if (*form == '$')
      strbuf_add(&out, args->items[used++]);
    else
      strbuf_byte(&out, *form);
  }
  return made(&out);
}

static bool starts_type(const reading *r) {
  token_kind k = kind(r);
  if (is_word(r, "deriving")) return false;
  return k == TOKEN_CON || k == TOKEN_IDENT || k == TOKEN_LPAREN || k == TOKEN_LBRACK;
}

/* `type List[t]=..`: the program has a type of its own with that name. */
static bool declares(const habit *h, str name) {
  for (uint32_t i = 0; i + 1 < h->tokens.len; i++)
    if (h->tokens.items[i].margin && habit_kind(h, i + 1) == TOKEN_CON && str_eq(habit_slice(h, i + 1), name))
      return true;
  return false;
}

/* Name, Name<..>, Name[..], and where it is `applied` Name t u. */
static str named(reading *r, bool applied) {
  str name = habit_slice(r->h, r->at++);
  str_list args = {0};
  bool capital = name.ptr[0] >= 'A' && name.ptr[0] <= 'Z';
  if (take(r, TOKEN_LT)) {
    r->foreign = true;
    types(r, &args, TOKEN_GT);
  } else if (kind(r) == TOKEN_LBRACK && habit_touches(r->h, r->at) && habit_kind(r->h, r->at + 1) != TOKEN_RBRACK) {
    r->at++;
    types(r, &args, TOKEN_RBRACK);
  } else if (applied && capital) {
    while (starts_type(r) && !r->failed) {
      r->foreign = true;
      vec_push(r->home, &args, type(r, false));
    }
  }
  bool ours = declares(r->h, name);
  for (size_t i = 0; i < sizeof containers / sizeof *containers && !ours; i++) {
    if (!str_eq(name, str_of(containers[i].foreign)) || containers[i].count != args.len) continue;
    r->foreign = true;
    return filled(r, containers[i].form, &args);
  }
  for (size_t i = 0; i < sizeof names / sizeof *names && !args.len && !ours; i++)
    if (str_eq(name, str_of(names[i].foreign))) {
      r->foreign = true;
      return str_of(names[i].ours);
    }
  str list = args.len ? joined(r, &args, "[", "]") : STR("");
  return str_printf(r->home, STR_FMT STR_FMT, STR_ARG(name), STR_ARG(list));
}

static str grouped(reading *r) {
  str_list parts = {0};
  if (take(r, TOKEN_RPAREN)) return STR("()");
  types(r, &parts, TOKEN_RPAREN);
  if (parts.len > 1 || r->failed) return joined(r, &parts, "(", ")");
  bool arrow = false;
  for (size_t i = 0; i + 1 < parts.items[0].len; i++) arrow |= parts.items[0].ptr[i] == '-';
  return arrow ? joined(r, &parts, "(", ")") : parts.items[0];
}

static str atom(reading *r, bool applied) {
  if (kind(r) == TOKEN_CON || kind(r) == TOKEN_IDENT) return named(r, applied);
  if (take(r, TOKEN_LPAREN)) return grouped(r);
  if (!take(r, TOKEN_LBRACK)) return failed(r);
  str_list one = {0};
  types(r, &one, TOKEN_RBRACK);
  return joined(r, &one, "[", "]");
}

static str type(reading *r, bool applied) {
  str t = atom(r, applied);
  for (;;) {
    if (kind(r) == TOKEN_LBRACK && habit_kind(r->h, r->at + 1) == TOKEN_RBRACK && habit_touches(r->h, r->at)) {
      r->at += 2;
      r->foreign = true;
      t = str_printf(r->home, "[" STR_FMT "]", STR_ARG(t));
    } else if (take(r, TOKEN_QUESTION)) {
      t = str_printf(r->home, STR_FMT "?", STR_ARG(t));
    } else if (applied && take(r, TOKEN_ARROW)) {
      str to = type(r, true);
      return str_printf(r->home, STR_FMT "->" STR_FMT, STR_ARG(t), STR_ARG(to));
    } else {
      return t;
    }
  }
}

/* ---- fields and variants ---- */

typedef struct fields {
  str_list labels, types;
} fields;

static void skip_words(reading *r) {
  static const char *words[] = {"val", "var", "public", "private", "pub", "let", "const", "readonly", "final"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (is_word(r, words[i]) && habit_kind(r->h, r->at + 1) == TOKEN_IDENT) {
      r->at++;
      r->foreign = true;
      i = 0;
    }
}

/* x: Int, y :: Int; up to the closing bracket, or (NL) to the end. */
static fields labelled(reading *r, token_kind close) {
  fields f = {0};
  while (!r->failed && !(close == TOKEN_NL ? r->at == r->to : take(r, close))) {
    skip_words(r);
    if (kind(r) != TOKEN_IDENT) r->failed = true;
    if (r->failed) break;
    vec_push(r->home, &f.labels, habit_slice(r->h, r->at++));
    need(r, TOKEN_COLON);
    r->foreign |= take(r, TOKEN_COLON);
    vec_push(r->home, &f.types, type(r, true));
    if (take(r, TOKEN_COMMA)) continue;
    if (kind(r) != close) r->foreign = true; /* a new line, or `;` */
    take(r, TOKEN_SEP);
  }
  r->failed |= !f.labels.len;
  return f;
}

static str record(const reading *r, const fields *f) {
  str_list entries = {0};
  for (uint32_t i = 0; i < f->labels.len; i++) {
    str label = f->labels.items[i], t = f->types.items[i];
    vec_push(r->home, &entries, str_printf(r->home, STR_FMT ":" STR_FMT, STR_ARG(label), STR_ARG(t)));
  }
  return joined(r, &entries, "{", "}");
}

static bool starts_fields(const reading *r) {
  return habit_kind(r->h, r->at + 1) == TOKEN_IDENT &&
         (habit_kind(r->h, r->at + 2) == TOKEN_COLON || habit_kind(r->h, r->at + 2) == TOKEN_IDENT);
}

/* Circle, Circle(Float), Circle Float, Circle { r :: Float } */
static str variant(reading *r, str_list *record_of) {
  if (kind(r) != TOKEN_CON) return failed(r);
  str name = habit_slice(r->h, r->at++);
  str_list parts = {0};
  bool braces = kind(r) == TOKEN_LBRACE;
  if (braces || (kind(r) == TOKEN_LPAREN && starts_fields(r))) {
    r->at++;
    fields f = labelled(r, braces ? TOKEN_RBRACE : TOKEN_RPAREN);
    r->foreign = true;
    parts = f.types;
    vec_push(r->home, record_of, record(r, &f));
  } else if (kind(r) == TOKEN_LPAREN && habit_touches(r->h, r->at)) {
    r->at++;
    types(r, &parts, TOKEN_RPAREN);
  } else {
    while (starts_type(r) && !r->failed) vec_push(r->home, &parts, type(r, false));
    r->foreign |= parts.len > 0;
  }
  str list = parts.len ? joined(r, &parts, "(", ")") : STR("");
  return str_printf(r->home, STR_FMT STR_FMT, STR_ARG(name), STR_ARG(list));
}

static str variants(reading *r, token_kind between, str name) {
  str_list records = {0};
  strbuf out = strbuf_new(r->home);
  uint32_t count = 0;
  take(r, between);
  do {
    if (count++) strbuf_byte(&out, '|');
    if (between == TOKEN_COMMA && kind(r) == TOKEN_RBRACE) break;
    str one = variant(r, &records);
    strbuf_add(&out, one);
    bool same = records.len == 1 && count == 1 && str_eq(one.len > name.len ? (str){one.ptr, name.len} : one, name);
    if (same && kind(r) != between) return records.items[0]; /* one constructor with fields: a record */
  } while (!r->failed && take(r, between));
  str all = made(&out);
  if (all.len && all.ptr[all.len - 1] == '|') all.len--;
  return all;
}

/* ---- whole declarations ---- */

static str parameters(reading *r) {
  str_list names_of = {0};
  token_kind close = kind(r) == TOKEN_LT ? TOKEN_GT : kind(r) == TOKEN_LBRACK ? TOKEN_RBRACK : TOKEN_NL;
  if (close != TOKEN_NL) r->at++;
  if (close != TOKEN_RBRACK) r->foreign |= close == TOKEN_GT || kind(r) == TOKEN_IDENT;
  while (kind(r) == TOKEN_IDENT || (close != TOKEN_NL && kind(r) == TOKEN_CON)) {
    str name = habit_slice(r->h, r->at++);
    vec_push(r->home, &names_of, name);
    if (close != TOKEN_NL && !take(r, TOKEN_COMMA)) break;
  }
  r->assigned = close == TOKEN_GT && take(r, TOKEN_GE);
  if (close != TOKEN_NL && !r->assigned) need(r, close);
  return names_of.len ? joined(r, &names_of, "[", "]") : STR("");
}

static str shape(reading *r, bool listed, str name) {
  if (listed) {
    need(r, TOKEN_LBRACE);
    str all = variants(r, TOKEN_COMMA, name);
    need(r, TOKEN_RBRACE);
    return all;
  }
  bool assigned = r->assigned || take(r, TOKEN_ASSIGN), braces = kind(r) == TOKEN_LBRACE;
  if (!assigned && kind(r) == TOKEN_COLON) { /* class P: x: int .. */
    r->at++;
    fields f = labelled(r, TOKEN_NL);
    return record(r, &f);
  }
  if (braces || (!assigned && kind(r) == TOKEN_LPAREN)) {
    r->at++;
    fields f = labelled(r, braces ? TOKEN_RBRACE : TOKEN_RPAREN);
    r->foreign |= !assigned;
    return record(r, &f);
  }
  return assigned ? variants(r, TOKEN_BAR, name) : failed(r);
}

static uint32_t declaration_end(const habit *h, uint32_t at) {
  uint32_t end = at + 1, count = h->tokens.len;
  while (end < count && (!h->tokens.items[end].margin || token_is(habit_kind(h, end), TOKEN_IS_CLOSE))) end++;
  return end;
}

uint32_t habit_declaration(habit *h, uint32_t at) {
  reading r = {.h = h, .home = h->home, .at = at, .to = declaration_end(h, at)};
  bool type_word = take(&r, TOKEN_TYPE), listed = false;
  static const char *words[] = {"data", "newtype", "enum", "struct", "record", "class", "sealed", "pub", "export"};
  for (size_t i = 0; i < sizeof words / sizeof *words && !type_word; i++)
    if (is_word(&r, words[i])) {
      listed |= str_eq(str_of(words[i]), STR("enum"));
      r.at++;
      r.foreign = true;
      i = (size_t)-1;
    }
  if (r.at == at || (type_word && take(&r, TOKEN_TYPE))) return at;
  if (kind(&r) != TOKEN_CON && !(type_word && kind(&r) == TOKEN_IDENT)) return at;
  str name = habit_slice(h, r.at++);
  if (name.ptr[0] >= 'a' && name.ptr[0] <= 'z') {
    name = str_printf(h->home, "%c%.*s", name.ptr[0] - 'a' + 'A', (int)name.len - 1, name.ptr + 1);
    r.foreign = true;
  }
  str params = parameters(&r), body = r.failed ? STR("") : shape(&r, listed, name);
  if (is_word(&r, "deriving")) r.at = r.to;
  if (take(&r, TOKEN_SEP)) r.foreign = true;
  if (r.failed || !r.foreign || r.at != r.to) return at;
  habit_open(h, at, DIAG_foreign_type, at,
             "a type is declared as `type Shape=Circle(Float)|Point`, a record as `type P={x:Int,y:Int}`");
  habit_say_str(
      h, str_printf(h->home, "type " STR_FMT STR_FMT "=" STR_FMT, STR_ARG(name), STR_ARG(params), STR_ARG(body)));
  habit_close(h, r.to);
  return r.to;
}
