#include "stdlib/library.h"

#include <ctype.h>
#include <string.h>

enum { KEY = 64 };

/* False: longer than any key. */
static bool fold(char *key, const char *name, uint32_t length) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < length; i++) {
    if (name[i] == '_') continue;
    if (n == KEY - 1) return false;
    key[n++] = (char)tolower((unsigned char)name[i]);
  }
  key[n] = 0;
  return true;
}

const library_name *library_find(const char *name, uint32_t length) {
  char key[KEY];
  uint32_t low = 0, high = library_name_count;
  if (!fold(key, name, length)) return NULL;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    int order = strcmp(library_names[middle].key, key);
    if (order == 0) return &library_names[middle];
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return NULL;
}

const library_foreign *library_find_foreign(const char *name, uint32_t length) {
  char key[KEY];
  uint32_t low = 0, high = library_foreign_count;
  if (!fold(key, name, length)) return NULL;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (strcmp(library_foreigns[middle].key, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low < library_foreign_count && !strcmp(library_foreigns[low].key, key) ? &library_foreigns[low] : NULL;
}
