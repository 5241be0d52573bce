#ifndef GAEL_DRIVER_OPTIONS_H
#define GAEL_DRIVER_OPTIONS_H

#include "support/str.h"

/* The command line, read by the C library's getopt_long: options stand before the first operand, the rest is the
   program's (ruling 29). */
typedef struct options {
  const char *expression, *output, *target, *cpu, *emit, *color, *allow, *vocab, *against, *without;
  bool static_library, shared, object, json, verbose, dense, readable, check, debug, help;
  int level; /* -1: not given */
  double seconds;
  int64_t bytes;
  uint32_t jobs;
  int operands; /* index of the first operand in argv */
} options;

/* `letter`: the command's in command.def. False: reported to stderr. With -e, the source is an option, so every operand
   is the program's. */
bool options_read(options *o, char letter, const char *command, int argc, char **argv);
str options_help(arena *home, char letter);
bool options_color(const options *o);

#endif
