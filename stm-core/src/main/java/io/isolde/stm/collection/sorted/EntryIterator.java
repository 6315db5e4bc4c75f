package io.isolde.stm.collection.sorted;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An iterator over a part of each of the entries of slices. Thread-confined. */
final class EntryIterator<K, V, T> implements Iterator<T> {
  /*
   * A compiler keeps the iterator in registers, so that a step costs little more than the load of
   * the element, if it inlines every method that the iterator is passed to. HotSpot does not inline
   * one that few steps call, such as goTo, if it has more than 35 bytes.
   */

  /** What is returned of an entry: the key, the value or both. */
  interface Part<K, V, T> {
    T of(Page<K, V> page, int index);
  }

  private final Supplier<@Nullable Slice<K, V>> slices;
  private final int step;
  private final Part<K, V, T> part;
  private final Consumer<? super K> remover;

  /** The page of the present slice; null if there was none. */
  private @Nullable Page<K, V> page;

  /** The index of the next entry in the page, and what it is after the last one of the slice. */
  private int index;

  private int end;

  /** The page of the entry that was returned last. */
  private @Nullable Page<K, V> lastPage;

  /** Its index there; negative if there is nothing to remove. */
  private int lastIndex = -1;

  /**
   * An iterator.
   *
   * @param slices with at least one entry each, in the order of iteration; null for the end
   * @param descending the direction of the slices
   * @param part of an entry, which is returned
   * @param remover removes the entry with a key
   */
  EntryIterator(
      Supplier<@Nullable Slice<K, V>> slices,
      boolean descending,
      Part<K, V, T> part,
      Consumer<? super K> remover) {
    this.slices = slices;
    this.step = descending ? -1 : 1;
    this.part = part;
    this.remover = remover;
    boolean unused = goTo(slices.get());
  }

  private boolean goTo(@Nullable Slice<K, V> next) {
    if (next == null) {
      return false;
    }
    page = next.page;
    index = next.begin;
    end = next.end;
    return true;
  }

  @Override
  public boolean hasNext() {
    return index != end || goTo(slices.get());
  }

  @Override
  public T next() {
    if (!hasNext() || page == null) {
      throw new NoSuchElementException();
    }
    if (lastPage != page) { // the check is cheaper than a store with a GC barrier
      lastPage = page;
    }
    lastIndex = index;
    index += step;
    return part.of(page, lastIndex);
  }

  @Override
  public void remove() {
    if (lastIndex < 0 || lastPage == null) {
      throw new IllegalStateException("remove() needs a next() before it");
    }
    remover.accept(lastPage.key(lastIndex));
    lastIndex = -1;
  }
}
