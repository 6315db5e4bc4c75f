package io.isolde.stm.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Deadlines: values of {@link System#nanoTime()} by which a wait must end. */
final class Deadline {
  /** No deadline. A real one that happens to have this value is moved by a nanosecond. */
  static final long NEVER = Long.MAX_VALUE;

  private Deadline() {}

  static long after(@Nullable Duration timeout) {
    if (timeout == null) {
      return NEVER;
    }
    long deadline = System.nanoTime() + nanos(timeout);
    return deadline == NEVER ? NEVER - 1 : deadline;
  }

  /** The earlier of {@code deadline}, which may be {@link #NEVER}, and {@code time}. */
  static long earlier(long deadline, long time) {
    return deadline != NEVER && deadline - time < 0 ? deadline : time;
  }

  static boolean hasPassed(long deadline) {
    return deadline != NEVER && deadline - System.nanoTime() <= 0;
  }

  /** Nanoseconds until {@code deadline}, at least 0; a century if there is none. */
  static long nanosLeft(long deadline) {
    return deadline == NEVER ? CENTURY : Math.max(0, deadline - System.nanoTime());
  }

  private static final long CENTURY = Duration.ofDays(36_500).toNanos();

  private static long nanos(Duration timeout) {
    return timeout.compareTo(Duration.ofNanos(CENTURY)) >= 0 ? CENTURY : timeout.toNanos();
  }
}
