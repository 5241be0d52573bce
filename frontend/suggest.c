#include "frontend/suggest.h"

const char *suggest_habit(str word, diag_code *code) {
  static const struct {
    const char *word, *hint;
    diag_code code;
  } habits[] = {
#define X(word, place, instead, code, hint) {word, hint, DIAG_##code},
#include "frontend/habits.def"
#undef X
  };
  for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
    if (!str_eq(word, str_of(habits[i].word))) continue;
    *code = habits[i].code;
    return habits[i].hint;
  }
  return NULL;
}
