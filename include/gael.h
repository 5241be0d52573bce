#ifndef GAEL_H
#define GAEL_H

/* libgael: the compiler of GAEL as a library.

   A session holds one program and everything said about it. Sessions share nothing: any number of threads may each work with
   sessions of their own, at the same time, and a session may go from thread to thread as long as one at a time uses it.

   Nothing here ends the process, writes to its streams or changes its settings. What is wrong comes back as a status, and as
   diagnostics that say it. A program that fails (an overflow, an index, a missing key) or reaches a limit (time, memory, stack) ends
   its call and nothing else. What cannot be contained in a process is listed in docs/embedding.md; for programs of strangers
   `gael judge` gives each a process.

   Strings are UTF-8 and end with a NUL. Those that are given are copied. What a session gives belongs to it: it lives until
   gael_close, and what a call or a list of diagnostics gives until the session is called again (gael_eval, gael_invoke). */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define GAEL_API __attribute__((visibility("default")))
#else
#define GAEL_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Also the exit statuses of the `gael` command. */
typedef enum gael_status {
  GAEL_OK = 0,
  GAEL_FAILED = 1,  /* the program failed at run time */
  GAEL_INVALID = 2, /* it does not compile */
  GAEL_USAGE = 3,   /* arguments or options that do not fit */
  GAEL_LIMIT = 4,   /* a limit was reached, or there is no memory */
  GAEL_BUG = 70     /* a bug of ours; the session can only be closed */
} gael_status;

typedef struct gael_session gael_session;
typedef struct gael_function gael_function;

/* ---- options: all zero is a good beginning ---- */

/* What gael_build writes. The libraries are for C programs, with a header beside them, and offer what the program declares by
   `export name:type`. An object has the program's main, and wants the libraries in lib/gael/TARGET beside it. */
typedef enum gael_output { GAEL_EXECUTABLE, GAEL_STATIC_LIBRARY, GAEL_SHARED_LIBRARY, GAEL_OBJECT } gael_output;

/* Takes what a program prints; stream 1 is stdout, 2 stderr. It must not call the library, nor leave by a jump or an exception. */
typedef void gael_print(void *context, int stream, const char *bytes, size_t length);

typedef struct gael_options {
  unsigned level;      /* of optimisation, 0 to 3; 0 compiles in milliseconds */
  const char *cpu;     /* NULL: every processor of the kind; "native": this machine's */
  const char *without; /* transformations to leave out, "borrow,rewrite" (docs/optimizer.md); NULL: none */
  const char *allow;   /* what the program may do to the world, "read=data,clock"; NULL: nothing */
  double seconds;      /* of a call; 0: no limit. Compiling is not counted */
  int64_t bytes;       /* of the program's values, and of its stack; 0: no limit, a stack of 1 GB */

  /* running */
  gael_print *print;   /* NULL: what is printed is dropped */
  void *print_context;
  const char *input;   /* what the program reads as stdin; NULL: nothing */

  /* gael_build; there `seconds`, `bytes` and `allow` are those of the binary */
  const char *target;  /* NULL: this machine */
  bool debug;          /* DWARF */
  gael_output output;
} gael_options;

/* ---- values ---- */

typedef enum gael_kind {
  GAEL_UNIT,
  GAEL_BOOL,
  GAEL_INT,
  GAEL_FLOAT,
  GAEL_CHAR,
  GAEL_STR,
  GAEL_INTS,   /* [Int] */
  GAEL_FLOATS, /* [Float] */
  GAEL_JSON    /* anything else: docs/json.md */
} gael_kind;

typedef struct gael_value {
  gael_kind kind;
  size_t count; /* STR: bytes; INTS, FLOATS: elements */
  union {
    bool truth;
    int64_t integer;
    double number;
    uint32_t letter; /* CHAR: a Unicode scalar */
    const char *text;
    const int64_t *integers;
    const double *numbers;
    const char *json;
  } as;
} gael_value;

/* ---- diagnostics ---- */

typedef enum gael_severity { GAEL_ERROR, GAEL_WARNING, GAEL_NOTE } gael_severity;

/* Lines and columns count from 1, and a column is a letter; bytes count from 0, and the end is the first that is not in it. */
typedef struct gael_span {
  const char *file; /* NULL: about no place */
  size_t start, end;
  unsigned line, column, end_line, end_column;
} gael_span;

typedef struct gael_note {
  const char *message;
  gael_span where;
} gael_note;

typedef struct gael_edit {
  gael_span where; /* empty: an insertion */
  const char *text;
} gael_edit;

/* Edits that can be made as they are; they do not overlap. */
typedef struct gael_fix {
  const char *title;
  size_t edit_count;
  const gael_edit *edits;
} gael_fix;

typedef struct gael_diagnostic {
  const char *code; /* "GL0201": docs/errors has a page for each */
  gael_severity severity;
  const char *message;
  gael_span where;
  const char *expected, *found; /* types, where one was wanted; NULL: not said */
  size_t note_count, fix_count;
  const gael_note *notes;
  const gael_fix *fixes;
} gael_diagnostic;

/* ---- programs ---- */

GAEL_API const char *gael_version(void);

/* `name` is what diagnostics call the text. NULL: there is no memory. */
GAEL_API gael_session *gael_open(const char *name, const char *source, size_t length);
GAEL_API void gael_close(gael_session *s);
/* Where `use NAME` finds NAME.gael; without a directory a program has no modules. In front of everything else. */
GAEL_API void gael_modules(gael_session *s, const char *directory);

/* Types only. */
GAEL_API gael_status gael_check(gael_session *s);
/* Every definition's type, a line each; "" before a successful check. */
GAEL_API const char *gael_types(gael_session *s);

/* ---- running: in this process and thread ---- */

/* Compiles the program and evaluates its main expression, or the last definition without one, which must take no arguments. */
GAEL_API gael_status gael_eval(gael_session *s, const gael_options *o, gael_value *result);

/* Compiles a definition (NULL: as gael_eval chooses) once, for calls whose arguments have the types of those in `json`, an array
   ("[1,[0.5]]"; NULL: no arguments). What `o` says about running holds for all its calls. The function is the session's. */
GAEL_API gael_status gael_prepare(gael_session *s, const gael_options *o, const char *definition, const char *json,
                                  gael_function **f);
/* Calls it with as many arguments as it was prepared for; each is converted to its type as docs/json.md says. */
GAEL_API gael_status gael_invoke(gael_function *f, const gael_value *arguments, gael_value *result);

/* The last call's result in other forms; "" when there is none. */
GAEL_API const char *gael_result_text(gael_session *s); /* as `gael` prints it */
GAEL_API const char *gael_result_json(gael_session *s);
GAEL_API const char *gael_result_type(gael_session *s);

/* ---- building ---- */

/* Writes a native, static executable, or a library and its header. */
GAEL_API gael_status gael_build(gael_session *s, const gael_options *o, const char *output);

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

/* The program as it stands behind a stage, for arguments as in gael_prepare; NULL: such as gael_build assumes. */
GAEL_API gael_status gael_emit(gael_session *s, gael_stage stage, const gael_options *o, const char *json,
                               const char **text, size_t *length);

/* ---- what was reported: by everything but calls so far, and by the last call ---- */

GAEL_API const gael_diagnostic *gael_diagnostics(gael_session *s, size_t *count);
GAEL_API const char *gael_diagnostics_text(gael_session *s, bool color);
GAEL_API const char *gael_diagnostics_json(gael_session *s); /* one object a line */

#ifdef __cplusplus
}
#endif

#endif
