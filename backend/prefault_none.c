/* In a library: the heap and its settings are the host's. Linked in front of prefault.c. */

#include "backend/prefault.h"

void prefault_pages(void) {}

void prefault_long_heap(void) {}
