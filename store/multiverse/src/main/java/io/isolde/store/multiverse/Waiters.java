package io.isolde.store.multiverse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who waits until which refs change. Thread-safe.
 *
 * <p>Multiverse has such a table too, but there whoever waits leaves an entry with every ref that
 * does not change, and keeps 430 KB while waiting.
 */
final class Waiters {
  /*
   * A waiter enters while it still has the locks of what it read, so that nobody changes that
   * before; and whoever changes a ref looks here afterwards. Under the key of this object itself,
   * everybody.
   */
  private final ConcurrentHashMap<Object, Set<Waiter>> byRef = new ConcurrentHashMap<>();

  /** A thread that waits, once. */
  final class Waiter {
    private final Thread thread = Thread.currentThread();
    private final List<Object> refs;
    private volatile boolean woken;

    private Waiter(Collection<?> refs) {
      this.refs = new ArrayList<>(refs);
      this.refs.add(Waiters.this);
    }

    /**
     * Waits for a change, and leaves. Returns false if that took too long.
     *
     * @throws InterruptedException if the thread is interrupted; it has left as well
     */
    boolean await(long nanosMax) throws InterruptedException {
      long start = System.nanoTime();
      try {
        while (!woken) {
          long nanosLeft = nanosMax - (System.nanoTime() - start);
          if (nanosLeft <= 0) {
            return false;
          }
          LockSupport.parkNanos(Waiters.this, nanosLeft);
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
        }
        return true;
      } finally {
        refs.forEach(ref -> byRef.computeIfPresent(ref, (same, waiting) -> without(waiting)));
      }
    }

    private @Nullable Set<Waiter> without(Set<Waiter> waiting) {
      waiting.remove(this);
      return waiting.isEmpty() ? null : waiting;
    }

    private void wake() {
      woken = true;
      LockSupport.unpark(thread);
    }
  }

  /** Enters the calling thread. */
  Waiter enter(Collection<?> refs) {
    Waiter waiter = new Waiter(refs);
    for (Object ref : waiter.refs) {
      byRef.compute(
          ref,
          (same, waiting) -> {
            Set<Waiter> more = waiting == null ? ConcurrentHashMap.newKeySet() : waiting;
            more.add(waiter);
            return more;
          });
    }
    return waiter;
  }

  /** Whether somebody waits, so that a change is worth telling. */
  boolean isEmpty() {
    return byRef.isEmpty();
  }

  /** Wakes who waits for {@code ref}. */
  void wake(Object ref) {
    byRef.getOrDefault(ref, Set.of()).forEach(Waiter::wake);
  }

  /** Wakes everybody. */
  void wakeAll() {
    wake(this);
  }
}
