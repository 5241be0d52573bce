#include "tests/unit/cg_outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ir/bignum.h"
#include "ir/interp_table.h"

/* ---- programs ---- */

bool cg_load_program(arena *home, const flat_module *m, unsigned level, loaded *p) {
  /* In one piece and in parts: at two levels each. */
  backend_job job = {.module = m, .file = "test", .target = target_host(), .use = TARGET_JIT, .level = level,
                     .split_from = level % 2};
  str object, error = STR("");
  if (backend_object(home, &job, &object, &error)) p->code = jit_load(home, object, NULL, 0, &error);
  if (p->code) p->start = jit_find(p->code, "gael_program");
  if (!p->start) printf("level %u: " STR_FMT "\n", level, STR_ARG(error));
  return p->start != NULL;
}

void cg_unload_programs(loaded *programs) {
  for (unsigned level = 0; level < LEVELS; level++)
    if (programs[level].code) jit_unload(programs[level].code);
}

/* ---- outcomes ---- */

static void copy_text(char *to, str text) {
  size_t n = text.len < TEXT_ROOM ? text.len : TEXT_ROOM - 1;
  memcpy(to, text.ptr, n);
  to[n] = '\0';
}

static uint32_t start_of(const comb_store *s, ir_site site) {
  return site ? comb_site(s, site)->where.start : UINT32_MAX;
}

outcome cg_outcome_wanted(arena *home, comb_store *store, const interp_result *r, const ir_type *result) {
  outcome o = {.failed = r->status == INTERP_FAILURE};
  CU_ASSERT_NOT_EQUAL_FATAL(r->status, INTERP_LIMIT);
  copy_text(o.printed, r->out);
  if (!o.failed) {
    strbuf text = strbuf_new(home);
    interp_show(&text, r->value, result, true);
    copy_text(o.value, strbuf_str(&text));
    return o;
  }
  const interp_failure *f = &r->failure;
  o.code = f->code;
  copy_text(o.value, f->message);
  copy_text(o.values, f->values);
  o.frames = f->frame_count;
  o.places[0] = start_of(store, f->site);
  for (uint32_t i = 0; i < f->frame_count && i + 1 < GL_FRAMES; i++) o.places[i + 1] = start_of(store, f->frames[i]);
  return o;
}

static const gl_type CHAR = {.kind = GL_CHAR, .size = 4, .name = "Char"};

static void put_value(const gl_type *t, interp_value v, uint8_t *to);

static void put_parts(uint32_t n, const gl_type *const *parts, const uint32_t *offsets, const interp_value *from,
                      void *to) {
  for (uint32_t i = 0; i < n; i++) put_value(parts[i], from[i], (uint8_t *)to + offsets[i]);
}

static gl_object *put_object(const gl_type *t, const interp_object *from) {
  const gl_con *con = &t->cons[from->tag];
  gl_object *o = gl_object_new(from->tag, con->size);
  put_parts(con->count, con->parts, con->offsets, from->fields, o);
  return o;
}

static gl_dict *put_table(const gl_type *t, const interp_table *from) {
  arena *home = arena_new("entries");
  const interp_entry *entries = interp_table_entries(home, from);
  const gl_type *k = t->parts[0], *v = t->kind == GL_DICT ? t->parts[1] : NULL;
  void *key = arena_zalloc(home, k->size + 1, 16), *value = v ? arena_zalloc(home, v->size + 1, 16) : NULL;
  gl_dict *d = gl_dict_of(gl_list_new(0, k), t);
  for (int64_t i = 0; i < from->len; i++) {
    put_value(k, entries[i].key, key);
    if (v) put_value(v, entries[i].value, value);
    d = gl_dict_put(d, key, value, t);
  }
  arena_free(home);
  return d;
}

static gl_big *put_big(const bignum *from) {
  arena *home = arena_new("digits");
  str digits = bignum_text(home, from, 10);
  gl_list *text = gl_str_new(digits.ptr, digits.len);
  gl_big *big = NULL;
  CU_ASSERT_FALSE_FATAL(gl_parse_big(text, 10, 0, &big));
  gl_drop_list(text, &CHAR);
  arena_free(home);
  return big;
}

/* A value of the interpreter's as the runtime has it. */
static void put_value(const gl_type *t, interp_value v, uint8_t *to) {
  switch ((gl_kind)t->kind) {
    case GL_INT: *(int64_t *)(void *)to = v.i; break;
    case GL_FLOAT: *(double *)(void *)to = v.f; break;
    case GL_BOOL: *to = (uint8_t)v.i; break;
    case GL_CHAR: *(uint32_t *)(void *)to = (uint32_t)v.i; break;
    case GL_TUPLE: put_parts(t->count, t->parts, t->offsets, v.parts, to); break;
    case GL_RECORD: put_parts(t->count, t->parts, t->offsets, v.object->fields, to); break;
    case GL_ENUM: *(int64_t *)(void *)to = v.object->tag; break;
    case GL_NAMED: *(gl_object **)(void *)to = put_object(t, v.object); break;
    case GL_DICT:
    case GL_SET: *(gl_dict **)(void *)to = put_table(t, v.table); break;
    case GL_OPTION:
      to[t->offsets[0]] = v.content != NULL;
      if (v.content) put_value(t->parts[0], *v.content, to + t->offsets[1]);
      break;
    case GL_LIST: {
      gl_list *list = gl_list_new(v.list->len, t->parts[0]);
      uint8_t *element = calloc(1, t->parts[0]->size + 1);
      for (int64_t i = 0; i < v.list->len; i++) {
        put_value(t->parts[0], v.list->items[i], element);
        gl_list_push(list, element, t->parts[0]);
      }
      free(element);
      *(gl_list **)(void *)to = list;
      break;
    }
    case GL_BIG: *(gl_big **)(void *)to = put_big(v.big); break;
    case GL_UNIT:
    case GL_FUN:
    case GL_DYN: break;
  }
}

static void take_output(void *context, const uint8_t *bytes, size_t length) {
  char *printed = context;
  size_t had = strlen(printed), n = length < TEXT_ROOM - 1 - had ? length : TEXT_ROOM - 1 - had;
  memcpy(printed + had, bytes, n);
  printed[had + n] = '\0';
}

static void get_value(outcome *o, void *result, const gl_type *t) {
  gl_list *text = gl_source(result, t);
  o->value[gl_str_utf8(text, o->value, TEXT_ROOM - 1)] = '\0';
  gl_drop_list(text, &CHAR);
  gl_drop_value(result, t);
}

static uint32_t place_of(const gl_program *g, uint32_t site) { return site ? g->sites[site].start : UINT32_MAX; }

static void get_failure(outcome *o, const gl_program *g) {
  const gl_failure *f = gl_failure_now();
  o->code = f->code;
  copy_text(o->value, str_of(f->message));
  copy_text(o->values, str_of(f->values));
  o->frames = f->frame_count;
  o->places[0] = place_of(g, f->site);
  for (uint32_t i = 0; i < f->frame_count && i + 1 < GL_FRAMES; i++) o->places[i + 1] = place_of(g, f->frames[i]);
}

bool cg_call_entry(void *context) {
  entry_call *c = context;
  return c->program->entry(c->args, c->result);
}

outcome cg_outcome_got(const gl_program *g, const interp_value *args) {
  outcome o = {0};
  entry_call call = {g, calloc(1, g->argc ? g->args->size + 1 : 1), calloc(1, g->result->size + 1)};
  for (uint32_t i = 0; i < g->argc; i++)
    put_value(g->args->parts[i], args[i], (uint8_t *)call.args + g->args->offsets[i]);
  gl_on_output(take_output, o.printed);
  o.failed = gl_deep_call(cg_call_entry, &call);
  gl_flush();
  gl_on_output(NULL, NULL);
  if (o.failed) get_failure(&o, g);
  else get_value(&o, call.result, g->result);
  if (g->release) g->release();
  free(call.args);
  free(call.result);
  return o;
}

/* What a failure says in words, and which calls it names, depends on what was applied in place: only `word_for_word`
   compares that. */
static bool same(const outcome *a, const outcome *b, bool word_for_word) {
  bool equal = a->failed == b->failed && a->code == b->code && !strcmp(a->printed, b->printed);
  if (equal && (word_for_word || !a->failed)) equal = !strcmp(a->value, b->value) && !strcmp(a->values, b->values);
  return equal && (!a->failed || a->places[0] == b->places[0]) && (!word_for_word || a->frames == b->frames);
}

void cg_say(const char *who, const outcome *o) {
  printf("  %s: %s%d %s [%s] \"%s\"", who, o->failed ? "failure " : "value ", (int)o->code, o->value, o->values,
         o->printed);
  for (uint32_t i = 0; o->failed && i <= o->frames && i < GL_FRAMES; i++) printf(" @%d", (int)o->places[i]);
  printf("\n");
}

bool cg_compare_run(demand d, const outcome *want, const gl_program *g, const interp_value *args) {
  int64_t before = gl_live();
  outcome have = cg_outcome_got(g, args);
  bool leaks = gl_live() != before;
  if (same(want, &have, d.word_for_word) && !leaks) return true;
  printf("%s (%s) at level %u%s\n", d.what, d.call, d.level, leaks ? " leaks" : "");
  cg_say("wanted", want);
  cg_say("got", &have);
  return false;
}

/* ---- arguments ---- */

uint32_t cg_split_text(char *text, char by, char **parts, uint32_t most) {
  uint32_t n = 0;
  for (char *at = text; n < most; at++) {
    parts[n++] = at;
    at = strchr(at, by);
    if (!at) break;
    *at = '\0';
  }
  return n;
}
