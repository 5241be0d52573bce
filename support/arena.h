#ifndef GAEL_SUPPORT_ARENA_H
#define GAEL_SUPPORT_ARENA_H

/* Region allocator. A region is named for its lifetime and freed at once; nothing in it is freed alone. Allocation
   never returns NULL: when the system refuses memory the region's handler is called and does not return (by default:
   a message, exit status 4). */

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct arena arena;
typedef void arena_oom_fn(void *context);

arena *arena_new(const char *lifetime);
void arena_free(arena *a);
void arena_on_oom(arena *a, arena_oom_fn *handler, void *context);

void *arena_alloc(arena *a, size_t bytes, size_t align);  /* uninitialised */
void *arena_zalloc(arena *a, size_t bytes, size_t align); /* zeroed */
void *arena_copy(arena *a, const void *from, size_t bytes, size_t align);
char *arena_strndup(arena *a, const char *text, size_t len); /* NUL-terminated copy */
size_t arena_bytes(const arena *a);                           /* handed out so far */

/* Makes the last block handed out longer where it is. False: it is not the last, or there is no room. */
bool arena_extend(arena *a, void *block, size_t bytes, size_t to);
/* Takes everything back that was handed out, and keeps memory for as much again as a small task needs. */
void arena_clear(arena *a);

#define ARENA_NEW(a, T) ((T *)arena_zalloc((a), sizeof(T), alignof(T)))
#define ARENA_ARRAY(a, T, n) ((T *)arena_zalloc((a), sizeof(T) * (size_t)(n), alignof(T)))

#endif
