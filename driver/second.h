#ifndef GAEL_DRIVER_SECOND_H
#define GAEL_DRIVER_SECOND_H

/* A program's second version, made in a thread of its own while the first runs. The thread has its own session, arenas and
   LLVM context; with the program it shares the source's text and, at the end, the places that calls go through.

   GAEL_TIER in the environment, words with commas between, is for tests and for the curious:

     off        one version, as -O0 makes it
     trace      says on stderr what went over and when
     after=MS   the program has run that long before the second version is begun
     at=N       it comes when the program asks the Nth time whether it is there, and the program waits for it; 0: before it
                starts. Asking are loops, once a turn, and functions that may be running already, once a call */

#include "driver/program.h"

typedef struct second_how {
  bool off, trace;
  double after; /* milliseconds */
  int64_t at;   /* -1: when it is ready */
} second_how;

second_how second_read(const program_source *source);

/* Is the program to say when it asks and goes over? */
static inline bool second_watches(second_how how) { return how.at >= 0 || how.trace; }

/* Loads the first version so that the second can take over. */
jit_code *second_load_first(arena *home, str object, second_how how, str *problem);

/* The program is about to run. What is passed lives until the process ends. */
void second_begin(arena *home, const program_source *source, jit_code *first, second_how how);

#endif
