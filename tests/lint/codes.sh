#!/bin/sh
# codes.sh [--strict]: the numbers and names of diag_codes.def are unique, each code has its page docs/errors/GLnnnn.md with
# code and name in the heading, and no page is without a code. What is wrong with pages is only told unless --strict.
cd "$(dirname "$0")/../.." || exit 2
table=support/diag_codes.def
strict=0
[ "${1:-}" = --strict ] && strict=1
wrong=0
complain() { echo "$*"; wrong=1; }

entries=$(sed -n 's/^X(\([0-9]*\), \([a-z0-9_]*\), \(ERROR\|WARNING\|NOTE\), ".*")$/\1 \2/p' $table)
[ "$(echo "$entries" | wc -l)" = "$(grep -c '^X(' $table)" ] ||
  complain "$table: a line that is not X(number, name, SEVERITY, \"summary\")"
for column in 1 2; do
  again=$(echo "$entries" | cut -d ' ' -f $column | sort | uniq -d)
  [ -z "$again" ] || complain "$table: more than once:" $again
done

pages=$(echo "$entries" | while read -r number name; do
  code=$(printf 'GL%04d' "$number")
  page=docs/errors/$code.md
  if [ ! -f "$page" ]; then echo "$page: is missing ($name)"
  elif [ "$(head -n 1 "$page")" != "# $code $name" ]; then echo "$page: should be headed '# $code $name'"
  fi
done
for page in docs/errors/GL*.md; do
  [ -f "$page" ] || continue
  number=$(basename "$page" .md | sed 's/^GL0*//')
  grep -q "^X($number," $table || echo "$page: no such code"
done)
[ -z "$pages" ] || { echo "$pages"; [ $strict = 0 ] || wrong=1; }
exit $wrong
