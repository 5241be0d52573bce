#ifndef GAEL_RT_REGEX_H
#define GAEL_RT_REGEX_H

/* One pattern looked for in one text, hit after hit, by PCRE2 on UTF-8. A Str of one byte a character is searched where
   it lies; a wide one is turned into UTF-8 first, and positions are mapped back. Hits follow one another as Python's:
   after an empty one, the next is not empty at the same place. */

#include "runtime/gael_rt.h"

typedef struct rt_regex rt_regex; /* a compiled pattern, the thread's */

typedef struct rt_search {
  rt_regex *regex;
  const gl_list *text;
  const uint8_t *bytes; /* the text in UTF-8 */
  size_t size;
  uint8_t *block;       /* what bytes lie in, if they had to be made */
  size_t known_byte;    /* that byte is that character */
  int64_t known_char;
  size_t from;          /* where the next hit is looked for */
  bool after_empty;
  uint32_t site;
  const size_t *hit;    /* byte offsets: start and end of the hit, then of each group; SIZE_MAX: the group took no part */
  uint32_t groups;      /* of the pattern */
} rt_search;

typedef enum rt_hit { RT_HIT, RT_NO_HIT, RT_HIT_FAILED } rt_hit;

bool rt_search_start(rt_search *s, bor gl_list *text, bor gl_list *pattern, uint32_t site); /* true: failed */
rt_hit rt_search_whole(rt_search *s); /* is the whole text a match? */
rt_hit rt_search_next(rt_search *s);
void rt_search_end(rt_search *s); /* also after a failed hit, not after a failed start */

bool rt_search_has(const rt_search *s, uint32_t group);       /* did it take part? 0 is the hit itself */
gl_list *rt_search_part(rt_search *s, size_t from, size_t to); /* the text between two byte offsets */
gl_list *rt_search_group(rt_search *s, uint32_t group);       /* "" when it took no part */
uint32_t rt_search_named(const rt_search *s, const char *name); /* the group of that name; 0: there is none */

#endif
