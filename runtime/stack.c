/* A stack of its own for deep recursion: address space is reserved, memory comes as it is touched. At its low end lies
   a guard; touching it is the stack limit, which a handler on a small stack of its own reports. Machines without an
   MMU, and AddressSanitizer, which keeps books about the stack, run where they are. */

#include "runtime/alloc.h"
#include "runtime/gael_rt.h"
#include "runtime/machine.h"
#include "runtime/stack.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define RT_STACK_STAYS
#endif
#endif
#if !defined(RT_PAGES) || defined(__SANITIZE_ADDRESS__) ||                                                             \
    !(defined(__x86_64__) || defined(__aarch64__) || defined(__arm__) || defined(__riscv))
#define RT_STACK_STAYS
#endif

#ifdef RT_STACK_STAYS

bool gl_deep_call(bool (*run)(void *context), void *context) { return run(context); }
void rt_stack_release(void) {}

#ifdef GAEL_HOSTED
bool rt_stack_map(rt_stack *s, int64_t limit) { return *s = (rt_stack){.active = true}, (void)limit, false; }
void rt_stack_unmap(rt_stack *s) { (void)s; }
void rt_stack_trim(rt_stack *s) { (void)s; }
void rt_stack_swap(rt_stack *s) { (void)s; }
bool rt_stack_is_low(void) { return false; }
void rt_guard_watch(void) {}
void rt_guard_leave(void) {}
#endif

#else

#include <signal.h>
#include <sys/mman.h>

enum { GUARD = 1 << 20, LEAST = 8 << 20, MOST = sizeof(void *) == 8 ? 1 << 30 : 256 << 20, SIGNAL_STACK = 16 << 10 };

static RT_THREAD_LOCAL rt_stack the_stack; /* base NULL: not mapped yet */

/* ---- exhaustion ---- */

/* The handler is the process's, there as long as somebody has a stack with a guard. */
static struct {
  struct sigaction before;
  uint32_t users;
  bool busy;
} watch;

static void watch_lock(void) {
  while (__atomic_test_and_set(&watch.busy, __ATOMIC_ACQUIRE)) continue;
}

static void watch_unlock(void) { __atomic_clear(&watch.busy, __ATOMIC_RELEASE); }

/* Not ours: who was there before sees it, or the access repeats and ends the process. */
static void hand_on(int signal, siginfo_t *info, void *context) {
  if (watch.before.sa_flags & SA_SIGINFO)
    watch.before.sa_sigaction(signal, info, context);
  else if (watch.before.sa_handler != SIG_DFL && watch.before.sa_handler != SIG_IGN)
    watch.before.sa_handler(signal);
  else
    (void)sigaction(signal, &watch.before, NULL);
}

static void on_fault(int signal, siginfo_t *info, void *context) {
  uintptr_t at = (uintptr_t)info->si_addr, base = (uintptr_t)the_stack.base;
  if (base && at >= base && at < base + GUARD) gl_limit_hit(GL_LIMIT_STACK);
  hand_on(signal, info, context);
}

/* SA_NODEFER: a limit's handler may leave by a jump, and then no signal must stay blocked. */
static void guard_watch(void) {
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  watch_lock();
  if (watch.users++ == 0) (void)sigaction(SIGSEGV, &action, &watch.before);
  watch_unlock();
}

/* A handler that somebody else has set in the meantime stays. */
static void guard_leave(void) {
  struct sigaction now;
  watch_lock();
  if (--watch.users == 0 && sigaction(SIGSEGV, NULL, &now) == 0 && now.sa_sigaction == on_fault)
    (void)sigaction(SIGSEGV, &watch.before, NULL);
  watch_unlock();
}

/* ---- the stack ---- */

/* Guard, stack, top, and room for the handler. */
static size_t whole_size(const rt_stack *s) { return (size_t)(s->top - s->base) + SIGNAL_STACK; }

static bool stack_map(rt_stack *s, int64_t limit) {
  size_t size = limit > 0 && limit < MOST ? (size_t)limit : (size_t)MOST;
  for (size = size < LEAST ? LEAST : size & ~(size_t)(GUARD - 1); size >= LEAST; size /= 2) {
    size_t whole = GUARD + size + SIGNAL_STACK;
    void *base =
        mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (base == MAP_FAILED) continue;
    (void)mprotect(base, GUARD, PROT_NONE);
    *s = (rt_stack){.base = base, .top = (uint8_t *)base + GUARD + size};
    return true;
  }
  return false;
}

/* The thread's own. */
static bool own_stack_map(void) {
  if (!stack_map(&the_stack, rt_heap_limit())) return false;
  (void)sigaltstack(&(stack_t){.ss_sp = the_stack.top, .ss_size = SIGNAL_STACK}, NULL);
  guard_watch();
  return true;
}

/* Calls run(context) with the stack pointer at top (aligned to 16); the old one waits in a register that callees
   preserve. */
static bool call_at(void *top, bool (*run)(void *context), void *context) {
#if defined(__x86_64__)
  uint64_t result;
  __asm__ volatile("movq %%rsp, %%rbx\n\t"
                   "movq %[top], %%rsp\n\t"
                   "callq *%[run]\n\t"
                   "movq %%rbx, %%rsp"
                   : "=&a"(result), "+&D"(context)
                   : [top] "r"(top), [run] "r"(run)
                   : "rbx", "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4",
                     "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15",
                     "memory", "cc");
  return result & 1;
#elif defined(__aarch64__)
  register uint64_t x0 __asm__("x0") = (uint64_t)context;
  __asm__ volatile("mov x19, sp\n\t"
                   "mov sp, %[top]\n\t"
                   "blr %[run]\n\t"
                   "mov sp, x19"
                   : "+&r"(x0)
                   : [top] "r"(top), [run] "r"(run)
                   : "x19", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14",
                     "x15", "x16", "x17", "x30", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10",
                     "v11", "v12", "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24",
                     "v25", "v26", "v27", "v28", "v29", "v30", "v31", "memory", "cc");
  return x0 & 1;
#elif defined(__riscv)
  register uint64_t a0 __asm__("a0") = (uint64_t)context;
  register void *at __asm__("s3") = top; /* the allocator, left alone, finds no registers for these two */
  register bool (*to)(void *) __asm__("s4") = run;
  __asm__ volatile("mv s2, sp\n\t"
                   "mv sp, %[at]\n\t"
                   "jalr %[to]\n\t"
                   "mv sp, s2"
                   : "+&r"(a0)
                   : [at] "r"(at), [to] "r"(to)
                   : "s2", "ra", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "a1", "a2", "a3", "a4", "a5", "a6", "a7",
                     "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "ft8", "ft9", "ft10", "ft11", "fa0",
                     "fa1", "fa2", "fa3", "fa4", "fa5", "fa6", "fa7", "memory");
  return a0 & 1;
#else
  register uint32_t r0 __asm__("r0") = (uint32_t)context;
  __asm__ volatile("mov r4, sp\n\t"
                   "mov sp, %[top]\n\t"
                   "blx %[run]\n\t"
                   "mov sp, r4"
                   : "+&r"(r0)
                   : [top] "r"(top), [run] "r"(run)
                   : "r4", "r1", "r2", "r3", "r12", "lr", "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "memory", "cc"
#ifdef __ARM_NEON
                     ,
                     "d16", "d17", "d18", "d19", "d20", "d21", "d22", "d23", "d24", "d25", "d26", "d27", "d28", "d29",
                     "d30", "d31"
#endif
  );
  return r0 & 1;
#endif
}

bool gl_deep_call(bool (*run)(void *context), void *context) {
  if (the_stack.active || (!the_stack.base && !own_stack_map())) return run(context);
  the_stack.active = true;
  bool result = call_at(the_stack.top, run, context);
  the_stack.active = false;
  return result;
}

void rt_stack_release(void) {
  if (!the_stack.base || the_stack.active) return;
  (void)sigaltstack(&(stack_t){.ss_flags = SS_DISABLE}, NULL);
  guard_leave();
  (void)munmap(the_stack.base, whole_size(&the_stack));
  the_stack = (rt_stack){0};
}

#ifdef GAEL_HOSTED

bool rt_stack_map(rt_stack *s, int64_t limit) { return stack_map(s, limit); }

void rt_stack_unmap(rt_stack *s) {
  if (s->base) (void)munmap(s->base, whole_size(s));
  *s = (rt_stack){0};
}

void rt_stack_trim(rt_stack *s) {
  if (s->base) (void)madvise(s->base + GUARD, (size_t)(s->top - s->base) - GUARD, MADV_DONTNEED);
}

void rt_stack_swap(rt_stack *s) {
  rt_stack mine = the_stack;
  the_stack = *s;
  *s = mine;
}

bool rt_stack_is_low(void) {
  enum { ENOUGH = 64 << 10 };
  uint8_t *here = __builtin_frame_address(0);
  return the_stack.active && here >= the_stack.base && here < the_stack.base + GUARD + ENOUGH;
}

void rt_guard_watch(void) { guard_watch(); }
void rt_guard_leave(void) { guard_leave(); }

#endif

#endif
