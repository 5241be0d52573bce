/* compare ROUNDS 'command a' 'command b' …: runs the commands in turn, so that noise meets all of them alike, and
   prints for each the median and least time of the whole process in ms and the median's ratio to the last command's.

   Words are split at spaces. Words like NAME=value before the program are its environment; `@` in a word becomes a
   number that no other run gets. */

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORDS = 32, COMMANDS = 16, WORD_SIZE = 4096 };

typedef struct command {
  const char *text;
  char *words[WORDS];
  size_t program; /* index of the first word that is no environment */
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
  while (c.program < count && strchr(c.words[c.program], '=') != NULL) c.program++;
  return c;
}

/* The command's words with every `@` replaced, in `into`. */
static void number_words(const command *c, char into[WORDS][WORD_SIZE], char *argv[WORDS], unsigned long long number) {
  size_t count = 0;
  for (char *const *word = c->words + c->program; *word != NULL; word++, count++) {
    const char *mark = strchr(*word, '@');
    size_t before = mark == NULL ? strlen(*word) : (size_t)(mark - *word);
    if (mark == NULL) snprintf(into[count], WORD_SIZE, "%s", *word);
    else snprintf(into[count], WORD_SIZE, "%.*s%llu%s", (int)before, *word, number, mark + 1);
    argv[count] = into[count];
  }
  argv[count] = NULL;
}

static void set_environment(const command *c, int on) {
  for (size_t i = 0; i < c->program; i++) {
    char name[WORD_SIZE];
    size_t length = strcspn(c->words[i], "=");
    snprintf(name, sizeof name, "%.*s", (int)length, c->words[i]);
    if (on) setenv(name, c->words[i] + length + 1, 1);
    else unsetenv(name);
  }
}

static void fail(const command *c) {
  fprintf(stderr, "%s: failed\n", c->text);
  exit(1);
}

static double run(const command *c, posix_spawn_file_actions_t *quiet, unsigned long long number) {
  static char words[WORDS][WORD_SIZE];
  char *argv[WORDS];
  pid_t child;
  int status = 0;
  number_words(c, words, argv, number);
  set_environment(c, 1);
  double start = now();
  if (posix_spawnp(&child, argv[0], quiet, NULL, argv, environ) != 0) fail(c);
  waitpid(child, &status, 0);
  double end = now();
  set_environment(c, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail(c);
  return end - start;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void report(command *commands, size_t count, size_t rounds) {
  for (size_t i = 0; i < count; i++) qsort(commands[i].times, rounds, sizeof(double), by_size);
  const double unit = commands[count - 1].times[rounds / 2];
  printf("%9s %9s %7s\n", "median ms", "least ms", "ratio");
  for (size_t i = 0; i < count; i++) {
    const double *times = commands[i].times;
    printf("%9.2f %9.2f %7.3f  %s\n", times[rounds / 2], times[0], times[rounds / 2] / unit, commands[i].text);
  }
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
  unsigned long long number = (unsigned long long)time(NULL) * 1000000;
  for (size_t round = 0; round < rounds; round++)
    for (size_t i = 0; i < count; i++) commands[i].times[round] = run(&commands[i], &quiet, number++);
  report(commands, count, rounds);
}
