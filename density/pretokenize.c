#include "density/pretokenize.h"

#include <stdlib.h>

typedef struct stage {
  regex *pattern;
  pretok_keep keep;
} stage;

typedef struct literal {
  str text;
  uint32_t token;
  unsigned margins;
} literal;

struct pretok {
  arena *home;
  VEC(stage) stages;
  VEC(literal) literals;
  regex *any_literal; /* marks the match with the literal's token + 1 */
};

pretok *pretok_new(arena *home) {
  pretok *p = ARENA_NEW(home, pretok);
  p->home = home;
  return p;
}

bool pretok_stage_add(pretok *p, str pattern, pretok_keep keep, str *problem) {
  regex *r = regex_new(p->home, pattern, problem);
  if (r) vec_push(p->home, &p->stages, ((stage){r, keep}));
  return r;
}

void pretok_literal_add(pretok *p, str text, uint32_t token, unsigned margins) {
  if (text.len) vec_push(p->home, &p->literals, ((literal){str_copy(p->home, text), token, margins}));
}

static int literal_longer_first(const void *a, const void *b) {
  const literal *x = a, *y = b;
  if (x->text.len != y->text.len) return x->text.len > y->text.len ? -1 : 1;
  return str_cmp(x->text, y->text);
}

static void literal_pattern(strbuf *out, const literal *l) {
  if (l->margins & PRETOK_SPACE_BEFORE) strbuf_add(out, STR("\\s*"));
  if (l->margins & PRETOK_WORD_ONLY) strbuf_add(out, STR("(?<!\\w)"));
  regex_quote(out, l->text);
  if (l->margins & PRETOK_WORD_ONLY) strbuf_add(out, STR("(?!\\w)"));
  if (l->margins & PRETOK_SPACE_AFTER) strbuf_add(out, STR("\\s*"));
  strbuf_printf(out, "(*MARK:%u)", l->token + 1);
}

/* One alternative a literal; the longest wins where several begin, so it comes first. */
bool pretok_literals_close(pretok *p, str *problem) {
  if (!p->literals.len) return true;
  qsort(p->literals.items, p->literals.len, sizeof(literal), literal_longer_first);
  strbuf pattern = strbuf_new(p->home);
  for (uint32_t i = 0; i < p->literals.len; i++) {
    if (i) strbuf_byte(&pattern, '|');
    literal_pattern(&pattern, &p->literals.items[i]);
  }
  p->any_literal = regex_new(p->home, strbuf_str(&pattern), problem);
  return p->any_literal;
}

typedef struct cutter {
  arena *scratch;
  str text;
  pretok_pieces *out;
} cutter;

static void cutter_put(cutter *c, size_t start, size_t end, uint32_t literal_token) {
  if (start < end) vec_push(c->scratch, c->out, ((pretok_piece){(uint32_t)start, (uint32_t)end, literal_token}));
}

/* An empty match cuts nothing; the search goes on behind the next character. */
static size_t step_over(str text, size_t at) {
  do at++;
  while (at < text.len && ((uint8_t)text.ptr[at] & 0xc0) == 0x80);
  return at;
}

static bool piece_cut(cutter *c, regex_scan *scan, pretok_piece piece, pretok_keep keep) {
  str text = {c->text.ptr + piece.start, piece.end - piece.start};
  size_t done = 0, from = 0;
  regex_hit hit;
  regex_outcome outcome = REGEX_NONE;
  while (from <= text.len && (outcome = regex_scan_find(scan, text, from, &hit)) == REGEX_HIT) {
    if (hit.start == hit.end) {
      from = step_over(text, hit.end);
      continue;
    }
    if (keep & PRETOK_GAPS) cutter_put(c, piece.start + done, piece.start + hit.start, PRETOK_TEXT);
    uint32_t token = hit.mark ? hit.mark - 1 : PRETOK_TEXT;
    if (keep & PRETOK_MATCHES) cutter_put(c, piece.start + hit.start, piece.start + hit.end, token);
    done = from = hit.end;
  }
  if (keep & PRETOK_GAPS) cutter_put(c, piece.start + done, piece.end, PRETOK_TEXT);
  return outcome != REGEX_FAILED;
}

static bool stage_run(const stage *s, arena *scratch, str text, pretok_pieces *pieces) {
  pretok_pieces before = *pieces, after = {0};
  cutter c = {scratch, text, &after};
  regex_scan *scan = regex_scan_new(s->pattern, scratch);
  for (uint32_t i = 0; i < before.len; i++) {
    pretok_piece piece = before.items[i];
    if (piece.literal != PRETOK_TEXT)
      vec_push(scratch, &after, piece);
    else if (!piece_cut(&c, scan, piece, s->keep))
      return false;
  }
  *pieces = after;
  return true;
}

bool pretok_split(const pretok *p, arena *scratch, str valid_utf8, pretok_pieces *out) {
  *out = (pretok_pieces){0};
  if (!valid_utf8.len) return true;
  vec_push(scratch, out, ((pretok_piece){0, (uint32_t)valid_utf8.len, PRETOK_TEXT}));
  if (p->any_literal && !stage_run(&(stage){p->any_literal, PRETOK_ALL}, scratch, valid_utf8, out)) return false;
  for (uint32_t i = 0; i < p->stages.len; i++)
    if (!stage_run(&p->stages.items[i], scratch, valid_utf8, out)) return false;
  return true;
}
