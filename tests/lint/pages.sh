#!/bin/sh
# pages.sh GAEL: the examples of docs/errors are true: `gael wrong` gives the page's code, `gael right` gives no error.
# Limits and failures (06xx, 09xx) show in a run (GL0913 in one that may read), failed examples in `gael test`, all else in `gael check`.
[ $# = 1 ] || { echo "usage: pages.sh GAEL"; exit 3; }
gael=$(realpath "$1")
cd "$(dirname "$0")/../.." || exit 2
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
wrong=0

example() { sed -n "/^\`\`\`gael $2\$/,/^\`\`\`\$/{/^\`\`\`/d;p}" "$1" > "$scratch/$2.gael"; }

# A block headed `gael module NAME` is the file NAME.gael beside both.
modules() {
  awk -v to="$scratch" '/^```gael module /{ file = to "/" $3 ".gael"; printf "" > file; next }
                        /^```/{ file = "" } file { print >> file }' "$1"
}

report() {
  case $1 in
    GL0913) "$gael" run --json --allow read "$2" ;;
    GL0316 | GL06* | GL09*) "$gael" run --json --time 2 --memory 268435456 "$2" ;;
    GL0402) "$gael" test --json "$2" ;;
    *) "$gael" check --json "$2" ;;
  esac < /dev/null 2>&1
}

for page in docs/errors/GL*.md; do
  code=$(basename "$page" .md)
  example "$page" wrong
  [ -s "$scratch/wrong.gael" ] || continue # shown by commands
  example "$page" right
  modules "$page"
  report "$code" "$scratch/wrong.gael" > "$scratch/wrong.json"
  report "$code" "$scratch/right.gael" > "$scratch/right.json"
  grep -q "\"code\":\"$code\"" "$scratch/wrong.json" || { echo "$page: the wrong example is not $code"; wrong=1; }
  grep '"severity":"error"' "$scratch/right.json" && { echo "$page: the right example is not"; wrong=1; }
done
exit $wrong
