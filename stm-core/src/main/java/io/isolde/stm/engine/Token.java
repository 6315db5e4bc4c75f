package io.isolde.stm.engine;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A lock that goes to those who ask for it in the order of asking; who has waited too long may look
 * around without losing the place. Thread-safe, not reentrant.
 */
final class Token {
  private final AtomicBoolean taken = new AtomicBoolean();
  private final ConcurrentLinkedQueue<Thread> asking = new ConcurrentLinkedQueue<>();

  /**
   * Waits until the token is the caller's; false if {@code nanosToWait}, which is asked each time
   * before it waits, says that there are none left.
   */
  boolean acquire(LongSupplier nanosToWait) throws InterruptedException {
    Thread caller = Thread.currentThread();
    asking.add(caller);
    try {
      while (!isAcquiredBy(caller)) {
        long nanos = nanosToWait.getAsLong();
        if (nanos <= 0) {
          return false;
        }
        LockSupport.parkNanos(this, nanos);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return true;
    } finally {
      asking.remove(caller);
      if (!taken.get()) {
        wakeFirst(); // whoever is first now may have looked before
      }
    }
  }

  private boolean isAcquiredBy(Thread caller) {
    return asking.peek() == caller && taken.compareAndSet(false, true);
  }

  /** Throws nothing. */
  void release() {
    taken.set(false);
    wakeFirst();
  }

  private void wakeFirst() {
    Pause.unpark(asking.peek());
  }
}
