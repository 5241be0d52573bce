#!/bin/sh
# manifest.sh DIRECTORY ROOT FILE…: DIRECTORY/MANIFEST, which has the SHA-256 and size of every FILE there, and the packages that ROOT was unpacked from.
set -eu
cd "$1"
root=$2
shift 2
{
  if [ -n "$root" ]; then sed 's/^/from /' "$root/unpacked"; fi
  for file; do
    name=$(basename "$file")
    echo "$(sha256sum "$name" | cut -d' ' -f1) $(stat -c %s "$name") $name"
  done
} >MANIFEST
