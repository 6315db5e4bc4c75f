package io.isolde.stm.collection;

import io.isolde.stm.Ref;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place in the chain of a sorted map: all keys from {@link #low} up to where the next leaf
 * begins. What is there is a {@link Page}, and null while the leaf is not a part of the chain.
 * Thread-safe.
 */
final class Leaf<K, V> {
  /** The first key that may be here, for ever; null for the first leaf, which has no lower end. */
  final @Nullable K low;

  private final Ref<@Nullable Page<K, V>> page;

  /**
   * The first leaf of a new chain. It has a page from the beginning, which is no transaction's
   * doing: the chain stays usable when the transaction that it was made in is rolled back.
   */
  Leaf() {
    this.low = null;
    this.page = Ref.of(Page.empty(this));
  }

  /** A leaf that is not yet a part of the chain. */
  Leaf(K low) {
    this.low = low;
    this.page = Ref.of(null);
  }

  /** The low key of a leaf that is not the first. */
  K fence() {
    return Objects.requireNonNull(low);
  }

  @Nullable Page<K, V> page() {
    return page.get();
  }

  /** The page now, maybe newer than the transaction's other reads: a hint. */
  @Nullable Page<K, V> peek() {
    return page.peek();
  }

  void set(@Nullable Page<K, V> newPage) {
    page.set(newPage);
  }
}
