#!/bin/sh
# jit_symbols.sh LLVM-NM NAMES BITCODE… >table.c: the sorted table behind backend/jit_symbols.h.
set -eu
nm=$1
names=$2
shift 2
{
  sed 's/#.*//' "$names" | tr -s ' ' '\n'
  for bitcode in "$@"; do "$nm" --format=just-symbols --extern-only "$bitcode"; done
} | grep -v '^llvm\.' | sed '/^$/d' | LC_ALL=C sort -u | awk '
  BEGIN { print "#include \"backend/jit_symbols_table.h\"\n" }
  { print "extern char s" NR "[] __asm__(\"" $1 "\");"; name[NR] = $1 }
  END {
    print "\nconst jit_symbol JIT_SYMBOLS[] = {"
    for (i = 1; i <= NR; i++) print "    {\"" name[i] "\", s" i "},"
    print "};\nconst uint32_t JIT_SYMBOL_COUNT = " NR ";"
  }'
