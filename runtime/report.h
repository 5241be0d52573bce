#ifndef GAEL_RT_REPORT_H
#define GAEL_RT_REPORT_H

#include "runtime/sink.h"

/* The failure on record as a person reads it: report.c. */
void rt_report(rt_sink *s, const gl_program *program);

#endif
