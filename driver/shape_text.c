/* Types of GAEL literals that stand on the command line. */

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "driver/shape.h"

static const shape *literal(arena *home, const char **at);

static void blanks(const char **at) {
  while (**at == ' ') ++*at;
}

static bool word(const char **at, const char *w) {
  size_t n = strlen(w);
  if (strncmp(*at, w, n) || isalnum((unsigned char)(*at)[n])) return false;
  *at += n;
  return true;
}

/* 12, 12n, 1.5, 1e3; a whole number that is too large for an Int is a Big. */
static const shape *number(const char **at) {
  const char *start = *at, *p = *at + (**at == '-');
  if (!isdigit((unsigned char)*p)) return NULL;
  while (isdigit((unsigned char)*p)) p++;
  if (*p == 'n') {
    *at = p + 1;
    return shape_base(SHAPE_BIG);
  }
  bool real = *p == '.' && isdigit((unsigned char)p[1]);
  if (real)
    for (p++; isdigit((unsigned char)*p); p++) continue;
  if (*p == 'e' || *p == 'E') {
    const char *q = p + 1 + (p[1] == '+' || p[1] == '-');
    if (isdigit((unsigned char)*q)) {
      real = true;
      for (p = q; isdigit((unsigned char)*p); p++) continue;
    }
  }
  *at = p;
  if (real) return shape_base(SHAPE_FLOAT);
  errno = 0;
  strtoll(start, NULL, 10);
  return shape_base(errno == ERANGE ? SHAPE_BIG : SHAPE_INT);
}

static const shape *quoted(const char **at) {
  char quote = **at;
  const char *p = *at + 1;
  uint32_t length = 0;
  for (; *p && *p != quote; p++, length += ((unsigned char)*p & 0xC0) != 0x80)
    if (*p == '\\' && p[1]) p++;
  if (!*p) return NULL;
  *at = p + 1;
  return shape_base(quote == '\'' && length == 1 ? SHAPE_CHAR : SHAPE_STR);
}

/* What stands between brackets: the parts one by one, and all of them joined; of entries `k:v` the values, and the
   keys. */
enum { MOST_PARTS = 64 };

typedef struct sequence {
  uint32_t count;
  const shape *parts[MOST_PARTS];
  const shape *joined, *keys;
  str labels[MOST_PARTS]; /* of a record */
} sequence;

/* What a part begins with. */
typedef enum sequence_kind { PLAIN, ENTRIES, FIELDS } sequence_kind;

static bool entry(arena *home, const char **at, sequence *q) {
  const shape *key = literal(home, at);
  blanks(at);
  if (!key || **at != ':') return false;
  ++*at;
  q->keys = shape_join(home, q->keys, key);
  return true;
}

static str name(const char **at) {
  const char *start = *at;
  while (isalnum((unsigned char)**at) || **at == '_' || (unsigned char)**at >= 0x80) ++*at;
  return (str){start, (size_t)(*at - start)};
}

static bool field(const char **at, sequence *q) {
  str label = name(at);
  blanks(at);
  if (!label.len || **at != ':' || q->count == MOST_PARTS) return false;
  ++*at;
  q->labels[q->count] = label;
  return true;
}

static bool items(arena *home, const char **at, char close, sequence_kind kind, sequence *q) {
  *q = (sequence){.joined = shape_base(SHAPE_ANY), .keys = shape_base(SHAPE_ANY)};
  ++*at;
  blanks(at);
  while (**at && **at != close) {
    if (kind == ENTRIES && !entry(home, at, q)) return false;
    if (kind == FIELDS && !field(at, q)) return false;
    const shape *part = literal(home, at);
    if (!part) return false;
    q->joined = shape_join(home, q->joined, part);
    if (q->count < MOST_PARTS) q->parts[q->count] = part;
    q->count++;
    blanks(at);
    if (**at != ',') break;
    ++*at;
    blanks(at);
  }
  if (**at != close) return false;
  ++*at;
  return true;
}

static const shape *list_or_set(arena *home, const char **at, shape_kind kind) {
  sequence q;
  return items(home, at, ']', PLAIN, &q) ? shape_make(home, kind, 1, &q.joined) : NULL;
}

static const shape *tuple(arena *home, const char **at) {
  sequence q;
  if (!items(home, at, ')', PLAIN, &q)) return NULL;
  if (q.count == 1) return q.parts[0];
  return q.count < 2 || q.count > MOST_PARTS ? NULL : shape_make(home, SHAPE_TUPLE, q.count, q.parts);
}

static const shape *dictionary(arena *home, const char **at) {
  sequence q;
  if (!items(home, at, '}', ENTRIES, &q)) return NULL;
  return shape_make(home, SHAPE_DICT, 2, (const shape *const[]){q.keys, q.joined});
}

static const shape *constructor(arena *home, const char **at) {
  sequence q = {0};
  str called = name(at);
  bool record = **at == '{';
  if (record && !items(home, at, '}', FIELDS, &q)) return NULL;
  if (**at == '(' && !items(home, at, ')', PLAIN, &q)) return NULL;
  return q.count > MOST_PARTS ? NULL : shape_constructor(home, called, q.count, q.parts, record ? q.labels : NULL);
}

static const shape *literal(arena *home, const char **at) {
  blanks(at);
  if (**at == '[') return list_or_set(home, at, SHAPE_LIST);
  if (**at == '(') return tuple(home, at);
  if (**at == '{') return dictionary(home, at);
  if (**at == '"' || **at == '\'') return quoted(at);
  if (word(at, "true") || word(at, "false")) return shape_base(SHAPE_BOOL);
  if (word(at, "set")) return **at == '[' ? list_or_set(home, at, SHAPE_SET) : NULL;
  if (word(at, "none")) {
    const shape *any = shape_base(SHAPE_ANY);
    return shape_make(home, SHAPE_OPTION, 1, &any);
  }
  return isupper((unsigned char)**at) ? constructor(home, at) : number(at);
}

const shape *shape_of_text(arena *home, const char *text) {
  const char *at = text;
  const shape *s = literal(home, &at);
  if (s) blanks(&at);
  return s && !*at ? s : shape_base(SHAPE_STR);
}

