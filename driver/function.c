/* Definitions that a host calls: compiled once, run in the session's home as often as he likes.

   The home keeps what constants have computed, and the last result, which is handed out where it lies. A limit empties it; then the
   functions' constants are gone, and each is loaded anew from its object when it is called again. */

#include "driver/function.h"

#include <string.h>

#include "driver/asked.h"
#include "driver/boundary.h"
#include "driver/failure.h"
#include "driver/json_text.h"
#include "driver/program.h"
#include "driver/value_json.h"
#include "driver/value_type.h"
#include "runtime/gael_rt.h"
#include "support/rescue.h"

struct gael_function {
  gael_session *s;
  gael_options how;
  str object;
  arena *loaded; /* what belongs to the code as it is loaded now */
  program code;
  uint32_t cleared; /* s->cleared at that time */
  void *args, *result;
  gael_function *next;
};

/* ---- compiling ---- */

typedef struct preparation {
  const gael_options *o;
  const char *definition, *json;
  gael_function *f;
} preparation;

static const char *kept(arena *home, const char *text) { return text ? arena_strndup(home, text, strlen(text)) : NULL; }

static bool load(gael_function *f) {
  str problem;
  if (f->loaded) {
    jit_unload(f->code.code);
    arena_clear(f->loaded);
  } else {
    f->loaded = arena_new("function");
  }
  f->cleared = f->s->cleared;
  if (program_link(f->loaded, f->object, &f->code, &problem)) return true;
  diag_report(f->s->diags, DIAG_usage, SPAN_NONE, STR_FMT, STR_ARG(problem));
  arena_free(f->loaded);
  f->loaded = NULL;
  return false;
}

static gael_function *function_new(gael_session *s, const gael_options *o, str object) {
  gael_function *f = ARENA_NEW(s->home, gael_function);
  *f = (gael_function){.s = s, .how = *o, .object = object};
  f->how.allow = kept(s->home, o->allow);
  f->how.input = kept(s->home, o->input ? o->input : "");
  if (!load(f)) return NULL;
  const gl_program *p = f->code.meta;
  f->args = p->argc ? arena_zalloc(s->home, p->args->size + 8, 16) : NULL;
  f->result = arena_zalloc(s->home, p->result->size + 8, 16);
  f->next = s->functions;
  s->functions = f;
  return f;
}

static gael_status prepare(gael_session *s, void *context) {
  preparation *p = context;
  entry_request q = {.definition = p->definition};
  pipeline_target t;
  pipeline_entry entry;
  str object, problem = {0};
  if (!asked_target(s, p->o, TARGET_JIT, &t) || !asked_types(s, p->json, &q)) return GAEL_USAGE;
  t.outlived = true;
  gael_status status = entry_choose(s, &q, &entry, &problem);
  if (status != GAEL_OK && problem.len) diag_report(s->diags, DIAG_argument_count, SPAN_NONE, STR_FMT, STR_ARG(problem));
  if (status == GAEL_OK) status = pipeline_compile(s, entry, &t, GAEL_STAGE_OBJ, &object);
  if (status != GAEL_OK) return status;
  p->f = function_new(s, p->o, object);
  return p->f ? GAEL_OK : GAEL_USAGE;
}

gael_status gael_prepare(gael_session *s, const gael_options *o, const char *definition, const char *json, gael_function **f) {
  static const gael_options none;
  preparation p = {o ? o : &none, definition, json, NULL};
  gael_status status = boundary_compile(s, prepare, &p);
  *f = status == GAEL_OK ? p.f : NULL;
  return status;
}

void function_close_all(gael_session *s) {
  for (gael_function *f = s->functions; f; f = f->next) {
    if (!f->loaded) continue;
    jit_unload(f->code.code);
    arena_free(f->loaded);
    f->loaded = NULL;
  }
}

/* ---- arguments ---- */

typedef struct invocation {
  gael_function *f;
  const gael_value *arguments;
  gael_value *result;
  json_t *json; /* an argument under way */
} invocation;

static gl_list *list_of(const void *items, size_t count, const gl_type *element) {
  gl_list *list = gl_list_new((int64_t)count, element);
  if (count) memcpy(list->data, items, count * element->size);
  list->len = (int64_t)count;
  return list;
}

/* Values whose kind is the parameter's need no conversion. */
static bool take_as_it_is(const gael_value *v, const gl_type *t, void *to) {
  gl_list *list;
  switch ((int)v->kind) {
  case GAEL_BOOL: return t->kind == GL_BOOL && (memcpy(to, &v->as.truth, 1), true);
  case GAEL_INT: return t->kind == GL_INT && (memcpy(to, &v->as.integer, 8), true);
  case GAEL_FLOAT: return t->kind == GL_FLOAT && (memcpy(to, &v->as.number, 8), true);
  case GAEL_CHAR: return t->kind == GL_CHAR && (memcpy(to, &v->as.letter, 4), true);
  case GAEL_STR:
    if (t->kind != GL_LIST || t->parts[0]->kind != GL_CHAR) return false;
    list = gl_str_new(v->as.text, v->count);
    break;
  case GAEL_INTS:
    if (t->kind != GL_LIST || t->parts[0]->kind != GL_INT) return false;
    list = list_of(v->as.integers, v->count, t->parts[0]);
    break;
  case GAEL_FLOATS:
    if (t->kind != GL_LIST || t->parts[0]->kind != GL_FLOAT) return false;
    list = list_of(v->as.numbers, v->count, t->parts[0]);
    break;
  default: return false;
  }
  memcpy(to, &list, sizeof list);
  return true;
}

static json_t *array_of(const gael_value *v) {
  json_t *array = json_array();
  for (size_t i = 0; i < v->count; i++)
    json_array_append_new(array, v->kind == GAEL_INTS ? json_integer(v->as.integers[i]) : json_real(v->as.numbers[i]));
  return array;
}

static json_t *letter_of(arena *home, uint32_t letter) {
  strbuf text = strbuf_new(home);
  strbuf_utf8(&text, letter);
  return json_stringn(text.ptr, text.len);
}

/* NULL: it is no JSON. */
static json_t *json_of(arena *home, const gael_value *v) {
  json_error_t where;
  switch (v->kind) {
  case GAEL_UNIT: return json_null();
  case GAEL_BOOL: return json_boolean(v->as.truth);
  case GAEL_INT: return json_integer(v->as.integer);
  case GAEL_FLOAT: return json_real(v->as.number);
  case GAEL_CHAR: return letter_of(home, v->as.letter);
  case GAEL_STR: return json_stringn(v->as.text, v->count);
  case GAEL_INTS:
  case GAEL_FLOATS: return array_of(v);
  case GAEL_JSON: return json_text_load(home, str_of(v->as.json), JSON_DECODE_ANY, &where);
  }
  return NULL;
}

static bool take_by_json(invocation *v, uint32_t i, const gl_type *t, void *to) {
  gael_session *s = v->f->s;
  str error = STR("no value that JSON has");
  v->json = json_of(s->call, &v->arguments[i]);
  bool fits = v->json && value_of_json(s->call, v->json, t, to, &error);
  json_decref(v->json);
  v->json = NULL;
  if (!fits) diag_report(s->said, DIAG_argument_parse, SPAN_NONE, "argument %u: " STR_FMT, i + 1, STR_ARG(error));
  return fits;
}

static bool take_arguments(invocation *v) {
  const gl_program *p = v->f->code.meta;
  for (uint32_t i = 0; i < p->argc; i++) {
    uint8_t *to = (uint8_t *)v->f->args + p->args->offsets[i];
    if (take_as_it_is(&v->arguments[i], p->args->parts[i], to)) continue;
    if (take_by_json(v, i, p->args->parts[i], to)) continue;
    while (i-- > 0) gl_drop_value((uint8_t *)v->f->args + p->args->offsets[i], p->args->parts[i]);
    return false;
  }
  return true;
}

/* ---- results: lent to the host where they lie ---- */

static const char *utf8_of(arena *home, const gl_list *text, size_t *length) {
  *length = gl_str_utf8(text, NULL, 0);
  char *bytes = arena_alloc(home, *length + 1, 1);
  (void)gl_str_utf8(text, bytes, *length);
  bytes[*length] = 0;
  return bytes;
}

static const char *json_text_of(arena *home, const void *value, const gl_type *t) {
  strbuf out = strbuf_new(home);
  value_to_json(&out, value, t, false);
  strbuf_byte(&out, 0);
  return strbuf_str(&out).ptr;
}

static bool lend_list(arena *home, const gl_list *list, const gl_type *element, gael_value *out) {
  out->count = (size_t)list->len;
  switch (element->kind) {
  case GL_CHAR:
    out->kind = GAEL_STR;
    out->as.text = utf8_of(home, list, &out->count);
    return true;
  case GL_INT:
    out->kind = GAEL_INTS;
    out->as.integers = (const int64_t *)(const void *)list->data;
    return true;
  case GL_FLOAT:
    out->kind = GAEL_FLOATS;
    out->as.numbers = (const double *)(const void *)list->data;
    return true;
  }
  return false;
}

static void lend(arena *home, const void *value, const gl_type *t, gael_value *out) {
  *out = (gael_value){GAEL_UNIT, 0, {0}};
  switch (t->kind) {
  case GL_UNIT: return;
  case GL_BOOL: out->kind = GAEL_BOOL; memcpy(&out->as.truth, value, 1); return;
  case GL_INT: out->kind = GAEL_INT; memcpy(&out->as.integer, value, 8); return;
  case GL_FLOAT: out->kind = GAEL_FLOAT; memcpy(&out->as.number, value, 8); return;
  case GL_CHAR: out->kind = GAEL_CHAR; memcpy(&out->as.letter, value, 4); return;
  case GL_LIST: {
    const gl_list *list;
    memcpy(&list, value, sizeof list);
    if (lend_list(home, list, t->parts[0], out)) return;
  }
  }
  out->kind = GAEL_JSON;
  out->as.json = json_text_of(home, value, t);
}

/* ---- calling ---- */

static void give_print(void *context, const uint8_t *bytes, size_t length, int stream) {
  const gael_options *how = context;
  if (how->print && length) how->print(how->print_context, stream, (const char *)bytes, length);
}

static void give_stdout(void *context, const uint8_t *bytes, size_t length) { give_print(context, bytes, length, 1); }
static void give_stderr(void *context, const uint8_t *bytes, size_t length) { give_print(context, bytes, length, 2); }

static void world_of(gael_function *f) {
  static char *no_words[] = {NULL};
  gl_allow(f->how.allow);
  gl_command_line(no_words);
  gl_on_input(f->how.input, strlen(f->how.input));
  gl_on_output(give_stdout, &f->how);
  gl_on_errors(give_stderr, &f->how);
}

static bool enter(void *context) {
  gael_function *f = context;
  return f->code.meta->entry(f->args, f->result);
}

static gael_status invoke(gael_session *s, void *context) {
  invocation *v = context;
  gael_function *f = v->f;
  if (s->last) gl_drop_value(s->last->result, s->last->code.meta->result);
  s->last = NULL;
  if (f->cleared != s->cleared && !load(f)) return GAEL_USAGE;
  if (!take_arguments(v)) return GAEL_USAGE;
  world_of(f);
  bool failed = f->how.seconds > 0 ? gl_home_timed(f->how.seconds, enter, f) : enter(f);
  gl_flush();
  if (failed) {
    failure_report(f->code.meta, s->sources, s->said);
    gl_fail_clear();
    return GAEL_FAILED;
  }
  s->last = f;
  lend(s->call, f->result, f->code.meta->result, v->result);
  return GAEL_OK;
}

/* What the last call left is given up. */
static void begin_call(void *context) {
  gael_session *s = context;
  s->said = NULL;
  if (s->call) arena_clear(s->call);
  else s->call = arena_new("call");
  s->said = diag_sink_new(s->call, SESSION_ERRORS);
}

gael_status gael_invoke(gael_function *f, const gael_value *arguments, gael_value *result) {
  gael_session *s = f->s;
  char words[RESCUE_WORDS];
  gael_value unused;
  if (rescue_run(begin_call, s, words) != RESCUE_NONE) return GAEL_LIMIT;
  invocation v = {f, arguments, result ? result : &unused, NULL};
  *v.result = (gael_value){GAEL_UNIT, 0, {0}};
  gael_status status = boundary_run(s, &f->how, invoke, &v);
  gl_flush(); /* what was printed before a limit */
  gl_on_input(NULL, 0);
  json_decref(v.json); /* a limit was met while it was read */
  return status;
}

static gael_status showable(gael_function *f) {
  if (f->code.meta->result->kind != GL_FUN) return GAEL_OK;
  return boundary_say(f->s->diags, GAEL_INVALID, DIAG_main_function, "the value is a function, which cannot be shown");
}

gael_status gael_eval(gael_session *s, const gael_options *o, gael_value *result) {
  gael_function *f;
  gael_status status = gael_prepare(s, o, NULL, NULL, &f);
  if (status == GAEL_OK) status = showable(f);
  if (status == GAEL_OK) return gael_invoke(f, NULL, result);
  if (result) *result = (gael_value){GAEL_UNIT, 0, {0}};
  return status;
}

/* ---- the last result in other forms ---- */

typedef struct form {
  const char *(*write)(arena *home, const void *value, const gl_type *t);
  const char *text;
} form;

static const char *shown_text_of(arena *home, const void *value, const gl_type *t) {
  size_t length;
  if (t->kind == GL_UNIT) return "";
  gl_list *text = gl_show(value, t);
  const char *bytes = utf8_of(home, text, &length);
  gl_drop_value(&text, value_str_type());
  return bytes;
}

static gael_status write_form(gael_session *s, void *context) {
  form *f = context;
  f->text = f->write(s->call, s->last->result, s->last->code.meta->result);
  return GAEL_OK;
}

static const char *result_as(gael_session *s, form f) {
  if (!s->last || boundary_run(s, &s->last->how, write_form, &f) != GAEL_OK) return "";
  return f.text;
}

const char *gael_result_text(gael_session *s) { return result_as(s, (form){shown_text_of, ""}); }
const char *gael_result_json(gael_session *s) { return result_as(s, (form){json_text_of, ""}); }
const char *gael_result_type(gael_session *s) { return s->last ? s->last->code.meta->result->name : ""; }
