package io.isolde.stm.engine;

import io.isolde.stm.engine.WriteEntry.Operation;
import org.jspecify.annotations.Nullable;

/**
 * The longs from {@code low} up to {@code high}. It wraps around if {@code low} is above {@code
 * high}, as sums do: so the complement of an interval is one, and so are the values that an
 * addition takes into it. Immutable.
 *
 * @param low the first one
 * @param high the last one
 */
record Interval(long low, long high) {
  static boolean contains(long low, long high, long value) {
    return Long.compareUnsigned(value - low, high - low) <= 0;
  }

  boolean contains(long value) {
    return contains(low, high, value);
  }

  /** All other longs. This must not be the interval of all. */
  Interval complement() {
    return new Interval(high + 1, low - 1);
  }

  /**
   * The values that {@code addition} of {@code summand} takes into this interval. For ints, low and
   * high must be ints, and so is every value.
   */
  Interval before(Operation addition, long summand) {
    return new Interval(addition.add(low, -summand), addition.add(high, -summand));
  }

  /** The values around {@code value} that are in this interval and in {@code other}, as it is. */
  Interval and(Interval other, long value) {
    return new Interval(
        value - smaller(value - low, value - other.low),
        value + smaller(high - value, other.high - value));
  }

  /** Not the record's own, because the JVM needs memory to link that when it is called first. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Interval(long otherLow, long otherHigh)
        && low == otherLow
        && high == otherHigh;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(low) + 31 * Long.hashCode(high);
  }

  private static long smaller(long a, long b) {
    return Long.compareUnsigned(a, b) < 0 ? a : b;
  }
}
