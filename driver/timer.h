#ifndef GAEL_DRIVER_TIMER_H
#define GAEL_DRIVER_TIMER_H

/* After so many seconds of real time the running program hits its limit; 0: never. */
void timer_set(double seconds);

#endif
