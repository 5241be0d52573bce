#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  char *data;
  size_t length, capacity;
} text;

static void append(text *t, const char *s, size_t length) {
  if (t->length + length > t->capacity) t->data = realloc(t->data, t->capacity = 2 * (t->length + length));
  memcpy(t->data + t->length, s, length);
  t->length += length;
}

int main(int argc, char **argv) {
  long n = atol(argv[1]), sum = 0;
  text s = {0}, turned = {0};
  for (long i = 1; i <= n; i++) {
    char digits[24];
    append(&s, digits, sprintf(digits, i == 1 ? "%ld" : " %ld", i));
  }
  append(&s, "", 1);

  text words = {0};
  for (char *at = s.data; at;) {
    char *end = strchr(at, ' ');
    text word = {at, end ? end - at : strlen(at), 0};
    append(&words, (char *)&word, sizeof word);
    at = end ? end + 1 : NULL;
  }
  text *word = (text *)words.data;
  size_t count = words.length / sizeof *word;
  for (size_t i = 0; i < count; i++) sum += strtol(word[i].data, NULL, 10);
  for (size_t i = count; i-- > 0;) {
    append(&turned, word[i].data, word[i].length);
    if (i) append(&turned, "; ", 2);
  }
  append(&turned, "", 1);
  size_t last = turned.length - 1 < 40 ? turned.length - 1 : 40;
  printf("%zu %ld %s\n", s.length - 1, sum, turned.data + turned.length - 1 - last);
  free(s.data), free(words.data), free(turned.data);
}
