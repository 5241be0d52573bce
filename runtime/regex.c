/* Patterns compiled and looked for. The last few patterns of a thread stay compiled, so that a loop compiles none. Their
   memory is PCRE2's own business with malloc: it outlives the values of a program, whose heap may be given back. What
   matching takes is checked against the memory limit, and given back when it was much. */

#define PCRE2_CODE_UNIT_WIDTH 8
#include "runtime/regex.h"

#include <pcre2.h>
#include <stdlib.h>

#include "runtime/alloc.h"
#include "runtime/fail.h"
#include "runtime/held.h"
#include "runtime/leave.h"
#include "runtime/list.h"
#include "runtime/machine.h"
#include "runtime/sink.h"
#include "runtime/utf8.h"

enum {
  KEPT = 8,                /* compiled patterns of a thread */
  MUCH = 64 * 1024,        /* memory of a match that is not kept */
  MATCH_LIMIT_STEPS = 20000000, /* about a second */
  HEAP_LIMIT_KB = 512 * 1024,
  MESSAGE = 256
};

struct rt_regex {
  uint8_t *pattern; /* its characters, as wide as in the Str */
  size_t size;
  uint8_t width;
  bool wide_text;   /* compiled for texts beyond ASCII, where \w and its like ask Unicode */
  pcre2_code *code;
  pcre2_match_data *data;
  bool much;
};

typedef struct kept_patterns {
  rt_regex kept[KEPT]; /* the one used last first */
  pcre2_general_context *memory;
  pcre2_compile_context *compiling;
  pcre2_match_context *matching;
} kept_patterns;

static RT_THREAD_LOCAL kept_patterns patterns;
static RT_THREAD_LOCAL bool took_much;

/* ---- memory ---- */

static void *memory_take(PCRE2_SIZE bytes, void *context) {
  (void)context;
  took_much |= bytes > MUCH;
  bool beyond = rt_heap_limit() > 0 && rt_heap_held() + (int64_t)bytes > rt_heap_limit();
  return beyond ? NULL : malloc(bytes);
}

static void memory_leave(void *block, void *context) {
  (void)context;
  free(block);
}

static void contexts_make(void) {
  if (patterns.matching) return;
  patterns.memory = pcre2_general_context_create(memory_take, memory_leave, NULL);
  patterns.compiling = patterns.memory ? pcre2_compile_context_create(patterns.memory) : NULL;
  patterns.matching = patterns.memory ? pcre2_match_context_create(patterns.memory) : NULL;
  if (!patterns.compiling || !patterns.matching) rt_out_of_memory();
  pcre2_set_newline(patterns.compiling, PCRE2_NEWLINE_LF);
  pcre2_set_match_limit(patterns.matching, MATCH_LIMIT_STEPS);
  pcre2_set_heap_limit(patterns.matching, HEAP_LIMIT_KB);
}

/* ---- UTF-8 ---- */

/* A surrogate, which no UTF-8 has, becomes U+FFFD. */
static uint8_t *utf8_put(uint8_t *to, uint32_t c) {
  return rt_utf8_put(to, c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c);
}

/* The text's bytes; *block is theirs, of *size bytes, when they had to be made. */
static const uint8_t *utf8_of(const gl_list *text, size_t *size, uint8_t **block) {
  *block = NULL;
  *size = gl_str_utf8(text, NULL, 0);
  if (text->width == 1) return text->data;
  uint8_t *to = *block = rt_alloc(*size);
  for (int64_t i = 0; i < text->len; i++) to = utf8_put(to, rt_char_at(text, i));
  return *block;
}

/* ---- compiling ---- */

static bool fail_pattern(uint32_t site, int error, size_t at, gl_list *pattern) {
  PCRE2_UCHAR words[MESSAGE - 64] = "";
  char message[MESSAGE];
  pcre2_get_error_message(error, words, sizeof words);
  rt_cutter c;
  rt_cutter_init(&c, message, sizeof message);
  rt_sink_text(&c.sink, "the pattern cannot be read: ");
  rt_sink_text(&c.sink, (const char *)words);
  rt_sink_text(&c.sink, ", at character ");
  rt_sink_int(&c.sink, (int64_t)at);
  (void)rt_cutter_end(&c);
  return rt_fail_words(RT_FAIL_DOMAIN, site, message, 1, &(rt_operand){&pattern, &rt_type_str});
}

static int64_t chars_before(const uint8_t *bytes, size_t size) {
  int64_t count = 0;
  for (size_t i = 0; i < size; i++) count += (bytes[i] & 0xC0) != 0x80;
  return count;
}

/* For ASCII texts \w, \d and \s need no look at Unicode's tables, which halves the speed. */
static bool compile(rt_regex *r, gl_list *pattern, uint32_t site) {
  size_t size, offset;
  int error;
  uint8_t *block;
  const uint8_t *bytes = utf8_of(pattern, &size, &block);
  uint32_t options = PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_NEVER_BACKSLASH_C | (r->wide_text ? PCRE2_UCP : 0);
  r->code = pcre2_compile(bytes, size, options, &error, &offset, patterns.compiling);
  bool failed = !r->code && fail_pattern(site, error, (size_t)chars_before(bytes, offset), pattern);
  if (block) rt_free(block, size);
  if (r->code) r->data = pcre2_match_data_create_from_pattern(r->code, patterns.memory);
  if (!failed && !r->data) {
    pcre2_code_free(r->code);
    rt_out_of_memory();
  }
  return failed;
}

static bool is_pattern(const rt_regex *r, const gl_list *pattern, bool wide_text) {
  size_t size = (size_t)pattern->len * pattern->width;
  return r->code && r->wide_text == wide_text && r->width == pattern->width && r->size == size &&
         (!size || memcmp(r->pattern, pattern->data, size) == 0);
}

static void regex_free(rt_regex *r) {
  pcre2_match_data_free(r->data);
  pcre2_code_free(r->code);
  free(r->pattern);
  *r = (rt_regex){0};
}

#ifdef GAEL_HOSTED
static void leave(void) {
  for (uint32_t i = 0; i < KEPT; i++) regex_free(&patterns.kept[i]);
  pcre2_match_context_free(patterns.matching);
  pcre2_compile_context_free(patterns.compiling);
  pcre2_general_context_free(patterns.memory);
  patterns = (kept_patterns){0};
}
#endif
RT_LEAVES(leave)

static void to_front(uint32_t at) {
  rt_regex r = patterns.kept[at];
  memmove(&patterns.kept[1], &patterns.kept[0], at * sizeof r);
  patterns.kept[0] = r;
}

static rt_regex *regex_find(gl_list *pattern, bool wide_text, uint32_t site) {
  uint32_t at = 0;
  while (at < KEPT && !is_pattern(&patterns.kept[at], pattern, wide_text)) at++;
  if (at < KEPT) {
    to_front(at);
    return &patterns.kept[0];
  }
  note_thread();
  contexts_make();
  size_t size = (size_t)pattern->len * pattern->width;
  rt_regex r = {.size = size, .width = pattern->width, .wide_text = wide_text};
  if (compile(&r, pattern, site)) return NULL;
  r.pattern = malloc(size ? size : 1);
  if (!r.pattern) {
    regex_free(&r);
    rt_out_of_memory();
  }
  rt_copy(r.pattern, pattern->data, size);
  regex_free(&patterns.kept[KEPT - 1]);
  patterns.kept[KEPT - 1] = r;
  to_front(KEPT - 1);
  return &patterns.kept[0];
}

/* PCRE2's memory is not the program's: no call of a host's ends in the middle of it. */
static rt_regex *regex_of(gl_list *pattern, bool wide_text, uint32_t site) {
  rt_hold();
  rt_regex *found = regex_find(pattern, wide_text, site);
  rt_let();
  return found;
}

/* ---- looking for it ---- */

bool rt_search_start(rt_search *s, gl_list *text, gl_list *pattern, uint32_t site) {
  *s = (rt_search){.text = text, .site = site};
  s->regex = regex_of(pattern, text->width != 1, site);
  if (!s->regex) return true;
  s->bytes = utf8_of(text, &s->size, &s->block);
  s->hit = pcre2_get_ovector_pointer(s->regex->data);
  s->groups = pcre2_get_ovector_count(s->regex->data) - 1;
  took_much = false;
  return false;
}

/* What a match took beyond the usual is given back. */
void rt_search_end(rt_search *s) {
  if (s->block) rt_free(s->block, s->size);
  if (!took_much) return;
  rt_hold();
  pcre2_match_data_free(s->regex->data);
  s->regex->data = pcre2_match_data_create_from_pattern(s->regex->code, patterns.memory);
  if (!s->regex->data) {
    regex_free(s->regex);
    rt_out_of_memory();
  }
  rt_let();
}

static rt_hit fail_match(const rt_search *s, int error) {
  switch (error) {
  case PCRE2_ERROR_NOMEMORY: rt_out_of_memory();
  case PCRE2_ERROR_MATCHLIMIT:
  case PCRE2_ERROR_DEPTHLIMIT:
  case PCRE2_ERROR_HEAPLIMIT:
    (void)rt_fail(RT_FAIL_DOMAIN, s->site, "the pattern takes too many steps on this text", 1,
                  &(rt_operand){&s->text, &rt_type_str});
    return RT_HIT_FAILED;
  }
  PCRE2_UCHAR words[MESSAGE] = "";
  pcre2_get_error_message(error, words, sizeof words);
  (void)rt_fail_words(RT_FAIL_DOMAIN, s->site, (const char *)words, 0, NULL);
  return RT_HIT_FAILED;
}

static rt_hit match(rt_search *s, uint32_t options) {
  static const uint8_t NOTHING[1];
  rt_hold(); /* for MATCH_LIMIT_STEPS at most */
  int found = pcre2_match(s->regex->code, s->size ? s->bytes : NOTHING, s->size, s->from, options | PCRE2_NO_UTF_CHECK,
                          s->regex->data, patterns.matching);
  rt_let();
  return found > 0 ? RT_HIT : found == PCRE2_ERROR_NOMATCH ? RT_NO_HIT : fail_match(s, found);
}

rt_hit rt_search_whole(rt_search *s) { return match(s, PCRE2_ANCHORED | PCRE2_ENDANCHORED); }

rt_hit rt_search_next(rt_search *s) {
  rt_hit found = match(s, s->after_empty ? PCRE2_NOTEMPTY_ATSTART : 0);
  if (found != RT_HIT) return found;
  if (s->hit[1] < s->from) return RT_NO_HIT; /* nothing goes backwards */
  s->after_empty = s->hit[0] == s->hit[1];
  s->from = s->hit[1];
  return RT_HIT;
}

/* ---- what was found ---- */

static bool starts_char(const rt_search *s, size_t byte) { return (s->bytes[byte] & 0xC0) != 0x80; }

/* Positions are asked for in nearly rising order, so that all of a text's hits cost one walk over it. */
static int64_t char_at_byte(rt_search *s, size_t byte) {
  if (!s->block) return (int64_t)byte;
  while (s->known_byte < byte) {
    s->known_char++;
    do s->known_byte++;
    while (s->known_byte < s->size && !starts_char(s, s->known_byte));
  }
  while (s->known_byte > byte) {
    s->known_char--;
    do s->known_byte--;
    while (!starts_char(s, s->known_byte));
  }
  return s->known_char;
}

gl_list *rt_search_part(rt_search *s, size_t from, size_t to) {
  int64_t lo = char_at_byte(s, from);
  return rt_list_part((gl_list *)s->text, lo, char_at_byte(s, to) - lo, &rt_type_char);
}

bool rt_search_has(const rt_search *s, uint32_t group) { return s->hit[2 * group] != PCRE2_UNSET; }

gl_list *rt_search_group(rt_search *s, uint32_t group) {
  return rt_search_has(s, group) ? rt_search_part(s, s->hit[2 * group], s->hit[2 * group + 1]) : rt_str_new(0, 1);
}

uint32_t rt_search_named(const rt_search *s, const char *name) {
  int number = pcre2_substring_number_from_name(s->regex->code, (PCRE2_SPTR)name);
  return number > 0 ? (uint32_t)number : 0;
}
