#ifndef GAEL_BACKEND_PREFAULT_H
#define GAEL_BACKEND_PREFAULT_H

/* Asks the kernel once for the pages that compiling is about to touch one by one. */
void prefault_pages(void);

/* The calling thread is about to compile what is long: its heap, which grows by tens of megabytes, is better got by large
   pages. Nothing is taken from the system yet. */
void prefault_long_heap(void);

#endif
