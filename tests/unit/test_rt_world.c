/* The world: what is allowed and what is not, on paths that try to get out; files, input and variables as the system has
   them. */

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/test_rt.h"

static char home[] = "/tmp/gael-world-XXXXXX";

static char *in_home(const char *name) {
  static char path[256];
  (void)snprintf(path, sizeof path, "%s/%s", home, name);
  return path;
}

static void allow(const char *format, const char *name) {
  static char list[512];
  (void)snprintf(list, sizeof list, format, in_home(name));
  gl_allow(list);
}

/* 0, or the failure's code. */
static int32_t write_file(const char *path, const char *text) {
  gl_list *p = str(path), *t = str(text);
  bool failed = gl_write(p, t, 0);
  gl_drop_list(p, &CHAR);
  gl_drop_list(t, &CHAR);
  return failed ? gl_failure_now()->code : 0;
}

static int32_t read_file(const char *path, const char *text) {
  gl_list *p = str(path), *out;
  bool failed = gl_read(p, 0, &out);
  gl_drop_list(p, &CHAR);
  if (!failed) CU_ASSERT(is_text(out, text));
  return failed ? gl_failure_now()->code : 0;
}

static bool said(const char *message) {
  bool same = strcmp(gl_failure_now()->message, message) == 0;
  if (!same) fprintf(stderr, "%s\n", gl_failure_now()->message);
  return same;
}

static void test_whole(void) {
  gl_allow(NULL);
  CU_ASSERT_EQUAL(read_file(in_home("a"), ""), 912);
  gl_allow("readable,write");
  CU_ASSERT_EQUAL(read_file("a", ""), 912);
  CU_ASSERT(said("reading \"a\" is not allowed without --allow read"));
  gl_allow("clock,read,write");
  CU_ASSERT_EQUAL(write_file(in_home("a"), "one\ntwo\n"), 0);
  CU_ASSERT_EQUAL(read_file(in_home("a"), "one\ntwo\n"), 0);
  CU_ASSERT_EQUAL(write_file(in_home("a"), "\xE2\x82\xAC"), 0);
  CU_ASSERT_EQUAL(read_file(in_home("a"), "\xE2\x82\xAC"), 0);
  CU_ASSERT_EQUAL(write_file(in_home("empty"), ""), 0);
  CU_ASSERT_EQUAL(read_file(in_home("empty"), ""), 0);
}

static void test_system(void) {
  gl_allow("read,write");
  CU_ASSERT_EQUAL(read_file("/nowhere at all", ""), 913);
  CU_ASSERT(said("\"/nowhere at all\": No such file or directory"));
  CU_ASSERT_EQUAL(read_file("/tmp", ""), 913);
  CU_ASSERT(said("\"/tmp\": Is a directory"));
  CU_ASSERT_EQUAL(read_file("", ""), 913);
  CU_ASSERT_EQUAL(write_file("/dev/full", "text"), 913);
  CU_ASSERT(said("\"/dev/full\": No space left on device"));
  CU_ASSERT_EQUAL(read_file("/dev/null", ""), 0);
  gl_list *nul = str("a"), *out;
  gl_chars_push(nul, 0);
  CU_ASSERT(gl_read(nul, 0, &out));
  gl_drop_list(nul, &CHAR);
}

/* Under home: in/, in/file, in/out -> home, in/gone -> home/made, out */
static void test_below(void) {
  gl_allow("write");
  (void)mkdir(in_home("in"), 0700);
  (void)mkdir(in_home("inner"), 0700);
  CU_ASSERT_EQUAL(write_file(in_home("in/file"), "inside"), 0);
  CU_ASSERT_EQUAL(write_file(in_home("out"), "outside"), 0);
  CU_ASSERT_EQUAL(symlink(home, in_home("in/link")), 0);
  CU_ASSERT_EQUAL(symlink("../made", in_home("in/gone")), 0);
  allow("net,read=%s", "in");
  CU_ASSERT_EQUAL(read_file(in_home("in/file"), "inside"), 0);
  CU_ASSERT_EQUAL(read_file(in_home("in/../in/./file"), "inside"), 0);
  CU_ASSERT_EQUAL(read_file(in_home("in/link/in/file"), "inside"), 0);
  CU_ASSERT_EQUAL(read_file(in_home("in/../out"), ""), 912);
  CU_ASSERT_PTR_NOT_NULL(strstr(gl_failure_now()->message, "/out\" is outside of what --allow read covers"));
  CU_ASSERT_EQUAL(read_file(in_home("in/link/out"), ""), 912);
  CU_ASSERT_EQUAL(read_file(in_home("inner"), ""), 912);
  CU_ASSERT_EQUAL(read_file(in_home("in/none"), ""), 913);
  CU_ASSERT_EQUAL(read_file(in_home("in/none/../../out"), ""), 912);
  CU_ASSERT_EQUAL(write_file(in_home("in/file"), ""), 912);
  allow("write=%s/", "in");
  CU_ASSERT_EQUAL(write_file(in_home("in/new"), "x"), 0);
  CU_ASSERT_EQUAL(write_file(in_home("in/gone"), "x"), 913); /* the link's target would be outside */
  CU_ASSERT_EQUAL(write_file(in_home("in/none/new"), "x"), 913);
  allow("write=/,read=%s", "in/file");
  CU_ASSERT_EQUAL(read_file(in_home("in/file"), "inside"), 0);
  CU_ASSERT_EQUAL(read_file(in_home("in/file2"), ""), 912);
  CU_ASSERT_EQUAL(write_file(in_home("out"), ""), 0);
  CU_ASSERT_EQUAL(chdir(in_home("in")), 0);
  gl_allow("read=.");
  CU_ASSERT_EQUAL(read_file("file", "inside"), 0);
  CU_ASSERT_EQUAL(read_file("../out", ""), 912);
}

static void test_others(void) {
  gl_list *name = str("GAEL_TEST"), *none = str("GAEL_NONE"), *out;
  double now;
  int64_t a = 0, b = 0;
  gl_allow(NULL);
  CU_ASSERT(gl_env(name, 0, &out) && said("reading the environment is not allowed without --allow env"));
  CU_ASSERT(gl_now(0, &now) && gl_failure_now()->code == 912);
  CU_ASSERT(gl_entropy(0, &a) && gl_failure_now()->code == 912);
  gl_allow("env,clock,random");
  (void)setenv("GAEL_TEST", "5\xE2\x82\xAC", 1);
  CU_ASSERT(!gl_env(name, 0, &out) && is_text(out, "5\xE2\x82\xAC"));
  CU_ASSERT(gl_env(none, 0, &out) && gl_failure_now()->code == 907);
  CU_ASSERT(said("the environment has no \"GAEL_NONE\""));
  CU_ASSERT(!gl_now(0, &now) && now > 1.7e9 && now < 1e11);
  CU_ASSERT(!gl_entropy(0, &a) && !gl_entropy(0, &b) && a != b);
  gl_drop_list(name, &CHAR);
  gl_drop_list(none, &CHAR);
}

static void test_stdin(void) {
  gl_list *out;
  gl_allow(NULL);
  int fd = open(in_home("bytes"), O_RDWR | O_CREAT, 0600);
  CU_ASSERT_EQUAL(write(fd, "line\n\xFF\xC3", 7), 7);
  (void)lseek(fd, 0, SEEK_SET);
  (void)dup2(fd, STDIN_FILENO);
  CU_ASSERT(!gl_stdin(0, &out) && is_text(out, "line\n\xEF\xBF\xBD\xEF\xBF\xBD"));
  CU_ASSERT(!gl_stdin(0, &out) && is_text(out, ""));
  close(fd);
  close(STDIN_FILENO);
  CU_ASSERT(gl_stdin(0, &out) && said("stdin: Bad file descriptor"));
  CU_ASSERT_EQUAL(open("/tmp", O_RDONLY), STDIN_FILENO);
  CU_ASSERT(gl_stdin(0, &out) && said("stdin: Is a directory"));
  int ends[2];
  CU_ASSERT_EQUAL(pipe(ends), 0);
  (void)dup2(ends[0], STDIN_FILENO);
  CU_ASSERT_EQUAL(write(ends[1], "piped", 5), 5);
  close(ends[0]);
  close(ends[1]);
  CU_ASSERT(!gl_stdin(0, &out) && is_text(out, "piped"));
}

/* Each part ends where a line does; a long line grows until it ends; what is left over comes at the end. */
static void test_stdin_parts(void) {
  enum { LONG = 200000 };
  gl_list *out;
  int fd = open(in_home("lines"), O_RDWR | O_CREAT, 0600);
  CU_ASSERT_EQUAL(write(fd, "one\n\xFF\r\n", 7), 7);
  for (int i = 0; i < LONG; i += 10) CU_ASSERT_EQUAL(write(fd, "0123456789", 10), 10);
  CU_ASSERT_EQUAL(write(fd, "\nlast", 5), 5);
  (void)lseek(fd, 0, SEEK_SET);
  (void)dup2(fd, STDIN_FILENO);
  close(fd);
  CU_ASSERT(!gl_stdin_part(0, &out) && is_text(out, "one\n\xEF\xBF\xBD\r\n"));
  CU_ASSERT(!gl_stdin_part(0, &out) && out->len == LONG + 1);
  gl_drop_list(out, &CHAR);
  CU_ASSERT(!gl_stdin_part(0, &out) && is_text(out, "last"));
  CU_ASSERT(!gl_stdin_part(0, &out) && is_text(out, ""));
}

static void test_end(void) {
  CU_ASSERT_EQUAL(gl_live(), 0);
  CU_ASSERT_EQUAL(chdir("/"), 0);
  char command[300];
  (void)snprintf(command, sizeof command, "rm -r %s", home);
  CU_ASSERT_EQUAL(system(command), 0);
}

static void test_start(void) { CU_ASSERT_PTR_NOT_NULL(mkdtemp(home)); }

static const unit_case CASES[] = {
    {"start", test_start}, {"whole", test_whole}, {"system", test_system}, {"below", test_below},
    {"others", test_others}, {"stdin", test_stdin},
    {"stdin, part by part", test_stdin_parts}, {"end", test_end},
};
UNIT_MAIN("rt_world", CASES)
