#include "density/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stddef.h>
#include <stdlib.h>

struct regex {
  pcre2_code *code;
};

struct regex_scan {
  const regex *re;
  pcre2_match_data *data;
  pcre2_match_context *limits;
};

static void *memory_take(PCRE2_SIZE bytes, void *home) { return arena_alloc(home, bytes, alignof(max_align_t)); }
static void memory_leave(void *block, void *home) { (void)block, (void)home; }

static pcre2_general_context *memory_of(arena *home) {
  return pcre2_general_context_create(memory_take, memory_leave, home);
}

/* PCRE2's \s knows U+180E and its age's white space, theirs is the property White_Space. */
static void escape_add(strbuf *out, char c) {
  if (c == 's')
    strbuf_add(out, STR("\\p{White_Space}"));
  else if (c == 'S')
    strbuf_add(out, STR("\\P{White_Space}"));
  else
    strbuf_printf(out, "\\%c", c);
}

/* Inside a class `[` opens another and `&&` intersects, for them; both would be plain characters for PCRE2. */
static bool pattern_translate(arena *home, str pattern, str *translated, str *problem) {
  strbuf out = strbuf_new(home);
  bool in_class = false;
  for (size_t i = 0; i < pattern.len; i++) {
    char c = pattern.ptr[i], next = i + 1 < pattern.len ? pattern.ptr[i + 1] : '\0';
    if (c == '\\' && next) {
      escape_add(&out, next);
      i++;
      continue;
    }
    if (in_class && (c == '[' || (c == '&' && next == '&'))) {
      *problem = STR("a set operation inside a character class is not supported");
      return false;
    }
    in_class = in_class ? c != ']' : c == '[';
    strbuf_byte(&out, c);
  }
  *translated = strbuf_str(&out);
  return true;
}

static str compile_problem(arena *home, int error, size_t offset) {
  PCRE2_UCHAR text[128] = "";
  pcre2_get_error_message(error, text, sizeof text);
  return str_printf(home, "%s (at byte %zu of the pattern)", (const char *)text, offset);
}

regex *regex_new(arena *home, str pattern, str *problem) {
  str ours;
  if (!pattern_translate(home, pattern, &ours, problem)) return NULL;
  pcre2_compile_context *context = pcre2_compile_context_create(memory_of(home));
  pcre2_set_newline(context, PCRE2_NEWLINE_LF);
  int error;
  PCRE2_SIZE offset;
  regex *r = ARENA_NEW(home, regex);
  r->code =
      pcre2_compile((PCRE2_SPTR)ours.ptr, ours.len, PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE, &error, &offset, context);
  if (r->code) return r;
  *problem = compile_problem(home, error, offset);
  return NULL;
}

void regex_quote(strbuf *out, str text) {
  for (size_t i = 0; i < text.len; i++) {
    uint8_t c = (uint8_t)text.ptr[i];
    bool word = c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (!word) strbuf_byte(out, '\\');
    strbuf_byte(out, (char)c);
  }
}

regex_scan *regex_scan_new(const regex *r, arena *home) {
  pcre2_general_context *memory = memory_of(home);
  regex_scan *s = ARENA_NEW(home, regex_scan);
  s->re = r;
  s->data = pcre2_match_data_create(1, memory);
  s->limits = pcre2_match_context_create(memory);
  pcre2_set_match_limit(s->limits, UINT32_MAX);
  pcre2_set_depth_limit(s->limits, UINT32_MAX);
  return s;
}

regex_outcome regex_scan_find(regex_scan *s, str valid_utf8, size_t from, regex_hit *hit) {
  int found = pcre2_match(s->re->code, (PCRE2_SPTR)valid_utf8.ptr, valid_utf8.len, from, PCRE2_NO_UTF_CHECK, s->data,
                          s->limits);
  if (found == PCRE2_ERROR_NOMATCH) return REGEX_NONE;
  if (found < 0) return REGEX_FAILED;
  const PCRE2_SIZE *at = pcre2_get_ovector_pointer(s->data);
  PCRE2_SPTR mark = pcre2_get_mark(s->data);
  *hit = (regex_hit){at[0], at[1], mark ? (uint32_t)strtoul((const char *)mark, NULL, 10) : 0};
  return at[1] < at[0] ? REGEX_FAILED : REGEX_HIT; /* \K in a lookahead turns a match around */
}
