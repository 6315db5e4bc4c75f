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
 * The table of threads that wait for refs to change. Thread-safe.
 *
 * <p>Multiverse has such a table too, but there a waiting thread leaves an entry with every ref
 * that does not change, and keeps 430 KB while it waits.
 */
final class Waiters {
  /*
   * A waiter notes the values that it has seen while it still holds the locks on what it read.
   * Later it enters the table, and looks whether one of them has changed. A thread that changes a
   * ref looks into the table afterwards, and wakes the first waiter that has seen another value.
   * So either the waiter sees the change or the thread sees the waiter. A woken waiter wakes the
   * next one when its next attempt has ended, however it ends. So, as long as attempts end, every
   * waiter whose ref has changed is woken, but waiters that are served one by one do not wake each
   * other in a herd. Under the key of this object itself are all waiters.
   */
  private final ConcurrentHashMap<Object, Set<Waiter>> byRef = new ConcurrentHashMap<>();

  private final AtomicLong arrivals = new AtomicLong();

  private volatile boolean closed;

  /** One wait of one thread. */
  final class Waiter {
    private final Thread thread = Thread.currentThread();
    private final long arrival = arrivals.incrementAndGet();
    private final IdentityHashMap<Object, @Nullable Object> seen = new IdentityHashMap<>();

    /** The key through which it was woken; null until then. */
    private final AtomicReference<@Nullable Object> wokenThrough = new AtomicReference<>();

    private Waiter(Collection<GammaTxnRef<?>> refs) {
      refs.forEach(ref -> seen.put(ref, ref.atomicWeakGet()));
      seen.put(Waiters.this, null);
    }

    /**
     * Waits for a change since the waiter was made. Returns false if that took too long.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    boolean await(long nanosMax) throws InterruptedException {
      enter();
      try {
        lookForChange();
        return isWoken(nanosMax);
      } finally {
        leave();
      }
    }

    private void enter() {
      seen.keySet().forEach(ref -> byRef.compute(ref, (same, waiting) -> with(waiting)));
    }

    private Set<Waiter> with(@Nullable Set<Waiter> waiting) {
      Set<Waiter> more =
          waiting == null
              ? new ConcurrentSkipListSet<>(Comparator.comparingLong(other -> other.arrival))
              : waiting;
      more.add(this);
      return more;
    }

    private void lookForChange() {
      boolean unused = closed && isChosenThrough(Waiters.this);
      for (Object key : seen.keySet()) {
        if (key instanceof GammaTxnRef<?> ref && isConcernedBy(ref) && isChosenThrough(ref)) {
          return;
        }
      }
    }

    private boolean isWoken(long nanosMax) throws InterruptedException {
      long start = System.nanoTime();
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
    }

    private void leave() {
      boolean unused = isChosenThrough(this); // from now on nobody else chooses it
      seen.keySet()
          .forEach(ref -> byRef.computeIfPresent(ref, (same, waiting) -> without(waiting)));
    }

    private @Nullable Set<Waiter> without(Set<Waiter> waiting) {
      waiting.remove(this);
      return waiting.isEmpty() ? null : waiting;
    }

    /** Chooses this waiter to be woken; returns whether this call was the one that chose it. */
    private boolean isChosenThrough(Object key) {
      return wokenThrough.compareAndSet(null, key);
    }

    private boolean isConcernedBy(GammaTxnRef<?> ref) {
      Object before = seen.get(ref);
      Object now = ref.atomicWeakGet();
      return before != now && !(before instanceof Number && before.equals(now));
    }

    /** Wakes the next waiter, if this one was woken by a change. */
    void passOn() {
      if (wokenThrough.get() instanceof GammaTxnRef<?> ref) {
        Waiters.this.wake(ref);
      }
    }
  }

  /** A waiter for the calling thread, which still holds the locks on {@code refs}. */
  Waiter newWaiter(Collection<GammaTxnRef<?>> refs) {
    return new Waiter(refs);
  }

  /** Whether nobody waits, so that a change need not be reported. */
  boolean isEmpty() {
    return byRef.isEmpty();
  }

  /** Wakes the first waiter for {@code ref} that has seen another value. */
  void wake(GammaTxnRef<?> ref) {
    byRef.getOrDefault(ref, Set.of()).stream()
        .filter(waiter -> waiter.isConcernedBy(ref) && waiter.isChosenThrough(ref))
        .findFirst()
        .ifPresent(waiter -> LockSupport.unpark(waiter.thread));
  }

  /** Wakes everybody, and lets nobody wait any more. */
  void close() {
    closed = true;
    for (Waiter waiter : byRef.getOrDefault(this, Set.of())) {
      boolean unused = waiter.isChosenThrough(this);
      LockSupport.unpark(waiter.thread);
    }
  }
}
