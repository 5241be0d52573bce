#ifndef GAEL_RT_SHOW_H
#define GAEL_RT_SHOW_H

/* Values as text. Source reads back as the same value: strings and characters quoted, Floats with a point or an
   exponent. */

#include "runtime/sink.h"

void rt_show(rt_sink *s, bor const void *value, const gl_type *t);  /* a Str as it is, a Big without its n, else source */
void rt_print(rt_sink *s, bor const void *value, const gl_type *t); /* a Str as it is, else source */
void rt_source(rt_sink *s, bor const void *value, const gl_type *t);

#endif
