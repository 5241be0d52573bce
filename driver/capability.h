#ifndef GAEL_DRIVER_CAPABILITY_H
#define GAEL_DRIVER_CAPABILITY_H

#include "support/str.h"

/* What a program may be allowed: "read=data,clock", names and name=path with commas between. The first word of the list that is no
   capability; empty: all are. */
str capability_unknown(const char *list);

#define CAPABILITIES "read, write, env, net, clock, random" /* all, for messages */

#endif
