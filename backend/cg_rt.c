/* The runtime and LLVM's intrinsics, declared when first called. A runtime function's type is read from its row of
   abi.def, so that the bitcode's definition and this declaration agree and inlining works. */

#include <string.h>

#include "backend/cg.h"
#include "support/bug.h"

enum { PARAMETERS = 16 };

typedef struct abi_row {
  const char *result, *name, *parameters;
} abi_row;

static const abi_row ABI[CG_RT_COUNT] = {
#define X(result, name, parameters, doc) {#result, #name, #parameters},
#include "runtime/abi.def"
#undef X
};

/* What is true of a function beyond its type. Memory effects as LLVM encodes them: two bits (reads 1, writes 2) for
   each of arguments, inaccessible memory and the rest. */
enum { MEMORY_NONE = 0, MEMORY_READ = 21 };

typedef struct abi_fact {
  cg_rt function;
  const char *attribute;
  uint64_t value;
} abi_fact;

static const char MEMORY[] = "memory", COLD[] = "cold";

static const abi_fact FACTS[] = {
    {CG_gl_equal, MEMORY, MEMORY_READ},      {CG_gl_order, MEMORY, MEMORY_READ},
    {CG_gl_less, MEMORY, MEMORY_READ},       {CG_gl_less_equal, MEMORY, MEMORY_READ},
    {CG_gl_list_elem, MEMORY, MEMORY_READ},  {CG_gl_str_find, MEMORY, MEMORY_READ},
    {CG_gl_str_count, MEMORY, MEMORY_READ},  {CG_gl_str_starts, MEMORY, MEMORY_READ},
    {CG_gl_str_ends, MEMORY, MEMORY_READ},   {CG_gl_int_float_order, MEMORY, MEMORY_NONE},
    {CG_gl_int_prime, MEMORY, MEMORY_NONE},  {CG_gl_fmod, MEMORY, MEMORY_NONE},
    {CG_gl_cbrt, MEMORY, MEMORY_NONE},       {CG_gl_exp, MEMORY, MEMORY_NONE},
    {CG_gl_log, MEMORY, MEMORY_NONE},        {CG_gl_log2, MEMORY, MEMORY_NONE},
    {CG_gl_log10, MEMORY, MEMORY_NONE},      {CG_gl_sin, MEMORY, MEMORY_NONE},
    {CG_gl_cos, MEMORY, MEMORY_NONE},        {CG_gl_tan, MEMORY, MEMORY_NONE},
    {CG_gl_asin, MEMORY, MEMORY_NONE},       {CG_gl_acos, MEMORY, MEMORY_NONE},
    {CG_gl_atan, MEMORY, MEMORY_NONE},       {CG_gl_atan2, MEMORY, MEMORY_NONE},
    {CG_gl_sinh, MEMORY, MEMORY_NONE},       {CG_gl_cosh, MEMORY, MEMORY_NONE},
    {CG_gl_tanh, MEMORY, MEMORY_NONE},       {CG_gl_hypot, MEMORY, MEMORY_NONE},
    {CG_gl_round_even, MEMORY, MEMORY_NONE}, {CG_gl_floor, MEMORY, MEMORY_NONE},
    {CG_gl_ceil, MEMORY, MEMORY_NONE},       {CG_gl_trunc, MEMORY, MEMORY_NONE},
    {CG_gl_char_upper, MEMORY, MEMORY_NONE}, {CG_gl_char_lower, MEMORY, MEMORY_NONE},
    {CG_gl_dict_find, MEMORY, MEMORY_READ},  {CG_gl_dict_len, MEMORY, MEMORY_READ},
    {CG_gl_dyn_is_none, MEMORY, MEMORY_READ},
    {CG_gl_fail, COLD, 0},                   {CG_gl_fail_int, COLD, 0},
    {CG_gl_fail_ints, COLD, 0},              {CG_gl_fail_text, COLD, 0},
    {CG_gl_fail_frame, COLD, 0},             {CG_gl_list_grow, COLD, 0},
    {CG_gl_global_enter, COLD, 0},           {CG_gl_global_leave, COLD, 0},
};

/* ---- types out of the table's text ---- */

static bool has_word(const char *text, size_t length, const char *word) {
  size_t n = strlen(word);
  for (size_t i = 0; i + n <= length; i++)
    if (memcmp(text + i, word, n) == 0) return true;
  return false;
}

/* The type of `text`, a C parameter or result without its attributes: what stands first in the list decides. */
static LLVMTypeRef type_of_text(const cg *c, const char *text, size_t length) {
  const struct {
    const char *word;
    LLVMTypeRef type;
  } words[] = {{"*", c->t.ptr},        {"int64_t", c->t.i64}, {"double", c->t.f64}, {"int32_t", c->t.i32},
               {"uint8_t", c->t.i8},   {"bool", c->t.i1},     {"void", c->t.none}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (has_word(text, length, words[i].word)) return words[i].type;
  gael_bug("abi.def: no type in %.*s", (int)length, text);
}

/* C passes what is smaller than an int widened. */
static bool is_narrow(const cg *c, LLVMTypeRef t) { return t == c->t.i1 || t == c->t.i8; }

static uint32_t parameter_types(const cg *c, const char *text, LLVMTypeRef *types) {
  uint32_t n = 0;
  for (const char *at = text + 1; *at; at++) { /* behind the bracket */
    size_t length = strcspn(at, ",)");
    LLVMTypeRef type = type_of_text(c, at, length);
    at += length;
    if (type == c->t.none) break;
    GAEL_ASSERT(n < PARAMETERS);
    types[n++] = type;
  }
  return n;
}

/* ---- declarations ---- */

void cg_attribute(const cg *c, LLVMValueRef function, unsigned index, const char *name, uint64_t value) {
  unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
  LLVMAddAttributeAtIndex(function, index, LLVMCreateEnumAttribute(c->context, kind, value));
}

void cg_call_attribute(const cg *c, LLVMValueRef call, unsigned index, const char *name) {
  unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
  LLVMAddCallSiteAttribute(call, index, LLVMCreateEnumAttribute(c->context, kind, 0));
}

void cg_pointer_attributes(const cg *c, LLVMValueRef function, unsigned index, ir_type_kind kind) {
  cg_object object = cg_object_of(c, kind);
  cg_attribute(c, function, index, "nonnull", 0);
  cg_attribute(c, function, index, "dereferenceable", object.size);
  cg_attribute(c, function, index, "align", object.align);
}

/* Does the function give a counted object? Other pointers may be NULL. */
static bool gives_object(const char *result, ir_type_kind *kind) {
  *kind = has_word(result, strlen(result), "gl_list") ? IRT_LIST
          : has_word(result, strlen(result), "gl_closure") ? IRT_FUN : IRT_NAMED;
  return strncmp(result, "gl_", 3) == 0;
}

static void add_facts(cg *c, cg_rt which, LLVMValueRef f) {
  cg_attribute(c, f, LLVMAttributeFunctionIndex, "nounwind", 0);
  if (c->job->level == 0) return;
  for (size_t i = 0; i < sizeof FACTS / sizeof *FACTS; i++) {
    if (FACTS[i].function != which) continue;
    cg_attribute(c, f, LLVMAttributeFunctionIndex, FACTS[i].attribute, FACTS[i].value);
    /* Whoever touches nothing cannot hit a limit either. */
    if (FACTS[i].attribute == MEMORY) cg_attribute(c, f, LLVMAttributeFunctionIndex, "willreturn", 0);
  }
  if (which == CG_gl_list_new || which == CG_gl_object_new) cg_attribute(c, f, LLVMAttributeReturnIndex, "noalias", 0);
  ir_type_kind kind;
  if (gives_object(ABI[which].result, &kind)) cg_pointer_attributes(c, f, LLVMAttributeReturnIndex, kind);
}

static LLVMValueRef declare(cg *c, cg_rt which) {
  const abi_row *row = &ABI[which];
  LLVMTypeRef types[PARAMETERS], result = type_of_text(c, row->result, strlen(row->result));
  uint32_t n = parameter_types(c, row->parameters, types);
  LLVMValueRef f = LLVMAddFunction(c->module, row->name, LLVMFunctionType(result, types, n, false));
  for (uint32_t i = 0; i < n; i++)
    if (is_narrow(c, types[i])) cg_attribute(c, f, i + 1, "zeroext", 0);
  if (is_narrow(c, result)) cg_attribute(c, f, LLVMAttributeReturnIndex, "zeroext", 0);
  add_facts(c, which, f);
  return f;
}

LLVMValueRef cg_rt_function(cg *c, cg_rt which) {
  if (!c->runtime[which]) c->runtime[which] = declare(c, which);
  return c->runtime[which];
}

/* Bool is a bit in generated code and a byte in some parameters. */
static LLVMValueRef fit(const cg *c, LLVMValueRef v, LLVMTypeRef type) {
  LLVMTypeRef has = LLVMTypeOf(v);
  if (has == type) return v;
  GAEL_ASSERT(has == c->t.i1 && type == c->t.i8);
  return LLVMBuildZExt(c->build, v, type, "");
}

LLVMValueRef cg_rt_call(cg *c, cg_rt which, const LLVMValueRef *args, uint32_t n) {
  LLVMValueRef f = cg_rt_function(c, which), fitted[PARAMETERS];
  LLVMTypeRef type = LLVMGlobalGetValueType(f), types[PARAMETERS];
  GAEL_ASSERT(LLVMCountParamTypes(type) == n);
  LLVMGetParamTypes(type, types);
  for (uint32_t i = 0; i < n; i++) fitted[i] = fit(c, args[i], types[i]);
  LLVMValueRef call = LLVMBuildCall2(c->build, type, f, fitted, n, "");
  if (c->once) cg_call_attribute(c, call, LLVMAttributeFunctionIndex, "noinline");
  return call;
}

/* ---- intrinsics ---- */

LLVMValueRef cg_intrinsic_call(cg *c, cg_intrinsic which, LLVMValueRef *args, uint32_t n) {
  const struct {
    const char *name;
    LLVMTypeRef type;
  } intrinsics[] = {
#define X(name, text, type) {text, c->t.type},
      CG_INTRINSICS(X)
#undef X
  };
  if (!c->intrinsics[which]) {
    const char *name = intrinsics[which].name;
    LLVMTypeRef type = intrinsics[which].type;
    c->intrinsics[which] = LLVMGetIntrinsicDeclaration(c->module, LLVMLookupIntrinsicID(name, strlen(name)), &type, 1);
  }
  LLVMValueRef f = c->intrinsics[which];
  return LLVMBuildCall2(c->build, LLVMGlobalGetValueType(f), f, args, n, "");
}
