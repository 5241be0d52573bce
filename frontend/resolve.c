/* Names and the library; resolve_module.c has the files. Expects: parsed modules, possibly with AST_ERROR nodes.
   Guarantees: every name is a binder or a definition, or was reported and is CORE_ERROR; every implicit parameter is
   explicit. Library definitions are parsed and resolved when first reached. Time is linear in the text read, times the
   depth of scopes for a name. */

#include <ctype.h>
#include <string.h>

#include "frontend/parse.h"
#include "frontend/primitive.h"
#include "frontend/resolve_priv.h"
#include "frontend/resolve_scan.h"
#include "frontend/suggest.h"
#include "stdlib/library.h"

resolver *resolver_new(arena *home, intern *names, source_set *sources, module_loader loader, diag_sink *sink) {
  resolver *r = ARENA_NEW(home, resolver);
  *r = (resolver){.home = home,
                  .names = names,
                  .sources = sources,
                  .diags = sink,
                  .loader = loader,
                  .scopes = map_new(home),
                  .scope_files = map_new(home),
                  .type_names = map_new(home),
                  .fields = map_new(home),
                  .library_defs = map_new(home),
                  .library_sets = map_new(home),
                  .library_files = map_new(home)};
  static const char *letters[DEF_LETTERS] = {"a", "b", "c", "d"}, *block[BLOCK_LETTERS] = {"x", "y", "z"};
  for (int i = 0; i < DEF_LETTERS; i++) r->letters[i] = intern_add(names, str_of(letters[i]));
  for (int i = 0; i < BLOCK_LETTERS; i++) r->block_letters[i] = intern_add(names, str_of(block[i]));
  r->some = intern_add(names, STR("some"));
  r->set = intern_add(names, STR("set"));
  r->underscore = intern_add(names, STR("_"));
  return r;
}

/* ---- letters ---- */

static int32_t letter_index(const sym *letters, uint32_t count, sym name) {
  for (uint32_t i = 0; i < count; i++)
    if (letters[i] == name) return (int32_t)i;
  return -1;
}

bool resolve_is_parameter_letter(const resolver *r, sym name) {
  return letter_index(r->letters, DEF_LETTERS, name) >= 0;
}

static core *local_use(resolving *c, core_binder *b, span where) {
  core *n = resolve_node(c, CORE_LOCAL, where);
  n->binder = b;
  return n;
}

static core *letter_use(resolving *c, frame *f, uint32_t i, sym name, span where) {
  if (!f->letters[i]) f->letters[i] = resolve_binder(c, name, where);
  if (f->used <= i) f->used = i + 1;
  return local_use(c, f->letters[i], where);
}

/* A block makes x, y, z its own; whoever bound one outside should know (ruling 20). */
static void warn_hidden(resolving *c, const frame *f, sym name, span where) {
  if (c->library) return;
  for (; f; f = f->up) {
    if (f->kind != FRAME_LOCAL || f->binder->name != name) continue;
    diag *d = diag_report(c->r->diags, DIAG_shadowed_implicit, where,
                          "this " STR_FMT " is the braces' own parameter, not the outer one",
                          STR_ARG(intern_str(c->r->names, name)));
    diag_note(c->r->diags, d, f->binder->where, "the outer one; give it another name to use it inside braces");
    return;
  }
}

/* The variable a name means here; NULL: it is no variable. */
static core *variable(resolving *c, frame *f, sym name, span where) {
  int32_t block = letter_index(c->r->block_letters, BLOCK_LETTERS, name);
  int32_t letter = letter_index(c->r->letters, DEF_LETTERS, name);
  for (; f; f = f->up) {
    switch (f->kind) {
    case FRAME_LOCAL:
      if (f->binder->name == name) return local_use(c, f->binder, where);
      break;
    case FRAME_BLOCK:
      if (block < 0) break;
      if (!f->letters[block]) warn_hidden(c, f->up, name, where);
      return letter_use(c, f, (uint32_t)block, name, where);
    case FRAME_DEF:
      if (letter >= 0 && f->implicit) return letter_use(c, f, (uint32_t)letter, name, where);
      break;
    }
  }
  return NULL;
}

/* ---- the library ---- */

static core_def *library_definition(resolver *r, uint32_t index);

static const library_name *library_entry(resolver *r, sym name) {
  str text = intern_str(r->names, name);
  return library_find(text.ptr, (uint32_t)text.len);
}

/* The more a version asks for, the earlier it is tried; else in the order of the texts. */
static void most_guarded_first(core_overload *set) {
  for (uint32_t i = 1; i < set->count; i++)
    for (uint32_t k = i; k && set->versions[k - 1].guard_count < set->versions[k].guard_count; k--) {
      core_version later = set->versions[k - 1];
      set->versions[k - 1] = set->versions[k];
      set->versions[k] = later;
    }
}

static core_overload *library_set(resolver *r, const library_name *entry) {
  uint64_t key = map_ptr_key(entry->canonical);
  core_overload *set = map_get_ptr(&r->library_sets, key);
  if (set) return set;
  set = ARENA_NEW(r->home, core_overload);
  set->name = intern_add(r->names, str_of(entry->canonical));
  set->count = entry->count;
  set->entries = str_eq(str_of(entry->canonical), STR("entries"));
  set->versions = ARENA_ARRAY(r->home, core_version, entry->count);
  for (uint32_t i = 0; i < entry->count; i++) {
    const library_version *from = &library_versions[entry->first + i];
    core_version *to = &set->versions[i];
    *to = (core_version){.arity = from->arity, .guard_count = from->guard_count, .index = from->def};
    for (uint32_t g = 0; g < from->guard_count; g++)
      to->guards[g] = (core_guard){from->guards[g].arg, from->guards[g].kind};
  }
  most_guarded_first(set);
  map_set_ptr(&r->library_sets, key, set);
  return set;
}

core_def *resolve_version(resolver *r, core_version *v) {
  if (!v->def) v->def = library_definition(r, v->index);
  return v->def;
}

bool resolve_library(resolver *r, sym name, core_def **def, core_overload **set) {
  *def = NULL;
  *set = NULL;
  const library_name *entry = library_entry(r, name);
  if (!entry) return false;
  if (entry->count == 1 && library_versions[entry->first].arity == 0)
    *def = library_definition(r, library_versions[entry->first].def);
  else
    *set = library_set(r, entry);
  if (*def) (*def)->called = intern_add(r->names, str_of(entry->canonical));
  return true;
}

core *resolve_library_name(resolving *c, sym name, span where) {
  core_def *def;
  core_overload *set;
  if (!resolve_library(c->r, name, &def, &set)) return NULL;
  core *n = resolve_node(c, def ? CORE_DEF : CORE_OVERLOAD, where);
  if (def)
    n->def = def;
  else
    n->overload.set = set;
  return n;
}

/* ---- names ---- */

static core *definition_use(resolving *c, core_def *d, span where) {
  core *n = resolve_node(c, CORE_DEF, where);
  n->def = d;
  return n;
}

static void offer_names(resolving *c, const frame *f, bool after_dot, suggestion *s) {
  for (; f && !after_dot; f = f->up)
    if (f->kind == FRAME_LOCAL && f->binder->name) suggest_offer(s, intern_str(c->r->names, f->binder->name));
  if (c->scope) resolve_offer_definitions(c, s);
  for (uint32_t i = 0; i < library_name_count; i++) suggest_offer(s, str_of(library_names[i].key));
  if (after_dot && !c->library) resolve_offer_fields(c->r, s);
}

/* The nearest name as it is written best. */
static str nearest(resolving *c, const frame *f, str wanted, bool after_dot) {
  suggestion near = suggest_for(wanted);
  offer_names(c, f, after_dot, &near);
  const library_name *entry = near.best.len ? library_find(near.best.ptr, (uint32_t)near.best.len) : NULL;
  bool library = entry && !(c->scope && resolve_user(c, intern_add(c->r->names, near.best), SPAN_NONE));
  return library ? str_of(entry->canonical) : near.best;
}

static bool is_word_byte(char c) { return isalnum((unsigned char)c) || c == '_' || (c & 0x80); }

static bool has_word(str text, str word) {
  for (size_t i = 0; i + word.len <= text.len; i++) {
    size_t end = i + word.len;
    if (memcmp(text.ptr + i, word.ptr, word.len) || (i && is_word_byte(text.ptr[i - 1]))) continue;
    if (end == text.len || !is_word_byte(text.ptr[end])) return true;
  }
  return false;
}

/* A line with a syntax error defines nothing; that what it meant to define is unknown is no news. */
bool resolve_is_lost(const resolving *c, str name) {
  for (uint32_t i = 0; i < diag_count(c->r->diags); i++) {
    const diag *d = diag_at(c->r->diags, i);
    if (d->code < DIAG_syntax || d->code > DIAG_braces) continue;
    str text = source_text(c->r->sources, d->where.file);
    uint32_t at = d->where.start;
    while (at && !(text.ptr[at - 1] == '\n' && text.ptr[at] > ' ')) at--;
    if (has_word((str){text.ptr + at, d->where.end - at}, name)) return true;
  }
  return false;
}

/* A call of another language as GAEL: a is its subject, b its next argument. */
static const char *shown(resolving *c, const library_foreign *foreign) {
  strbuf b = strbuf_new(c->r->home);
  for (const char *p = foreign->instead; *p; p++) {
    if (*p != '$') strbuf_byte(&b, *p);
    else if (*++p == '*') strbuf_add(&b, STR(".."));
    else strbuf_byte(&b, (char)('a' + *p - '0'));
  }
  strbuf_byte(&b, 0);
  return strbuf_str(&b).ptr;
}

/* What GAEL writes for a function of another language's library; NULL: it is none. */
static const char *foreign_habit(resolving *c, str name, diag_code *code) {
  const library_foreign *foreign = library_find_foreign(name.ptr, (uint32_t)name.len);
  if (!foreign) return NULL;
  *code = DIAG_foreign_name;
  return foreign->sentence ? foreign->sentence : str_printf(c->r->home, "it is written `%s`", shown(c, foreign)).ptr;
}

static core *unknown(resolving *c, const frame *f, sym name, span where, bool after_dot) {
  str text = intern_str(c->r->names, name);
  if ((c->scope && c->scope->incomplete) || resolve_is_lost(c, text)) return resolve_error(c, where);
  diag_code code = DIAG_unknown_name;
  const char *habit = after_dot ? NULL : suggest_habit(text, &code);
  if (!habit) habit = foreign_habit(c, text, &code);
  str near = habit ? STR("") : nearest(c, f, text, after_dot);
  diag *d =
      diag_report(c->r->diags, code, where,
                  after_dot ? "no function is called `" STR_FMT "`" : "nothing is called `" STR_FMT "`", STR_ARG(text));
  if (habit) {
    diag_hint(c->r->diags, d, "%s", habit);
  } else if (near.len) {
    const char *title = str_printf(c->r->home, "write `" STR_FMT "`", STR_ARG(near)).ptr;
    diag_fix_edit(c->r->diags, d, title, where, near);
  } else if (after_dot && variable(c, (frame *)f, name, where)) {
    diag_hint(c->r->diags, d, "after a dot only functions are looked up; to call the variable write `" STR_FMT "(..)`",
              STR_ARG(text));
  } else {
    diag_hint(c->r->diags, d, "define it: `" STR_FMT "=..`", STR_ARG(text));
  }
  if (after_dot && !habit && !near.len)
    diag_hint(c->r->diags, d, "the value of a dictionary's key is `v[\"" STR_FMT "\"]`", STR_ARG(text));
  return resolve_error(c, where);
}

bool resolve_is_known(resolving *c, frame *f, sym name, span where) {
  return variable(c, f, name, where) || resolve_user(c, name, where) || library_entry(c->r, name);
}

core *resolve_name(resolving *c, frame *f, sym name, span where) {
  core *n = variable(c, f, name, where);
  if (n) return n;
  core_def *d = resolve_user(c, name, where);
  if (d) return definition_use(c, d, where);
  n = resolve_library_name(c, name, where);
  return n ? n : unknown(c, f, name, where, false);
}

/* {name:v}: in JavaScript the text "name"; here what the name means, which no function can be. */
core *resolve_key(resolving *c, frame *f, sym name, span where) {
  core *n = variable(c, f, name, where);
  if (n || resolve_user(c, name, where)) return n ? n : resolve_name(c, f, name, where);
  n = resolve_library_name(c, name, where);
  if (n && n->kind == CORE_DEF && n->def->constant) return n;
  str text = intern_str(c->r->names, name);
  if ((c->scope && c->scope->incomplete) || resolve_is_lost(c, text)) return resolve_error(c, where);
  str quoted = str_printf(c->r->home, "\"" STR_FMT "\"", STR_ARG(text));
  diag *d = diag_report(c->r->diags, DIAG_unknown_name, where,
                        "a key is an expression, and no value is called `" STR_FMT "`; a text stands in quotes",
                        STR_ARG(text));
  diag_fix_edit(c->r->diags, d, "quote the key", where, quoted);
  return resolve_error(c, where);
}

/* After a dot stand functions: local ones, the program's, the library's; a definition that bears a library name means
   the library's there in its own body (ruling 3). */
core *resolve_function(resolving *c, frame *f, sym name, span where) {
  for (const frame *o = f; o; o = o->up)
    if (o->kind == FRAME_LOCAL && o->function && o->binder->name == name) return local_use(c, o->binder, where);
  core_def *d = resolve_user(c, name, where);
  core *n = d && d->function && d != c->def ? NULL : resolve_library_name(c, name, where);
  return n || !(d && d->function) ? n : definition_use(c, d, where);
}

core *resolve_dotted(resolving *c, frame *f, sym name, span where) {
  core *n = resolve_function(c, f, name, where);
  if (n) return n;
  core_def *d = resolve_user(c, name, where);
  return d ? definition_use(c, d, where) : unknown(c, f, name, where, true);
}

/* ---- definitions ---- */

static core *with_params(resolving *c, span where, core *body, core_pat **params, uint32_t count) {
  core *n = resolve_node(c, CORE_LAMBDA, where);
  n->lambda.flavour = LAMBDA_WRITTEN;
  n->lambda.params = params;
  n->lambda.count = count;
  n->lambda.body = body;
  return n;
}

void resolve_body(resolver *r, module_scope *scope, core_def *d, const ast_item *item) {
  resolving c = {.r = r, .scope = scope, .def = d, .library = d->library};
  frame bottom = {.kind = FRAME_DEF, .implicit = item->params.len == 0};
  frame *f = &bottom;
  uint32_t count = item->params.len;
  core_pat **params = ARENA_ARRAY(r->home, core_pat *, (count > DEF_LETTERS ? count : DEF_LETTERS));
  resolve_params(&c, &f, item->params, params);
  core *body = resolve_expr(&c, f, item->body);
  if (count == 0) {
    count = bottom.used;
    for (uint32_t i = 0; i < count; i++)
      params[i] = bottom.letters[i] ? resolve_pat_bind(&c, bottom.letters[i], bottom.letters[i]->where)
                                    : resolve_pat_any(&c, item->where);
  }
  d->constant = count == 0;
  d->body = count ? with_params(&c, item->where, body, params, count) : body;
}

core_def *resolve_definition_new(resolver *r, sym name, span where, bool library) {
  core_def *d = ARENA_NEW(r->home, core_def);
  *d = (core_def){.name = name, .where = where, .library = library, .primitive = -1};
  return d;
}

static uint32_t library_source(resolver *r, uint32_t file) {
  uint64_t found;
  if (map_get(&r->library_files, file + 1, &found)) return (uint32_t)found;
  const library_file *text = &library_files[file];
  str name = str_printf(r->home, "stdlib/%s", text->name);
  uint32_t added = source_add(r->sources, name, (str){text->text, text->length});
  map_set(&r->library_files, file + 1, added);
  return added;
}

static core_def *library_definition(resolver *r, uint32_t index) {
  core_def *d = map_get_ptr(&r->library_defs, index + 1);
  if (d) return d;
  const library_def *entry = &library_defs[index];
  uint32_t file = library_source(r, entry->file);
  d = resolve_definition_new(r, intern_add(r->names, str_of(entry->name)), (span){entry->start, entry->end, file}, true);
  map_set_ptr(&r->library_defs, index + 1, d);
  const ast_module *m = parse_part(r->home, r->names, r->sources, file, entry->start, entry->end, r->diags);
  for (uint32_t i = 0; i < m->item_count; i++) {
    const ast_item *item = &m->items[i];
    if (item->kind == AST_ITEM_ANNOTATION) d->annotation = item->type;
    if (item->kind != AST_ITEM_DEF) continue;
    d->where = item->name_where;
    resolve_body(r, NULL, d, item);
  }
  if (!d->body) d->primitive = primitive_find(str_of(entry->name));
  return d;
}
