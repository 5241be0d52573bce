/* One file: bytes to tokens (lexer.l), to tokens with meaning (layout.c), to a tree (grammar.y). Expects nothing of the
   text; guarantees a module, whatever was reported. Linear in the text.

   The loop owns the parser: bison calls this push. After a syntax error it skips to the closer of the bracket around
   it, or to the line's end, where the grammar's `error` rules are waiting. */

#include "frontend/parse.h"

#include "frontend/grammar.h"
#include "frontend/layout.h"
#include "frontend/lexer.h"
#include "frontend/parse_tree.h"

#include <string.h>

typedef struct parse_text {
  arena *scratch; /* of the tokens; whoever read the text frees it */
  token_vec raw;
  comment_vec comments;
  layout_result layout;
  bool open; /* it ended inside a string or a bracket */
} parse_text;

/* UTF-8, and no longer than the scanner counts. */
static bool parse_check_text(source_set *sources, uint32_t file, uint32_t start, uint32_t end, diag_sink *sink) {
  str text = source_text(sources, file);
  if (end > INT32_MAX) {
    diag_report(sink, DIAG_source_too_large, (span){0, 0, file}, "a source has at most 2 GiB: split it");
    return false;
  }
  size_t bad;
  if (utf8_valid((str){text.ptr + start, end - start}, &bad)) return true;
  uint32_t at = start + (uint32_t)bad;
  diag *d = diag_report(sink, DIAG_invalid_utf8, (span){at, at + 1, file}, "the byte 0x%02X is not UTF-8",
                        (unsigned)(unsigned char)text.ptr[at]);
  diag_hint(sink, d, "save the file as UTF-8; in a string write \\u{…}");
  return false;
}

static parse_text parse_read(arena *home, intern *names, source_set *sources, uint32_t file, uint32_t start,
                             uint32_t end, diag_sink *sink) {
  static const char mark[] = "\xEF\xBB\xBF";
  parse_text t = {.scratch = arena_new("tokens")};
  if (!parse_check_text(sources, file, start, end, sink)) return t;
  const char *text = source_text(sources, file).ptr;
  if (start == 0 && end >= strlen(mark) && memcmp(text, mark, strlen(mark)) == 0) start += (uint32_t)strlen(mark);
  lexer lx = {.home = home,
              .scratch = t.scratch,
              .names = names,
              .sink = sink,
              .text = text,
              .file = file,
              .end = end,
              .multiline = SPAN_NONE,
              .tokens = &t.raw,
              .comments = &t.comments};
  lexer_run(&lx, start);
  t.layout = layout_run(t.scratch, sink, &t.raw);
  t.open = lx.unclosed || t.layout.open;
  return t;
}

/* The place to go on at after a syntax error at `at`. */
static uint32_t parse_skip(const token_vec *tokens, uint32_t at) {
  uint32_t depth = 0;
  for (; at < tokens->len; at++) {
    token_kind kind = tokens->items[at].kind;
    if (token_is(kind, TOKEN_IS_CLOSE) && depth-- == 0) break;
    if (token_is(kind, TOKEN_IS_OPEN)) depth++;
    if (kind == TOKEN_NL && depth == 0) break;
  }
  return at;
}

static void parse_push_all(parse *cx) {
  gram_pstate *state = gram_pstate_new();
  uint32_t count = cx->tokens->len;
  int status = YYPUSH_MORE;
  while (cx->at <= count && status == YYPUSH_MORE) {
    const token *t = cx->at < count ? &cx->tokens->items[cx->at] : NULL;
    span where = t ? t->where : count ? cx->tokens->items[count - 1].where : (span){0, 0, cx->file};
    if (!t) where.start = where.end;
    GRAM_STYPE value = {.GRAM_IDENT = t};
    cx->failed = false;
    status = gram_push_parse(state, t ? (int)t->kind : 0, &value, &where, cx);
    uint32_t next = cx->failed ? parse_skip(cx->tokens, cx->at) : cx->at;
    cx->at = next > cx->at ? next : cx->at + 1;
  }
  gram_pstate_delete(state);
}

ast_module *parse_part(arena *home, intern *names, source_set *sources, uint32_t file, uint32_t start, uint32_t end,
                       diag_sink *sink) {
  parse_text t = parse_read(home, names, sources, file, start, end, sink);
  parse cx = {.home = home,
              .names = names,
              .sink = sink,
              .file = file,
              .text = source_text(sources, file).ptr,
              .tokens = &t.layout.tokens};
  parse_push_all(&cx);
  arena_free(t.scratch);
  ast_module *m = ARENA_NEW(home, ast_module);
  *m = (ast_module){.file = file,
                    .items = cx.items.items,
                    .item_count = cx.items.len,
                    .comments = t.comments.items,
                    .comment_count = t.comments.len};
  return m;
}

ast_module *parse_module(arena *home, intern *names, source_set *sources, uint32_t file, diag_sink *sink) {
  return parse_part(home, names, sources, file, 0, (uint32_t)source_text(sources, file).len, sink);
}

void parse_dump_tokens(strbuf *out, arena *home, intern *names, source_set *sources, uint32_t file, diag_sink *sink) {
  str text = source_text(sources, file);
  parse_text t = parse_read(home, names, sources, file, 0, (uint32_t)text.len, sink);
  for (uint32_t i = 0; i < t.layout.tokens.len; i++) {
    const token *k = &t.layout.tokens.items[i];
    strbuf_printf(out, "%u-%u %s", k->where.start, k->where.end, token_name(k->kind));
    str slice = {text.ptr + k->where.start, k->where.end - k->where.start};
    if (slice.len && !memchr(slice.ptr, '\n', slice.len)) strbuf_printf(out, " " STR_FMT, STR_ARG(slice));
    strbuf_byte(out, '\n');
  }
  arena_free(t.scratch);
}

bool parse_complete(arena *home, intern *names, source_set *sources, uint32_t file) {
  diag_sink *unheard = diag_sink_new(home, 1);
  parse_text t = parse_read(home, names, sources, file, 0, (uint32_t)source_text(sources, file).len, unheard);
  const token_vec *tokens = &t.layout.tokens;
  bool complete = !t.open && !(tokens->len && token_is(vec_last(tokens).kind, TOKEN_IS_PENDING));
  arena_free(t.scratch);
  return complete;
}
