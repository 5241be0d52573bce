#ifndef GAEL_DRIVER_CARD_H
#define GAEL_DRIVER_CARD_H

/* docs/card.md, embedded: the prompt that teaches GAEL to a model. */
extern const char card_text[], card_text_end[];

#endif
