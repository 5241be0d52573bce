#ifndef GAEL_DRIVER_FUNCTION_H
#define GAEL_DRIVER_FUNCTION_H

#include "driver/session.h"

/* Unloads the code of a session that is about to be closed. */
void function_close_all(gael_session *s);

#endif
