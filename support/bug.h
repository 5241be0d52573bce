#ifndef GAEL_SUPPORT_BUG_H
#define GAEL_SUPPORT_BUG_H

/* An assumption of ours is broken: says where and which, exits with status 70, unless somebody comes to the rescue (rescue.h). In
   release builds too. */
_Noreturn void gael_bug_(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));
#define gael_bug(...) gael_bug_(__FILE__, __LINE__, __VA_ARGS__)
#define GAEL_ASSERT(condition) ((condition) ? (void)0 : gael_bug("%s", #condition))

#endif
