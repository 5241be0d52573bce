#include "driver/manual.h"

#include <string.h>

#include "driver/pipeline.h"
#include "frontend/suggest.h"
#include "stdlib/library.h"

/* ---- lines of a documentation ---- */

static bool next_line(str *text, str *line) {
  if (!text->len) return false;
  const char *end = memchr(text->ptr, '\n', text->len);
  *line = (str){text->ptr, end ? (size_t)(end - text->ptr) : text->len};
  size_t used = line->len + (end != NULL);
  *text = (str){text->ptr + used, text->len - used};
  return true;
}

/* What stands behind `mark` and a space. */
static bool behind(str line, str mark, str *rest) {
  if (!str_starts(line, mark)) return false;
  size_t n = mark.len < line.len ? mark.len + 1 : mark.len;
  *rest = (str){line.ptr + n, line.len - n};
  return true;
}

static str documentation(const library_def *d) {
  return (str){library_files[d->file].text + d->doc_start, d->doc_end - d->doc_start};
}

/* An example is followed by its value, which goes beside it. */
static void write_documentation(strbuf *out, const library_def *d) {
  enum { VALUE_COLUMN = 44 };
  str text = documentation(d), line, rest;
  size_t start = 0;
  while (next_line(&text, &line)) {
    if (behind(line, STR("##"), &rest)) {
      strbuf_printf(out, "  " STR_FMT "\n", STR_ARG(rest));
    } else if (behind(line, STR("#>"), &rest)) {
      start = out->len;
      strbuf_printf(out, "    " STR_FMT, STR_ARG(rest));
    } else if (behind(line, STR("#="), &rest)) {
      do strbuf_byte(out, ' ');
      while (out->len - start < VALUE_COLUMN);
      strbuf_printf(out, "= " STR_FMT "\n", STR_ARG(rest));
    }
  }
}

/* ---- types ---- */

/* The scheme of a version under the name it goes by; definitions in the library's texts may bear another one. */
static void write_type(strbuf *out, gael_session *s, const library_name *entry, uint32_t version) {
  core_def *def;
  core_overload *set;
  if (!resolve_library(s->resolver, intern_add(s->names, str_of(entry->canonical)), &def, &set)) return;
  for (uint32_t i = 0; set && i < set->count; i++)
    if (set->versions[i].index == library_versions[entry->first + version].def)
      def = resolve_version(s->resolver, &set->versions[i]);
  strbuf text = strbuf_new(s->home);
  infer_print_scheme(&text, s->infer, def);
  str scheme = strbuf_str(&text);
  const char *colon = memchr(scheme.ptr, ':', scheme.len);
  strbuf_printf(out, "%s %.*s\n", entry->canonical, (int)(scheme.ptr + scheme.len - colon), colon);
}

static bool same_text(const char *a, const char *b) { return strcmp(a, b) == 0; }

static void write_spellings(strbuf *out, const library_name *entry) {
  const library_name *own = library_find(entry->canonical, (uint32_t)strlen(entry->canonical));
  const char *before = "  also ";
  for (uint32_t i = 0; i < library_name_count; i++) {
    const library_name *n = &library_names[i];
    if (n == own || !same_text(n->canonical, entry->canonical)) continue;
    strbuf_printf(out, "%s%s", before, n->key);
    before = ", ";
  }
  if (*before == ',') strbuf_byte(out, '\n');
}

/* ---- entries ---- */

static const library_def *def_of(const library_name *entry, uint32_t version) {
  return &library_defs[library_versions[entry->first + version].def];
}

/* Stands for what is not known yet, and says no more than the others. */
static bool is_open(const library_name *entry, uint32_t version) {
  const library_version *v = &library_versions[entry->first + version];
  for (uint32_t i = 0; i < v->guard_count; i++)
    if (v->guards[i].kind == GUARD_OPEN) return true;
  return false;
}

/* A definition may be several versions: its documentation stands behind the last of them. */
static bool starts_entry(const library_name *entry, uint32_t version) {
  const library_def *d = def_of(entry, version);
  return d->doc_end && d != def_of(entry, version - 1);
}

/* Versions that share a documentation stand together, their types above it. */
static void write_entry(strbuf *out, const library_name *entry) {
  gael_session *s = gael_open("", "", 0);
  pipeline_check(s);
  for (uint32_t i = 0; i < entry->count; i++) {
    uint32_t documented = i;
    for (; i < entry->count; i++) {
      if (!is_open(entry, i)) write_type(out, s, entry, i);
      if (i + 1 < entry->count && starts_entry(entry, i + 1)) break;
    }
    write_documentation(out, def_of(entry, documented));
  }
  write_spellings(out, entry);
  gael_close(s);
}

/* `$0` is a, the subject, `$1` b and so on. */
static void write_foreign(strbuf *out, str name, const library_foreign *foreign) {
  strbuf_printf(out, STR_FMT " is of another language: ", STR_ARG(name));
  if (!foreign->instead) {
    strbuf_printf(out, "%s\n", foreign->sentence);
    return;
  }
  strbuf_add(out, STR("GAEL writes "));
  for (const char *p = foreign->instead; *p; p++) {
    if (*p != '$') strbuf_byte(out, *p);
    else if (*++p == '*') strbuf_add(out, STR(".."));
    else strbuf_byte(out, (char)('a' + *p - '0'));
  }
  strbuf_byte(out, '\n');
}

bool manual_entry(strbuf *out, str name) {
  const library_name *entry = library_find(name.ptr, (uint32_t)name.len);
  const library_foreign *foreign = entry ? NULL : library_find_foreign(name.ptr, (uint32_t)name.len);
  if (entry) write_entry(out, entry);
  else if (foreign) write_foreign(out, name, foreign);
  if (entry || foreign) return true;
  suggestion near = suggest_for(name);
  for (uint32_t i = 0; i < library_name_count; i++) suggest_offer(&near, str_of(library_names[i].key));
  strbuf_add(out, near.best);
  return false;
}

/* ---- the index ---- */

static void write_line(strbuf *out, const library_name *entry) {
  enum { WORDS_COLUMN = 14 };
  str text = documentation(def_of(entry, 0)), line, words = STR("");
  if (next_line(&text, &line)) behind(line, STR("##"), &words);
  strbuf_printf(out, "  %-*s" STR_FMT "\n", WORDS_COLUMN, entry->canonical, STR_ARG(words));
}

static bool stands_in(const library_name *entry, uint32_t file) {
  bool spelling = library_find(entry->canonical, (uint32_t)strlen(entry->canonical)) != entry;
  return !spelling && def_of(entry, 0)->file == file && def_of(entry, 0)->doc_end;
}

void manual_index(strbuf *out) {
  for (uint32_t f = 0; f < library_file_count; f++) {
    str text = {library_files[f].text, library_files[f].length}, line, words;
    strbuf_add(out, f ? STR("\n") : STR(""));
    while (next_line(&text, &line) && behind(line, STR("#"), &words)) strbuf_printf(out, STR_FMT "\n", STR_ARG(words));
    for (uint32_t i = 0; i < library_name_count; i++)
      if (stands_in(&library_names[i], f)) write_line(out, &library_names[i]);
  }
}
