#ifndef GAEL_RT_H
#define GAEL_RT_H

/* The runtime's objects and what generated code may call (abi.def lists every entry point). Freestanding-friendly C: linked into every
   program, compiled once per target. Ownership is a word: `own` arguments are consumed, `bor` ones stay the caller's; results are owned. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define own
#define bor

/* ---- type descriptors: emitted by the compiler as constants; what generic code (print, compare, drop, JSON) walks by ---- */
typedef enum gl_kind {
  GL_INT, GL_FLOAT, GL_BOOL, GL_CHAR, GL_UNIT, GL_LIST, GL_TUPLE, GL_OPTION, GL_FUN, GL_DICT, GL_SET, GL_DYN, GL_BIG,
  GL_NAMED,  /* a declared type whose values are objects: a pointer to a gl_object */
  GL_RECORD, /* a declared type of one constructor that does not contain itself: its fields side by side, like a TUPLE */
  GL_ENUM    /* a declared type of constructors without fields: the constructor's index, an Int */
} gl_kind;

enum { GL_SELF_EQUAL = 2 }; /* no Float, function or Dyn is in it */

typedef struct gl_type gl_type;
typedef struct gl_con gl_con;
typedef struct gl_walk gl_walk; /* runtime/walk.h */

struct gl_type {
  uint8_t kind;     /* gl_kind */
  uint8_t pointers; /* 1: a value of it holds counted pointers; GL_SELF_EQUAL: and is surely equal to itself */
  uint16_t count;   /* parts; NAMED, ENUM: constructors */
  uint32_t size;    /* bytes of a value in memory; arrays step by it (it is a multiple of the alignment) */
  /* LIST, SET element; DICT key, value; TUPLE, RECORD parts; OPTION content; FUN param, result; closure captures */
  const gl_type *const *parts;
  const uint32_t *offsets; /* TUPLE, RECORD: of each part; OPTION: [0] tag (one byte), [1] content */
  const char *name;        /* as GAEL writes the type */
  const gl_con *cons;      /* NAMED, ENUM: by index; RECORD: its one constructor */
  const gl_walk *walk;     /* of the kinds in walk.def; else NULL */
};

/* A constructor. Fields of a RECORD are described by the type itself, those of an ENUM do not exist. */
struct gl_con {
  const char *name;
  uint32_t count, size;        /* fields; bytes of a whole object */
  const gl_type *const *parts;
  const uint32_t *offsets;     /* from the object's start */
  const char *const *labels;   /* names of a record's fields; NULL: they have none */
};

/* What walks over values of a kind that only some programs have. Descriptors carry it, so that a program is linked with
   the walks of its own kinds and no others. */
#define X(kind, walk) extern const gl_walk walk;
#include "walk.def"
#undef X

/* ---- counted objects: the count stands first. > 0: that many owners; <= 0: immortal (static data), never changed ---- */
typedef struct gl_list {
  int32_t rc;
  uint8_t width; /* lists of Char: 1 (all ASCII) or 4 bytes a character; other lists: 0 */
  uint8_t view;  /* 1: data points into `owner` (whose count we hold); 0: data is our own block of `cap` elements */
  uint16_t block; /* the runtime's: bytes of the block the header stands in; static data: 0 */
  int64_t len;
  uint8_t *data;
  union {
    struct gl_list *owner;
    intptr_t cap;
  } u;
} gl_list;

typedef struct gl_big gl_big; /* runtime/big.h */

typedef struct gl_closure {
  int32_t rc;
  uint32_t pad;
  void *code;               /* see below */
  const gl_type *captures;  /* TUPLE of what follows, or NULL when nothing is captured */
  /* captured values at 8-byte alignment */
} gl_closure;

/* A value of a declared type: its constructor's index and fields, at the offsets that gl_con says. */
typedef struct gl_object {
  int32_t rc;
  uint32_t tag;
} gl_object;

/* Any value, with its type. Options and Dyns are never inside: none is the one Dyn without a type. */
typedef struct gl_dyn {
  int32_t rc;
  uint32_t pad;
  const gl_type *type; /* NULL: none */
} gl_dyn;

enum { GL_DYN_VALUE = 16 }; /* offset of the value */

typedef struct gl_dict gl_dict; /* runtime/dict.h */

/* Only generated code calls `code`, by a convention of its own (LLVM's tailcc), so that a tail call of an unknown
   function uses no stack: code(own self, result address, own argument scalars...), the argument flattened as the type
   says. It gives the result's scalars and a failure flag behind them; when they do not fit into the registers, the flag
   alone, and the scalars stand at the result address, laid out as the result type. There is no result address when they
   fit. The function loads its captures and then takes them over (gl_closure_take), so that nothing is left to do behind
   a tail call. */

/* ---- failures: recorded where they happen, propagated as a flag, reported at the top or forgotten by a catch ---- */
typedef struct gl_site {      /* emitted by the compiler: table of all sites; number 0 is no site */
  uint32_t line, column, end_line, end_column; /* from 1 */
  uint32_t start, end;                         /* bytes */
  uint32_t file, function, text; /* where in site_texts; text: the source slice, shortened; function: 0 in the main expression */
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

/* ---- constants: computed when first used ---- */
typedef enum gl_global_state { GL_GLOBAL_NEW, GL_GLOBAL_BUSY, GL_GLOBAL_READY, GL_GLOBAL_FAILED } gl_global_state;

typedef struct gl_global {
  uint8_t state;    /* gl_global_state; generated code looks for GL_GLOBAL_READY itself */
  gl_failure *kept; /* what a failed one fails with again */
} gl_global;

/* ---- programs ---- */
/* What the compiler says about a program. Arguments lie in memory as a TUPLE-like block that `args` describes (one part an argument, also
   when there is only one); the result is written to `result`. A program carries only the code it needs: what prints and what reads
   are pointers that generated code chooses by the static types, so that a hello world links neither Floats nor the argument reader. */
typedef struct gl_program {
  bool (*entry)(own const void *args, void *result); /* true: failed, the record says how */
  void (*print)(bor const void *result, const gl_type *t); /* gl_print_str, gl_print_int, gl_print ...; NULL: unit, prints nothing */
  bool (*read)(const gl_type *args, char **texts, void *out); /* gl_args_read; NULL when argc is 0 */
  void (*release)(void);                             /* drops the constants that were computed; NULL: there are none */
  uint32_t argc;
  const gl_type *args; /* TUPLE of argc parts; NULL when argc is 0 */
  const gl_type *result;
  const gl_site *sites;
  const char *site_texts; /* each ended by NUL; the first is empty. One object, so that a table of thousands needs no addresses */
  uint32_t site_count;
  const char *file;
  uint8_t open; /* 1: it looks at its command line itself, so without parameters any number of words is right */
} gl_program;

/* Parses the command line at the argument types, runs on a big stack, prints the result (Str raw, unit not at all, else as source),
   reports a failure to stderr; gives the exit status of cli.md. With GAEL_LIVE=1 in the environment the number of objects still
   alive is printed to stderr at the end. */
int gl_start(const gl_program *program, int argc, char **argv);

/* ---- for the host: whoever loads compiled code into its own process. All state is the calling thread's. ---- */
gl_list *gl_str_new(const char *utf8, size_t length);               /* bytes that are no UTF-8 become U+FFFD */
size_t gl_str_utf8(bor const gl_list *s, char *out, size_t room);   /* bytes it has; writes as many as there is room for */

enum { GL_LIMIT_TIME = 601, GL_LIMIT_MEMORY = 602, GL_LIMIT_STACK = 603 };
typedef void gl_limit_handler(int32_t code);
void gl_memory_limit(int64_t bytes);              /* what the heap may hold from now on; 0: whatever there is */
gl_limit_handler *gl_on_limit(gl_limit_handler *handler); /* must not return; NULL: a message and exit status 4. Gives the one before */
_Noreturn void gl_limit_hit(int32_t code);        /* async-signal-safe, so a timer's handler may call it */
void gl_heap_release(void);                       /* gives this thread's memory back; nothing may be alive */

/* Runs on a stack of up to 1 GB, where exhaustion is GL_LIMIT_STACK; gives what `run` gave. Nested calls stay on that stack. */
bool gl_deep_call(bool (*run)(void *context), void *context);

/* What programs of this thread may do: capabilities as the command line writes them, "read=data,clock" (kept by the caller).
   Without any (NULL, as it starts) a program reads stdin and writes stdout and stderr. */
void gl_allow(const char *capabilities);
void gl_command_line(char **words); /* what programs of this thread read as `args`; ended by NULL, kept by the caller */
void gl_time_limit(double seconds); /* of real time, from now on, for the process; 0: none */

typedef void gl_output(void *context, const uint8_t *bytes, size_t length);
void gl_on_output(gl_output *output, void *context); /* takes what is printed instead of the file descriptor; NULL: undo */
void gl_on_errors(gl_output *output, void *context); /* the same for stderr */
void gl_on_input(const char *bytes, size_t length);  /* what this thread's programs read as stdin, once; kept by the caller. NULL: undo */
void gl_flush(void);                                 /* what was printed leaves the buffer */
void gl_report(const gl_program *program);           /* the failure on record, to stderr */

/* ---- for hosts that go on when a program has reached a limit: libgael. A home is where programs live: a heap and a stack of their
   own. It goes from thread to thread; one at a time uses it. (GAEL_HOSTED; x86-64.) ---- */
typedef struct gl_home gl_home;
gl_home *gl_home_new(void);                      /* NULL: no memory */
void gl_home_free(gl_home *h);                   /* with all that lives there */
void gl_home_clear(gl_home *h);                  /* all that lives there is gone */
void gl_home_limit(gl_home *h, int64_t bytes);   /* of its memory, which the stack's size is not beyond either; 0: none */
/* Runs in the home: what is allocated is there, on its stack, and a limit ends the call alone: *limit is which (0: none), and the home
   is cleared. Gives what `run` gave, true at a limit. The process's SIGSEGV is watched from the first call to gl_home_free. */
bool gl_home_call(gl_home *h, bool (*run)(void *context), void *context, int32_t *limit);
bool gl_home_clock(gl_home *h); /* before a call that will be timed; false: the system has no timer or signal left */
bool gl_home_timed(double seconds, bool (*run)(void *context), void *context); /* within gl_home_call: GL_LIMIT_TIME holds for `run` */
bool gl_home_is_held(void);     /* a program of this thread is in the middle of a gl_output: nothing may be called */

/* The failure's way through the program's own text, innermost first: from *at = 0, until NULL. A failure inside the library is
   its caller's. */
const gl_site *gl_failure_step(const gl_program *program, uint32_t *at);

#define X(result, name, parameters, doc) result name parameters;
#include "abi.def"
#undef X

#endif
