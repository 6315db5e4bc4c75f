package io.isolde.stm.collection;

import static io.isolde.stm.Stm.snapshot;

import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import org.jspecify.annotations.Nullable;

/** An {@link AtomicCollection} without duplicates or nulls. Thread-safe. */
abstract class AtomicSet<E> extends AtomicCollection<E> implements Set<E> {
  @Override
  public Spliterator<E> spliterator() {
    return Spliterators.spliterator(toArray(), Spliterator.DISTINCT | Spliterator.NONNULL);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || (other instanceof Set<?> set && hasSameElements(set));
  }

  private boolean hasSameElements(Set<?> set) {
    try {
      return snapshot(() -> size() == set.size() && containsAll(set));
    } catch (NullPointerException e) {
      return false; // there is a null in the other set, and none here
    }
  }

  @Override
  public int hashCode() {
    return snapshot(
        () -> {
          int sum = 0;
          for (E element : this) {
            sum += Objects.hashCode(element);
          }
          return sum;
        });
  }
}
