/* Regular expressions, by PCRE2 on UTF-8. Hits follow one another as Python's: behind an empty one the next is not
   empty at the same place. */

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "ir/interp_run.h"
#include "support/vec.h"

enum { MATCH_STEPS = 20000000, WORDS = 192, NO_GROUP = UINT32_MAX };

typedef struct search {
  interp *in;
  const interp_call *call;
  str text;
  pcre2_code *code;
  pcre2_match_data *data;
  pcre2_match_context *context;
  size_t from;
  bool after_empty, failed;
  const size_t *hit;
  uint32_t groups;
} search;

typedef VEC(interp_value) value_list;

static bool is_ascii(str s) {
  for (size_t i = 0; i < s.len; i++)
    if ((unsigned char)s.ptr[i] >= 0x80) return false;
  return true;
}

static long long chars_before(str s, size_t end) {
  long long n = 0;
  for (size_t i = 0; i < end; i++) n += (s.ptr[i] & 0xC0) != 0x80;
  return n;
}

static void words_of(int error, PCRE2_UCHAR words[WORDS]) {
  words[0] = 0;
  pcre2_get_error_message(error, words, WORDS);
}

static bool search_start(search *s, interp *in, const interp_call *c) {
  *s = (search){.in = in, .call = c, .text = interp_utf8(in->home, c->args[0].list)};
  str pattern = interp_utf8(in->home, c->args[1].list);
  int error;
  size_t offset;
  uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | (is_ascii(s->text) ? 0 : PCRE2_UCP);
  s->code = pcre2_compile((PCRE2_SPTR)pattern.ptr, pattern.len, options, &error, &offset, NULL);
  if (!s->code) {
    PCRE2_UCHAR words[WORDS];
    words_of(error, words);
    str said = str_printf(in->home, "the pattern cannot be read: %s, at character %lld", (const char *)words,
                          chars_before(pattern, offset));
    return interp_fail_said(in, c, FAIL_DOMAIN, said, 1);
  }
  s->data = pcre2_match_data_create_from_pattern(s->code, NULL);
  s->context = pcre2_match_context_create(NULL);
  pcre2_set_match_limit(s->context, MATCH_STEPS);
  s->hit = pcre2_get_ovector_pointer(s->data);
  s->groups = pcre2_get_ovector_count(s->data) - 1;
  return true;
}

static void search_end(search *s) {
  pcre2_match_context_free(s->context);
  pcre2_match_data_free(s->data);
  pcre2_code_free(s->code);
}

/* False: there is no hit, or a failure is on record. */
static bool match(search *s, uint32_t options) {
  if (!interp_spend(s->in, 1 + s->text.len - s->from)) return false;
  int found = pcre2_match(s->code, (PCRE2_SPTR)s->text.ptr, s->text.len, s->from, options, s->data, s->context);
  if (found > 0) return true;
  if (found == PCRE2_ERROR_NOMATCH) return false;
  s->failed = true;
  bool steps = found == PCRE2_ERROR_MATCHLIMIT || found == PCRE2_ERROR_DEPTHLIMIT || found == PCRE2_ERROR_HEAPLIMIT;
  if (steps)
    return interp_fail_arg(s->in, s->call, FAIL_DOMAIN, "the pattern takes too many steps on this text", 0);
  PCRE2_UCHAR words[WORDS];
  words_of(found, words);
  return interp_fail_said(s->in, s->call, FAIL_DOMAIN, str_copy(s->in->home, str_of((const char *)words)), 0);
}

static bool search_next(search *s) {
  if (!match(s, s->after_empty ? PCRE2_NOTEMPTY_ATSTART : 0) || s->hit[1] < s->from) return false;
  s->after_empty = s->hit[0] == s->hit[1];
  s->from = s->hit[1];
  return true;
}

static bool has_group(const search *s, uint32_t i) { return s->hit[2 * i] != PCRE2_UNSET; }

static str part(const search *s, size_t from, size_t to) { return (str){s->text.ptr + from, to - from}; }

static str group_text(const search *s, uint32_t i) {
  return has_group(s, i) ? part(s, s->hit[2 * i], s->hit[2 * i + 1]) : STR("");
}

static interp_value list_value(interp *in, const value_list *items) {
  return interp_list_of(in->home, items->items, items->len);
}

/* A search that has come to its end gives what it found. */
static bool finish(search *s, interp_value found, interp_value *out) {
  search_end(s);
  return !s->failed && !s->in->limit && interp_give(out, found);
}

bool interp_op_re_match(interp *in, const interp_call *c, interp_value *out) {
  search s;
  if (!search_start(&s, in, c)) return false;
  interp_value found = {.i = match(&s, PCRE2_ANCHORED | PCRE2_ENDANCHORED)};
  return finish(&s, found, out);
}

bool interp_op_re_all(interp *in, const interp_call *c, interp_value *out) {
  search s;
  value_list hits = {0};
  if (!search_start(&s, in, c)) return false;
  while (search_next(&s)) {
    value_list groups = {0};
    for (uint32_t i = 0; i <= s.groups; i++) vec_push(in->home, &groups, interp_str_of(in->home, group_text(&s, i)));
    vec_push(in->home, &hits, list_value(in, &groups));
  }
  return finish(&s, list_value(in, &hits), out);
}

/* A pattern's groups stand between the parts. */
bool interp_op_re_split(interp *in, const interp_call *c, interp_value *out) {
  search s;
  value_list parts = {0};
  size_t start = 0;
  if (!search_start(&s, in, c)) return false;
  while (search_next(&s)) {
    vec_push(in->home, &parts, interp_str_of(in->home, part(&s, start, s.hit[0])));
    for (uint32_t i = 1; i <= s.groups; i++) vec_push(in->home, &parts, interp_str_of(in->home, group_text(&s, i)));
    start = s.hit[1];
  }
  vec_push(in->home, &parts, interp_str_of(in->home, part(&s, start, s.text.len)));
  return finish(&s, list_value(in, &parts), out);
}

/* ---- replacing ---- */

/* A replacement: \1 $1 \g<1> \g<name> ${1} ${name} are groups, \0 and $& the hit, \\ and $$ themselves; any other
   backslash or dollar stands for itself. */
typedef struct piece {
  str text;
  uint32_t group; /* NO_GROUP: the text */
} piece;

typedef VEC(piece) piece_list;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static char at(str s, size_t i) { return i < s.len ? s.ptr[i] : 0; }

/* How many digits of a number stand at i: two where there is such a group. */
static size_t number_length(const search *s, str to, size_t i) {
  if (!is_digit(at(to, i))) return 0;
  bool two = is_digit(at(to, i + 1)) && (uint32_t)(at(to, i) - '0') * 10 + (uint32_t)(at(to, i + 1) - '0') <= s->groups;
  return two ? 2 : 1;
}

static uint32_t number_of(str digits) {
  uint32_t n = 0;
  for (size_t i = 0; i < digits.len; i++) n = n * 10 + (uint32_t)(digits.ptr[i] - '0');
  return n;
}

/* The group between brackets; false when there is none of that name. */
static bool named_group(const search *s, str name, uint32_t *group) {
  bool digits = name.len <= 5;
  for (size_t i = 0; i < name.len; i++) digits = digits && is_digit(name.ptr[i]);
  if (digits) {
    *group = number_of(name);
    return true;
  }
  str terminated = str_copy(s->in->home, name);
  int number = pcre2_substring_number_from_name(s->code, (PCRE2_SPTR)terminated.ptr);
  *group = number > 0 ? (uint32_t)number : NO_GROUP;
  return number > 0;
}

/* The bracketed name that starts at i; empty: there is none. */
static str bracketed(str to, size_t i, char close) {
  enum { NAME_MOST = 63 };
  size_t end = i;
  while (end < to.len && to.ptr[end] != close && to.ptr[end] > 0) end++;
  bool closed = end < to.len && to.ptr[end] == close && end - i <= NAME_MOST;
  return closed ? (str){to.ptr + i, end - i} : STR("");
}

/* The piece at *i, which moves behind it; false when it names a group that is not there. */
static bool read_piece(const search *s, str to, size_t *i, piece *out) {
  size_t start = *i;
  char c = to.ptr[start], next = at(to, start + 1);
  *out = (piece){{to.ptr + start, 1}, NO_GROUP};
  *i = start + 1;
  if (c != '\\' && c != '$') return true;
  size_t digits = number_length(s, to, start + 1), open = start + (c == '$' ? 2 : 3);
  bool brackets = c == '$' ? next == '{' : next == 'g' && at(to, start + 2) == '<';
  str name = brackets ? bracketed(to, open, c == '$' ? '}' : '>') : STR("");
  if (next == c) *i = start + 2;
  if (c == '$' && next == '&') {
    out->group = 0;
    *i = start + 2;
  } else if (digits) {
    out->group = number_of((str){to.ptr + start + 1, digits});
    *i = start + 1 + digits;
  } else if (name.len) {
    *i = open + name.len + 1;
    if (!named_group(s, name, &out->group)) return false;
  }
  return out->group == NO_GROUP || out->group <= s->groups;
}

static bool read_pieces(const search *s, str to, piece_list *out) {
  for (size_t i = 0; i < to.len;) {
    piece p;
    if (!read_piece(s, to, &i, &p))
      return interp_fail_arg(s->in, s->call, FAIL_DOMAIN, "%0 names a group that the pattern does not have", 2);
    vec_push(s->in->home, out, p);
  }
  return true;
}

bool interp_op_re_sub(interp *in, const interp_call *c, interp_value *out) {
  search s;
  piece_list pieces = {0};
  size_t start = 0;
  strbuf b = strbuf_new(in->home);
  if (!search_start(&s, in, c)) return false;
  s.failed = !read_pieces(&s, interp_utf8(in->home, c->args[2].list), &pieces);
  while (!s.failed && search_next(&s)) {
    strbuf_add(&b, part(&s, start, s.hit[0]));
    for (uint32_t i = 0; i < pieces.len; i++)
      strbuf_add(&b, pieces.items[i].group == NO_GROUP ? pieces.items[i].text : group_text(&s, pieces.items[i].group));
    start = s.hit[1];
  }
  strbuf_add(&b, part(&s, start, s.text.len));
  return finish(&s, interp_str_of(in->home, strbuf_str(&b)), out);
}
