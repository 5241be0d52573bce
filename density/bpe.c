/* The parts of a piece are a doubly linked list over its bytes: part i is named by its first byte, so merging two parts
   keeps the left one's name. A queue holds one key (rank, part) for every pair that can be merged, lowest rank and then
   leftmost first; a key is out of date when its part is gone or the part's pair has another rank now, and is then
   passed over. */

#include "density/bpe.h"

#include "support/intern.h"
#include "support/map.h"
#include "support/vec.h"

enum { BYTES = 256 };

#define NO_TOKEN UINT32_MAX
#define NO_PART  UINT32_MAX

struct bpe {
  uint32_t bytes[BYTES];
  map merges; /* left id, right id -> rank, id */
  intern *whole;
  map whole_ids;
};

typedef struct part {
  uint32_t id;
  uint32_t prev, next;   /* NO_PART at the start, the piece's length at the end */
  uint32_t rank, merged; /* of the pair with the next part; merged is NO_TOKEN when there is none */
  bool gone;
} part;

struct bpe_encoder {
  const bpe *model;
  arena *home;
  VEC(part) parts;
  VEC(uint64_t) queue;
  VEC(bpe_token) tokens;
};

static uint64_t pack(uint32_t high, uint32_t low) { return (uint64_t)high << 32 | low; }
static uint32_t high_of(uint64_t packed) { return (uint32_t)(packed >> 32); }
static uint32_t low_of(uint64_t packed) { return (uint32_t)packed; }

bpe *bpe_new(arena *home) {
  bpe *b = ARENA_NEW(home, bpe);
  for (int i = 0; i < BYTES; i++) b->bytes[i] = NO_TOKEN;
  b->merges = map_new(home);
  b->whole = intern_new(home);
  b->whole_ids = map_new(home);
  return b;
}

void bpe_byte_set(bpe *b, uint8_t byte, uint32_t id) { b->bytes[byte] = id; }

void bpe_merge_add(bpe *b, uint32_t left, uint32_t right, uint32_t rank, uint32_t id) {
  map_set(&b->merges, pack(left, right), pack(rank, id));
}

void bpe_whole_add(bpe *b, str bytes, uint32_t id) { map_set(&b->whole_ids, intern_add(b->whole, bytes), id); }

static bool bpe_whole_find(const bpe *b, str bytes, uint32_t *id) {
  uint64_t found = 0;
  sym s = b->whole_ids.count ? intern_find(b->whole, bytes) : 0;
  if (!s || !map_get(&b->whole_ids, s, &found)) return false;
  *id = low_of(found);
  return true;
}

bpe_encoder *bpe_encoder_new(const bpe *model, arena *home) {
  bpe_encoder *e = ARENA_NEW(home, bpe_encoder);
  e->model = model;
  e->home = home;
  return e;
}

void bpe_encoder_reset(bpe_encoder *e) { e->tokens.len = 0; }
void bpe_encoder_token(bpe_encoder *e, bpe_token t) { vec_push(e->home, &e->tokens, t); }
bpe_tokens bpe_encoder_tokens(const bpe_encoder *e) { return (bpe_tokens){e->tokens.items, e->tokens.len}; }

static void queue_push(bpe_encoder *e, uint64_t key) {
  vec_push(e->home, &e->queue, key);
  uint64_t *q = e->queue.items;
  uint32_t at = e->queue.len - 1;
  for (uint32_t up; at && q[up = (at - 1) / 2] > key; at = up) q[at] = q[up];
  q[at] = key;
}

static uint64_t queue_pop(bpe_encoder *e) {
  uint64_t *q = e->queue.items;
  uint64_t least = q[0], last = vec_pop(&e->queue);
  uint32_t len = e->queue.len, at = 0;
  for (uint32_t down; (down = 2 * at + 1) < len; at = down) {
    if (down + 1 < len && q[down + 1] < q[down]) down++;
    if (q[down] >= last) break;
    q[at] = q[down];
  }
  q[at] = last;
  return least;
}

static void pair_renew(bpe_encoder *e, uint32_t at) {
  part *p = &e->parts.items[at];
  uint64_t merge;
  p->merged = NO_TOKEN;
  if (p->next == e->parts.len || !map_get(&e->model->merges, pack(p->id, e->parts.items[p->next].id), &merge)) return;
  p->rank = high_of(merge);
  p->merged = low_of(merge);
  queue_push(e, pack(p->rank, at));
}

static void pair_merge(bpe_encoder *e, uint32_t at) {
  part *parts = e->parts.items, *p = &parts[at], *eaten = &parts[p->next];
  p->id = p->merged;
  p->next = eaten->next;
  eaten->gone = true;
  if (p->next < e->parts.len) parts[p->next].prev = at;
  pair_renew(e, at);
  if (p->prev != NO_PART) pair_renew(e, p->prev);
}

static bool parts_of_bytes(bpe_encoder *e, str piece) {
  e->parts.len = 0;
  for (uint32_t i = 0; i < piece.len; i++) {
    part p = {
        .id = e->model->bytes[(uint8_t)piece.ptr[i]], .prev = i ? i - 1 : NO_PART, .next = i + 1, .merged = NO_TOKEN};
    if (p.id == NO_TOKEN) return false;
    vec_push(e->home, &e->parts, p);
  }
  return true;
}

bool bpe_encoder_piece(bpe_encoder *e, str piece, uint32_t start) {
  uint32_t id;
  if (bpe_whole_find(e->model, piece, &id)) {
    bpe_encoder_token(e, (bpe_token){id, start, start + (uint32_t)piece.len});
    return true;
  }
  if (!parts_of_bytes(e, piece)) return false;
  for (uint32_t i = 0; i < e->parts.len; i++) pair_renew(e, i);
  while (e->queue.len) {
    uint64_t least = queue_pop(e);
    const part *p = &e->parts.items[low_of(least)];
    if (!p->gone && p->merged != NO_TOKEN && p->rank == high_of(least)) pair_merge(e, low_of(least));
  }
  for (uint32_t i = 0; i < e->parts.len; i = e->parts.items[i].next)
    bpe_encoder_token(e, (bpe_token){e->parts.items[i].id, start + i, start + e->parts.items[i].next});
  return true;
}
