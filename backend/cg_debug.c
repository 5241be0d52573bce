/* DWARF: lines and functions. An instruction's place is its site's; one without a site belongs to the place before
   it. Code of another file than its function's (what was inlined from the library) says so by a lexical block. */

#include <llvm-c/DebugInfo.h>
#include <string.h>

#include "backend/cg.h"

enum { DWARF_VERSION = 4 };

struct cg_debug {
  LLVMDIBuilderRef builder;
  LLVMMetadataRef unit, type;
  LLVMMetadataRef scope; /* of the function at hand */
  uint32_t file;         /* where that stands */
  map files;             /* by number: LLVMMetadataRef */
};

static LLVMMetadataRef file_named(const cg_debug *d, str name) {
  const char *slash = name.len ? memrchr(name.ptr, '/', name.len) : NULL;
  str folder = slash ? (str){name.ptr, (size_t)(slash - name.ptr)} : STR(".");
  str base = slash ? (str){slash + 1, name.len - folder.len - 1} : name;
  return LLVMDIBuilderCreateFile(d->builder, base.ptr, base.len, folder.ptr, folder.len);
}

static bool is_known(const cg *c, span where) { return c->job->sources && where.file < source_count(c->job->sources); }

static LLVMMetadataRef file_of(cg *c, uint32_t file) {
  LLVMMetadataRef known = map_get_ptr(&c->debug->files, file);
  if (known) return known;
  known = file_named(c->debug, source_name(c->job->sources, file));
  map_set_ptr(&c->debug->files, file, known);
  return known;
}

static void add_flag(cg *c, const char *name, uint32_t value) {
  LLVMMetadataRef v = LLVMValueAsMetadata(cg_u32(c, value));
  LLVMAddModuleFlag(c->module, LLVMModuleFlagBehaviorWarning, name, strlen(name), v);
}

cg_debug *cg_debug_new(cg *c) {
  if (!c->job->debug) return NULL;
  cg_debug *d = ARENA_NEW(c->home, cg_debug);
  d->builder = LLVMCreateDIBuilder(c->module);
  d->files = map_new(c->home);
  LLVMMetadataRef file = file_named(d, str_of(c->job->file));
  d->unit = LLVMDIBuilderCreateCompileUnit(d->builder, LLVMDWARFSourceLanguageC99, file, "gael", 4, c->job->level > 0,
                                           "", 0, 0, "", 0, LLVMDWARFEmissionFull, 0, false, false, "", 0, "", 0);
  d->type = LLVMDIBuilderCreateSubroutineType(d->builder, file, NULL, 0, LLVMDIFlagZero);
  add_flag(c, "Debug Info Version", LLVMDebugMetadataVersion());
  add_flag(c, "Dwarf Version", DWARF_VERSION);
  return d;
}

/* ---- functions ---- */

static bool site_span(const cg *c, const flat_fun *f, const flat_instr *i, span *where) {
  if (!i->site) return false;
  const ir_site_info *site = comb_site(c->flat->store, i->site);
  *where = site->where;
  return site->definition == f->definition && is_known(c, *where);
}

/* The first place in the function's own text. */
static bool first_place(const cg *c, const flat_fun *f, span *where) {
  for (uint32_t b = 0; b < f->blocks.len; b++) {
    const flat_block *block = &f->blocks.items[b];
    for (uint32_t i = 0; i < block->code.len; i++)
      if (site_span(c, f, &block->code.items[i], where)) return true;
    if (flat_has_last(block) && site_span(c, f, &block->last, where)) return true;
  }
  return false;
}

static void set_place(cg_fun *f, LLVMMetadataRef scope, source_pos at) {
  LLVMMetadataRef place = LLVMDIBuilderCreateDebugLocation(f->c->context, at.line, at.column, scope, NULL);
  LLVMSetCurrentDebugLocation2(f->c->build, place);
}

void cg_debug_fun(cg_fun *f) {
  cg *c = f->c;
  cg_debug *d = c->debug;
  span where;
  bool known = first_place(c, f->flat, &where);
  source_pos at = known ? source_pos_of(c->job->sources, where.file, where.start) : (source_pos){1, 1};
  d->file = known ? where.file : UINT32_MAX;
  LLVMMetadataRef file = known ? file_of(c, where.file) : file_named(d, str_of(c->job->file));
  str name = f->flat->name;
  d->scope = LLVMDIBuilderCreateFunction(d->builder, file, name.ptr, name.len, NULL, 0, file, at.line, d->type, true,
                                         true, at.line, LLVMDIFlagZero, c->job->level > 0);
  LLVMSetSubprogram(f->value, d->scope);
  set_place(f, d->scope, at);
}

void cg_debug_at(cg_fun *f, const flat_instr *i) {
  cg *c = f->c;
  cg_debug *d = c->debug;
  if (!i->site) return;
  span where = comb_site(c->flat->store, i->site)->where;
  if (!is_known(c, where)) return;
  LLVMMetadataRef scope = d->scope;
  if (where.file != d->file)
    scope = LLVMDIBuilderCreateLexicalBlockFile(d->builder, d->scope, file_of(c, where.file), 0);
  set_place(f, scope, source_pos_of(c->job->sources, where.file, where.start));
}

void cg_debug_leave(cg *c) { LLVMSetCurrentDebugLocation2(c->build, NULL); }

void cg_debug_end(cg *c) {
  LLVMDIBuilderFinalize(c->debug->builder);
  LLVMDisposeDIBuilder(c->debug->builder);
}
