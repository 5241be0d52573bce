#ifndef GAEL_FRONTEND_RESOLVE_PRIV_H
#define GAEL_FRONTEND_RESOLVE_PRIV_H

/* Shared by resolve.c (names and the library), resolve_module.c (files), resolve_type.c (declared types),
   resolve_expr.c and resolve_pat.c. */

#include "frontend/resolve.h"
#include "frontend/suggest.h"
#include "support/map.h"
#include "support/vec.h"

enum { DEF_LETTERS = 4, BLOCK_LETTERS = 3 };

/* What a name can mean, innermost first. A FRAME_BLOCK hides every x, y, z outside and makes its own; the FRAME_DEF at
   the bottom makes a, b, c, d when the definition has no parameter list. */
typedef enum frame_kind { FRAME_LOCAL, FRAME_BLOCK, FRAME_DEF } frame_kind;
typedef struct frame frame;
struct frame {
  frame_kind kind;
  frame *up;
  core_binder *binder; /* LOCAL */
  bool function;       /* LOCAL: has parameters, so a dot may find it */
  bool implicit;       /* DEF: letters are parameters */
  core_binder *letters[DEF_LETTERS];
  uint32_t used; /* letters up to the highest that occurs */
};

typedef VEC(const type_con *) con_list;

/* What one file of the program defines, and whose definitions it sees besides. */
typedef struct module_scope module_scope;
struct module_scope {
  sym name;
  const ast_module *ast;
  core_module *module;
  map top;          /* sym -> core_def* */
  map types;        /* sym -> type_decl* */
  map constructors; /* sym -> type_con* */
  VEC(module_scope *) uses;
  bool incomplete; /* one it uses could not be read: what it does not know may be from there */
};

struct resolver {
  arena *home;
  intern *names;
  source_set *sources;
  diag_sink *diags;
  module_loader loader;
  map scopes;        /* module name -> module_scope* */
  map scope_files;   /* source file + 1 -> module_scope* */
  map type_names;    /* name of a type -> 1: taken by one of some file */
  map fields;        /* sym -> con_list* of the records that have it, of all files */
  con_list all_constructors;
  map library_defs;  /* library_def index + 1 -> core_def* */
  map library_sets;  /* library_name index + 1 -> core_overload* */
  map library_files; /* library file index + 1 -> source file */
  sym letters[DEF_LETTERS], block_letters[BLOCK_LETTERS], some, set, underscore;
};

/* One definition being resolved. */
typedef struct resolving {
  resolver *r;
  module_scope *scope; /* the file it stands in; NULL: the library */
  core_def *def;
  bool library;      /* names mean library names only */
  core_binder *hole; /* of the section around */
} resolving;

core *resolve_expr(resolving *c, frame *f, const ast *e);
core *resolve_node(resolving *c, core_kind kind, span where);
core *resolve_error(resolving *c, span where);
core_binder *resolve_binder(resolving *c, sym name, span where);
frame *resolve_push(resolving *c, frame *f, core_binder *binder, bool function);

/* Pattern to binders; *f is extended by them. `names` collects for duplicates within one head. */
core_pat *resolve_pat(resolving *c, frame **f, const ast *p);
void resolve_params(resolving *c, frame **f, ast_list params, core_pat **out); /* their names differ, too */
core_pat *resolve_pat_bind(resolving *c, core_binder *binder, span where);
core_pat *resolve_pat_any(resolving *c, span where);
core_pat *resolve_arm_pat(resolving *c, frame **f, const ast_arm *arm);

core *resolve_name(resolving *c, frame *f, sym name, span where);
core *resolve_key(resolving *c, frame *f, sym name, span where);
core *resolve_library_name(resolving *c, sym name, span where); /* NULL: the library has none of that name */
bool resolve_is_known(resolving *c, frame *f, sym name, span where); /* would resolve_name find it? */
core *resolve_function(resolving *c, frame *f, sym name, span where); /* one that a dot may call; NULL: none */
core *resolve_dotted(resolving *c, frame *f, sym name, span where);
bool resolve_is_lost(const resolving *c, str name);
core *resolve_operator(resolving *c, ast_op op, span where, core *left, core *right);
/* resolve_module.c */
/* The definition of the program that a name means, in its own file or one it uses; NULL: none. Two used ones that
   differ are reported at `where`. */
core_def *resolve_user(resolving *c, sym name, span where);
void resolve_offer_definitions(resolving *c, suggestion *s);

core_def *resolve_definition_new(resolver *r, sym name, span where, bool library);
void resolve_body(resolver *r, module_scope *scope, core_def *d, const ast_item *item);
bool resolve_is_parameter_letter(const resolver *r, sym name); /* a, b, c, d */

/* resolve_type.c. NULL, -1, false: reported. */
void resolve_declare_type(resolver *r, module_scope *scope, const ast_item *item);
const type_con *resolve_constructor_name(resolving *c, sym name, span where);
const con_list *resolve_records_with(const resolver *r, sym field); /* NULL: none has it */
int32_t resolve_field_name(resolving *c, const type_con *con, const ast *key);
bool resolve_check_doubled(resolving *c, ast_list keys);
core *resolve_constructor(resolving *c, const ast *e);
core *resolve_record(resolving *c, frame *f, const ast *e);

/* resolve_string.c: warns of a plain text that holds `${name}`. */
void resolve_warn_template(resolving *c, const frame *f, const ast *e);

#endif
