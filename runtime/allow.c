/* Capabilities. The list that gl_allow got is read at each question: what it guards costs a system call anyway. */

#include "runtime/allow.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/fail.h"
#include "runtime/held.h"
#include "runtime/machine.h"
#include "runtime/sink.h"

enum { SENTENCE = 192 };

static RT_THREAD_LOCAL const char *allowed;

void gl_allow(const char *capabilities) { allowed = capabilities; }

/* ---- the list: names and name=path, with commas between ---- */

typedef struct grant {
  const char *path; /* NULL: whole */
  size_t length;
} grant;

/* The next grant of the capability from *at on; false: no more. */
static bool next_grant(const char **at, const char *capability, grant *out) {
  while (*at && **at) {
    const char *entry = *at;
    size_t length = strcspn(entry, ","), name = strcspn(entry, ",=");
    *at = entry + length + (entry[length] == ',');
    if (strlen(capability) != name || memcmp(entry, capability, name) != 0) continue;
    *out = (grant){name < length ? entry + name + 1 : NULL, length - name - 1};
    return true;
  }
  return false;
}

static bool granted_whole(const char *capability) {
  const char *at = allowed;
  for (grant g; next_grant(&at, capability, &g);) {
    if (!g.path) return true;
  }
  return false;
}

static bool denied(rt_capability what, uint32_t site, const rt_operand *path) {
  char sentence[SENTENCE];
  const char *at = allowed, *texts[] = {what.deed, " is not allowed without --allow ", what.word};
  const char *outside[] = {"%0 is outside of what --allow ", what.word, " covers"};
  grant g;
  rt_texts(sentence, sizeof sentence, 3, path && next_grant(&at, what.word, &g) ? outside : texts);
  return !rt_fail(RT_FAIL_DENIED, site, sentence, path != NULL, path);
}

bool rt_allow(rt_capability what, uint32_t site) {
  return granted_whole(what.word) || denied(what, site, NULL);
}

/* ---- paths ---- */

/* Nothing steps up behind what does not exist. */
static bool steps_up(const char *rest) {
  for (; *rest; rest += strcspn(rest, "/"), rest += *rest == '/') {
    if (strcspn(rest, "/") == 2 && memcmp(rest, "..", 2) == 0) return true;
  }
  return false;
}

static bool append(char *path, const char *rest) {
  size_t n = strlen(path), m = strlen(rest);
  if (n + m + 2 > PATH_MAX || steps_up(rest)) return false;
  if (m && path[n - 1] != '/') path[n++] = '/';
  memcpy(path + n, rest, m + 1);
  return true;
}

#ifdef RT_PAGES
static bool true_path(const char *path, char *out) {
  rt_hold();
  bool found = realpath(path, out) != NULL;
  rt_let();
  return found;
}
#else
/* Without links a path is what it says, as long as it does not step up. */
static bool true_path(const char *path, char *out) {
  errno = EACCES;
  if (steps_up(path)) return false;
  strcpy(out, path);
  return true;
}
#endif

/* The true path of what exists or could be made: the longest beginning that exists, resolved, and the rest as it is
   written. */
static bool resolve(const char *path, char *out) {
  char begin[PATH_MAX];
  size_t kept = strlen(path);
  if (!kept || kept >= PATH_MAX) return false;
  memcpy(begin, path, kept + 1);
  while (!true_path(kept ? begin : ".", out)) {
    if (errno != ENOENT || !kept) return false;
    while (kept && begin[kept - 1] == '/') kept--;
    while (kept && begin[kept - 1] != '/') kept--;
    begin[kept] = 0;
  }
  return append(out, path + kept);
}

static bool is_below(const char *path, const char *prefix) {
  size_t n = strlen(prefix);
  return strncmp(path, prefix, n) == 0 && (!path[n] || path[n] == '/' || prefix[n - 1] == '/');
}

static bool granted_below(const char *capability, const char *path) {
  const char *at = allowed;
  for (grant g; next_grant(&at, capability, &g);) {
    char prefix[PATH_MAX], true_prefix[PATH_MAX];
    if (!g.path || g.length >= PATH_MAX) continue;
    memcpy(prefix, g.path, g.length);
    prefix[g.length] = 0;
    if (resolve(prefix, true_prefix) && is_below(path, true_prefix)) return true;
  }
  return false;
}

/* In UTF-8, ended by NUL; a path that has a NUL inside or is too long names no file. */
static bool path_of(const gl_list *path, char *out) {
  size_t length = gl_str_utf8(path, out, PATH_MAX - 1);
  if (length >= PATH_MAX) return false;
  out[length] = 0;
  return strlen(out) == length;
}

bool rt_allow_path(rt_capability what, uint32_t site, const rt_operand *operand, rt_way *out) {
  gl_list *path = *(gl_list *const *)operand->value;
  char given[PATH_MAX];
  bool named = path_of(path, given);
  if (granted_whole(what.word)) {
    if (!named) return !rt_fail_system(site, path, ENOENT);
    memcpy(out->path, given, sizeof given);
    out->resolved = false;
    return true;
  }
  out->resolved = true;
  bool granted = named && resolve(given, out->path) && granted_below(what.word, out->path);
  return granted || denied(what, site, operand);
}

bool rt_fail_system(uint32_t site, gl_list *path, int error) {
  char sentence[SENTENCE];
  rt_texts(sentence, sizeof sentence, 2, (const char *[]){path ? "%0: " : "stdin: ", strerror(error)});
  return rt_fail(RT_FAIL_IO, site, sentence, path ? 1 : 0, &(rt_operand){&path, &rt_type_str});
}
