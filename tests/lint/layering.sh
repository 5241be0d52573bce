#!/bin/sh
# layering.sh [ROOT]: every quoted include is written from the root and follows an arrow of docs/style.md; LLVM, in
# brackets or quotes, is the back end's alone. A rule allows the files of its first pattern the paths of its second.
cd "${1:-$(dirname "$0")/../..}" || exit 2

find support density ir frontend runtime stdlib backend driver include -type f 2>/dev/null \
  \( -name '*.[chly]' -o -name '*.def' -o -name '*.cpp' -o -name '*.S' \) \
  -exec grep -Hn '^ *# *include *\("\|<\(llvm\|lld\)\)' {} + |
awk -F: '
  function allow(from, to) { froms[++rules] = from; tos[rules] = to }
  BEGIN {
    allow("^support/", "^support/")
    allow("^density/", "^(support|density)/")
    allow("^ir/", "^(support|ir)/|^runtime/(abi\\.def|unicode(_case_table|_class_table)?\\.h)$")
    allow("^stdlib/", "^(support|stdlib)/")
    allow("^frontend/", "^(support|frontend|stdlib)/")
    allow("^frontend/lower", "^ir/")
    allow("^backend/", "^(support|ir|backend)/|^runtime/(abi|walk|block)\\.def$|^(llvm|llvm-c|lld)/")
    allow("^runtime/", "^(runtime/)?[a-z0-9_]+\\.(h|def)$")
    allow("^driver/", "^[a-z]+/")
  }
  {
    split($3, quoted, /["<>]/)
    for (i = 1; i <= rules; i++) if ($1 ~ froms[i] && quoted[2] ~ tos[i]) next
    printf "%s:%s: may not include %s\n", $1, $2, quoted[2]
    wrong = 1
  }
  END { exit wrong }'
