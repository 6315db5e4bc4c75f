package io.isolde.stm.engine;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A lock that is granted in the order of asking. A waiting thread may reconsider how long to wait
 * without losing its place. Thread-safe, not reentrant.
 */
final class Token {
  private final AtomicBoolean taken = new AtomicBoolean();
  private final ConcurrentLinkedQueue<Thread> asking = new ConcurrentLinkedQueue<>();

  /**
   * Acquires the token, waiting if necessary; false if {@code nanosToWait}, which is asked before
   * each wait, says that no time is left.
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
        wakeFirst(); // the thread that is first now may have checked before it was
      }
    }
  }

  private boolean isAcquiredBy(Thread caller) {
    return asking.peek() == caller && taken.compareAndSet(false, true);
  }

  /** Releases the token and wakes the first thread in line. Throws nothing. */
  void release() {
    taken.set(false);
    wakeFirst();
  }

  private void wakeFirst() {
    Pause.unpark(asking.peek());
  }
}
