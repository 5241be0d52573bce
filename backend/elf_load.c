#include "backend/elf_load.h"

#include <elf.h>
#include <string.h>
#include <sys/mman.h>

enum { PAGE = 4096, SLOT = 8, STUB = 8 };

/* What a relocation writes: the symbol's address or that of its slot, plus the addend, less the place if relative. */
typedef struct relocation_rule {
  uint32_t type;
  uint8_t bytes;
  bool relative;
  bool via_slot;    /* address of the slot, not of the symbol */
  bool may_stub;    /* a call or jump: a stub does as well as the symbol */
  bool is_unsigned; /* zero-extended by the instruction */
  bool thread;      /* how far the symbol, which is thread-local, lies from the thread pointer */
} relocation_rule;

static const relocation_rule RULES[] = {
    {.type = R_X86_64_64, .bytes = 8},
    {.type = R_X86_64_PC64, .bytes = 8, .relative = true},
    {.type = R_X86_64_32, .bytes = 4, .is_unsigned = true},
    {.type = R_X86_64_32S, .bytes = 4},
    {.type = R_X86_64_PC32, .bytes = 4, .relative = true},
    {.type = R_X86_64_PLT32, .bytes = 4, .relative = true, .may_stub = true},
    {.type = R_X86_64_GOTPCREL, .bytes = 4, .relative = true, .via_slot = true},
    {.type = R_X86_64_GOTPCRELX, .bytes = 4, .relative = true, .via_slot = true},
    {.type = R_X86_64_REX_GOTPCRELX, .bytes = 4, .relative = true, .via_slot = true},
    {.type = R_X86_64_TPOFF32, .bytes = 4, .thread = true},
};

/* The three parts of an image, in this order. */
typedef enum part { PART_CODE, PART_CONST, PART_DATA, PART_COUNT } part;

static const int PART_PROTECTION[PART_COUNT] = {PROT_READ | PROT_EXEC, PROT_READ, PROT_READ | PROT_WRITE};

typedef struct loader {
  arena *home;
  str object;
  str *error;
  const Elf64_Ehdr *header;
  const Elf64_Shdr *sections;
  const Elf64_Sym *symbols;
  uint32_t symbol_count;
  const char *names;
  size_t part_start[PART_COUNT + 1]; /* offsets of pages */
  uint64_t *address;                 /* of a symbol */
  elf_image *image;
  const elf_ties *ties;
} loader;

#define FAIL(l, ...) (*(l)->error = str_printf((l)->home, __VA_ARGS__), false)

static size_t round_up(size_t n, size_t to) { return (n + to - 1) & ~(to - 1); }

static bool in_object(const loader *l, uint64_t offset, uint64_t size) {
  return offset <= l->object.len && size <= l->object.len - offset;
}

static bool open_header(loader *l) {
  const Elf64_Ehdr *h = (const void *)l->object.ptr;
  if (l->object.len < sizeof *h || memcmp(h->e_ident, ELFMAG, SELFMAG) != 0 || h->e_ident[EI_CLASS] != ELFCLASS64 ||
      h->e_type != ET_REL || h->e_machine != EM_X86_64 || h->e_shentsize != sizeof(Elf64_Shdr) ||
      !in_object(l, h->e_shoff, (uint64_t)h->e_shnum * sizeof(Elf64_Shdr)))
    return FAIL(l, "not a relocatable object for x86-64");
  l->header = h;
  l->sections = (const void *)(l->object.ptr + h->e_shoff);
  return true;
}

static bool open_symbols(loader *l) {
  for (uint32_t i = 0; i < l->header->e_shnum; i++) {
    const Elf64_Shdr *s = &l->sections[i];
    if (s->sh_type != SHT_NOBITS && s->sh_type != SHT_NULL && !in_object(l, s->sh_offset, s->sh_size))
      return FAIL(l, "section %u lies outside the object", i);
    if (s->sh_type != SHT_SYMTAB) continue;
    if (s->sh_link >= l->header->e_shnum) return FAIL(l, "the symbols have no names");
    l->symbols = (const void *)(l->object.ptr + s->sh_offset);
    l->symbol_count = (uint32_t)(s->sh_size / sizeof(Elf64_Sym));
    l->names = l->object.ptr + l->sections[s->sh_link].sh_offset;
  }
  return true;
}

static part part_of(const Elf64_Shdr *s) {
  return (s->sh_flags & SHF_EXECINSTR) ? PART_CODE : (s->sh_flags & SHF_WRITE) ? PART_DATA : PART_CONST;
}

/* Gives every section in memory its offset; the part's extra table stands at its end. */
static bool lay_out(loader *l) {
  const part slots_in = l->ties->redirects ? PART_DATA : PART_CONST;
  size_t at = 0;
  for (part p = 0; p < PART_COUNT; p++) {
    l->part_start[p] = at = round_up(at, PAGE);
    for (uint32_t i = 0; i < l->header->e_shnum; i++) {
      const Elf64_Shdr *s = &l->sections[i];
      if (!(s->sh_flags & SHF_ALLOC) || part_of(s) != p) continue;
      if (s->sh_flags & SHF_TLS) return FAIL(l, "thread-local data is not supported");
      if (s->sh_addralign > PAGE) return FAIL(l, "section %u wants an alignment of more than a page", i);
      at = round_up(at, s->sh_addralign ? s->sh_addralign : 1);
      l->image->section_address[i] = at;
      at += s->sh_size;
    }
    size_t *table = p == PART_CODE ? &l->image->stubs : p == slots_in ? &l->image->slots : NULL;
    if (table == NULL) continue;
    *table = at = round_up(at, SLOT);
    at += (size_t)l->symbol_count * SLOT;
  }
  l->part_start[PART_COUNT] = round_up(at, PAGE);
  l->image->size = l->part_start[PART_COUNT];
  l->image->code_size = l->part_start[PART_CONST];
  return true;
}

/* The low 2 GB are where a program linked without -pie is: everything is then in reach of a 32-bit displacement. */
static bool map_sections(loader *l) {
  const int protection = PROT_READ | PROT_WRITE, flags = MAP_PRIVATE | MAP_ANONYMOUS;
  const size_t size = l->image->size ? l->image->size : PAGE;
  void *base = mmap(NULL, size, protection, flags | MAP_32BIT | MAP_POPULATE, -1, 0);
  if (base == MAP_FAILED) base = mmap(NULL, size, protection, flags, -1, 0);
  if (base == MAP_FAILED) return FAIL(l, "no memory for %zu bytes of code", size);
  l->image->base = base;
  l->image->size = size;
  for (uint32_t i = 0; i < l->header->e_shnum; i++) {
    const Elf64_Shdr *s = &l->sections[i];
    if (!(s->sh_flags & SHF_ALLOC)) continue;
    l->image->section_address[i] += (uint64_t)base;
    if (s->sh_type != SHT_NOBITS)
      memcpy((void *)l->image->section_address[i], l->object.ptr + s->sh_offset, s->sh_size);
  }
  return true;
}

static uint64_t slot_address(const loader *l, uint32_t symbol) {
  return (uint64_t)l->image->base + l->image->slots + (size_t)symbol * SLOT;
}

static uint64_t stub_address(const loader *l, uint32_t symbol) {
  return (uint64_t)l->image->base + l->image->stubs + (size_t)symbol * STUB;
}

static void write_slot_and_stub(loader *l, uint32_t symbol) {
  static const uint8_t jump_through[2] = {0xff, 0x25}; /* jmp *displacement(%rip) */
  uint64_t slot = slot_address(l, symbol), stub = stub_address(l, symbol);
  int32_t displacement = (int32_t)(slot - (stub + sizeof jump_through + sizeof displacement));
  memcpy((void *)slot, &l->address[symbol], SLOT);
  memcpy((void *)stub, jump_through, sizeof jump_through);
  memcpy((void *)(stub + sizeof jump_through), &displacement, sizeof displacement);
}

static bool is_global(const Elf64_Sym *s) { return ELF64_ST_BIND(s->st_info) != STB_LOCAL; }

static bool resolve_symbol(loader *l, uint32_t i) {
  const Elf64_Sym *s = &l->symbols[i];
  const char *name = l->names + s->st_name;
  const elf_ties *ties = l->ties;
  void *theirs = ties->preempt && is_global(s) ? ties->preempt(ties->context, name) : NULL;
  if (theirs != NULL) {
    l->address[i] = (uint64_t)theirs;
  } else if (s->st_shndx == SHN_UNDEF) {
    l->address[i] = (uint64_t)ties->resolve(ties->context, name);
    if (l->address[i] == 0 && ELF64_ST_BIND(s->st_info) != STB_WEAK) return FAIL(l, "unknown symbol %s", name);
  } else if (s->st_shndx == SHN_ABS) {
    l->address[i] = s->st_value;
  } else if (s->st_shndx < l->header->e_shnum) {
    l->address[i] = l->image->section_address[s->st_shndx] + s->st_value;
  } else {
    return FAIL(l, "symbol %s has no place", name);
  }
  return true;
}

static bool resolve_symbols(loader *l) {
  l->address = ARENA_ARRAY(l->home, uint64_t, l->symbol_count + 1);
  l->image->exports = ARENA_ARRAY(l->home, elf_export, l->symbol_count + 1);
  for (uint32_t i = 1; i < l->symbol_count; i++) {
    const Elf64_Sym *s = &l->symbols[i];
    if (ELF64_ST_TYPE(s->st_info) == STT_FILE) continue;
    if (!resolve_symbol(l, i)) return false;
    write_slot_and_stub(l, i);
    bool defined = s->st_shndx != SHN_UNDEF && is_global(s);
    if (defined && l->ties->redirects && ELF64_ST_TYPE(s->st_info) == STT_FUNC) l->address[i] = stub_address(l, i);
    if (defined)
      l->image->exports[l->image->export_count++] = (elf_export){l->names + s->st_name, (void *)l->address[i]};
  }
  return true;
}

static const relocation_rule *rule_of(uint32_t type) {
  for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++)
    if (RULES[i].type == type) return &RULES[i];
  return NULL;
}

/* The word there is its own address. */
static uint64_t thread_pointer(void) {
  uint64_t at;
  __asm__("movq %%fs:0, %0" : "=r"(at));
  return at;
}

static bool fits(const relocation_rule *rule, uint64_t value) {
  if (rule->bytes == 8) return true;
  return rule->is_unsigned ? value <= UINT32_MAX : (int64_t)value == (int32_t)value;
}

static bool relocate(loader *l, const Elf64_Rela *r, uint64_t section) {
  uint32_t symbol = (uint32_t)ELF64_R_SYM(r->r_info), type = (uint32_t)ELF64_R_TYPE(r->r_info);
  const relocation_rule *rule = rule_of(type);
  if (rule == NULL) return FAIL(l, "relocation of type %u is not supported", type);
  if (symbol >= l->symbol_count) return FAIL(l, "relocation against symbol %u of %u", symbol, l->symbol_count);
  uint64_t place = section + r->r_offset;
  uint64_t bias = (uint64_t)r->r_addend - (rule->relative ? place : rule->thread ? thread_pointer() : 0);
  uint64_t value = (rule->via_slot ? slot_address(l, symbol) : l->address[symbol]) + bias;
  if (!fits(rule, value) && rule->may_stub) value = stub_address(l, symbol) + bias;
  if (!fits(rule, value)) return FAIL(l, "%s is out of reach", l->names + l->symbols[symbol].st_name);
  memcpy((void *)place, &value, rule->bytes); /* x86-64 is little-endian: the low bytes come first */
  return true;
}

static bool apply_relocations(loader *l) {
  for (uint32_t i = 0; i < l->header->e_shnum; i++) {
    const Elf64_Shdr *s = &l->sections[i];
    if (s->sh_type != SHT_RELA || s->sh_info >= l->header->e_shnum || !(l->sections[s->sh_info].sh_flags & SHF_ALLOC))
      continue;
    const Elf64_Rela *relocations = (const void *)(l->object.ptr + s->sh_offset);
    for (size_t k = 0; k < s->sh_size / sizeof *relocations; k++) {
      if (relocations[k].r_offset >= l->sections[s->sh_info].sh_size)
        return FAIL(l, "relocation outside section %u", s->sh_info);
      if (!relocate(l, &relocations[k], l->image->section_address[s->sh_info])) return false;
    }
  }
  return true;
}

static bool protect(loader *l) {
  for (part p = 0; p < PART_COUNT; p++) {
    size_t start = l->part_start[p], size = l->part_start[p + 1] - start;
    if (size != 0 && p != PART_DATA && mprotect(l->image->base + start, size, PART_PROTECTION[p]) != 0)
      return FAIL(l, "the system does not let code become executable");
  }
  return true;
}

bool elf_load(arena *home, str object, const elf_ties *ties, elf_image *image, str *error) {
  loader l = {.home = home, .object = object, .error = error, .image = image, .ties = ties};
  *image = (elf_image){0};
  if (!open_header(&l)) return false;
  image->section_address = ARENA_ARRAY(home, uint64_t, l.header->e_shnum + 1u);
  bool loaded = open_symbols(&l) && lay_out(&l) && map_sections(&l) && resolve_symbols(&l) && apply_relocations(&l) && protect(&l);
  if (!loaded) elf_unload(image);
  return loaded;
}

void elf_redirect(const elf_image *image, const void *function, void *to) {
  size_t symbol = ((const uint8_t *)function - (image->base + image->stubs)) / STUB;
  __atomic_store_n((void **)(image->base + image->slots + symbol * SLOT), to, __ATOMIC_RELEASE);
}

void elf_unload(elf_image *image) {
  if (image->base != NULL) munmap(image->base, image->size);
  *image = (elf_image){0};
}
