#ifndef GAEL_IR_STREAM_H
#define GAEL_IR_STREAM_H

/* Lists that are not there yet: a source and stages. A consumer makes them ONE loop, in which every stage is a piece of
   straight code: stream fusion's Step = Yield | Skip | Done as flow of control (Coutts, Leshchinskiy, Stewart, ICFP
   2007). An element that is yielded is a value in hand; skip is a jump to where the next element is made; done is a
   jump behind the loop. What a stage remembers from one element to the next lies in cells (apply_emit.h). */

#include "ir/apply.h"

typedef enum stream_kind {
  STREAM_RANGE,     /* Ints lo to hi; `open`: without hi */
  STREAM_LIST,      /* elements of a list; `back`: from the end */
  STREAM_SLICE,     /* elements of a list between Python's lo and hi by a step that is known and not 0 */
  STREAM_MAP,       /* fun x */
  STREAM_FILTER,    /* x where fun x */
  STREAM_SCAN,      /* fun acc x, the first as it is */
  STREAM_SCANL,     /* seed, then fun acc x */
  STREAM_TAKEWHILE,
  STREAM_DROPWHILE,
  STREAM_ZIP,       /* (x,y), as long as the shorter */
  STREAM_ZIPSAME,   /* fails when one is longer */
  STREAM_ENUM,      /* (i,x) */
  STREAM_FLATMAP,   /* the elements of fun x */
  STREAM_WINDOWS,   /* list literals of `count` neighbours */
  STREAM_TAKE,      /* the first `count` */
  STREAM_DROP       /* without the first `count` */
} stream_kind;

struct stream {
  stream_kind kind;
  const ir_type *type; /* of the list */
  stream *from, *other;
  const val *list;        /* LIST, SLICE: a variable; ZIPSAME: the operands of its failure */
  const val *fun, *seed;
  const val *lo, *hi, *by; /* RANGE: Ints; SLICE: options */
  int64_t count;
  ir_site site;
  uint32_t effects; /* of running it: COMB_MAY_… */
  bool open, back;
  bool free;        /* it costs nothing to run it anew */
  bool skips;       /* a step may yield nothing */
  bool nested;      /* it is a loop in a loop: it cannot be asked for one element */
  bool even;        /* ZIP, ZIPSAME: both sides are as long as each other, the second need not look for its end */
};

/* A primitive that gives a list which need not be there; NULL: it is another. */
const val *stream_make(apply *a, const comb *prim, const val *arg);
/* A primitive that consumes a list in a loop; NULL: it is another. */
const val *stream_consume(apply *a, const comb *prim, const val *arg);
/* Every value of list type is a stream; it may have to become a list for that. */
stream *stream_of(apply *a, const val *v);
/* The same for a user that calls fun with n arguments on each element: what fails in the stream does so before fun
   touches the world. */
stream *stream_under(apply *a, const val *v, const val *fun, uint32_t n);
const ir_type *stream_element(const stream *s);
/* Its length, if that is known before it runs. Not `exact`: an empty range's may be negative. */
bool stream_length(apply *a, const stream *s, bool exact, flat_var *length);

/* The list in a variable. */
flat_var stream_list(apply *a, stream *s);
/* Runs it for its failures and effects alone. */
void stream_drain(apply *a, stream *s);

/* ---- stepping: stream_step.c ---- */

/* Where a step goes that has no element. A stage that opens a loop of its own redirects `again` to it. */
typedef struct stream_exits {
  emit_label *done; /* NULL: it is known that there is an element */
  emit_label *again;
} stream_exits;

typedef struct stream_state stream_state;
stream_state *stream_start(apply *a, const stream *s);
const val *stream_next(apply *a, stream_state *st, stream_exits *x);

/* ---- running: stream_run.c ---- */

/* What is done with each element; control that comes out of it goes on with the next. */
typedef void stream_body(apply *a, const val *element, stream_exits *x, void *context);
/* One loop over s. `done` was made, by emit_label_new, after the consumer's cells; control goes on there, with those
   cells. */
void stream_run(apply *a, const stream *s, emit_label *done, stream_body *body, void *context);

/* Opens a nest of cells for a consumer; closing it forgets them. */
typedef struct stream_nest {
  uint32_t base, cells;
} stream_nest;
stream_nest stream_nest_open(apply *a);
void stream_nest_close(apply *a, stream_nest n);

/* A value that changes from turn to turn: one cell a scalar. */
typedef struct stream_cell {
  const ir_type *type;
  uint32_t first;
} stream_cell;
stream_cell stream_cell_new(apply *a, const ir_type *type, const val *v);
const val *stream_cell_get(apply *a, stream_cell c);
void stream_cell_set(apply *a, stream_cell c, const val *v);

#endif
