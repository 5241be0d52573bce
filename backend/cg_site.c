#include "backend/cg_site.h"

#include <string.h>

#include "support/bug.h"
#include "support/map.h"
#include "support/vec.h"

enum { TEXT_MOST = 60 }; /* characters of the source that a report shows */

struct cg_site_table {
  arena *home;
  comb_store *store;
  source_set *sources;
  const char *file;
  map numbers; /* by ir_site */
  VEC(ir_site) sites; /* by number; the first is none */
  map places;  /* of texts, by hash: where in `texts`, plus 1 */
  strbuf rows, texts;
  bool sealed;
};

cg_site_table *cg_site_table_new(arena *home, comb_store *store, source_set *sources, const char *file) {
  cg_site_table *t = ARENA_NEW(home, cg_site_table);
  *t = (cg_site_table){.home = home, .store = store, .sources = sources, .file = file};
  t->numbers = map_new(home);
  t->places = map_new(home);
  t->rows = strbuf_new(home);
  t->texts = strbuf_new(home);
  return t;
}

/* ---- texts ---- */

static bool stands_at(const cg_site_table *t, uint64_t at, str text) {
  return t->texts.len - at > text.len && memcmp(t->texts.ptr + at, text.ptr, text.len) == 0 &&
         t->texts.ptr[at + text.len] == '\0';
}

/* Equal texts once; a hash that two texts share costs a second copy. */
static uint32_t place_of(cg_site_table *t, str text) {
  uint64_t key = hash_bytes(text.ptr, text.len), known = 0;
  if (map_get(&t->places, key, &known) && stands_at(t, known - 1, text)) return (uint32_t)known - 1;
  uint32_t at = (uint32_t)t->texts.len;
  strbuf_add(&t->texts, text);
  strbuf_byte(&t->texts, '\0');
  map_set(&t->places, key, (uint64_t)at + 1);
  return at;
}

/* What stands at the place, cut behind TEXT_MOST characters and at the end of its line. */
static str source_slice(const cg_site_table *t, span where) {
  const char *start = source_text(t->sources, where.file).ptr + where.start, *at = start;
  const char *end = start + (where.end - where.start);
  for (uint32_t n = 0; at < end && *at != '\n' && n < TEXT_MOST; n++) (void)utf8_next(&at, end);
  str text = {start, (size_t)(at - start)};
  return at == end ? text : str_printf(t->home, STR_FMT "...", STR_ARG(text));
}

/* ---- rows ---- */

/* Every target is little-endian. */
static void add_word(cg_site_table *t, uint32_t word) {
  for (uint32_t shift = 0; shift < 32; shift += 8) strbuf_byte(&t->rows, (char)(word >> shift));
}

static void add_row(cg_site_table *t, span where, sym definition) {
  bool known = t->sources && where.file < source_count(t->sources);
  source_pos from = known ? source_pos_of(t->sources, where.file, where.start) : (source_pos){0, 0};
  source_pos to = known ? source_pos_of(t->sources, where.file, where.end) : (source_pos){0, 0};
  const uint32_t words[] = {
      from.line,
      from.column,
      to.line,
      to.column,
      where.start,
      where.end,
      place_of(t, known ? source_name(t->sources, where.file) : str_of(t->file)),
      definition ? place_of(t, intern_str(comb_names(t->store), definition)) : 0,
      place_of(t, known ? source_slice(t, where) : STR("")),
  };
  for (uint32_t i = 0; i < sizeof words / sizeof *words; i++) add_word(t, words[i]);
}

uint32_t cg_site_table_number(cg_site_table *t, ir_site site) {
  uint64_t number = 0;
  if (!site || map_get(&t->numbers, site, &number)) return (uint32_t)number;
  GAEL_ASSERT(!t->sealed);
  if (!t->sites.len) vec_push(t->home, &t->sites, 0);
  number = t->sites.len;
  map_set(&t->numbers, site, number);
  vec_push(t->home, &t->sites, site);
  return (uint32_t)number;
}

void cg_site_table_seal(cg_site_table *t) { t->sealed = true; }

uint32_t cg_site_table_count(const cg_site_table *t) { return t->sites.len; }

cg_site_bytes cg_site_table_write(cg_site_table *t) {
  if (!t->sealed) cg_site_table_seal(t);
  (void)place_of(t, STR("")); /* at 0, which says that there is none */
  add_row(t, SPAN_NONE, 0);
  for (uint32_t k = 1; k < t->sites.len; k++) {
    const ir_site_info *info = comb_site(t->store, t->sites.items[k]);
    add_row(t, info->where, info->definition);
  }
  return (cg_site_bytes){strbuf_str(&t->rows), strbuf_str(&t->texts)};
}
