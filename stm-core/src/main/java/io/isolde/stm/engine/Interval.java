package io.isolde.stm.engine;

import io.isolde.stm.engine.WriteEntry.Operation;

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

  private static long smaller(long a, long b) {
    return Long.compareUnsigned(a, b) < 0 ? a : b;
  }
}
