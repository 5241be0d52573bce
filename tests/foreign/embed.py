#!/usr/bin/env python3
"""C programs that embed the compiler: examples/embed against an installation, found by pkg-config and by CMake, alone and under the
sanitizers; what the shared library shows; an installation that was moved.

  embed.py BUILD
"""
import os, pathlib, re, shutil, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples/embed"
WANTED = (ROOT / "tests/foreign/embed.txt").read_text()
# No limit of time: ThreadSanitizer keeps signals back until a thread calls the C library.
RACES = r"""
#include <gael.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
static const char *const sources[] = {"f n=n<2?n:f(n-1)+f(n-2)\nf 15", "(1..10**9).map{x%7}.sort[500]", "[1][2]", "nothing", "\"a1\".matches \"[a-z]\""};
static const gael_status wanted[] = {GAEL_OK, GAEL_LIMIT, GAEL_FAILED, GAEL_INVALID, GAEL_OK};
static void *work(void *wrong) {
  for (int i = 0; i < 10; i++) {
    gael_session *s = gael_open("t", sources[i % 5], strlen(sources[i % 5]));
    gael_value v;
    size_t count;
    if (gael_eval(s, &(gael_options){.level = i % 3, .bytes = 16 << 20}, &v) != wanted[i % 5]) ++*(int *)wrong;
    gael_diagnostics(s, &count);
    gael_close(s);
  }
  return NULL;
}
int main(void) {
  enum { THREADS = 6 };
  pthread_t threads[THREADS];
  int wrong[THREADS] = {0}, all = 0;
  for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, work, &wrong[i]);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL), all += wrong[i];
  printf("%d wrong\n", all);
  return all != 0;
}
"""
BUILDS = r"""
#include <gael.h>
#include <stdio.h>
#include <string.h>
int main(int argc, char **argv) {
  static const char source[] = "\"built \"+(2+3).str";
  gael_session *s = gael_open("t", source, sizeof source - 1);
  gael_status status = gael_build(s, &(gael_options){.level = 1, .target = argc > 2 ? argv[2] : NULL}, argv[1]);
  fputs(gael_diagnostics_text(s, false), stdout);
  gael_close(s);
  return status;
}
"""


class Failed(Exception):
    pass


def run(command, cwd, wanted=None, code=0, **environment):
    done = subprocess.run([str(c) for c in command], cwd=cwd, capture_output=True, text=True, timeout=300, env={**os.environ, **environment})
    if done.returncode != code or wanted is not None and done.stdout != wanted:
        raise Failed(f"{' '.join(map(str, command))}\nstatus {done.returncode}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done


class Installation:
    def __init__(self, build, where):
        self.where, self.prefix = where, where / "installed"
        run(["cmake", "--build", build, "--target", "gael", "libgael", "gael_man"], where)
        run(["cmake", "--install", build, "--prefix", self.prefix], where)

    def flags(self):
        found = run(["pkg-config", "--cflags", "--libs", "gael"], self.where, PKG_CONFIG_PATH=f"{self.prefix}/lib/pkgconfig").stdout
        return [*found.split(), "-lpthread", f"-Wl,-rpath,{self.prefix}/lib"]

    def compiled(self, source, *options, name="program"):
        run(["gcc", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-std=c11", *options, source, *self.flags(), "-o", name], self.where)
        return self.where / name


def by_pkg_config(i):
    run([i.compiled(EXAMPLE / "embed.c")], i.where, WANTED)


def documented(i):
    """The program of docs/embedding.md prints what stands there."""
    page = (ROOT / "docs/embedding.md").read_text()
    (i.where / "page.c").write_text(re.search("```c\n(.*?)```", page, re.S).group(1))
    run([i.compiled(i.where / "page.c")], i.where, re.search("```text\n(.*?)```", page, re.S).group(1))


def by_cmake(i):
    run(["cmake", "-S", EXAMPLE, "-B", i.where / "by_cmake", f"-DCMAKE_PREFIX_PATH={i.prefix}"], i.where)
    run(["cmake", "--build", i.where / "by_cmake"], i.where)
    run([i.where / "by_cmake/embed"], i.where, WANTED)


def addresses(i):
    done = run([i.compiled(EXAMPLE / "embed.c", "-g", "-fsanitize=address,undefined", name="addresses")], i.where, WANTED)
    if done.stderr:
        raise Failed(done.stderr)


def races(i):
    (i.where / "races.c").write_text(RACES)
    done = run([i.compiled(i.where / "races.c", "-g", "-fsanitize=thread", name="races")], i.where, "0 wrong\n",
               TSAN_OPTIONS="ignore_noninstrumented_modules=1") # LLVM is none
    if done.stderr:
        raise Failed(done.stderr[:4000])


def header_is_cpp(i):
    (i.where / "cpp.cpp").write_text('#include <gael.h>\n#include <gael.h>\nint main() { gael_options o{}; return (int)o.level; }\n')
    run(["g++", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "cpp.cpp", *i.flags(), "-o", "cpp"], i.where)
    run(["./cpp"], i.where, "")


def shows_its_header(i):
    declared = set(re.findall(r"^GAEL_API .*?(gael_\w+)\(", (i.prefix / "include/gael.h").read_text(), re.M))
    lines = run(["nm", "-D", "--defined-only", i.prefix / "lib/libgael.so"], i.where).stdout.splitlines()
    shown = {line.split()[-1].split("@")[0] for line in lines if line.split()[1] != "A"}
    if shown != declared:
        raise Failed(f"declared, not shown: {declared - shown}; shown, not declared: {shown - declared}")
    needed = re.findall(r"NEEDED.*\[(.*)\]", run(["readelf", "-d", i.prefix / "lib/libgael.so"], i.where).stdout)
    if set(needed) - {"libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2"}:
        raise Failed(f"the library needs {needed}")


def moves(i):
    """All finds its files from where it is now."""
    moved = i.where / "elsewhere"
    i.prefix.rename(moved)
    i.prefix = moved
    (i.where / "builds.c").write_text(BUILDS)
    builds = i.compiled(i.where / "builds.c", name="builds")
    run([builds, "made"], i.where, "")
    run(["./made"], i.where, "built 5\n")
    run([moved / "bin/gael", "build", "-e", '"by the compiler"', "-o", "made"], i.where)
    run(["./made"], i.where, "by the compiler\n")
    if (moved / "lib/gael/aarch64-linux").exists() and shutil.which("qemu-aarch64"):
        run([builds, "made", "arm64"], i.where, "")
        run(["qemu-aarch64", "./made"], i.where, "built 5\n")


def main():
    build, failed = pathlib.Path(sys.argv[1]).resolve(), 0
    if not shutil.which("pkg-config"):
        print("skipped: there is no pkg-config")
        return 77
    checks = [by_pkg_config, documented, by_cmake, addresses, races, header_is_cpp, shows_its_header, moves]
    with tempfile.TemporaryDirectory() as scratch:
        i = Installation(build, pathlib.Path(scratch))
        for check in checks:
            try:
                check(i)
            except Failed as why:
                failed += 1
                print(f"FAIL {check.__name__}\n{why}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
