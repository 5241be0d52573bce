#include "backend/elf_join.h"

#include <elf.h>
#include <string.h>

#include "support/map.h"

enum { ALIGN = 16 };

typedef struct input {
  str bytes;
  const Elf64_Ehdr *header;
  const Elf64_Shdr *sections;
  const Elf64_Sym *symbols;
  uint32_t symbol_count;
  const char *names;        /* of symbols */
  const char *section_names;
  uint32_t *section;        /* by number here: the number in the result; 0: it has none */
  uint32_t *symbol;         /* the same of symbols */
} input;

typedef struct join {
  arena *home;
  str *error;
  input *inputs;
  uint32_t count;
  uint32_t section_count, symbol_count, local_count;
  map by_name;              /* hash of a global's name: a `global` */
  Elf64_Shdr *sections;
  Elf64_Sym *symbols;
  strbuf names, bytes;
} join;

/* A symbol that objects share. */
typedef struct global global;
struct global {
  const char *name;
  Elf64_Sym symbol;         /* the definition, once there is one */
  uint32_t section;         /* of a definition, in the result */
  uint32_t number;
  bool defined, joined;     /* joined: nobody outside means it */
  global *same_hash, *next; /* next: in the order in which they were first met */
};

#define FAIL(j, ...) (*(j)->error = str_printf((j)->home, __VA_ARGS__), false)

/* ---- reading ---- */

static bool lies_in(const input *in, uint64_t offset, uint64_t size) {
  return offset <= in->bytes.len && size <= in->bytes.len - offset;
}

static bool open_symbols(join *j, input *in, const Elf64_Shdr *s) {
  if (s->sh_link >= in->header->e_shnum) return FAIL(j, "the symbols have no names");
  in->symbols = (const void *)(in->bytes.ptr + s->sh_offset);
  in->symbol_count = (uint32_t)(s->sh_size / sizeof(Elf64_Sym));
  in->names = in->bytes.ptr + in->sections[s->sh_link].sh_offset;
  return true;
}

static bool open_input(join *j, input *in) {
  const Elf64_Ehdr *h = in->header = (const void *)in->bytes.ptr;
  if (in->bytes.len < sizeof *h || memcmp(h->e_ident, ELFMAG, SELFMAG) != 0 || h->e_ident[EI_CLASS] != ELFCLASS64 ||
      h->e_type != ET_REL || h->e_machine != j->inputs[0].header->e_machine || h->e_shentsize != sizeof(Elf64_Shdr) ||
      h->e_shstrndx >= h->e_shnum || !lies_in(in, h->e_shoff, (uint64_t)h->e_shnum * sizeof(Elf64_Shdr)))
    return FAIL(j, "not a relocatable object of one machine");
  in->sections = (const void *)(in->bytes.ptr + h->e_shoff);
  for (uint32_t i = 0; i < h->e_shnum; i++) {
    const Elf64_Shdr *s = &in->sections[i];
    if (s->sh_type != SHT_NOBITS && s->sh_type != SHT_NULL && !lies_in(in, s->sh_offset, s->sh_size))
      return FAIL(j, "section %u lies outside the object", i);
    if (s->sh_type == SHT_GROUP || s->sh_type == SHT_REL) return FAIL(j, "section %u is of a kind that is not joined", i);
    if (s->sh_type == SHT_SYMTAB && !open_symbols(j, in, s)) return false;
  }
  in->section_names = in->bytes.ptr + in->sections[h->e_shstrndx].sh_offset;
  in->section = ARENA_ARRAY(j->home, uint32_t, h->e_shnum);
  in->symbol = ARENA_ARRAY(j->home, uint32_t, in->symbol_count + 1);
  return true;
}

/* Tables of names and symbols are made anew. */
static bool is_kept(const Elf64_Shdr *s) {
  return s->sh_type != SHT_NULL && s->sh_type != SHT_SYMTAB && s->sh_type != SHT_STRTAB;
}

static void number_sections(join *j) {
  j->section_count = 1;
  for (uint32_t k = 0; k < j->count; k++)
    for (uint32_t i = 0; i < j->inputs[k].header->e_shnum; i++)
      if (is_kept(&j->inputs[k].sections[i])) j->inputs[k].section[i] = j->section_count++;
}

/* ---- symbols ---- */

static bool is_special(uint32_t section) { return section == SHN_UNDEF || section >= SHN_LORESERVE; }

static uint32_t section_of(const input *in, const Elf64_Sym *s) {
  return is_special(s->st_shndx) ? s->st_shndx : in->section[s->st_shndx];
}

static global *global_of(join *j, const char *name, global ***end) {
  uint64_t hash = hash_bytes(name, strlen(name));
  global *first = map_get_ptr(&j->by_name, hash), *g = first;
  while (g && strcmp(g->name, name) != 0) g = g->same_hash;
  if (g) return g;
  g = ARENA_NEW(j->home, global);
  *g = (global){.name = name, .same_hash = first};
  map_set_ptr(&j->by_name, hash, g);
  **end = g;
  *end = &g->next;
  return g;
}

static bool meet_global(join *j, const input *in, const Elf64_Sym *s, global *g) {
  bool defines = s->st_shndx != SHN_UNDEF;
  if (defines && g->defined) return FAIL(j, "%s is defined twice", g->name);
  if (g->defined) return true;
  bool weaker = g->symbol.st_info && ELF64_ST_BIND(s->st_info) == STB_WEAK;
  if (!defines && weaker) return true;
  g->symbol = *s;
  g->section = section_of(in, s);
  g->defined = defines;
  g->joined = defines && ELF64_ST_VISIBILITY(s->st_other) == STV_PROTECTED;
  return true;
}

static bool is_local(const Elf64_Sym *s) { return ELF64_ST_BIND(s->st_info) == STB_LOCAL; }

static bool meet_globals(join *j, global **all) {
  global **end = all;
  for (uint32_t k = 0; k < j->count; k++) {
    const input *in = &j->inputs[k];
    for (uint32_t i = 1; i < in->symbol_count; i++) {
      const Elf64_Sym *s = &in->symbols[i];
      if (!is_local(s) && !meet_global(j, in, s, global_of(j, in->names + s->st_name, &end))) return false;
    }
  }
  return true;
}

static uint32_t add_name(join *j, const char *name) {
  uint32_t at = (uint32_t)j->names.len;
  if (!*name) return 0;
  strbuf_add(&j->names, (str){name, strlen(name) + 1});
  return at;
}

static uint32_t add_symbol(join *j, const Elf64_Sym *like, const char *name, uint32_t section) {
  Elf64_Sym *s = &j->symbols[j->symbol_count];
  *s = *like;
  s->st_name = add_name(j, name);
  s->st_shndx = (Elf64_Half)section;
  return j->symbol_count++;
}

static void add_locals(join *j, input *in) {
  for (uint32_t i = 1; i < in->symbol_count; i++) {
    const Elf64_Sym *s = &in->symbols[i];
    if (is_local(s)) in->symbol[i] = add_symbol(j, s, in->names + s->st_name, section_of(in, s));
  }
}

static void add_globals(join *j, global *all, bool joined) {
  for (global *g = all; g; g = g->next) {
    if (g->joined != joined) continue;
    Elf64_Sym s = g->symbol;
    if (joined) s.st_info = ELF64_ST_INFO(STB_LOCAL, ELF64_ST_TYPE(s.st_info)), s.st_other = STV_DEFAULT;
    g->number = add_symbol(j, &s, g->name, g->section);
  }
}

static void tie_globals(join *j, input *in) {
  global **nowhere = NULL;
  for (uint32_t i = 1; i < in->symbol_count; i++)
    if (!is_local(&in->symbols[i])) in->symbol[i] = global_of(j, in->names + in->symbols[i].st_name, &nowhere)->number;
}

/* Locals come first. */
static bool join_symbols(join *j) {
  uint32_t most = 1;
  global *all = NULL;
  for (uint32_t k = 0; k < j->count; k++) most += j->inputs[k].symbol_count;
  j->symbols = ARENA_ARRAY(j->home, Elf64_Sym, most);
  j->symbol_count = 1;
  if (!meet_globals(j, &all)) return false;
  for (uint32_t k = 0; k < j->count; k++) add_locals(j, &j->inputs[k]);
  add_globals(j, all, true);
  j->local_count = j->symbol_count;
  add_globals(j, all, false);
  for (uint32_t k = 0; k < j->count; k++) tie_globals(j, &j->inputs[k]);
  return true;
}

/* ---- writing ---- */

static uint64_t align(join *j, uint64_t to) {
  while (to > 1 && j->bytes.len % to) strbuf_byte(&j->bytes, 0);
  return j->bytes.len;
}

static void add_relocations(join *j, const input *in, const Elf64_Shdr *s) {
  const Elf64_Rela *from = (const void *)(in->bytes.ptr + s->sh_offset);
  for (size_t k = 0; k < s->sh_size / sizeof *from; k++) {
    Elf64_Rela r = from[k];
    uint64_t symbol = ELF64_R_SYM(r.r_info);
    r.r_info = ELF64_R_INFO((uint64_t)in->symbol[symbol < in->symbol_count ? symbol : 0], ELF64_R_TYPE(r.r_info));
    strbuf_add(&j->bytes, (str){(const char *)&r, sizeof r});
  }
}

static void add_section(join *j, const input *in, uint32_t i) {
  const Elf64_Shdr *from = &in->sections[i];
  Elf64_Shdr *s = &j->sections[in->section[i]];
  *s = *from;
  s->sh_name = add_name(j, in->section_names + from->sh_name);
  s->sh_offset = align(j, from->sh_addralign);
  if (from->sh_type == SHT_RELA) {
    s->sh_link = j->section_count;
    s->sh_info = in->section[from->sh_info < in->header->e_shnum ? from->sh_info : 0];
    add_relocations(j, in, from);
  } else if (from->sh_type != SHT_NOBITS) {
    if (from->sh_flags & SHF_LINK_ORDER) s->sh_link = in->section[from->sh_link];
    strbuf_add(&j->bytes, (str){in->bytes.ptr + from->sh_offset, from->sh_size});
  }
}

/* Symbols, their names and those of sections, which share a table. */
static void add_tables(join *j) {
  Elf64_Shdr *symbols = &j->sections[j->section_count], *names = symbols + 1;
  *symbols = (Elf64_Shdr){.sh_name = add_name(j, ".symtab"), .sh_type = SHT_SYMTAB, .sh_offset = align(j, 8),
                          .sh_size = j->symbol_count * sizeof(Elf64_Sym), .sh_link = j->section_count + 1,
                          .sh_info = j->local_count, .sh_addralign = 8, .sh_entsize = sizeof(Elf64_Sym)};
  strbuf_add(&j->bytes, (str){(const char *)j->symbols, symbols->sh_size});
  *names = (Elf64_Shdr){.sh_name = add_name(j, ".strtab"), .sh_type = SHT_STRTAB, .sh_offset = j->bytes.len,
                        .sh_addralign = 1};
  names->sh_size = j->names.len;
  strbuf_add(&j->bytes, strbuf_str(&j->names));
}

static str write_object(join *j) {
  Elf64_Ehdr header = *j->inputs[0].header;
  j->sections = ARENA_ARRAY(j->home, Elf64_Shdr, j->section_count + 2);
  strbuf_add(&j->bytes, (str){(const char *)&header, sizeof header});
  for (uint32_t k = 0; k < j->count; k++)
    for (uint32_t i = 0; i < j->inputs[k].header->e_shnum; i++)
      if (j->inputs[k].section[i]) add_section(j, &j->inputs[k], i);
  add_tables(j);
  header.e_shoff = align(j, 8);
  header.e_shnum = (Elf64_Half)(j->section_count + 2);
  header.e_shstrndx = (Elf64_Half)(j->section_count + 1);
  strbuf_add(&j->bytes, (str){(const char *)j->sections, header.e_shnum * sizeof *j->sections});
  char *object = arena_copy(j->home, j->bytes.ptr, j->bytes.len, ALIGN);
  memcpy(object, &header, sizeof header);
  return (str){object, j->bytes.len};
}

bool elf_join(arena *home, uint32_t n, const str *objects, str *out, str *error) {
  join j = {.home = home, .error = error, .count = n};
  j.inputs = ARENA_ARRAY(home, input, n);
  j.by_name = map_new(home);
  j.names = strbuf_new(home);
  j.bytes = strbuf_new(home);
  strbuf_byte(&j.names, 0);
  for (uint32_t k = 0; k < n; k++) {
    j.inputs[k].bytes = objects[k];
    if (!open_input(&j, &j.inputs[k])) return false;
  }
  number_sections(&j);
  if (j.section_count + 2 >= SHN_LORESERVE) return *error = STR("too many sections"), false;
  if (!join_symbols(&j)) return false;
  *out = write_object(&j);
  return true;
}
