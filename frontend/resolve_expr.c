/* Expressions: the ast's sugar becomes core's few forms, names become binders and definitions. */

#include "frontend/resolve_priv.h"
#include "support/bug.h"

core *resolve_node(resolving *c, core_kind kind, span where) {
  core *n = ARENA_NEW(c->r->home, core);
  n->kind = kind;
  n->where = where;
  return n;
}

core *resolve_error(resolving *c, span where) { return resolve_node(c, CORE_ERROR, where); }

core_binder *resolve_binder(resolving *c, sym name, span where) {
  core_binder *b = ARENA_NEW(c->r->home, core_binder);
  *b = (core_binder){.id = c->def->binder_count++, .name = name, .where = where};
  return b;
}

frame *resolve_push(resolving *c, frame *f, core_binder *binder, bool function) {
  frame *n = ARENA_NEW(c->r->home, frame);
  *n = (frame){.kind = FRAME_LOCAL, .up = f, .binder = binder, .function = function};
  return n;
}

static core *local(resolving *c, core_binder *b, span where) {
  core *n = resolve_node(c, CORE_LOCAL, where);
  n->binder = b;
  return n;
}

static core **resolve_list(resolving *c, frame *f, ast_list list) {
  core **items = ARENA_ARRAY(c->r->home, core *, list.len + 1);
  for (uint32_t i = 0; i < list.len; i++) items[i] = resolve_expr(c, f, list.items[i]);
  return items;
}

/* ---- functions ---- */

static core *lambda_node(resolving *c, span where, core_flavour flavour, uint32_t count) {
  core *n = resolve_node(c, CORE_LAMBDA, where);
  n->lambda.flavour = flavour;
  n->lambda.count = count;
  n->lambda.params = ARENA_ARRAY(c->r->home, core_pat *, count + 1);
  return n;
}

static core *written_lambda(resolving *c, frame *f, ast_list params, const ast *body, span where) {
  core *n = lambda_node(c, where, LAMBDA_WRITTEN, params.len);
  frame *inner = f;
  resolve_params(c, &inner, params, n->lambda.params);
  core_binder *hole = c->hole;
  n->lambda.body = resolve_expr(c, inner, body);
  c->hole = hole;
  return n;
}

/* Letters that occur become parameters up to the highest; the others are ignored. */
static void letter_params(resolving *c, core_pat **params, const frame *f, uint32_t count, span where) {
  for (uint32_t i = 0; i < count; i++)
    params[i] = f->letters[i] ? resolve_pat_bind(c, f->letters[i], f->letters[i]->where) : resolve_pat_any(c, where);
}

static core *block(resolving *c, frame *f, const ast *e) {
  frame *b = ARENA_NEW(c->r->home, frame);
  *b = (frame){.kind = FRAME_BLOCK, .up = f};
  core_binder *hole = c->hole;
  c->hole = NULL;
  core *body = resolve_expr(c, b, e->one);
  c->hole = hole;
  uint32_t count = b->used ? b->used : 1;
  core *n = lambda_node(c, e->where, LAMBDA_BLOCK, count);
  letter_params(c, n->lambda.params, b, count, e->where);
  n->lambda.body = body;
  return n;
}

static core *section(resolving *c, frame *f, const ast *e) {
  core_binder *outer = c->hole;
  core *n = lambda_node(c, e->where, LAMBDA_SECTION, 1);
  c->hole = resolve_binder(c, 0, e->where);
  n->lambda.params[0] = resolve_pat_bind(c, c->hole, e->where);
  n->lambda.body = resolve_expr(c, f, e->one);
  c->hole = outer;
  return n;
}

static core *operator_function(resolving *c, const ast *e) {
  core *n = lambda_node(c, e->where, LAMBDA_SECTION, 2);
  core_binder *p = resolve_binder(c, 0, e->where), *q = resolve_binder(c, 0, e->where);
  n->lambda.params[0] = resolve_pat_bind(c, p, e->where);
  n->lambda.params[1] = resolve_pat_bind(c, q, e->where);
  n->lambda.body = resolve_operator(c, e->op, e->where, local(c, p, e->where), local(c, q, e->where));
  return n;
}

/* ---- operators ---- */

static bool is_comparison(ast_op op) {
  return op == AST_OP_EQ || op == AST_OP_NE || op == AST_OP_LT || op == AST_OP_LE || op == AST_OP_GT ||
         op == AST_OP_GE || op == AST_OP_IN || op == AST_OP_NOTIN;
}

core *resolve_operator(resolving *c, ast_op op, span where, core *left, core *right) {
  core *n;
  if (is_comparison(op)) {
    n = resolve_node(c, CORE_COMPARE, where);
    n->chain.count = 1;
    n->chain.operands = ARENA_ARRAY(c->r->home, core *, 2);
    n->chain.operands[0] = left;
    n->chain.operands[1] = right;
    n->chain.ops = ARENA_ARRAY(c->r->home, ast_op, 1);
    n->chain.ops[0] = op;
    return n;
  }
  core_kind kind = op == AST_OP_AND                                ? CORE_AND
                   : op == AST_OP_OR                               ? CORE_OR
                   : op == AST_OP_COALESCE                         ? CORE_COALESCE
                   : op == AST_OP_RANGE || op == AST_OP_RANGE_OPEN ? CORE_RANGE
                                                                   : CORE_ARITH;
  n = resolve_node(c, kind, where);
  if (kind == CORE_ARITH) {
    n->arith.op = op;
    n->arith.left = left;
    n->arith.right = right;
  } else {
    n->pair.left = left;
    n->pair.right = right;
    n->pair.open = op == AST_OP_RANGE_OPEN;
  }
  return n;
}

/* 1+2+3+..: the left spine in a loop, however long. */
static core *binary(resolving *c, frame *f, const ast *e) {
  VEC(const ast *) spine = {0};
  const ast *left = e;
  for (; left->kind == AST_BINARY; left = left->binary.left) vec_push(c->r->home, &spine, left);
  core *n = resolve_expr(c, f, left);
  while (spine.len) {
    const ast *b = vec_pop(&spine);
    n = resolve_operator(c, b->binary.op, b->where, n, resolve_expr(c, f, b->binary.right));
  }
  return n;
}

static core *chain(resolving *c, frame *f, const ast *e) {
  core *n = resolve_node(c, CORE_COMPARE, e->where);
  n->chain.operands = resolve_list(c, f, e->chain.operands);
  n->chain.ops = e->chain.ops;
  n->chain.count = e->chain.operands.len - 1;
  return n;
}

/* ---- calls ---- */

static core *call_node(resolving *c, span where, core *fn, core *subject, core **args, uint32_t count) {
  if (!subject && !count) return fn;
  core *n = resolve_node(c, CORE_CALL, where);
  n->call.fn = fn;
  n->call.count = count + (subject != NULL);
  n->call.args = ARENA_ARRAY(c->r->home, core *, n->call.count);
  if (subject) n->call.args[0] = subject;
  for (uint32_t i = 0; i < count; i++) n->call.args[i + (subject != NULL)] = args[i];
  return n;
}

/* subject.f args, where some record has a field f: without such a function it is the field, else inference decides by
   the subject's type (ruling 12). */
static core *field_step(resolving *c, frame *f, core *subject, const ast *step, const ast *dot, ast_list args) {
  core *fn = resolve_function(c, f, dot->dot.name, dot->dot.name_where);
  core *n = resolve_node(c, CORE_FIELD, fn ? step->where : dot->where);
  n->field.subject = subject;
  n->field.name = dot->dot.name;
  n->field.fn = fn;
  core **given = resolve_list(c, f, args);
  if (!fn) return call_node(c, step->where, n, NULL, given, args.len);
  n->field.args = given;
  n->field.count = args.len;
  return n;
}

static core *dot_step(resolving *c, frame *f, core *subject, const ast *step) {
  bool call = step->kind == AST_CALL;
  const ast *dot = call ? step->call.fn : step;
  ast_list args = call ? step->call.args : (ast_list){0};
  if (!c->library && resolve_records_with(c->r, dot->dot.name)) return field_step(c, f, subject, step, dot, args);
  core *fn = resolve_dotted(c, f, dot->dot.name, dot->dot.name_where);
  return call_node(c, step->where, fn, subject, resolve_list(c, f, args), args.len);
}

/* a.f p.g q: the chain's spine in a loop; the innermost subject first. */
static core *dotted(resolving *c, frame *f, const ast *e) {
  VEC(const ast *) spine = {0};
  const ast *inner = e;
  for (;;) {
    const ast *dot = inner->kind == AST_CALL ? inner->call.fn : inner;
    if (dot->kind != AST_DOT) break;
    vec_push(c->r->home, &spine, inner);
    inner = dot->dot.subject;
  }
  core *n = resolve_expr(c, f, inner);
  while (spine.len) n = dot_step(c, f, n, vec_pop(&spine));
  return n;
}

static core *call(resolving *c, frame *f, const ast *e) {
  if (e->call.fn->kind == AST_DOT) return dotted(c, f, e);
  core *fn = resolve_expr(c, f, e->call.fn);
  return call_node(c, e->where, fn, NULL, resolve_list(c, f, e->call.args), e->call.args.len);
}

/* ---- bindings ---- */

/* `some v=e` takes an option apart. */
static bool is_function_head(const resolving *c, const ast *target) {
  return target->kind == AST_CALL && target->call.fn->kind == AST_NAME && target->call.fn->name != c->r->some;
}

/* The name a target binds outright; 0: it is a pattern. */
static core *binding(resolving *c, frame **f, const ast *e) {
  const ast *target = e->let.target;
  core *n;
  if (is_function_head(c, target)) {
    n = resolve_node(c, CORE_LET_FUN, e->where);
    n->fun.binder = resolve_binder(c, target->call.fn->name, target->call.fn->where);
    *f = resolve_push(c, *f, n->fun.binder, true);
    n->fun.lambda =
        written_lambda(c, *f, target->call.args, e->let.value, span_join(target->where, e->let.value->where));
    return n;
  }
  n = resolve_node(c, CORE_LET, e->where);
  n->let.value = resolve_expr(c, *f, e->let.value); /* before the name is visible */
  n->let.pat = resolve_pat(c, f, target);
  return n;
}

static core *steps(resolving *c, frame *f, const ast *e) {
  core *first = NULL, **rest = &first;
  for (;;) {
    if (e->kind == AST_LET) {
      core *n = binding(c, &f, e);
      *rest = n;
      rest = n->kind == CORE_LET_FUN ? &n->fun.rest : &n->let.rest;
      e = e->let.rest;
    } else if (e->kind == AST_SEQ) {
      core *n = resolve_node(c, CORE_SEQ, e->where);
      n->pair.left = resolve_expr(c, f, e->pair.left);
      *rest = n;
      rest = &n->pair.right;
      e = e->pair.right;
    } else {
      *rest = resolve_expr(c, f, e);
      return first;
    }
  }
}

/* ---- the rest ---- */

/* `[i|i,j<-a]`: how many of the qualifiers from i on are names that nothing defines, with a generator of a name behind
   them; 0: this is something else. */
static uint32_t names_before(resolving *c, frame *f, ast_list quals, uint32_t i) {
  for (uint32_t n = 0; i + n < quals.len; n++) {
    const ast *q = quals.items[i + n];
    if (q->kind == AST_QUAL_FROM) return q->pair.left->kind == AST_NAME ? n : 0;
    if (q->kind != AST_NAME || resolve_is_known(c, f, q->name, q->where)) return 0;
  }
  return 0;
}

/* They are meant as one pattern, which wants brackets (ruling 36). */
static ast *drawn_at_once(resolving *c, ast_list quals, uint32_t i, uint32_t count) {
  ast *tuple = ARENA_NEW(c->r->home, ast);
  const ast *from = quals.items[i + count];
  span where = span_join(quals.items[i]->where, from->pair.left->where);
  *tuple = (ast){.kind = AST_TUPLE, .where = where};
  tuple->list.items = (ast_list){ARENA_ARRAY(c->r->home, ast *, count + 1), count + 1};
  for (uint32_t k = 0; k <= count; k++) tuple->list.items.items[k] = k < count ? quals.items[i + k] : from->pair.left;
  diag *d = diag_report(c->r->diags, DIAG_foreign_comprehension, where, "%u names drawn at once want brackets", count + 1);
  diag_edit edits[] = {{{where.end, where.end, where.file}, STR(")")}, {{where.start, where.start, where.file}, STR("(")}};
  diag_fix_edits(c->r->diags, d, "give them brackets", edits, 2);
  return tuple;
}

static core *comprehension(resolving *c, frame *f, const ast *e) {
  core *n = resolve_node(c, CORE_COMPREHENSION, e->where);
  n->comp.quals = ARENA_ARRAY(c->r->home, core_qual, e->comp.quals.len + 1);
  for (uint32_t i = 0; i < e->comp.quals.len; i++) {
    uint32_t before = names_before(c, f, e->comp.quals, i);
    const ast *left = before ? drawn_at_once(c, e->comp.quals, i, before) : NULL;
    const ast *q = e->comp.quals.items[i += before];
    core_qual *out = &n->comp.quals[n->comp.count++];
    bool binds = q->kind == AST_QUAL_FROM || q->kind == AST_QUAL_LET;
    out->kind = q->kind == AST_QUAL_FROM ? QUAL_FROM : q->kind == AST_QUAL_LET ? QUAL_LET : QUAL_IF;
    out->value = resolve_expr(c, f, binds ? q->pair.right : q);
    if (binds) out->pat = resolve_pat(c, &f, left ? left : q->pair.left);
  }
  n->comp.head = resolve_expr(c, f, e->comp.head);
  return n;
}

static core *match(resolving *c, frame *f, const ast *e) {
  core *n = resolve_node(c, CORE_MATCH, e->where);
  n->match.subject = resolve_expr(c, f, e->match.subject);
  n->match.count = e->match.arm_count;
  n->match.arms = ARENA_ARRAY(c->r->home, core_arm, n->match.count + 1);
  for (uint32_t i = 0; i < n->match.count; i++) {
    const ast_arm *arm = &e->match.arms[i];
    frame *inner = f;
    core_arm *out = &n->match.arms[i];
    out->pat = resolve_arm_pat(c, &inner, arm);
    out->guard = arm->guard ? resolve_expr(c, inner, arm->guard) : NULL;
    out->body = resolve_expr(c, inner, arm->body);
    if (out->body->kind == CORE_MATCH) out->body->match.inner = out->body->where.end == e->where.end;
  }
  return n;
}

/* set[1,2] is the library's function and its list: as a set prints (ruling 24). */
static core *set_of(resolving *c, frame *f, const ast *e) {
  const ast *i = e->pair.right;
  bool named = e->pair.left->kind == AST_NAME && e->pair.left->name == c->r->set;
  core *fn = named ? resolve_expr(c, f, e->pair.left) : NULL;
  if (!fn || fn->kind != CORE_DEF || !fn->def->library) return NULL;
  bool several = i->kind == AST_TUPLE && i->list.bare;
  core *list = resolve_node(c, CORE_LIST, i->where), *call = resolve_node(c, CORE_CALL, e->where);
  list->list.count = several ? i->list.items.len : 1;
  list->list.items = several ? resolve_list(c, f, i->list.items) : ARENA_NEW(c->r->home, core *);
  if (!several) list->list.items[0] = resolve_expr(c, f, i);
  call->call.fn = fn;
  call->call.count = 1;
  call->call.args = ARENA_NEW(c->r->home, core *);
  call->call.args[0] = list;
  return call;
}

/* v[3] and v[-1] are components, which on a list index it (ruling 19). */
static core *index(resolving *c, frame *f, const ast *e) {
  core *set = set_of(c, f, e);
  if (set) return set;
  const ast *i = e->pair.right;
  if (i->kind == AST_TUPLE && i->list.items.len == 0) {
    diag_report(c->r->diags, DIAG_syntax, e->where, "an expression is missing between `[` and `]`");
    return resolve_error(c, e->where);
  }
  bool negative = i->kind == AST_NEG;
  const ast *number = negative ? i->one : i;
  core *n = resolve_node(c, number->kind == AST_INT && !number->big ? CORE_COMPONENT : CORE_INDEX, e->where);
  if (n->kind == CORE_COMPONENT) {
    n->component.subject = resolve_expr(c, f, e->pair.left);
    n->component.index = negative ? -number->integer : number->integer;
  } else {
    n->pair.left = resolve_expr(c, f, e->pair.left);
    n->pair.right = resolve_expr(c, f, i);
  }
  return n;
}

static core *optional(resolving *c, frame *f, const ast *e) { return e ? resolve_expr(c, f, e) : NULL; }

static core *slice(resolving *c, frame *f, const ast *e) {
  core *n = resolve_node(c, CORE_SLICE, e->where);
  n->slice.subject = resolve_expr(c, f, e->slice.subject);
  n->slice.lo = optional(c, f, e->slice.lo);
  n->slice.hi = optional(c, f, e->slice.hi);
  n->slice.step = optional(c, f, e->slice.step);
  return n;
}

static core *sequence(resolving *c, frame *f, const ast *e, core_kind kind) {
  core *n = resolve_node(c, kind, e->where);
  n->list.items = resolve_list(c, f, e->list.items);
  n->list.count = e->list.items.len;
  if (kind == CORE_LIST && e->list.splat)
    diag_report(c->r->diags, DIAG_bad_pattern, e->list.splat_where,
                "`*` in a list stands in patterns only; to join lists write `+`");
  return n;
}

static core *dictionary(resolving *c, frame *f, const ast *e) {
  core *n = resolve_node(c, CORE_DICT, e->where);
  n->entries.count = e->entries.keys.len;
  n->entries.keys = ARENA_ARRAY(c->r->home, core *, n->entries.count + 1);
  for (uint32_t i = 0; i < n->entries.count; i++) {
    const ast *key = e->entries.keys.items[i];
    n->entries.keys[i] = key->kind == AST_NAME ? resolve_key(c, f, key->name, key->where) : resolve_expr(c, f, key);
  }
  n->entries.values = resolve_list(c, f, e->entries.values);
  return n;
}

static core *literal(resolving *c, const ast *e, core_kind kind) {
  core *n = resolve_node(c, kind, e->where);
  if (kind == CORE_FLOAT) {
    n->real = e->real;
  } else {
    n->integer = e->integer;
    n->text = e->text;
    n->big = e->big;
  }
  return n;
}

static core *hole(resolving *c, const ast *e) {
  if (c->hole) return local(c, c->hole, e->where);
  diag_report(c->r->diags, DIAG_bad_section, e->where,
              "this operator lacks its left operand; a section such as (+1) stands alone in its brackets");
  return resolve_error(c, e->where);
}

core *resolve_expr(resolving *c, frame *f, const ast *e) {
  core *n;
  switch (e->kind) {
  case AST_INT: return literal(c, e, CORE_INT);
  case AST_FLOAT: return literal(c, e, CORE_FLOAT);
  case AST_CHAR: return literal(c, e, CORE_CHAR);
  case AST_STR:
    if (!c->library) resolve_warn_template(c, f, e);
    return literal(c, e, CORE_STR);
  case AST_BOOL: return literal(c, e, CORE_BOOL);
  case AST_NONE: return resolve_node(c, CORE_NONE, e->where);
  case AST_UNIT: return resolve_node(c, CORE_UNIT, e->where);
  case AST_NAME: return resolve_name(c, f, e->name, e->where);
  case AST_HOLE: return hole(c, e);
  case AST_OPFN: return operator_function(c, e);
  case AST_SECTION: return section(c, f, e);
  case AST_BLOCK: return e->one ? block(c, f, e) : resolve_node(c, CORE_DICT, e->where);
  case AST_LAMBDA: return written_lambda(c, f, e->lambda.params, e->lambda.body, e->where);
  case AST_LIST: return sequence(c, f, e, CORE_LIST);
  case AST_TUPLE: return sequence(c, f, e, CORE_TUPLE);
  case AST_COMPREHENSION: return comprehension(c, f, e);
  case AST_CALL: return call(c, f, e);
  case AST_DOT: return dotted(c, f, e);
  case AST_COMPONENT:
    n = resolve_node(c, CORE_COMPONENT, e->where);
    n->component.subject = resolve_expr(c, f, e->dot.subject);
    n->component.index = e->dot.index;
    return n;
  case AST_INDEX: return index(c, f, e);
  case AST_SLICE: return slice(c, f, e);
  case AST_BINARY: return binary(c, f, e);
  case AST_CHAIN: return chain(c, f, e);
  case AST_NOT:
  case AST_NEG:
    n = resolve_node(c, e->kind == AST_NOT ? CORE_NOT : CORE_NEG, e->where);
    n->one = resolve_expr(c, f, e->one);
    return n;
  case AST_COND:
    n = resolve_node(c, CORE_IF, e->where);
    n->cond.test = resolve_expr(c, f, e->cond.test);
    n->cond.then = resolve_expr(c, f, e->cond.then);
    n->cond.other = resolve_expr(c, f, e->cond.other);
    return n;
  case AST_MATCH: return match(c, f, e);
  case AST_LET:
  case AST_SEQ: return steps(c, f, e);
  case AST_FORMAT:
    n = resolve_node(c, CORE_FORMAT, e->where);
    n->format.count = e->format.parts.len;
    n->format.parts = resolve_list(c, f, e->format.parts);
    n->format.specs = ARENA_ARRAY(c->r->home, str, n->format.count + 1);
    for (uint32_t i = 0; i < n->format.count; i++)
      if (e->format.specs[i].len) n->format.specs[i] = e->format.specs[i];
    return n;
  case AST_CON: return resolve_constructor(c, e);
  case AST_ENTRIES: return dictionary(c, f, e);
  case AST_RECORD: return resolve_record(c, f, e);
  case AST_TYPED:
    diag_report(c->r->diags, DIAG_syntax, e->where,
                "a type stands behind a name in a pattern, or in a definition's own line `f:Int->Int`");
    return resolve_error(c, e->where);
  case AST_QUAL_FROM:
  case AST_QUAL_LET: break;
  case AST_ERROR: return resolve_error(c, e->where);
  }
  gael_bug("a node of kind %d stands as an expression", (int)e->kind);
}
