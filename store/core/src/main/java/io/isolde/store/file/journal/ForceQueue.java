package io.isolde.store.file.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The queue of the threads that wait without a deadline, until a leader has made their records
 * durable, or until it is their turn to lead. Guarded by the lock of the journal.
 */
final class ForceQueue {
  /*
   * Idea. Each thread parks by itself, and is unparked after the lock has been released: the next
   * leader before all others, so that the disk has work while the rest wake up.
   *
   * I1  While nobody leads, and the queue is not empty, the thread that was last released as the
   *     next leader has not asked for the lock again yet.
   *
   * Rejected. A condition of the lock: the woken threads queue for the lock and wake each other one
   * by one, and the first of them leads with the few records that are there. With 64 committers on
   * platform threads, that was 7 records per force instead of 30, and half as many commits.
   */

  /** A thread that waits. Thread-safe. */
  static final class ForceWaiter {
    private final Thread thread = Thread.currentThread();
    private final long sequence;
    private final boolean force;
    private volatile boolean isLetGo;

    private ForceWaiter(long sequence, boolean force) {
      this.sequence = sequence;
      this.force = force;
    }

    /**
     * Parks until the thread is released, without the lock. An interrupt does not end the wait; the
     * thread stays interrupted.
     */
    void await() {
      boolean interrupted = false;
      while (!isLetGo) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        thread.interrupt();
      }
    }

    /** Releases the thread. To be called without the lock, since it takes a while. */
    void letGo() {
      isLetGo = true;
      LockSupport.unpark(thread);
    }
  }

  private final ArrayDeque<ForceWaiter> waiters = new ArrayDeque<>();

  /** Queues the calling thread, which wants a record forced, or just written. */
  ForceWaiter add(long sequence, boolean force) {
    ForceWaiter waiter = new ForceWaiter(sequence, force);
    waiters.add(waiter);
    return waiter;
  }

  /**
   * Removes the threads whose records are forced or written as they want, and also the first of the
   * others, which is to lead next. Returns that one first.
   */
  List<ForceWaiter> served(long written, long forced) {
    List<ForceWaiter> served = new ArrayList<>();
    ForceWaiter next = null;
    for (int left = waiters.size(); left > 0; left--) {
      ForceWaiter waiter = waiters.remove();
      if ((waiter.force ? forced : written) >= waiter.sequence) {
        served.add(waiter);
      } else if (next == null) {
        next = waiter;
      } else {
        waiters.add(waiter);
      }
    }
    return withFirst(next, served);
  }

  private static List<ForceWaiter> withFirst(@Nullable ForceWaiter next, List<ForceWaiter> served) {
    if (next != null) {
      served.add(0, next);
    }
    return served;
  }

  /** Removes all threads, since none will be served any more. */
  List<ForceWaiter> all() {
    List<ForceWaiter> all = new ArrayList<>(waiters);
    waiters.clear();
    return all;
  }
}
