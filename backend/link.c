#include "backend/link.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/lld_shim.h"
#include "backend/llvm_init.h"
#include "support/vec.h"

#define LINK_C_RUNTIME "libgaelc.a" /* the runtime, position-independent */

/* Arguments of the linker, ended by NULL. */
typedef VEC(const char *) arguments;

/* Where lib/gael may be, seen from the compiler or from libgael: in the build tree, in an installation's bin, in its lib, in a
   folder of lib for one machine. */
static const char *const PLACES[] = {"lib/gael", "../lib/gael", "gael", "../gael"};

/* The file that this code was loaded from: a program, or a shared library. */
static bool own_file(char path[PATH_MAX]) {
  static const char here;
  Dl_info info;
  struct link_map *map = NULL;
  bool library = dladdr1(&here, &info, (void **)&map, RTLD_DL_LINKMAP) && map && map->l_name && map->l_name[0];
  return realpath(library ? map->l_name : "/proc/self/exe", path) != NULL;
}

static bool own_directory(arena *home, str *directory) {
  char path[PATH_MAX];
  if (!own_file(path)) return false;
  *directory = str_copy(home, (str){path, (size_t)(strrchr(path, '/') - path)});
  return true;
}

bool link_target_dir(arena *home, const target *t, str *dir, str *error) {
  str own;
  if (!own_directory(home, &own)) {
    *error = STR("the system does not tell where the compiler is, so its libraries cannot be found");
    return false;
  }
  for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
    *dir = str_printf(home, STR_FMT "/%s/%s", STR_ARG(own), PLACES[i], t->name);
    if (access(dir->ptr, R_OK | X_OK) == 0) return true;
  }
  *error = str_printf(home, "no libraries for %s: neither %s/%s nor %s/%s is beside the compiler in " STR_FMT, t->name,
                      PLACES[0], t->name, PLACES[1], t->name, STR_ARG(own));
  return false;
}

bool link_target_size(arena *home, const target *t, int64_t *size) {
  str path, error;
  if (!link_target_dir(home, t, &path, &error)) return false;
  DIR *directory = opendir(path.ptr);
  if (directory == NULL) return false;
  *size = 0;
  for (const struct dirent *entry; (entry = readdir(directory)) != NULL;) {
    struct stat about;
    if (fstatat(dirfd(directory), entry->d_name, &about, 0) == 0 && S_ISREG(about.st_mode)) *size += about.st_size;
  }
  (void)closedir(directory);
  return true;
}

/* A library file of the target, which must exist: lld's own message would not say that the installation is broken. */
static bool add_library(arena *home, arguments *args, str dir, const char *name, str *error) {
  str path = str_printf(home, STR_FMT "/%s", STR_ARG(dir), name);
  if (access(path.ptr, R_OK) != 0) {
    *error = str_printf(home, "the installation lacks " STR_FMT ": %s", STR_ARG(path), strerror(errno));
    return false;
  }
  vec_push(home, args, path.ptr);
  return true;
}

/* lld reads files only; this one is memory, and gone when closed. */
static int memory_file(str bytes) {
  int fd = memfd_create("gael-object", MFD_CLOEXEC);
  for (size_t done = 0; fd >= 0 && done < bytes.len;) {
    ssize_t n = write(fd, bytes.ptr + done, bytes.len - done);
    if (n <= 0) {
      close(fd);
      return -1;
    }
    done += (size_t)n;
  }
  return fd;
}

static bool add_objects(arena *home, arguments *args, const link_job *job, int *files, str *error) {
  for (uint32_t i = 0; i < job->object_count; i++) {
    files[i] = memory_file(job->objects[i]);
    if (files[i] < 0) {
      *error = str_printf(home, "no memory for the object: %s", strerror(errno));
      return false;
    }
    vec_push(home, args, str_printf(home, "/proc/self/fd/%d", files[i]).ptr);
  }
  return true;
}

static const char *next_word(arena *home, const char **at) {
  str word;
  return str_word(at, ' ', &word) ? str_copy(home, word).ptr : NULL;
}

static bool is_file(const char *word) { return word[0] != '-' && strchr(word, '.'); }

/* One word of the target's list of what is linked: the program, a library, or an option. */
static bool add_input(arena *home, arguments *args, const link_job *job, str dir, const char *word, int *files,
                      str *error) {
  if (strcmp(word, "*") == 0) return add_objects(home, args, job, files, error);
  if (is_file(word)) return add_library(home, args, dir, word, error);
  vec_push(home, args, word);
  return true;
}

/* A shared object takes the C library of the program that loads it, so that there is one heap and one errno. */
static const char SHARED_INPUTS[] = "* " LINK_C_RUNTIME " libkept.a libbuiltins.a";
static const char ARCHIVE_INPUTS[] = "* " LINK_C_RUNTIME " libkept.a";

/* The target's words but -static, and what the library offers. */
static void add_shared_options(arena *home, arguments *args, const link_job *job) {
  const char *at = job->target->linker;
  for (const char *word; (word = next_word(home, &at)) != NULL;)
    if (strcmp(word, "-static") != 0) vec_push(home, args, word);
  vec_push(home, args, "-shared");
  for (uint32_t i = 0; i < job->export_count; i++)
    vec_push(home, args, str_printf(home, "--undefined=%s", job->exports[i]).ptr);
}

static bool add_everything(arena *home, arguments *args, const link_job *job, int *files, str *error) {
  str dir;
  if (!link_target_dir(home, job->target, &dir, error)) return false;
  const char *at = job->target->linker;
  if (job->kind == LINK_SHARED) add_shared_options(home, args, job);
  for (const char *word; job->kind == LINK_EXECUTABLE && (word = next_word(home, &at)) != NULL;)
    vec_push(home, args, word);
  if (job->kind != LINK_ARCHIVE) {
    vec_push(home, args, "-o");
    vec_push(home, args, job->output);
    if (!job->keep_debug) vec_push(home, args, "--strip-all");
  }
  at = job->kind == LINK_EXECUTABLE ? job->target->link : job->kind == LINK_SHARED ? SHARED_INPUTS : ARCHIVE_INPUTS;
  for (const char *word; (word = next_word(home, &at)) != NULL;)
    if (!add_input(home, args, job, dir, word, files, error)) return false;
  return true;
}

static void keep_words(void *context, const char *text, size_t length) {
  strbuf_add(context, (str){text, length});
}

/* LLVM takes signals to remove files half written, and keeps them: they go back to who had them. */
typedef struct signal_keeper {
  struct sigaction before[NSIG];
} signal_keeper;

static void signals_keep(signal_keeper *k) {
  for (int s = 1; s < NSIG; s++) (void)sigaction(s, NULL, &k->before[s]);
}

static void signals_restore(const signal_keeper *k) {
  for (int s = 1; s < NSIG; s++) {
    struct sigaction now;
    if (sigaction(s, NULL, &now) == 0 && now.sa_sigaction != k->before[s].sa_sigaction) (void)sigaction(s, &k->before[s], NULL);
  }
}

/* lld keeps its state in globals: one link at a time, and none after a crash inside it. */
static bool run_linker(arena *home, const arguments *args, str *error) {
  static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
  static bool usable = true;
  strbuf words = strbuf_new(home);
  llvm_init_all();
  pthread_mutex_lock(&turn);
  lld_shim_result result = {.status = 1, .can_run_again = false};
  signal_keeper signals;
  signals_keep(&signals);
  if (usable) result = lld_shim_link((int)args->len, args->items, keep_words, &words);
  usable = result.can_run_again;
  signals_restore(&signals);
  pthread_mutex_unlock(&turn);
  if (result.status == 0) return true;
  *error = words.len != 0 ? strbuf_str(&words) : STR("the linker crashed");
  return false;
}

static bool write_archive(arena *home, const arguments *files, const char *output, str *error) {
  strbuf words = strbuf_new(home);
  const char *failed;
  llvm_init_all();
  if (lld_shim_archive(output, files->len, files->items, &failed, keep_words, &words)) return true;
  *error = str_printf(home, "%s: " STR_FMT, failed, STR_ARG(strbuf_str(&words)));
  return false;
}

bool link_output(arena *home, const link_job *job, str *error) {
  arguments args = {0};
  int *files = ARENA_ARRAY(home, int, job->object_count + 1);
  for (uint32_t i = 0; i < job->object_count; i++) files[i] = -1;
  bool linked = add_everything(home, &args, job, files, error) &&
                (job->kind == LINK_ARCHIVE ? write_archive(home, &args, job->output, error) : run_linker(home, &args, error));
  for (uint32_t i = 0; i < job->object_count; i++)
    if (files[i] >= 0) close(files[i]);
  return linked;
}
