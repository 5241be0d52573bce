/* Constants of the module: numbers, texts, string literals as immortal lists, sites. Equal texts are
   emitted once. */

#include <string.h>

#include "backend/cg.h"
#include "support/bug.h"

LLVMValueRef cg_int(const cg *c, int64_t v) { return LLVMConstInt(c->t.i64, (unsigned long long)v, true); }

LLVMValueRef cg_u32(const cg *c, uint32_t v) { return LLVMConstInt(c->t.i32, v, false); }

LLVMValueRef cg_zero(const cg *c, flat_scalar s) { return LLVMConstNull(cg_scalar(c, s)); }

LLVMValueRef cg_constant_declare(const cg *c, LLVMTypeRef type, const char *name) {
  LLVMValueRef g = LLVMAddGlobal(c->module, type, name);
  LLVMSetLinkage(g, LLVMPrivateLinkage);
  LLVMSetGlobalConstant(g, true);
  LLVMSetUnnamedAddress(g, LLVMGlobalUnnamedAddr);
  return g;
}

LLVMValueRef cg_constant_object(const cg *c, LLVMValueRef initial, const char *name) {
  LLVMValueRef g = cg_constant_declare(c, LLVMTypeOf(initial), name);
  LLVMSetInitializer(g, initial);
  return g;
}

/* ---- texts ---- */

/* The known object for a text, in one of several uses of it; a hash that two texts share costs one object more. */
typedef struct known_text {
  str text;
  LLVMValueRef object;
} known_text;

typedef LLVMValueRef make_text(cg *c, str s);

static LLVMValueRef text_once(cg *c, str s, make_text *make, uint64_t use) {
  uint64_t key = hash_mix(hash_bytes(s.ptr, s.len), use);
  known_text *known = map_get_ptr(&c->texts, key);
  if (known && str_eq(known->text, s)) return known->object;
  known = ARENA_NEW(c->home, known_text);
  *known = (known_text){s, make(c, s)};
  map_set_ptr(&c->texts, key, known);
  return known->object;
}

static LLVMValueRef make_c_string(cg *c, str s) {
  return cg_constant_object(c, LLVMConstStringInContext2(c->context, s.ptr, s.len, false), "text");
}

LLVMValueRef cg_text(cg *c, str s) { return text_once(c, s, make_c_string, 0); }

/* ---- string literals ---- */

static bool is_ascii(str s) {
  for (size_t i = 0; i < s.len; i++)
    if ((unsigned char)s.ptr[i] >= 0x80) return false;
  return true;
}

static LLVMValueRef wide_data(cg *c, str s, int64_t *len) {
  LLVMValueRef *scalars = ARENA_ARRAY(c->home, LLVMValueRef, s.len);
  uint32_t n = 0;
  for (const char *at = s.ptr, *end = s.ptr + s.len; at < end;) scalars[n++] = cg_u32(c, utf8_next(&at, end));
  *len = n;
  return LLVMConstArray2(c->t.i32, scalars, n);
}

static LLVMValueRef list_constant(cg *c, LLVMValueRef data, int64_t len, uint8_t width) {
  LLVMValueRef fields[] = {
      cg_u32(c, 0),   LLVMConstInt(c->t.i8, width, false), LLVMConstNull(c->t.i8), LLVMConstNull(c->t.i16),
      cg_int(c, len), data,                                LLVMConstNull(c->t.word),
  };
  return cg_constant_object(c, LLVMConstNamedStruct(c->t.list, fields, sizeof fields / sizeof *fields), "str");
}

static LLVMValueRef make_str(cg *c, str s) {
  if (is_ascii(s)) return list_constant(c, cg_text(c, s), (int64_t)s.len, 1);
  int64_t len;
  LLVMValueRef data = wide_data(c, s, &len);
  return list_constant(c, cg_constant_object(c, data, "wide"), len, 4);
}

LLVMValueRef cg_absent(cg *c) {
  if (!c->absent) c->absent = text_once(c, STR(""), make_str, 1);
  return c->absent;
}

/* ---- lists of constants ---- */

static LLVMValueRef element(cg *c, const comb_literal *k);

/* As it lies in memory (ir/layout.h). */
static LLVMValueRef tuple_element(cg *c, const comb_literal *k) {
  LLVMValueRef *parts = ARENA_ARRAY(c->home, LLVMValueRef, k->parts.count);
  for (size_t i = 0; i < k->parts.count; i++) parts[i] = element(c, &k->parts.items[i]);
  return LLVMConstStructInContext(c->context, parts, (unsigned)k->parts.count, false);
}

static LLVMValueRef element(cg *c, const comb_literal *k) {
  if (k->type->kind == IRT_TUPLE) return tuple_element(c, k);
  if (k->type->kind == IRT_BOOL) return LLVMConstInt(c->t.i8, (unsigned long long)k->i, false);
  return cg_literal(c, k);
}

static LLVMValueRef list_of_constants(cg *c, const comb_literal *k) {
  if (!k->parts.count) return list_constant(c, LLVMConstNull(c->t.ptr), 0, 0);
  LLVMValueRef *items = ARENA_ARRAY(c->home, LLVMValueRef, k->parts.count);
  for (size_t i = 0; i < k->parts.count; i++) items[i] = element(c, &k->parts.items[i]);
  LLVMValueRef data = LLVMConstArray2(LLVMTypeOf(items[0]), items, k->parts.count);
  return list_constant(c, cg_constant_object(c, data, "list"), (int64_t)k->parts.count, 0);
}

LLVMValueRef cg_literal(cg *c, const comb_literal *k) {
  if (irt_is_str(k->type)) return text_once(c, k->s, make_str, 1);
  if (k->type->kind == IRT_LIST) return list_of_constants(c, k);
  if (k->type->kind == IRT_FLOAT) return LLVMConstReal(c->t.f64, k->f);
  flat_var_info scalar;
  flat_scalars(k->type, &scalar, 1);
  return LLVMConstInt(cg_scalar(c, scalar.scalar), (unsigned long long)k->i, true);
}

/* ---- sites ---- */

LLVMValueRef cg_site_number(cg *c, ir_site site) { return cg_u32(c, cg_site_table_number(c->program->sites, site)); }

static LLVMValueRef bytes(const cg *c, str s, uint32_t align, const char *name) {
  LLVMValueRef g = cg_constant_object(c, LLVMConstStringInContext2(c->context, s.ptr, s.len, true), name);
  LLVMSetAlignment(g, align);
  return g;
}

cg_sites cg_sites_define(const cg *c) {
  enum { WORD = 4 };
  LLVMValueRef none = LLVMConstNull(c->t.ptr);
  uint32_t count = cg_site_table_count(c->program->sites);
  if (!count) return (cg_sites){none, none, 0};
  cg_site_bytes table = cg_site_table_write(c->program->sites);
  return (cg_sites){bytes(c, table.rows, WORD, "sites"), bytes(c, table.texts, 1, "site_texts"), count};
}
