#ifndef GAEL_IR_INLINE_H
#define GAEL_IR_INLINE_H

/* Calls made in place, on blocks. */

#include "ir/flat.h"

/* A function's code as it was: what is made of the function later does not change it. */
typedef struct inline_body {
  uint32_t param_count, var_count, block_count, instr_count;
  const flat_var *params;
  const flat_var_info *vars;
  const flat_block *blocks;
} inline_body;

inline_body inline_body_of(const flat_module *m, const flat_fun *f);

/* The block again, of other variables and with edges to other blocks. */
flat_block inline_copy_block(const flat_module *m, const flat_block *b, const flat_var *map, const flat_label *labels);

/* A call in f: instruction `at` of the block, its `last` when it has no such instruction. */
typedef struct inline_site {
  flat_label block;
  uint32_t at;
} inline_site;

/* Puts the body in the call's place. New blocks and variables are f's last ones; a failure goes on as one of the call,
   whose site it bears. The call must not be a tail call, nor caught. */
void inline_call(const flat_module *m, flat_fun *f, inline_site site, const inline_body *body);

#endif
