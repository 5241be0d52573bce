#ifndef GAEL_DRIVER_COMMAND_H
#define GAEL_DRIVER_COMMAND_H

#include "driver/options.h"
#include "driver/session.h"

/* A command: argv[0] is its name. Gives the exit status. */
typedef int command_fn(const options *o, int argc, char **argv);

#define X(name, letter, operands, function, help) command_fn function;
#include "driver/command.def"
#undef X

/* Shared by commands. */
bool command_source(arena *home, const options *o, int argc, char **argv, str *name, str *text,
                    int *rest);                              /* false: reported */
void command_diagnostics(const options *o, gael_session *s); /* to stderr as text, with --json to stdout */
int command_status(gael_status status, str problem);         /* says the problem, gives the exit status */

#endif
