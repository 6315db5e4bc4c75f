package io.isolde.stm.collection;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where to begin looking for a key: leaves by their low keys. Only hints, outside all transactions:
 * a leaf may be missing here, and one that is here need not be a part of the chain, or not yet, or
 * not any more. Thread-safe.
 */
final class LeafIndex<K, V> {
  private final Leaf<K, V> first;
  private final ConcurrentSkipListMap<K, Leaf<K, V>> leaves;
  private final AtomicInteger size = new AtomicInteger();

  LeafIndex(Leaf<K, V> first, Comparator<? super K> order) {
    this.first = first;
    this.leaves = new ConcurrentSkipListMap<>(order);
  }

  /** The last leaf that begins at {@code key} or below. */
  Leaf<K, V> atOrBelow(K key) {
    return leafOf(leaves.floorEntry(key));
  }

  /** The last leaf that begins below {@code key}. */
  Leaf<K, V> below(K key) {
    return leafOf(leaves.lowerEntry(key));
  }

  Leaf<K, V> last() {
    return leafOf(leaves.lastEntry());
  }

  private Leaf<K, V> leafOf(Map.@Nullable Entry<K, Leaf<K, V>> entry) {
    return entry == null ? first : entry.getValue();
  }

  /** The leaf that begins at {@code low}: the one that is here, or else a new one. */
  Leaf<K, V> beginningAt(K low) {
    return enter(new Leaf<>(low));
  }

  /** Enters {@code leaf} if it is a part of the chain. */
  void enterIfUsed(Leaf<K, V> leaf) {
    if (leaf.peek() != null) {
      enter(leaf);
    }
  }

  private Leaf<K, V> enter(Leaf<K, V> leaf) {
    Leaf<K, V> present = leaves.putIfAbsent(leaf.fence(), leaf);
    if (present == null) {
      size.getAndIncrement();
      return leaf;
    }
    return present;
  }

  /** Drops {@code leaf} if it is not a part of the chain. */
  void dropIfUnused(Leaf<K, V> leaf) {
    if (leaf.peek() == null && leaves.remove(leaf.fence(), leaf)) {
      size.getAndDecrement();
    }
  }

  /** How many leaves are here, besides the first. */
  int estimatedSize() {
    return size.get();
  }

  /** Requires I5 of {@link LeafChain}, while nothing changes. */
  void assertInvariants() {
    leaves.forEach(
        (low, leaf) -> {
          if (low != leaf.low) {
            throw new AssertionError("I5: " + low + " stands for " + leaf.low);
          }
        });
  }
}
