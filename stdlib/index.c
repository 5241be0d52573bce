/* Build-time indexer: `stdlib_index OUT.c ALIASES FOREIGN FILE.gael…` writes library_data.c: the texts and the sorted
   tables of their names. library.h tells the format of the texts. A line of ALIASES is a canonical name and its other
   spellings; `stdlib/foreign` tells the form of a line of FOREIGN. Any mistake stops the build. */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/map.h"
#include "support/source.h"
#include "support/vec.h"

enum { GUARDS = 3, BYTES_A_LINE = 32 };

typedef struct guard {
  unsigned arg, kind;
} guard;

typedef struct version {
  str of; /* the library name it is a version of */
  uint32_t def, arity, guard_count;
  guard guards[GUARDS];
} version;

typedef struct def {
  str name;
  uint32_t file, start, end, doc_start, doc_end;
  bool primitive;
} def;

typedef struct name {
  str key, canonical, dense;
  uint32_t first, count;
} name;

typedef struct file {
  str name, text;
} file;

typedef struct foreign {
  str key, instead, sentence; /* one of the two is empty */
  uint32_t order;
} foreign;

typedef struct library {
  arena *home;
  VEC(foreign) foreigns;
  VEC(file) files;
  VEC(def) defs;
  VEC(version) versions;
  VEC(name) names;
  map index; /* hash of a key -> place in names */
} library;

static _Noreturn void refuse(const char *what, str where) {
  fprintf(stderr, "stdlib_index: %s: " STR_FMT "\n", what, STR_ARG(where));
  exit(1);
}

/* ---- words ---- */

static str fold(arena *home, str word) {
  strbuf key = strbuf_new(home);
  for (size_t i = 0; i < word.len; i++)
    if (word.ptr[i] != '_') strbuf_byte(&key, (char)tolower((unsigned char)word.ptr[i]));
  return strbuf_str(&key);
}

static str take(str *line, size_t n) {
  str taken = {line->ptr, n};
  line->ptr += n;
  line->len -= n;
  return taken;
}

static str take_word(str *line) {
  while (line->len && *line->ptr == ' ') take(line, 1);
  size_t n = 0;
  while (n < line->len && (isalnum((unsigned char)line->ptr[n]) || line->ptr[n] == '_')) n++;
  return take(line, n);
}

static uint32_t take_number(str *line) {
  str digits = take_word(line);
  uint32_t n = 0;
  if (!digits.len) refuse("a number is missing before", *line);
  for (size_t i = 0; i < digits.len; i++) {
    if (!isdigit((unsigned char)digits.ptr[i])) refuse("no number", digits);
    n = n * 10 + (uint32_t)(digits.ptr[i] - '0');
  }
  return n;
}

static str take_line(str text, size_t *at) {
  size_t start = *at, end = start;
  while (end < text.len && text.ptr[end] != '\n') end++;
  *at = end < text.len ? end + 1 : end;
  return (str){text.ptr + start, end - start};
}

/* ---- texts ---- */

/* In the order of core_guard_kind. */
static unsigned guard_kind(str word) {
  static const char *words[] = {"fun",  "str",  "list",  "dict",   "set", "int", "float",
                                "bool", "char", "tuple", "option", "big", "dyn", "open"};
  for (unsigned k = 0; k < sizeof words / sizeof *words; k++)
    if (str_eq(word, str_of(words[k]))) return k;
  refuse("no such guard", word);
}

/* ` count/2 fun 1`, behind the #@ */
static version read_version(str line) {
  version v = {.of = take_word(&line)};
  if (!v.of.len) refuse("a #@ without a name", line);
  if (line.len && *line.ptr == '/') {
    take(&line, 1);
    v.arity = take_number(&line);
  }
  for (;;) {
    str word = take_word(&line);
    if (!word.len) break;
    if (v.guard_count == GUARDS) refuse("too many guards", v.of);
    unsigned kind = guard_kind(word);
    v.guards[v.guard_count++] = (guard){take_number(&line), kind};
  }
  if (line.len) refuse("this is no guard", line);
  return v;
}

/* Documentation and directives gather until their definition comes; an empty line ends them. */
typedef struct reader {
  library *lib;
  uint32_t file, doc_start, doc_end;
  VEC(version) pending;
  def *open; /* the definition that the next line may go on */
} reader;

static void define(reader *r, str called, bool annotation, uint32_t start, uint32_t end) {
  library *lib = r->lib;
  uint32_t d = lib->defs.len;
  vec_push(lib->home, &lib->defs, ((def){called, r->file, start, end, r->doc_start, r->doc_end, annotation}));
  if (!r->pending.len) vec_push(lib->home, &r->pending, (version){.of = called});
  for (uint32_t i = 0; i < r->pending.len; i++) {
    r->pending.items[i].def = d;
    vec_push(lib->home, &lib->versions, r->pending.items[i]);
  }
  r->pending.len = 0;
  r->doc_start = r->doc_end = 0;
  r->open = &lib->defs.items[d];
}

static void read_line(reader *r, str line, uint32_t start, uint32_t end) {
  str rest = line;
  if (str_starts(line, STR("#@"))) {
    take(&rest, 2);
    vec_push(r->lib->home, &r->pending, read_version(rest));
    r->open = NULL;
  } else if (str_starts(line, STR("#"))) {
    if (!r->doc_end) r->doc_start = start;
    r->doc_end = end;
    r->open = NULL;
  } else if (!line.len) {
    r->doc_start = r->doc_end = 0;
    r->open = NULL;
  } else if (*line.ptr == ' ') {
    if (!r->open) refuse("this continues no definition", line);
    r->open->end = end;
  } else {
    str called = take_word(&rest);
    bool annotation = rest.len && *rest.ptr == ':';
    if (!called.len) refuse("a definition without a name", line);
    if (r->open && str_eq(r->open->name, called)) {
      r->open->primitive = r->open->primitive && annotation;
      r->open->end = end;
    } else {
      define(r, called, annotation, start, end);
    }
  }
}

static void read_text(library *lib, const char *path) {
  const char *base = path;
  for (const char *p = path; *p; p++)
    if (*p == '/') base = p + 1;
  file f = {.name = str_of(base)};
  if (!source_read_file(lib->home, path, &f.text)) refuse("cannot read", str_of(path));
  reader r = {.lib = lib, .file = lib->files.len};
  vec_push(lib->home, &lib->files, f);
  for (size_t at = 0; at < f.text.len;) {
    uint32_t start = (uint32_t)at;
    str line = take_line(f.text, &at);
    read_line(&r, line, start, (uint32_t)at);
  }
  if (r.pending.len) refuse("a #@ without a definition", r.pending.items[0].of);
}

/* ---- names ---- */

static name *find_name(library *lib, str spelling) {
  str key = fold(lib->home, spelling);
  uint64_t at;
  return map_get(&lib->index, hash_bytes(key.ptr, key.len), &at) ? &lib->names.items[at] : NULL;
}

static name *add_name(library *lib, str spelling, str canonical) {
  str key = fold(lib->home, spelling);
  map_set(&lib->index, hash_bytes(key.ptr, key.len), lib->names.len);
  vec_push(lib->home, &lib->names, ((name){.key = key, .canonical = canonical, .dense = canonical}));
  return &vec_last(&lib->names);
}

/* Brings the versions of a name together, in the order of the texts. */
static void group_versions(library *lib) {
  uint32_t total = lib->versions.len, first = 0;
  version *grouped = ARENA_ARRAY(lib->home, version, total);
  for (uint32_t i = 0; i < total; i++) {
    str of = lib->versions.items[i].of;
    name *n = find_name(lib, of);
    if (!n) n = add_name(lib, of, of);
    n->count++;
  }
  for (uint32_t i = 0; i < lib->names.len; first += lib->names.items[i++].count) lib->names.items[i].first = first;
  for (uint32_t i = 0; i < lib->names.len; i++) lib->names.items[i].count = 0;
  for (uint32_t i = 0; i < total; i++) {
    const version *v = &lib->versions.items[i];
    name *n = find_name(lib, v->of);
    if (n->count && !(v->arity && grouped[n->first].arity)) refuse("defined twice", v->of);
    grouped[n->first + n->count++] = *v;
  }
  lib->versions.items = grouped;
}

/* The = before the spelling that the dense face writes. */
static bool take_mark(str *line) {
  while (line->len && *line->ptr == ' ') take(line, 1);
  return line->len && *line->ptr == '=' && take(line, 1).len;
}

static void read_aliases(library *lib, const char *path) {
  str text;
  if (!source_read_file(lib->home, path, &text)) refuse("cannot read", str_of(path));
  for (size_t at = 0; at < text.len;) {
    str line = take_line(text, &at);
    if (!line.len || *line.ptr == '#') continue;
    str canonical = take_word(&line);
    const name *known = find_name(lib, canonical);
    if (!known) refuse("aliases of a name that is not defined", canonical);
    name means = *known;
    str dense = means.canonical;
    for (bool denser = take_mark(&line); line.len; denser = take_mark(&line)) {
      str alias = take_word(&line);
      if (!alias.len) refuse("this is no alias", line);
      if (find_name(lib, alias)) refuse("an alias that is a name already", alias);
      name *n = add_name(lib, alias, means.canonical);
      n->first = means.first;
      n->count = means.count;
      if (denser) dense = alias;
    }
    for (uint32_t i = 0; i < lib->names.len; i++)
      if (str_eq(lib->names.items[i].canonical, means.canonical)) lib->names.items[i].dense = dense;
  }
}

/* A name of other languages may have dots in it. */
static str take_foreign_name(str *line) {
  size_t n = 0;
  while (n < line->len && line->ptr[n] != ' ' && line->ptr[n] != ':') n++;
  return take(line, n);
}

static void read_foreigns(library *lib, const char *path) {
  str text;
  if (!source_read_file(lib->home, path, &text)) refuse("cannot read", str_of(path));
  for (size_t at = 0; at < text.len;) {
    str line = take_line(text, &at);
    if (!line.len || *line.ptr == '#') continue;
    bool ours = *line.ptr == '+';
    if (ours) take(&line, 1);
    foreign f = {.key = fold(lib->home, take_foreign_name(&line)), .order = lib->foreigns.len};
    if (ours != (find_name(lib, f.key) != NULL))
      refuse(ours ? "no name of the library" : "a foreign name is ours", f.key);
    if (line.len < 2) refuse("a foreign name without what GAEL writes", f.key);
    bool sentence = *line.ptr == ':';
    take(&line, sentence ? 2 : 1);
    *(sentence ? &f.sentence : &f.instead) = line;
    vec_push(lib->home, &lib->foreigns, f);
  }
}

static int by_foreign_key(const void *a, const void *b) {
  const foreign *f = a, *g = b;
  int order = str_cmp(f->key, g->key);
  return order ? order : (f->order > g->order) - (f->order < g->order);
}

static int by_key(const void *a, const void *b) { return str_cmp(((const name *)a)->key, ((const name *)b)->key); }

/* ---- output ---- */

static void write_texts(FILE *out, const library *lib) {
  for (uint32_t f = 0; f < lib->files.len; f++) {
    str text = lib->files.items[f].text;
    fprintf(out, "static const char text_%u[] = {", f);
    for (size_t i = 0; i < text.len; i++) fprintf(out, "%s%d,", i % BYTES_A_LINE ? "" : "\n", (signed char)text.ptr[i]);
    fputs("\n0};\n", out);
  }
  fputs("const library_file library_files[] = {\n", out);
  for (uint32_t f = 0; f < lib->files.len; f++) {
    const file *t = &lib->files.items[f];
    fprintf(out, "{\"" STR_FMT "\", text_%u, %zu},\n", STR_ARG(t->name), f, t->text.len);
  }
  fprintf(out, "};\nconst uint32_t library_file_count = %u;\n", lib->files.len);
}

static void write_defs(FILE *out, const library *lib) {
  fputs("const library_def library_defs[] = {\n", out);
  for (uint32_t i = 0; i < lib->defs.len; i++) {
    const def *d = &lib->defs.items[i];
    fprintf(out, "{\"" STR_FMT "\", %u, %u, %u, %u, %u, %s},\n", STR_ARG(d->name), d->file, d->start, d->end,
            d->doc_start, d->doc_end, d->primitive ? "true" : "false");
  }
  fprintf(out, "};\nconst uint32_t library_def_count = %u;\n", lib->defs.len);
}

static void write_names(FILE *out, const library *lib) {
  fputs("const library_version library_versions[] = {\n", out);
  for (uint32_t i = 0; i < lib->versions.len; i++) {
    const version *v = &lib->versions.items[i];
    fprintf(out, "{%u, %u, %u, {", v->def, v->arity, v->guard_count);
    for (uint32_t g = 0; g < GUARDS; g++) fprintf(out, "{%u, %u},", v->guards[g].arg, v->guards[g].kind);
    fputs("}},\n", out);
  }
  fputs("};\nconst library_name library_names[] = {\n", out);
  for (uint32_t i = 0; i < lib->names.len; i++) {
    const name *n = &lib->names.items[i];
    fprintf(out, "{\"" STR_FMT "\", \"" STR_FMT "\", \"" STR_FMT "\", %u, %u},\n", STR_ARG(n->key),
            STR_ARG(n->canonical), STR_ARG(n->dense), n->first, n->count);
  }
  fprintf(out, "};\nconst uint32_t library_name_count = %u;\n", lib->names.len);
}

static void write_quoted(FILE *out, str text) {
  if (!text.len) {
    fputs("NULL", out);
    return;
  }
  fputc('"', out);
  for (size_t i = 0; i < text.len; i++) {
    if (strchr("\"\\?", text.ptr[i])) fputc('\\', out);
    fputc(text.ptr[i], out);
  }
  fputc('"', out);
}

static void write_foreigns(FILE *out, const library *lib) {
  fputs("const library_foreign library_foreigns[] = {\n", out);
  for (uint32_t i = 0; i < lib->foreigns.len; i++) {
    const foreign *f = &lib->foreigns.items[i];
    fprintf(out, "{\"" STR_FMT "\", ", STR_ARG(f->key));
    write_quoted(out, f->instead);
    fputs(", ", out);
    write_quoted(out, f->sentence);
    fputs("},\n", out);
  }
  fprintf(out, "};\nconst uint32_t library_foreign_count = %u;\n", lib->foreigns.len);
}

int main(int argc, char **argv) {
  if (argc < 5) refuse("usage", STR("stdlib_index OUT.c ALIASES FOREIGN FILE.gael…"));
  arena *home = arena_new("index");
  library lib = {.home = home, .index = map_new(home)};
  for (int i = 4; i < argc; i++) read_text(&lib, argv[i]);
  group_versions(&lib);
  read_aliases(&lib, argv[2]);
  read_foreigns(&lib, argv[3]);
  qsort(lib.names.items, lib.names.len, sizeof *lib.names.items, by_key);
  qsort(lib.foreigns.items, lib.foreigns.len, sizeof *lib.foreigns.items, by_foreign_key);

  FILE *out = fopen(argv[1], "wb");
  if (!out) refuse("cannot write", str_of(argv[1]));
  fputs("#include <stddef.h>\n\n#include \"stdlib/library.h\"\n\n", out);
  write_texts(out, &lib);
  write_defs(out, &lib);
  write_names(out, &lib);
  write_foreigns(out, &lib);
  bool written = fclose(out) == 0;
  arena_free(home);
  return written ? 0 : 1;
}
