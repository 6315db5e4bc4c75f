package io.isolde.agent.mailbox;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A point of {@link System#nanoTime()} by which a wait must end. */
public final class Deadline {
  /** No deadline. A real one that happens to have this value is moved by a nanosecond. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final long CENTURY_NANOS = Duration.ofDays(36_500).toNanos();

  private Deadline() {}

  /**
   * The end of a wait that begins now.
   *
   * @throws IllegalArgumentException if {@code timeout} is negative
   */
  public static long after(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must not be negative, but is " + timeout);
    }
    long nanos = Math.min(TimeUnit.NANOSECONDS.convert(timeout), CENTURY_NANOS);
    long deadline = System.nanoTime() + nanos;
    return deadline == NEVER ? NEVER - 1 : deadline;
  }

  /** Waits for {@code latch}; returns false if the deadline has passed. */
  public static boolean await(CountDownLatch latch, long deadline) throws InterruptedException {
    return latch.await(nanosLeft(deadline), TimeUnit.NANOSECONDS);
  }

  /** The nanoseconds left; a century if there is no deadline, without reading the clock. */
  static long nanosLeft(long deadline) {
    return deadline == NEVER ? CENTURY_NANOS : deadline - System.nanoTime();
  }
}
