#ifndef GAEL_TESTS_FLAT_COUNTS_H
#define GAEL_TESTS_FLAT_COUNTS_H

/* What a flat module is told to cost, as text: `loop 1, alloc 0`. */

#include "ir/flat.h"

/* Compares; prints what differs behind `where`. Counts that the text does not name are free. */
bool flat_counts_hold(const char *where, const flat_stats *stats, str text);
void flat_counts_print(strbuf *out, const flat_stats *stats);

#endif
