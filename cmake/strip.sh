#!/bin/sh
# strip.sh FROM TO: an object or archive without debugging information. FROM may hold a `*`. WebAssembly's relocations name sections by number,
# so there stripping would break what is to be linked: it is copied. The compiler's helpers (libbuiltins.a), and what there is without a system, give way to ours of the same name.
set -eu
# shellcheck disable=SC2086
from=$(ls -1 $1 | head -n 1)
case $2 in
*/wasm32-*) cp "$from" "$2" ;;
*/libbuiltins.a | *-none/*) llvm-objcopy-19 -g --weaken "$from" "$2" ;;
*) llvm-strip-19 -g "$from" -o "$2" ;;
esac
