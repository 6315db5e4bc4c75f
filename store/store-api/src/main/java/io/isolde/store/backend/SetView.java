package io.isolde.store.backend;

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
 * A view of a map that is a set. Its operations on many elements are transactions, where the store
 * can. Thread-safe.
 */
abstract class SetView<K, V, E> extends AbstractSet<E> {
  final AbstractStoreMap<K, V> map;

  SetView(AbstractStoreMap<K, V> map) {
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

  /** Of unknown size, which may change before the elements are asked for. */
  @Override
  public Spliterator<E> spliterator() {
    int characteristics = Spliterator.DISTINCT | Spliterator.NONNULL;
    return map instanceof SortedMap<?, ?>
        ? new SortedSpliterator<>(iterator(), characteristics | Spliterator.ORDERED, null)
        : Spliterators.spliteratorUnknownSize(iterator(), characteristics);
  }

  /** Compares a copy, outside of any transaction, so that the other set may be another store's. */
  @Override
  public final boolean equals(@Nullable Object other) {
    return other == this || (other instanceof Set<?> && new HashSet<>(this).equals(other));
  }

  @Override
  public final int hashCode() {
    return super.hashCode();
  }
}
