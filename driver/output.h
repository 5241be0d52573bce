#ifndef GAEL_DRIVER_OUTPUT_H
#define GAEL_DRIVER_OUTPUT_H

#include "support/diag.h"

/* Results go to stdout, everything else to stderr. A reader who went away is no error (cli.md): the process ends
   silently with 0; a full disk is: a message, status 1. */
void output_result(str text);
void output_message(const char *format, ...)
    __attribute__((format(printf, 1, 2))); /* `gael: ` before, a line end behind */
void output_error(diag_code code, const char *format, ...)
    __attribute__((format(printf, 2, 3))); /* without a place in a program */
void output_text(str text);                /* to stderr, as it is */

#endif
