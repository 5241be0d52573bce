/* Declared types and what names their constructors and fields: `type` lines become declarations, in any order; the
   types of fields stay as written until inference reads them. Types and constructors are seen as definitions are,
   fields wherever a value of the record is. Linear in the text, times the number of a record's fields. */

#include "frontend/braces.h"
#include "frontend/resolve_priv.h"
#include "stdlib/library.h"

static str text_of(const resolver *r, sym name) { return intern_str(r->names, name); }

/* ---- declarations ---- */

static void refuse_again(resolver *r, diag_code code, span where, span first, sym name, const char *what) {
  diag *d =
      diag_report(r->diags, code, where, "%s `" STR_FMT "` is declared twice", what, STR_ARG(text_of(r, name)));
  diag_note(r->diags, d, first, "first declared here");
}

static void check_labels(resolver *r, const type_con *con) {
  for (uint32_t i = 1; i < con->count; i++)
    for (uint32_t k = 0; k < i; k++)
      if (con->labels[i] == con->labels[k]) {
        refuse_again(r, DIAG_duplicate_field, con->written[i]->where, con->written[k]->where, con->labels[i], "field");
        break;
      }
}

static void declare_fields(resolver *r, const type_con *con) {
  check_labels(r, con);
  for (uint32_t i = 0; i < con->count; i++) {
    con_list *list = map_get_ptr(&r->fields, con->labels[i]);
    if (!list) {
      list = ARENA_NEW(r->home, con_list);
      *list = (con_list){0};
      map_set_ptr(&r->fields, con->labels[i], list);
    }
    if (!list->len || vec_last(list) != con) vec_push(r->home, list, con);
  }
}

static void declare_constructor(resolver *r, module_scope *scope, type_decl *d, uint32_t index, const ast_variant *v) {
  type_con *con = &d->cons[index];
  *con = (type_con){.name = v->name,
                    .where = v->fields ? d->where : v->where,
                    .decl = d,
                    .index = index,
                    .count = v->count,
                    .written = v->parts,
                    .labels = v->fields};
  type_con *old = map_get_ptr(&scope->constructors, v->name);
  if (con->labels) declare_fields(r, con);
  if (old) {
    old->doubled = true;
    refuse_again(r, DIAG_duplicate_constructor, con->where, old->where, v->name, "constructor");
    return;
  }
  map_set_ptr(&scope->constructors, v->name, con);
  vec_push(r->home, &r->all_constructors, con);
}

static void check_parameters(resolver *r, const ast_item *item) {
  for (uint32_t i = 1; i < item->type_param_count; i++)
    for (uint32_t k = 0; k < i; k++)
      if (item->type_params[i] == item->type_params[k])
        diag_report(r->diags, DIAG_duplicate_parameter, item->name_where,
                    "the parameter `" STR_FMT "` of this type is named twice",
                    STR_ARG(text_of(r, item->type_params[i])));
}

bool resolve_is_builtin_type(str name) {
  static const char *builtin[] = {"Int", "Float", "Bool", "Char", "Str", "Big", "Dyn"};
  for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++)
    if (str_eq(name, str_of(builtin[i]))) return true;
  return false;
}

/* Types of one name in two files are two types: the second one's bears its file's name. */
static sym unique_name(resolver *r, const module_scope *scope, sym name) {
  uint64_t taken;
  if (!map_get(&r->type_names, name, &taken)) {
    map_set(&r->type_names, name, 1);
    return name;
  }
  return intern_add(r->names, str_printf(r->home, STR_FMT "." STR_FMT, STR_ARG(text_of(r, scope->name)),
                                         STR_ARG(text_of(r, name))));
}

void resolve_declare_type(resolver *r, module_scope *scope, const ast_item *item) {
  const type_decl *old = map_get_ptr(&scope->types, item->name);
  if (old) {
    refuse_again(r, DIAG_duplicate_type, item->name_where, old->where, item->name, "type");
    return;
  }
  if (resolve_is_builtin_type(text_of(r, item->name)))
    diag_report(r->diags, DIAG_duplicate_type, item->name_where,
                "`" STR_FMT "` is a type of the language; a declaration needs another name",
                STR_ARG(text_of(r, item->name)));
  check_parameters(r, item);
  type_decl *d = ARENA_NEW(r->home, type_decl);
  *d = (type_decl){.name = unique_name(r, scope, item->name),
                   .where = item->name_where,
                   .record = item->variants[0].fields != NULL,
                   .param_count = item->type_param_count,
                   .params = item->type_params,
                   .count = item->variant_count,
                   .cons = ARENA_ARRAY(r->home, type_con, item->variant_count)};
  map_set_ptr(&scope->types, item->name, d);
  for (uint32_t i = 0; i < d->count; i++) declare_constructor(r, scope, d, i, &item->variants[i]);
  scope->module->types[scope->module->type_count++] = d;
}

/* ---- looking up: in the own file, then in those it uses ---- */

static const type_decl *declared_in(const module_scope *scope, sym name) {
  const type_decl *d = scope ? map_get_ptr(&scope->types, name) : NULL;
  for (uint32_t i = 0; scope && !d && i < scope->uses.len; i++) d = map_get_ptr(&scope->uses.items[i]->types, name);
  return d;
}

const type_decl *resolve_declared(const resolver *r, sym name, span where) {
  return declared_in(map_get_ptr(&r->scope_files, where.file + 1), name);
}

static const type_con *find_constructor(resolving *c, sym name, span where) {
  const type_con *found = c->scope ? map_get_ptr(&c->scope->constructors, name) : NULL;
  if (found || !c->scope) return found;
  for (uint32_t i = 0; i < c->scope->uses.len; i++) {
    const type_con *con = map_get_ptr(&c->scope->uses.items[i]->constructors, name);
    if (found && con) {
      diag *d = diag_report(c->r->diags, DIAG_ambiguous_name, where, "two used modules declare `" STR_FMT "`",
                            STR_ARG(text_of(c->r, name)));
      diag_note(c->r->diags, d, found->where, "one is here");
      diag_note(c->r->diags, d, con->where, "the other one here");
      return found;
    }
    if (con) found = con;
  }
  return found;
}

const con_list *resolve_records_with(const resolver *r, sym field) { return map_get_ptr(&r->fields, field); }

uint32_t resolve_record_count(const resolver *r, sym field) {
  const con_list *list = resolve_records_with(r, field);
  return list ? list->len : 0;
}

const type_con *resolve_record_with(const resolver *r, sym field, uint32_t i) {
  return resolve_records_with(r, field)->items[i];
}

/* ---- names that are not there ---- */

void resolve_offer_types(const resolver *r, suggestion *s) {
  for (uint32_t i = 0; i < r->all_constructors.len; i++)
    suggest_offer(s, text_of(r, r->all_constructors.items[i]->decl->name));
}

void resolve_offer_fields(const resolver *r, suggestion *s) {
  for (uint32_t i = 0; i < r->all_constructors.len; i++) {
    const type_con *con = r->all_constructors.items[i];
    for (uint32_t k = 0; con->labels && k < con->count; k++) suggest_offer(s, text_of(r, con->labels[k]));
  }
}

static void list_constructors(resolver *r, diag *d, const type_decl *decl) {
  strbuf names = strbuf_new(r->home);
  for (uint32_t i = 0; i < decl->count; i++)
    strbuf_printf(&names, "%s`" STR_FMT "`", i ? ", " : "", STR_ARG(text_of(r, decl->cons[i].name)));
  str all = strbuf_str(&names), name = text_of(r, decl->name);
  diag_note(r->diags, d, decl->where, "`" STR_FMT "` is a type; its values are made by " STR_FMT, STR_ARG(name),
            STR_ARG(all));
}

/* A line that could not be read may have declared it. */
static void refuse_constructor(resolving *c, sym name, span where) {
  resolver *r = c->r;
  str wanted = text_of(r, name);
  if ((c->scope && c->scope->incomplete) || resolve_is_lost(c, wanted)) return;
  diag_code code = DIAG_unknown_constructor;
  const char *habit = suggest_habit(wanted, &code);
  const type_decl *decl = declared_in(c->scope, name);
  diag *d = diag_report(r->diags, code, where, "no type has a constructor `" STR_FMT "`",
                        STR_ARG(wanted));
  suggestion near = suggest_for(wanted);
  for (uint32_t i = 0; i < r->all_constructors.len; i++)
    suggest_offer(&near, text_of(r, r->all_constructors.items[i]->name));
  const library_name *function = near.best.len ? NULL : library_find(wanted.ptr, (uint32_t)wanted.len);
  if (function) near.best = str_of(function->canonical); /* `Counter`, `Sum`: a function, capitalised */
  if (habit)
    diag_hint(r->diags, d, "%s", habit);
  else if (decl)
    list_constructors(r, d, decl);
  else if (near.best.len)
    diag_fix_edit(r->diags, d, str_printf(r->home, "write `" STR_FMT "`", STR_ARG(near.best)).ptr, where, near.best);
  else
    diag_hint(r->diags, d, "declare it: `type T=" STR_FMT "(..)|..`; names of values start with a small letter",
              STR_ARG(wanted));
}

const type_con *resolve_constructor_name(resolving *c, sym name, span where) {
  const type_con *con = find_constructor(c, name, where);
  if (!con) refuse_constructor(c, name, where);
  return con && con->doubled ? NULL : con;
}

/* ---- expressions ---- */

/* Library names ignore case; where no type has a constructor of that name, Max is max. */
static core *capitalised(resolving *c, sym name, span where) {
  diag_code code;
  bool told = find_constructor(c, name, where) || suggest_habit(text_of(c->r, name), &code) || declared_in(c->scope, name);
  return told ? NULL : resolve_library_name(c, name, where);
}

core *resolve_constructor(resolving *c, const ast *e) {
  core *library = capitalised(c, e->name, e->where);
  if (library) return library;
  const type_con *con = resolve_constructor_name(c, e->name, e->where);
  if (!con) return resolve_error(c, e->where);
  core *n = resolve_node(c, CORE_CON, e->where);
  n->con = con;
  return n;
}

int32_t resolve_field_name(resolving *c, const type_con *con, const ast *key) {
  resolver *r = c->r;
  int32_t at = type_con_field(con, key->name);
  if (at >= 0) return at;
  str wanted = text_of(r, key->name), owner = text_of(r, con->name);
  diag *d = diag_report(r->diags, DIAG_no_member, key->where, "`" STR_FMT "` has no field `" STR_FMT "`",
                        STR_ARG(owner), STR_ARG(wanted));
  suggestion near = suggest_for(wanted);
  for (uint32_t i = 0; con->labels && i < con->count; i++) suggest_offer(&near, text_of(r, con->labels[i]));
  if (near.best.len)
    diag_fix_edit(r->diags, d, str_printf(r->home, "write `" STR_FMT "`", STR_ARG(near.best)).ptr, key->where,
                  near.best);
  if (!con->labels)
    diag_hint(r->diags, d, "its fields have no names: `" STR_FMT "(..)`", STR_ARG(owner));
  diag_note(r->diags, d, con->where, "declared here");
  return -1;
}

bool resolve_check_doubled(resolving *c, ast_list keys) {
  bool good = true;
  for (uint32_t i = 1; i < keys.len; i++)
    for (uint32_t k = 0; k < i; k++) {
      if (keys.items[i]->name != keys.items[k]->name) continue;
      diag *d = diag_report(c->r->diags, DIAG_duplicate_field, keys.items[i]->where,
                            "the field `" STR_FMT "` is given twice", STR_ARG(text_of(c->r, keys.items[i]->name)));
      diag_note(c->r->diags, d, keys.items[k]->where, "first given here");
      good = false;
      break;
    }
  return good;
}

/* One fix adds all that are missing. */
static bool check_complete(resolving *c, const type_con *con, const ast *e) {
  resolver *r = c->r;
  strbuf missing = strbuf_new(r->home), added = strbuf_new(r->home);
  uint32_t count = 0;
  for (uint32_t i = 0; i < con->count; i++) {
    bool given = false;
    for (uint32_t k = 0; k < e->entries.keys.len; k++) given |= e->entries.keys.items[k]->name == con->labels[i];
    if (given) continue;
    str label = text_of(r, con->labels[i]);
    strbuf_printf(&missing, "%s`" STR_FMT "`", count ? ", " : "", STR_ARG(label));
    strbuf_printf(&added, "," STR_FMT ":fail \"" STR_FMT "\"", STR_ARG(label), STR_ARG(label));
    count++;
  }
  if (!count) return true;
  str owner = text_of(r, con->name), names = strbuf_str(&missing);
  diag *d = diag_report(r->diags, DIAG_missing_field, e->where, "this `" STR_FMT "` lacks the field%s " STR_FMT,
                        STR_ARG(owner), count == 1 ? "" : "s", STR_ARG(names));
  diag_note(r->diags, d, con->where, "declared here");
  const ast *last = e->entries.values.items[e->entries.values.len - 1];
  diag_fix_edit(r->diags, d, "add what is missing, to be filled in",
                (span){last->where.end, last->where.end, last->where.file}, strbuf_str(&added));
  return false;
}

static core *record_node(resolving *c, frame *f, const ast *e) {
  uint32_t count = e->entries.keys.len;
  core *n = resolve_node(c, CORE_RECORD, e->where);
  n->record.count = count;
  n->record.names = ARENA_ARRAY(c->r->home, sym, count);
  n->record.wheres = ARENA_ARRAY(c->r->home, span, count);
  n->record.values = ARENA_ARRAY(c->r->home, core *, count);
  for (uint32_t i = 0; i < count; i++) {
    n->record.names[i] = e->entries.keys.items[i]->name;
    n->record.wheres[i] = e->entries.keys.items[i]->where;
    n->record.values[i] = resolve_expr(c, f, e->entries.values.items[i]);
  }
  return n;
}

static core *construction(resolving *c, frame *f, const ast *e) {
  const ast *subject = e->entries.subject;
  const type_con *con = resolve_constructor_name(c, subject->name, subject->where);
  core *n = record_node(c, f, e); /* for what is wrong inside */
  if (!con) return resolve_error(c, e->where);
  bool good = resolve_check_doubled(c, e->entries.keys);
  for (uint32_t i = 0; i < e->entries.keys.len; i++) good &= resolve_field_name(c, con, e->entries.keys.items[i]) >= 0;
  if (!good || !check_complete(c, con, e)) return resolve_error(c, e->where);
  n->record.con = con;
  return n;
}

/* `f {k:v}`: an argument that is read as an update of f. */
static void offer_dictionary(resolver *r, diag *d, const ast *e) {
  span opener = {e->entries.subject->where.end, e->entries.keys.items[0]->where.start, e->where.file};
  diag_edit edits[] = {{opener, STR(" ({")}, {{e->where.end, e->where.end, e->where.file}, STR(")")}};
  diag_fix_edits(r->diags, d, "pass a dictionary", edits, 2);
}

static bool is_any_field(resolving *c, const ast *e, const ast *key) {
  resolver *r = c->r;
  if (!c->library && resolve_records_with(r, key->name)) return true;
  str wanted = text_of(r, key->name);
  diag *d = diag_report(r->diags, DIAG_no_member, key->where, "no record has a field `" STR_FMT "`", STR_ARG(wanted));
  suggestion near = suggest_for(wanted);
  resolve_offer_fields(r, &near);
  if (near.best.len)
    diag_fix_edit(r->diags, d, str_printf(r->home, "write `" STR_FMT "`", STR_ARG(near.best)).ptr, key->where,
                  near.best);
  else
    diag_hint(r->diags, d, "a dictionary is passed in brackets, `f({k:v})`; records are declared, `type P={x:Int}`");
  braces_entries braces = {e->entries.subject, e->entries.keys, e->entries.values, e->where.end};
  if (!near.best.len && e->entries.subject->kind == AST_DOT)
    braces_advise(r->diags, d, r->names, source_text(r->sources, e->where.file).ptr, &braces);
  else if (!near.best.len && key == e->entries.keys.items[0])
    offer_dictionary(r, d, e);
  return false;
}

static core *update(resolving *c, frame *f, const ast *e) {
  core *subject = resolve_expr(c, f, e->entries.subject), *n = record_node(c, f, e);
  bool good = resolve_check_doubled(c, e->entries.keys);
  for (uint32_t i = 0; i < e->entries.keys.len; i++) good &= is_any_field(c, e, e->entries.keys.items[i]);
  if (!good) return resolve_error(c, e->where);
  n->record.subject = subject;
  return n;
}

core *resolve_record(resolving *c, frame *f, const ast *e) {
  return e->entries.subject->kind == AST_CON ? construction(c, f, e) : update(c, f, e);
}
