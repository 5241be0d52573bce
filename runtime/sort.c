/* Stable sorting: natural runs merged in powersort's order (Munro and Wild, 2018), short runs filled up by insertion.
   Sorted input costs one pass, and none of its memory; n distinct elements cost n log n comparisons. The algorithm
   stands here once; each kind of element gets its own copy, with the comparison and the moves inlined. */

#include "runtime/alloc.h"
#include "runtime/list.h"
#include "runtime/value.h"

#define SPECIALISED static inline __attribute__((always_inline))

enum { RUN_LEAST = 24, POWERS = 66 };

/* Is b strictly less than a? `context`: what the comparison walks by. */
typedef bool sort_less(const void *b, const void *a, const void *context);

typedef struct sort_order {
  size_t size; /* of an element */
  sort_less *less;
  const void *context;
} sort_order;

typedef struct sort_run {
  int64_t start, length;
  int32_t power; /* of the boundary to the run behind it */
} sort_run;

/* ---- runs ---- */

#define AT(i) (base + (size_t)(i) * o.size)

SPECIALISED void reverse(uint8_t *base, int64_t n, sort_order o, uint8_t *spare) {
  for (int64_t i = 0, j = n - 1; i < j; i++, j--) {
    memcpy(spare, AT(i), o.size);
    memcpy(AT(i), AT(j), o.size);
    memcpy(AT(j), spare, o.size);
  }
}

/* Elements [0, sorted) are in order; puts the rest of [0, n) in. */
SPECIALISED void insert(uint8_t *base, int64_t sorted, int64_t n, sort_order o, uint8_t *spare) {
  for (int64_t i = sorted; i < n; i++) {
    if (!o.less(AT(i), AT(i - 1), o.context)) continue;
    memcpy(spare, AT(i), o.size);
    int64_t j = i;
    do {
      memcpy(AT(j), AT(j - 1), o.size);
      j--;
    } while (j > 0 && o.less(spare, AT(j - 1), o.context));
    memcpy(AT(j), spare, o.size);
  }
}

/* Length of the run at the front of n elements; a strictly descending one is turned round. */
SPECIALISED int64_t run_find(uint8_t *base, int64_t n, sort_order o, uint8_t *spare) {
  int64_t i = 1;
  if (n < 2) return n;
  if (o.less(AT(1), AT(0), o.context)) {
    while (i + 1 < n && o.less(AT(i + 1), AT(i), o.context)) i++;
    reverse(base, i + 1, o, spare);
  } else {
    while (i + 1 < n && !o.less(AT(i + 1), AT(i), o.context)) i++;
  }
  return i + 1;
}

/* ---- merging ---- */

/* Where x belongs in n elements: behind those equal to it, or before them. */
SPECIALISED int64_t place(const uint8_t *base, int64_t n, const uint8_t *x, bool behind, sort_order o) {
  int64_t lo = 0;
  while (n > 0) {
    int64_t half = n / 2;
    const uint8_t *middle = base + (size_t)(lo + half) * o.size;
    bool right = behind ? !o.less(x, middle, o.context) : o.less(middle, x, o.context);
    lo = right ? lo + half + 1 : lo;
    n = right ? n - half - 1 : half;
  }
  return lo;
}

/* Merges the adjacent runs [0, left) and [left, left+right). What is in place already stays; the shorter rest moves to
   the spare. */
SPECIALISED void merge(uint8_t *base, int64_t left, int64_t right, sort_order o, uint8_t *spare) {
  int64_t skip = place(base, left, AT(left), true, o);
  base += (size_t)skip * o.size;
  left -= skip;
  if (!left) return;
  right = place(AT(left), right, AT(left - 1), false, o);
  size_t size = o.size;
  if (left <= right) {
    memcpy(spare, base, (size_t)left * size);
    const uint8_t *a = spare, *a_end = spare + (size_t)left * size, *b = AT(left), *b_end = AT(left + right);
    uint8_t *to = base;
    while (a < a_end && b < b_end) {
      bool second = o.less(b, a, o.context);
      memcpy(to, second ? b : a, size);
      to += size;
      b += second ? size : 0;
      a += second ? 0 : size;
    }
    memcpy(to, a, (size_t)(a_end - a));
  } else {
    memcpy(spare, AT(left), (size_t)right * size);
    const uint8_t *a = AT(left), *b = spare + (size_t)right * size;
    uint8_t *to = AT(left + right);
    while (a > base && b > spare) {
      bool first = o.less(b - size, a - size, o.context);
      to -= size;
      memcpy(to, first ? a - size : b - size, size);
      a -= first ? size : 0;
      b -= first ? 0 : size;
    }
    memcpy(base, spare, (size_t)(b - spare));
  }
}

/* ---- powersort ---- */

/* The depth at which a nearly optimal merge tree over [0, n) parts two neighbouring runs: the first bit in which their
   middles differ. */
static int32_t node_power(int64_t start, int64_t left, int64_t right, int64_t n) {
  uint64_t a = 2 * (uint64_t)start + (uint64_t)left, b = a + (uint64_t)left + (uint64_t)right, whole = 2 * (uint64_t)n;
  int32_t power = 0;
  do {
    power++;
    a *= 2;
    b *= 2;
    bool a_high = a >= whole, b_high = b >= whole;
    if (a_high) a -= whole;
    if (b_high) b -= whole;
    if (a_high != b_high) return power;
  } while (power < POWERS);
  return power;
}

/* A run found at `start` and filled up to RUN_LEAST. */
SPECIALISED sort_run run_fill(uint8_t *base, int64_t n, int64_t start, int64_t found, sort_order o, uint8_t *spare) {
  int64_t wanted = n - start < RUN_LEAST ? n - start : RUN_LEAST;
  if (found < wanted) insert(AT(start), found, wanted, o, spare);
  return (sort_run){start, found < wanted ? wanted : found, 0};
}

SPECIALISED void sort_all(uint8_t *base, int64_t n, int64_t first, sort_order o, uint8_t *spare) {
  sort_run stack[POWERS + 1], run = run_fill(base, n, 0, first, o, spare);
  int32_t depth = 0;
  for (bool more = true; more;) {
    int64_t end = run.start + run.length;
    sort_run next = {0};
    more = end < n;
    if (more) {
      next = run_fill(base, n, end, run_find(AT(end), n - end, o, spare), o, spare);
      run.power = node_power(run.start, run.length, next.length, n);
    }
    while (depth > 0 && (!more || stack[depth - 1].power > run.power)) {
      sort_run before = stack[--depth];
      merge(AT(before.start), before.length, run.length, o, spare);
      run.start = before.start;
      run.length += before.length;
    }
    stack[depth++] = run;
    run = next;
  }
}

/* Sorts in place. */
SPECIALISED void sort_with(uint8_t *base, int64_t n, sort_order o) {
  uint8_t one[64], *small = o.size <= sizeof one ? one : rt_alloc(o.size);
  int64_t first = run_find(base, n, o, small);
  if (first < n && n <= RUN_LEAST) {
    insert(base, first, n, o, small);
  } else if (first < n) {
    size_t bytes = (size_t)(n / 2 + 1) * o.size;
    uint8_t *spare = rt_alloc(bytes);
    sort_all(base, n, first, o, spare);
    rt_free(spare, bytes);
  }
  if (small != one) rt_free(small, o.size);
}

#undef AT

/* ---- elements that are their own key ---- */

static inline bool int_less(const void *b, const void *a, const void *context) {
  (void)context;
  return *(const int64_t *)b < *(const int64_t *)a;
}

static inline bool float_less(const void *b, const void *a, const void *context) {
  (void)context;
  return *(const double *)b < *(const double *)a;
}

static inline bool char_less(const void *b, const void *a, const void *context) {
  (void)context;
  return *(const uint32_t *)b < *(const uint32_t *)a;
}

static void sort_ints(uint8_t *base, int64_t n) { sort_with(base, n, (sort_order){8, int_less, NULL}); }
static void sort_scalars(uint8_t *base, int64_t n) { sort_with(base, n, (sort_order){4, char_less, NULL}); }

/* NaN goes to the end first; what is left is ordered by the machine's <. */
static void sort_floats(uint8_t *base, int64_t n) {
  double *values = (double *)base;
  int64_t numbers = 0;
  for (int64_t i = 0; i < n; i++) {
    double d = values[i];
    values[numbers] = d;
    numbers += d == d;
  }
  for (int64_t i = numbers; i < n; i++) values[i] = __builtin_nan("");
  sort_with(base, numbers, (sort_order){8, float_less, NULL});
}

/* One byte an element: counting. */
static void sort_bytes(uint8_t *bytes, int64_t n) {
  int64_t counts[256] = {0};
  for (int64_t i = 0; i < n; i++) counts[bytes[i]]++;
  for (uint32_t v = 0; v < 256; v++) {
    if (counts[v]) memset(bytes, (int)v, (size_t)counts[v]);
    bytes += counts[v];
  }
}

/* ---- keys ---- */

/* A value has Ints as keys, one level behind the other, such that a < b implies that the first keys in which they differ
   do so, too. A tuple or record has those of its parts; a Str one for eight characters each. What a level leaves equal the next
   one sorts, and where levels end, whole values are compared. */

typedef struct level {
  uint32_t part;
  int64_t from; /* of a Str: the first character */
} level;

enum { CHARS = 8, LEVELS_OF_A_STR = 4 };

static int64_t float_key(double d) {
  int64_t bits;
  if (d != d) return INT64_MAX;
  if (d == 0) d = 0;
  memcpy(&bits, &d, sizeof bits);
  return bits < 0 ? (int64_t)(~(uint64_t)bits ^ (uint64_t)1 << 63) : bits;
}

/* Eight characters, a byte each, zeros behind the end; from one that needs more on, the highest byte. */
static int64_t str_key(const gl_list *s, int64_t from) {
  enum { BEYOND = 0xFF };
  uint64_t key = 0;
  bool beyond = false;
  int64_t left = s->len - from;
  bool full = s->width == 1 && left >= CHARS;
  for (int64_t i = 0; full && i < CHARS; i++) key = key << 8 | s->data[from + i];
  for (int64_t i = 0; !full && i < CHARS; i++) {
    uint32_t c = i < left ? rt_char_at(s, from + i) : 0;
    beyond |= c >= BEYOND;
    key = key << 8 | (beyond ? BEYOND : c);
  }
  return (int64_t)(key ^ (uint64_t)1 << 63);
}

static int64_t key_of(const void *value, const gl_type *t) {
  switch (t->kind) {
  case GL_INT:
  case GL_ENUM: return *(const int64_t *)value;
  case GL_FLOAT: return float_key(*(const double *)value);
  case GL_BOOL: return *(const uint8_t *)value;
  case GL_CHAR: return *(const uint32_t *)value;
  case GL_TUPLE: return key_of(rt_part(value, t, 0), t->parts[0]);
  case GL_RECORD: return t->count ? key_of(rt_part(value, t, 0), t->parts[0]) : 0;
  case GL_NAMED: return (*(gl_object *const *)value)->tag;
  case GL_OPTION: return rt_option_some(value, t) ? key_of(rt_part(value, t, 1), t->parts[0]) : INT64_MIN;
  case GL_LIST: {
    const gl_list *a = *(gl_list *const *)value;
    if (t->parts[0]->kind == GL_CHAR) return str_key(a, 0);
    return a->len ? key_of(a->data, t->parts[0]) : INT64_MIN;
  }
  }
  return 0;
}

static bool key_is_all(const gl_type *t) {
  return t->kind == GL_INT || t->kind == GL_FLOAT || t->kind == GL_BOOL || t->kind == GL_CHAR || t->kind == GL_UNIT ||
         t->kind == GL_ENUM;
}

typedef struct keyed {
  int64_t key, index;
} keyed;

typedef struct elements {
  const uint8_t *data;
  const gl_type *type;
} elements;

static inline const uint8_t *element(const elements *e, int64_t index) { return e->data + (size_t)index * e->type->size; }

static inline bool keyed_less(const void *b, const void *a, const void *context) {
  const keyed *x = b, *y = a;
  if (x->key != y->key) return x->key < y->key;
  const elements *e = context;
  return gl_order(element(e, x->index), element(e, y->index), e->type) < 0;
}

static void sort_keys(keyed *pairs, int64_t n) {
  sort_with((uint8_t *)pairs, n, (sort_order){sizeof *pairs, int_less, NULL});
}
static void sort_keys_and_values(keyed *pairs, int64_t n, const elements *e) {
  sort_with((uint8_t *)pairs, n, (sort_order){sizeof *pairs, keyed_less, e});
}

/* ---- level by level ---- */

static bool in_parts(const gl_type *t) { return (t->kind == GL_TUPLE || t->kind == GL_RECORD) && t->count; }
static const gl_type *part_type(const gl_type *t, uint32_t part) { return in_parts(t) ? t->parts[part] : t; }

static const void *part_of(const elements *e, int64_t index, uint32_t part) {
  const uint8_t *value = element(e, index);
  return in_parts(e->type) ? rt_part(value, e->type, part) : value;
}

static const gl_list *str_of(const elements *e, int64_t index, uint32_t part) {
  return *(gl_list *const *)part_of(e, index, part);
}

/* Where Strs of equal keys are sorted on. False: nowhere, they are to be compared: they are long, or a character was too large for
   its byte or as small as the end. */
static bool str_next(const keyed *pairs, int64_t n, const elements *e, level *at) {
  int64_t first = str_of(e, pairs[0].index, at->part)->len, seen = at->from + CHARS;
  bool same = true, longer = true, plain = true;
  for (int64_t i = 0; i < n; i++) {
    const gl_list *s = str_of(e, pairs[i].index, at->part);
    same &= s->len == first;
    longer &= s->len >= seen;
    plain &= s->width == 1;
  }
  if (!plain) return false;
  *at = same && first <= seen ? (level){at->part + 1, 0} : (level){at->part, seen};
  return (same && first <= seen) || (longer && seen < CHARS * LEVELS_OF_A_STR);
}

/* The level behind one in which so many elements are equal. False: only comparing tells. */
static bool level_next(const keyed *pairs, int64_t n, const elements *e, level *at) {
  const gl_type *t = part_type(e->type, at->part);
  if (rt_is_str(t)) return str_next(pairs, n, e, at);
  *at = (level){at->part + 1, 0};
  return key_is_all(t);
}

static void sort_level(keyed *pairs, int64_t n, const elements *e, level at);

/* Elements of equal keys. */
static void sort_equals(keyed *pairs, int64_t n, const elements *e, level at) {
  if (!level_next(pairs, n, e, &at)) {
    sort_keys_and_values(pairs, n, e);
  } else if (at.part < (in_parts(e->type) ? e->type->count : 1)) {
    sort_level(pairs, n, e, at);
  }
}

static void sort_level(keyed *pairs, int64_t n, const elements *e, level at) {
  const gl_type *t = part_type(e->type, at.part);
  for (int64_t i = 0; i < n; i++) {
    const void *part = part_of(e, pairs[i].index, at.part);
    pairs[i].key = rt_is_str(t) ? str_key(*(gl_list *const *)part, at.from) : key_of(part, t);
  }
  sort_keys(pairs, n);
  for (int64_t i = 0, end; i < n; i = end) {
    for (end = i + 1; end < n && pairs[end].key == pairs[i].key;) end++;
    if (end - i > 1) sort_equals(pairs + i, end - i, e, at);
  }
}

/* The elements' positions in order; n pairs that the caller frees. */
static keyed *sorted_keys(const gl_list *a, const gl_type *e) {
  keyed *pairs = rt_alloc((size_t)a->len * sizeof *pairs);
  uint32_t scalar;
  if (key_is_all(e)) {
    for (int64_t i = 0; i < a->len; i++) pairs[i] = (keyed){key_of(rt_list_at(a, i, e, &scalar), e), i};
    sort_keys(pairs, a->len);
  } else {
    for (int64_t i = 0; i < a->len; i++) pairs[i].index = i;
    sort_level(pairs, a->len, &(elements){a->data, e}, (level){0, 0});
  }
  return pairs;
}

static void keys_free(keyed *pairs, int64_t n) { rt_free(pairs, (size_t)n * sizeof *pairs); }

static void sort_values(gl_list *a, const gl_type *e) {
  keyed *pairs = sorted_keys(a, e);
  size_t bytes = (size_t)a->len * e->size;
  uint8_t *old = rt_alloc(bytes);
  rt_copy(old, a->data, bytes);
  for (int64_t i = 0; i < a->len; i++) {
    memcpy(a->data + (size_t)i * e->size, old + (size_t)pairs[i].index * e->size, e->size);
  }
  rt_free(old, bytes);
  keys_free(pairs, a->len);
}

/* ---- lists ---- */

static bool is_sorted(const gl_list *a, const gl_type *e) {
  uint32_t x, y;
  for (int64_t i = 1; i < a->len; i++) {
    if (gl_order(rt_list_at(a, i - 1, e, &x), rt_list_at(a, i, e, &y), e) > 0) return false;
  }
  return true;
}

static void sort_list(gl_list *a, const gl_type *e) {
  switch (e->kind) {
  case GL_INT:
  case GL_ENUM: sort_ints(a->data, a->len); return;
  case GL_FLOAT: sort_floats(a->data, a->len); return;
  case GL_BOOL: sort_bytes(a->data, a->len); return;
  case GL_CHAR:
    if (a->width == 1) {
      sort_bytes(a->data, a->len);
    } else {
      sort_scalars(a->data, a->len);
    }
    return;
  }
  if (e->size && !is_sorted(a, e)) sort_values(a, e);
}

gl_list *gl_list_sort(gl_list *a, const gl_type *e) {
  if (a->len < 2 || (!rt_list_unique(a) && is_sorted(a, e))) return a; /* no copy of what needs none */
  a = rt_list_own(a, 0, e);
  sort_list(a, e);
  return a;
}

gl_list *gl_list_order(gl_list *a, const gl_type *e) {
  gl_list *order = rt_list_new(a->len, sizeof(int64_t), 0);
  keyed *pairs = sorted_keys(a, e);
  for (int64_t i = 0; i < a->len; i++) ((int64_t *)order->data)[i] = pairs[i].index;
  order->len = a->len;
  keys_free(pairs, a->len);
  return order;
}
