package io.isolde.store.spi;

import io.isolde.stm.collection.parts.SortedSpliterator;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import org.jspecify.annotations.Nullable;

/** The {@code keySet} view of a sorted map. Thread-safe. */
final class SortedKeyView<K extends Comparable<? super K>, V> extends KeyView<K, V>
    implements NavigableSet<K> {
  private final BackedSortedMap<K, V> sorted;

  SortedKeyView(BackedSortedMap<K, V> map) {
    super(map);
    this.sorted = map;
  }

  // ---- single keys ----

  @Override
  public K first() {
    return sorted.firstKey();
  }

  @Override
  public K last() {
    return sorted.lastKey();
  }

  @Override
  public @Nullable K lower(K key) {
    return sorted.lowerKey(key);
  }

  @Override
  public @Nullable K floor(K key) {
    return sorted.floorKey(key);
  }

  @Override
  public @Nullable K ceiling(K key) {
    return sorted.ceilingKey(key);
  }

  @Override
  public @Nullable K higher(K key) {
    return sorted.higherKey(key);
  }

  @Override
  public @Nullable K pollFirst() {
    return BackedSortedMap.keyOf(sorted.pollFirstEntry());
  }

  @Override
  public @Nullable K pollLast() {
    return BackedSortedMap.keyOf(sorted.pollLastEntry());
  }

  @Override
  public K removeFirst() {
    return requirePresent(pollFirst());
  }

  @Override
  public K removeLast() {
    return requirePresent(pollLast());
  }

  private static <K> K requirePresent(@Nullable K key) {
    if (key == null) {
      throw new NoSuchElementException("the set is empty");
    }
    return key;
  }

  // ---- views ----

  @Override
  public @Nullable Comparator<? super K> comparator() {
    return sorted.comparator();
  }

  @Override
  public NavigableSet<K> subSet(K from, boolean fromInclusive, K to, boolean toInclusive) {
    return sorted.subMap(from, fromInclusive, to, toInclusive).navigableKeySet();
  }

  @Override
  public NavigableSet<K> headSet(K to, boolean inclusive) {
    return sorted.headMap(to, inclusive).navigableKeySet();
  }

  @Override
  public NavigableSet<K> tailSet(K from, boolean inclusive) {
    return sorted.tailMap(from, inclusive).navigableKeySet();
  }

  @Override
  public NavigableSet<K> subSet(K from, K to) {
    return subSet(from, true, to, false);
  }

  @Override
  public NavigableSet<K> headSet(K to) {
    return headSet(to, false);
  }

  @Override
  public NavigableSet<K> tailSet(K from) {
    return tailSet(from, true);
  }

  @Override
  public NavigableSet<K> descendingSet() {
    return sorted.descendingKeySet();
  }

  @Override
  public Iterator<K> descendingIterator() {
    return descendingSet().iterator();
  }

  @Override
  public Spliterator<K> spliterator() {
    return new SortedSpliterator<>(
        iterator(),
        Spliterator.DISTINCT | Spliterator.SORTED | Spliterator.ORDERED | Spliterator.NONNULL,
        comparator());
  }
}
