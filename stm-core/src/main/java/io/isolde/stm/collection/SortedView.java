package io.isolde.stm.collection;

import io.isolde.stm.collection.parts.SortedSpliterator;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Spliterator;
import java.util.function.Predicate;

/**
 * A live collection with one element for each entry of a sorted map. Thread-safe; every method is
 * atomic, including those for many elements.
 */
abstract class SortedView<K, V, E> extends AbstractCollection<E> {
  final TSortedMap<K, V> map;

  SortedView(TSortedMap<K, V> map) {
    this.map = map;
  }

  @Override
  public Spliterator<E> spliterator() {
    return new SortedSpliterator<>(iterator(), Spliterator.ORDERED | Spliterator.NONNULL, null);
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean isEmpty() {
    return map.isEmpty();
  }

  @Override
  public void clear() {
    map.clear();
  }

  @Override
  public boolean remove(Object element) {
    return map.pages().write(() -> super.remove(element));
  }

  @Override
  public boolean containsAll(Collection<?> elements) {
    return map.pages().read(() -> super.containsAll(elements));
  }

  @Override
  public boolean addAll(Collection<? extends E> elements) {
    return map.pages().write(() -> super.addAll(elements));
  }

  @Override
  public boolean removeAll(Collection<?> elements) {
    return map.pages().write(() -> super.removeAll(elements));
  }

  @Override
  public boolean retainAll(Collection<?> elements) {
    return map.pages().write(() -> super.retainAll(elements));
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    return map.pages().write(() -> super.removeIf(filter));
  }
}
