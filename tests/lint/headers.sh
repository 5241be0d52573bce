#!/bin/sh
# headers.sh [-Idir …]: every header of ours compiles alone, and twice in one unit.
cd "$(dirname "$0")/../.." || exit 2
wrong=0
rooms='support density ir frontend runtime stdlib backend driver include'
for header in $(find $rooms -name '*.h' 2>/dev/null | sort); do
  printf '#include "%s"\n#include "%s"\n' "$header" "$header" |
    ${CC:-cc} -std=c17 -D_GNU_SOURCE -isystem /usr/lib/llvm-19/include -Wall -Wextra -Werror \
      -fsyntax-only -I. "$@" -x c - ||
    { echo "$header does not stand alone"; wrong=1; }
done
exit $wrong
