package io.isolde.stm.collection.sorted;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An iterator over the entries of slices, each turned into an element. Thread-confined. */
final class EntryIterator<K, V, T> implements Iterator<T> {
  private final Supplier<@Nullable Slice<K, V>> slices;
  private final boolean descending;
  private final int step;
  private final BiFunction<? super K, ? super V, ? extends T> element;
  private final Consumer<? super K> remover;

  /** The page of the present slice; null after the last slice. */
  private @Nullable Page<K, V> page;

  /** The index of the next entry in the page, and the number of entries left in the slice. */
  private int index;

  private int left;

  /** The page of the entry that was returned last. */
  private @Nullable Page<K, V> lastPage;

  /** Its index there; negative if there is nothing to remove. */
  private int lastIndex = -1;

  /**
   * An iterator.
   *
   * @param slices in the order of iteration; null for the end
   * @param descending the direction within a slice
   * @param element from a key and its value to the element
   * @param remover removes the entry with a key
   */
  EntryIterator(
      Supplier<@Nullable Slice<K, V>> slices,
      boolean descending,
      BiFunction<? super K, ? super V, ? extends T> element,
      Consumer<? super K> remover) {
    this.slices = slices;
    this.descending = descending;
    this.step = descending ? -1 : 1;
    this.element = element;
    this.remover = remover;
    goTo(slices.get());
  }

  private void goTo(@Nullable Slice<K, V> next) {
    page = null;
    if (next != null) {
      page = next.page();
      left = next.size();
      index = next.index(0, descending);
    }
  }

  @Override
  public boolean hasNext() {
    return left != 0 || advance();
  }

  /** Goes to the next slice with an entry; false if there is none. */
  private boolean advance() {
    while (left == 0 && page != null) {
      goTo(slices.get());
    }
    return left != 0;
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
    left--;
    return element.apply(page.key(lastIndex), page.value(lastIndex));
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
