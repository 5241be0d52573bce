#!/bin/sh
# llvm_lazy.sh DIRECTORY ARCHIVE…: copies archives, moving their constructors from .init_array to sections of our own:
# those that compiling for the host without optimising may need to llvm_init_early, all others to llvm_init_late.
set -eu
to=$1
shift
mkdir -p "$to"
for archive in "$@"; do
  case ${archive##*/} in
  liblld* | libLLVMAArch64* | libLLVMARM* | libLLVMLTO.a | libLLVMPasses.a | libLLVMipo.a | libLLVMInstrumentation.a | \
    libLLVMScalarOpts.a | libLLVMVectorize.a | libLLVMInstCombine.a | libLLVMAggressiveInstCombine.a | \
    libLLVMCoroutines.a | libLLVMHipStdPar.a | libLLVMObjCARCOpts.a) section=llvm_init_late ;;
  *) section=llvm_init_early ;;
  esac
  objcopy --rename-section .init_array=$section,alloc,load,data,contents "$archive" "$to/${archive##*/}"
done
