#include "driver/emit.h"

#include <string.h>

#include "driver/modules.h"

static const struct {
  const char *name;
  gael_stage stage;
} stages[] = {
    {"tokens", GAEL_STAGE_TOKENS}, {"ast", GAEL_STAGE_AST},   {"resolved", GAEL_STAGE_RESOLVED},
    {"types", GAEL_STAGE_TYPES},   {"comb", GAEL_STAGE_COMB}, {"opt", GAEL_STAGE_OPT},
    {"flat", GAEL_STAGE_FLAT},     {"rc", GAEL_STAGE_RC},     {"llvm", GAEL_STAGE_LLVM},
    {"asm", GAEL_STAGE_ASM},       {"obj", GAEL_STAGE_OBJ},
};

bool emit_stage_find(const char *name, gael_stage *stage) {
  for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
    if (!strcmp(stages[i].name, name)) {
      *stage = stages[i].stage;
      return true;
    }
  return false;
}

const char *emit_stage_names(void) { return "tokens, ast, resolved, types, comb, opt, flat, rc, llvm, asm, obj"; }

static gael_status text_stage(gael_session *s, gael_stage stage, str *out) {
  strbuf text = strbuf_new(s->home);
  if (stage == GAEL_STAGE_TOKENS) {
    parse_dump_tokens(&text, s->home, s->names, s->sources, s->file, s->diags);
  } else if (stage == GAEL_STAGE_AST) {
    ast_dump(&text, parse_module(s->home, s->names, s->sources, s->file, s->diags), s->names);
  } else {
    resolver *r = resolver_new(s->home, s->names, s->sources, modules_loader(s), s->diags);
    core_module *m = resolve_module(r, parse_module(s->home, s->names, s->sources, s->file, s->diags));
    for (uint32_t i = 0; i < m->count; i++) core_dump(&text, m->defs[i], s->names, false);
    if (m->main) core_dump(&text, m->main, s->names, false);
  }
  *out = strbuf_str(&text);
  return diag_error_count(s->diags) ? GAEL_INVALID : GAEL_OK;
}

/* Schemes first, then the typed tree of the entry at its types. */
static void typed_stage(gael_session *s, const pipeline_entry *entry, str *out) {
  strbuf text = strbuf_new(s->home);
  strbuf_add(&text, str_of(gael_types(s)));
  if (entry) {
    core_def shown = *entry->instance->def;
    shown.body = entry->instance->body;
    strbuf_byte(&text, '\n');
    core_dump(&text, &shown, s->names, true);
  }
  *out = strbuf_str(&text);
}

gael_status emit_stage(gael_session *s, const entry_request *q, const pipeline_target *t, gael_stage stage, str *out,
                       str *problem) {
  if (stage < GAEL_STAGE_TYPES) return text_stage(s, stage, out);
  pipeline_entry entry;
  gael_status status = entry_choose(s, q, &entry, problem);
  if (stage == GAEL_STAGE_TYPES && s->valid && status != GAEL_INVALID) {
    typed_stage(s, status == GAEL_OK ? &entry : NULL, out);
    return GAEL_OK;
  }
  if (status != GAEL_OK) return status;
  return pipeline_compile(s, entry, t, stage, out);
}
