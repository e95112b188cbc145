// Shows the locks of Swift's `Synchronization.Mutex` to the thread sanitizer.
//
// On Linux a `Mutex` takes its lock with one atomic operation, which the compiler puts into our code and the sanitizer
// sees. A lock that is held already is waited for in libswiftSynchronization.so, which was built without the sanitizer:
// what that thread does next looks as if it did not hold the lock. This library, loaded before the other one, stands in
// for its two functions (`_MutexHandle._lockSlow` and `._unlockSlow`), calls them, and tells the sanitizer of the lock.
// It hides nothing: it only adds the order that the lock gives. In a process without the sanitizer it does nothing.
//
// The sanitizer's two functions: llvm-project, compiler-rt/lib/tsan/rtl/tsan_interface.h. Swift's calling convention:
// https://clang.llvm.org/docs/AttributeReference.html#swiftcall
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *handle
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

typedef SWIFT void (*Lock)(uint32_t thread, SELF);
typedef SWIFT void (*Unlock)(SELF);

extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));
SWIFT void lock_slow(uint32_t thread, SELF) __asm__(LOCK);
SWIFT void unlock_slow(SELF) __asm__(UNLOCK);

static Lock next_lock;
static Unlock next_unlock;

__attribute__((constructor)) static void find(void) {
    next_lock = (Lock)dlsym(RTLD_NEXT, LOCK);
    next_unlock = (Unlock)dlsym(RTLD_NEXT, UNLOCK);
    // Without this a toolchain that names them otherwise would go unnoticed until the first contended lock.
    if (__tsan_acquire && dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleVMa") && !(next_lock && next_unlock)) {
        fputs("scripts/sanitizer/mutex.c: this Swift's Mutex has other functions than the file knows\n", stderr);
        abort();
    }
}

SWIFT void lock_slow(uint32_t thread, SELF) {
    next_lock(thread, handle);
    if (__tsan_acquire) __tsan_acquire(handle);
}

SWIFT void unlock_slow(SELF) {
    if (__tsan_release) __tsan_release(handle);
    next_unlock(handle);
}
