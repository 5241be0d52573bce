#ifndef GAEL_DRIVER_MANUAL_H
#define GAEL_DRIVER_MANUAL_H

#include "support/str.h"

/* The library's manual, out of its own texts: what stands before a definition there, its types as inference has them,
   its examples, its other spellings. */

/* Everything about one name, in any of its spellings, or what GAEL writes for one of another language; false: there is
   none, and `out` has the nearest (or nothing). */
bool manual_entry(strbuf *out, str name);
/* Every name with its first sentence, file by file. */
void manual_index(strbuf *out);

#endif
