package io.isolde.store.multiverse;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Admits a limited number of concurrent attempts, or one alone. Thread-safe.
 *
 * <p>The number is limited because each attempt takes 430 KB. One runs alone so that a transaction
 * that keeps losing wins in the end.
 */
final class Gate {
  /*
   * An attempt that must run alone takes all places. While one waits for that, others queue behind
   * it, first come, first served. Otherwise any attempt may take a free place at once, because a
   * queue, once formed, would never end.
   */
  private static final int PLACES = 64;

  private final Semaphore places = new Semaphore(PLACES, true);
  private final AtomicInteger wantToBeAlone = new AtomicInteger();

  /** Enters beside others; returns false if that takes too long. */
  boolean enter(long nanosMax) throws InterruptedException {
    return (wantToBeAlone.get() == 0 && places.tryAcquire())
        || places.tryAcquire(nanosMax, TimeUnit.NANOSECONDS);
  }

  /** Enters when all others have left, and keeps them out; returns false if that takes too long. */
  boolean enterAlone(long nanosMax) throws InterruptedException {
    wantToBeAlone.incrementAndGet();
    try {
      return places.tryAcquire(PLACES, nanosMax, TimeUnit.NANOSECONDS);
    } finally {
      wantToBeAlone.decrementAndGet();
    }
  }

  /** Enters when all others have left, regardless of interrupts. */
  void enterAlone() {
    wantToBeAlone.incrementAndGet();
    places.acquireUninterruptibly(PLACES);
    wantToBeAlone.decrementAndGet();
  }

  /** Whether no thread is inside; one may enter at any time. */
  boolean isEmpty() {
    return places.availablePermits() == PLACES;
  }

  /** Leaves, having entered alone or beside others. */
  void leave(boolean alone) {
    places.release(alone ? PLACES : 1);
  }
}
