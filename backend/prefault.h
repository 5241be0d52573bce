#ifndef GAEL_BACKEND_PREFAULT_H
#define GAEL_BACKEND_PREFAULT_H

/* Asks the kernel once for the pages that compiling is about to touch one by one. */
void prefault_pages(void);

#endif
