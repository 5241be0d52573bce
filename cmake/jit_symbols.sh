#!/bin/sh
# jit_symbols.sh LLVM-NM NAMES ARCHIVE >table.c: the sorted table behind backend/jit_symbols.h: NAMES, and every symbol
# that the archive defines or refers to (thread-local ones are nobody's business but the runtime's).
set -eu
nm=$1
names=$2
archive=$3
{
  sed 's/#.*//' "$names" | tr -s ' ' '\n'
  "$nm" --format=sysv --extern-only "$archive" | awk -F'|' 'NF == 7 && $4 !~ /TLS/ && $1 !~ /^Name / { print $1 }' |
    tr -d ' '
} | sed '/^$/d' | LC_ALL=C sort -u | awk '
  BEGIN { print "#include \"backend/jit_symbols_table.h\"\n" }
  { print "extern char s" NR "[] __asm__(\"" $1 "\");"; name[NR] = $1 }
  END {
    print "\nconst jit_symbol JIT_SYMBOLS[] = {"
    for (i = 1; i <= NR; i++) print "    {\"" name[i] "\", s" i "},"
    print "};\nconst uint32_t JIT_SYMBOL_COUNT = " NR ";"
  }'
