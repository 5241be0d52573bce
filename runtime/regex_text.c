/* What programs do with regular expressions. */

#include "runtime/fail.h"
#include "runtime/list.h"
#include "runtime/regex.h"
#include "runtime/sink.h"
#include "runtime/utf8.h"

static gl_list *parts_new(int64_t room) { return rt_list_new(room, sizeof(gl_list *), 0); }
static void parts_push(gl_list *parts, gl_list *part) { gl_list_push(parts, &part, &rt_type_str); }

bool gl_re_match(gl_list *s, gl_list *pattern, uint32_t site, uint8_t *out) {
  rt_search search;
  if (rt_search_start(&search, s, pattern, site)) return true;
  rt_hit found = rt_search_whole(&search);
  rt_search_end(&search);
  *out = found == RT_HIT;
  return found == RT_HIT_FAILED;
}

static gl_list *hit_groups(rt_search *search) {
  gl_list *groups = parts_new(1 + (int64_t)search->groups);
  for (uint32_t i = 0; i <= search->groups; i++) parts_push(groups, rt_search_group(search, i));
  return groups;
}

bool gl_re_all(gl_list *s, gl_list *pattern, uint32_t site, gl_list **out) {
  static const gl_type *const STR_PART[] = {&rt_type_str};
  static const gl_type GROUPS = {.kind = GL_LIST, .pointers = 1, .count = 1, .size = sizeof(gl_list *), .parts = STR_PART};
  rt_search search;
  if (rt_search_start(&search, s, pattern, site)) return true;
  gl_list *hits = parts_new(4);
  rt_hit found;
  while ((found = rt_search_next(&search)) == RT_HIT) parts_push(hits, hit_groups(&search));
  rt_search_end(&search);
  if (found == RT_HIT_FAILED) {
    gl_drop_list(hits, &GROUPS);
    return true;
  }
  *out = hits;
  return false;
}

/* As Python's: a pattern's groups stand between the parts. */
bool gl_re_split(gl_list *s, gl_list *pattern, uint32_t site, gl_list **out) {
  rt_search search;
  if (rt_search_start(&search, s, pattern, site)) return true;
  gl_list *parts = parts_new(4);
  size_t start = 0;
  rt_hit found;
  while ((found = rt_search_next(&search)) == RT_HIT) {
    parts_push(parts, rt_search_part(&search, start, search.hit[0]));
    for (uint32_t i = 1; i <= search.groups; i++) parts_push(parts, rt_search_group(&search, i));
    start = search.hit[1];
  }
  parts_push(parts, rt_search_part(&search, start, search.size));
  rt_search_end(&search);
  if (found == RT_HIT_FAILED) {
    gl_drop_list(parts, &rt_type_str);
    return true;
  }
  *out = parts;
  return false;
}

/* ---- replacing ---- */

enum { NAME = 64, NO_GROUP = UINT32_MAX };

/* A replacement is characters and groups: \1 $1 \g<1> \g<name> ${1} ${name}, \0 and $& the hit; \\ and $$ are themselves.
   Anything else behind a backslash or a dollar stands for itself. */
typedef struct template_reader {
  const gl_list *text;
  int64_t at;
} template_reader;

static uint32_t peek(const template_reader *r, int64_t ahead) {
  return r->at + ahead < r->text->len ? rt_char_at(r->text, r->at + ahead) : 0;
}

static bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

/* Two digits are one number when there is such a group. */
static uint32_t numbered(template_reader *r, uint32_t groups) {
  uint32_t number = peek(r, 0) - '0';
  r->at++;
  if (!is_digit(peek(r, 0)) || number * 10 + peek(r, 0) - '0' > groups) return number;
  number = number * 10 + peek(r, 0) - '0';
  r->at++;
  return number;
}

/* Behind the opening bracket; NO_GROUP: nothing that closes, and the reader stays. */
static uint32_t bracketed(template_reader *r, uint32_t close, const rt_search *s, bool *unknown) {
  char name[NAME];
  size_t length = 0;
  uint32_t number = 0;
  bool digits = true;
  for (uint32_t c; (c = peek(r, (int64_t)length)) != close; length++) {
    if (c == 0 || c >= 0x80 || length == NAME - 1) return NO_GROUP;
    name[length] = (char)c;
    digits &= is_digit(c) && length < 5;
    number = number * 10 + c - '0';
  }
  if (!length) return NO_GROUP;
  name[length] = 0;
  r->at += (int64_t)length + 1;
  if (digits) return number;
  number = rt_search_named(s, name);
  *unknown = number == 0;
  return number;
}

/* The next group; or NO_GROUP and a character. */
static uint32_t template_next(template_reader *r, const rt_search *s, uint32_t *scalar, bool *unknown) {
  uint32_t c = *scalar = peek(r, 0), next = peek(r, 1);
  r->at++;
  if (c != '\\' && c != '$') return NO_GROUP;
  template_reader inside = {r->text, r->at + (c == '$' ? 1 : 2)};
  uint32_t group = NO_GROUP;
  if (is_digit(next)) return numbered(r, s->groups);
  if (next == c) r->at++;
  if (c == '$' && next == '{') group = bracketed(&inside, '}', s, unknown);
  if (c == '\\' && next == 'g' && peek(r, 1) == '<') group = bracketed(&inside, '>', s, unknown);
  if (group != NO_GROUP) r->at = inside.at;
  if (c != '$' || next != '&') return group;
  r->at++;
  return 0;
}

static bool template_fails(const gl_list *to, const rt_search *s) {
  uint32_t scalar;
  bool unknown = false;
  for (template_reader r = {to, 0}; r.at < to->len;) {
    uint32_t group = template_next(&r, s, &scalar, &unknown);
    if (unknown || (group != NO_GROUP && group > s->groups)) {
      return rt_fail(RT_FAIL_DOMAIN, s->site, "%0 names a group that the pattern does not have", 1,
                     &(rt_operand){&to, &rt_type_str});
    }
  }
  return false;
}

static void template_write(rt_sink *sink, const gl_list *to, const rt_search *s) {
  uint32_t scalar;
  bool unknown;
  for (template_reader r = {to, 0}; r.at < to->len;) {
    uint32_t group = template_next(&r, s, &scalar, &unknown);
    if (group == NO_GROUP) {
      rt_sink_scalar(sink, scalar);
    } else if (rt_search_has(s, group)) {
      rt_sink_bytes(sink, s->bytes + s->hit[2 * group], s->hit[2 * group + 1] - s->hit[2 * group]);
    }
  }
}

bool gl_re_sub(gl_list *s, gl_list *pattern, gl_list *to, uint32_t site, gl_list **out) {
  rt_search search;
  if (rt_search_start(&search, s, pattern, site)) return true;
  rt_builder b;
  rt_builder_init(&b);
  size_t start = 0;
  rt_hit found = template_fails(to, &search) ? RT_HIT_FAILED : RT_HIT;
  while (found == RT_HIT && (found = rt_search_next(&search)) == RT_HIT) {
    rt_sink_bytes(&b.sink, search.bytes + start, search.hit[0] - start);
    template_write(&b.sink, to, &search);
    start = search.hit[1];
  }
  rt_sink_bytes(&b.sink, search.bytes + start, search.size - start);
  rt_search_end(&search);
  if (found == RT_HIT_FAILED) {
    rt_builder_free(&b);
    return true;
  }
  *out = rt_builder_str(&b);
  return false;
}
