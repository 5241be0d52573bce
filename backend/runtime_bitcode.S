/* The runtime's bitcode, for optimize_link_runtime. */

    .section .note.GNU-stack, "", @progbits
    .section .rodata.gael_runtime_bitcode, "a", @progbits
    .balign 16
    .globl GAEL_RUNTIME_BITCODE_BEGIN
    .hidden GAEL_RUNTIME_BITCODE_BEGIN
GAEL_RUNTIME_BITCODE_BEGIN:
    .incbin BITCODE_X86_64_LINUX
    .globl GAEL_RUNTIME_BITCODE_END
    .hidden GAEL_RUNTIME_BITCODE_END
GAEL_RUNTIME_BITCODE_END:
