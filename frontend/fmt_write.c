#include "frontend/fmt_write.h"

#include "frontend/resolve_scan.h"
#include "stdlib/library.h"

#include <string.h>

static bool fmt_is_word(char c) {
  unsigned char u = (unsigned char)c;
  return (u >= '0' && u <= '9') || (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z') || u == '_' || u >= 0x80;
}

void fmt_bytes(fmt *f, str text) {
  if (f->over || !text.len) return;
  const char *line = memrchr(text.ptr, '\n', text.len);
  size_t behind = line ? (size_t)(text.ptr + text.len - line - 1) : text.len;
  f->column = (uint32_t)behind + (line ? 0 : f->column);
  f->last = text.ptr[text.len - 1];
  if (f->draft)
    f->over = f->column > FMT_WIDTH || line;
  else
    strbuf_add(f->out, text);
}

void fmt_put(fmt *f, str text) {
  if (!text.len) return;
  bool words = fmt_is_word(f->last) && fmt_is_word(text.ptr[0]);
  bool arrow = f->last == '<' && text.ptr[0] == '-';
  bool braces = f->hole_begins && text.ptr[0] == '{';
  if (words || arrow || braces) fmt_bytes(f, STR(" "));
  f->hole_begins = false;
  fmt_bytes(f, text);
}

void fmt_puts(fmt *f, const char *text) { fmt_put(f, str_of(text)); }
void fmt_sym(fmt *f, sym name) { fmt_put(f, intern_str(f->names, name)); }
void fmt_source(fmt *f, span where) { fmt_put(f, (str){f->text + where.start, where.end - where.start}); }

void fmt_space(fmt *f) {
  if (f->last != ' ' && f->last != '\n') fmt_bytes(f, STR(" "));
}

void fmt_gap(fmt *f) {
  if (f->face == FMT_READABLE) fmt_space(f);
}

bool fmt_breaks(const fmt *f) { return f->face == FMT_READABLE && !f->flat; }

void fmt_line(fmt *f) {
  fmt_bytes(f, STR("\n"));
  for (uint32_t i = 0; i < f->indent; i++) fmt_bytes(f, STR(" "));
}

fmt fmt_draft(const fmt *f) {
  fmt d = *f;
  d.flat = d.draft = true;
  d.over = d.break_dots = false;
  return d;
}

/* Names. */

static bool fmt_bind_one(const ast *n, void *context) {
  if (n->kind == AST_NAME) map_set(context, n->name, 1);
  return true;
}

static void fmt_bind_all(map *bound, ast_list patterns) {
  for (uint32_t i = 0; i < patterns.len; i++) ast_visit(patterns.items[i], fmt_bind_one, bound);
}

static bool fmt_bind_in(const ast *n, void *context) {
  if (n->kind == AST_LET) ast_visit(n->let.target, fmt_bind_one, context);
  if (n->kind == AST_QUAL_FROM || n->kind == AST_QUAL_LET) ast_visit(n->pair.left, fmt_bind_one, context);
  if (n->kind == AST_LAMBDA) fmt_bind_all(context, n->lambda.params);
  for (uint32_t i = 0; n->kind == AST_MATCH && i < n->match.arm_count; i++)
    ast_visit(n->match.arms[i].pattern, fmt_bind_one, context);
  return true;
}

map fmt_bound_names(arena *home, const ast_module *m) {
  map bound = map_new(home);
  for (uint32_t i = 0; i < m->item_count; i++) {
    const ast_item *item = &m->items[i];
    if (item->name) map_set(&bound, item->name, 1);
    fmt_bind_all(&bound, item->params);
    ast_visit(item->body, fmt_bind_in, &bound);
    for (uint32_t v = 0; v < item->variant_count; v++)
      for (uint32_t p = 0; item->variants[v].fields && p < item->variants[v].count; p++)
        map_set(&bound, item->variants[v].fields[p], 1);
  }
  return bound;
}

static bool fmt_is_bound(const intern *names, const map *bound, str name) {
  uint64_t unused;
  sym s = intern_find(names, name);
  return s && map_get(bound, s, &unused);
}

static str spelling(const intern *names, const map *bound, sym name, fmt_face face) {
  str written = intern_str(names, name);
  const library_name *found = library_find(written.ptr, (uint32_t)written.len);
  if (!found || fmt_is_bound(names, bound, written)) return written;
  str other = str_of(face == FMT_READABLE ? found->canonical : found->dense);
  return fmt_is_bound(names, bound, other) ? written : other;
}

str fmt_canonical(const intern *names, const map *bound, sym name) {
  return spelling(names, bound, name, FMT_READABLE);
}

void fmt_name(fmt *f, sym name) { fmt_put(f, spelling(f->names, f->bound, name, f->face)); }
