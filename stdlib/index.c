/* Build-time indexer: `index OUT.c ALIASES FILE.gael...` writes library_data.c, the texts and the sorted table of their names. The format
   of the texts is told in library.h; `aliases` has a line a name: the canonical one, then its other spellings. */

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILES = 32, DEFS = 2048, VERSIONS = 2048, NAMES = 4096, GUARDS = 3, NAME = 64 };

typedef struct text {
  char *ptr;
  size_t len;
  const char *name;
} text;

typedef struct guard {
  unsigned arg, kind;
} guard;

typedef struct def {
  char name[NAME];
  uint32_t file, start, end, doc_start, doc_end;
  bool primitive;
} def;

typedef struct version {
  char of[NAME]; /* the overloaded name */
  uint32_t def, arity, guard_count;
  guard guards[GUARDS];
} version;

typedef struct name {
  char key[NAME], canonical[NAME];
  uint32_t first, count;
} name;

typedef struct index {
  text files[FILES];
  def defs[DEFS];
  version versions[VERSIONS];
  name names[NAMES];
  uint32_t file_count, def_count, version_count, name_count;
} library_index;

/* In the order of core_guard_kind. */
static const char *guard_words[] = {"fun",  "str",  "list",  "dict",   "set", "int", "float",
                                    "bool", "char", "tuple", "option", "big", "dyn"};

static _Noreturn void die(const char *what, const char *which) {
  fprintf(stderr, "stdlib/index: %s: %s\n", what, which);
  exit(1);
}

static char *read_all(const char *path, size_t *len) {
  FILE *f = fopen(path, "rb");
  if (!f) die("cannot read", path);
  size_t cap = 1 << 16, n = 0;
  char *p = malloc(cap);
  while (p && (n += fread(p + n, 1, cap - n - 1, f)) == cap - 1) p = realloc(p, cap *= 2);
  fclose(f);
  if (!p) die("no memory for", path);
  p[n] = 0;
  *len = n;
  return p;
}

static void fold(char *out, const char *in) {
  size_t n = 0;
  for (; *in && n + 1 < NAME; in++)
    if (*in != '_') out[n++] = (char)tolower((unsigned char)*in);
  out[n] = 0;
}

static size_t word(char *out, const char *at) {
  size_t n = 0;
  while (isalnum((unsigned char)at[n]) || at[n] == '_') n++;
  if (n >= NAME) die("a name too long", at);
  memcpy(out, at, n);
  out[n] = 0;
  return n;
}

/* `#@ count/2 fun 1 str 0` */
static void read_version(version *v, const char *at) {
  *v = (version){0};
  while (*at == ' ') at++;
  at += word(v->of, at);
  if (*at++ != '/') die("a version without /arity", at);
  v->arity = (uint32_t)strtoul(at, (char **)&at, 10);
  for (;;) {
    char kind[NAME];
    while (*at == ' ') at++;
    if (!*at || *at == '\n') return;
    at += word(kind, at);
    if (!kind[0] || v->guard_count == GUARDS) die("a guard that cannot be read", at);
    guard *g = &v->guards[v->guard_count++];
    for (g->kind = 0; strcmp(guard_words[g->kind], kind); g->kind++)
      if (g->kind + 1 == sizeof guard_words / sizeof *guard_words) die("no such guard", kind);
    g->arg = (unsigned)strtoul(at, (char **)&at, 10);
  }
}

static void add_version(library_index *x, const version *v) {
  if (x->version_count == VERSIONS) die("too many versions", v->of);
  x->versions[x->version_count++] = *v;
}

/* One file: a definition is a line that starts with a name, and the indented lines below it; an annotation line and the definition line
   of the same name are one. */
static void read_file(library_index *x, uint32_t file) {
  const char *base = x->files[file].ptr, *line = base;
  version pending[8];
  uint32_t pending_count = 0, doc_start = 0, doc_end = 0;
  def *open = NULL;
  while (*line) {
    const char *end = strchr(line, '\n');
    if (!end) end = line + strlen(line);
    const char *next = *end ? end + 1 : end;
    uint32_t at = (uint32_t)(line - base);
    if (line[0] == '#' && line[1] == '@') {
      if (pending_count == 8) die("too many versions at", line);
      read_version(&pending[pending_count++], line + 2);
      open = NULL;
    } else if (line[0] == '#') {
      if (doc_end != at) doc_start = at;
      doc_end = (uint32_t)(next - base);
      open = NULL;
    } else if (isalpha((unsigned char)*line) || *line == '_') {
      char called[NAME];
      size_t n = word(called, line);
      bool annotation = line[n] == ':';
      if (open && !strcmp(open->name, called)) {
        open->primitive = open->primitive && annotation;
        open->end = (uint32_t)(next - base);
      } else {
        if (x->def_count == DEFS) die("too many definitions", called);
        uint32_t d = x->def_count++;
        open = &x->defs[d];
        *open = (def){.file = file, .start = at, .end = (uint32_t)(next - base), .primitive = annotation};
        memcpy(open->name, called, NAME);
        if (doc_end == at || pending_count) open->doc_start = doc_start, open->doc_end = doc_end;
        for (uint32_t i = 0; i < pending_count; i++) {
          pending[i].def = d;
          add_version(x, &pending[i]);
        }
        pending_count = 0;
      }
    } else if (*line == ' ' && open && line != end) {
      open->end = (uint32_t)(next - base);
    }
    line = next;
  }
}

static name *add_name(library_index *x, const char *key, const char *canonical) {
  char folded[NAME];
  fold(folded, key);
  for (uint32_t i = 0; i < x->name_count; i++)
    if (!strcmp(x->names[i].key, folded)) return &x->names[i];
  if (x->name_count == NAMES) die("too many names", key);
  name *n = &x->names[x->name_count++];
  *n = (name){0};
  memcpy(n->key, folded, NAME);
  strncpy(n->canonical, canonical, NAME - 1);
  return n;
}

static int by_name(const void *a, const void *b) { return strcmp(((const name *)a)->key, ((const name *)b)->key); }

/* Versions of one name stand together, in the order of the text. */
static void group_versions(library_index *x) {
  static version grouped[VERSIONS];
  uint32_t n = 0;
  for (uint32_t i = 0; i < x->version_count; i++) {
    if (!x->versions[i].of[0]) continue;
    char of[NAME];
    memcpy(of, x->versions[i].of, NAME);
    name *called = add_name(x, of, of);
    called->first = n;
    for (uint32_t k = i; k < x->version_count; k++) {
      if (strcmp(x->versions[k].of, of)) continue;
      grouped[n++] = x->versions[k];
      x->versions[k].of[0] = 0;
    }
    called->count = n - called->first;
  }
  for (uint32_t d = 0; d < x->def_count; d++) {
    name *called = add_name(x, x->defs[d].name, x->defs[d].name);
    if (called->count) {
      char folded[NAME];
      fold(folded, x->defs[d].name);
      if (grouped[called->first].arity == 0) die("two definitions of", x->defs[d].name);
      continue;
    }
    called->first = n;
    called->count = 1;
    if (n == VERSIONS) die("too many versions", x->defs[d].name);
    grouped[n++] = (version){.def = d};
  }
  memcpy(x->versions, grouped, sizeof grouped);
  x->version_count = n;
}

static void read_aliases(library_index *x, const char *path) {
  size_t len;
  char *all = read_all(path, &len);
  for (char *line = strtok(all, "\n"); line; line = strtok(NULL, "\n")) {
    if (*line == '#') continue;
    char canonical[NAME], folded[NAME];
    line += word(canonical, line);
    if (!canonical[0]) continue;
    fold(folded, canonical);
    name *of = NULL;
    for (uint32_t i = 0; i < x->name_count; i++)
      if (!strcmp(x->names[i].key, folded)) of = &x->names[i];
    if (!of) die("an alias of nothing", canonical);
    name copy = *of;
    for (;;) {
      char alias[NAME];
      while (*line == ' ') line++;
      line += word(alias, line);
      if (!alias[0]) break;
      uint32_t before = x->name_count;
      name *n = add_name(x, alias, canonical);
      bool known = before == x->name_count;
      if (known && n->first == copy.first) continue; /* differs in case or _ only, which folds anyway */
      if (known) die("an alias that is a name already", alias);
      n->first = copy.first;
      n->count = copy.count;
    }
  }
  free(all);
}

static void write_all(const library_index *x, FILE *out) {
  fprintf(out, "#include \"stdlib/library.h\"\n\n");
  for (uint32_t f = 0; f < x->file_count; f++) {
    fprintf(out, "static const char text_%u[] = {", f);
    for (size_t i = 0; i < x->files[f].len; i++) fprintf(out, "%s%d,", i % 24 ? "" : "\n", (signed char)x->files[f].ptr[i]);
    fprintf(out, "0};\n");
  }
  fprintf(out, "const library_file library_files[] = {\n");
  for (uint32_t f = 0; f < x->file_count; f++) fprintf(out, "  {\"%s\", text_%u, %zu},\n", x->files[f].name, f, x->files[f].len);
  fprintf(out, "};\nconst uint32_t library_file_count = %u;\nconst library_def library_defs[] = {\n", x->file_count);
  for (uint32_t d = 0; d < x->def_count; d++) {
    const def *e = &x->defs[d];
    fprintf(out, "  {\"%s\", %u, %u, %u, %u, %u, %d},\n", e->name, e->file, e->start, e->end, e->doc_start, e->doc_end, e->primitive);
  }
  fprintf(out, "};\nconst uint32_t library_def_count = %u;\nconst library_version library_versions[] = {\n", x->def_count);
  for (uint32_t i = 0; i < x->version_count; i++) {
    const version *v = &x->versions[i];
    fprintf(out, "  {%u, %u, %u, {", v->def, v->arity, v->guard_count);
    for (uint32_t g = 0; g < GUARDS; g++) fprintf(out, "{%u, %u}, ", v->guards[g].arg, v->guards[g].kind);
    fprintf(out, "}},\n");
  }
  fprintf(out, "};\nconst library_name library_names[] = {\n");
  for (uint32_t i = 0; i < x->name_count; i++)
    fprintf(out, "  {\"%s\", \"%s\", %u, %u},\n", x->names[i].key, x->names[i].canonical, x->names[i].first, x->names[i].count);
  fprintf(out, "};\nconst uint32_t library_name_count = %u;\n", x->name_count);
}

int main(int argc, char **argv) {
  if (argc < 4) die("usage", "index OUT.c ALIASES FILE.gael...");
  static library_index x;
  for (int i = 3; i < argc; i++) {
    if (x.file_count == FILES) die("too many files", argv[i]);
    text *t = &x.files[x.file_count];
    t->ptr = read_all(argv[i], &t->len);
    const char *slash = strrchr(argv[i], '/');
    t->name = slash ? slash + 1 : argv[i];
    read_file(&x, x.file_count++);
  }
  group_versions(&x);
  read_aliases(&x, argv[2]);
  qsort(x.names, x.name_count, sizeof *x.names, by_name);
  FILE *out = fopen(argv[1], "wb");
  if (!out) die("cannot write", argv[1]);
  write_all(&x, out);
  return fclose(out) ? 1 : 0;
}
