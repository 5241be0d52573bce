#ifndef GAEL_DRIVER_CALL_H
#define GAEL_DRIVER_CALL_H

#include "driver/value_json.h"

/* One call of a loaded program with JSON arguments; writes the object that cli.md calls a result. False: it failed. */
bool call_json(const gl_program *p, const json_t *args, bool plain, strbuf *out);

/* {"ok":false,"error":{"kind":..,"message":..}}; code NULL: none; line 0: no place. */
void call_error(strbuf *out, const char *kind, const char *code, str message, uint32_t line, uint32_t column);

#endif
