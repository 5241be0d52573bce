/* golden GAEL DIRECTORY [--bless]: for each DIRECTORY/x.gael, what `GAEL --emit=NAME x.gael` says on both streams is x.out,
   NAME being the directory's last word. --bless writes the files instead. The status says whether all agree. */

#include <glob.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct text {
  char *bytes;
  size_t len;
} text;

static text read_all(FILE *f) {
  text t = {NULL, 0};
  char chunk[4096];
  for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0; t.len += n) {
    t.bytes = realloc(t.bytes, t.len + n);
    if (!t.bytes) exit(4);
    memcpy(t.bytes + t.len, chunk, n);
  }
  fclose(f);
  return t;
}

/* Both streams are one, in the order of writing. */
static text say(const char *gael, const char *stage, const char *program) {
  int ends[2];
  char emit[64];
  snprintf(emit, sizeof emit, "--emit=%s", stage);
  fflush(stdout);
  if (pipe(ends)) exit(4);
  pid_t child = fork();
  if (child < 0) exit(4);
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    execl(gael, gael, emit, program, (char *)NULL);
    _exit(127);
  }
  close(ends[1]);
  text said = read_all(fdopen(ends[0], "r"));
  int status;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) > 2) printf("%s: ends with %d\n", program, status);
  return said;
}

static bool bless(const char *path, text said) {
  FILE *f = fopen(path, "w");
  if (!f) return false;
  bool written = fwrite(said.bytes, 1, said.len, f) == said.len;
  return fclose(f) == 0 && written;
}

/* The first line that differs, of both. */
static void show_difference(const char *program, text wanted, text said) {
  size_t i = 0, start = 0, line = 1;
  for (; i < wanted.len && i < said.len && wanted.bytes[i] == said.bytes[i]; i++)
    if (wanted.bytes[i] == '\n') start = i + 1, line++;
  int rest_wanted = (int)strcspn(wanted.bytes + start, "\n"), rest_said = (int)strcspn(said.bytes + start, "\n");
  printf("%s: line %zu\n  wanted %.*s\n  found  %.*s\n", program, line, rest_wanted, wanted.bytes + start, rest_said,
         said.bytes + start);
}

static text ended(text t) {
  t.bytes = realloc(t.bytes, t.len + 1);
  if (!t.bytes) exit(4);
  t.bytes[t.len] = '\0';
  return t;
}

static bool agrees(const char *program, const char *path, text said) {
  FILE *f = fopen(path, "r");
  if (!f) {
    printf("%s: %s is missing\n", program, path);
    return false;
  }
  text wanted = ended(read_all(f));
  bool same = wanted.len == said.len && !memcmp(wanted.bytes, said.bytes, said.len);
  if (!same) show_difference(program, wanted, said);
  free(wanted.bytes);
  return same;
}

static bool run(const char *gael, const char *stage, const char *program, bool blessing) {
  char path[4096];
  snprintf(path, sizeof path, "%.*s.out", (int)(strlen(program) - strlen(".gael")), program);
  text said = ended(say(gael, stage, program));
  bool good = blessing ? bless(path, said) : agrees(program, path, said);
  free(said.bytes);
  return good;
}

int main(int argc, char **argv) {
  bool blessing = argc == 4 && !strcmp(argv[3], "--bless");
  if (argc != 3 && !blessing) {
    fprintf(stderr, "usage: golden GAEL DIRECTORY [--bless]\n");
    return 3;
  }
  char pattern[4096], directory[4096];
  snprintf(pattern, sizeof pattern, "%s/*.gael", argv[2]);
  snprintf(directory, sizeof directory, "%s", argv[2]);
  const char *stage = basename(directory);
  glob_t files;
  if (glob(pattern, 0, NULL, &files)) {
    fprintf(stderr, "golden: no %s\n", pattern);
    return 3;
  }
  size_t failed = 0;
  for (size_t i = 0; i < files.gl_pathc; i++) failed += !run(argv[1], stage, files.gl_pathv[i], blessing);
  printf("%zu passed, %zu failed\n", files.gl_pathc - failed, failed);
  globfree(&files);
  return failed > 0;
}
