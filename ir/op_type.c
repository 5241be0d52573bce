/* A signature is parsed into a handful of nodes on the stack and walked along the type: no allocation, so that a
   constructor may check every new primitive. */

#include "ir/op_type.h"

#include "support/bug.h"

enum { SIG_NODES = 24, SIG_PARTS = 4, SIG_LETTERS = 26 };

typedef struct sig_node {
  ir_type_kind kind;
  char letter;      /* not 0: any type */
  bool str;         /* Str, which is no node of two */
  uint8_t count;
  uint8_t child[2];
} sig_node;

typedef struct signature {
  const char *text;
  uint32_t count, parts;
  uint8_t part[SIG_PARTS], result;
  sig_node nodes[SIG_NODES];
} signature;

typedef const ir_type *sig_letters[SIG_LETTERS];

static const char *const texts[OP_COUNT] = {
#define X(op, text) [OP_##op] = text,
#include "ir/op_type.def"
#undef X
};

const char *op_signature(ir_op op) { return texts[op]; }

static uint8_t sig_arrow(signature *s);

static uint8_t sig_add(signature *s, sig_node node) {
  GAEL_ASSERT(s->count < SIG_NODES);
  s->nodes[s->count] = node;
  return (uint8_t)s->count++;
}

static bool sig_token(signature *s, const char *token) {
  size_t n = 0;
  for (; token[n]; n++)
    if (s->text[n] != token[n]) return false;
  s->text += n;
  return true;
}

static uint8_t sig_word(signature *s) {
  static const struct {
    const char *name;
    sig_node node;
  } words[] = {{"Int", {.kind = IRT_INT}},   {"Float", {.kind = IRT_FLOAT}},          {"Bool", {.kind = IRT_BOOL}},
               {"Char", {.kind = IRT_CHAR}}, {"Str", {.kind = IRT_LIST, .str = true}}, {"()", {.kind = IRT_UNIT}},
               {"Dyn", {.kind = IRT_DYN}},   {"Big", {.kind = IRT_BIG}}};
  for (uint32_t i = 0; i < sizeof words / sizeof *words; i++)
    if (sig_token(s, words[i].name)) return sig_add(s, words[i].node);
  GAEL_ASSERT(*s->text >= 'a' && *s->text <= 'z');
  return sig_add(s, (sig_node){.letter = *s->text++});
}

static uint8_t sig_brackets(signature *s) {
  uint8_t elem = sig_arrow(s);
  GAEL_ASSERT(sig_token(s, "]"));
  return sig_add(s, (sig_node){.kind = IRT_LIST, .count = 1, .child = {elem}});
}

static uint8_t sig_braces(signature *s) {
  uint8_t key = sig_arrow(s);
  if (sig_token(s, "}")) return sig_add(s, (sig_node){.kind = IRT_SET, .count = 1, .child = {key}});
  GAEL_ASSERT(sig_token(s, ":"));
  uint8_t value = sig_arrow(s);
  GAEL_ASSERT(sig_token(s, "}"));
  return sig_add(s, (sig_node){.kind = IRT_DICT, .count = 2, .child = {key, value}});
}

static uint8_t sig_group(signature *s) {
  uint8_t first = sig_arrow(s);
  if (sig_token(s, ")")) return first;
  GAEL_ASSERT(sig_token(s, ","));
  uint8_t second = sig_arrow(s);
  GAEL_ASSERT(sig_token(s, ")"));
  return sig_add(s, (sig_node){.kind = IRT_TUPLE, .count = 2, .child = {first, second}});
}

static uint8_t sig_arrow(signature *s) {
  bool unit = s->text[0] == '(' && s->text[1] == ')';
  uint8_t t = sig_token(s, "[")            ? sig_brackets(s)
              : sig_token(s, "{")          ? sig_braces(s)
              : !unit && sig_token(s, "(") ? sig_group(s)
                                           : sig_word(s);
  if (sig_token(s, "?")) t = sig_add(s, (sig_node){.kind = IRT_OPTION, .count = 1, .child = {t}});
  if (!sig_token(s, "->")) return t;
  uint8_t result = sig_arrow(s);
  return sig_add(s, (sig_node){.kind = IRT_FUN, .count = 2, .child = {t, result}});
}

static signature sig_parse(ir_op op) {
  signature s = {.text = texts[op]};
  while (!sig_token(&s, "= ")) {
    GAEL_ASSERT(s.parts < SIG_PARTS);
    s.part[s.parts++] = sig_arrow(&s);
    sig_token(&s, " ");
  }
  s.result = sig_arrow(&s);
  return s;
}

static bool sig_match(const signature *s, uint8_t at, const ir_type *t, sig_letters letters) {
  const sig_node *n = &s->nodes[at];
  if (n->letter) {
    const ir_type **bound = &letters[n->letter - 'a'];
    if (!*bound) *bound = t;
    return *bound == t;
  }
  if (n->str) return irt_is_str(t);
  if (t->kind != n->kind || t->count != n->count) return false;
  for (uint32_t i = 0; i < n->count; i++)
    if (!sig_match(s, n->child[i], t->args[i], letters)) return false;
  return true;
}

static bool sig_match_domain(const signature *s, const ir_type *dom, sig_letters letters) {
  if (s->parts == 0) return dom->kind == IRT_UNIT;
  if (s->parts == 1) return sig_match(s, s->part[0], dom, letters);
  if (dom->kind != IRT_TUPLE || dom->count != s->parts) return false;
  for (uint32_t i = 0; i < s->parts; i++)
    if (!sig_match(s, s->part[i], dom->args[i], letters)) return false;
  return true;
}

/* The type that node `at` stands for; NULL when a letter is open. */
static const ir_type *sig_build(ir_types *types, const signature *s, uint8_t at, sig_letters letters) {
  const sig_node *n = &s->nodes[at];
  if (n->letter) return letters[n->letter - 'a'];
  if (n->str) return irt_str(types);
  if (n->count == 0) return irt_base(types, n->kind);
  const ir_type *parts[2] = {NULL, NULL};
  for (uint32_t i = 0; i < n->count; i++) {
    parts[i] = sig_build(types, s, n->child[i], letters);
    if (!parts[i]) return NULL;
  }
  if (n->kind == IRT_LIST) return irt_list(types, parts[0]);
  if (n->kind == IRT_OPTION) return irt_option(types, parts[0]);
  if (n->kind == IRT_SET) return irt_set(types, parts[0]);
  if (n->kind == IRT_DICT) return irt_dict(types, parts[0], parts[1]);
  return n->kind == IRT_FUN ? irt_fun(types, parts[0], parts[1]) : irt_pair(types, parts[0], parts[1]);
}

static bool list_fits(const ir_type *dom, const ir_type *cod) {
  if (cod->kind != IRT_LIST) return false;
  if (dom == cod->args[0] || dom->kind == IRT_UNIT) return true;
  if (dom->kind != IRT_TUPLE) return false;
  for (uint32_t i = 0; i < dom->count; i++)
    if (dom->args[i] != cod->args[0]) return false;
  return true;
}

static bool holds_fields(const ir_con *con, const ir_type *fields) {
  if (con->count == 0) return fields->kind == IRT_UNIT;
  if (con->count == 1) return fields == con->fields[0];
  if (fields->kind != IRT_TUPLE || fields->count != con->count) return false;
  for (uint32_t i = 0; i < con->count; i++)
    if (fields->args[i] != con->fields[i]) return false;
  return true;
}

/* make, tag and fields: t is a declared type, `fields` what one of its constructors holds (NULL: not asked). Which one
   says a literal, checked by comb_check. */
static bool named_fits(const ir_type *t, const ir_type *fields) {
  if (t->kind != IRT_NAMED || !irt_is_defined(t)) return false;
  const ir_decl *d = irt_decl(t);
  for (uint32_t k = 0; fields && k < d->count; k++)
    if (holds_fields(&d->cons[k], fields)) return true;
  return !fields;
}

/* What the signature leaves open. */
static bool op_fits_data(ir_op op, const ir_type *dom, const ir_type *cod) {
  if (op == OP_make) return named_fits(cod, dom->args[0]);
  if (op == OP_fields) return named_fits(dom->args[0], cod);
  return op != OP_tag || named_fits(dom, NULL);
}

bool op_fits(ir_op op, const ir_type *dom, const ir_type *cod) {
  if (op == OP_list) return list_fits(dom, cod);
  signature s = sig_parse(op);
  sig_letters letters = {NULL};
  return sig_match_domain(&s, dom, letters) && sig_match(&s, s.result, cod, letters) && op_fits_data(op, dom, cod);
}

const ir_type *op_result(ir_types *types, ir_op op, const ir_type *dom) {
  if (op == OP_list) return NULL;
  signature s = sig_parse(op);
  sig_letters letters = {NULL};
  return sig_match_domain(&s, dom, letters) ? sig_build(types, &s, s.result, letters) : NULL;
}

uint32_t op_parts(ir_op op, const ir_type *dom, const ir_type *cod) {
  if (op != OP_list) return op_arity(op);
  if (dom == cod->args[0]) return 1;
  return dom->kind == IRT_UNIT ? 0 : dom->count;
}

uint32_t op_calls(ir_op op) {
  if (op == OP_fold || op == OP_scan || op == OP_scanl) return 2;
  signature s = sig_parse(op);
  for (uint32_t i = 0; i < s.parts; i++)
    if (s.nodes[s.part[i]].kind == IRT_FUN && !s.nodes[s.part[i]].letter) return 1;
  return 0;
}
