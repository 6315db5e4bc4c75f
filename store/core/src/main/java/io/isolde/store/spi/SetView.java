package io.isolde.store.spi;

import io.isolde.stm.collection.parts.SortedSpliterator;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Base class of the views of a map that are sets. Operations on many elements are transactions, if
 * the store supports that. Thread-safe.
 */
abstract class SetView<K, V, E> extends AbstractSet<E> {
  final BackedMap<K, V> map;

  SetView(BackedMap<K, V> map) {
    this.map = map;
  }

  @Override
  public final int size() {
    return map.size();
  }

  @Override
  public final boolean isEmpty() {
    return map.isEmpty();
  }

  @Override
  public final void clear() {
    map.clear();
  }

  @Override
  public final boolean containsAll(Collection<?> elements) {
    return map.together(() -> super.containsAll(elements));
  }

  @Override
  public final boolean removeAll(Collection<?> elements) {
    return map.together(() -> super.removeAll(elements));
  }

  @Override
  public final boolean retainAll(Collection<?> elements) {
    return map.together(() -> super.retainAll(elements));
  }

  @Override
  public final boolean removeIf(Predicate<? super E> filter) {
    return map.together(() -> super.removeIf(filter));
  }

  /** Reports no size, because the size may change before the elements are requested. */
  @Override
  public Spliterator<E> spliterator() {
    int characteristics = Spliterator.DISTINCT | Spliterator.NONNULL;
    return map instanceof SortedMap<?, ?>
        ? new SortedSpliterator<>(iterator(), characteristics | Spliterator.ORDERED, null)
        : Spliterators.spliteratorUnknownSize(iterator(), characteristics);
  }

  /**
   * Compares a copy, without a transaction of its own, so that the other set may belong to another
   * store.
   */
  @Override
  public final boolean equals(@Nullable Object other) {
    return other == this || (other instanceof Set<?> && new HashSet<>(this).equals(other));
  }

  @Override
  public final int hashCode() {
    return super.hashCode();
  }
}
