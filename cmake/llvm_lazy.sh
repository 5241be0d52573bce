#!/bin/sh
# llvm_lazy.sh DIRECTORY ARCHIVE…: copies archives, moving their constructors from .init_array to the section llvm_init.
set -eu
to=$1
shift
mkdir -p "$to"
for archive in "$@"; do
  objcopy --rename-section .init_array=llvm_init,alloc,load,data,contents "$archive" "$to/${archive##*/}"
done
