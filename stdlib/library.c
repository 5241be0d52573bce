#include "stdlib/library.h"

#include <ctype.h>
#include <string.h>

const library_name *library_find(const char *name, uint32_t length) {
  char key[64];
  uint32_t n = 0, low = 0, high = library_name_count;
  for (uint32_t i = 0; i < length; i++) {
    if (name[i] == '_') continue;
    if (n == sizeof key - 1) return NULL;
    key[n++] = (char)tolower((unsigned char)name[i]);
  }
  key[n] = 0;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    int order = strcmp(library_names[middle].key, key);
    if (order == 0) return &library_names[middle];
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return NULL;
}
