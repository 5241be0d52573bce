#!/bin/sh
# math.sh BIN LIBC.A OUTPUT.O: musl's elementary functions alone, for the compiler itself. glibc's differ in the last
# bit; so the interpreter computes what programs compute, whose functions are made of the same source (cmake/Kept.cmake).
set -eu
bin=$1
libc=$2
output=$3
functions="sin cos tan asin acos atan atan2 sinh cosh tanh exp exp2 expm1 log log2 log10 log1p pow cbrt hypot"
"$bin/ld.lld" -r $(printf -- '-u %s ' $functions) "$libc" -o "$output"
"$bin/llvm-objcopy" -g $(printf -- '--keep-global-symbol=%s ' $functions) "$output"
