/* The words behind the program's name, as gl_start got them. */

#include <string.h>

#include "runtime/fail.h"
#include "runtime/list.h"
#include "runtime/machine.h"

static RT_THREAD_LOCAL char **words; /* ended by NULL; NULL: there was no command line */

void gl_command_line(char **arguments) { words = arguments; }

gl_list *gl_args(void) {
  gl_list *all = rt_list_new(4, sizeof(gl_list *), 0);
  for (char **word = words; word && *word; word++) {
    gl_list *text = gl_str_new(*word, strlen(*word));
    gl_list_push(all, &text, &rt_type_str);
  }
  return all;
}
