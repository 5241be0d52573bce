#ifndef GAEL_STDLIB_LIBRARY_H
#define GAEL_STDLIB_LIBRARY_H

/* The embedded library: GAEL texts and an index of their names, made at build time by index.c from *.gael and
   `aliases`. Only data: the front end parses a definition when a program first reaches it.

   In a library text `## words` before a definition is its documentation, `#> expr` / `#= value` its examples; an empty
   line parts definitions. `name:type` without a definition is the IR primitive of that name; a type variable called eq,
   ord, num, int, show, plain (or one of these with a digit) must support that.

   `#@ count/2 fun 1` before a definition makes it a version of `count` taken with 2 arguments when argument 1 (from 0)
   is a function; several guards may follow each other; versions with more guards are tried first, else in the order of
   the texts. The guard `open` is for an argument of which nothing is known yet: it is taken at once. `#@ name` alone
   gives a definition that name instead of its own. A definition with a `#@` is known by what these say only, so that
   versions, and a primitive behind a function of its name, are written under the name they go by. */

#include <stdbool.h>
#include <stdint.h>

typedef struct library_guard {
  uint8_t arg, kind; /* core_guard_kind */
} library_guard;

typedef struct library_def {
  const char *name; /* as the formatter writes it */
  uint32_t file;    /* index into library_files */
  uint32_t start, end; /* bytes of its lines (annotation included) */
  uint32_t doc_start, doc_end; /* bytes of its documentation and examples */
  bool primitive;
} library_def;

typedef struct library_version {
  uint32_t def;
  uint8_t arity; /* 0: the name is not overloaded */
  uint8_t guard_count;
  library_guard guards[3];
} library_version;

typedef struct library_name {
  const char *key;       /* folded: lower case, without _ */
  const char *canonical; /* what the formatter's readable face writes */
  const char *dense;     /* what its dense face writes: the spelling of the fewest tokens */
  uint32_t first, count; /* library_versions */
} library_name;

/* A name of other languages, `foreign` has the form. Dots belong to the key. */
typedef struct library_foreign {
  const char *key;
  const char *instead;  /* the call as GAEL, with $0, $1, .. and $*; NULL: there is a sentence */
  const char *sentence;
} library_foreign;

typedef struct library_file {
  const char *name; /* "list.gael" */
  const char *text;
  uint32_t length;
} library_file;

extern const library_file library_files[];
extern const uint32_t library_file_count;
extern const library_def library_defs[];
extern const uint32_t library_def_count;
extern const library_version library_versions[];
extern const library_name library_names[]; /* sorted by key, aliases included */
extern const uint32_t library_name_count;

extern const library_foreign library_foreigns[]; /* sorted by key */
extern const uint32_t library_foreign_count;

/* The first of the entries of this key, which stand together; NULL: there is none. */
const library_foreign *library_find_foreign(const char *name, uint32_t length);
/* NULL: no such library name. Case and _ are ignored. O(log n). */
const library_name *library_find(const char *name, uint32_t length);

#endif
