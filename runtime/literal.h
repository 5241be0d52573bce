#ifndef GAEL_RT_LITERAL_H
#define GAEL_RT_LITERAL_H

/* GAEL literals out of text. Each function skips white space and takes what it is asked for, or gives false: nothing
   was made then, and where the text stands does not matter any more. Reading recurses as deep as the text is nested. */

#include "runtime/gael_rt.h"

typedef struct rt_reader rt_reader;
struct rt_reader {
  const uint8_t *at, *end;
  bool (*dyn)(rt_reader *r, gl_dyn **out); /* reads any value; NULL: a program whose arguments hold no Dyn */
};

void rt_read_space(rt_reader *r);
bool rt_read_byte(rt_reader *r, uint8_t byte);
bool rt_read_word(rt_reader *r, const char *word); /* this word and no longer one */
size_t rt_read_name(rt_reader *r);                 /* the length of the name that stands here; 0: none */
size_t rt_read_number(rt_reader *r);               /* of the characters that can belong to a number */
bool rt_read_quoted(rt_reader *r, gl_list **out);  /* in either quotes */

bool rt_read_value(rt_reader *r, const gl_type *t, own void *out);
bool rt_read_dyn(rt_reader *r, gl_dyn **out);

#endif
