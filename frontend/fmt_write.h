#ifndef GAEL_FRONTEND_FMT_WRITE_H
#define GAEL_FRONTEND_FMT_WRITE_H

/* The formatter's pen: text goes out token by token, kept apart where two would read as one. In the readable face it
   knows the column, so that what would not fit on a line is first tried flat, on a pen that keeps nothing. */

#include "frontend/fmt.h"
#include "support/map.h"

enum { FMT_WIDTH = 100, FMT_INDENT = 2 };

typedef struct fmt {
  strbuf *out;
  const intern *names;
  const char *text; /* the source, for literals as written */
  const map *bound; /* names that the program binds: they are not the library's */
  fmt_face face;
  uint32_t indent, column;
  char last;        /* byte written */
  bool flat;        /* no line ends */
  bool draft;       /* only measured */
  bool over;        /* a draft went beyond the line */
  bool hole_begins; /* of an f-string: two braces would be one that stands for itself */
  bool in_head;     /* among a lambda's parameters: constructors take brackets */
  bool break_dots;  /* the chain being written goes over several lines */
} fmt;

void fmt_put(fmt *f, str text);
void fmt_bytes(fmt *f, str text); /* whatever stands before */
void fmt_puts(fmt *f, const char *text);
void fmt_sym(fmt *f, sym name);
void fmt_source(fmt *f, span where); /* as it was written */
void fmt_gap(fmt *f);                /* a space in the readable face */
void fmt_space(fmt *f);              /* a space that matters */
void fmt_line(fmt *f);               /* a new line at the indentation */
bool fmt_breaks(const fmt *f);       /* may lines end here? */
fmt fmt_draft(const fmt *f);

/* Names bound anywhere in the module. */
map fmt_bound_names(arena *home, const ast_module *m);
/* The name as the library has it, unless the program binds it. */
str fmt_canonical(const intern *names, const map *bound, sym name);
void fmt_name(fmt *f, sym name); /* as the face spells it */

/* fmt_expr.c, fmt_type.c */
void fmt_expr(fmt *f, const ast *n);
void fmt_head(fmt *f, sym name, ast_list params);
void fmt_definition_body(fmt *f, const ast *body);
void fmt_main_body(fmt *f, const ast *body);
void fmt_type(fmt *f, const ast_type *t);
void fmt_type_one(fmt *f, const ast_type *t); /* in brackets if it has an arrow */
void fmt_declaration(fmt *f, const ast_item *item);

#endif
