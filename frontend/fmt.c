/* A module in one of its two faces. Expects a module without errors. Items come in their order; comments stand before
   the item that they are in or before, or behind it when they end its last line. The dense face has no blank lines, the
   readable one keeps single ones. Drafts stop at the line's width, so the whole is linear in width times text. */

#include "frontend/fmt.h"

#include <string.h>

#include "frontend/fmt_write.h"

typedef struct fmt_place {
  const ast_module *module;
  uint32_t comment; /* the next one */
  uint32_t end;     /* of what was written last, in the source */
} fmt_place;

static void fmt_item(fmt *f, const ast_item *item) {
  switch (item->kind) {
  case AST_ITEM_DEF:
    fmt_head(f, item->name, item->params);
    fmt_gap(f);
    fmt_puts(f, "=");
    fmt_definition_body(f, item->body);
    break;
  case AST_ITEM_MAIN: fmt_main_body(f, item->body); break;
  case AST_ITEM_TYPE: fmt_declaration(f, item); break;
  case AST_ITEM_USE:
    fmt_puts(f, "use ");
    fmt_sym(f, item->name);
    break;
  case AST_ITEM_ANNOTATION:
    if (item->exported) fmt_puts(f, "export ");
    fmt_sym(f, item->name);
    fmt_puts(f, ":");
    fmt_gap(f);
    fmt_type(f, item->type);
    break;
  }
}

static uint32_t fmt_newlines(const fmt *f, uint32_t start, uint32_t end) {
  uint32_t count = 0;
  for (uint32_t i = start; i < end; i++) count += f->text[i] == '\n';
  return count;
}

/* A blank line, if there was one before `start`. */
static void fmt_blank(fmt *f, const fmt_place *at, uint32_t start) {
  bool first = at->end == 0 && at->comment == 0 && f->out->len == 0;
  if (!first && f->face == FMT_READABLE && start > at->end && fmt_newlines(f, at->end, start) > 1) fmt_line(f);
}

static void fmt_comment(fmt *f, fmt_place *at) {
  span where = at->module->comments[at->comment++].where;
  fmt_bytes(f, (str){f->text + where.start, where.end - where.start});
  if (where.end > at->end) at->end = where.end;
}

static bool fmt_has_comment(const fmt_place *at, uint32_t before) {
  return at->comment < at->module->comment_count && at->module->comments[at->comment].where.start < before;
}

/* On the line where the item ends. */
static void fmt_comment_behind(fmt *f, fmt_place *at, uint32_t end) {
  if (!fmt_has_comment(at, UINT32_MAX)) return;
  uint32_t start = at->module->comments[at->comment].where.start;
  if (fmt_newlines(f, end, start)) return;
  fmt_bytes(f, STR(" "));
  fmt_comment(f, at);
}

static void fmt_comments_before(fmt *f, fmt_place *at, uint32_t start, uint32_t end) {
  while (fmt_has_comment(at, end)) {
    uint32_t where = at->module->comments[at->comment].where.start;
    fmt_blank(f, at, where < start ? where : start);
    fmt_comment(f, at);
    fmt_line(f);
  }
}

void fmt_module(strbuf *out, const ast_module *m, const intern *names, source_set *sources, fmt_face face) {
  map bound = fmt_bound_names(out->home, m);
  fmt f = {.out = out,
           .names = names,
           .text = source_text(sources, m->file).ptr,
           .bound = &bound,
           .face = face,
           .last = '\n'};
  fmt_place at = {.module = m};
  for (uint32_t i = 0; i < m->item_count; i++) {
    span where = m->items[i].where;
    fmt_comments_before(&f, &at, where.start, where.end);
    fmt_blank(&f, &at, where.start);
    fmt_item(&f, &m->items[i]);
    at.end = where.end;
    fmt_comment_behind(&f, &at, where.end);
    fmt_line(&f);
  }
  fmt_comments_before(&f, &at, UINT32_MAX, UINT32_MAX);
}
