package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The skeleton of a collection without nulls in which every method is atomic, provided that its
 * iterator shows one instant and its methods for single elements are atomic. Thread-safe.
 */
abstract class AtomicCollection<E extends @Nullable Object> extends AbstractCollection<E> {
  @Override
  public boolean remove(@Nullable Object element) {
    return atomic(() -> super.remove(element));
  }

  @Override
  public boolean addAll(Collection<? extends E> elements) {
    return atomic(() -> super.addAll(elements));
  }

  @Override
  public boolean removeAll(Collection<?> elements) {
    return atomic(() -> super.removeAll(elements));
  }

  @Override
  public boolean retainAll(Collection<?> elements) {
    return atomic(() -> super.retainAll(elements));
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    return atomic(() -> super.removeIf(filter));
  }

  @Override
  public boolean containsAll(Collection<?> elements) {
    return snapshot(() -> super.containsAll(elements));
  }

  @Override
  public Object[] toArray() {
    return snapshot(() -> super.toArray());
  }

  @Override
  public <T extends @Nullable Object> T[] toArray(T[] array) {
    return snapshot(() -> super.toArray(array));
  }

  /** The elements at the instant of the call. */
  @Override
  public Spliterator<E> spliterator() {
    return Spliterators.spliterator(toArray(), Spliterator.NONNULL);
  }

  @Override
  public String toString() {
    return snapshot(() -> super.toString());
  }
}
