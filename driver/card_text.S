/* docs/card.md, for `gael card`. */

    .section .note.GNU-stack, "", @progbits
    .section .rodata.gael_card, "a", @progbits
    .globl card_text
    .hidden card_text
card_text:
    .incbin CARD
    .globl card_text_end
    .hidden card_text_end
card_text_end:
