package io.isolde.stm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The instant by which a wait must end, on the clock of {@link System#nanoTime()}. A backend or a
 * {@link Participant} that waits in several steps turns its timeout into a deadline once, and
 * bounds each step by what is left.
 *
 * <p>Immutable and thread-safe. Deadlines are equal only if they are the same object.
 *
 * <p><b>Cost.</b> {@link #after} reads the clock and allocates one object; {@link #hasPassed},
 * {@link #nanosLeft} and {@link #left} read the clock, and {@code left} allocates its result.
 * {@link #NEVER} is got, and asked whether it has passed, without either.
 */
public final class Deadline {
  private static final Duration CENTURY = Duration.ofDays(36_500);
  private static final long CENTURY_NANOS = CENTURY.toNanos();

  /** No deadline. */
  public static final Deadline NEVER = new Deadline(0);

  /** Wraps around, so it is compared by difference; meaningless in {@link #NEVER}. */
  private final long nanoTime;

  /** For tests, too: the instant at which {@link System#nanoTime()} has the given value. */
  Deadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * The end of a wait that begins now.
   *
   * @param timeout how long to wait, not negative; null for ever
   * @return the instant {@code timeout} from now; {@link #NEVER} if {@code timeout} is null or
   *     above a century (36,500 days)
   * @throws IllegalArgumentException if {@code timeout} is negative
   */
  public static Deadline after(@Nullable Duration timeout) {
    if (timeout == null || timeout.compareTo(CENTURY) > 0) {
      return NEVER;
    }
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must not be negative, but is " + timeout);
    }
    return new Deadline(System.nanoTime() + timeout.toNanos());
  }

  /**
   * Whether there is no deadline.
   *
   * @return {@code this == NEVER}
   */
  public boolean isNever() {
    return this == NEVER;
  }

  /**
   * Whether the instant has come.
   *
   * @return true as soon as {@link #nanosLeft()} is 0; false for {@link #NEVER}
   */
  public boolean hasPassed() {
    return nanosLeft() == 0;
  }

  /**
   * The time left, in nanoseconds.
   *
   * @return at least 0; a century for {@link #NEVER}
   */
  public long nanosLeft() {
    return this == NEVER ? CENTURY_NANOS : Math.max(0, nanoTime - System.nanoTime());
  }

  /**
   * The time left.
   *
   * @return {@link #nanosLeft()} as a duration
   */
  public Duration left() {
    return Duration.ofNanos(nanosLeft());
  }

  /**
   * The earlier of two deadlines.
   *
   * @param other another deadline
   * @return this one, unless {@code other} is earlier; {@link #NEVER} is later than any other
   */
  public Deadline earlier(Deadline other) {
    if (this == NEVER || other == NEVER) {
      return this == NEVER ? other : this;
    }
    return other.nanoTime - nanoTime < 0 ? other : this;
  }

  @Override
  public String toString() {
    return this == NEVER ? "no deadline" : "a deadline in " + left();
  }
}
