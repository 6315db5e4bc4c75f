package io.isolde.stm.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The global version clock, deferred. Commits stamp their values with the present time and do not
 * advance the clock. A reader that meets a value stamped with the present time advances it, unless
 * it has read so little that it re-checks its reads instead.
 *
 * <p>So writers share the clock's cache line only for reading, as long as no reader follows them
 * (deferred clock, DCTL: Ramalhete, Correia, Felber, PPoPP 2024). A reader at {@code r} accepts
 * versions strictly below {@code r}: a value stamped {@code r} or above may have been committed
 * later.
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
   * Keeps the clock alone on its cache lines: 128 bytes before and behind, against the
   * adjacent-line prefetcher too.
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
   * Advances the clock past {@code version}, unless it is past it already, and returns the time.
   * After that, a commit that has not yet locked all its cells is not stamped with {@code version}.
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

  /** Advances the clock and returns the new time, which no other tick returns. */
  static long tick() {
    return (long) TIME.getAndAdd(CLOCK, 1L) + 1;
  }
}
