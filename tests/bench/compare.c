/* compare ROUNDS 'command a' 'command b' …: runs the commands in turn, so that noise meets all of them alike, and prints for each the
   median and least time of the whole process in ms and the median's ratio to the last command's. Words are split at spaces. */

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORDS = 32, COMMANDS = 16 };

typedef struct command {
  const char *text;
  char *words[WORDS];
  double *times;
} command;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static command command_new(const char *text, size_t rounds) {
  command c = {.text = text, .times = calloc(rounds, sizeof(double))};
  size_t count = 0;
  for (char *word = strtok(strdup(text), " "); word != NULL && count + 1 < WORDS; word = strtok(NULL, " "))
    c.words[count++] = word;
  return c;
}

static double run(const command *c, posix_spawn_file_actions_t *quiet) {
  double start = now();
  pid_t child;
  int status = 0;
  if (posix_spawnp(&child, c->words[0], quiet, NULL, c->words, environ) != 0) {
    perror(c->text);
    exit(1);
  }
  waitpid(child, &status, 0);
  double end = now();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    fprintf(stderr, "%s: failed\n", c->text);
    exit(1);
  }
  return end - start;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  size_t rounds = argc > 2 ? strtoul(argv[1], NULL, 10) : 0, count = (size_t)argc - 2;
  if (rounds == 0 || count > COMMANDS) {
    fprintf(stderr, "usage: compare ROUNDS COMMAND…\n");
    return 3;
  }
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  command commands[COMMANDS];
  for (size_t i = 0; i < count; i++) commands[i] = command_new(argv[i + 2], rounds);
  for (size_t round = 0; round < rounds; round++)
    for (size_t i = 0; i < count; i++) commands[i].times[round] = run(&commands[i], &quiet);
  for (size_t i = 0; i < count; i++) qsort(commands[i].times, rounds, sizeof(double), by_size);
  const double unit = commands[count - 1].times[rounds / 2];
  printf("%9s %9s %7s\n", "median ms", "least ms", "ratio");
  for (size_t i = 0; i < count; i++) {
    const double *times = commands[i].times;
    printf("%9.2f %9.2f %7.3f  %s\n", times[rounds / 2], times[0], times[rounds / 2] / unit, commands[i].text);
  }
}
