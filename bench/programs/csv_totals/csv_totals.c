#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  char region[32];
  double total;
} entry;

static entry totals[256];
static int used;

static entry *find(const char *region) {
  for (int i = 0; i < used; i++)
    if (!strcmp(totals[i].region, region)) return &totals[i];
  strcpy(totals[used].region, region);
  return &totals[used++];
}

static int by_region(const void *p, const void *q) { return strcmp(((entry *)p)->region, ((entry *)q)->region); }

int main(void) {
  char *line = NULL;
  size_t capacity = 0;
  getline(&line, &capacity, stdin);
  while (getline(&line, &capacity, stdin) > 0) {
    char *number = strtok(line, ","), *name = strtok(NULL, ","), *region = strtok(NULL, ",");
    long amount = atol(strtok(NULL, ","));
    double price = atof(strtok(NULL, ",\n"));
    find(region)->total += amount * price;
    (void)number, (void)name;
  }
  qsort(totals, used, sizeof *totals, by_region);
  for (int i = 0; i < used; i++) printf("%s %.2f\n", totals[i].region, totals[i].total);
  free(line);
}
