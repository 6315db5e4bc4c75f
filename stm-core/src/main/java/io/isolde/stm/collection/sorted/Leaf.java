package io.isolde.stm.collection.sorted;

import io.isolde.stm.Ref;
import io.isolde.stm.collection.parts.RefFactory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A link in the chain of a sorted map, for all keys from {@link #low} up to where the next leaf
 * begins. Its content is a {@link Page}, or null while the leaf is not part of the chain.
 * Thread-safe.
 */
final class Leaf<K, V> {
  /**
   * The least key that may be here, fixed for ever; null for the first leaf, which has no lower
   * bound.
   */
  final @Nullable K low;

  private final Ref<@Nullable Page<K, V>> page;

  /**
   * Makes the first leaf of a new chain. It has a page from the beginning, not written by a
   * transaction, so the chain stays usable if the transaction in which it is made is rolled back.
   */
  Leaf(RefFactory refs) {
    this.low = null;
    this.page = refs.ref(Page.empty(this));
  }

  /** Makes a leaf that is not yet part of the chain. */
  Leaf(K low, RefFactory refs) {
    this.low = low;
    this.page = refs.ref(null);
  }

  /** The low key of a leaf that is not the first. */
  K fence() {
    return Objects.requireNonNull(low);
  }

  @Nullable Page<K, V> page() {
    return page.get();
  }

  /** The current page, possibly newer than the transaction's other reads: a hint. */
  @Nullable Page<K, V> peek() {
    return page.peek();
  }

  void set(@Nullable Page<K, V> newPage) {
    page.set(newPage);
  }
}
