#include "driver/command.h"
#include "driver/manual.h"
#include "driver/output.h"

int cmd_doc(const options *o, int argc, char **argv) {
  arena *home = arena_new("manual");
  strbuf out = strbuf_new(home);
  if (o->operands == argc) manual_index(&out);
  for (int i = o->operands; i < argc; i++) {
    strbuf entry = strbuf_new(home);
    if (!manual_entry(&entry, str_of(argv[i]))) {
      str near = strbuf_str(&entry);
      output_result(strbuf_str(&out));
      if (near.len)
        output_error(DIAG_unknown_name, "the library has no `%s`; there is `" STR_FMT "`", argv[i], STR_ARG(near));
      else
        output_error(DIAG_unknown_name, "the library has no `%s`; `gael doc` lists what there is", argv[i]);
      return GAEL_USAGE;
    }
    if (i > o->operands) strbuf_byte(&out, '\n');
    strbuf_add(&out, strbuf_str(&entry));
  }
  output_result(strbuf_str(&out));
  return GAEL_OK;
}
