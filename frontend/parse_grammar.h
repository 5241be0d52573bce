#ifndef GAEL_FRONTEND_PARSE_GRAMMAR_H
#define GAEL_FRONTEND_PARSE_GRAMMAR_H

/* The parser's stack. A level of brackets takes a handful of entries, so this suffices for LAYOUT_DEPTH_MAX levels of
   anything sane; beyond it the text is too deep. */
enum { GRAM_STACK_MAX = 20000 };

#endif
