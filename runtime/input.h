#ifndef GAEL_RT_INPUT_H
#define GAEL_RT_INPUT_H

#include "runtime/gael_rt.h"

/* All that is left of a file, as a Str; what is no UTF-8 becomes U+FFFD. 0, or the error number. */
int rt_input_all(int fd, gl_list **out);

#endif
