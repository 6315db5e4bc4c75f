package io.isolde.stm.collection.hash;

import org.jspecify.annotations.Nullable;

/** A bucket without entries. Immutable. */
final class EmptyBucket<K, V> extends Bucket<K, V> {
  EmptyBucket(int depth, int hash) {
    super(depth, hash);
  }

  @Override
  @Nullable Chain<K, V> find(int wantedHash, Object wantedKey) {
    return null;
  }

  @Override
  Bucket<K, V> plus(int newHash, K newKey, V newValue) {
    return new Chain<>(depth, newHash, newKey, newValue, null);
  }

  @Override
  Bucket<K, V> minus(Chain<K, V> entry) {
    return this;
  }

  @Override
  @Nullable Chain<K, V> entries() {
    return null;
  }

  @Override
  boolean isCrowded() {
    return false;
  }
}
