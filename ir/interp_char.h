#ifndef GAEL_IR_INTERP_CHAR_H
#define GAEL_IR_INTERP_CHAR_H

#include <stdbool.h>
#include <stdint.h>

/* What the interpreter knows of single characters. The data is the runtime's (runtime/unicode_tables.py wrote it), so that both speak of
   the same version of Unicode; how it is searched is not. */

typedef enum char_question { IS_ALPHA, IS_DIGIT, IS_UPPER, IS_LOWER, IS_CASED, IS_CASE_IGNORABLE } char_question;

typedef enum char_case { TO_UPPERCASE, TO_LOWERCASE, TO_TITLECASE } char_case;

enum { CASE_LONGEST = 3 }; /* characters that one becomes at most */

/* Time linear in the tables. */
bool interp_char_is(uint32_t c, char_question question);

/* One to one: what a Char becomes. */
uint32_t interp_char_to(uint32_t c, char_case to);

/* What a character becomes within a Str, wherever it stands: writes 1 to CASE_LONGEST characters and gives their number. */
uint32_t interp_char_in_text(uint32_t c, char_case to, uint32_t out[CASE_LONGEST]);

#endif
