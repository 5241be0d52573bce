/* The failure on record, and the sentences. Recording is paid for by programs that catch, so operands are written at
   once, shortened, into the record: nothing is kept alive and nothing is allocated. */

#include "runtime/fail.h"

#include <string.h>

#include "runtime/list.h"
#include "runtime/machine.h"
#include "runtime/out.h"
#include "runtime/show.h"
#include "runtime/value.h"

enum { VALUE_ROOM = 100 }; /* bytes an operand may take, the NUL included */

static RT_THREAD_LOCAL gl_failure record;

gl_failure *gl_failure_now(void) { return &record; }

void gl_fail_clear(void) { record.code = 0; }

void gl_fail_frame(uint32_t site) {
  if (record.frame_count < GL_FRAMES) record.frames[record.frame_count] = site;
  record.frame_count++;
}

/* ---- sentences ---- */

/* By code: with operands of the kinds that `fits` spells, the first; else the second. In a sentence %0 is operand 0 as
   source and #0 the length of the list that it is. Kinds: i Int, l list, s Str, * anything. */
typedef struct fail_sentence {
  const char *fits, *with_values, *plain;
} fail_sentence;

static const fail_sentence SENTENCES[] = {
    [RT_FAIL_INDEX - RT_FAIL_INDEX] = {"li", "index %1 is out of range of #0 elements", "index out of range"},
    [RT_FAIL_DIVIDE - RT_FAIL_INDEX] = {NULL, NULL, "division by zero"},
    [RT_FAIL_OVERFLOW - RT_FAIL_INDEX] = {NULL, NULL, "the result does not fit into 64 bits; `.big` has no such limit"},
    [RT_FAIL_EMPTY - RT_FAIL_INDEX] = {NULL, NULL, "the list is empty"},
    [RT_FAIL_PARSE - RT_FAIL_INDEX] = {"s", "%0 does not parse", "the text does not parse"},
    [RT_FAIL_SEARCH - RT_FAIL_INDEX] = {NULL, NULL, "nothing was found"},
    [RT_FAIL_KEY - RT_FAIL_INDEX] = {"**", "the key %1 is not there", "the key is not there"},
    [RT_FAIL_MATCH - RT_FAIL_INDEX] = {"*", "no case matches %0", "no case matches"},
    [RT_FAIL_USER - RT_FAIL_INDEX] = {NULL, NULL, "the program failed"},
    [RT_FAIL_DOMAIN - RT_FAIL_INDEX] = {NULL, NULL, "an argument is outside the function's domain"},
    [RT_FAIL_LENGTH -
        RT_FAIL_INDEX] = {"ll", "lists of #0 and #1 elements cannot be paired", "the lists differ in length"},
    [RT_FAIL_DENIED - RT_FAIL_INDEX] = {NULL, NULL, "this is not allowed"},
    [RT_FAIL_IO - RT_FAIL_INDEX] = {NULL, NULL, "the system said no"},
};

static bool kind_fits(const gl_type *t, char kind) {
  switch (kind) {
  case 'i': return t->kind == GL_INT;
  case 'l': return t->kind == GL_LIST;
  case 's': return rt_is_str(t);
  }
  return kind == '*';
}

static bool operands_fit(const char *fits, uint32_t count, const rt_operand *operands) {
  if (!fits || strlen(fits) != count) return false;
  for (uint32_t i = 0; i < count; i++) {
    if (!kind_fits(operands[i].type, fits[i])) return false;
  }
  return true;
}

static void write_operand(rt_sink *s, const rt_operand *operand) {
  char text[VALUE_ROOM];
  rt_cutter c;
  rt_cutter_init(&c, text, sizeof text);
  rt_source(&c.sink, operand->value, operand->type);
  rt_sink_bytes(s, text, rt_cutter_end(&c));
}

static void write_sentence(rt_sink *s, const char *text, const rt_operand *operands) {
  for (; *text; text++) {
    if (*text == '%') {
      write_operand(s, &operands[*++text - '0']);
    } else if (*text == '#') {
      rt_sink_int(s, (*(gl_list *const *)operands[*++text - '0'].value)->len);
    } else {
      rt_sink_byte(s, (uint8_t)*text);
    }
  }
}

/* ---- recording ---- */

static void record_start(int32_t code, uint32_t site) {
  record.code = code;
  record.site = site;
  record.frame_count = 0;
  record.message[0] = record.values[0] = 0;
}

static void record_values(uint32_t count, const rt_operand *operands) {
  if (!count) return;
  rt_cutter c;
  rt_cutter_init(&c, record.values, sizeof record.values);
  for (uint32_t i = 0; i < count; i++) {
    if (i) rt_sink_text(&c.sink, ", ");
    write_operand(&c.sink, &operands[i]);
  }
  (void)rt_cutter_end(&c);
}

static const char *sentence_of(int32_t code, uint32_t count, const rt_operand *operands) {
  static const fail_sentence UNKNOWN = {NULL, NULL, "the program failed"};
  uint32_t index = (uint32_t)(code - RT_FAIL_INDEX);
  const fail_sentence *s = index < sizeof SENTENCES / sizeof *SENTENCES ? &SENTENCES[index] : &UNKNOWN;
  return operands_fit(s->fits, count, operands) ? s->with_values : s->plain;
}

bool rt_fail(int32_t code, uint32_t site, const char *sentence, uint32_t count, const rt_operand *operands) {
  record_start(code, site);
  record_values(count, operands);
  rt_cutter c;
  rt_cutter_init(&c, record.message, sizeof record.message);
  write_sentence(&c.sink, sentence ? sentence : sentence_of(code, count, operands), operands);
  (void)rt_cutter_end(&c);
  return true;
}

bool rt_fail_words(int32_t code, uint32_t site, const char *message, uint32_t count, const rt_operand *operands) {
  record_start(code, site);
  record_values(count, operands);
  rt_cutter c;
  rt_cutter_init(&c, record.message, sizeof record.message);
  rt_sink_text(&c.sink, message);
  (void)rt_cutter_end(&c);
  return true;
}

void gl_fail(int32_t code, uint32_t site, const void *values, const gl_type *t) {
  enum { MOST = 8 };
  rt_operand operands[MOST];
  uint32_t count = !values ? 0 : t->count < MOST ? t->count : MOST;
  for (uint32_t i = 0; i < count; i++) operands[i] = (rt_operand){rt_part(values, t, i), t->parts[i]};
  (void)rt_fail(code, site, NULL, count, operands);
}

void gl_fail_text(int32_t code, uint32_t site, gl_list *message) {
  record_start(code, site);
  rt_cutter c;
  rt_cutter_init(&c, record.message, sizeof record.message);
  rt_sink_str(&c.sink, message);
  (void)rt_cutter_end(&c);
}

/* ---- what the runtime itself fails with ---- */

static const gl_type *const CHAR_PART[] = {&rt_type_char};
const gl_type rt_type_int = {.kind = GL_INT, .size = 8, .name = "Int"};
const gl_type rt_type_float = {.kind = GL_FLOAT, .size = 8, .name = "Float"};
const gl_type rt_type_char = {.kind = GL_CHAR, .size = 4, .name = "Char"};
const gl_type rt_type_str = {
    .kind = GL_LIST, .pointers = 1, .count = 1, .size = sizeof(gl_list *), .parts = CHAR_PART, .name = "Str"};

bool rt_fail_int(int32_t code, uint32_t site, const char *sentence, int64_t a) {
  return rt_fail(code, site, sentence, 1, &(rt_operand){&a, &rt_type_int});
}

bool rt_fail_ints(int32_t code, uint32_t site, const char *sentence, int64_t a, int64_t b) {
  rt_operand operands[] = {{&a, &rt_type_int}, {&b, &rt_type_int}};
  return rt_fail(code, site, sentence, 2, operands);
}

void gl_fail_int(int32_t code, uint32_t site, int64_t a) { (void)rt_fail_int(code, site, NULL, a); }
void gl_fail_ints(int32_t code, uint32_t site, int64_t a, int64_t b) { (void)rt_fail_ints(code, site, NULL, a, b); }

bool rt_fail_index(uint32_t site, const gl_list *a, const gl_type *e, int64_t i) {
  const gl_type *const part[] = {e};
  const gl_type list = {.kind = GL_LIST, .pointers = 1, .count = 1, .size = sizeof a, .parts = part};
  rt_operand operands[] = {{&a, &list}, {&i, &rt_type_int}};
  return rt_fail(RT_FAIL_INDEX, site, NULL, 2, operands);
}
