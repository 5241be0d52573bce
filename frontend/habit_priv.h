#ifndef GAEL_FRONTEND_HABIT_PRIV_H
#define GAEL_FRONTEND_HABIT_PRIV_H

/* How the habits are read: the raw tokens are walked, and what is written otherwise in GAEL is said again, in pieces
   that are copied or new. A region is a part of the text that is replaced as a whole; inside it everything is said, and
   outside regions nothing needs to be, for the text stands. */

#include "frontend/habit.h"
#include "frontend/token.h"
#include "support/map.h"

/* Bytes of the text, or (text.ptr) words of ours. */
typedef struct habit_piece {
  uint32_t start, end;
  str text;
} habit_piece;

typedef struct habit_report {
  diag_code code;
  span at;
  const char *message, *hint;
  bool replaces;   /* bytes [start, end) by the pieces */
  bool mechanical; /* what is said is what was meant */
  uint32_t start, end, piece, piece_count;
} habit_report;

/* A stretch of the text as GAEL; `report` UINT32_MAX: copied. */
typedef struct habit_stretch {
  uint32_t at, from, length, report;
} habit_stretch;

/* Tokens [from, to). */
typedef struct habit_range {
  uint32_t from, to;
} habit_range;

struct habit {
  arena *home;
  intern *names;
  source_set *sources;
  uint32_t file, made;
  str text;
  char *clean; /* the text with foreign comments blank and foreign quotes plain, byte for byte */
  token_vec tokens;
  VEC(habit_piece) pieces;
  VEC(habit_report) reports;
  VEC(habit_stretch) stretches;
  map meanings;          /* of names in the program */
  VEC(sym) bound;        /* names bound so far in the function that is read */
  uint32_t depth;        /* of open regions */
  uint32_t region;       /* the outermost open one */
  uint32_t last;         /* the token read last: white space behind it is copied; UINT32_MAX: none */
  uint32_t loops, finds; /* names given to loops, and to what is found in them */
  uint32_t braces;       /* lambdas in braces around what is read */
  bool exhausted; /* more was said than any program of this length needs: what is read twice is nested too deep */
};

/* habit_text.c: comments and quotes, before there are tokens. */
void habit_clean(habit *h);

/* habit_say.c: looking at tokens. Beyond the end everything is no token. */
token_kind habit_kind(const habit *h, uint32_t i);
str habit_slice(const habit *h, uint32_t i);
bool habit_word(const habit *h, uint32_t i, const char *word);
bool habit_touches(const habit *h, uint32_t i);                                   /* the token before it */
bool habit_pair(const habit *h, uint32_t i, token_kind first, token_kind second); /* two that touch */
uint32_t habit_column(const habit *h, uint32_t i);
uint32_t habit_next(const habit *h, uint32_t i);                                  /* on the same level */
uint32_t habit_find(const habit *h, uint32_t from, uint32_t to, token_kind kind); /* on this level; `to`: nowhere */
uint32_t habit_find_word(const habit *h, uint32_t from, uint32_t to, const char *word);
void habit_find_meanings(habit *h);
bool habit_defines(const habit *h, str word);      /* somewhere stands `word=` */
bool habit_binds(const habit *h, str word);        /* somewhere the program gives it a meaning */
bool habit_binds_dotted(const habit *h, str word); /* as a definition, which is called behind a dot, too */
bool habit_mentions(const habit *h, habit_range r, sym name);

/* Saying. */
void habit_say(habit *h, const char *text);
void habit_say_str(habit *h, str text);
char habit_last_byte(const habit *h);
void habit_token(habit *h, uint32_t i);
void habit_gap(habit *h, uint32_t i); /* the white space before it, on one line */
void habit_at(habit *h, uint32_t i);  /* what follows is read from token i on */

/* A region from token `from` on; `what` goes into the message. Nested ones are part of the outermost. */
void habit_open(habit *h, uint32_t from, diag_code code, uint32_t at, const char *what);
void habit_widen(habit *h, uint32_t start, uint32_t end); /* to bytes around the tokens, if it is the outermost */
void habit_close(habit *h, uint32_t to);
/* What has no mechanical translation: tokens [from, to) are said as `fail`. */
/* Part of the open region has no mechanical translation. */
void habit_doubt(habit *h, diag_code code, uint32_t at, const char *message, const char *hint);
void habit_doubt_silently(habit *h, const char *hint); /* without a report of its own */
void habit_omit(habit *h, habit_range r, diag_code code, uint32_t at, const char *message); /* said as nothing */
void habit_stuck(habit *h, habit_range r, diag_code code, uint32_t at, const char *message, const char *hint);

/* habit_expr.c */
void habit_expr(habit *h, habit_range r);  /* one operand, without separators on its level */
void habit_exprs(habit *h, habit_range r); /* with them */

/* habit_bracket.c: brackets from token `opener` on, whatever they hold, are said; what follows them. */
uint32_t habit_bracket(habit *h, uint32_t opener);
uint32_t habit_comprehension_in(const habit *h, habit_range r); /* its first `for`; r.to: it holds none */
void habit_comprehension(habit *h, habit_range r, uint32_t at); /* said without brackets */

/* habit_call.c: a foreign call at token i of r is said, and what follows it is returned; i: there is none. */
uint32_t habit_call(habit *h, habit_range r, uint32_t i);

bool habit_gap_is(const habit *h, uint32_t i, char sign); /* it stands between token i and the one before */

enum { HABIT_ARGUMENTS = 4 };
/* The arguments behind a callee, in brackets or in a row, and what follows them; 0: none, or too many. */
uint32_t habit_arguments(const habit *h, habit_range r, uint32_t callee, habit_range *args, uint32_t *behind);
void habit_say_term(habit *h, habit_range r); /* in brackets, if it is no term */

/* Behind a term that begins at `at`, with all that touches it. */
uint32_t habit_term_end(const habit *h, uint32_t at, uint32_t to);

/* habit_arm.c: what follows an arm's pattern and arrow, which are said, if they are foreign; r.from: they are not. */
uint32_t habit_arm(habit *h, habit_range r);
bool habit_fields(habit *h, uint32_t opener); /* a record's, behind its constructor */

/* habit_head.c: a definition's head whose parameters bear types is said without them, and what follows its `=` is
   returned; r.from: there is none. */
uint32_t habit_head(habit *h, habit_range r);

/* habit_string.c: a text with values at token i is said, and what follows it is returned; i: there is none. */
uint32_t habit_string(habit *h, habit_range r, uint32_t i);

/* habit_haskell.c */
bool habit_haskell(habit *h, habit_range r); /* a line of the margin; false: there is nothing of Haskell in it */
uint32_t habit_let(habit *h, habit_range r); /* `let .. in ..`, like habit_lambda */

/* habit_type.c: what follows a foreign declaration of a type at the margin, which is said; `at`: there is none. */
uint32_t habit_declaration(habit *h, uint32_t at);

/* habit_name.c: a foreign name at token i. */
uint32_t habit_name(habit *h, habit_range r, uint32_t i);

/* habit_lambda.c: a foreign lambda from r.from on is said, and what follows it is returned; r.from: there is none. */
uint32_t habit_lambda(habit *h, habit_range r);
uint32_t habit_lambda_end(const habit *h, habit_range r); /* the same, unsaid */
bool habit_braces(habit *h, uint32_t opener);             /* `{p -> e}` and `{it*2}` */
void habit_params(habit *h, habit_range r);               /* names, without their types */

/* habit_stmt.c: what a statement is, and where it ends. */
typedef enum habit_kind_of {
  HABIT_PLAIN,
  HABIT_DEFINE,
  HABIT_DECLARE,
  HABIT_IF,
  HABIT_FOR,
  HABIT_WHILE,
  HABIT_RETURN,
  HABIT_RAISE,
  HABIT_TRY,
  HABIT_SWITCH,
  HABIT_IMPORT,
  HABIT_CLASS,
  HABIT_LEAVE,
  HABIT_NOTHING,
} habit_statement_kind;

typedef struct habit_statement {
  habit_statement_kind kind;
  uint32_t word;          /* behind prefixes such as `async` and `public` */
  habit_range head, body; /* of compound ones; the whole of others is the head */
  uint32_t next;          /* behind it, with its separator */
} habit_statement;

habit_statement habit_statement_at(const habit *h, uint32_t at, uint32_t to);
uint32_t habit_statement_end(const habit *h, uint32_t at, uint32_t to);
/* `word head body` at `at`, where a compound statement goes on: else, elif, catch. */
habit_statement habit_clause_at(const habit *h, uint32_t at, uint32_t to);
/* The separator or the line's end. */
uint32_t habit_line_end(const habit *h, uint32_t at, uint32_t to);
bool habit_returns(const habit *h, habit_range r);

/* habit_bind.c: assignments. */
typedef VEC(sym) habit_names;
bool habit_assigns(const habit *h, habit_range r); /* is this statement one? */
bool habit_changes(const habit *h, habit_range r); /* one that changes a name: `x += 1`, `a[i] = e`, `a.append(e)` */
void habit_bind(habit *h, habit_range r);          /* `name=value`, without the separator */
void habit_bind_value(habit *h, habit_range r);    /* the value alone */
void habit_assigned(habit *h, habit_range r, habit_names *names); /* what statements in r assign to */

/* habit_flow.c: what follows a statement decides what it means. */
typedef struct habit_state {
  const habit_names *names;
  const char *again; /* a loop that is called with them; NULL: they are the value */
  bool finds;        /* before them stands a list: what `return` gave inside the loop, or nothing */
} habit_state;

/* Statements as one expression; with a state, its names come last. */
void habit_block(habit *h, habit_range r, const habit_state *state);
void habit_body(habit *h, habit_range r, const habit_state *state); /* in brackets where it binds */

void habit_say_names(habit *h, const habit_names *names, const char *open, const char *between, const char *close);
void habit_say_tuple(habit *h, const habit_names *names);
void habit_say_state(habit *h, const habit_state *state);
void habit_say_outcome(habit *h, const habit_state *state, const char *found); /* what a loop gives */
habit_names habit_state_of(habit *h, habit_range r); /* of what r assigns to, the names that exist before it */
bool habit_holds(const habit *h, habit_range r, const char *word, bool in_loops);
bool habit_yields(const habit *h, habit_range r);
habit_range habit_bare(const habit *h, habit_range r); /* without round brackets around the whole of it */
habit_range habit_behind_words(const habit *h, habit_range r);
extern const char habit_loop_hint[];

/* habit_loop.c: true, where what follows the loop is said with it. */
bool habit_each(habit *h, const habit_statement *s, habit_range rest, const habit_state *state);
bool habit_repeat(habit *h, const habit_statement *s, habit_range rest, const habit_state *state);

/* habit_match.c: cases that each give a value. True: control does not go on behind it. */
bool habit_arms(habit *h, const habit_statement *s);
uint32_t habit_arms_expr(habit *h, habit_range r); /* as an operand, like habit_lambda */

/* habit_top.c: definitions and what stands at the margin. */
void habit_define(habit *h, const habit_statement *s);
void habit_top(habit *h);

#endif
