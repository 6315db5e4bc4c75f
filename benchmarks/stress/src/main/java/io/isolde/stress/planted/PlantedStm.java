package io.isolde.stress.planted;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A small STM in the manner of TL2 (Dice, Shalev, Shavit, 2006), correct except for one {@link
 * Bug}. Thread-safe, as far as the bug lets it.
 */
final class PlantedStm {
  /*
   * A ref points to an immutable pair of value and version. While the pair is marked, a commit is
   * under way.
   *
   *     read:    wait until the pair is unmarked; if its version is above the read version, the
   *              attempt is lost
   *     commit:  mark the refs written, in the order of their numbers; draw a version; validate;
   *              publish; wake
   */
  private static final AtomicLong CLOCK = new AtomicLong();
  private static final long WAIT_NANOS_MAX = 1_000_000_000L;
  private static final int REGISTRATION_SPINS = 16;

  private final Bug bug;

  PlantedStm(Bug bug) {
    this.bug = bug;
  }

  private record Versioned(long value, long version, boolean marked) {
    Versioned withMark() {
      return new Versioned(value, version, true);
    }
  }

  /** A transactional long. */
  static final class PlantedRef {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.getAndIncrement();
    private final AtomicReference<Versioned> present =
        new AtomicReference<>(new Versioned(0, 0, false));

    /** The thread to wake when this ref changes; one is enough for the tests. */
    private volatile @Nullable Thread waiter;

    private Versioned settled() {
      Versioned found = present.get();
      while (found.marked) {
        Thread.onSpinWait();
        found = present.get();
      }
      return found;
    }

    /** Reads outside a transaction. */
    long get() {
      return settled().value;
    }
  }

  private static final class Conflict extends RuntimeException {
    Conflict() {
      super("conflict", null, false, false);
    }
  }

  /** Runs {@code body} until an attempt commits. */
  void atomic(Consumer<Attempt> body) {
    while (true) {
      try {
        Attempt attempt = new Attempt();
        body.accept(attempt);
        attempt.commit();
        return;
      } catch (Conflict lost) {
        Thread.onSpinWait();
      }
    }
  }

  /** Waits until {@code ref} holds {@code value}; returns whether it did within a second. */
  boolean await(PlantedRef ref, long value) {
    long deadline = System.nanoTime() + WAIT_NANOS_MAX;
    while (ref.get() != value) {
      register(ref);
      if (bug == Bug.CHECK_BEFORE_REGISTERING || ref.get() != value) {
        LockSupport.parkNanos(ref, deadline - System.nanoTime());
      }
      ref.waiter = null;
      if (ref.get() != value && System.nanoTime() - deadline >= 0) {
        return false;
      }
    }
    return System.nanoTime() - deadline < 0;
  }

  /**
   * Takes as long as registration in a real table of waiters, so that the planted bug has a race
   * window like that of a real one.
   */
  private static void register(PlantedRef ref) {
    for (int i = 0; i < REGISTRATION_SPINS; i++) {
      Thread.onSpinWait();
    }
    ref.waiter = Thread.currentThread();
  }

  /** One execution of a body. */
  final class Attempt {
    private final long readVersion = CLOCK.get();
    private final IdentityHashMap<PlantedRef, Versioned> reads = new IdentityHashMap<>();
    private final IdentityHashMap<PlantedRef, Long> writes = new IdentityHashMap<>();

    long get(PlantedRef ref) {
      Long own = writes.get(ref);
      return own != null ? own : read(ref).value;
    }

    private Versioned read(PlantedRef ref) {
      Versioned found = ref.settled();
      if (found.version > readVersion && bug != Bug.READ_WITHOUT_EXTENSION) {
        throw new Conflict();
      }
      reads.putIfAbsent(ref, found);
      return found;
    }

    void set(PlantedRef ref, long value) {
      writes.put(ref, value);
    }

    private void commit() {
      if (writes.isEmpty()) {
        return;
      }
      List<PlantedRef> refs = new ArrayList<>(writes.keySet());
      refs.sort((a, b) -> Long.compare(a.number, b.number));
      List<PlantedRef> marked = new ArrayList<>();
      for (PlantedRef ref : refs) {
        mark(ref, marked);
        if (bug == Bug.PUBLISH_BEFORE_LOCKING_ALL) {
          publish(ref, CLOCK.get());
        }
      }
      long version = CLOCK.incrementAndGet();
      validate(marked);
      for (PlantedRef ref : refs) {
        publish(ref, version);
        LockSupport.unpark(ref.waiter);
      }
    }

    private void mark(PlantedRef ref, List<PlantedRef> marked) {
      Versioned found = ref.present.get();
      if (found.marked || !ref.present.compareAndSet(found, found.withMark())) {
        unmark(marked);
        throw new Conflict();
      }
      marked.add(ref);
    }

    private void validate(List<PlantedRef> marked) {
      boolean valid =
          bug == Bug.COMMIT_WITHOUT_VALIDATION
              || reads.entrySet().stream().allMatch(this::isCurrent);
      if (!valid) {
        unmark(marked);
        throw new Conflict();
      }
    }

    private boolean isCurrent(Map.Entry<PlantedRef, Versioned> read) {
      Versioned present = read.getKey().present.get();
      return present.version == read.getValue().version
          && (!present.marked || writes.containsKey(read.getKey()));
    }

    private void publish(PlantedRef ref, long version) {
      @Nullable Long value = writes.get(ref);
      if (value != null) {
        ref.present.set(new Versioned(value, version, false));
      }
    }

    private static void unmark(List<PlantedRef> marked) {
      for (PlantedRef ref : marked) {
        Versioned present = ref.present.get();
        ref.present.set(new Versioned(present.value, present.version, false));
      }
    }
  }
}
