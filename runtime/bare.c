/* Without a system. The standard streams are the debugger's console, which semihosting opens by the name ":tt" (Arm,
   "Semihosting for AArch32 and AArch64", 5.13): to read, to write, and to append for errors. A stack that is full ends
   where memory ends (board.ld): the processor cannot push what it does and faults, and the handler, which has a stack of
   its own, reports the limit. */

#include "runtime/machine.h"

#ifdef GAEL_BARE
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "runtime/gael_rt.h"
#include "runtime/out.h"

int rt_standard(int which) {
  static const int modes[] = {O_RDONLY, O_WRONLY | O_CREAT | O_TRUNC, O_WRONLY | O_CREAT | O_APPEND};
  static int opened[3];
  static bool is_open[3];
  if (!is_open[which]) opened[which] = open(":tt", modes[which], 0666);
  is_open[which] = true;
  return opened[which];
}

extern uint8_t __stack_low[];

#define HANDLER(name, ...) __attribute__((visibility("default"), __VA_ARGS__)) void arm_##name##_isr(void)

HANDLER(hardfault, naked);
_Noreturn void rt_fault(uintptr_t stack);

void rt_fault(uintptr_t stack) {
  enum { FRAME = 256, STATUS_BUG = 70 };
  if (stack < (uintptr_t)__stack_low + FRAME) gl_limit_hit(GL_LIMIT_STACK);
  rt_err err;
  rt_err_init(&err);
  rt_sink_text(&err.sink, "the processor faulted\n");
  rt_err_end(&err);
  _Exit(STATUS_BUG);
}

/* In place of the C library's, in the table of interrupts; theirs bring printf. */
HANDLER(hardfault, naked) {
  __asm__("mov r0, sp\n\t"
          "ldr r1, =__fault_stack\n\t"
          "mov sp, r1\n\t"
          "b rt_fault");
}
HANDLER(memmange, alias("arm_hardfault_isr")); /* sic */
HANDLER(busfault, alias("arm_hardfault_isr"));
HANDLER(usagefault, alias("arm_hardfault_isr"));
#endif
