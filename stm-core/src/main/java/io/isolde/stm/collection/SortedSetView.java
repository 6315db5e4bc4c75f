package io.isolde.stm.collection;

import io.isolde.stm.collection.parts.SortedSpliterator;
import java.util.Collection;
import java.util.Set;
import java.util.Spliterator;
import org.jspecify.annotations.Nullable;

/** A {@link SortedView} that is a set. Thread-safe. */
abstract class SortedSetView<K, V, E> extends SortedView<K, V, E> implements Set<E> {
  static final int CHARACTERISTICS =
      Spliterator.DISTINCT | Spliterator.ORDERED | Spliterator.NONNULL;

  SortedSetView(TSortedMap<K, V> map) {
    super(map);
  }

  @Override
  public Spliterator<E> spliterator() {
    return new SortedSpliterator<>(iterator(), CHARACTERISTICS, null);
  }

  /** Looks up each of {@code elements}, rather than iterating over this set. */
  @Override
  public boolean removeAll(Collection<?> elements) {
    return map.pages()
        .write(
            () -> {
              boolean changed = false;
              for (Object element : elements) {
                changed |= remove(element);
              }
              return changed;
            });
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || (other instanceof Set<?> set && map.pages().read(() -> isSameAs(set)));
  }

  private boolean isSameAs(Set<?> other) {
    try {
      return size() == other.size() && containsAll(other);
    } catch (ClassCastException | NullPointerException e) {
      return false; // an element that can not be here
    }
  }

  @Override
  public int hashCode() {
    int sum = 0;
    for (E element : this) {
      sum += element.hashCode();
    }
    return sum;
  }
}
