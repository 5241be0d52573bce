// measure FD COMMAND [ARG…]: runs COMMAND and writes "wall user system peak status" to the descriptor: seconds, seconds, seconds,
// kilobytes, wait status. A program of its own, and small: what the kernel calls a process's peak starts with that of the program
// which forked it, and Python has ten megabytes.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec / 1e6; }

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  int report = atoi(argv[1]), status;
  struct rusage used;
  double start = now();
  pid_t child = fork();
  if (child == 0) {
    close(report);
    execvp(argv[2], argv + 2);
    _exit(127);
  }
  if (child < 0 || wait4(child, &status, 0, &used) != child) return 2;
  dprintf(report, "%.9f %.6f %.6f %ld %d\n", now() - start, seconds(used.ru_utime), seconds(used.ru_stime), used.ru_maxrss,
          status);
  return 0;
}
