#include "frontend/braces.h"

#include "frontend/resolve_scan.h"

/* Goes on while e is none of the names that a brace lambda binds. */
static bool no_letter(const ast *e, void *names) {
  if (e->kind != AST_NAME) return true;
  str name = intern_str(names, e->name);
  return name.len != 1 || name.ptr[0] < 'x' || name.ptr[0] > 'z';
}

static bool has_letter(ast_list list, intern *names) {
  for (uint32_t i = 0; i < list.len; i++)
    if (!ast_visit(list.items[i], no_letter, names)) return true;
  return false;
}

void braces_advise(diag_sink *s, diag *d, intern *names, const char *text, const braces_entries *e) {
  span where = e->subject->where, behind = {e->end, e->end, where.file};
  uint32_t brace = where.end;
  while (brace < e->end && text[brace] != '{') brace++;
  span before = {where.end, brace, where.file};
  bool lambda = has_letter(e->keys, names) || has_letter(e->values, names);
  diag_edit edits[] = {{before, lambda ? STR("{(") : STR("(")}, {behind, lambda ? STR(")}") : STR(")")}};
  diag_fix_edits(s, d, lambda ? "let a lambda make the dictionary" : "pass the dictionary in brackets", edits, 2);
}
