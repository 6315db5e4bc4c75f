package io.isolde.stm.collection;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A bucket without entries. Immutable; there is one for each depth. */
final class EmptyBucket<K, V> extends Bucket<K, V> {
  private static final EmptyBucket<?, ?>[] OF_DEPTH =
      IntStream.range(0, Integer.SIZE)
          .mapToObj(EmptyBucket<Object, Object>::new)
          .toArray(EmptyBucket<?, ?>[]::new);

  private EmptyBucket(int depth) {
    super(depth);
  }

  @SuppressWarnings("unchecked") // it has no keys or values of any type
  static <K, V> EmptyBucket<K, V> ofDepth(int depth) {
    return (EmptyBucket<K, V>) OF_DEPTH[depth];
  }

  @Override
  @Nullable Chain<K, V> find(int hash, Object key) {
    return null;
  }

  @Override
  Bucket<K, V> plus(int hash, K key, V value) {
    return new Chain<>(depth, hash, key, value, null);
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
  boolean isCrowded(int few) {
    return false;
  }
}
