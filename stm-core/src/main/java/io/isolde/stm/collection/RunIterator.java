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

  /** How many entries of the run have been returned. */
  private int returned;

  /** What {@link #remove} would remove. */
  private @Nullable K last;

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
    this.run = runs.get();
  }

  @Override
  public boolean hasNext() {
    while (run != null && returned == run.size()) {
      run = runs.get();
      returned = 0;
    }
    return run != null;
  }

  @Override
  public T next() {
    if (!hasNext() || run == null) {
      throw new NoSuchElementException();
    }
    int i = run.index(returned++, descending);
    last = run.page().key(i);
    return element.apply(last, run.page().value(i));
  }

  @Override
  public void remove() {
    if (last == null) {
      throw new IllegalStateException("remove() needs a next() before it");
    }
    remover.accept(last);
    last = null;
  }
}
