package io.isolde.store.spi;

import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys between two bounds, in their natural order. Immutable if the keys are. Methods run
 * {@code compareTo} of the keys, and do not block.
 *
 * @param <K> the type of the keys
 * @param low the lower bound; null if there is none
 * @param lowInclusive whether {@code low} itself is in the range
 * @param high the upper bound, not less than the lower one; null if there is none
 * @param highInclusive whether {@code high} itself is in the range
 */
public record KeyRange<K extends Comparable<? super K>>(
    @Nullable K low, boolean lowInclusive, @Nullable K high, boolean highInclusive) {
  /**
   * Makes a range; an empty one if the bounds are equal and not both inclusive.
   *
   * @param low the lower bound; null if there is none
   * @param lowInclusive whether {@code low} itself is in the range
   * @param high the upper bound, not less than the lower one; null if there is none
   * @param highInclusive whether {@code high} itself is in the range
   * @throws IllegalArgumentException if the lower bound is greater than the upper one
   */
  public KeyRange {
    if (low != null && high != null && low.compareTo(high) > 0) {
      throw new IllegalArgumentException("a range cannot begin at " + low + " and end at " + high);
    }
  }

  /**
   * The range of all keys.
   *
   * @param <K> the type of the keys
   * @return a range without bounds
   */
  public static <K extends Comparable<? super K>> KeyRange<K> all() {
    return new KeyRange<>(null, false, null, false);
  }

  /**
   * Whether a key is in the range.
   *
   * @param key any key, not null
   * @return whether it is neither below nor above the range
   */
  public boolean contains(K key) {
    return !isBelow(key) && !isAbove(key);
  }

  private boolean isBelow(K key) {
    return low != null && key.compareTo(low) < (lowInclusive ? 0 : 1);
  }

  private boolean isAbove(K key) {
    return high != null && key.compareTo(high) > (highInclusive ? 0 : -1);
  }

  /**
   * The part of a map in this range.
   *
   * @param <V> the type of the map's values
   * @param map a whole map, not itself a part, in the natural order of its keys
   * @return the map itself if the range has no bounds; otherwise its sub-map, which is a view of it
   */
  public <V> NavigableMap<K, V> subMapOf(NavigableMap<K, V> map) {
    if (low == null) {
      return high == null ? map : map.headMap(high, highInclusive);
    }
    return high == null
        ? map.tailMap(low, lowInclusive)
        : map.subMap(low, lowInclusive, high, highInclusive);
  }

  /**
   * The part of a map in this range, in either order.
   *
   * @param <V> the type of the map's values
   * @param map a whole map, not itself a part, in the natural order of its keys
   * @param descending whether the greatest key comes first
   * @return {@code subMapOf(map)}, or its descending map, which is a view of it
   */
  public <V> NavigableMap<K, V> subMapOf(NavigableMap<K, V> map, boolean descending) {
    NavigableMap<K, V> part = subMapOf(map);
    return descending ? part.descendingMap() : part;
  }

  /** The part of this range that is not below a bound. */
  KeyRange<K> from(K bound, boolean inclusive) {
    if (isBelow(bound)) {
      return this;
    }
    return isAbove(bound) ? emptyAt(high) : new KeyRange<>(bound, inclusive, high, highInclusive);
  }

  /** The part of this range that is not above a bound. */
  KeyRange<K> to(K bound, boolean inclusive) {
    if (isAbove(bound)) {
      return this;
    }
    return isBelow(bound) ? emptyAt(low) : new KeyRange<>(low, lowInclusive, bound, inclusive);
  }

  private KeyRange<K> emptyAt(@Nullable K bound) {
    return new KeyRange<>(bound, false, bound, false);
  }

  /** Returns {@code bound} if it can be a bound of a part of this range. */
  K requireBound(K bound, boolean inclusive) {
    if (contains(bound) || (!inclusive && (isAt(low, bound) || isAt(high, bound)))) {
      return bound;
    }
    throw outOfRange(bound);
  }

  private boolean isAt(@Nullable K end, K bound) {
    return end != null && bound.compareTo(end) == 0;
  }

  /** The exception for a key that should be in the range. */
  IllegalArgumentException outOfRange(K key) {
    return new IllegalArgumentException(key + " is out of range: " + this);
  }

  /** Returns the range in mathematical notation, as {@code [3 … 7)}. */
  @Override
  public String toString() {
    String from = low == null ? "(" : (lowInclusive ? "[" : "(") + low;
    String to = high == null ? ")" : high + (highInclusive ? "]" : ")");
    return from + " … " + to;
  }
}
