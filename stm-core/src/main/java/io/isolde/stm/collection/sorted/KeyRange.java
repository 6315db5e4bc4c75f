package io.isolde.stm.collection.sorted;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The keys between two bounds. Immutable.
 *
 * @param order how keys are compared
 * @param low the lower bound, null if there is none
 * @param lowInclusive whether {@code low} itself is in the range
 * @param high the upper bound, null if there is none
 * @param highInclusive whether {@code high} itself is in the range
 */
public record KeyRange<K>(
    Comparator<? super K> order,
    @Nullable K low,
    boolean lowInclusive,
    @Nullable K high,
    boolean highInclusive) {

  static <K> KeyRange<K> all(Comparator<? super K> order) {
    return new KeyRange<>(order, null, false, null, false);
  }

  /** Whether {@code key} is in the range. */
  public boolean contains(K key) {
    return !isTooLow(key) && !isTooHigh(key);
  }

  boolean isTooLow(K key) {
    if (low == null) {
      return false;
    }
    int comparison = order.compare(key, low);
    return comparison < 0 || (comparison == 0 && !lowInclusive);
  }

  boolean isTooHigh(K key) {
    if (high == null) {
      return false;
    }
    int comparison = order.compare(key, high);
    return comparison > 0 || (comparison == 0 && !highInclusive);
  }

  /** Whether every key is in the range. */
  public boolean hasNoBounds() {
    return low == null && high == null;
  }

  /** The index of the first key of {@code page} that is not too low. */
  int first(Page<K, ?> page) {
    return low == null ? 0 : page.firstFrom(low, lowInclusive, order);
  }

  /** The index after the last key of {@code page} that is not too high. */
  int end(Page<K, ?> page) {
    return high == null ? page.size() : page.firstFrom(high, !highInclusive, order);
  }

  /** The part of this range that is not below {@code key}. */
  public KeyRange<K> from(K key, boolean inclusive) {
    return isTooLow(key) ? this : new KeyRange<>(order, key, inclusive, high, highInclusive);
  }

  /** The part of this range that is not above {@code key}. */
  public KeyRange<K> to(K key, boolean inclusive) {
    return isTooHigh(key) ? this : new KeyRange<>(order, low, lowInclusive, key, inclusive);
  }

  /**
   * A range inside this one, for a view.
   *
   * @param from the lower bound; null for that of this range
   * @param to the upper bound; null for that of this range
   * @throws IllegalArgumentException if {@code from} is above {@code to}, or a bound is outside
   */
  public KeyRange<K> narrowed(
      @Nullable K from, boolean fromInclusive, @Nullable K to, boolean toInclusive) {
    KeyRange<K> narrower =
        new KeyRange<>(
            order,
            from == null ? low : requireBound(from, fromInclusive),
            from == null ? lowInclusive : fromInclusive,
            to == null ? high : requireBound(to, toInclusive),
            to == null ? highInclusive : toInclusive);
    narrower.requireInOrder();
    return narrower;
  }

  private K requireBound(K bound, boolean inclusive) {
    boolean inside = contains(bound) || (!inclusive && isAtABound(bound));
    if (!inside) {
      throw new IllegalArgumentException(bound + " is out of range: " + this);
    }
    return bound;
  }

  private boolean isAtABound(K key) {
    return (low != null && order.compare(key, low) == 0)
        || (high != null && order.compare(key, high) == 0);
  }

  private void requireInOrder() {
    if (low != null && high != null && order.compare(low, high) > 0) {
      throw new IllegalArgumentException("the lower bound is above the upper one: " + this);
    }
  }

  @Override
  public String toString() {
    return (lowInclusive ? "[" : "(")
        + (low == null ? "" : low)
        + " … "
        + (high == null ? "" : high)
        + (highInclusive ? "]" : ")");
  }
}
