/* The text form to a program. The names of declared types come first, then all forms are read, as syntax; definitions
   are declared, because they may name each other, and their bodies built. A fresh store holds the result. */

#include "ir/build.h"
#include "ir/decl_text.h"
#include "support/vec.h"

typedef struct def_form {
  uint32_t def;
  const syntax *body; /* NULL: a definition that is being lowered */
} def_form;

typedef struct program_reader {
  syntax_reader in;
  comb_store *store;
  ir_types *types;
  map defs;   /* sym of the name in the text -> index */
  map shared; /* number -> build_shared */
  VEC(def_form) bodies;
  const syntax *main;
  comb_program *out;
} program_reader;

static bool fail(program_reader *r, const char *error) {
  syntax_fail(&r->in, error);
  return false;
}

/* A type as one word; NULL with the error set. */
static const ir_type *read_type(program_reader *r) {
  str word = syntax_word(&r->in);
  size_t used = 0;
  const ir_type *t = irt_read(r->types, word, &used);
  return t && used == word.len ? t : syntax_fail(&r->in, "a type that cannot be read");
}

/* `@start..end` or `@file:start..end`; SPAN_NONE when there is none. */
static bool read_span(program_reader *r, span *out) {
  *out = SPAN_NONE;
  if (!syntax_accept(&r->in, STR("@"))) return true;
  uint32_t first, file = 0;
  if (!syntax_number(&r->in, &first)) return fail(r, "a place without its numbers");
  if (syntax_accept(&r->in, STR(":"))) {
    file = first;
    if (!syntax_number(&r->in, &first)) return fail(r, "a place without its start");
  }
  uint32_t end;
  if (!syntax_accept(&r->in, STR("..")) || !syntax_number(&r->in, &end)) return fail(r, "a place without its end");
  *out = (span){first, end, file};
  return true;
}

static bool close_form(program_reader *r) { return syntax_accept(&r->in, STR(")")) || fail(r, "a form that goes on"); }

/* `name` or `name/7`, the seventh definition: the number only tells namesakes apart. */
static sym bare_name(program_reader *r, str word) {
  for (size_t i = word.len; i > 0; i--)
    if (word.ptr[i - 1] == '/') word.len = i - 1;
  return str_eq(word, STR("_")) ? 0 : intern_add(comb_names(r->store), word);
}

static bool read_def(program_reader *r) {
  str word = syntax_word(&r->in);
  if (!syntax_accept(&r->in, STR(":"))) return fail(r, "a definition without its type");
  const ir_type *type = read_type(r);
  span where;
  if (!type || !read_span(r, &where)) return false;
  bool library = syntax_accept(&r->in, STR("library"));
  sym key = intern_add(comb_names(r->store), word);
  uint64_t other;
  if (map_get(&r->defs, key, &other)) return fail(r, "a second definition of a name");
  def_form form = {comb_def_add(r->store, bare_name(r, word), type, where, library), NULL};
  map_set(&r->defs, key, form.def);
  if (syntax_accept(&r->in, STR(")"))) return true;
  form.body = syntax_term(&r->in);
  vec_push(r->in.home, &r->bodies, form);
  return form.body && close_form(r);
}

static bool read_main(program_reader *r) {
  if (r->main) return fail(r, "a second main form");
  VEC(const ir_type *) args = {0};
  while (!syntax_accept(&r->in, STR("=>"))) {
    const ir_type *arg = read_type(r);
    if (!arg) return false;
    vec_push(r->in.home, &args, arg);
  }
  r->out->argc = args.len;
  r->out->args = args.items;
  r->out->result = read_type(r);
  if (!r->out->result) return false;
  r->main = syntax_term(&r->in);
  return r->main && close_form(r);
}

static bool read_let(program_reader *r) {
  uint32_t number;
  if (!syntax_accept(&r->in, STR("%")) || !syntax_number(&r->in, &number)) return fail(r, "a let without its number");
  build_shared *let = ARENA_NEW(r->in.home, build_shared);
  let->body = syntax_term(&r->in);
  map_set_ptr(&r->shared, number, let);
  return let->body && close_form(r);
}

enum { SITE_LIMIT = 1 << 24 };

static bool read_site(program_reader *r) {
  uint32_t number;
  span where;
  syntax_skip_space(&r->in);
  if (!syntax_number(&r->in, &number) || number > SITE_LIMIT) return fail(r, "a site without its number");
  if (number < comb_site_count(r->store)) return fail(r, "sites that do not ascend");
  if (!read_span(r, &where)) return false;
  str name = syntax_word(&r->in);
  while (comb_site_count(r->store) < number) comb_site_add(r->store, SPAN_NONE, 0);
  comb_site_add(r->store, where, name.len ? intern_add(comb_names(r->store), name) : 0);
  return close_form(r);
}

static bool read_decl(program_reader *r) { return decl_read(&r->in, r->types); }

static bool read_top(program_reader *r) {
  static const struct {
    const char *word;
    bool (*read)(program_reader *);
  } forms[] = {{"def", read_def}, {"let", read_let}, {"main", read_main}, {"site", read_site}, {"type", read_decl}};
  if (!syntax_accept(&r->in, STR("("))) return fail(r, "a form starts with a bracket");
  str word = syntax_word(&r->in);
  for (uint32_t i = 0; i < sizeof forms / sizeof *forms; i++)
    if (str_eq(word, str_of(forms[i].word))) return forms[i].read(r);
  return fail(r, "a form is type, def, let, main or site");
}

static bool read_forms(program_reader *r) {
  if (!decl_read_names(&r->in, r->types)) return false;
  for (;;) {
    syntax_skip_space(&r->in);
    if (r->in.at >= r->in.text.len) return r->main || fail(r, "no main form");
    if (!read_top(r)) return false;
  }
}

/* ---- building ---- */

static const comb *build_as(builder *b, const syntax *body, const ir_type *dom, const ir_type *cod) {
  const comb *t = build_term(b, body, dom);
  if (t && t->cod != cod) {
    b->error = "a body of another type than its head says";
    b->error_at = body->at;
    return NULL;
  }
  return t;
}

static bool build_program(program_reader *r, builder *b) {
  const ir_type *unit = irt_base(r->types, IRT_UNIT), *env = unit;
  for (uint32_t i = 0; i < r->bodies.len; i++) {
    comb_def *def = comb_def_at(r->store, r->bodies.items[i].def);
    const comb *body = build_as(b, r->bodies.items[i].body, unit, def->type);
    if (!body) return false;
    def->body = body;
  }
  for (uint32_t i = 0; i < r->out->argc; i++) env = irt_pair(r->types, env, r->out->args[i]);
  r->out->entry = build_as(b, r->main, env, r->out->result);
  return r->out->entry != NULL;
}

bool comb_read(arena *home, ir_types *types, intern *names, str text, comb_program *out, str *error, size_t *offset) {
  *out = (comb_program){.store = comb_store_new(home, types, names)};
  program_reader r = {.in = syntax_reader_new(home, text), .store = out->store, .types = types, .out = out};
  r.defs = map_new(home);
  r.shared = map_new(home);
  builder b = {.store = out->store, .defs = &r.defs, .shared = &r.shared};
  bool good = read_forms(&r) && build_program(&r, &b);
  if (good) return true;
  *error = str_of(r.in.error ? r.in.error : b.error);
  *offset = r.in.error ? r.in.error_at : b.error_at;
  return false;
}
