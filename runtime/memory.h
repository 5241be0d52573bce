#ifndef GAEL_RT_MEMORY_H
#define GAEL_RT_MEMORY_H

/* What linked programs have for memcpy, memmove, memcmp and bcmp. */

#include <stddef.h>
#include <stdint.h>

void *rt_move(void *to, const void *from, size_t n); /* they may overlap */
int rt_compare_bytes(const void *a, const void *b, size_t n);

#endif
