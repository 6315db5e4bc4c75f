package io.isolde.stm.collection.hash;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An iterator over the entries of buckets, each turned into an element. Thread-confined. */
final class EntryIterator<K, V, T> implements Iterator<T> {
  private final List<Bucket<K, V>> buckets;
  private final Function<? super Map.Entry<K, V>, ? extends T> element;
  private final @Nullable HashTable<K, V> table;

  /** How many buckets the iteration has begun. */
  private int begun;

  private @Nullable Chain<K, V> next;

  /** The key of the entry that was returned last; null if there is nothing to remove. */
  private @Nullable K last;

  /**
   * An iterator.
   *
   * @param buckets in the order of iteration
   * @param element from an entry, which is immutable, to the element
   * @param table where to remove entries; null to refuse that
   */
  EntryIterator(
      List<Bucket<K, V>> buckets,
      Function<? super Map.Entry<K, V>, ? extends T> element,
      @Nullable HashTable<K, V> table) {
    this.buckets = buckets;
    this.element = element;
    this.table = table;
    this.next = first();
  }

  /** The first entry of the next bucket that has one; null if there is none. */
  private @Nullable Chain<K, V> first() {
    Chain<K, V> first = null;
    while (first == null && begun < buckets.size()) {
      first = buckets.get(begun++).entries();
    }
    return first;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public T next() {
    Chain<K, V> entry = next;
    if (entry == null) {
      throw new NoSuchElementException();
    }
    next = entry.next == null ? first() : entry.next;
    last = entry.key;
    return element.apply(entry);
  }

  @Override
  public void remove() {
    if (table == null) {
      throw new UnsupportedOperationException("remove");
    }
    if (last == null) {
      throw new IllegalStateException("no element to remove");
    }
    table.remove(last);
    last = null;
  }
}
