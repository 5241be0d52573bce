#ifndef GAEL_RT_COMMAND_LINE_H
#define GAEL_RT_COMMAND_LINE_H

void rt_command_line(char **arguments); /* what gl_args gives on this thread; ended by NULL, and kept by the caller */

#endif
