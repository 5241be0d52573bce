/* Programs from their command line to their exit status: each runs in a process of its own, its streams are read back.
   */

#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/test_rt.h"

enum { OUTPUT = 4096 };

typedef struct outcome {
  int status; /* -signal when killed */
  char out[OUTPUT], err[OUTPUT];
} outcome;

static void read_all(int fd, char *text) {
  size_t used = 0;
  ssize_t n;
  char rest[OUTPUT];
  while ((n = read(fd, used < OUTPUT - 1 ? text + used : rest, used < OUTPUT - 1 ? OUTPUT - 1 - used : OUTPUT)) > 0) {
    if (used < OUTPUT - 1) used += (size_t)n;
  }
  text[used] = 0;
}

static outcome run_to(int (*program)(int argc, char **argv), int argc, char **argv, int out_fd) {
  int out[2], err[2], status;
  outcome o = {0};
  if (pipe(out) || pipe(err)) return (outcome){.status = 99};
  pid_t child = fork();
  if (child == 0) {
    dup2(out_fd >= 0 ? out_fd : out[1], 1);
    dup2(err[1], 2);
    close(out[0]), close(out[1]), close(err[0]), close(err[1]);
    _exit(program(argc, argv));
  }
  close(out[1]), close(err[1]);
  read_all(out[0], o.out);
  read_all(err[0], o.err);
  close(out[0]), close(err[0]);
  waitpid(child, &status, 0);
  o.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return o;
}

/* RUN(program, argument...); argument 0 is the program's name. */
#define RUN(...) RUN_WITH(__VA_ARGS__, NULL)
#define RUN_WITH(program, ...) \
  run_to(program, sizeof((char *[]){"p", __VA_ARGS__}) / sizeof(char *) - 1, (char *[]){"p", __VA_ARGS__}, -1)

static bool same(const char *got, const char *want) {
  if (strcmp(got, want) != 0) fprintf(stderr, "got `%s`, not `%s`\n", got, want);
  return strcmp(got, want) == 0;
}

static bool begins(const char *got, const char *start) { return strncmp(got, start, strlen(start)) == 0; }

/* ---- programs ---- */

enum { AT_FILE = 1, AT_F = 11, AT_DIVISION = 13, AT_CALL = 19, AT_G = 23, AT_SELF = 25 };
static const char SITE_TEXTS[] = "\0test.gael\0" "f\0" "10//0\0" "f 3\0" "g\0" "g(a-1)";
static const gl_site SITES[] = {
    {0},
    {.line = 2, .column = 3, .file = AT_FILE, .function = AT_F, .text = AT_DIVISION},
    {.line = 4, .column = 1, .file = AT_FILE, .text = AT_CALL},
    {.line = 3, .column = 5, .file = AT_FILE, .function = AT_G, .text = AT_SELF},
};

#define PROGRAM(name, ...)                                                                             \
  static int name(int argc, char **argv) {                                                             \
    const gl_program p = {.sites = SITES, .site_texts = SITE_TEXTS, .site_count = 4, .file = "test.gael", __VA_ARGS__};          \
    return gl_start(&p, argc, argv);                                                                   \
  }

static bool hello_entry(const void *args, void *result) {
  (void)args;
  *(gl_list **)result = str("hello, wörld");
  return false;
}
PROGRAM(hello, .entry = hello_entry, .print = gl_print_str, .result = &STR)

static bool divide_entry(const void *args, void *result) {
  static const gl_type *const PARTS[] = {&INT, &INT};
  static const uint32_t OFFSETS[] = {0, 8};
  static const gl_type INTS2 = {.kind = GL_TUPLE, .count = 2, .size = 16, .parts = PARTS, .offsets = OFFSETS};
  (void)args;
  (void)result;
  gl_list *s = str("before");
  gl_print(&s, &STR);
  gl_drop_list(s, &CHAR);
  gl_fail(902, 1, (int64_t[]){10, 0}, &INTS2);
  for (int i = 0; i < 40; i++) gl_fail_frame(3);
  gl_fail_frame(2);
  return true;
}
PROGRAM(divide, .entry = divide_entry, .print = gl_print, .result = &INT)

typedef struct four {
  gl_list *a;
  double b;
  gl_list *c;
  maybe d;
} four;
static const gl_type *const FOUR_PARTS[] = {&STR, &FLOAT, &PAIRS, &MAYBE};
static const uint32_t FOUR_OFFSETS[] = {offsetof(four, a), offsetof(four, b), offsetof(four, c), offsetof(four, d)};
static const gl_type FOUR = {.kind = GL_TUPLE, .pointers = 1, .count = 4, .size = sizeof(four), .parts = FOUR_PARTS,
                             .offsets = FOUR_OFFSETS, .name = "(Str,Float,[(Int,Str)],Int?)"};

static bool echo_entry(const void *args, void *result) {
  memcpy(result, args, sizeof(four));
  return false;
}
PROGRAM(echo, .entry = echo_entry, .print = gl_print, .read = gl_args_read, .argc = 4, .args = &FOUR, .result = &FOUR)

static int64_t deep(int64_t n) {
  volatile int64_t here = n;
  return n == 0 ? 0 : deep(n - 1) + (here != n) + 1;
}

static bool deep_entry(const void *args, void *result) {
  (void)args;
  *(int64_t *)result = deep(1000000);
  return false;
}
PROGRAM(deep_program, .entry = deep_entry, .print = gl_print_int, .result = &INT)

static bool endless_entry(const void *args, void *result) {
  (void)args;
  *(int64_t *)result = deep(INT64_MAX);
  return false;
}
PROGRAM(endless_program, .entry = endless_entry, .print = gl_print_int, .result = &INT)

static int endless(int argc, char **argv) {
  gl_memory_limit(64 << 20); /* the stack is as large as the limit */
  return endless_program(argc, argv);
}

static bool greedy_entry(const void *args, void *result) {
  (void)args;
  gl_memory_limit(1 << 20);
  gl_list *s = str("ab");
  gl_print_str(&s, &STR);
  *(gl_list **)result = gl_list_repeat(s, 1 << 20, &CHAR);
  return false;
}
PROGRAM(greedy, .entry = greedy_entry, .print = gl_print_str, .result = &STR)

static bool leak_entry(const void *args, void *result) {
  (void)args;
  (void)result;
  (void)str("nobody drops me");
  return false;
}
PROGRAM(leak, .entry = leak_entry, .result = &UNIT)

static bool long_entry(const void *args, void *result) {
  (void)args;
  gl_list *a = gl_list_new(300000, &INT);
  for (int64_t i = 0; i < 300000; i++) gl_list_push(a, &i, &INT);
  *(gl_list **)result = a;
  return false;
}
PROGRAM(long_program, .entry = long_entry, .print = gl_print, .result = &INTS)

/* ---- tests ---- */

static void test_hello(void) {
  outcome o = RUN(hello);
  CU_ASSERT_EQUAL(o.status, 0);
  CU_ASSERT(same(o.out, "hello, wörld\n"));
  CU_ASSERT(same(o.err, ""));
  o = RUN(hello, "x");
  CU_ASSERT_EQUAL(o.status, 3);
  CU_ASSERT(same(o.err, "error[GL0503]: the program takes 0 arguments, not 1\n"));
}

static void test_report(void) {
  outcome o = RUN(divide);
  CU_ASSERT_EQUAL(o.status, 1);
  CU_ASSERT(same(o.out, "before\n"));
  static const char *const START = "error[GL0902]: division by zero\n --> test.gael:2:3\n  10//0\n  values: 10, 0\n"
                              "  called from g at test.gael:3:5: g(a-1)\n";
  CU_ASSERT(begins(o.err, START));
  CU_ASSERT_PTR_NOT_NULL(strstr(o.err, "\n  and from 9 more calls\n"));
}

static void test_arguments(void) {
  outcome o = RUN(echo, "[1,2] as it is", "3", " [ (1,\"a\\u{e9}\\n\"), (-2, 'bcd') ]", "none");
  CU_ASSERT_EQUAL(o.status, 0);
  CU_ASSERT(same(o.out, "(\"[1,2] as it is\",3.0,[(1,\"aé\\n\"),(-2,\"bcd\")],none)\n"));
  o = RUN(echo, "", "-1e3", "[]", "7");
  CU_ASSERT(same(o.out, "(\"\",-1000.0,[],7)\n"));
  o = RUN(echo, "", "x", "[]", "7");
  CU_ASSERT_EQUAL(o.status, 3);
  CU_ASSERT(same(o.err, "error[GL0502]: argument 2 should be of type Float, which `x` is not\n"));
  static char *const BAD[] = {"[(1,\"a)]",
                              "[(1,\"a\"]",
                              "[(1)]",
                              "[(1,\"a\")",
                              "(1,\"a\")",
                              "[(1,\"\\q\")]",
                              "[(1,\"a\")] x",
                              "[,]",
                              "[(99999999999999999999,\"\")]",
                              "[(1,\"\\u{110000}\")]"};
  for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
    o = RUN(echo, "", "1", BAD[i], "7");
    if (o.status != 3) fprintf(stderr, "`%s` was read as %s", BAD[i], o.out);
    CU_ASSERT_EQUAL(o.status, 3);
  }
}

static void test_limits(void) {
  outcome o = RUN(greedy);
  CU_ASSERT_EQUAL(o.status, 4);
  CU_ASSERT(same(o.out, "ab\n"));
  CU_ASSERT(same(o.err, "error[GL0602]: the memory limit\n"));
#ifndef __SANITIZE_ADDRESS__
  o = RUN(endless);
  CU_ASSERT_EQUAL(o.status, 4);
  CU_ASSERT(same(o.err, "error[GL0603]: the stack limit: a recursion is too deep; calls in tail position use no stack\n"));
  o = RUN(deep_program);
  CU_ASSERT_EQUAL(o.status, 0);
  CU_ASSERT(same(o.out, "1000000\n"));
#else
  (void)endless;
  (void)deep_program;
#endif
}

static void test_live(void) {
  setenv("GAEL_LIVE", "1", 1);
  outcome o = RUN(leak);
  CU_ASSERT(same(o.err, "live 1\n"));
  o = RUN(hello);
  CU_ASSERT(same(o.err, "live 0\n"));
  o = RUN(divide);
  CU_ASSERT_PTR_NOT_NULL(strstr(o.err, "live 0\n"));
  o = RUN(echo, "a", "1", "[(1,\"b\")]", "1");
  CU_ASSERT(same(o.err, "live 0\n"));
  unsetenv("GAEL_LIVE");
}

static void test_broken_output(void) {
  int full = open("/dev/full", O_WRONLY), ends[2];
  char *argv[] = {"p", NULL};
  outcome o = run_to(long_program, 1, argv, full);
  CU_ASSERT_EQUAL(o.status, 1);
  CU_ASSERT(same(o.err, "error: the output cannot be written: no space left\n"));
  close(full);
  CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
  close(ends[0]);
  o = run_to(long_program, 1, argv, ends[1]);
  CU_ASSERT_EQUAL(o.status, 0);
  CU_ASSERT(same(o.err, ""));
  close(ends[1]);
}

/* ---- the host's side ---- */

static void collect(void *context, const uint8_t *bytes, size_t length) {
  strncat(context, (const char *)bytes, length);
}

static bool say_deep(void *context) {
  gl_print(context, &INT);
  return *(int64_t *)context == 5;
}

static void test_host(void) {
  char text[64] = "";
  gl_on_output(collect, text);
  int64_t five = 5, six = 6;
  CU_ASSERT(gl_deep_call(say_deep, &five));
  CU_ASSERT_FALSE(gl_deep_call(say_deep, &six));
  gl_print_float(&(double){0.5}, &FLOAT);
  gl_on_output(NULL, NULL);
  CU_ASSERT(same(text, "5\n6\n0.5\n"));
  gl_heap_release();
}

static const unit_case CASES[] = {
    {"hello", test_hello}, {"report", test_report}, {"arguments", test_arguments}, {"limits", test_limits},
    {"live", test_live},   {"broken output", test_broken_output}, {"host", test_host},
};
UNIT_MAIN("rt_start", CASES)
