#!/usr/bin/env python3
"""C programs that call GAEL: examples/library as an archive and as a shared object, by gcc and under AddressSanitizer; and for 64-bit
ARM where its compiler and the target's libraries are there.

  library.py GAEL
"""
import pathlib, re, shutil, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples/library"
WANTED = """area: 12.566371
mean: 2.50
1 4 9 16 25
longest: three (5 bytes)
word 0: a
word 1: bc
word 2: déf
x.x
error[GL0902]: division by zero
 --> shapes.gael:9:13
  p // q
  values: 1, 0
""" + "".join(f"thread {n}: 133330000\n" for n in range(4))
CONSTANTS = """export total:Int->Int
table=(1..1000).map{x*x}
total n=table[n%1000]+table.sum
"""
THREADS = r"""
#include <pthread.h>
#include <stdio.h>
#include "table.h"
static void *work(void *bad) {
  int64_t sum;
  for (int64_t n = 0; n < 3000; n++)
    if (!total(n, &sum) || sum != (n % 1000 + 1) * (n % 1000 + 1) + 333833500) *(int *)bad = 1;
  return NULL;
}
int main(void) {
  pthread_t threads[8];
  int bad = 0;
  for (int round = 0; round < 50; round++) { /* threads that end give back what they held */
    for (int i = 0; i < 8; i++) pthread_create(&threads[i], NULL, work, &bad);
    for (int i = 0; i < 8; i++) pthread_join(threads[i], NULL);
  }
  FILE *status = fopen("/proc/self/statm", "r");
  long pages = 0;
  if (status && fscanf(status, "%ld", &pages) == 1) fclose(status);
  puts(bad ? "wrong" : pages * 4096L > 12L << 30 ? "stacks stay" : "fine");
  return bad;
}
"""
LEAVES = r"""
#include <stdio.h>
#include "leaves.h"
static long pages(void) {
  long size = 0, resident = 0;
  FILE *status = fopen("/proc/self/statm", "r");
  if (status && fscanf(status, "%ld %ld", &size, &resident) == 2) fclose(status);
  return resident;
}
int main(void) {
  int64_t got;
  long before = 0, wrong = 0;
  for (int i = 0; i < 20000; i++) {
    if (i == 1000) before = pages();
    wrong += at(1000, &got);
  }
  puts(wrong ? "wrong" : pages() - before > 1000 ? "lists stay" : "fine");
  return 0;
}
"""


class Failed(Exception):
    pass


def run(command, cwd, wanted=None, code=0):
    done = subprocess.run([str(c) for c in command], cwd=cwd, capture_output=True, text=True, timeout=120)
    if done.returncode != code or wanted is not None and done.stdout != wanted:
        raise Failed(f"{' '.join(map(str, command))}\nstatus {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def archive(gael, where):
    run([gael, "build", "--static-lib", "shapes.gael"], where)
    run(["gcc", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-std=c11", "use.c", "libshapes.a", "-o", "use", "-lm", "-lpthread"], where)
    run(["./use"], where, WANTED)


def archive_unoptimised(gael, where):
    run([gael, "build", "-O0", "--static-lib", "shapes.gael", "-o", "libzero.a"], where)
    (where / "zero.c").write_text((where / "use.c").read_text().replace("shapes.h", "zero.h"))
    run(["gcc", "zero.c", "libzero.a", "-o", "zero", "-lm", "-lpthread"], where)
    run(["./zero"], where, WANTED)


def sanitised(gael, where):
    for compiler in ["gcc", "clang-19"]:
        run([compiler, "-g", "-fsanitize=address,undefined", "use.c", "libshapes.a", "-o", "checked", "-lm", "-lpthread"], where)
        if (done := run(["./checked"], where, WANTED)).stderr:
            raise Failed(done.stderr)


def shared(gael, where):
    run([gael, "build", "--shared", "shapes.gael"], where)
    run(["gcc", "use.c", "-o", "loads", "-L.", "-lshapes", "-lm", "-lpthread", "-Wl,-rpath,."], where)
    run(["./loads"], where, WANTED)
    names = {line.split()[-1] for line in run(["nm", "-D", "--defined-only", "libshapes.so"], where).stdout.splitlines()}
    if names != {"area", "longest", "ratio", "squares", "words", "mean", "marks", "gael_failure", "gael_free"}:
        raise Failed(f"the shared object shows {sorted(names)}")


def header_is_cpp(gael, where):
    (where / "cpp.cpp").write_text('#include "shapes.h"\n#include "shapes.h"\nint main() { double d; return !area(1, &d); }\n')
    run(["g++", "-Wall", "-Wextra", "-Werror", "cpp.cpp", "libshapes.a", "-o", "cpp", "-lm"], where)
    run(["./cpp"], where, "")


def constants_in_threads(gael, where):
    (where / "table.gael").write_text(CONSTANTS)
    (where / "threads.c").write_text(THREADS)
    run([gael, "build", "--static-lib", "table.gael"], where)
    run(["gcc", "threads.c", "libtable.a", "-o", "threads", "-lm", "-lpthread"], where)
    run(["./threads"], where, "fine\n")


def failures_leave_nothing(gael, where):
    (where / "leaves.gael").write_text("export at:Int->Int\nat n=((1..1000).map{x*n}.sort)[n]\n")
    (where / "leaves.c").write_text(LEAVES)
    run([gael, "build", "--static-lib", "leaves.gael"], where)
    run(["gcc", "leaves.c", "libleaves.a", "-o", "leaves", "-lm", "-lpthread"], where)
    run(["./leaves"], where, "fine\n")


def refusals(gael, where):
    for source, wanted in [("f=1", "GL0501.*exports nothing"), ("export double:Int->Int\ndouble p=p*2", "GL0506.*`double` cannot be"),
                           ("export f:Int->(Int,Int)\nf p=(p,p)", "GL0505.*no value of type .Int,Int."),
                           ("export g:Int\nf=1", "`g` has a type but no definition")]:
        done = subprocess.run([gael, "build", "--static-lib", "-e", source, "-o", "no.a"], cwd=where, capture_output=True, text=True)
        if done.returncode == 0 or not re.search(wanted, done.stderr) or (where / "no.a").exists():
            raise Failed(f"{source!r}: {done.returncode} {done.stderr}")


def object_file(gael, where):
    libraries = gael.parent / "lib/gael/x86_64-linux"
    run([gael, "build", "--obj", "-e", "[a,a*2].map{x+0.5}", "-o", "made.o"], where)
    parts = ["crt1.o", "crti.o", "made.o", "libgaelrt.a", "libkept.a", "libc.a", "libbuiltins.a", "crtn.o"]
    run(["ld.lld-19", "-static", "--gc-sections", *(p if p == "made.o" else libraries / p for p in parts), "-o", "made"], where)
    run(["./made", "3"], where, "[3.5,6.5]\n")
    refused = subprocess.run([gael, "build", "--obj", "--shared", "-e", "1"], cwd=where, capture_output=True, text=True)
    if refused.returncode != 3 or "one of them" not in refused.stderr:
        raise Failed(f"--obj --shared: {refused.returncode} {refused.stderr}")


def arm(gael, where):
    compiler, emulator = shutil.which("aarch64-linux-gnu-gcc"), shutil.which("qemu-aarch64")
    if not compiler or not emulator or not (gael.parent / "lib/gael/aarch64-linux/libgaelc.a").exists():
        print("skipped: 64-bit ARM (aarch64-linux-gnu-gcc, qemu-aarch64 and `make targets` are wanted)")
        return
    run([gael, "build", "--target", "arm64", "--static-lib", "shapes.gael", "-o", "libarm.a"], where)
    (where / "arm.c").write_text((where / "use.c").read_text().replace("shapes.h", "arm.h"))
    run([compiler, "-static", "arm.c", "libarm.a", "-o", "arm", "-lm", "-lpthread"], where)
    run([emulator, "./arm"], where, WANTED)
    run([gael, "build", "--target", "arm64", "--shared", "shapes.gael", "-o", "libarm.so"], where)
    run([compiler, "arm.c", "-o", "loads", "-L.", "-larm", "-lm", "-lpthread", "-Wl,-rpath,."], where)
    run([emulator, "-L", "/usr/aarch64-linux-gnu", "./loads"], where, WANTED)


def main():
    gael, failed = pathlib.Path(sys.argv[1]).resolve(), 0
    checks = [archive, archive_unoptimised, sanitised, shared, header_is_cpp, constants_in_threads, failures_leave_nothing, refusals, object_file, arm]
    with tempfile.TemporaryDirectory() as scratch:
        where = pathlib.Path(scratch)
        for file in EXAMPLE.iterdir():
            shutil.copy(file, where)
        for check in checks:
            try:
                check(gael, where)
            except Failed as why:
                failed += 1
                print(f"FAIL {check.__name__}\n{why}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
