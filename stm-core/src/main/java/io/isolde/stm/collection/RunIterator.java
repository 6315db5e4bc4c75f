package io.isolde.stm.collection;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An iterator over the entries of runs, each turned into an element. Thread-confined. */
final class RunIterator<K, V, T> implements Iterator<T> {
  private final Supplier<@Nullable Run<K, V>> runs;
  private final boolean descending;
  private final BiFunction<? super K, ? super V, ? extends T> element;
  private final Consumer<? super K> remover;

  private @Nullable Run<K, V> run;

  /** Where the next entry is in the page of the run, and how many are left of the run. */
  private int index;

  private int left;

  /** The page and index of what {@link #remove} would remove; null if there is nothing. */
  private @Nullable Page<K, V> lastPage;

  private int lastIndex;

  /**
   * An iterator.
   *
   * @param runs in the order of iteration; null for the end
   * @param descending the direction within a run
   * @param element from a key and its value to the element
   * @param remover removes the entry with a key
   */
  RunIterator(
      Supplier<@Nullable Run<K, V>> runs,
      boolean descending,
      BiFunction<? super K, ? super V, ? extends T> element,
      Consumer<? super K> remover) {
    this.runs = runs;
    this.descending = descending;
    this.element = element;
    this.remover = remover;
    goTo(runs.get());
  }

  private void goTo(@Nullable Run<K, V> next) {
    run = next;
    if (next != null) {
      left = next.size();
      index = next.index(0, descending);
    }
  }

  @Override
  public boolean hasNext() {
    while (left == 0 && run != null) {
      goTo(runs.get());
    }
    return left != 0;
  }

  @Override
  public T next() {
    if (!hasNext() || run == null) {
      throw new NoSuchElementException();
    }
    Page<K, V> page = run.page();
    lastPage = page;
    lastIndex = index;
    index += descending ? -1 : 1;
    left--;
    return element.apply(page.key(lastIndex), page.value(lastIndex));
  }

  @Override
  public void remove() {
    if (lastPage == null) {
      throw new IllegalStateException("remove() needs a next() before it");
    }
    remover.accept(lastPage.key(lastIndex));
    lastPage = null;
  }
}
