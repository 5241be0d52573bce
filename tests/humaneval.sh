#!/bin/sh
# tests/humaneval.sh GAEL: the programs of tests/humaneval against the tasks' own tests, through gael judge.
set -eu
shared=../shared
[ -d "$shared/data/humaneval" ] || { echo "../shared is absent: skipped"; exit 77; }
exec python3 "$shared/accept/evalset.py" --gael "$1" --programs tests/humaneval
