package io.isolde.store.multiverse;

import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.multiverse.stms.gamma.transactionalobjects.GammaTxnRef;

/**
 * Who waits until which refs change. Thread-safe.
 *
 * <p>Multiverse has such a table too, but there whoever waits leaves an entry with every ref that
 * does not change, and keeps 430 KB while waiting.
 */
final class Waiters {
  /*
   * A waiter enters, with the values that it has seen, while it still has the locks of what it read, so that nobody changes that before;
   * and whoever changes a ref looks here afterwards, for the first of those that have seen another value. Whoever is woken looks for the
   * next one when its next attempt has ended, however it ends. So as long as attempts end, everybody is woken whose ref has changed, but
   * those who are served one by one do not wake each other in a herd. Under the key of this object itself, everybody.
   */
  private final ConcurrentHashMap<Object, Set<Waiter>> byRef = new ConcurrentHashMap<>();

  private final AtomicLong arrivals = new AtomicLong();

  /** A thread that waits, once. */
  final class Waiter {
    private final Thread thread = Thread.currentThread();
    private final long arrival = arrivals.incrementAndGet();
    private final IdentityHashMap<Object, @Nullable Object> seen = new IdentityHashMap<>();

    /** The key through which it was woken; null while it was not. */
    private final AtomicReference<@Nullable Object> wokenThrough = new AtomicReference<>();

    private Waiter(Collection<GammaTxnRef<?>> refs) {
      refs.forEach(ref -> seen.put(ref, ref.atomicWeakGet()));
      seen.put(Waiters.this, null);
    }

    /**
     * Waits for a change, and leaves. Returns false if that took too long.
     *
     * @throws InterruptedException if the thread is interrupted; it has left as well
     */
    boolean await(long nanosMax) throws InterruptedException {
      long start = System.nanoTime();
      try {
        while (wokenThrough.get() == null) {
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
        boolean unused = isChosenThrough(this); // by nobody, if it was not
        seen.keySet()
            .forEach(ref -> byRef.computeIfPresent(ref, (same, waiting) -> without(waiting)));
      }
    }

    private @Nullable Set<Waiter> without(Set<Waiter> waiting) {
      waiting.remove(this);
      return waiting.isEmpty() ? null : waiting;
    }

    /** Whether this call is the one that chooses it to be woken. */
    private boolean isChosenThrough(Object key) {
      return wokenThrough.compareAndSet(null, key);
    }

    private boolean isConcernedBy(GammaTxnRef<?> ref) {
      Object before = seen.get(ref);
      Object now = ref.atomicWeakGet();
      return before != now && !(before instanceof Number && before.equals(now));
    }

    /** Wakes the next one, if this one was woken by a change. */
    void passOn() {
      if (wokenThrough.get() instanceof GammaTxnRef<?> ref) {
        Waiters.this.wake(ref);
      }
    }
  }

  /** Enters the calling thread. */
  Waiter enter(Collection<GammaTxnRef<?>> refs) {
    Waiter waiter = new Waiter(refs);
    for (Object ref : waiter.seen.keySet()) {
      byRef.compute(ref, (same, waiting) -> with(waiter, waiting));
    }
    return waiter;
  }

  private static Set<Waiter> with(Waiter waiter, @Nullable Set<Waiter> waiting) {
    Set<Waiter> more =
        waiting == null
            ? new ConcurrentSkipListSet<>(Comparator.comparingLong(other -> other.arrival))
            : waiting;
    more.add(waiter);
    return more;
  }

  /** Whether somebody waits, so that a change is worth telling. */
  boolean isEmpty() {
    return byRef.isEmpty();
  }

  /** Wakes the first of those who wait for {@code ref} and have seen another value. */
  void wake(GammaTxnRef<?> ref) {
    byRef.getOrDefault(ref, Set.of()).stream()
        .filter(waiter -> waiter.isConcernedBy(ref) && waiter.isChosenThrough(ref))
        .findFirst()
        .ifPresent(waiter -> LockSupport.unpark(waiter.thread));
  }

  /** Wakes everybody. */
  void wakeAll() {
    for (Waiter waiter : byRef.getOrDefault(this, Set.of())) {
      boolean unused = waiter.isChosenThrough(this);
      LockSupport.unpark(waiter.thread);
    }
  }
}
