#ifndef GAEL_H
#define GAEL_H

/* libgael: the compiler as a library. A session holds one program and everything said about it; sessions share
   nothing, so each thread may have its own. Strings are UTF-8. Text that a session returns lives until gael_close.
   Compiled code runs in the calling process: for programs of strangers use `gael judge`, which gives each a process
   and limits. */

#include <stdbool.h>
#include <stddef.h>

#if defined(__GNUC__)
#define GAEL_API __attribute__((visibility("default")))
#else
#define GAEL_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct gael_session gael_session;

/* Also the exit statuses of the `gael` command. */
typedef enum gael_status {
  GAEL_OK = 0,
  GAEL_FAILED = 1,  /* the program failed at run time */
  GAEL_INVALID = 2, /* it does not compile: see the diagnostics */
  GAEL_USAGE = 3,   /* arguments that do not fit */
  GAEL_LIMIT = 4,   /* a limit was hit */
  GAEL_BUG = 70     /* a bug of ours */
} gael_status;

typedef enum gael_stage {
  GAEL_STAGE_TOKENS,
  GAEL_STAGE_AST,
  GAEL_STAGE_RESOLVED,
  GAEL_STAGE_TYPES,
  GAEL_STAGE_COMB,
  GAEL_STAGE_OPT,
  GAEL_STAGE_FLAT,
  GAEL_STAGE_RC,
  GAEL_STAGE_LLVM,
  GAEL_STAGE_ASM,
  GAEL_STAGE_OBJ
} gael_stage;

/* What gael_build writes. The libraries are for C programs, with a header beside them, and offer what the program declares by
   `export name:type`. */
typedef enum gael_output { GAEL_EXECUTABLE, GAEL_STATIC_LIBRARY, GAEL_SHARED_LIBRARY } gael_output;

typedef struct gael_options {
  unsigned level;     /* of optimisation, 0 to 3 */
  const char *target; /* NULL: this machine */
  const char *cpu;    /* NULL: the target's baseline; "native": this machine's */
  bool debug;         /* DWARF */
  const char *without; /* transformations to leave out, "borrow,rewrite" (docs/optimizer.md); NULL: none */
  const char *allow;  /* what a program may do to the world, "read=data,clock"; NULL: read stdin, write stdout and stderr */
  double seconds;     /* limit of time, in binaries that gael_build makes; 0: none */
  long long bytes;    /* limit of memory, likewise */
  gael_output output; /* of gael_build */
} gael_options;

GAEL_API const char *gael_version(void);

/* NULL only when there is no memory. */
GAEL_API gael_session *gael_open(const char *name, const char *source, size_t length);
GAEL_API void gael_close(gael_session *s);
/* Where `use NAME` finds NAME.gael; without a directory a program has no modules. Before gael_check. */
GAEL_API void gael_modules(gael_session *s, const char *directory);

/* Types only. */
GAEL_API gael_status gael_check(gael_session *s);
/* Every definition's type, a line each; "" before a successful check. */
GAEL_API const char *gael_types(gael_session *s);

/* The program as it stands after a stage. Argument types come from `argv` as in gael_run. */
GAEL_API gael_status gael_emit(gael_session *s, gael_stage stage, const gael_options *o, int argc, char **argv,
                               const char **text, size_t *length);

/* Compiles in memory, runs the main expression with the arguments, prints its value to stdout and a failure to
   stderr. */
GAEL_API gael_status gael_run(gael_session *s, const gael_options *o, int argc, char **argv);

/* Writes a native, static executable, or a library and its header. */
GAEL_API gael_status gael_build(gael_session *s, const gael_options *o, const char *output);

/* Calls `definition` (NULL: the main expression, or the last definition) with arguments as a JSON array
   (docs/json.md). *result is the object that `gael judge` answers for a call: {"ok":true,"value":..,"type":..} or
   {"ok":false,"error":{..}}. */
GAEL_API gael_status gael_call(gael_session *s, const gael_options *o, const char *definition,
                               const char *json_arguments, const char **result);

/* What was reported so far. */
GAEL_API size_t gael_error_count(gael_session *s);
GAEL_API const char *gael_diagnostics_text(gael_session *s, bool color);
GAEL_API const char *gael_diagnostics_json(gael_session *s); /* one object a line */

#ifdef __cplusplus
}
#endif

#endif
