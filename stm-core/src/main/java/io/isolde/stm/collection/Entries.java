package io.isolde.stm.collection;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** An iterator over the entries of buckets. Owner-only. */
abstract class Entries<K, V, E> implements Iterator<E> {
  private final Iterator<Bucket<K, V>> buckets;
  private @Nullable Chain<K, V> next;

  Entries(List<Bucket<K, V>> buckets) {
    this.buckets = buckets.iterator();
  }

  /** What the iterator returns for {@code entry}. */
  abstract E shown(Chain<K, V> entry);

  @Override
  public boolean hasNext() {
    while (next == null && buckets.hasNext()) {
      next = buckets.next().entries();
    }
    return next != null;
  }

  @Override
  public E next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Chain<K, V> entry = next;
    next = entry.next;
    return shown(entry);
  }
}
