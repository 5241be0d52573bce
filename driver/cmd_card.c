#include "driver/card.h"
#include "driver/command.h"
#include "driver/output.h"

int cmd_card(const options *o, int argc, char **argv) {
  if (o->operands < argc) {
    output_error(DIAG_usage, "`gael card` takes no argument, not `%s`", argv[o->operands]);
    return GAEL_USAGE;
  }
  output_result((str){card_text, (size_t)(card_text_end - card_text)});
  return GAEL_OK;
}
