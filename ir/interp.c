/* The evaluator. One C frame evaluates one arrow; whatever an arrow ends with (the second link of a composition, the
   branch of a choice, the body of a called function) is continued in the same frame, so that tail calls use no stack. A
   program runs on a stack of its own, whose end is a limit and no crash. */

#include "ir/interp.h"

#include <pthread.h>
#include <string.h>

#include "ir/interp_run.h"
#include "ir/op_type.h"
#include "support/bug.h"

enum {
  STACK_BYTES = 512 << 20,
  STACK_SPARE = 1 << 20,      /* for primitives and what they call */
  STACK_BORROWED = 256 << 10, /* of the caller's, by interp_apply */
  CHECK_INTERVAL = 1 << 10,
  STACK_PARTS = 8,
  VALUE_ROOM = 100,      /* bytes an operand takes in a report, with its NUL */
  VALUES_ROOM = 512,
};
#define BYTE_LIMIT ((size_t)1 << 30)

/* ---- limits ---- */

static bool hit_limit(interp *in, const char *which) {
  in->limit = which;
  return false;
}

bool interp_spend(interp *in, uint64_t n) {
  if (in->fuel < n) return hit_limit(in, "steps");
  bool check = in->fuel / CHECK_INTERVAL != (in->fuel - n) / CHECK_INTERVAL;
  in->fuel -= n;
  return !check || arena_bytes(in->home) <= in->byte_limit || hit_limit(in, "memory");
}

bool interp_spend_frame(interp *in) {
  const char *here = __builtin_frame_address(0);
  return (here > in->stack_limit || hit_limit(in, "stack")) && interp_spend(in, 1);
}

/* ---- failures ---- */

typedef struct sentence {
  const char *fits, *with_values, *plain;
} sentence;

/* By code. `fits`: kinds of operands (i Int, l list, s Str, * any) that the first sentence speaks of: %n is operand n,
   #n its length. */
static const sentence sentences[] = {
    [FAIL_INDEX - FAIL_INDEX] = {"li", "index %1 is out of range of #0 elements", "index out of range"},
    [FAIL_DIVIDE - FAIL_INDEX] = {"", "", "division by zero"},
    [FAIL_OVERFLOW - FAIL_INDEX] = {"", "", "the result does not fit into 64 bits; `.big` has no such limit"},
    [FAIL_EMPTY - FAIL_INDEX] = {"", "", "the list is empty"},
    [FAIL_PARSE - FAIL_INDEX] = {"s", "%0 does not parse", "the text does not parse"},
    [FAIL_SEARCH - FAIL_INDEX] = {"", "", "nothing was found"},
    [FAIL_KEY - FAIL_INDEX] = {"**", "the key %1 is not there", "the key is not there"},
    [FAIL_MATCH - FAIL_INDEX] = {"*", "no case matches %0", "no case matches"},
    [FAIL_USER - FAIL_INDEX] = {"", "", "the program failed"},
    [FAIL_DOMAIN - FAIL_INDEX] = {"", "", "an argument is outside the function's domain"},
    [FAIL_LENGTH - FAIL_INDEX] = {"ll", "lists of #0 and #1 elements cannot be paired", "the lists differ in length"},
    [FAIL_DENIED - FAIL_INDEX] = {"", "", "the program is not allowed to do this"},
    [FAIL_IO - FAIL_INDEX] = {"", "", "the system said no"},
};

const ir_type *interp_arg_type(const interp_call *c, uint32_t i) { return c->argc == 1 ? c->dom : c->dom->args[i]; }

/* At most room-1 bytes; what is cut ends in dots, at a character's boundary. */
static str shorten(arena *home, str text, size_t room) {
  if (text.len < room) return text;
  size_t end = room - sizeof "...";
  while (end && (text.ptr[end] & 0xC0) == 0x80) end--;
  return str_printf(home, "%.*s...", (int)end, text.ptr);
}

static str operand_text(interp *in, const interp_call *c, uint32_t i) {
  strbuf b = strbuf_new(in->home);
  interp_show_most(&b, c->args[i], interp_arg_type(c, i), true, VALUE_ROOM);
  return shorten(in->home, strbuf_str(&b), VALUE_ROOM);
}

static bool kind_fits(const ir_type *t, char kind) {
  if (kind == 'i') return t->kind == IRT_INT;
  if (kind == 'l') return t->kind == IRT_LIST;
  return kind == 's' ? irt_is_str(t) : true;
}

static bool operands_fit(const interp_call *c, const char *fits) {
  if (!*fits || strlen(fits) != c->argc) return false;
  for (uint32_t i = 0; i < c->argc; i++)
    if (!kind_fits(interp_arg_type(c, i), fits[i])) return false;
  return true;
}

static str operands_text(interp *in, const interp_call *c) {
  strbuf values = strbuf_new(in->home);
  for (uint32_t i = 0; i < c->argc; i++) {
    if (interp_arg_type(c, i)->kind == IRT_UNIT) continue;
    if (values.len) strbuf_add(&values, STR(", "));
    strbuf_add(&values, operand_text(in, c, i));
  }
  return shorten(in->home, strbuf_str(&values), VALUES_ROOM);
}

static str fill_sentence(interp *in, const interp_call *c, const char *text) {
  strbuf b = strbuf_new(in->home);
  for (; *text; text++) {
    if (*text == '%') strbuf_add(&b, operand_text(in, c, (uint32_t)(*++text - '0')));
    else if (*text == '#') strbuf_printf(&b, "%lld", (long long)c->args[*++text - '0'].list->len);
    else strbuf_byte(&b, *text);
  }
  return shorten(in->home, strbuf_str(&b), VALUES_ROOM);
}

static bool record(interp *in, const interp_call *c, int32_t code, str message, str values) {
  in->failure = (interp_failure){.code = code, .site = c->site, .message = message, .values = values};
  return false;
}

bool interp_fail(interp *in, const interp_call *c, int32_t code, const char *said) {
  const sentence *known = &sentences[code - FAIL_INDEX];
  if (!said) said = operands_fit(c, known->fits) ? known->with_values : known->plain;
  return record(in, c, code, fill_sentence(in, c, said), operands_text(in, c));
}

static interp_call with_arg(const interp_call *c, uint32_t arg) {
  interp_call one = *c;
  one.argc = 1;
  one.dom = interp_arg_type(c, arg);
  one.args = c->args + arg;
  return one;
}

bool interp_fail_arg(interp *in, const interp_call *c, int32_t code, const char *said, uint32_t arg) {
  interp_call one = with_arg(c, arg);
  return interp_fail(in, &one, code, said);
}

bool interp_fail_said(interp *in, const interp_call *c, int32_t code, str message, uint32_t arg) {
  interp_call one = with_arg(c, arg);
  return record(in, c, code, shorten(in->home, message, VALUES_ROOM), operands_text(in, &one));
}

bool interp_fail_text(interp *in, const interp_call *c, str message) {
  return record(in, c, FAIL_USER, shorten(in->home, message, VALUES_ROOM), STR(""));
}

static void add_frame(interp *in, ir_site site) {
  interp_failure *f = &in->failure;
  if (in->limit) return;
  if (f->frame_count < INTERP_FRAMES) f->frames[f->frame_count] = site;
  f->frame_count++;
}

/* ---- functions ---- */

static interp_value pair(interp *in, interp_value a, interp_value b) {
  return interp_tuple_of(in->home, 2, (interp_value[]){a, b});
}

static interp_value function_value(interp *in, const comb *code, interp_value env) {
  interp_fun *fun = ARENA_NEW(in->home, interp_fun);
  *fun = (interp_fun){.code = code, .env = env};
  return (interp_value){.fun = fun};
}

/* A call that lacks arguments is a function again. */
static interp_value partial_value(interp *in, const interp_fun *fun, uint32_t n, const interp_value *args) {
  interp_value *all = ARENA_ARRAY(in->home, interp_value, fun->argc + n);
  for (uint32_t i = 0; i < fun->argc; i++) all[i] = fun->args[i];
  for (uint32_t i = 0; i < n; i++) all[fun->argc + i] = args[i];
  interp_fun *more = ARENA_NEW(in->home, interp_fun);
  *more = (interp_fun){.code = fun->code, .env = fun->env, .argc = fun->argc + n, .args = all};
  return (interp_value){.fun = more};
}

static uint32_t lacking(const interp_fun *fun) { return fun->code->n - fun->argc; }

/* The environment of the body when the last lacking arguments have come. */
static interp_value body_environment(interp *in, const interp_fun *fun, const interp_value *args) {
  interp_value env = fun->env;
  if (fun->code->kind == COMB_FIX) env = pair(in, env, function_value(in, fun->code, fun->env));
  for (uint32_t i = 0; i < fun->argc; i++) env = pair(in, env, fun->args[i]);
  for (uint32_t i = 0; i < lacking(fun); i++) env = pair(in, env, args[i]);
  return env;
}

/* ---- evaluation ---- */

typedef struct frame {
  const comb *f;
  interp_value e;
  ir_site entered; /* the call that the frame made first; calls behind it are tail calls and leave no trace */
  bool called;
} frame;

typedef enum step { STEP_ON, STEP_DONE, STEP_FAIL } step;

static bool eval(interp *in, const comb *f, interp_value e, interp_value *out);
static bool eval_frame(interp *in, frame *fr, interp_value *out);

static bool eval_body(interp *in, const comb *f, interp_value e, interp_value *out) {
  return eval_frame(in, &(frame){.f = f, .e = e, .called = true}, out);
}

bool interp_call_fun(interp *in, const interp_fun *fun, uint32_t n, const interp_value *args, interp_value *out) {
  while (n > lacking(fun)) {
    uint32_t taken = lacking(fun);
    interp_value result;
    if (!eval_body(in, fun->code->a, body_environment(in, fun, args), &result)) return false;
    fun = result.fun;
    args += taken;
    n -= taken;
  }
  if (n < lacking(fun)) return interp_give(out, partial_value(in, fun, n, args));
  return eval_body(in, fun->code->a, body_environment(in, fun, args), out);
}

/* Calls e.0 with the other parts; the body is what the frame goes on with. */
static step apply(interp *in, frame *fr, interp_value *out) {
  const interp_fun *fun = fr->e.parts[0].fun;
  const interp_value *args = fr->e.parts + 1;
  uint32_t n = fr->f->n;
  if (!fr->called) {
    fr->called = true;
    fr->entered = fr->f->site;
  }
  if (n > lacking(fun)) return interp_call_fun(in, fun, n, args, out) ? STEP_DONE : STEP_FAIL;
  if (n < lacking(fun)) {
    *out = partial_value(in, fun, n, args);
    return STEP_DONE;
  }
  fr->e = body_environment(in, fun, args);
  fr->f = fun->code->a;
  return STEP_ON;
}

static interp_value literal_value(interp *in, const comb_literal *k) {
  if (k->type->kind == IRT_LIST) return interp_str_of(in->home, k->s);
  return k->type->kind == IRT_FLOAT ? (interp_value){.f = k->f} : (interp_value){.i = k->i};
}

static bool eval_parts(interp *in, const comb *f, interp_value e, interp_value *parts) {
  for (uint32_t i = 0; i < f->n; i++)
    if (!eval(in, f->parts[i], e, &parts[i])) return false;
  return true;
}

static bool eval_tuple(interp *in, const comb *f, interp_value e, interp_value *out) {
  interp_value *parts = ARENA_ARRAY(in->home, interp_value, f->n);
  out->parts = parts;
  return eval_parts(in, f, e, parts);
}

static interp_op *const operations[OP_COUNT] = {
#define X(name, arity, flags, summary) [OP_##name] = interp_op_##name,
#include "ir/op.def"
#undef X
};

static bool eval_prim(interp *in, const comb *f, interp_value e, interp_value *out) {
  ir_op op = (ir_op)f->n;
  interp_call call = {.op = op, .dom = f->dom, .cod = f->cod, .site = f->site, .argc = op_parts(op, f->dom, f->cod)};
  call.args = call.argc > 1 ? e.parts : &e;
  return operations[op](in, &call, out);
}

/* A definition is evaluated when first used; one that failed fails again with the same report. */
static bool eval_ref(interp *in, const comb *f, interp_value *out) {
  const comb *body = comb_def_at(in->store, f->n)->body;
  if (body->kind == COMB_CURRY || body->kind == COMB_FIX) {
    *out = function_value(in, body, (interp_value){.i = 0});
    return true;
  }
  if (!in->constants) in->constants = ARENA_ARRAY(in->home, interp_constant, comb_def_count(in->store));
  interp_constant *constant = &in->constants[f->n];
  if (constant->state == CONSTANT_BUSY) return hit_limit(in, "stack");
  if (constant->state == CONSTANT_NEW) {
    constant->state = CONSTANT_BUSY;
    bool good = eval_body(in, body, (interp_value){.i = 0}, &constant->value);
    if (in->limit) return false;
    constant->state = good ? CONSTANT_DONE : CONSTANT_FAILED;
    constant->failure = in->failure;
  }
  if (constant->state == CONSTANT_FAILED) in->failure = constant->failure;
  *out = constant->value;
  return constant->state == CONSTANT_DONE;
}

static step given(bool good) { return good ? STEP_DONE : STEP_FAIL; }

static step go_on(frame *fr, const comb *f) {
  fr->f = f;
  return STEP_ON;
}

static step eval_choice(interp *in, frame *fr) {
  interp_value c;
  if (!eval(in, fr->f->a, fr->e, &c)) return STEP_FAIL;
  return go_on(fr, c.i ? fr->f->b : fr->f->c);
}

static step eval_catch(interp *in, frame *fr, interp_value *out) {
  if (eval(in, fr->f->a, fr->e, out)) return STEP_DONE;
  if (in->limit) return STEP_FAIL;
  in->failure = (interp_failure){0};
  return go_on(fr, fr->f->b);
}

static step eval_option(interp *in, frame *fr) {
  interp_value option;
  if (!eval(in, fr->f->a, fr->e, &option)) return STEP_FAIL;
  if (!option.content) return go_on(fr, fr->f->b);
  fr->e = pair(in, fr->e, *option.content);
  return go_on(fr, fr->f->c);
}

/* <f1..fn> in front of what takes it apart at once need not be a value: its parts stay on the stack. */
static bool takes_parts(const comb *tuple, const comb *head) {
  if (tuple->kind != COMB_TUPLE || tuple->n > STACK_PARTS) return false;
  if (head->kind == COMB_PRIM) return op_parts((ir_op)head->n, head->dom, head->cod) == tuple->n;
  return head->kind == COMB_APPLY;
}

static step eval_comp(interp *in, frame *fr, interp_value *out) {
  const comb *f = fr->f, *rest = f->b->kind == COMB_COMP ? f->b->b : NULL, *head = rest ? f->b->a : f->b;
  if (!takes_parts(f->a, head)) return eval(in, f->a, fr->e, &fr->e) ? go_on(fr, f->b) : STEP_FAIL;
  interp_value parts[STACK_PARTS];
  if (!eval_parts(in, f->a, fr->e, parts)) return STEP_FAIL;
  fr->e.parts = parts;
  fr->f = head;
  if (rest) return eval(in, head, fr->e, &fr->e) ? go_on(fr, rest) : STEP_FAIL;
  return head->kind == COMB_APPLY ? apply(in, fr, out) : given(eval_prim(in, head, fr->e, out));
}

static step eval_step(interp *in, frame *fr, interp_value *out) {
  const comb *f = fr->f;
  switch (f->kind) {
    case COMB_ID: *out = fr->e; return STEP_DONE;
    case COMB_COMP: return eval_comp(in, fr, out);
    case COMB_TUPLE: return given(eval_tuple(in, f, fr->e, out));
    case COMB_PROJ: *out = fr->e.parts[f->n]; return STEP_DONE;
    case COMB_CONST: *out = literal_value(in, &f->literal); return STEP_DONE;
    case COMB_CURRY:
    case COMB_FIX: *out = function_value(in, f, fr->e); return STEP_DONE;
    case COMB_APPLY: return apply(in, fr, out);
    case COMB_CHOICE: return eval_choice(in, fr);
    case COMB_CATCH: return eval_catch(in, fr, out);
    case COMB_OPTION: return eval_option(in, fr);
    case COMB_PRIM: return given(eval_prim(in, f, fr->e, out));
    case COMB_REF: return given(eval_ref(in, f, out));
  }
  gael_bug("a term of kind %d", (int)f->kind);
}

static bool eval_frame(interp *in, frame *fr, interp_value *out) {
  step s = STEP_ON;
  while (s == STEP_ON) s = interp_spend_frame(in) ? eval_step(in, fr, out) : STEP_FAIL;
  if (s == STEP_FAIL && fr->entered) add_frame(in, fr->entered);
  return s == STEP_DONE;
}

static bool eval(interp *in, const comb *f, interp_value e, interp_value *out) {
  return eval_frame(in, &(frame){.f = f, .e = e}, out);
}

/* ---- a run ---- */

static interp interp_new(arena *home, comb_store *s, uint64_t fuel) {
  static const interp_world nothing = {.argc = 0};
  interp in = {.home = home, .store = s, .fuel = fuel, .byte_limit = arena_bytes(home) + BYTE_LIMIT, .world = &nothing};
  in.out = in.err = strbuf_new(home);
  return in;
}

static void run(interp *in, size_t stack, const comb *f, interp_value argument, interp_result *out) {
  const char *top = __builtin_frame_address(0);
  in->stack_limit = top - stack;
  bool good = eval_body(in, f, argument, &out->value);
  out->status = good ? INTERP_VALUE : in->limit ? INTERP_LIMIT : INTERP_FAILURE;
  out->failure = in->failure;
  out->limit = in->limit;
  out->out = strbuf_str(&in->out);
  out->err = strbuf_str(&in->err);
}

void interp_apply(arena *home, comb_store *s, const comb *f, interp_value argument, uint64_t fuel, interp_result *out) {
  *out = (interp_result){0};
  interp in = interp_new(home, s, fuel);
  run(&in, STACK_BORROWED, f, argument, out);
}

typedef struct job {
  arena *home;
  const comb_program *program;
  const interp_world *world;
  interp_value argument;
  uint64_t fuel;
  interp_result *out;
} job;

static void *run_job(void *context) {
  job *j = context;
  interp in = interp_new(j->home, j->program->store, j->fuel);
  if (j->world) in.world = j->world;
  run(&in, STACK_BYTES - STACK_SPARE, j->program->entry, j->argument, j->out);
  return NULL;
}

void interp_run(arena *home, const comb_program *p, const interp_value *args, uint32_t argc, uint64_t fuel,
                interp_result *out) {
  interp_run_in(home, p, NULL, args, argc, fuel, out);
}

void interp_run_in(arena *home, const comb_program *p, const interp_world *world, const interp_value *args,
                   uint32_t argc, uint64_t fuel, interp_result *out) {
  GAEL_ASSERT(argc == p->argc);
  interp_value env = {.i = 0};
  for (uint32_t i = 0; i < argc; i++) env = interp_tuple_of(home, 2, (interp_value[]){env, args[i]});
  *out = (interp_result){0};
  job j = {home, p, world, env, fuel, out};
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  if (pthread_attr_setstacksize(&attributes, STACK_BYTES) || pthread_create(&thread, &attributes, run_job, &j))
    gael_bug("no stack for the interpreter");
  pthread_join(thread, NULL);
  pthread_attr_destroy(&attributes);
}
