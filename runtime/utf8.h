#ifndef GAEL_RT_UTF8_H
#define GAEL_RT_UTF8_H

/* UTF-8 at the borders of a program; inside, text is one or four bytes a character. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool rt_utf8_ascii(const uint8_t *bytes, size_t length);
/* The scalar at *p, which moves on; what is no UTF-8 reads byte by byte as U+FFFD. */
uint32_t rt_utf8_next(const uint8_t **p, const uint8_t *end);
uint8_t *rt_utf8_put(uint8_t *to, uint32_t scalar); /* at most 4 bytes; gives the end */

#endif
