#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

static char move(char c) {
  if ('a' <= c && c <= 'z') return 'a' + (c - 'a' + 3) % 26;
  if ('A' <= c && c <= 'Z') return 'A' + (c - 'A' + 3) % 26;
  return c;
}

int main(void) {
  char *line = NULL;
  size_t capacity = 0;
  for (ssize_t length; (length = getline(&line, &capacity, stdin)) > 0;) {
    if (line[length - 1] == '\n') length--;
    for (ssize_t i = 0; i < length; i++) line[i] = move(line[i]);
    for (ssize_t i = 0, j = length - 1; i < j; i++, j--) {
      char c = line[i];
      line[i] = line[j], line[j] = c;
    }
    line[length] = '\n';
    fwrite(line, 1, length + 1, stdout);
  }
  free(line);
}
