#include "ir/sexp.h"

enum { LINE_WIDTH = 100, INDENT = 2 };

sexp *sexp_new(arena *home, char open, char close, str head) {
  sexp *s = ARENA_NEW(home, sexp);
  s->open = open;
  s->close = close;
  s->head = head;
  s->width = (uint32_t)head.len + (open ? 2 : 0);
  return s;
}

sexp *sexp_atom(arena *home, str text) { return sexp_new(home, 0, 0, text); }

static bool needs_space(const sexp *list, uint32_t i) { return i > 0 || list->head.len > 0; }

void sexp_add(arena *home, sexp *list, sexp *part) {
  uint64_t width = (uint64_t)list->width + part->width + needs_space(list, list->parts.len);
  list->width = width > UINT32_MAX ? UINT32_MAX : (uint32_t)width;
  vec_push(home, &list->parts, part);
}

static void new_line(strbuf *out, uint32_t indent) {
  strbuf_byte(out, '\n');
  for (uint32_t i = 0; i < indent; i++) strbuf_byte(out, ' ');
}

/* Leading parts stay on the head's line while they are atoms. */
static void write_broken(strbuf *out, const sexp *s, uint32_t indent) {
  bool below = false;
  for (uint32_t i = 0; i < s->parts.len; i++) {
    const sexp *part = s->parts.items[i];
    below = below || part->open || i > 0;
    if (below && needs_space(s, i)) new_line(out, indent + INDENT);
    else if (needs_space(s, i)) strbuf_byte(out, ' ');
    sexp_write(out, part, below ? indent + INDENT : indent + 1);
  }
}

void sexp_write(strbuf *out, const sexp *s, uint32_t indent) {
  if (s->open) strbuf_byte(out, s->open);
  strbuf_add(out, s->head);
  if (s->width + indent > LINE_WIDTH) write_broken(out, s, indent);
  else
    for (uint32_t i = 0; i < s->parts.len; i++) {
      if (needs_space(s, i)) strbuf_byte(out, ' ');
      sexp_write(out, s->parts.items[i], indent);
    }
  if (s->close) strbuf_byte(out, s->close);
}
