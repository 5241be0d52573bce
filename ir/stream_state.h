#ifndef GAEL_IR_STREAM_STATE_H
#define GAEL_IR_STREAM_STATE_H

/* What stepping a stream remembers, for the files that write steps: stream_source.c and stream_step.c. */

#include "ir/stream.h"

struct stream_state {
  const stream *s;
  stream_state *from, *other;
  flat_var limit;   /* RANGE, LIST, SLICE, PARTS: what the position is compared with */
  uint32_t at;      /* cell: position, counter, number left */
  uint32_t flag;    /* cell: RANGE: is there one more; SCAN: has one been seen; TAKEWHILE, APPEND: still; … */
  stream_cell kept; /* SCAN, SCANL: the last result; WINDOWS: of `before` */
  stream_cell *before; /* WINDOWS: neighbours seen last */
};

typedef struct stream_stepper {
  void (*start)(apply *a, stream_state *st);
  const val *(*next)(apply *a, stream_state *st, stream_exits *x);
} stream_stepper;

extern const stream_stepper STREAM_STEP_RANGE, STREAM_STEP_STEPS, STREAM_STEP_LIST, STREAM_STEP_PARTS, STREAM_STEP_ENTRIES,
    STREAM_STEP_SLICE, STREAM_STEP_RUNS, STREAM_STEP_ROTATE, STREAM_STEP_APPEND, STREAM_STEP_TEXT;

/* Before the first of two branches; `restore` before the second: what the first set is forgotten. */
typedef struct stream_saved {
  emit_cell *cells;
  uint32_t scope;
} stream_saved;
stream_saved stream_save(apply *a);
void stream_restore(apply *a, const stream_saved *s);

/* Goes on where the flag is set; elsewhere with what `exit` says. */
void stream_go_on_if(apply *a, flat_var flag, emit_label *exit);
flat_var stream_less(apply *a, flat_var p, flat_var q);
flat_var stream_moved(apply *a, flat_var at, bool back, int64_t by);
uint32_t stream_int_cell(apply *a, flat_var now);
uint32_t stream_bool_cell(apply *a, bool b);

#endif
