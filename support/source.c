#include "support/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/bug.h"
#include "support/vec.h"

typedef struct source {
  str name, text;
  VEC(uint32_t) lines; /* offset of each line's first byte; empty: not indexed yet */
} source;

struct source_set {
  arena *home;
  VEC(source) sources;
};

source_set *source_set_new(arena *home) {
  source_set *s = ARENA_NEW(home, source_set);
  s->home = home;
  return s;
}

uint32_t source_add(source_set *s, str name, str text) {
  GAEL_ASSERT(text.len < UINT32_MAX);
  source added = {.name = str_copy(s->home, name), .text = str_copy(s->home, text)};
  vec_push(s->home, &s->sources, added);
  return s->sources.len - 1;
}

static source *source_at(const source_set *s, uint32_t file) {
  GAEL_ASSERT(file < s->sources.len);
  return &s->sources.items[file];
}

str source_name(const source_set *s, uint32_t file) { return source_at(s, file)->name; }
str source_text(const source_set *s, uint32_t file) { return source_at(s, file)->text; }
uint32_t source_count(const source_set *s) { return s->sources.len; }

static source *source_indexed(source_set *s, uint32_t file) {
  source *f = source_at(s, file);
  if (f->lines.len) return f;
  vec_push(s->home, &f->lines, 0);
  const char *begin = f->text.ptr, *end = begin + f->text.len;
  for (const char *p = begin; (p = memchr(p, '\n', (size_t)(end - p)));)
    vec_push(s->home, &f->lines, (uint32_t)(++p - begin));
  return f;
}

/* The index from 0 of the line that holds `offset`: the last line that starts at or before it. */
static uint32_t line_index(const source *f, uint32_t offset) {
  uint32_t low = 0, high = f->lines.len;
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    if (f->lines.items[middle] <= offset) low = middle;
    else high = middle;
  }
  return low;
}

source_pos source_pos_of(source_set *s, uint32_t file, uint32_t offset) {
  source *f = source_indexed(s, file);
  if (offset > f->text.len) offset = (uint32_t)f->text.len;
  uint32_t line = line_index(f, offset);
  const char *p = f->text.ptr + f->lines.items[line], *end = f->text.ptr + offset;
  uint32_t column = 1;
  while (p < end) {
    size_t plain = utf8_ascii((str){p, (size_t)(end - p)});
    p += plain;
    column += (uint32_t)plain;
    if (p == end) break;
    utf8_next(&p, f->text.ptr + f->text.len);
    column++;
  }
  return (source_pos){line + 1, column};
}

str source_line(source_set *s, uint32_t file, uint32_t line) {
  source *f = source_indexed(s, file);
  GAEL_ASSERT(line >= 1 && line <= f->lines.len);
  uint32_t start = f->lines.items[line - 1];
  uint32_t end = line < f->lines.len ? f->lines.items[line] - 1 : (uint32_t)f->text.len;
  if (end > start && line < f->lines.len && f->text.ptr[end - 1] == '\r') end--;
  return (str){f->text.ptr + start, end - start};
}

/* Reads to the end; one byte more than fstat's size is asked for, so that a plain file takes two reads. */
static bool read_all(arena *a, int fd, str *text) {
  struct stat st;
  if (fstat(fd, &st) != 0) return false;
  size_t cap = S_ISREG(st.st_mode) && st.st_size > 0 && st.st_size < UINT32_MAX ? (size_t)st.st_size + 1 : 4096;
  size_t len = 0;
  char *bytes = arena_alloc(a, cap, 1);
  for (;;) {
    ssize_t n = read(fd, bytes + len, cap - len);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    if (n == 0) break;
    len += (size_t)n;
    if (len < cap) continue;
    if (cap >= UINT32_MAX) return errno = EFBIG, false;
    char *grown = arena_alloc(a, cap * 2, 1);
    memcpy(grown, bytes, len);
    bytes = grown;
    cap *= 2;
  }
  *text = (str){bytes, len};
  return true;
}

bool source_read_file(arena *a, const char *path, str *text) {
  if (strcmp(path, "-") == 0) return read_all(a, STDIN_FILENO, text);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  bool done = read_all(a, fd, text);
  int why = errno;
  close(fd);
  errno = why;
  return done;
}
