/* The resolved and the typed tree as text: one form a line, parts indented; with types, each node's stands behind a
   colon. */

#include "frontend/core.h"

typedef struct dumping {
  strbuf *out;
  const intern *names;
  bool types;
  uint32_t depth;
} dumping;

static void dump(dumping *d, const core *e);

static void line(dumping *d) {
  strbuf_byte(d->out, '\n');
  for (uint32_t i = 0; i < d->depth; i++) strbuf_add(d->out, STR("  "));
}

static void name(dumping *d, sym s, uint32_t id) {
  if (s)
    strbuf_add(d->out, intern_str(d->names, s));
  else
    strbuf_byte(d->out, '_');
  strbuf_printf(d->out, "'%u", id);
}

static void type_of(dumping *d, type *t) {
  if (!d->types || !t) return;
  strbuf_add(d->out, STR(" : "));
  type_print(d->out, t, d->names);
}

static void pattern(dumping *d, const core_pat *p) {
  static const char *words[] = {[PAT_ANY] = "_",     [PAT_TUPLE] = "tuple", [PAT_LIST] = "list",  [PAT_NONE] = "none",
                                [PAT_SOME] = "some", [PAT_CON] = "con",     [PAT_TYPED] = "typed"};
  switch (p->kind) {
  case PAT_BIND: name(d, p->binder->name, p->binder->id); break;
  case PAT_INT:
  case PAT_CHAR:
  case PAT_BOOL: strbuf_printf(d->out, "%lld", (long long)p->integer); break;
  case PAT_FLOAT: strbuf_printf(d->out, "%g", p->real); break;
  case PAT_STR: strbuf_printf(d->out, "\"" STR_FMT "\"", STR_ARG(p->text)); break;
  case PAT_ANY:
  case PAT_NONE: strbuf_add(d->out, str_of(words[p->kind])); break;
  case PAT_TUPLE:
  case PAT_LIST:
  case PAT_SOME:
  case PAT_CON:
  case PAT_TYPED:
    strbuf_printf(d->out, "(%s", words[p->kind]);
    if (p->kind == PAT_CON) {
      strbuf_byte(d->out, ' ');
      strbuf_add(d->out, intern_str(d->names, p->con->name));
    }
    for (uint32_t i = 0; i < p->count; i++) {
      strbuf_byte(d->out, ' ');
      pattern(d, p->parts[i]);
    }
    if (p->binder) {
      strbuf_byte(d->out, ' ');
      name(d, p->binder->name, p->binder->id);
    }
    if (p->splat) strbuf_add(d->out, STR(" .."));
    if (p->kind == PAT_TYPED) type_of(d, p->annotation);
    strbuf_byte(d->out, ')');
    break;
  }
  if (p->kind == PAT_BIND) type_of(d, p->type);
}

static void part(dumping *d, const core *e) {
  if (!e) return;
  d->depth++;
  line(d);
  dump(d, e);
  d->depth--;
}

static void parts(dumping *d, core *const *list, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) part(d, list[i]);
}

static void open(dumping *d, const core *e, const char *word) {
  strbuf_printf(d->out, "(%s", word);
  type_of(d, e->type);
}

static void dump_lambda(dumping *d, const core *e) {
  static const char *fits[] = {"", " apart", " apart-list", " first"};
  strbuf_add(d->out, STR("(\\"));
  for (uint32_t i = 0; i < e->lambda.count; i++) {
    if (i) strbuf_byte(d->out, ' ');
    pattern(d, e->lambda.params[i]);
  }
  strbuf_printf(d->out, ".%s", fits[e->lambda.fit]);
  part(d, e->lambda.body);
}

static void dump_match(dumping *d, const core *e) {
  open(d, e, "match");
  part(d, e->match.subject);
  for (uint32_t i = 0; i < e->match.count; i++) {
    line(d);
    strbuf_add(d->out, STR("| "));
    pattern(d, e->match.arms[i].pat);
    part(d, e->match.arms[i].guard);
    part(d, e->match.arms[i].body);
  }
}

static void dump_comprehension(dumping *d, const core *e) {
  open(d, e, "comprehension");
  part(d, e->comp.head);
  for (uint32_t i = 0; i < e->comp.count; i++) {
    const core_qual *q = &e->comp.quals[i];
    line(d);
    strbuf_add(d->out, q->kind == QUAL_FROM ? STR("<- ") : q->kind == QUAL_LET ? STR("= ") : STR("if"));
    if (q->pat) pattern(d, q->pat);
    part(d, q->value);
  }
}

static void dump_chain(dumping *d, const core *e) {
  strbuf_byte(d->out, '(');
  for (uint32_t i = 0; i < e->chain.count; i++)
    strbuf_printf(d->out, "%s%s", i ? " " : "", ast_op_spelling(e->chain.ops[i]));
  type_of(d, e->type);
  parts(d, e->chain.operands, e->chain.count + 1);
}

static void dump_record(dumping *d, const core *e) {
  open(d, e, e->record.subject ? "update" : "record");
  if (!e->record.subject) {
    strbuf_byte(d->out, ' ');
    strbuf_add(d->out, intern_str(d->names, e->record.con->name));
  }
  part(d, e->record.subject);
  for (uint32_t i = 0; i < e->record.count; i++) {
    line(d);
    strbuf_add(d->out, intern_str(d->names, e->record.names[i]));
    strbuf_add(d->out, STR(" ="));
    part(d, e->record.values[i]);
  }
}

static void dump_field(dumping *d, const core *e) {
  strbuf_add(d->out, STR("(field "));
  strbuf_add(d->out, intern_str(d->names, e->field.name));
  type_of(d, e->type);
  part(d, e->field.subject);
  part(d, e->field.fn);
  parts(d, e->field.args, e->field.count);
}

static void dump_entries(dumping *d, const core *e) {
  open(d, e, "dict");
  for (uint32_t i = 0; i < e->entries.count; i++) {
    part(d, e->entries.keys[i]);
    part(d, e->entries.values[i]);
  }
}

/* Atoms stand bare; everything else is bracketed. */
static bool dump_atom(dumping *d, const core *e) {
  switch (e->kind) {
  case CORE_INT:
  case CORE_CHAR:
  case CORE_BOOL: strbuf_printf(d->out, "%lld", (long long)e->integer); break;
  case CORE_FLOAT: strbuf_printf(d->out, "%.17g", e->real); break;
  case CORE_STR: strbuf_printf(d->out, "\"" STR_FMT "\"", STR_ARG(e->text)); break;
  case CORE_NONE: strbuf_add(d->out, STR("none")); break;
  case CORE_UNIT: strbuf_add(d->out, STR("()")); break;
  case CORE_ERROR: strbuf_add(d->out, STR("error")); break;
  case CORE_CON: strbuf_add(d->out, intern_str(d->names, e->con->name)); break;
  case CORE_LOCAL: name(d, e->binder->name, e->binder->id); break;
  case CORE_DEF: strbuf_add(d->out, e->def->name ? intern_str(d->names, e->def->name) : STR("main")); break;
  case CORE_OVERLOAD: {
    const core_def *chosen = e->overload.chosen;
    strbuf_add(d->out, intern_str(d->names, chosen ? chosen->name : e->overload.set->name));
    if (!chosen) strbuf_printf(d->out, "/%u", e->overload.set->count);
    break;
  }
  case CORE_CALL:
  case CORE_LAMBDA:
  case CORE_LET:
  case CORE_LET_FUN:
  case CORE_SEQ:
  case CORE_IF:
  case CORE_COALESCE:
  case CORE_AND:
  case CORE_OR:
  case CORE_NOT:
  case CORE_ARITH:
  case CORE_NEG:
  case CORE_COMPARE:
  case CORE_RANGE:
  case CORE_INDEX:
  case CORE_SLICE:
  case CORE_COMPONENT:
  case CORE_FIELD:
  case CORE_LIST:
  case CORE_TUPLE:
  case CORE_DICT:
  case CORE_RECORD:
  case CORE_COMPREHENSION:
  case CORE_FORMAT:
  case CORE_MATCH: return false;
  }
  type_of(d, e->type);
  return true;
}

static void dump_pair(dumping *d, const core *e, const char *word) {
  open(d, e, word);
  part(d, e->pair.left);
  part(d, e->pair.right);
}

static void dump(dumping *d, const core *e) {
  if (dump_atom(d, e)) return;
  switch (e->kind) {
  case CORE_CALL:
    open(d, e, "call");
    part(d, e->call.fn);
    parts(d, e->call.args, e->call.count);
    break;
  case CORE_LAMBDA: dump_lambda(d, e); break;
  case CORE_LET:
    strbuf_add(d->out, STR("(let "));
    pattern(d, e->let.pat);
    part(d, e->let.value);
    part(d, e->let.rest);
    break;
  case CORE_LET_FUN:
    strbuf_add(d->out, STR("(function "));
    name(d, e->fun.binder->name, e->fun.binder->id);
    part(d, e->fun.lambda);
    part(d, e->fun.rest);
    break;
  case CORE_SEQ: dump_pair(d, e, "seq"); break;
  case CORE_IF:
    open(d, e, "if");
    part(d, e->cond.test);
    part(d, e->cond.then);
    part(d, e->cond.other);
    break;
  case CORE_COALESCE: dump_pair(d, e, "??"); break;
  case CORE_AND: dump_pair(d, e, e->pair.boolean ? "and" : "&&"); break;
  case CORE_OR: dump_pair(d, e, e->pair.boolean ? "or" : "||"); break;
  case CORE_RANGE: dump_pair(d, e, e->pair.open ? "..<" : ".."); break;
  case CORE_INDEX: dump_pair(d, e, "index"); break;
  case CORE_NOT:
  case CORE_NEG:
    open(d, e, e->kind == CORE_NOT ? "not" : "neg");
    part(d, e->one);
    break;
  case CORE_ARITH:
    open(d, e, ast_op_spelling(e->arith.op));
    part(d, e->arith.left);
    part(d, e->arith.right);
    break;
  case CORE_COMPARE: dump_chain(d, e); break;
  case CORE_SLICE:
    open(d, e, "slice");
    part(d, e->slice.subject);
    part(d, e->slice.lo);
    part(d, e->slice.hi);
    part(d, e->slice.step);
    break;
  case CORE_COMPONENT:
    strbuf_printf(d->out, "(component %lld", (long long)e->component.index);
    type_of(d, e->type);
    part(d, e->component.subject);
    break;
  case CORE_FIELD: dump_field(d, e); break;
  case CORE_LIST:
  case CORE_TUPLE:
    open(d, e, e->kind == CORE_LIST ? "list" : "tuple");
    parts(d, e->list.items, e->list.count);
    break;
  case CORE_DICT: dump_entries(d, e); break;
  case CORE_RECORD: dump_record(d, e); break;
  case CORE_COMPREHENSION: dump_comprehension(d, e); break;
  case CORE_FORMAT:
    open(d, e, "format");
    parts(d, e->format.parts, e->format.count);
    break;
  case CORE_MATCH: dump_match(d, e); break;
  case CORE_INT:
  case CORE_FLOAT:
  case CORE_BOOL:
  case CORE_CHAR:
  case CORE_STR:
  case CORE_NONE:
  case CORE_UNIT:
  case CORE_LOCAL:
  case CORE_DEF:
  case CORE_OVERLOAD:
  case CORE_CON:
  case CORE_ERROR: return; /* atoms */
  }
  strbuf_byte(d->out, ')');
}

void core_dump(strbuf *out, const core_def *def, const intern *names, bool types) {
  dumping d = {.out = out, .names = names, .types = types};
  strbuf_printf(out, "%s", def->name ? intern_str(names, def->name).ptr : "main");
  if (def->body)
    part(&d, def->body);
  else
    strbuf_printf(out, " = primitive %d", def->primitive);
  strbuf_byte(out, '\n');
}
