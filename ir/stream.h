#ifndef GAEL_IR_STREAM_H
#define GAEL_IR_STREAM_H

/* Lists that are not there yet: a source and stages. A consumer makes them ONE loop, in which every stage is a piece of
   straight code: stream fusion's Step = Yield | Skip | Done as flow of control (Coutts, Leshchinskiy, Stewart, ICFP
   2007). An element that is yielded is a value in hand; skip is a jump to where the next element is made; done is a
   jump behind the loop. What a stage remembers from one element to the next lies in cells (apply_emit.h). */

#include "ir/apply.h"

typedef enum stream_kind {
  STREAM_RANGE,     /* Ints lo to hi; `open`: without hi */
  STREAM_STEPS,     /* Ints from lo on, by steps of `by`, to before hi; `even`: from 0 or more upwards */
  STREAM_LIST,      /* elements of a list; `back`: from the end */
  STREAM_PARTS,     /* elements of a list literal, in hand */
  STREAM_ENTRIES,   /* what `cut` gives of a dictionary or set: keys, values, pairs of both */
  STREAM_SLICE,     /* elements of `from` between Python's lo and hi by a step that is known and not 0 */
  STREAM_RUNS,      /* slices of `from`, `many` wide: `even`: from every position, all as wide; else behind each other.
                       `count` not 0: so many elements in hand instead */
  STREAM_ROTATE,    /* the elements of `from` from position `many` on, then those before */
  STREAM_APPEND,    /* the elements of `from`, then those of `other` */
  STREAM_TEXT,      /* parts of a text: `cut` is words, lines or split */
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
  STREAM_TAKE,      /* the first `many` */
  STREAM_DROP       /* without the first `many` */
} stream_kind;

struct stream {
  stream_kind kind;
  ir_op cut; /* TEXT, ENTRIES: the primitive that would make it */
  const ir_type *type; /* of the list */
  stream *from, *other;
  const val *list;         /* LIST, TEXT, ENTRIES: a variable; PARTS: the literal */
  const val *fun, *seed;   /* TEXT: the separator */
  const val *lo, *hi, *by; /* RANGE, STEPS: Ints; SLICE: options */
  const val *many;         /* TAKE, DROP: an Int, 0 or more; RUNS: one from 1 on; ROTATE: at most the length */
  const stream *turned;    /* SLICE: the one that it is back to front, NULL: of none */
  int64_t count;           /* WINDOWS: how wide; SLICE: its step; TEXT: the separator's length */
  ir_site site;
  uint32_t effects; /* of running it: COMB_MAY_… */
  bool open, back;  /* SLICE: `open`: bounds in hand of which the first is not behind the limit */
  bool free;        /* it costs nothing to run it anew */
  bool skips;       /* a step may yield nothing */
  bool nested;      /* it is a loop in a loop: it cannot be asked for one element */
  bool even;        /* ZIP, ZIPSAME: both sides are as long as each other, the second need not look for its end; SLICE:
                       its bounds lie within; RUNS: see there */
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
/* The function without what is the same at every turn of a loop over s that calls it for each element, if it does
   anything at all; s NULL: it may never be called. `effects` are the loop's. */
const val *apply_hoist(apply *a, const val *fun, const stream *s, uint32_t effects);
/* Its length, if that is known before it runs. Not `exact`: an empty range's may be negative. */
bool stream_length(apply *a, const stream *s, bool exact, flat_var *length);
bool stream_has_length(const stream *s);
/* Has it a length that no arithmetic spoils, so that a list of that room takes all of it? `ranges`: also where that is no
   list's. */
bool stream_is_roomy(apply *a, const stream *s, bool ranges);
/* Can it be asked for any element, at no more cost than the next? Its length is known then. */
bool stream_is_indexable(const stream *s);
/* The element at a position, which it has. */
const val *stream_at(apply *a, const stream *s, flat_var at);

/* The primitive append on two values. */
const val *stream_append(apply *a, const comb *prim, const val *arg);
/* Parts of a text, and all of them in a list: stream_text.c. */
const val *stream_text(apply *a, const comb *prim, const val *arg);
flat_var stream_text_list(apply *a, const stream *s);
/* Parts of streams: stream_slice.c. */
const val *stream_slice(apply *a, const comb *prim, const val *arg);
const val *stream_rev(apply *a, const comb *prim, const val *arg);
const val *stream_windows(apply *a, const comb *prim, const val *arg);
const val *stream_chunks(apply *a, const comb *prim, const val *arg);
/* Python's reading of a slice's bounds in a list of that length. */
typedef struct stream_bounds {
  flat_var first, limit;
} stream_bounds;
stream_bounds stream_bounds_of(apply *a, const stream *slice, flat_var length);
/* A slice of a list, as its bounds, which may be looked at again and again; any other value as it is. */
const val *stream_places(apply *a, const val *v);
/* The same stream with the bounds of its slices in hand: asking for its length and running it read them once. */
const stream *stream_fixed(apply *a, const stream *s);
/* Its first elements, as many as it surely has; it can be asked for any. */
stream *stream_beginning(apply *a, stream *s, flat_var length);
/* What two lists behind each other are, when they are parts of one; NULL: no rotation. And back. */
const stream *stream_rotation(apply *a, const stream *p, const stream *q);
const stream *stream_unrotated(apply *a, const stream *s);
/* ROTATE: the place in `from` of a position. */
flat_var stream_rotated(apply *a, const stream *s, flat_var at);
/* APPEND: a list of its own halves, one of them back to front, is made by turning that around; false: it is another.
   stream_turn.c. */
bool stream_turned(apply *a, const stream *s, flat_var *list);
/* RUNS: behind the last position at which one begins; one between two positions. */
flat_var stream_runs_limit(apply *a, const stream *runs);
const val *stream_run_of(apply *a, const stream *runs, flat_var first, flat_var end);
flat_var stream_lesser(apply *a, flat_var p, flat_var q);
flat_var stream_greater(apply *a, flat_var p, flat_var q);

/* A LIST's length and element. */
flat_var stream_list_len(apply *a, const stream *s);
const val *stream_list_get(apply *a, const stream *s, flat_var at);

/* STEPS: 1 up, -1 down, 0 not known. */
int stream_direction(apply *a, const stream *s);
/* STEPS: where it begins. */
flat_var stream_steps_first(apply *a, const stream *s);
/* Constructors for those who make streams. */
stream *stream_source(apply *a, stream_kind kind, const ir_type *type);
stream *stream_stage(apply *a, stream_kind kind, const ir_type *type, stream *from);
stream *stream_range(apply *a, const ir_type *type, const val *lo, const val *hi, bool open);
const val *stream_made(apply *a, stream *s);
/* A source that stands for its list. */
stream *stream_run_now(apply *a, stream *s);

/* Its length, found by running it. */
flat_var stream_count(apply *a, const stream *s);
bool stream_has_pointers(apply *a, const ir_type *element);
/* The list in a variable. */
flat_var stream_list(apply *a, stream *s);
/* Is it known that running it cannot fail, whatever its effects say? */
bool stream_is_total(apply *a, const stream *s);
/* Runs it for its failures and effects alone. */
void stream_drain(apply *a, const stream *s);

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

/* The same for a body that may be written more than once: sides behind each other become loops behind each other. */
void stream_run_all(apply *a, const stream *s, stream_body *body, void *context);

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
