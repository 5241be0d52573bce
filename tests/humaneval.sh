#!/bin/sh
# tests/humaneval.sh GAEL [native]: the programs of tests/humaneval against the tasks' own tests, through gael judge, or as native binaries.
set -eu
shared=../shared
[ -d "$shared/data/humaneval" ] || { echo "../shared is absent: skipped"; exit 77; }
judge=$1
[ "${2:-}" != native ] || { export GAEL="$1"; judge=tests/diff/native_judge.py; }
exec python3 "$shared/accept/evalset.py" --gael "$judge" --programs tests/humaneval
