#include "driver/timer.h"

#include <signal.h>
#include <stddef.h>
#include <sys/time.h>

#include "runtime/gael_rt.h"

static void on_alarm(int signal_number) {
  (void)signal_number;
  gl_limit_hit(GL_LIMIT_TIME);
}

void timer_set(double seconds) {
  struct itimerval t = {.it_value = {(time_t)seconds, (suseconds_t)((seconds - (double)(time_t)seconds) * 1e6)}};
  if (seconds > 0 && seconds < 1e-6) t.it_value.tv_usec = 1; /* 0 would be never */
  signal(SIGALRM, on_alarm);
  setitimer(ITIMER_REAL, &t, NULL);
}
