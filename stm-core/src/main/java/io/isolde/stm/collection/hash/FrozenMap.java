package io.isolde.stm.collection.hash;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The entries that a {@link HashTable} had at one instant, in its own buckets. Immutable. */
final class FrozenMap<K, V> extends AbstractMap<K, V> {
  private final List<Bucket<K, V>> buckets;
  private final int size;

  /**
   * The buckets, each in the slot that it had in the table; null until the first search. Threads
   * that race to search make equal arrays.
   */
  private volatile @Nullable Bucket<K, V> @Nullable [] slots;

  /** Makes a map of all buckets; {@code size} is the number of their entries. */
  FrozenMap(List<Bucket<K, V>> buckets, int size) {
    this.buckets = buckets;
    this.size = size;
  }

  private @Nullable Bucket<K, V>[] slots() {
    @Nullable Bucket<K, V>[] present = slots;
    if (present == null) {
      present = slots(buckets);
      slots = present;
    }
    return present;
  }

  private static <K, V> @Nullable Bucket<K, V>[] slots(List<Bucket<K, V>> buckets) {
    int depthMax = buckets.stream().mapToInt(bucket -> bucket.depth).max().orElse(0);
    @SuppressWarnings("unchecked") // only such buckets are put in
    @Nullable Bucket<K, V>[] slots = (Bucket<K, V>[]) new Bucket<?, ?>[1 << depthMax];
    buckets.forEach(bucket -> slots[bucket.slot()] = bucket);
    return slots;
  }

  /**
   * Looks at the deepest slot first, then at its ancestors. A bucket that was split contains only
   * the entries of its own part, so no bucket above the first one found can have the key.
   */
  private @Nullable Chain<K, V> find(Object key) {
    @Nullable Bucket<K, V>[] all = slots();
    int hash = Bucket.hash(key);
    int slot = hash & all.length - 1;
    Bucket<K, V> bucket = all[slot];
    while (slot != 0 && bucket == null) {
      slot = Directory.parent(slot);
      bucket = all[slot];
    }
    return bucket == null ? null : bucket.find(hash, key);
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    Chain<K, V> entry = key == null ? null : find(key);
    return entry == null ? null : entry.value;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key != null && find(key) != null;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<K, V>> iterator() {
        return new EntryIterator<>(buckets, Function.identity(), null);
      }

      @Override
      public int size() {
        return size;
      }
    };
  }
}
