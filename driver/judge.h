#ifndef GAEL_DRIVER_JUDGE_H
#define GAEL_DRIVER_JUDGE_H

#include <jansson.h>
#include <sys/types.h>

#include "driver/judge_cache.h"

/* One request on its way. `calls` from `next` on are not answered yet. */
typedef struct judge_request {
  json_t *json, *calls; /* calls: an array; owned by json, or fresh */
  str source;
  double seconds;
  int64_t bytes;
  bool plain;
  uint32_t next, count;
} judge_request;

/* What a child tells, one frame each: a letter, the payload's length in eight hexadecimal digits, the payload.
   O key and object of a fresh compilation · R the result of the next call · D diagnostics: nothing will run ·
   L three digits: the next call hit that limit, the child is gone · C compiling hit its limit, the child is gone */
enum { JUDGE_FRAME_HEAD = 9, JUDGE_COMPILE_SECONDS = 10 };

/* Runs the unanswered calls and never returns. `out` is the pipe. */
_Noreturn void judge_child(const judge_request *r, const judge_cache *cache, int out);

/* Of a call whose request names none. */
typedef struct judge_limits {
  double seconds;
  int64_t bytes;
} judge_limits;

/* The whole service: requests from `in`, answers to `out`, up to `jobs` children at a time. Gives the exit status. */
int judge_serve(int in, int out, uint32_t jobs, judge_limits otherwise);

#endif
