#include "backend/jit_cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "backend/build_id.h"
#include "support/vec.h"

/* A file: header, object, metadata, the latter two padded to ALIGNMENT. */
typedef struct entry_header {
  uint64_t hash; /* of all that follows it in the file */
  char magic[8];
  jit_key key;
  uint64_t object_size, metadata_size;
} entry_header;

enum { ALIGNMENT = 16, NAME_SIZE = 48, SWEEP_EVERY = 32 };
static const char MAGIC[8] = "gaelobj1";
static const uint64_t SIZE_LIMIT = 64u << 20;

_Static_assert(sizeof(entry_header) % ALIGNMENT == 0, "the object follows the header at its alignment");

struct jit_cache {
  int directory;
};

static size_t padded(size_t n) { return (n + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1); }

/* Keys */

static void hash_framed(XXH3_state_t *state, str text) {
  const uint64_t length = text.len;
  XXH3_128bits_update(state, &length, sizeof length);
  XXH3_128bits_update(state, text.ptr, text.len);
}

jit_key jit_key_of(str source, str flags) {
  XXH3_state_t state;
  XXH3_INITSTATE(&state);
  XXH3_128bits_reset(&state);
  hash_framed(&state, build_id());
  hash_framed(&state, flags);
  hash_framed(&state, source);
  XXH128_hash_t hash = XXH3_128bits_digest(&state);
  return (jit_key){hash.high64, hash.low64};
}

static void entry_name(char name[NAME_SIZE], jit_key key) {
  snprintf(name, NAME_SIZE, "%016llx%016llx", (unsigned long long)key.high, (unsigned long long)key.low);
}

/* The directory */

static int open_directory(const char *path) { return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC); }

/* Makes the directory and the one above it, which is all that a fresh account lacks. */
static int make_directory(arena *home, const char *path) {
  const char *last = strrchr(path, '/');
  if (last != NULL && last != path) mkdir(arena_strndup(home, path, (size_t)(last - path)), 0700);
  mkdir(path, 0700);
  return open_directory(path);
}

static bool only_ours(int directory) {
  struct stat s;
  return fstat(directory, &s) == 0 && s.st_uid == geteuid() && (s.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static const char *directory_path(arena *home) {
  const char *chosen = getenv("GAEL_CACHE"), *cache = getenv("XDG_CACHE_HOME"), *user = getenv("HOME");
  if (chosen != NULL && *chosen != '\0') return *chosen == '/' ? chosen : NULL;
  if (cache != NULL && *cache == '/') return str_printf(home, "%s/gael", cache).ptr;
  if (user != NULL && *user == '/') return str_printf(home, "%s/.cache/gael", user).ptr;
  return NULL;
}

jit_cache *jit_cache_open(arena *home) {
  if (build_id().len == 0) return NULL;
  const char *path = directory_path(home);
  if (path == NULL) return NULL;
  int directory = open_directory(path);
  if (directory < 0 && errno == ENOENT) directory = make_directory(home, path);
  if (directory < 0) return NULL;
  if (!only_ours(directory)) {
    close(directory);
    return NULL;
  }
  jit_cache *c = ARENA_NEW(home, jit_cache);
  c->directory = directory;
  return c;
}

void jit_cache_close(jit_cache *c) {
  if (c != NULL) close(c->directory);
}

/* Reading */

static bool read_entry(int fd, arena *home, str *bytes) {
  struct stat s;
  if (fstat(fd, &s) != 0 || !S_ISREG(s.st_mode) || s.st_size < (off_t)sizeof(entry_header) ||
      s.st_size > (off_t)SIZE_LIMIT)
    return false;
  const size_t size = (size_t)s.st_size;
  char *buffer = arena_alloc(home, size, ALIGNMENT);
  *bytes = (str){buffer, size};
  return read(fd, buffer, size) == (ssize_t)size;
}

static bool split_entry(str bytes, jit_key key, str *object, str *metadata) {
  entry_header h;
  memcpy(&h, bytes.ptr, sizeof h);
  const size_t rest = bytes.len - sizeof h;
  if (memcmp(h.magic, MAGIC, sizeof MAGIC) != 0 || h.key.high != key.high || h.key.low != key.low ||
      h.object_size > rest || h.metadata_size > rest || padded(h.object_size) + padded(h.metadata_size) != rest)
    return false;
  if (XXH3_64bits(bytes.ptr + sizeof h.hash, bytes.len - sizeof h.hash) != h.hash) return false;
  const char *content = bytes.ptr + sizeof h;
  *object = (str){content, h.object_size};
  *metadata = (str){content + padded(h.object_size), h.metadata_size};
  return true;
}

bool jit_cache_get(jit_cache *c, arena *home, jit_key key, str *object, str *metadata) {
  if (c == NULL) return false;
  char name[NAME_SIZE];
  entry_name(name, key);
  int fd = openat(c->directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return false;
  str bytes;
  bool found = read_entry(fd, home, &bytes) && split_entry(bytes, key, object, metadata);
  close(fd);
  return found;
}

/* Removing */

typedef struct entry {
  char name[NAME_SIZE];
  int64_t used; /* seconds: last read as far as the file system tells, or written */
  uint64_t size;
} entry;

static int by_age(const void *a, const void *b) {
  const entry *x = a, *y = b;
  return x->used != y->used ? (x->used < y->used ? -1 : 1) : strcmp(x->name, y->name);
}

static bool stat_entry(int directory, const char *name, entry *e) {
  struct stat s;
  if (strlen(name) >= NAME_SIZE || fstatat(directory, name, &s, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(s.st_mode))
    return false;
  *e = (entry){.used = s.st_atime > s.st_mtime ? s.st_atime : s.st_mtime, .size = (uint64_t)s.st_blocks * 512};
  strcpy(e->name, name);
  return true;
}

/* Removes the oldest entries until three quarters of the limit are left. Linear in their number, so it runs on one
   put in SWEEP_EVERY, chosen by the key. */
static void sweep(jit_cache *c) {
  int fd = openat(c->directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *listing = fd < 0 ? NULL : fdopendir(fd);
  if (listing == NULL) return;
  arena *scratch = arena_new("sweep of the object cache");
  VEC(entry) entries = {0};
  uint64_t total = 0;
  for (struct dirent *d; (d = readdir(listing)) != NULL;) {
    entry e;
    if (!stat_entry(c->directory, d->d_name, &e)) continue;
    total += e.size;
    vec_push(scratch, &entries, e);
  }
  closedir(listing);
  if (total > SIZE_LIMIT) {
    qsort(entries.items, entries.len, sizeof *entries.items, by_age);
    for (uint32_t i = 0; i < entries.len && total > SIZE_LIMIT / 4 * 3; i++) {
      unlinkat(c->directory, entries.items[i].name, 0);
      total -= entries.items[i].size;
    }
  }
  arena_free(scratch);
}

/* Writing */

static uint64_t entry_hash(const entry_header *h, const struct iovec *parts, int count) {
  XXH3_state_t state;
  XXH3_INITSTATE(&state);
  XXH3_64bits_reset(&state);
  XXH3_64bits_update(&state, (const char *)h + sizeof h->hash, sizeof *h - sizeof h->hash);
  for (int i = 0; i < count; i++) XXH3_64bits_update(&state, parts[i].iov_base, parts[i].iov_len);
  return XXH3_64bits_digest(&state);
}

static bool write_entry(int fd, jit_key key, str object, str metadata) {
  static const char zeros[ALIGNMENT];
  entry_header h = {.key = key, .object_size = object.len, .metadata_size = metadata.len};
  memcpy(h.magic, MAGIC, sizeof MAGIC);
  struct iovec parts[] = {{&h, sizeof h},
                          {(void *)object.ptr, object.len},
                          {(void *)zeros, padded(object.len) - object.len},
                          {(void *)metadata.ptr, metadata.len},
                          {(void *)zeros, padded(metadata.len) - metadata.len}};
  enum { PARTS = sizeof parts / sizeof *parts };
  h.hash = entry_hash(&h, parts + 1, PARTS - 1);
  size_t size = sizeof h + padded(object.len) + padded(metadata.len);
  return writev(fd, parts, PARTS) == (ssize_t)size;
}

void jit_cache_put(jit_cache *c, jit_key key, str object, str metadata) {
  if (c == NULL) return;
  char name[NAME_SIZE], draft[NAME_SIZE + 16];
  entry_name(name, key);
  snprintf(draft, sizeof draft, ".%s.%d", name, (int)getpid());
  int fd = openat(c->directory, draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return;
  bool written = write_entry(fd, key, object, metadata);
  written = close(fd) == 0 && written;
  if (!written || renameat(c->directory, draft, c->directory, name) != 0) unlinkat(c->directory, draft, 0);
  if (key.low % SWEEP_EVERY == 0) sweep(c);
}
