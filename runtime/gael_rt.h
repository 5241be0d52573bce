#ifndef GAEL_RT_H
#define GAEL_RT_H

/* The runtime's objects and what generated code may call (abi.def lists every entry point). Freestanding-friendly C: linked into every
   program, compiled once per target. Ownership is a word: `own` arguments are consumed, `bor` ones stay the caller's; results are owned. */

#include <stdbool.h>
#include <stdint.h>

#define own
#define bor

/* ---- type descriptors: emitted by the compiler as constants; what generic code (print, compare, drop, JSON) walks by ---- */
typedef enum gl_kind {
  GL_INT, GL_FLOAT, GL_BOOL, GL_CHAR, GL_UNIT, GL_LIST, GL_TUPLE, GL_OPTION, GL_FUN, GL_DICT, GL_SET, GL_DYN, GL_BIG, GL_NAMED
} gl_kind;

typedef struct gl_type gl_type;
struct gl_type {
  uint8_t kind;     /* gl_kind */
  uint8_t pointers; /* 1: a value of it holds counted pointers */
  uint16_t count;   /* parts */
  uint32_t size;    /* bytes of a value in memory; arrays step by it (it is a multiple of the alignment) */
  const gl_type *const *parts; /* LIST elem; TUPLE parts; OPTION content; FUN param, result; closure captures */
  const uint32_t *offsets;     /* TUPLE: of each part; OPTION: [0] tag (one byte), [1] content */
  const char *name;            /* as GAEL writes the type */
};

/* ---- counted objects: the count stands first. > 0: that many owners; <= 0: immortal (static data), never changed ---- */
typedef struct gl_list {
  int32_t rc;
  uint8_t width; /* lists of Char: 1 (all ASCII) or 4 bytes a character; other lists: 0 */
  uint8_t view;  /* 1: data points into `owner` (whose count we hold); 0: data is our own block of `cap` elements */
  uint16_t pad;
  int64_t len;
  uint8_t *data;
  union {
    struct gl_list *owner;
    intptr_t cap;
  } u;
} gl_list;

typedef struct gl_closure {
  int32_t rc;
  uint32_t pad;
  void *code;               /* bool code(bor gl_closure *self, argument by memory, result by memory): true = failed */
  const gl_type *captures;  /* TUPLE of what follows, or NULL when nothing is captured */
  /* captured values at 8-byte alignment */
} gl_closure;

/* ---- failures: recorded where they happen, propagated as a flag, reported at the top or forgotten by a catch ---- */
typedef struct gl_site {      /* emitted by the compiler: table of all sites */
  uint32_t line, column, end_line, end_column; /* from 1 */
  uint32_t start, end;                         /* bytes */
  const char *file, *function, *text;          /* text: the source slice, shortened; function: NULL in the main expression */
} gl_site;

enum { GL_FRAMES = 32, GL_VALUES = 512 };

typedef struct gl_failure {
  int32_t code;     /* 901 index, 902 divide, ... as in support/diag_codes.def; 0: none on record */
  uint32_t site;
  uint32_t frame_count; /* frames passed through, may exceed GL_FRAMES */
  uint32_t frames[GL_FRAMES]; /* call sites, innermost first */
  char message[GL_VALUES];    /* one sentence */
  char values[GL_VALUES];     /* operands as GAEL source, ", " between; long ones shortened */
} gl_failure;

gl_failure *gl_failure_now(void); /* this thread's record */

/* A compiled program's entry: arguments lie in memory as a TUPLE-like block `args_type` describes (one part an argument), the result is
   written to `result`. True: failed, the record says how. */
typedef struct gl_program {
  bool (*entry)(const void *args, void *result);
  uint32_t argc;
  const gl_type *args;      /* TUPLE of argc parts; NULL when argc is 0 */
  const gl_type *result;
  const gl_site *sites;
  uint32_t site_count;
  const char *file;
} gl_program;

/* Parses the command line at the argument types, runs, prints the result (Str raw, unit not at all, else as source), reports a failure to
   stderr; gives the exit status of cli.md. */
int gl_start(const gl_program *program, int argc, char **argv);

#define X(result, name, parameters, doc) result name parameters;
#include "abi.def"
#undef X

#endif
