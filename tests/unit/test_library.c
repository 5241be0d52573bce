/* The embedded library: its index is in order, its texts parse and resolve, and every definition is documented. */

#include "stdlib/library.h"

#include <string.h>

#include "frontend/parse.h"
#include "frontend/resolve.h"
#include "support/source.h"
#include "tests/unit/unit.h"

static const library_name *find(const char *name) { return library_find(name, (uint32_t)strlen(name)); }

static void test_sorted(void) {
  for (uint32_t i = 1; i < library_name_count; i++)
    CU_ASSERT(strcmp(library_names[i - 1].key, library_names[i].key) < 0);
}

static void test_found(void) {
  for (uint32_t i = 0; i < library_name_count; i++) CU_ASSERT_PTR_EQUAL(find(library_names[i].key), &library_names[i]);
  CU_ASSERT_PTR_NULL(find(""));
  CU_ASSERT_PTR_NULL(find("zzz"));
  CU_ASSERT_PTR_NULL(find("a_name_that_is_longer_than_any_name_of_the_library_could_ever_be_or_become"));
}

static void test_spellings(void) {
  CU_ASSERT_PTR_EQUAL(find("maxBy"), find("max_by"));
  CU_ASSERT_PTR_EQUAL(find("MAXBY"), find("maxby"));
  CU_ASSERT_STRING_EQUAL(find("reversed")->canonical, "rev");
  CU_ASSERT_STRING_EQUAL(find("rev")->canonical, "rev");
  CU_ASSERT_EQUAL(find("reverse")->first, find("rev")->first);
}

static void test_versions(void) {
  const library_name *count = find("count");
  CU_ASSERT_EQUAL_FATAL(count->count, 6);
  const library_version *v = &library_versions[count->first];
  CU_ASSERT(v[0].arity == 2 && v[0].guard_count == 1 && v[0].guards[0].arg == 1 && v[0].guards[0].kind == GUARD_FUN);
  CU_ASSERT(v[1].guard_count == 2 && v[1].guards[0].kind == GUARD_STR && v[1].guards[1].arg == 1);
  CU_ASSERT_EQUAL(v[2].guard_count, 0);
  CU_ASSERT(library_defs[v[1].def].primitive && !library_defs[v[0].def].primitive);
  const library_name *pi = find("pi");
  CU_ASSERT(pi->count == 1 && library_versions[pi->first].arity == 0);
}

/* One version takes everything that no other one takes. */
static void test_versions_without_guards(void) {
  for (uint32_t n = 0; n < library_name_count; n++) {
    const library_version *v = &library_versions[library_names[n].first];
    for (uint32_t i = 0; i < library_names[n].count; i++)
      for (uint32_t k = i + 1; k < library_names[n].count; k++)
        CU_ASSERT(v[i].guard_count || v[k].guard_count || v[i].arity != v[k].arity);
  }
}

typedef struct fixture {
  arena *home;
  intern *names;
  source_set *sources;
  diag_sink *diags;
} fixture;

static fixture open(void) {
  arena *home = arena_new("test");
  return (fixture){home, intern_new(home), source_set_new(home), diag_sink_new(home, 20)};
}

static void close(fixture *f, const char *subject) {
  if (diag_error_count(f->diags)) {
    strbuf text = strbuf_new(f->home);
    diag_render_text(&text, f->diags, f->sources, false);
    printf("\n%s:\n" STR_FMT, subject, STR_ARG(strbuf_str(&text)));
  }
  CU_ASSERT_EQUAL(diag_error_count(f->diags), 0);
  arena_free(f->home);
}

static void test_parses(void) {
  for (uint32_t i = 0; i < library_file_count; i++) {
    fixture f = open();
    const library_file *text = &library_files[i];
    uint32_t file = source_add(f.sources, str_of(text->name), (str){text->text, text->length});
    parse_module(f.home, f.names, f.sources, file, f.diags);
    close(&f, library_files[i].name);
  }
}

static void test_resolves(void) {
  fixture f = open();
  resolver *r = resolver_new(f.home, f.names, f.sources, (module_loader){0}, f.diags);
  for (uint32_t i = 0; i < library_name_count; i++) {
    core_def *def;
    core_overload *set;
    CU_ASSERT(resolve_library(r, intern_add(f.names, str_of(library_names[i].key)), &def, &set));
    for (uint32_t k = 0; set && k < set->count; k++) {
      def = resolve_version(r, &set->versions[k]);
      CU_ASSERT(def->body || def->primitive >= 0);
    }
    CU_ASSERT(def && (def->body || def->primitive >= 0));
    if (def && !def->body && def->primitive < 0) printf("\nno primitive is called %s\n", library_names[i].key);
  }
  close(&f, "library");
}

/* Every public name tells what it does, and shows it. */
static void test_documented(void) {
  for (uint32_t n = 0; n < library_name_count; n++) {
    const library_def *d = &library_defs[library_versions[library_names[n].first].def];
    bool internal = strcmp(library_names[n].canonical, d->name) && !d->doc_end;
    if (internal) continue;
    const char *doc = library_files[d->file].text + d->doc_start;
    CU_ASSERT(d->doc_end > d->doc_start && !strncmp(doc, "## ", 3));
    const char *shown = strstr(doc, "\n#> ");
    CU_ASSERT(shown && shown < library_files[d->file].text + d->doc_end);
    if (!shown || d->doc_end <= d->doc_start) printf("\n%s has no documentation or example\n", library_names[n].key);
  }
}

static const unit_case cases[] = {
    {"names are sorted", test_sorted},
    {"names are found", test_found},
    {"case, _ and aliases lead to one name", test_spellings},
    {"versions carry arity and guards", test_versions},
    {"no version hides another", test_versions_without_guards},
    {"texts parse", test_parses},
    {"definitions resolve", test_resolves},
    {"names are documented", test_documented},
};
UNIT_MAIN("library", cases)
