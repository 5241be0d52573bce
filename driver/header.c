#include "driver/header.h"

#include <ctype.h>

/* What C calls a type, and how a parameter of it is written. The structures are gl_c_array of runtime/export.h. */
typedef struct word {
  const char *name, *parameter;
} word;

static const word NONE = {NULL, NULL};

static word scalar_word(ir_type_kind kind) {
  switch ((int)kind) {
  case IRT_INT: return (word){"int64_t", "int64_t "};
  case IRT_FLOAT: return (word){"double", "double "};
  case IRT_BOOL: return (word){"bool", "bool "};
  case IRT_CHAR: return (word){"uint32_t", "uint32_t "};
  default: return NONE;
  }
}

static word list_word(const ir_type *element) {
  if (irt_is_str(element)) return (word){"gael_texts", "const gael_texts *"};
  switch ((int)element->kind) {
  case IRT_INT: return (word){"gael_ints", "const gael_ints *"};
  case IRT_FLOAT: return (word){"gael_floats", "const gael_floats *"};
  case IRT_BOOL: return (word){"gael_bools", "const gael_bools *"};
  default: return NONE;
  }
}

static word word_of(const ir_type *t) {
  if (irt_is_str(t)) return (word){"gael_text", "const gael_text *"};
  return t->kind == IRT_LIST ? list_word(t->args[0]) : scalar_word(t->kind);
}

/* Keywords of C17, C23 and C++20, the names of VALUES below, and what a program has one of. */
static const char KEPT_NAMES[] =
    "alignas alignof and and_eq asm atomic_cancel atomic_commit atomic_noexcept auto bitand bitor bool break case catch char char16_t char32_t "
    "char8_t class co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype default delete do "
    "double dynamic_cast else enum explicit export extern false float for friend goto if inline int int64_t long main mutable namespace new "
    "noexcept not not_eq nullptr operator or or_eq private protected public reflexpr register reinterpret_cast requires restrict return short "
    "signed size_t sizeof static static_assert static_cast struct switch synchronized template this thread_local throw true try typedef typeid "
    "typename typeof typeof_unqual uint32_t union unsigned using virtual void volatile wchar_t while xor xor_eq "
    "gael_text gael_ints gael_floats gael_bools gael_texts gael_free gael_failure gael_export";

bool header_keeps(str name) {
  const char *names = KEPT_NAMES;
  for (str kept; str_word(&names, ' ', &kept);)
    if (str_eq(kept, name)) return true;
  return false;
}

bool header_knows(const ir_type *t) { return word_of(t).name != NULL; }

static const char VALUES[] =
    "#ifndef GAEL_VALUES\n"
    "#define GAEL_VALUES\n"
    "\n"
    "/* Arrays. Those of a call stay the caller's. Items of a result are the caller's to give to gael_free; a text's are UTF-8,\n"
    "   and behind the last byte of a result's stands a NUL. */\n"
    "typedef struct gael_text { const char *items; size_t count; } gael_text; /* count: bytes */\n"
    "typedef struct gael_ints { const int64_t *items; size_t count; } gael_ints;\n"
    "typedef struct gael_floats { const double *items; size_t count; } gael_floats;\n"
    "typedef struct gael_bools { const bool *items; size_t count; } gael_bools;\n"
    "typedef struct gael_texts { const gael_text *items; size_t count; } gael_texts; /* one gael_free frees all */\n"
    "\n"
    "void gael_free(const void *items);\n"
    "\n"
    "/* How this thread's last call failed, until its next call. */\n"
    "const char *gael_failure(void);\n"
    "\n"
    "#endif\n"
    "\n";

static void add_function(strbuf *out, const header_function *f) {
  strbuf_printf(out, "bool " STR_FMT "(", STR_ARG(f->name));
  for (uint32_t i = 0; i < f->argc; i++) strbuf_printf(out, "%s%s%c", i ? ", " : "", word_of(f->args[i]).parameter, (char)('a' + i));
  if (f->result->kind != IRT_UNIT)
    strbuf_printf(out, "%s%s *result", f->argc ? ", " : "", word_of(f->result).name);
  else if (!f->argc)
    strbuf_add(out, STR("void"));
  strbuf_add(out, STR(");\n"));
}

str header_text(arena *home, str name, uint32_t count, const header_function *functions) {
  strbuf out = strbuf_new(home), guard = strbuf_new(home);
  for (size_t i = 0; i < name.len; i++)
    strbuf_byte(&guard, isalnum((unsigned char)name.ptr[i]) ? (char)toupper((unsigned char)name.ptr[i]) : '_');
  str g = strbuf_str(&guard);
  strbuf_printf(&out, "#ifndef GAEL_LIBRARY_" STR_FMT "\n#define GAEL_LIBRARY_" STR_FMT "\n\n", STR_ARG(g), STR_ARG(g));
  strbuf_add(&out, STR("/* Made by gael build. Each function gives true and *result, or false when it failed. Threads may call at the same time.\n"
                       "   */\n\n#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n\n"
                       "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n"));
  strbuf_add(&out, str_of(VALUES));
  for (uint32_t i = 0; i < count; i++) add_function(&out, &functions[i]);
  strbuf_add(&out, STR("\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n"));
  return strbuf_str(&out);
}
