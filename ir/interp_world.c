/* Showing, printing and failing on purpose. */

#include "ir/interp_run.h"

static str shown(interp *in, const interp_call *c, bool source) {
  strbuf b = strbuf_new(in->home);
  interp_show(&b, c->args[0], c->dom, source);
  return strbuf_str(&b);
}

bool interp_op_show(interp *in, const interp_call *c, interp_value *out) {
  return interp_give(out, interp_str_of(in->home, shown(in, c, false)));
}

bool interp_op_source(interp *in, const interp_call *c, interp_value *out) {
  return interp_give(out, interp_str_of(in->home, shown(in, c, true)));
}

static bool print_line(strbuf *to, str line, interp_value *out) {
  strbuf_add(to, line);
  strbuf_byte(to, '\n');
  return interp_give_int(out, 0);
}

bool interp_op_print(interp *in, const interp_call *c, interp_value *out) {
  return print_line(&in->out, shown(in, c, false), out);
}

bool interp_op_eprint(interp *in, const interp_call *c, interp_value *out) {
  return print_line(&in->err, shown(in, c, false), out);
}

bool interp_op_fail(interp *in, const interp_call *c, interp_value *out) {
  (void)out;
  return interp_fail_text(in, c, interp_utf8(in->home, c->args[0].list));
}

bool interp_op_fail_search(interp *in, const interp_call *c, interp_value *out) {
  (void)out;
  return interp_fail(in, c, FAIL_SEARCH, NULL);
}

bool interp_op_fail_empty(interp *in, const interp_call *c, interp_value *out) {
  (void)out;
  return interp_fail(in, c, FAIL_EMPTY, NULL);
}

bool interp_op_fail_match(interp *in, const interp_call *c, interp_value *out) {
  (void)out;
  return interp_fail(in, c, FAIL_MATCH, NULL);
}
