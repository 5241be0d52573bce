#ifndef GAEL_SUPPORT_SPAN_H
#define GAEL_SUPPORT_SPAN_H

#include <stdint.h>

/* Bytes [start, end) of source `file` (an index into a source_set). Lines and columns are computed when printed. */
typedef struct span {
  uint32_t start, end;
  uint32_t file;
} span;

/* No place: a wrong command line, a note that is only a sentence. */
#define SPAN_NONE ((span){0, 0, UINT32_MAX})

static inline span span_join(span a, span b) { return (span){a.start, b.end, a.file}; }

#endif
