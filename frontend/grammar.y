/* The grammar of GAEL: LALR(1), no conflicts, as a pure push parser. layout.c hands over the tokens.

   Values are pointers into arenas, so nothing needs a %destructor. Actions build, parse_tree.c judges. Every bracket
   has an `error` of its own, and the caller skips to its closer after a syntax error, so each bracket and each line is
   reported at most once. */
%define api.pure full
%define api.push-pull push
%define api.prefix {gram_}
%define api.token.prefix {GRAM_}
%define api.value.type union
%define api.location.type {span}
%define parse.error custom
%define parse.lac full
%param {parse *cx}
%expect 0
%locations

%code requires {
#include "frontend/parse_tree.h"
}

%code {
/* A level of brackets takes a handful of entries, so this suffices for LAYOUT_DEPTH_MAX levels of anything sane. */
#define YYMAXDEPTH 20000
#define YYLLOC_DEFAULT(current, rhs, n) \
  ((current) = (n) ? span_join(YYRHSLOC(rhs, 1), YYRHSLOC(rhs, n)) \
                   : (span){YYRHSLOC(rhs, 0).end, YYRHSLOC(rhs, 0).end, YYRHSLOC(rhs, 0).file})

static void gram_error(const span *where, parse *cx, const char *message);
}

/* In the order of token.def. */
%token NL SEP ";"
%token <const token *> IDENT CON INT FLOAT CHAR STR TRUE FALSE NONE
%token FSTR_BEGIN
%token <const token *> FSTR_TEXT
%token FSTR_OPEN
%token <const token *> FSTR_SPEC
%token FSTR_CLOSE FSTR_END
%token MATCH TYPE USE
%token LPAREN "(" CALL RPAREN ")" LBRACK "[" INDEX RBRACK "]" LBRACE "{" DICT BLOCK RECORD RBRACE "}"
%token <const token *> OPFN CALLOP
%token HOLE BACKSLASH "\\" BODY_DOT
%token ASSIGN "=" COMMA "," COLON ":" QUESTION "?" BAR "|" ARROW "->" LARROW "<-" DOT "." NOT "!"
%token <const token *> COALESCE "??" OR "||" AND "&&" EQ "==" NE "!=" LT "<" LE "<=" GT ">" GE ">=" IN NOTIN
%token <const token *> RANGE ".." RANGE_OPEN "..<" ADD "+" SUB "-" DOT_ADD ".+" DOT_SUB ".-"
%token <const token *> MUL "*" DIV "/" MOD "%" IDIV "//" DOT_MUL ".*" DOT_DIV "./" POW "**"

/* A match takes all arms that follow. */
%precedence ARMS
%precedence "|"

%type <ast *> dbody body steps expr lambda param match tern coal or and not cmp chain range add mul unary pow
%type <ast *> app blocked tailed arg chained atom postfix callable literal list group block braces qual opt guard
%type <ast_list> exprs inside call args params patterns quals
%type <const token *> compare ranging adding scaling
%type <const token *> spec
%type <parse_binding> binding
%type <parse_arms> arms
%type <ast_arm> arm
%type <parse_format> parts
%type <parse_entries> entries record
%type <parse_slice> index slice
%type <parse_names> tyvars names
%type <parse_variants> shape variants
%type <ast_variant> variant
%type <parse_fields> fields
%type <parse_types> types
%type <ast_type *> type effect type1
%%
program: items ;
items: item
    | items line item
    ;
line: NL                         { yyerrok; } ;
item: %empty
    | exprs "=" dbody            { parse_define(cx, $1, $3, @$); }
    | expr                       { parse_main(cx, $1, @$); }
    | binding ";" body           { parse_main(cx, parse_let(cx, $1, $3, @$), @$); }
    | expr ";" body              { parse_main(cx, parse_sequence(cx, $1, $3, @$), @$); }
    | expr ":" type              { parse_annotate(cx, $1, $3, @$); }
    | TYPE CON tyvars "=" shape  { parse_declare(cx, $2, $3, $5, @$); }
    | USE IDENT                  { parse_use(cx, $2, @$); }
    | error
    ;

/* A definition's first step cannot be a bare statement: `m=e1;e2` is a main expression with a local m. */
dbody: expr
    | binding                    { $$ = parse_let_alone(cx, $1); }
    | binding ";" body           { $$ = parse_let(cx, $1, $3, @$); }
    ;
body: expr
    | steps
    ;
steps: binding                   { $$ = parse_let_alone(cx, $1); }
    | binding ";" body           { $$ = parse_let(cx, $1, $3, @$); }
    | expr ";" body              { $$ = parse_sequence(cx, $1, $3, @$); }
    ;
binding: exprs "=" expr          { $$ = parse_bind(cx, $1, @2, $3, @$); } ;

expr: tern | lambda | match ;
lambda: "\\" params BODY_DOT expr { $$ = parse_lambda(cx, $2, $4, @$); } ;
params: param                    { $$ = parse_list(cx, (ast_list){0}, $1); }
    | params param               { $$ = parse_list(cx, $1, $2); }
    ;
param: IDENT                     { $$ = parse_name(cx, $1); }
    | CON                        { $$ = parse_name(cx, $1); }
    | CON CALL patterns ")"      { $$ = parse_call(cx, parse_name(cx, $1), $3, @$); }
    | CON CALL error ")"         { $$ = parse_error_node(cx, @$); yyerrok; }
    | "(" patterns ")"           { $$ = parse_group(cx, $2, @$); }
    | "(" error ")"              { $$ = parse_error_node(cx, @$); yyerrok; }
    ;
patterns: param                  { $$ = parse_list(cx, (ast_list){0}, $1); }
    | patterns "," param         { $$ = parse_list(cx, $1, $3); }
    ;
match: MATCH tern arms %prec ARMS { $$ = parse_match(cx, $2, $3, @$); } ;
arms: arm                        { $$ = parse_arm_list(cx, (parse_arms){0}, $1); }
    | arms arm                   { $$ = parse_arm_list(cx, $1, $2); }
    ;
arm: "|" add guard "->" expr             { $$ = parse_arm(cx, $2, NULL, $3, $5); }
    | "|" add ":" type1 guard "->" expr  { $$ = parse_arm(cx, $2, $4, $5, $7); }
    ;
guard: %empty                    { $$ = NULL; }
    | "&&" tern                  { $$ = $2; }
    ;

tern: coal
    | coal "?" expr ":" expr     { $$ = parse_cond(cx, $1, $3, $5, @$); }
    ;
coal: or
    | or "??" coal               { $$ = parse_binary(cx, $1, $2->kind, @2, $3, @$); }
    ;
or: and
    | or "||" and                { $$ = parse_binary(cx, $1, $2->kind, @2, $3, @$); }
    ;
and: not
    | and "&&" not               { $$ = parse_binary(cx, $1, $2->kind, @2, $3, @$); }
    ;
not: cmp
    | "!" not                    { $$ = parse_not(cx, $2, @$); }
    ;
cmp: range | chain ;
chain: range compare range       { $$ = parse_compare(cx, $1, $2->kind, @2, $3, @$); }
    | chain compare range        { $$ = parse_compare_on(cx, $1, $2->kind, @2, $3, @$); }
    ;
compare: "==" | "!=" | "<" | ">" | "<=" | ">=" | IN | NOTIN ;
range: add
    | add ranging add            { $$ = parse_binary(cx, $1, $2->kind, @2, $3, @$); }
    ;
ranging: ".." | "..<" ;
add: mul
    | add adding mul             { $$ = parse_binary(cx, $1, $2->kind, @2, $3, @$); }
    ;
adding: "+" | "-" | ".+" | ".-" ;
mul: unary
    | mul scaling unary          { $$ = parse_binary(cx, $1, $2->kind, @2, $3, @$); }
    ;
scaling: "*" | "/" | "%" | "//" | ".*" | "./" ;
unary: pow
    | "-" unary                  { $$ = parse_negative(cx, $2, @$); }
    ;
pow: app
    | app "**" unary             { $$ = parse_binary(cx, $1, $2->kind, @2, $3, @$); }
    ;

/* Spaced arguments. A name, literal or bracket as argument takes no block: the called function does, and a dotted chain
   does. A chain may go on behind that block and applies to the whole call. */
app: postfix
    | app arg                    { $$ = parse_apply(cx, $1, @1, $2, true, @$); }
    | blocked
    | tailed
    ;
blocked: app atom block          { $$ = parse_apply_two(cx, $1, @1, $2, $3, @$); } ;
tailed: blocked "." IDENT        { $$ = parse_dot(cx, $1, $3, @$); }
    | blocked "." INT            { $$ = parse_component(cx, $1, $3, @$); }
    | tailed "." IDENT           { $$ = parse_dot(cx, $1, $3, @$); }
    | tailed "." INT             { $$ = parse_component(cx, $1, $3, @$); }
    | tailed call                { $$ = parse_call(cx, $1, $2, @$); }
    | tailed CALLOP              { $$ = parse_call_operator(cx, $1, $2, @$); }
    | tailed block               { $$ = parse_apply(cx, $1, @1, $2, false, @$); }
    | tailed record              { $$ = parse_record(cx, $1, $2, @$); }
    | tailed index               { $$ = parse_at(cx, $1, $2, @$); }
    ;
arg: atom | braces | chained ;
chained: atom "." IDENT          { $$ = parse_dot(cx, $1, $3, @$); }
    | atom "." INT               { $$ = parse_component(cx, $1, $3, @$); }
    | atom call                  { $$ = parse_call(cx, $1, $2, @$); }
    | atom CALLOP                { $$ = parse_call_operator(cx, $1, $2, @$); }
    | atom record                { $$ = parse_record(cx, $1, $2, @$); }
    | atom index                 { $$ = parse_at(cx, $1, $2, @$); }
    | braces "." IDENT           { $$ = parse_dot(cx, $1, $3, @$); }
    | braces index               { $$ = parse_at(cx, $1, $2, @$); }
    | chained "." IDENT          { $$ = parse_dot(cx, $1, $3, @$); }
    | chained "." INT            { $$ = parse_component(cx, $1, $3, @$); }
    | chained call               { $$ = parse_call(cx, $1, $2, @$); }
    | chained CALLOP             { $$ = parse_call_operator(cx, $1, $2, @$); }
    | chained block              { $$ = parse_apply(cx, $1, @1, $2, false, @$); }
    | chained record             { $$ = parse_record(cx, $1, $2, @$); }
    | chained index              { $$ = parse_at(cx, $1, $2, @$); }
    ;
atom: literal | group
    | IDENT                      { $$ = parse_name(cx, $1); }
    | CON                        { $$ = parse_name(cx, $1); }
    | OPFN                       { $$ = parse_operator(cx, $1); }
    ;

postfix: literal | callable ;
callable: group | braces
    | IDENT                      { $$ = parse_name(cx, $1); }
    | CON                        { $$ = parse_name(cx, $1); }
    | OPFN                       { $$ = parse_operator(cx, $1); }
    | HOLE                       { $$ = parse_hole(cx, @1); }
    | literal "." INT            { $$ = parse_component(cx, $1, $3, @$); }
    | literal "." IDENT          { $$ = parse_dot(cx, $1, $3, @$); }
    | literal index              { $$ = parse_at(cx, $1, $2, @$); }
    | callable "." IDENT         { $$ = parse_dot(cx, $1, $3, @$); }
    | callable "." INT           { $$ = parse_component(cx, $1, $3, @$); }
    | callable call              { $$ = parse_call(cx, $1, $2, @$); }
    | callable CALLOP            { $$ = parse_call_operator(cx, $1, $2, @$); }
    | callable block             { $$ = parse_apply(cx, $1, @1, $2, false, @$); }
    | callable record            { $$ = parse_record(cx, $1, $2, @$); }
    | callable index             { $$ = parse_at(cx, $1, $2, @$); }
    ;
call: CALL args ")"              { $$ = $2; }
    | CALL error ")"             { $$ = parse_list(cx, (ast_list){0}, parse_error_node(cx, @$)); yyerrok; }
    ;
args: %empty                     { $$ = (ast_list){0}; }
    | exprs                      { $$ = parse_args(cx, $1); }
    | exprs ","                  { $$ = parse_args(cx, $1); }
    ;
index: INDEX slice "]"           { $$ = $2; }
    | INDEX "]"                  { $$ = parse_index(cx, (ast_list){0}, @$); }
    | INDEX error "]"            { $$ = (parse_slice){.index = parse_error_node(cx, @$)}; yyerrok; }
    ;
slice: exprs                     { $$ = parse_index(cx, $1, @$); }
    | opt ":" opt                { $$ = (parse_slice){.lo = $1, .hi = $3}; }
    | opt ":" opt ":" opt        { $$ = (parse_slice){.lo = $1, .hi = $3, .step = $5}; }
    ;
opt: %empty                      { $$ = NULL; }
    | expr
    ;

literal: list
    | INT                        { $$ = parse_literal(cx, $1); }
    | FLOAT                      { $$ = parse_literal(cx, $1); }
    | CHAR                       { $$ = parse_literal(cx, $1); }
    | STR                        { $$ = parse_literal(cx, $1); }
    | TRUE                       { $$ = parse_literal(cx, $1); }
    | FALSE                      { $$ = parse_literal(cx, $1); }
    | NONE                       { $$ = parse_literal(cx, $1); }
    | FSTR_BEGIN parts FSTR_END  { $$ = parse_formatted(cx, $2, @$); }
    ;
parts: %empty                    { $$ = (parse_format){0}; }
    | parts FSTR_TEXT                       { $$ = parse_format_text(cx, $1, $2); }
    | parts FSTR_OPEN expr spec FSTR_CLOSE  { $$ = parse_format_hole(cx, $1, $3, $4); }
    | parts FSTR_OPEN FSTR_CLOSE            { $$ = parse_format_empty(cx, $1, span_join(@2, @3)); }
    | parts FSTR_OPEN error FSTR_CLOSE      { $$ = parse_format_hole(cx, $1, parse_error_node(cx, @3), NULL); yyerrok; }
    ;
spec: %empty                     { $$ = NULL; }
    | FSTR_SPEC
    ;
list: "[" "]"                    { $$ = parse_brackets(cx, (ast_list){0}, NULL, @$); }
    | "[" exprs "]"              { $$ = parse_brackets(cx, $2, NULL, @$); }
    | "[" exprs "," "]"          { $$ = parse_brackets(cx, $2, NULL, @$); }
    | "[" exprs "," "*" IDENT "]" { $$ = parse_brackets(cx, $2, $5, @$); }
    | "[" "*" IDENT "]"          { $$ = parse_brackets(cx, (ast_list){0}, $3, @$); }
    | "[" expr "|" quals "]"     { $$ = parse_comprehension(cx, $2, $4, @$); }
    | "[" error "]"              { $$ = parse_error_node(cx, @$); yyerrok; }
    ;
quals: qual                      { $$ = parse_list(cx, (ast_list){0}, $1); }
    | quals "," qual             { $$ = parse_list(cx, $1, $3); }
    ;
qual: expr
    | expr "<-" expr             { $$ = parse_from(cx, $1, NULL, $3, @$); }
    | expr ":" type1 "<-" expr   { $$ = parse_from(cx, $1, $3, $5, @$); }
    | expr "=" expr              { $$ = parse_where(cx, $1, $3, @$); }
    ;
group: "(" ")"                   { $$ = parse_group(cx, (ast_list){0}, @$); }
    | "(" inside ")"             { $$ = parse_group(cx, $2, @$); }
    | "(" error ")"              { $$ = parse_error_node(cx, @$); yyerrok; }
    ;
inside: exprs
    | steps                      { $$ = parse_list(cx, (ast_list){0}, $1); }
    ;
block: BLOCK "}"                 { $$ = parse_block(cx, (ast_list){0}, @$); }
    | BLOCK inside "}"           { $$ = parse_block(cx, $2, @$); }
    | BLOCK error "}"            { $$ = parse_error_node(cx, @$); yyerrok; }
    ;
braces: "{" "}"                  { $$ = parse_braces(cx, (parse_entries){0}, @$); }
    | "{" inside "}"             { $$ = parse_block(cx, $2, @$); }
    | "{" error "}"              { $$ = parse_error_node(cx, @$); yyerrok; }
    | DICT entries "}"           { $$ = parse_braces(cx, $2, @$); }
    | DICT entries "," "}"       { $$ = parse_braces(cx, $2, @$); }
    | DICT error "}"             { $$ = parse_error_node(cx, @$); yyerrok; }
    ;
record: RECORD entries "}"       { $$ = $2; }
    | RECORD entries "," "}"     { $$ = $2; }
    | RECORD error "}"           { $$ = (parse_entries){0}; yyerrok; }
    ;
entries: expr ":" expr           { $$ = parse_entry_list(cx, (parse_entries){0}, $1, $3); }
    | entries "," expr ":" expr  { $$ = parse_entry_list(cx, $1, $3, $5); }
    ;
exprs: expr                      { $$ = parse_list(cx, (ast_list){0}, $1); }
    | exprs "," expr             { $$ = parse_list(cx, $1, $3); }
    ;

tyvars: %empty                   { $$ = (parse_names){0}; }
    | INDEX names "]"            { $$ = $2; }
    ;
names: IDENT                     { $$ = parse_name_list(cx, (parse_names){0}, $1); }
    | names "," IDENT            { $$ = parse_name_list(cx, $1, $3); }
    ;
shape: variants
    | "|" variants               { $$ = $2; }
    | DICT fields "}"            { $$ = parse_shape_record(cx, $2, @$); }
    | DICT fields "," "}"        { $$ = parse_shape_record(cx, $2, @$); }
    ;
variants: variant                { $$ = parse_variant_list(cx, (parse_variants){0}, $1); }
    | variants "|" variant       { $$ = parse_variant_list(cx, $1, $3); }
    ;
variant: CON                     { $$ = parse_variant($1, (parse_types){0}, @$); }
    | CON CALL types ")"         { $$ = parse_variant($1, $3, @$); }
    | CON "(" types ")"          { $$ = parse_variant($1, $3, @$); }
    ;
fields: IDENT ":" type           { $$ = parse_field_list(cx, (parse_fields){0}, $1, $3); }
    | fields "," IDENT ":" type  { $$ = parse_field_list(cx, $1, $3, $5); }
    ;
types: type                      { $$ = parse_type_list(cx, (parse_types){0}, $1); }
    | types "," type             { $$ = parse_type_list(cx, $1, $3); }
    ;
type: effect
    | effect "->" type           { $$ = parse_type(cx, AST_TYPE_FUN, @$, $1, $3); }
    ;
effect: type1
    | "!" type1                  { $$ = parse_type(cx, AST_TYPE_EFFECT, @$, $2, NULL); }
    ;
type1: IDENT                     { $$ = parse_type_name(cx, $1, AST_TYPE_NAME); }
    | CON                        { $$ = parse_type_name(cx, $1, AST_TYPE_CON); }
    | CON INDEX types "]"        { $$ = parse_type_apply(cx, $1, $3, @$); }
    | "(" ")"                    { $$ = parse_type(cx, AST_TYPE_UNIT, @$, NULL, NULL); }
    | "(" types ")"              { $$ = parse_type_group(cx, $2, @$); }
    | "[" type "]"               { $$ = parse_type(cx, AST_TYPE_LIST, @$, $2, NULL); }
    | "{" type "}"               { $$ = parse_type(cx, AST_TYPE_SET, @$, $2, NULL); }
    | DICT type ":" type "}"     { $$ = parse_type(cx, AST_TYPE_DICT, @$, $2, $4); }
    | type1 "?"                  { $$ = parse_type(cx, AST_TYPE_OPTION, @$, $1, NULL); }
    | type1 "??"                 { $$ = parse_type(cx, AST_TYPE_OPTION, @$, $1, NULL); }
    ;
%%

#define X(kind, text, traits) \
  _Static_assert((int)GRAM_##kind == (int)TOKEN_##kind, #kind " stands elsewhere in token.def");
#include "frontend/token.def"
#undef X

/* Symbols are numbered like tokens, behind the end, `error` and the undefined token. */
static token_kind gram_token(yysymbol_kind_t symbol) {
  return symbol == YYSYMBOL_YYEOF ? TOKEN_END : (token_kind)(TOKEN_FIRST + (symbol - YYSYMBOL_NL));
}

static int yyreport_syntax_error(const yypcontext_t *context, parse *cx) {
  yysymbol_kind_t symbols[YYNTOKENS];
  token_kind kinds[YYNTOKENS];
  int count = yypcontext_expected_tokens(context, symbols, YYNTOKENS);
  for (int i = 0; i < count; i++) kinds[i] = gram_token(symbols[i]);
  parse_syntax_error(cx, kinds, count > 0 ? (uint32_t)count : 0);
  return 0;
}

/* Comes only when the stack is exhausted: syntax errors go the other way. */
static void gram_error(const span *where, parse *cx, const char *message) {
  (void)message;
  parse_report_depth(cx, *where);
}
