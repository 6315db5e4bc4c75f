package io.isolde.stm.collection.sorted;

import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An index of leaves by their low keys, which says where to begin the search for a key. Not
 * transactional, and only hints: a leaf may be missing here, and a leaf that is here may not be
 * part of the chain yet or any more; but the first leaf is always here. Thread-safe.
 */
final class LeafIndex<K, V> {
  /*
   * Idea. Blocks of leaves, in two levels of immutable sorted arrays: a search is two binary
   * searches, allocates nothing and writes nothing. A change copies one block and the array of
   * blocks, and installs the copies by compare-and-set. Changes are rare, since leaves come and go
   * less often than entries.
   *
   * Invariant: the block at i > 0 begins where its first leaf does. So the leaf that a search finds
   * begins at the key or below.
   *
   * Rejected. ConcurrentSkipListMap: searches take half as long again, and each allocates an entry.
   */
  private static final int BLOCK_MAX = 128;

  private final Comparator<? super K> order;
  private final AtomicReference<SortedDirectory<K, SortedDirectory<K, Leaf<K, V>>>> blocks;
  private final AtomicInteger size = new AtomicInteger();

  LeafIndex(Leaf<K, V> first, Comparator<? super K> order) {
    this.order = order;
    this.blocks = new AtomicReference<>(SortedDirectory.of(null, SortedDirectory.of(null, first)));
  }

  /** The last leaf that begins at {@code key} or below. */
  Leaf<K, V> atOrBelow(K key) {
    SortedDirectory<K, SortedDirectory<K, Leaf<K, V>>> all = blocks.get();
    SortedDirectory<K, Leaf<K, V>> block = all.member(all.indexAt(key, order));
    return block.member(block.indexAt(key, order));
  }

  /** The last leaf that begins below {@code key}. */
  Leaf<K, V> below(K key) {
    SortedDirectory<K, SortedDirectory<K, Leaf<K, V>>> all = blocks.get();
    SortedDirectory<K, Leaf<K, V>> block = all.member(all.indexBelow(key, order));
    return block.member(block.indexBelow(key, order));
  }

  Leaf<K, V> last() {
    return blocks.get().last().last();
  }

  /** The number of leaves here, without the first. */
  int estimatedSize() {
    return size.get();
  }

  // ---- changing ----

  /** Enters {@code leaf} if it is part of the chain. */
  void enterIfUsed(Leaf<K, V> leaf) {
    if (leaf.peek() != null) {
      enter(leaf);
    }
  }

  /** Enters {@code leaf}, or returns the leaf that is here and begins at the same key. */
  Leaf<K, V> enter(Leaf<K, V> leaf) {
    SortedDirectory<K, SortedDirectory<K, Leaf<K, V>>> all;
    do {
      all = blocks.get();
      Leaf<K, V> present = find(all, leaf.fence());
      if (present != null) {
        return present;
      }
    } while (!blocks.compareAndSet(all, with(all, leaf)));
    size.getAndIncrement();
    return leaf;
  }

  private @Nullable Leaf<K, V> find(SortedDirectory<K, SortedDirectory<K, Leaf<K, V>>> all, K low) {
    SortedDirectory<K, Leaf<K, V>> block = all.member(all.indexAt(low, order));
    Leaf<K, V> leaf = block.member(block.indexAt(low, order));
    return leaf.low != null && order.compare(leaf.low, low) == 0 ? leaf : null;
  }

  private SortedDirectory<K, SortedDirectory<K, Leaf<K, V>>> with(
      SortedDirectory<K, SortedDirectory<K, Leaf<K, V>>> all, Leaf<K, V> leaf) {
    K low = leaf.fence();
    int i = all.indexAt(low, order);
    SortedDirectory<K, Leaf<K, V>> block = all.member(i);
    return placed(all, i, block.inserted(block.indexAt(low, order) + 1, low, leaf));
  }

  /** Puts {@code block} into its place, or its two halves if it is too large. */
  private SortedDirectory<K, SortedDirectory<K, Leaf<K, V>>> placed(
      SortedDirectory<K, SortedDirectory<K, Leaf<K, V>>> all,
      int i,
      SortedDirectory<K, Leaf<K, V>> block) {
    if (block.size() <= BLOCK_MAX) {
      return all.with(i, block.begin(0), block);
    }
    int half = block.size() / 2;
    SortedDirectory<K, Leaf<K, V>> right = block.slice(half, block.size());
    return all.with(i, block.begin(0), block.slice(0, half))
        .inserted(i + 1, right.member(0).fence(), right);
  }

  /** Drops {@code leaf} if it is not part of the chain. */
  void dropIfUnused(Leaf<K, V> leaf) {
    if (leaf.peek() == null) {
      drop(leaf);
    }
  }

  private void drop(Leaf<K, V> leaf) {
    SortedDirectory<K, SortedDirectory<K, Leaf<K, V>>> all;
    do {
      all = blocks.get();
      if (find(all, leaf.fence()) != leaf) {
        return;
      }
    } while (!blocks.compareAndSet(all, without(all, leaf)));
    size.getAndDecrement();
  }

  private SortedDirectory<K, SortedDirectory<K, Leaf<K, V>>> without(
      SortedDirectory<K, SortedDirectory<K, Leaf<K, V>>> all, Leaf<K, V> leaf) {
    int i = all.indexAt(leaf.fence(), order);
    SortedDirectory<K, Leaf<K, V>> block = all.member(i);
    if (block.size() == 1) {
      return all.removed(i);
    }
    SortedDirectory<K, Leaf<K, V>> rest = block.removed(block.indexAt(leaf.fence(), order));
    return all.with(i, rest.begin(0), rest);
  }

  /** Checks the invariant, I5 of {@link LeafChain}, and the count; nothing may change meanwhile. */
  void assertInvariants() {
    SortedDirectory<K, SortedDirectory<K, Leaf<K, V>>> all = blocks.get();
    int leaves = 0;
    for (int i = 0; i < all.size(); i++) {
      SortedDirectory<K, Leaf<K, V>> block = all.member(i);
      require(all.begin(i) == block.begin(0), "a block does not begin with its first leaf");
      for (int j = 0; j < block.size(); j++) {
        require(block.begin(j) == block.member(j).low, "I5: a leaf stands under another key");
      }
      leaves += block.size();
    }
    require(leaves == size.get() + 1, leaves + " leaves in the index, not " + size.get() + " + 1");
  }

  private static void require(boolean invariant, String what) {
    if (!invariant) {
      throw new AssertionError(what);
    }
  }
}
