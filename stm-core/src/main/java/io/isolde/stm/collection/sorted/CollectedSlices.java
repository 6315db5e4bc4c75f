package io.isolde.stm.collection.sorted;

import io.isolde.stm.TransactionAction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The slices of a range that are not empty, all read by {@link #run} before the first is returned.
 * Thread-confined.
 */
final class CollectedSlices<K, V>
    implements TransactionAction<RuntimeException>, Supplier<@Nullable Slice<K, V>> {
  private final Pages<K, V> pages;
  private final KeyRange<K> range;
  private final boolean descending;

  /** The next slice to be returned. */
  private @Nullable Slice<K, V> next;

  CollectedSlices(Pages<K, V> pages, KeyRange<K> range, boolean descending) {
    this.pages = pages;
    this.range = range;
    this.descending = descending;
  }

  /** Reads; forgets what was read before. */
  @Override
  public void run() {
    RangeScan<K, V> scan = new RangeScan<>(pages, range, descending);
    Slice<K, V> last = scan.get();
    next = last;
    while (last != null) {
      last.next = scan.get();
      last = last.next;
    }
  }

  @Override
  public @Nullable Slice<K, V> get() {
    Slice<K, V> slice = next;
    if (slice != null) {
      next = slice.next;
    }
    return slice;
  }
}
