/* The limit of time. */

#include "runtime/gael_rt.h"
#include "runtime/machine.h"

#ifdef RT_PAGES
#include <signal.h>
#include <stddef.h>
#include <sys/time.h>

static void on_alarm(int signal_number) {
  (void)signal_number;
  gl_limit_hit(GL_LIMIT_TIME);
}

void gl_time_limit(double seconds) {
  struct itimerval t = {.it_value = {(time_t)seconds, (suseconds_t)((seconds - (double)(time_t)seconds) * 1e6)}};
  if (seconds > 0 && seconds < 1e-6) t.it_value.tv_usec = 1; /* 0 would be never */
  (void)signal(SIGALRM, on_alarm);
  (void)setitimer(ITIMER_REAL, &t, NULL);
}
#else
void gl_time_limit(double seconds) { (void)seconds; } /* without signals nobody would notice */
#endif
