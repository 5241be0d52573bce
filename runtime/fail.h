#ifndef GAEL_RT_FAIL_H
#define GAEL_RT_FAIL_H

/* Failures that the runtime itself finds. All give true, so that `return rt_fail_…` is the way out. */

#include "runtime/gael_rt.h"

enum {
  RT_FAIL_INDEX = 901,
  RT_FAIL_DIVIDE,
  RT_FAIL_OVERFLOW,
  RT_FAIL_EMPTY,
  RT_FAIL_PARSE,
  RT_FAIL_SEARCH,
  RT_FAIL_KEY,
  RT_FAIL_MATCH,
  RT_FAIL_USER,
  RT_FAIL_DOMAIN,
  RT_FAIL_LENGTH,
  RT_FAIL_DENIED,
  RT_FAIL_IO
};

extern const gl_type rt_type_int, rt_type_float, rt_type_char, rt_type_str;

/* Operands of different types, each by address. */
typedef struct rt_operand {
  const void *value;
  const gl_type *type;
} rt_operand;

bool rt_fail(int32_t code, uint32_t site, const char *sentence, uint32_t count, const rt_operand *operands);
bool rt_fail_words(int32_t code, uint32_t site, const char *message, uint32_t count, const rt_operand *operands); /* as it is */
bool rt_fail_int(int32_t code, uint32_t site, const char *sentence, int64_t a);
bool rt_fail_ints(int32_t code, uint32_t site, const char *sentence, int64_t a, int64_t b);
bool rt_fail_index(uint32_t site, bor const gl_list *a, const gl_type *e, int64_t i);

#endif
