#include "driver/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "driver/capability.h"
#include "driver/output.h"
#include "frontend/suggest.h"
#include "ir/transform.h"

typedef enum action { ACT_TEXT, ACT_FLAG, ACT_WHEN, ACT_LEVEL, ACT_SECONDS, ACT_BYTES, ACT_JOBS, ACT_CAPS, ACT_WITHOUT } action;

typedef struct row {
  const char *name;
  char letter;
  const char *argument;
  action what;
  size_t field;
  const char *commands, *help;
} row;

#define TEXT(f)                                        ACT_TEXT, offsetof(options, f)
#define FLAG(f)                                        ACT_FLAG, offsetof(options, f)
#define WHEN                                           ACT_WHEN, 0
#define LEVEL                                          ACT_LEVEL, 0
#define SECONDS                                        ACT_SECONDS, 0
#define BYTES                                          ACT_BYTES, 0
#define JOBS                                           ACT_JOBS, 0
#define CAPS                                           ACT_CAPS, 0
#define WITHOUT                                        ACT_WITHOUT, 0
#define X(name, letter, argument, act, commands, help) {name, letter, argument, act, commands, help},
static const row rows[] = {
#include "driver/option.def"
};
#undef X

enum { ROWS = sizeof rows / sizeof *rows, FIRST_LONG = 256 };

static bool number(const char *text, double least, double most, double *out) {
  char *end;
  *out = strtod(text, &end);
  return end != text && !*end && *out >= least && *out <= most;
}

static bool capabilities(const char *list) {
  str unknown = capability_unknown(list);
  if (unknown.len)
    output_error(DIAG_usage, "--allow: there is no capability `" STR_FMT "`; there are " CAPABILITIES, STR_ARG(unknown));
  return !unknown.len;
}

static bool transformations(const char *list) {
  uint64_t set;
  const char *unknown = transforms_read(list, &set);
  if (!unknown) return true;
  suggestion near = suggest_for((str){unknown, strcspn(unknown, ",")});
  for (uint32_t t = 0; t < TRANSFORM_COUNT; t++) suggest_offer(&near, str_of(transform_name((transform)t)));
  if (near.best.len)
    output_error(DIAG_usage, "--without: there is no transformation `%.*s`; is `" STR_FMT "` meant?",
                 (int)strcspn(unknown, ","), unknown, STR_ARG(near.best));
  else
    output_error(DIAG_usage, "--without: there is no transformation `%.*s`; docs/optimizer.md has their names",
                 (int)strcspn(unknown, ","), unknown);
  return false;
}

static bool act(options *o, const row *r, const char *value) {
  double n;
  char *base = (char *)o + r->field;
  switch (r->what) {
  case ACT_TEXT: memcpy(base, &value, sizeof value); return true;
  case ACT_FLAG: *(bool *)base = true; return true;
  case ACT_WHEN:
    if (strcmp(value, "auto") && strcmp(value, "always") && strcmp(value, "never")) break;
    o->color = value;
    return true;
  case ACT_LEVEL:
    if (!number(value, 0, 3, &n)) {
      output_error(DIAG_usage, "--optimize wants a level from 0 to 3, which `%s` is not: write `-O2`", value);
      return false;
    }
    o->level = (int)n;
    return true;
  case ACT_SECONDS:
    if (!number(value, 0, 1e9, &n)) break;
    o->seconds = n;
    return true;
  case ACT_BYTES:
    if (!number(value, 0, 9e18, &n)) break;
    o->bytes = (int64_t)n;
    return true;
  case ACT_JOBS:
    if (!number(value, 1, 256, &n)) break;
    o->jobs = (uint32_t)n;
    return true;
  case ACT_CAPS: o->allow = value; return capabilities(value);
  case ACT_WITHOUT: o->without = value; return transformations(value);
  }
  output_error(DIAG_usage, "--%s %s: `%s` does not fit (%s)", r->name, r->argument, value, r->help);
  return false;
}

/* What other tools call our options. */
static const struct {
  const char *word, *ours;
} foreign[] = {
    {"opt", "-O2"},  {"release", "-O2"},    {"eval", "-e"},         {"exec", "-e"},        {"code", "-e"},
    {"out", "-o"},   {"timeout", "--time"}, {"mem", "--memory"},    {"colour", "--color"}, {"inplace", "gael fmt FILE"},
    {"types", "-v"}, {"quiet", "--json"},   {"parallel", "--jobs"}, {"threads", "--jobs"}, {"permit", "--allow"},
};

/* The option that is meant, with its dashes; empty: none is near. */
static str nearest_option(arena *home, char letter, const char *word) {
  str wanted = str_of(word + strspn(word, "-"));
  wanted.len = strcspn(wanted.ptr, "=");
  for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
    if (str_eq(wanted, str_of(foreign[i].word))) return str_of(foreign[i].ours);
  suggestion near = suggest_for(wanted);
  for (size_t i = 0; i < ROWS; i++)
    if (strchr(rows[i].commands, letter)) suggest_offer(&near, str_of(rows[i].name));
  return near.best.len ? str_printf(home, "--" STR_FMT, STR_ARG(near.best)) : near.best;
}

static void refuse_option(char letter, const char *command, const char *word) {
  arena *home = arena_new("options");
  str near = nearest_option(home, letter, word);
  if (near.len)
    output_error(DIAG_usage, "there is no option `%s`; is `" STR_FMT "` meant? See `gael %s --help`", word,
                 STR_ARG(near), command);
  else
    output_error(DIAG_usage, "there is no option `%s`; see `gael %s --help`", word, command);
  arena_free(home);
}

bool options_read(options *o, char letter, const char *command, int argc, char **argv) {
  struct option longs[ROWS + 1] = {0};
  bool run = letter == 'r'; /* what follows the program is the program's (ruling 29) */
  char shorts[2 * ROWS + 3] = "+:";
  char *order = run ? shorts : shorts + 1;
  for (size_t i = 0, s = 2; i < ROWS; i++) {
    longs[i] =
        (struct option){rows[i].name, rows[i].argument ? required_argument : no_argument, NULL, FIRST_LONG + (int)i};
    if (!rows[i].letter) continue;
    shorts[s++] = rows[i].letter;
    if (rows[i].argument) shorts[s++] = ':';
  }
  *o = (options){.level = -1, .jobs = 1};
  opterr = 0;
  optind = 1;
  for (int c; !(run && o->expression) && (c = getopt_long(argc, argv, order, longs, NULL)) != -1;) {
    const row *r = c >= FIRST_LONG ? &rows[c - FIRST_LONG] : NULL;
    for (size_t i = 0; !r && i < ROWS; i++)
      if (rows[i].letter == c) r = &rows[i];
    if (c == ':' || c == '?' || !r) {
      const char *word = argv[optind - 1];
      if (c == ':')
        output_error(DIAG_usage, "`%s` wants a value; see `gael %s --help`", word, command);
      else
        refuse_option(letter, command, word);
      return false;
    }
    if (!strchr(r->commands, letter)) {
      output_error(DIAG_usage, "`gael %s` has no option --%s; see `gael %s --help`", command, r->name, command);
      return false;
    }
    if (!act(o, r, optarg)) return false;
  }
  o->operands = optind;
  return true;
}

str options_help(arena *home, char letter) {
  strbuf out = strbuf_new(home);
  for (size_t i = 0; i < ROWS; i++) {
    const row *r = &rows[i];
    if (!strchr(r->commands, letter)) continue;
    char left[40];
    int n = snprintf(left, sizeof left, "  %c%c%s--%s%s%s", r->letter ? '-' : ' ', r->letter ? r->letter : ' ',
                     r->letter ? ", " : "  ", r->name, r->argument ? " " : "", r->argument ? r->argument : "");
    strbuf_printf(&out, "%-28s%s%s\n", left, n >= 28 ? "  " : "", r->help);
  }
  return strbuf_str(&out);
}

bool options_color(const options *o) {
  if (o->color && !strcmp(o->color, "always")) return true;
  if (o->color && !strcmp(o->color, "never")) return false;
  const char *term = getenv("TERM");
  return !getenv("NO_COLOR") && isatty(STDERR_FILENO) && term && strcmp(term, "dumb");
}
