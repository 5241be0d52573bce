/* `"${name}"` is a plain text in GAEL; where name is bound, an f-string is probably meant. */

#include <string.h>

#include "frontend/resolve_priv.h"

enum { HOLES_MAX = 8 };

static bool is_bound(const resolving *c, const frame *f, str name) {
  sym wanted = intern_add(c->r->names, name);
  for (; f; f = f->up)
    if (f->kind == FRAME_LOCAL && f->binder->name == wanted) return true;
  return c->scope && map_get_ptr(&c->scope->top, wanted);
}

static size_t name_length(str text, size_t at) {
  size_t n = at;
  while (n < text.len && (text.ptr[n] == '_' || (text.ptr[n] >= '0' && text.ptr[n] <= '9') ||
                          (text.ptr[n] >= 'A' && text.ptr[n] <= 'Z') || (text.ptr[n] >= 'a' && text.ptr[n] <= 'z')))
    n++;
  return n - at;
}

void resolve_warn_template(resolving *c, const frame *f, const ast *e) {
  const char *all = source_text(c->r->sources, e->where.file).ptr;
  str text = {all + e->where.start, e->where.end - e->where.start};
  diag_edit edits[HOLES_MAX + 1] = {{{e->where.start, e->where.start, e->where.file}, STR("f")}};
  uint32_t holes = 0, braces = 0;
  for (size_t i = 0; i < text.len; i++) {
    braces += text.ptr[i] == '{' || text.ptr[i] == '}';
    if (text.ptr[i] != '$' || i + 2 >= text.len || text.ptr[i + 1] != '{') continue;
    size_t n = name_length(text, i + 2);
    bool hole = n && i + 2 + n < text.len && text.ptr[i + 2 + n] == '}';
    if (!hole || holes == HOLES_MAX || !is_bound(c, f, (str){text.ptr + i + 2, n})) return;
    uint32_t at = e->where.start + (uint32_t)i;
    edits[++holes] = (diag_edit){{at, at + 1, e->where.file}, STR("")};
  }
  if (!holes || braces != 2 * holes) return;
  diag *d = diag_report(c->r->diags, DIAG_template, e->where, "this text holds `${..}` as it stands");
  diag_hint(c->r->diags, d, "f\"..{e}..\" puts values in");
  diag_fix_edits(c->r->diags, d, "put the values in", edits, holes + 1);
}
