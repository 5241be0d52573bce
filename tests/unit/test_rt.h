#ifndef GAEL_TESTS_RT_H
#define GAEL_TESTS_RT_H

/* What the runtime's tests share: descriptors as the compiler would emit them, Strs from C text, and a small random
   generator. */

#include <stdlib.h>
#include <string.h>

#include "runtime/gael_rt.h"
#include "tests/unit/unit.h"

/* Rounds of tests that take seconds; fewer where the machine is emulated. */
#ifdef UNIT_EMULATED
#define ROUNDS(n) ((n) / 50)
#else
#define ROUNDS(n) (n)
#endif

typedef struct pair {
  int64_t number;
  gl_list *text;
} pair;

typedef struct maybe {
  uint8_t some;
  int64_t number;
} maybe;

static const gl_type INT = {.kind = GL_INT, .size = 8, .name = "Int"};
static const gl_type FLOAT = {.kind = GL_FLOAT, .size = 8, .name = "Float"};
static const gl_type BOOL = {.kind = GL_BOOL, .size = 1, .name = "Bool"};
static const gl_type CHAR = {.kind = GL_CHAR, .size = 4, .name = "Char"};
static const gl_type UNIT = {.kind = GL_UNIT, .size = 0, .name = "()"};

#define LIST_OF(NAME, ELEM, TEXT)                                \
  static const gl_type *const NAME##_PARTS[] __attribute__((unused)) = {&ELEM}; \
  static const gl_type NAME __attribute__((unused)) = {          \
      .kind = GL_LIST, .pointers = 1, .count = 1, .size = sizeof(gl_list *), .parts = NAME##_PARTS, .name = TEXT};

LIST_OF(STR, CHAR, "Str")
LIST_OF(INTS, INT, "[Int]")
LIST_OF(FLOATS, FLOAT, "[Float]")
LIST_OF(STRS, STR, "[Str]")
LIST_OF(ROWS, INTS, "[[Int]]")

static const gl_type *const PAIR_PARTS[] = {&INT, &STR};
static const uint32_t PAIR_OFFSETS[] = {offsetof(pair, number), offsetof(pair, text)};
static const gl_type PAIR = {.kind = GL_TUPLE, .pointers = 1, .count = 2, .size = sizeof(pair), .parts = PAIR_PARTS,
                             .offsets = PAIR_OFFSETS, .name = "(Int,Str)"};
LIST_OF(PAIRS, PAIR, "[(Int,Str)]")

static const gl_type *const MAYBE_PARTS[] = {&INT};
static const uint32_t MAYBE_OFFSETS[] = {offsetof(maybe, some), offsetof(maybe, number)};
static const gl_type MAYBE = {.kind = GL_OPTION, .count = 1, .size = sizeof(maybe), .parts = MAYBE_PARTS,
                              .offsets = MAYBE_OFFSETS, .name = "Int?"};

static inline gl_list *str(const char *text) { return gl_str_new(text, strlen(text)); }

/* Is s this text? Drops s. */
static inline bool is_text(gl_list *s, const char *text) {
  size_t length = gl_str_utf8(s, NULL, 0);
  char *copy = malloc(length + 1);
  (void)gl_str_utf8(s, copy, length);
  copy[length] = 0;
  bool same = strcmp(copy, text) == 0;
  if (!same) fprintf(stderr, "got `%s`, not `%s`\n", copy, text);
  free(copy);
  gl_drop_list(s, &CHAR);
  return same;
}

/* Is the value's source this text? */
static inline bool is_source(const void *value, const gl_type *t, const char *text) {
  return is_text(gl_source(value, t), text);
}

static inline gl_list *ints(int64_t count, const int64_t *values) {
  gl_list *a = gl_list_new(count, &INT);
  for (int64_t i = 0; i < count; i++) gl_list_push(a, &values[i], &INT);
  return a;
}
#define INTS_OF(...) ints(sizeof((int64_t[]){__VA_ARGS__}) / 8, (int64_t[]){__VA_ARGS__})

/* xorshift64*: the same numbers in every run */
static inline uint64_t random_next(uint64_t *state) {
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return *state * 0x2545F4914F6CDD1Du;
}

#define BALANCED(...)            \
  do {                           \
    int64_t live_ = gl_live();   \
    __VA_ARGS__                  \
    CU_ASSERT_EQUAL(gl_live(), live_); \
  } while (0)

#endif
