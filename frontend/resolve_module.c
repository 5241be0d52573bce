/* Files: a program is the file that was asked for and all that its `use` lines reach, each read once. A file sees its
   own definitions, and those of the files it uses itself; its own come first. Files may use each other in a circle.
   The main expression of a used file is not run. */

#include <string.h>

#include "frontend/parse.h"
#include "frontend/resolve_priv.h"
#include "frontend/resolve_scan.h"
#include "frontend/suggest.h"

/* ---- what a file defines ---- */

static bool no_letter(const ast *e, void *context) {
  return e->kind != AST_NAME || !resolve_is_parameter_letter(context, e->name);
}

/* Is it a function as far as its text tells? */
static bool looks_like_function(resolver *r, const ast_item *item) {
  ast_kind k = item->body->kind;
  return item->params.len || k == AST_LAMBDA || k == AST_BLOCK || k == AST_SECTION || k == AST_OPFN ||
         !ast_visit(item->body, no_letter, r);
}

static str slice(const resolver *r, span where) {
  return (str){source_text(r->sources, where.file).ptr + where.start, where.end - where.start};
}

static bool is_blank(str text) {
  for (size_t i = 0; i < text.len; i++)
    if (!strchr(" \t\r\n", text.ptr[i])) return false;
  return true;
}

/* Two main expressions in a row become one, which prints the first; one that binds has brackets of its own. */
static void join_mains(resolver *r, diag *d, const ast_item *main, span first, span second) {
  span gap = {first.end, second.start, first.file}, start = {first.start, first.start, first.file};
  if (first.file != second.file || gap.start > gap.end || !is_blank(slice(r, gap))) return;
  bool binds = main->body->kind == AST_LET || main->body->kind == AST_SEQ;
  bool prints = str_starts(slice(r, first), STR("print")) || str_starts(slice(r, first), STR("write"));
  diag_edit edits[] = {{gap, prints ? STR(";") : binds ? STR("));") : STR(");")},
                       {start, binds ? STR("print((") : STR("print(")}};
  diag_fix_edits(r->diags, d, prints ? "join the two" : "print the first one", edits, prints ? 1 : 2);
}

/* The definition moves to the line before the main expression. */
static void move_up(resolver *r, diag *d, span main, span item) {
  str text = slice(r, item);
  span line = item;
  const char *all = source_text(r->sources, item.file).ptr;
  if (item.start && all[item.start - 1] == '\n') line.start--;
  diag_edit edits[] = {{{main.start, main.start, main.file}, str_printf(r->home, STR_FMT "\n", STR_ARG(text))},
                       {line, STR("")}};
  diag_fix_edits(r->diags, d, "move it there", edits, 2);
}

static void declare(resolver *r, module_scope *scope, const ast_item *item) {
  str name = intern_str(r->names, item->name);
  core_def *old = map_get_ptr(&scope->top, item->name);
  if (resolve_is_parameter_letter(r, item->name)) {
    diag *d = diag_report(r->diags, DIAG_reserved_name, item->name_where,
                          "`" STR_FMT "` is the name of a parameter; a definition needs another name", STR_ARG(name));
    diag_hint(r->diags, d, "a, b, c and d are the first to fourth parameter wherever they are free");
  }
  if (old) {
    diag *d = diag_report(r->diags, DIAG_duplicate_definition, item->name_where, "`" STR_FMT "` is defined twice",
                          STR_ARG(name));
    diag_note(r->diags, d, old->where, "first defined here");
    return;
  }
  const core_def *main = scope->module->main;
  if (main) {
    diag *d = diag_report(r->diags, DIAG_definition_after_main, item->name_where,
                          "the main expression must come last; move `" STR_FMT "` above it", STR_ARG(name));
    diag_note(r->diags, d, main->where, "the main expression");
    move_up(r, d, main->where, item->where);
  }
  core_def *d = resolve_definition_new(r, item->name, item->name_where, false);
  d->function = looks_like_function(r, item);
  map_set_ptr(&scope->top, item->name, d);
}

/* `m=e1` with an indented e2 below reads like a definition, and is a main expression (ruling 39). */
static void note_first(resolver *r, diag *d, const ast_item *first) {
  const ast *target = first->body->kind == AST_LET ? first->body->let.target : NULL;
  if (target && target->kind == AST_NAME)
    diag_note(r->diags, d, first->where, "the first one: what follows `" STR_FMT "=..` belongs to it, and `" STR_FMT
              "` is local there", STR_ARG(intern_str(r->names, target->name)), STR_ARG(intern_str(r->names, target->name)));
  else
    diag_note(r->diags, d, first->where, "the first one");
}

static const ast_item *first_main(const ast_module *m) {
  uint32_t i = 0;
  while (m->items[i].kind != AST_ITEM_MAIN) i++;
  return &m->items[i];
}

static void declare_main(resolver *r, module_scope *scope, const ast_item *item, span before) {
  core_module *m = scope->module;
  if (m->main) {
    diag *d = diag_report(r->diags, DIAG_second_main, item->where,
                          "a program has one main expression; join the two, or name one: `f=..`");
    note_first(r, d, first_main(scope->ast));
    join_mains(r, d, first_main(scope->ast), before, item->where);
    return;
  }
  m->main = resolve_definition_new(r, 0, item->where, false);
}

static module_scope *scope_new(resolver *r, sym name, const ast_module *m) {
  module_scope *scope = ARENA_NEW(r->home, module_scope);
  *scope = (module_scope){.name = name,
                          .ast = m,
                          .module = ARENA_NEW(r->home, core_module),
                          .top = map_new(r->home),
                          .types = map_new(r->home),
                          .constructors = map_new(r->home)};
  scope->module->file = m->file;
  scope->module->defs = ARENA_ARRAY(r->home, core_def *, m->item_count + 1);
  scope->module->types = ARENA_ARRAY(r->home, type_decl *, m->item_count + 1);
  for (uint32_t i = 0; i < m->item_count; i++) {
    if (m->items[i].kind == AST_ITEM_DEF) declare(r, scope, &m->items[i]);
    if (m->items[i].kind == AST_ITEM_MAIN) declare_main(r, scope, &m->items[i], m->items[i ? i - 1 : 0].where);
    if (m->items[i].kind == AST_ITEM_TYPE) resolve_declare_type(r, scope, &m->items[i]);
  }
  map_set_ptr(&r->scope_files, m->file + 1, scope);
  map_set_ptr(&r->scopes, name, scope);
  return scope;
}

/* ---- which files there are ---- */

static module_scope *module_read(resolver *r, const ast_item *use) {
  str name = intern_str(r->names, use->name), why = STR("this program may not use modules");
  module_scope *known = map_get_ptr(&r->scopes, use->name);
  if (known) return known;
  uint32_t file;
  if (r->loader.load && r->loader.load(r->loader.context, name, &file, &why))
    return scope_new(r, use->name, parse_module(r->home, r->names, r->sources, file, r->diags));
  diag_report(r->diags, DIAG_unknown_module, use->name_where, "there is no module `" STR_FMT "`: " STR_FMT,
              STR_ARG(name), STR_ARG(why));
  return NULL;
}

typedef VEC(module_scope *) scope_list;

static bool holds(const scope_list *all, const module_scope *scope) {
  for (uint32_t i = 0; i < all->len; i++)
    if (all->items[i] == scope) return true;
  return false;
}

/* Breadth first, from `all`'s one element. */
static void read_used(resolver *r, scope_list *all) {
  for (uint32_t i = 0; i < all->len; i++) {
    module_scope *user = all->items[i];
    for (uint32_t k = 0; k < user->ast->item_count; k++) {
      const ast_item *item = &user->ast->items[k];
      module_scope *used = item->kind == AST_ITEM_USE ? module_read(r, item) : NULL;
      user->incomplete |= item->kind == AST_ITEM_USE && !used;
      if (!used || used == user) continue;
      vec_push(r->home, &user->uses, used);
      if (!holds(all, used)) vec_push(r->home, all, used);
    }
  }
}

/* ---- names ---- */

static void refuse_ambiguous(resolving *c, sym name, span where, const core_def *p, const core_def *q) {
  str text = intern_str(c->r->names, name);
  diag *d = diag_report(c->r->diags, DIAG_ambiguous_name, where, "two used modules define `" STR_FMT "`", STR_ARG(text));
  diag_note(c->r->diags, d, p->where, "one is here");
  diag_note(c->r->diags, d, q->where, "the other one here");
  diag_hint(c->r->diags, d, "a definition of its own decides: `" STR_FMT "=..`", STR_ARG(text));
}

core_def *resolve_user(resolving *c, sym name, span where) {
  const module_scope *scope = c->scope;
  core_def *found = scope ? map_get_ptr(&scope->top, name) : NULL;
  if (found || !scope) return found;
  for (uint32_t i = 0; i < scope->uses.len; i++) {
    core_def *d = map_get_ptr(&scope->uses.items[i]->top, name);
    if (!d) continue;
    if (found && where.file != SPAN_NONE.file) {
      refuse_ambiguous(c, name, where, found, d);
      return found;
    }
    found = d;
  }
  return found;
}

static void offer(resolving *c, const module_scope *scope, suggestion *s) {
  for (uint32_t i = 0; i < scope->ast->item_count; i++) {
    const ast_item *item = &scope->ast->items[i];
    if (item->kind == AST_ITEM_DEF) suggest_offer(s, intern_str(c->r->names, item->name));
  }
}

void resolve_offer_definitions(resolving *c, suggestion *s) {
  offer(c, c->scope, s);
  for (uint32_t i = 0; i < c->scope->uses.len; i++) offer(c, c->scope->uses.items[i], s);
}

/* ---- the program ---- */

static void annotate(resolver *r, module_scope *scope, const ast_item *item) {
  core_def *d = map_get_ptr(&scope->top, item->name);
  if (d) {
    d->annotation = item->type;
    d->exported = item->exported;
  } else
    diag_report(r->diags, DIAG_unused_annotation, item->name_where,
                "`" STR_FMT "` has a type but no definition; add `" STR_FMT "=..`",
                STR_ARG(intern_str(r->names, item->name)), STR_ARG(intern_str(r->names, item->name)));
}

static void resolve_scope(resolver *r, module_scope *scope, bool with_main) {
  core_module *out = scope->module;
  for (uint32_t i = 0; i < scope->ast->item_count; i++) {
    const ast_item *item = &scope->ast->items[i];
    core_def *d;
    switch (item->kind) {
    case AST_ITEM_DEF:
      d = map_get_ptr(&scope->top, item->name);
      if (d->body) break; /* a duplicate */
      resolve_body(r, scope, d, item);
      out->defs[out->count++] = d;
      break;
    case AST_ITEM_MAIN:
      if (with_main && !out->main->body) resolve_body(r, scope, out->main, item);
      break;
    case AST_ITEM_ANNOTATION: annotate(r, scope, item); break;
    case AST_ITEM_TYPE:
    case AST_ITEM_USE: break; /* read before anything was resolved */
    }
  }
}

/* dir/geo.gael is the module geo. */
static sym name_of_file(resolver *r, uint32_t file) {
  str path = source_name(r->sources, file), extension = STR(".gael");
  const char *slash = memrchr(path.ptr, '/', path.len);
  str name = slash ? (str){slash + 1, (size_t)(path.ptr + path.len - slash - 1)} : path;
  size_t n = extension.len;
  if (name.len > n && !memcmp(name.ptr + name.len - n, extension.ptr, n)) name.len -= n;
  return intern_add(r->names, name);
}

core_module *resolve_module(resolver *r, const ast_module *m) {
  scope_list all = {0};
  vec_push(r->home, &all, scope_new(r, name_of_file(r, m->file), m));
  read_used(r, &all);
  core_module *program = all.items[0]->module;
  program->use_count = all.len - 1;
  program->uses = ARENA_ARRAY(r->home, core_module *, all.len);
  for (uint32_t i = 0; i < all.len; i++) {
    resolve_scope(r, all.items[i], i == 0);
    if (i) program->uses[i - 1] = all.items[i]->module;
  }
  return program;
}
