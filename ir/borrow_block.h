#ifndef GAEL_IR_BORROW_BLOCK_H
#define GAEL_IR_BORROW_BLOCK_H

#include "ir/borrow.h"

/* Parameters of blocks that borrow: their infos, and those of what they lend. `order` as of flat_order. */
void borrow_block_params(const flat_module *m, const flat_fun *f, const flat_label *order, uint32_t n,
                         borrow_info *infos);
/* What instructions say of their results, given what holds for parameters: borrow.c. */
void borrow_classify(const flat_fun *f, const flat_label *order, uint32_t n, borrow_info *infos);

#endif
