package io.isolde.stm.collection.hash;

import io.isolde.stm.LongRef;
import io.isolde.stm.engine.Access;
import io.isolde.stm.engine.ObjectCell;
import io.isolde.stm.engine.Scan;
import org.jspecify.annotations.Nullable;

/**
 * The ref of a bucket, which knows its slot. The value is null as long as the slot is unborn.
 * Thread-safe.
 */
final class BucketRef<K, V> extends ObjectCell {
  /**
   * The number of the slot that the ref is in, or was made for. It takes no more memory where
   * references are compressed.
   */
  final int slot;

  BucketRef(int slot, @Nullable Bucket<K, V> initial) {
    super(initial);
    this.slot = slot;
  }

  @SuppressWarnings("unchecked") // only such buckets are ever written
  private @Nullable Bucket<K, V> cast(@Nullable Object value) {
    return (Bucket<K, V>) value;
  }

  @Nullable Bucket<K, V> get() {
    return cast(Access.get(this));
  }

  @Nullable Bucket<K, V> get(Scan scan) {
    return cast(scan.get(this));
  }

  /** The bucket, on which the transaction does not come to depend. */
  @Nullable Bucket<K, V> peek() {
    return cast(Access.peek(this));
  }

  void set(Bucket<K, V> bucket) {
    Access.set(this, bucket);
  }

  boolean compareAndSet(Bucket<K, V> expected, Bucket<K, V> bucket) {
    return Access.compareAndSet(this, expected, bucket);
  }

  /**
   * Outside a transaction: writes {@code bucket} in place of {@code expected}, and adds {@code
   * summand} to {@code sum}, at one instant; false if it must be done in a transaction.
   */
  boolean exchangeAndAdd(Bucket<K, V> expected, Bucket<K, V> bucket, LongRef sum, long summand) {
    return Access.exchangeAndAdd(this, expected, bucket, sum, summand);
  }
}
