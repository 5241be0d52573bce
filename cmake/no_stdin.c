/* What jansson's json_loadf takes for stdin: cmake/Jansson.cmake. */

#include <stdio.h>

extern FILE *gael_no_stdin __attribute__((visibility("hidden")));
FILE *gael_no_stdin;
