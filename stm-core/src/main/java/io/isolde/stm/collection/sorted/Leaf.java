package io.isolde.stm.collection.sorted;

import io.isolde.stm.engine.Access;
import io.isolde.stm.engine.ObjectCell;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A link in the chain of a sorted map, for all keys from {@link #low} up to where the next leaf
 * begins. It is the ref of its content: a {@link Page}, or null while the leaf is not part of the
 * chain. Thread-safe.
 */
final class Leaf<K, V> extends ObjectCell {
  /**
   * The least key that may be here, fixed for ever; null for the first leaf, which has no lower
   * bound. It takes no more memory where references are compressed.
   */
  final @Nullable K low;

  /**
   * Makes the first leaf of a new chain. It has a page from the beginning, not written by a
   * transaction, so the chain stays usable if the transaction in which it is made is rolled back.
   */
  Leaf() {
    super(null);
    this.low = null;
    initialize(Page.empty(this));
  }

  /** Makes a leaf that is not yet part of the chain. */
  Leaf(K low) {
    super(null);
    this.low = low;
  }

  /** The low key of a leaf that is not the first. */
  K fence() {
    return Objects.requireNonNull(low);
  }

  @SuppressWarnings("unchecked") // only such pages are ever written
  private @Nullable Page<K, V> cast(@Nullable Object value) {
    return (Page<K, V>) value;
  }

  @Nullable Page<K, V> page() {
    return cast(Access.get(this));
  }

  /** The current page, possibly newer than the transaction's other reads: a hint. */
  @Nullable Page<K, V> peek() {
    return cast(Access.peek(this));
  }

  void set(@Nullable Page<K, V> newPage) {
    Access.set(this, newPage);
  }
}
