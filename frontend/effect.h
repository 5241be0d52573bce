#ifndef GAEL_FRONTEND_EFFECT_H
#define GAEL_FRONTEND_EFFECT_H

#include "frontend/infer.h"

/* Marks every definition that the module reaches and that touches the world when it is evaluated or called
   (core_def.worldly): it mentions a primitive that does, or a definition that is marked. What a function does that
   comes in as an argument is not its own.

   Expects a typed module without errors. Reports steps before `;` that do nothing (ruling 17), and annotations that
   promise a pure function where the definition is not. Linear in the size of what is reached. */
void effect_module(infer *in, core_module *m);

/* Is the result of this annotation marked with `!`? */
bool effect_promised(const ast_type *annotation);

#endif
