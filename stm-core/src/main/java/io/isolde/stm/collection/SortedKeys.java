package io.isolde.stm.collection;

import io.isolde.stm.collection.parts.SortedSpliterator;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import org.jspecify.annotations.Nullable;

/** The key set of a sorted map, to which no key can be added. Thread-safe. */
class SortedKeys<E, V> extends SortedSetView<E, V, E> implements NavigableSet<E> {
  SortedKeys(TSortedMap<E, V> map) {
    super(map);
  }

  /** The same kind of set, with the keys of another view of the map. */
  SortedKeys<E, V> of(TSortedMap<E, V> view) {
    return new SortedKeys<>(view);
  }

  @Override
  public final Iterator<E> iterator() {
    return map.pages().keys(map.range(), map.isDescending(), map::remove);
  }

  // ---- single elements ----

  @Override
  public boolean contains(Object element) {
    return map.containsKey(element);
  }

  @Override
  public boolean remove(Object element) {
    return map.remove(element) != null;
  }

  @Override
  public E first() {
    return map.firstKey();
  }

  @Override
  public E last() {
    return map.lastKey();
  }

  @Override
  public @Nullable E lower(E element) {
    return map.lowerKey(element);
  }

  @Override
  public @Nullable E floor(E element) {
    return map.floorKey(element);
  }

  @Override
  public @Nullable E ceiling(E element) {
    return map.ceilingKey(element);
  }

  @Override
  public @Nullable E higher(E element) {
    return map.higherKey(element);
  }

  @Override
  public @Nullable E pollFirst() {
    return TSortedMap.keyOf(map.pollFirstEntry());
  }

  @Override
  public @Nullable E pollLast() {
    return TSortedMap.keyOf(map.pollLastEntry());
  }

  @Override
  public E removeFirst() {
    return requirePresent(map.pollFirstEntry());
  }

  @Override
  public E removeLast() {
    return requirePresent(map.pollLastEntry());
  }

  private static <E> E requirePresent(Map.@Nullable Entry<E, ?> entry) {
    if (entry == null) {
      throw new NoSuchElementException("the set is empty");
    }
    return entry.getKey();
  }

  // ---- views ----

  @Override
  public @Nullable Comparator<? super E> comparator() {
    return map.comparator();
  }

  @Override
  public NavigableSet<E> subSet(E from, boolean fromInclusive, E to, boolean toInclusive) {
    return of(map.subMap(from, fromInclusive, to, toInclusive));
  }

  @Override
  public NavigableSet<E> headSet(E to, boolean inclusive) {
    return of(map.headMap(to, inclusive));
  }

  @Override
  public NavigableSet<E> tailSet(E from, boolean inclusive) {
    return of(map.tailMap(from, inclusive));
  }

  @Override
  public NavigableSet<E> subSet(E from, E to) {
    return subSet(from, true, to, false);
  }

  @Override
  public NavigableSet<E> headSet(E to) {
    return headSet(to, false);
  }

  @Override
  public NavigableSet<E> tailSet(E from) {
    return tailSet(from, true);
  }

  @Override
  public NavigableSet<E> descendingSet() {
    return of(map.descendingMap());
  }

  @Override
  public Iterator<E> descendingIterator() {
    return descendingSet().iterator();
  }

  @Override
  public Spliterator<E> spliterator() {
    return new SortedSpliterator<>(
        iterator(), CHARACTERISTICS | Spliterator.SORTED, map.comparator());
  }
}
