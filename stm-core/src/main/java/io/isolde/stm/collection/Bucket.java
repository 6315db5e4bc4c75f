package io.isolde.stm.collection;

import org.jspecify.annotations.Nullable;

/**
 * The entries of a {@link TMap} whose hashes agree in their lowest bits. Immutable.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
abstract sealed class Bucket<K, V> permits EmptyBucket, Chain, TreeBucket {
  /** The number of low bits in which the hashes agree; the bucket has every entry that does so. */
  final byte depth;

  Bucket(int depth) {
    this.depth = (byte) depth;
  }

  /** A hash of {@code key} whose low bits depend on all bits of its hash code. */
  static int hash(Object key) {
    int product = key.hashCode() * 0x9E3779B9; // 2³² divided by the golden ratio: Fibonacci hashing
    return product ^ (product >>> 16);
  }

  /** Whether a key with this hash belongs here, if the bucket's slot is {@code slot}. */
  final boolean covers(int hash, int slot) {
    return slot(hash ^ slot) == 0;
  }

  /** The low bits of {@code hash} in which the hashes of a bucket of this depth agree. */
  final int slot(int hash) {
    return hash & ((1 << depth) - 1);
  }

  /** The entry with this key, or null. */
  abstract @Nullable Chain<K, V> find(int hash, Object key);

  /** This bucket with one more entry, whose key is not here yet. */
  abstract Bucket<K, V> plus(int hash, K key, V value);

  /** This bucket without {@code entry}, which is here. */
  abstract Bucket<K, V> minus(Chain<K, V> entry);

  /** This bucket with another value in {@code entry}, which is here. */
  Bucket<K, V> with(Chain<K, V> entry, V value) {
    return minus(entry).plus(entry.hash, entry.key, value);
  }

  /** All entries, or null. */
  abstract @Nullable Chain<K, V> entries();

  /** Whether there are more than {@code few} entries, and their hashes are not all the same. */
  abstract boolean isCrowded(int few);

  /** The part of this bucket whose hashes agree with {@code hash} in one bit more. */
  final Bucket<K, V> half(int hash) {
    Bucket<K, V> half = EmptyBucket.ofDepth(depth + 1);
    for (Chain<K, V> entry = entries(); entry != null; entry = entry.next) {
      if (half.covers(entry.hash, hash)) {
        half = half.plus(entry.hash, entry.key, entry.value);
      }
    }
    return half;
  }
}
