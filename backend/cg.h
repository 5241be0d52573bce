#ifndef GAEL_BACKEND_CG_H
#define GAEL_BACKEND_CG_H

/* The code generator from the inside: what its files offer each other.

     cg.c          a module: its state, its functions, gl_program         cg_op.c       primitives: one table
     cg_fun.c      a function: blocks, instructions, ends, edges          cg_number.c   … of Int and Float
     cg_call.c     signatures, calls                                      cg_compare.c  … that compare
     cg_closure.c  closures                                               cg_global.c   constant definitions
     cg_mem.c      values in memory, by ir/layout                         cg_list.c     lists and strings
     cg_rt.c       the runtime, as runtime/abi.def declares it            cg_rc.c       counts
     cg_type.c     type descriptors                                       cg_fail.c     failures
     cg_const.c    literals, sites                                        cg_debug.c    DWARF
     cg_export.c   what C calls                                           cg_site.c     the table of places
     cg_named.c    objects of named types                                 cg_dict.c     dictionaries, sets, Dyn
     cg_block.c    their memory                                           cg_drop.c     their end
     cg_quiet.c    rare calls of the runtime                              cg_tier.c     what two versions offer each other

   At level 0 compiling outweighs running: fast paths are left to the runtime and no hint for the optimiser is
   written. */

#include "backend/backend.h"
#include "backend/cg_site.h"
#include "backend/split.h"
#include "ir/heat.h"
#include "ir/tier.h"
#include "support/map.h"

/* ---- a module ---- */

typedef enum cg_rt {
#define X(result, name, parameters, doc) CG_##name,
#include "runtime/abi.def"
#undef X
  CG_RT_COUNT
} cg_rt;

/* Intrinsics of LLVM, on one type each. */
#define CG_INTRINSICS(X)                                                                                             \
  X(sadd, "llvm.sadd.with.overflow", i64) X(ssub, "llvm.ssub.with.overflow", i64)                                    \
  X(smul, "llvm.smul.with.overflow", i64) X(ctpop, "llvm.ctpop", i64) X(abs, "llvm.abs", i64)                        \
  X(fabs, "llvm.fabs", f64) X(sqrt, "llvm.sqrt", f64)

typedef enum cg_intrinsic {
#define X(name, text, type) CG_INTRINSIC_##name,
  CG_INTRINSICS(X)
#undef X
  CG_INTRINSIC_COUNT
} cg_intrinsic;

/* What is in memory, for the optimiser: accesses of two kinds never meet. */
typedef enum cg_memory {
  CG_COUNT, CG_HEADER, CG_DATA, CG_STATE,
  CG_FIELD,   /* of an object, whose memory becomes that of another without a call between */
  CG_PAYLOAD, /* + flat_scalar */
  CG_MEMORY_KINDS = CG_PAYLOAD + 5
} cg_memory;

typedef struct cg_types {
  LLVMTypeRef i1, i8, i16, i32, i64, f64, ptr, word, none;
  LLVMTypeRef list, closure, object, type, con, program, global; /* the runtime's structures */
} cg_types;

/* How a function is called. Results travel in registers while they fit, else through `out`, which points to memory
   laid out as the result type; the failure flag comes last. Whatever makes tail calls that are jumps (cg_is_jump),
   is jumped to, or called through a closure, has a convention that guarantees tail calls; and a flag, when any function
   that it is tied to by them may fail, so that all of them agree. */
typedef struct cg_signature {
  LLVMTypeRef type;
  const ir_type *result;
  const flat_var_info *results;
  uint32_t result_count;
  uint32_t param_count; /* scalars passed */
  unsigned convention;
  bool self;  /* a closure comes first */
  bool out;   /* a result address comes next */
  bool alike; /* of the one type of cg_alike.c, in which both have places anyway */
  bool in_registers; /* what they do not hold is passed by cg_beyond.c */
  bool flag;
} cg_signature;

typedef struct cg_callee {
  cg_signature signature;
  LLVMValueRef value;
  LLVMValueRef object; /* closure functions without captures: their one closure */
  bool tail;           /* makes tail calls that are jumps, or is called so */
  bool calls_tail;     /* makes some */
  bool one_type;       /* all that it is tied to by them have one signature */
  bool flag;           /* says whether it failed */
} cg_callee;

/* A constant definition: its gl_global, its value in memory, and the function that computes it when it is not ready. */
typedef struct cg_constant {
  LLVMValueRef global, value, compute;
} cg_constant;

/* The function that frees objects of a type. */
typedef struct cg_dropper {
  const ir_type *type;
  LLVMValueRef value;
} cg_dropper;

typedef struct cg_debug cg_debug;

/* What the parts of a program share, once made only read. */
typedef struct cg_program {
  split split;
  cg_site_table *sites;
  const flat_heat *heat; /* by function; NULL: all the same */
  const uint32_t *circles; /* call_circles */
  bool open;             /* gl_program.open */
} cg_program;

void cg_program_make(arena *home, const backend_job *job, cg_program *p);

typedef struct cg {
  arena *home;
  const backend_job *job;
  const cg_program *program;
  uint32_t part; /* which of program->split this is */
  const flat_module *flat;
  LLVMContextRef context;
  LLVMModuleRef module;
  LLVMBuilderRef build;
  cg_types t;
  uint32_t pointer_size;
  cg_callee *callees;     /* by flat function */
  const uint32_t *circles; /* the same: of functions that call one another (ir/call_graph.h) */
  cg_constant *constants; /* by flat global */
  LLVMValueRef runtime[CG_RT_COUNT], intrinsics[CG_INTRINSIC_COUNT];
  LLVMValueRef tags[CG_MEMORY_KINDS];
  LLVMValueRef absent;
  LLVMValueRef loop_places; /* of a program's first version: cg_tier.c */
  uint32_t *loop_numbers;   /* the same, by flat function */
  map descriptors, tuples, texts, nullaries;
  VEC(cg_dropper) droppers;
  cg_debug *debug;
  flat_heat effort; /* of the function at hand */
  uint32_t circle;  /* ... the one it is in */
  bool once;        /* ... the code at hand */
} cg;

/* Fills a fresh module that has its target's layout already with a part of the program. */
void cg_module(arena *home, const backend_job *job, const cg_program *program, uint32_t part, LLVMModuleRef module);

/* Of the functions this part has, or the program's head, which part 0 has. */
static inline bool cg_is_here(const cg *c, uint32_t fun) { return c->program->split.part_of[fun] == c->part; }
static inline bool cg_is_head(const cg *c) { return c->part == 0; }
static inline bool cg_is_split(const cg *c) { return c->program->split.parts > 1; }
/* Makes a variable or function of the program's what all parts mean by the name: this one defines it, or refers to it. */
void cg_across(const cg *c, LLVMValueRef value, str name, bool here);

/* What is written now is to be compiled fast, not to run fast: all of it at level 0, else what runs once. */
static inline bool cg_fast(const cg *c) { return c->job->level == 0 || c->effort == HEAT_ONCE || c->once; }

/* ---- a function ---- */

typedef struct cg_slot {
  LLVMValueRef address;
  uint32_t size;
  bool busy;
} cg_slot;

typedef struct cg_fun {
  cg *c;
  const flat_fun *flat;
  const cg_signature *signature;
  LLVMValueRef value, self, out;
  LLVMBasicBlockRef entry;
  LLVMBasicBlockRef placed;    /* the last block in the order of the text */
  LLVMValueRef *vars;          /* by flat_var */
  const flat_instr **takes;    /* by flat_var: of a token, where it comes from */
  LLVMBasicBlockRef *blocks;   /* by label; NULL: unreachable, or goes on behind another */
  const flat_instr *instr;     /* the instruction at hand */
  const flat_edge *on_failure; /* ... and where it goes when it fails; NULL: it does not */
  VEC(cg_slot) slots;
  const bool *turns;           /* by label: in a loop; NULL: all of it runs often, or none */
  LLVMBasicBlockRef leave;     /* the one return */
  LLVMValueRef *leave_with;
} cg_fun;

/* How a function gets its arguments: as its signature says; or in memory, as gl_program's `args` describes them or as a
   loop's state, and then its results go there, too. */
typedef enum cg_bind { CG_BIND_PARAMETERS, CG_BIND_ARGUMENTS, CG_BIND_STATE } cg_bind;
void cg_fun_body(cg *c, const flat_fun *flat, const cg_signature *s, LLVMValueRef value, cg_bind bind);
/* A function that hands on to function `to`. */
flat_fun *cg_hand_on(const cg *c, uint32_t to);

static inline LLVMValueRef cg_arg(const cg_fun *f, const flat_instr *i, uint32_t k) { return f->vars[i->args[k]]; }
static inline void cg_set(cg_fun *f, const flat_instr *i, uint32_t k, LLVMValueRef v) { f->vars[i->dests[k]] = v; }
LLVMBasicBlockRef cg_block(cg_fun *f);
void cg_block_enter(cg_fun *f, LLVMBasicBlockRef block); /* what is built from here on stands in it */
void cg_block_cold(cg_fun *f, LLVMBasicBlockRef block);  /* the same, at the end of the function's text */
void cg_edge(cg_fun *f, const flat_edge *e);             /* goes where the edge goes */
/* Returns: with these results, with whatever the failure flag says. */
void cg_return(cg_fun *f, const LLVMValueRef *results, LLVMValueRef failed);
/* Branches; `likely` says which way. */
typedef enum cg_likely { CG_EITHER, CG_THEN, CG_ELSE } cg_likely;
void cg_branch(cg_fun *f, LLVMValueRef condition, LLVMBasicBlockRef then, LLVMBasicBlockRef otherwise,
               cg_likely likely);

/* ---- calls ---- */

typedef struct cg_arguments {
  LLVMValueRef self, out; /* where the signature has them */
  const LLVMValueRef *scalars;
} cg_arguments;

LLVMTypeRef cg_scalar(const cg *c, flat_scalar s);
cg_signature cg_signature_of(cg *c, const flat_fun *f, const cg_callee *how);
cg_signature cg_signature_closure(cg *c, const ir_type *function);
cg_signature cg_signature_entry(cg *c, const flat_fun *f);
/* Gives the failure flag, NULL when there is none; what the function returned is in `results`. */
/* cg_beyond.c: the nth argument that no register holds; and does one hold the next argument? */
typedef struct cg_registers {
  uint32_t words, floats; /* taken so far */
} cg_registers;
void cg_beyond_pass(cg *c, uint32_t n, LLVMValueRef scalar);
LLVMValueRef cg_beyond_take(cg *c, uint32_t n, LLVMTypeRef type);
bool cg_in_register(const cg *c, cg_registers *r, LLVMTypeRef type);

/* cg_alike.c: the one type; arguments into a call's places behind the first two, and parameters out of them. */
enum { CG_ALIKE_PARAMS = 12 };
LLVMTypeRef cg_alike_type(const cg *c, bool flag);
void cg_alike_pass(cg *c, uint32_t n, const LLVMValueRef *scalars, LLVMValueRef *all);
void cg_alike_take(cg_fun *f, uint32_t n, const flat_var *params);

LLVMValueRef cg_call(cg *c, const cg_signature *s, LLVMValueRef callee, const cg_arguments *a, LLVMValueRef *results);
void cg_lower_call(cg_fun *f, const flat_instr *i);
void cg_lower_call_closure(cg_fun *f, const flat_instr *i);
/* Does a function of that circle have to leave no frame behind with this tail call? */
bool cg_is_jump(const cg *c, uint32_t circle, const flat_instr *i);
void cg_tail_call(cg_fun *f, const flat_instr *i); /* the instruction's call, and a return of whatever it gives */

enum { CG_CLOSURE_COUNT, CG_CLOSURE_PAD, CG_CLOSURE_CODE, CG_CLOSURE_CAPTURES }; /* fields of gl_closure */
void cg_lower_closure(cg_fun *f, const flat_instr *i);
void cg_closure_captures(cg_fun *f); /* a closure's function finds its captures */

void cg_constants_declare(cg *c);
void cg_constants_define(cg *c);          /* once all functions are declared */
LLVMValueRef cg_constants_release(cg *c); /* the function that drops every constant; NULL: there are none */
void cg_lower_global(cg_fun *f, const flat_instr *i);

/* The C function of the program's library: job->exported. */
void cg_export_define(cg *c, LLVMValueRef program, const char *name);

/* ---- programs of two versions: ir/tier.h ---- */

void cg_choose_conventions(cg *c); /* cg_callee.tail, calls_tail and flag of all functions */
void cg_tier_conventions(cg *c);
void cg_tier_prepare(cg *c); /* once all functions are declared */
void cg_tier_share(const cg *c, const char *prefix, uint32_t global, LLVMValueRef variable);
void cg_tier_table(cg *c);
void cg_tier_bind_state(cg_fun *f);
void cg_tier_go_over(cg_fun *f, const flat_instr *i); /* a call of a function that is FLAT_ELSEWHERE */
void cg_tier_watch(cg_fun *f);
void cg_tier_watch_loop(cg_fun *f);
void cg_lower_poll(cg_fun *f, const flat_instr *i);

/* ---- memory ---- */

LLVMValueRef cg_load(const cg *c, LLVMTypeRef type, LLVMValueRef address, cg_memory kind);
void cg_store(const cg *c, LLVMValueRef value, LLVMValueRef address, cg_memory kind);
LLVMValueRef cg_at(const cg *c, LLVMValueRef base, uint32_t offset);
/* One scalar as it lies in memory: Bool is a byte. */
LLVMValueRef cg_load_scalar(const cg *c, flat_scalar s, LLVMValueRef base, uint32_t offset);
void cg_store_scalar(const cg *c, flat_scalar s, LLVMValueRef value, LLVMValueRef base, uint32_t offset);
/* What a pointer to an object of a type of that kind certainly leads to; as facts about a load that gives one, and
   about a parameter. */
typedef struct cg_object {
  uint32_t size, align;
} cg_object;
cg_object cg_object_of(const cg *c, ir_type_kind kind);
void cg_pointer_facts(const cg *c, LLVMValueRef load, const ir_type *heap);
/* The same of a pointer that did not come from memory, from here on. */
void cg_pointer_suppose(const cg *c, LLVMValueRef pointer, const ir_type *heap);
void cg_pointer_attributes(const cg *c, LLVMValueRef function, unsigned index, ir_type_kind kind);
/* A value of type t, all its scalars. */
void cg_load_value(cg *c, const ir_type *t, LLVMValueRef base, LLVMValueRef *scalars);
void cg_store_value(const cg *c, const ir_type *t, const LLVMValueRef *scalars, LLVMValueRef base);
/* ... as a field of an object. */
void cg_load_field(cg *c, const ir_type *t, LLVMValueRef base, LLVMValueRef *scalars);
void cg_store_field(const cg *c, const ir_type *t, const LLVMValueRef *scalars, LLVMValueRef base);
void cg_store_absent(cg *c, const ir_type *t, LLVMValueRef base);
/* Drops the pointers of a value in memory that is about to be overwritten. */
void cg_drop_value(cg_fun *f, const ir_type *t, LLVMValueRef base);
/* Stack memory until the end of the instruction. */
LLVMValueRef cg_slot_take(cg_fun *f, uint32_t size);
LLVMValueRef cg_spill(cg_fun *f, const ir_type *t, const LLVMValueRef *scalars);
void cg_slots_free(cg_fun *f);

/* ---- the runtime ---- */

LLVMValueRef cg_rt_function(cg *c, cg_rt which);
LLVMValueRef cg_rt_call(cg *c, cg_rt which, const LLVMValueRef *args, uint32_t n);
#define CG_RT(c, name, ...)                                                                                            \
  cg_rt_call((c), CG_##name, (const LLVMValueRef[]){__VA_ARGS__},                                                      \
             sizeof((LLVMValueRef[]){__VA_ARGS__}) / sizeof(LLVMValueRef))
/* A call of a runtime function of one argument that is rare where paths are hot; `name` is that of its code here. */
LLVMValueRef cg_quiet_call(cg *c, cg_rt which, const char *name, LLVMValueRef argument);
LLVMValueRef cg_intrinsic_call(cg *c, cg_intrinsic which, LLVMValueRef *args, uint32_t n);
void cg_attribute(const cg *c, LLVMValueRef function, unsigned index, const char *name, uint64_t value);
void cg_call_attribute(const cg *c, LLVMValueRef call, unsigned index, const char *name);

/* ---- constants ---- */

LLVMValueRef cg_int(const cg *c, int64_t v);
LLVMValueRef cg_u32(const cg *c, uint32_t v);
LLVMValueRef cg_zero(const cg *c, flat_scalar s);
/* A constant of the module's own that nobody tells from an equal one. */
LLVMValueRef cg_constant_object(const cg *c, LLVMValueRef initial, const char *name);
/* The same for one that leads back to itself: declared first, and filled when its parts are known. */
LLVMValueRef cg_constant_declare(const cg *c, LLVMTypeRef type, const char *name);
LLVMValueRef cg_text(cg *c, str s); /* NUL-terminated */
LLVMValueRef cg_literal(cg *c, const comb_literal *k);
LLVMValueRef cg_absent(cg *c); /* an immortal object that nobody reads */
LLVMValueRef cg_type(cg *c, const ir_type *t);
/* A TUPLE descriptor of n >= 1 parts: for one part, and for captures, there is no ir_type. */
LLVMValueRef cg_type_tuple(cg *c, uint32_t n, const ir_type *const *parts);
/* Lays parts out as a tuple; gives its size. */
uint32_t cg_tuple_offsets(const cg *c, uint32_t n, const ir_type *const *parts, uint32_t *offsets);
bool cg_has_pointers(const ir_type *t);
/* Is there, however deep within a value of type t, one of a type that is wanted? */
typedef bool cg_wanted(const ir_type *t, const ir_type *with);
bool cg_holds(const cg *c, const ir_type *t, cg_wanted *wanted, const ir_type *with);
const ir_type *cg_type_of(const cg *c, flat_var_info info);
LLVMValueRef cg_site_number(cg *c, ir_site site);
/* The table of all that were asked for, of the module's own. */
typedef struct cg_sites {
  LLVMValueRef rows, texts; /* gl_program.sites, site_texts */
  uint32_t count;
} cg_sites;
cg_sites cg_sites_define(const cg *c);

/* ---- failures ---- */

/* The numbers that failures are reported under. */
typedef enum cg_code {
#define X(number, name, severity, summary) CG_CODE_##name = number,
#include "support/diag_codes.def"
#undef X
} cg_code;
/* The instruction fails where the condition holds, its operands on record; what follows is for where it does not. */
void cg_fail_if(cg_fun *f, LLVMValueRef condition, cg_code code);
/* The same where the callee has written the record; `frame`: this call is added to it. */
void cg_fail_when(cg_fun *f, LLVMValueRef condition, bool frame);
void cg_lower_fail_frame(cg_fun *f, const flat_instr *i);
void cg_lower_fail_clear(cg_fun *f, const flat_instr *i);

/* ---- primitives, lists, counts ---- */

typedef struct cg_op cg_op;
typedef void cg_lower(cg_fun *f, const flat_instr *i, const cg_op *op);
struct cg_op {
  cg_lower *lower;
  int code;            /* what the lowering function makes of it: an LLVM opcode, predicate, intrinsic, a cg_rt */
  const char *pattern; /* arguments of a call of the runtime: cg_op.c */
};

void cg_lower_prim(cg_fun *f, const flat_instr *i);
cg_rt cg_printer(const ir_type *t); /* what prints a value of type t and carries least of the runtime along */
cg_lower cg_op_checked, cg_op_divide, cg_op_modulo, cg_op_binary, cg_op_negate, cg_op_abs, cg_op_shl, cg_op_shr,
    cg_op_popcount, cg_op_mix;
cg_lower cg_op_fdiv, cg_op_fidiv, cg_op_fmod, cg_op_fneg, cg_op_intrinsic, cg_op_sqrt, cg_op_log, cg_op_arc,
    cg_op_whole, cg_op_isnan;
cg_lower cg_op_int_float, cg_op_widen, cg_op_int_char, cg_op_not, cg_op_equal, cg_op_less, cg_op_compare,
    cg_op_compare_mixed;
cg_lower cg_op_list, cg_op_len, cg_op_index, cg_op_push, cg_op_slice, cg_op_put;
cg_lower cg_op_cast, cg_op_dict_get, cg_op_dict_at, cg_op_dict_has, cg_op_dict_put, cg_op_dict_count;
cg_lower cg_op_runtime; /* by the row's function and pattern */

void cg_lower_list_new(cg_fun *f, const flat_instr *i);
void cg_lower_list_push(cg_fun *f, const flat_instr *i);
void cg_lower_list_keep(cg_fun *f, const flat_instr *i);
void cg_lower_own(cg_fun *f, const flat_instr *i);
void cg_lower_list_fit(cg_fun *f, const flat_instr *i);
void cg_lower_text_add(cg_fun *f, const flat_instr *i);
void cg_lower_text_cut(cg_fun *f, const flat_instr *i);
void cg_lower_list_len(cg_fun *f, const flat_instr *i);
void cg_lower_list_get(cg_fun *f, const flat_instr *i);
void cg_lower_entries(cg_fun *f, const flat_instr *i);
void cg_lower_entry(cg_fun *f, const flat_instr *i);

LLVMValueRef cg_block_new(cg_fun *f, uint32_t size); /* memory for an object of that many bytes */
void cg_block_free(cg_fun *f, LLVMValueRef block, uint32_t size);
/* The same for lists of which the elements stand behind the header. Are they taken and given in place? */
bool cg_block_lists(const cg *c);
int64_t cg_block_elements(uint32_t step); /* how many of that size there may be */
LLVMValueRef cg_block_list_size(const cg *c, LLVMValueRef bytes, uint32_t header);
/* The first free block, where there is one; control goes on there, else at `empty`. */
LLVMValueRef cg_block_take(cg_fun *f, LLVMValueRef size, LLVMBasicBlockRef empty);
void cg_block_give(cg *c, LLVMValueRef block, LLVMValueRef size);
/* A list's last owner goes; its elements are nobody's. */
void cg_list_free(cg_fun *f, LLVMValueRef list, LLVMValueRef count, const ir_type *list_type);

void cg_lower_make(cg_fun *f, const flat_instr *i);
void cg_lower_tag(cg_fun *f, const flat_instr *i);
void cg_lower_fields(cg_fun *f, const flat_instr *i);
void cg_lower_take(cg_fun *f, const flat_instr *i);
void cg_lower_field_at(cg_fun *f, const flat_instr *i);
void cg_lower_fill(cg_fun *f, const flat_instr *i);
void cg_token_free(cg_fun *f, flat_var token);

void cg_dup(cg_fun *f, LLVMValueRef object);
LLVMValueRef cg_is_last(const cg *c, LLVMValueRef object); /* has it one owner? */
/* A value of type t that was loaded from the address is taken out of its object, or counted up if that is not `unique`. */
void cg_take(cg_fun *f, const ir_type *t, const LLVMValueRef *scalars, LLVMValueRef unique, LLVMValueRef address);
void cg_closure_take(cg_fun *f, uint32_t n, const LLVMValueRef *pointers); /* the captures that are pointers */
/* One owner of an object of type t less; `own`: by code of the type's own, where it has some. */
void cg_drop(cg_fun *f, LLVMValueRef object, const ir_type *t, bool own);
bool cg_drop_has_code(const cg *c, const ir_type *t);
bool cg_drop_last(cg *c, LLVMValueRef object, const ir_type *t); /* by such code: false, there is none */
void cg_droppers_define(cg *c);
void cg_lower_dup(cg_fun *f, const flat_instr *i);
void cg_lower_drop(cg_fun *f, const flat_instr *i);

/* ---- debugging information ---- */

cg_debug *cg_debug_new(cg *c);                    /* NULL unless the job wants it */
void cg_debug_fun(cg_fun *f);                     /* what is built from here on belongs to f */
void cg_debug_at(cg_fun *f, const flat_instr *i); /* ... and to the instruction's place */
void cg_debug_leave(cg *c);                       /* ... to no function */
void cg_debug_end(cg *c);

#endif
