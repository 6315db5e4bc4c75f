package io.isolde.stm.collection.hash;

import io.isolde.stm.engine.Located;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a {@link HashTable} whose hashes agree in their lowest bits. Immutable.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
abstract sealed class Bucket<K, V> implements Located permits EmptyBucket, Chain, TreeBucket {
  /**
   * A hash with the lowest bits in which all hashes agree; if there are entries, the hash of one.
   */
  final int hash;

  /** The number of these bits. The bucket contains every entry whose hash agrees in them. */
  final byte depth;

  Bucket(int depth, int hash) {
    this.depth = (byte) depth;
    this.hash = hash;
  }

  /**
   * A hash of {@code key} whose low bits depend on the high ones of its hash code, too. As in
   * {@link java.util.HashMap}, hash codes that are close to each other stay so: numbers that are
   * counted up get buckets of their own, in neighbouring slots.
   */
  static int hash(Object key) {
    int code = key.hashCode();
    return code ^ (code >>> 16);
  }

  /** Whether a key with this hash belongs here. */
  final boolean covers(int otherHash) {
    return difference(otherHash) == 0;
  }

  private int difference(int otherHash) {
    return (hash ^ otherHash) & ((1 << depth) - 1);
  }

  /** The number of this bucket's slot. */
  final int slot() {
    return hash & ((1 << depth) - 1);
  }

  @Override
  public final String location() {
    return "bucket " + slot();
  }

  /**
   * The slot of the first bucket split off this one that took {@code otherHash}, not covered here.
   */
  final int slotSplitFor(int otherHash) {
    int bit = Integer.lowestOneBit(difference(otherHash));
    return otherHash & (2 * bit - 1);
  }

  /** The entry with this key, or null. */
  abstract @Nullable Chain<K, V> find(int hash, Object key);

  /** This bucket with one more entry, whose key must not be here yet. */
  abstract Bucket<K, V> plus(int hash, K key, V value);

  /** This bucket without {@code entry}, which must be here. */
  abstract Bucket<K, V> minus(Chain<K, V> entry);

  /** This bucket with another value in {@code entry}, which must be here. */
  Bucket<K, V> with(Chain<K, V> entry, V value) {
    return minus(entry).plus(entry.hash, entry.key, value);
  }

  /** All entries, or null. */
  abstract @Nullable Chain<K, V> entries();

  /** Whether there are entries with different hashes. */
  abstract boolean isCrowded();

  /** The part of this bucket whose hashes agree with {@code sample} in one more bit. */
  final Bucket<K, V> half(int sample) {
    Bucket<K, V> half = null;
    int bits = (2 << depth) - 1;
    for (Chain<K, V> entry = entries(); entry != null; entry = entry.next) {
      if (((entry.hash ^ sample) & bits) == 0) {
        half =
            half == null
                ? new Chain<>(depth + 1, entry.hash, entry.key, entry.value, null)
                : half.plus(entry.hash, entry.key, entry.value);
      }
    }
    return half == null ? new EmptyBucket<>(depth + 1, sample) : half;
  }
}
