package io.isolde.store.multiverse;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets some attempts in beside each other, or one alone. Thread-safe.
 *
 * <p>Some, not all, because each takes 430 KB. Alone, so that a transaction that keeps losing wins
 * in the end.
 */
final class Gate {
  /*
   * Whoever wants to be alone takes all places. While such a one waits, others queue behind, first
   * come, first served; otherwise a place that is free is free for all, because a queue, once there,
   * would never end.
   */
  private static final int PLACES = 64;

  private final Semaphore places = new Semaphore(PLACES, true);
  private final AtomicInteger wantToBeAlone = new AtomicInteger();

  /** Enters beside others; returns false if that took too long. */
  boolean enter(long nanosMax) throws InterruptedException {
    return (wantToBeAlone.get() == 0 && places.tryAcquire())
        || places.tryAcquire(nanosMax, TimeUnit.NANOSECONDS);
  }

  /** Enters when everybody has left, and lets nobody in; returns false if that took too long. */
  boolean enterAlone(long nanosMax) throws InterruptedException {
    wantToBeAlone.incrementAndGet();
    try {
      return places.tryAcquire(PLACES, nanosMax, TimeUnit.NANOSECONDS);
    } finally {
      wantToBeAlone.decrementAndGet();
    }
  }

  /** Enters when everybody has left, interrupted or not. */
  void enterAlone() {
    wantToBeAlone.incrementAndGet();
    places.acquireUninterruptibly(PLACES);
    wantToBeAlone.decrementAndGet();
  }

  /** Whether nobody is in; others may come at any time. */
  boolean isEmpty() {
    return places.availablePermits() == PLACES;
  }

  /** Leaves, having entered alone or beside others. */
  void leave(boolean alone) {
    places.release(alone ? PLACES : 1);
  }
}
