package io.isolde.store.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * How long the laws wait for what should happen soon, before they fail. Nothing is asserted about
 * how long anything takes; the limit only turns a hang into a failure. Thread-safe.
 */
public final class Patience {
  /** The property that sets the limit, in seconds; 60 if it is not set. */
  static final String PROPERTY = "isolde.testkit.patience";

  private Patience() {}

  /**
   * The limit.
   *
   * @return 60 seconds, unless the system property {@code isolde.testkit.patience} has another
   *     number of seconds
   */
  public static Duration limit() {
    return Duration.ofSeconds(seconds());
  }

  static long seconds() {
    return Long.getLong(PROPERTY, 60);
  }

  /**
   * Waits until {@code condition} holds, and evaluates it again and again.
   *
   * @param condition may use a store
   * @param missing what has not happened, for the message
   * @throws AssertionError if the condition does not hold within the limit
   */
  public static void until(BooleanSupplier condition, Supplier<String> missing) {
    if (!holdsWithin(seconds(), TimeUnit.SECONDS, condition)) {
      throw new AssertionError("not within " + limit() + ": " + missing.get());
    }
  }

  /** Waits until {@code condition} holds; returns false if the time is over first. */
  static boolean holdsWithin(long time, TimeUnit unit, BooleanSupplier condition) {
    long deadlineNanos = System.nanoTime() + unit.toNanos(time);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNanos > 0) {
        return false;
      }
      Worker.rest();
    }
    return true;
  }
}
