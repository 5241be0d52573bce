#include "density/o200k_blob.h"

/* A megabyte as a C array takes the compiler seconds; the assembler copies the file. */
__asm__(".section .rodata\n"
        ".globl O200K_BLOB, O200K_BLOB_END\n"
        ".hidden O200K_BLOB, O200K_BLOB_END\n"
        "O200K_BLOB: .incbin \"" O200K_FILE "\"\n"
        "O200K_BLOB_END: .byte 0\n"
        ".previous\n");
