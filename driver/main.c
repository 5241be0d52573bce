/* The command line: which command, its options, its exit status. */

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "driver/command.h"
#include "driver/output.h"
#include "frontend/suggest.h"

typedef struct command {
  const char *name;
  char letter;
  const char *operands;
  command_fn *run;
  const char *help;
} command;

static const command commands[] = {
#define X(name, letter, operands, function, help) {name, letter, operands, function, help},
#include "driver/command.def"
#undef X
};

enum { COMMANDS = sizeof commands / sizeof *commands };

/* Letters, not bytes: `…` is one of both. */
static void pad(strbuf *out, const char *text, uint32_t width) {
  strbuf_add(out, str_of(text));
  for (const char *at = text, *end = text + strlen(text); at < end; utf8_next(&at, end)) width -= width > 0;
  while (width-- > 0) strbuf_byte(out, ' ');
}

static str help_all(void) {
  arena *home = arena_new("help");
  strbuf out = strbuf_new(home);
  strbuf_add(&out, STR("gael FILE [ARG…]      run a program: the same as gael run\n"
                       "gael -e 'SRC' [ARG…]  run a program from the command line\n\n"));
  for (size_t i = 0; i < COMMANDS; i++) {
    strbuf_printf(&out, "gael %-7s ", commands[i].name);
    pad(&out, commands[i].operands, 15);
    strbuf_printf(&out, "%s\n", commands[i].help);
  }
  strbuf_add(&out, STR("\ngael COMMAND --help   its options\ngael --version\n"));
  return strbuf_str(&out);
}

static void help_one(const command *c) {
  arena *home = arena_new("help");
  output_result(str_printf(home, "gael %s [OPTION…]%s%s\n%s\n\n", c->name, *c->operands ? " " : "", c->operands, c->help));
  output_result(options_help(home, c->letter));
}

static const command *find(const char *word) {
  for (size_t i = 0; i < COMMANDS; i++)
    if (!strcmp(commands[i].name, word)) return &commands[i];
  return NULL;
}

static int refuse_command(const char *word) {
  suggestion near = suggest_for(str_of(word));
  for (size_t i = 0; i < COMMANDS; i++) suggest_offer(&near, str_of(commands[i].name));
  if (near.best.len)
    output_error(DIAG_usage, "there is neither a command nor a file `%s`; is `gael " STR_FMT "` meant?", word,
                 STR_ARG(near.best));
  else
    output_error(DIAG_usage, "there is neither a command nor a file `%s`; see `gael --help`", word);
  return GAEL_USAGE;
}

static int dispatch(int argc, char **argv) {
  if (argc < 2) {
    output_text(help_all());
    return GAEL_USAGE;
  }
  if (!strcmp(argv[1], "help") && argc > 2 && find(argv[2])) {
    help_one(find(argv[2]));
    return GAEL_OK;
  }
  if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || (!strcmp(argv[1], "help") && access(argv[1], F_OK))) {
    output_result(help_all());
    return GAEL_OK;
  }
  if (!strcmp(argv[1], "--version")) {
    arena *home = arena_new("version");
    output_result(str_printf(home, "gael %s\n", gael_version()));
    return GAEL_OK;
  }
  const command *c = find(argv[1]);
  char *as_run[] = {"run"};
  if (c) {
    argc--;
    argv++;
  } else if (argv[1][0] != '-' && access(argv[1], F_OK)) {
    return refuse_command(argv[1]);
  } else {
    c = find(as_run[0]);
    argv[0] = as_run[0];
  }
  options o;
  if (!options_read(&o, c->letter, c->name, argc, argv)) return GAEL_USAGE;
  if (o.help) {
    help_one(c);
    return GAEL_OK;
  }
  return c->run(&o, argc, argv);
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);
  _exit(dispatch(argc, argv)); /* what is left is the system's to take back: faster than doing it ourselves */
}
