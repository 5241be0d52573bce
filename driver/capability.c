#include "driver/capability.h"

#include <string.h>

static bool is_known(str word) {
  static const char *const known[] = {"read", "write", "env", "net", "clock", "random"};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (str_eq(word, str_of(known[i]))) return true;
  return false;
}

str capability_unknown(const char *list) {
  for (const char *at = list; *at;) {
    str word = {at, strcspn(at, ",=")};
    if (!is_known(word)) return word;
    at += strcspn(at, ",");
    at += *at == ',';
  }
  return (str){0};
}
