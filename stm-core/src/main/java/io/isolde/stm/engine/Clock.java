package io.isolde.stm.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The global version clock, deferred: commits stamp their values with the present time and do not
 * advance it; a reader that meets values stamped with the present time does, unless it has read so
 * little that it checks that again instead.
 *
 * <p>So writers that nobody follows share no cache line but in reading (deferred clock, DCTL:
 * Ramalhete, Correia, Felber, PPoPP 2024). A reader at {@code r} accepts versions strictly below
 * {@code r}: whoever is stamped {@code r} or above may have committed later.
 */
final class Clock {
  private static final long FIRST = 1;
  private static final VarHandle TIME;

  static {
    try {
      TIME = MethodHandles.lookup().findVarHandle(Padded.class, "time", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final Padded CLOCK = new Padded();

  /**
   * The clock alone on its cache lines: 128 bytes before and behind, against the adjacent-line
   * prefetcher too.
   */
  @SuppressWarnings("unused")
  private static class Before {
    private long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15;
  }

  private static class Time extends Before {
    volatile long time = FIRST;
  }

  @SuppressWarnings("unused")
  private static final class Padded extends Time {
    private long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
  }

  private Clock() {}

  static long now() {
    return CLOCK.time;
  }

  /**
   * Makes the clock pass {@code version}; afterwards no commit is stamped with {@code version} that
   * has not locked its cells yet.
   */
  static long passed(long version) {
    long time = CLOCK.time;
    while (time <= version) {
      if (TIME.compareAndSet(CLOCK, time, version + 1)) {
        return version + 1;
      }
      time = CLOCK.time;
    }
    return time;
  }

  /** Advances the clock and returns the new time, which nobody else is given. */
  static long tick() {
    return (long) TIME.getAndAdd(CLOCK, 1L) + 1;
  }
}
