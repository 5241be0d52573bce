#ifndef GAEL_DRIVER_MODULES_H
#define GAEL_DRIVER_MODULES_H

/* `use geo` reads geo.gael from one directory, the program's own. A session that was given no directory has no
   modules: what the judge runs cannot look at files. */

#include "driver/session.h"

/* Opens a session on a text of the user's: its modules lie beside the file of that name, or in the working directory
   when it came from elsewhere (-e, standard input). */
gael_session *modules_open(str name, str text);

module_loader modules_loader(gael_session *s);

/* The files beside the first that the session has read, each with a hash of its text: what a cached object of the
   program depends on. Empty for a program of one file. */
str modules_manifest(gael_session *s);
bool modules_unchanged(arena *scratch, str manifest);

#endif
