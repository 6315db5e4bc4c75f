package io.isolde.stm.collection.sorted;

import io.isolde.stm.engine.Located;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of a leaf at one instant: its entries in the order of their keys, and where the next
 * leaf begins. Immutable.
 */
final class Page<K, V> implements Located {
  private static final Object[] NONE = {};

  final Leaf<K, V> leaf;

  /** Null for the last leaf. */
  final @Nullable Leaf<K, V> next;

  /** The least key that belongs to the next leaf; null for the last leaf, which has no end. */
  final @Nullable K end;

  private final Object[] keys;
  private final Object[] values;

  private Page(Leaf<K, V> leaf, @Nullable Leaf<K, V> next, Object[] keys, Object[] values) {
    this.leaf = leaf;
    this.next = next;
    this.end = next == null ? null : next.fence();
    this.keys = keys;
    this.values = values;
  }

  /** The page of a leaf that is the whole chain and has no entries. */
  static <K, V> Page<K, V> empty(Leaf<K, V> leaf) {
    return new Page<>(leaf, null, NONE, NONE);
  }

  /** The leaf, by its identity. */
  @Override
  public String location() {
    return "leaf " + Integer.toHexString(System.identityHashCode(leaf));
  }

  // ---- contents ----

  int size() {
    return keys.length;
  }

  @SuppressWarnings("unchecked") // only keys are ever put in
  K key(int index) {
    return (K) keys[index];
  }

  @SuppressWarnings("unchecked") // only values are ever put in
  V value(int index) {
    return (V) values[index];
  }

  Map.Entry<K, V> entry(int index) {
    return Map.entry(key(index), value(index));
  }

  /** The least key that belongs to the next leaf. The page must not be the last. */
  K fence() {
    return Objects.requireNonNull(end);
  }

  @Nullable V get(K key, Comparator<? super K> order) {
    int index = find(key, order);
    return index < 0 ? null : value(index);
  }

  /** The index of {@code key}; if it is absent, the bitwise complement of its insertion index. */
  int find(K key, Comparator<? super K> order) {
    int from = 0;
    int to = keys.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      int comparison = order.compare(key, key(middle));
      if (comparison == 0) {
        return middle;
      } else if (comparison < 0) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return ~from;
  }

  /** The index of the first key that is not below {@code key} or, if not inclusive, above it. */
  int firstFrom(K key, boolean inclusive, Comparator<? super K> order) {
    int index = find(key, order);
    return index < 0 ? ~index : inclusive ? index : index + 1;
  }

  // ---- changed copies ----

  Page<K, V> withValue(int index, V value) {
    Object[] newValues = values.clone();
    newValues[index] = value;
    return new Page<>(leaf, next, keys, newValues);
  }

  Page<K, V> withEntry(int index, K key, V value) {
    return new Page<>(
        leaf,
        next,
        ArrayCopies.inserted(keys, index, key),
        ArrayCopies.inserted(values, index, value));
  }

  Page<K, V> without(int from, int to) {
    return new Page<>(
        leaf, next, ArrayCopies.removed(keys, from, to), ArrayCopies.removed(values, from, to));
  }

  /**
   * The entries before index {@code to}, in the same leaf, which now ends where {@code newNext}
   * begins.
   */
  Page<K, V> upTo(int to, Leaf<K, V> newNext) {
    return new Page<>(leaf, newNext, Arrays.copyOf(keys, to), Arrays.copyOf(values, to));
  }

  /** The entries from index {@code from} on, in another leaf. */
  Page<K, V> from(int from, Leaf<K, V> newLeaf) {
    return new Page<>(
        newLeaf,
        next,
        Arrays.copyOfRange(keys, from, keys.length),
        Arrays.copyOfRange(values, from, values.length));
  }

  /** The entries of this page and of the next one, in the leaf of this one. */
  Page<K, V> joinedWith(Page<K, V> right) {
    return new Page<>(
        leaf,
        right.next,
        ArrayCopies.joined(keys, right.keys),
        ArrayCopies.joined(values, right.values));
  }
}
