#ifndef GAEL_RT_NUMBER_TEXT_H
#define GAEL_RT_NUMBER_TEXT_H

/* Numbers from ASCII text, as Python's int() and float() read them: `_` between digits, no spaces inside. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum rt_parsed { RT_NUMBER, RT_NO_NUMBER, RT_TOO_LARGE } rt_parsed;

/* base 0: decimal, or what a prefix 0x 0o 0b says; base 16, 8, 2 allow their prefix. */
rt_parsed rt_int_parse(const uint8_t *text, size_t length, uint32_t base, int64_t *out);
uint32_t rt_int_prefix(const uint8_t *text, const uint8_t *end); /* the base that 0x 0o 0b say; 0: no prefix */
bool rt_float_parse(const uint8_t *text, size_t length, double *out);

#endif
