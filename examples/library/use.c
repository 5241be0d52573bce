/* Calls a GAEL library: gael build --static-lib shapes.gael && cc use.c libshapes.a -lm -lpthread && ./a.out */

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "shapes.h"

#define TEXT(literal) ((gael_text){literal, sizeof literal - 1})

static void show_texts(void) {
  gael_text names[] = {TEXT("one"), TEXT("three"), TEXT("two")}, text;
  if (longest(&(gael_texts){names, 3}, &text)) printf("longest: %s (%zu bytes)\n", text.items, text.count);
  gael_free(text.items);
  gael_texts parts;
  if (!words(&TEXT("a bc déf"), &parts)) return;
  for (size_t i = 0; i < parts.count; i++) printf("word %zu: %s\n", i, parts.items[i].items);
  gael_free(parts.items); /* the texts with it */
  bool flags[] = {true, false, true};
  if (marks(&(gael_bools){flags, 3}, 'x', &text)) puts(text.items);
  gael_free(text.items);
}

static void show_numbers(void) {
  double values[] = {1, 2, 4.5}, number;
  if (area(2, &number)) printf("area: %.6f\n", number);
  if (mean(&(gael_floats){values, 3}, &number)) printf("mean: %.2f\n", number);
  gael_ints list;
  if (!squares(5, &list)) return;
  for (size_t i = 0; i < list.count; i++) printf("%" PRId64 "%c", list.items[i], i + 1 < list.count ? ' ' : '\n');
  gael_free(list.items);
}

/* Every thread has a heap and a failure record of its own. */
static void *work(void *sum) {
  for (int64_t n = 0; n < 200; n++) {
    gael_ints list;
    int64_t none;
    if (!squares(n, &list)) continue;
    for (size_t i = 0; i < list.count; i++) *(int64_t *)sum += list.items[i];
    gael_free(list.items);
    if (ratio(n, 0, &none) || !strstr(gael_failure(), "division by zero")) *(int64_t *)sum = -1;
  }
  return NULL;
}

int main(void) {
  enum { THREADS = 4 };
  pthread_t threads[THREADS];
  int64_t sums[THREADS] = {0}, quotient;
  show_numbers();
  show_texts();
  if (!ratio(1, 0, &quotient)) fputs(gael_failure(), stdout);
  for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, work, &sums[i]);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  for (int i = 0; i < THREADS; i++) printf("thread %d: %" PRId64 "\n", i, sums[i]);
  return 0;
}
