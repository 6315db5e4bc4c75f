package io.isolde.stm.collection.parts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A spliterator that returns elements in the order of an iterator, one by one, until it is split:
 * then it first copies the remaining elements, because the parts may go to other threads, which are
 * not inside the transaction in which the iterator reads. Thread-confined.
 */
public final class SortedSpliterator<E> implements Spliterator<E> {
  private final int characteristics;
  private final @Nullable Comparator<? super E> comparator;

  /** Null once the elements are copied. */
  private @Nullable Iterator<E> iterator;

  private Spliterator<E> elements;

  /**
   * Makes a spliterator over the remaining elements of {@code iterator}.
   *
   * @param comparator the comparator of the order, if the characteristics include {@code SORTED}
   */
  public SortedSpliterator(
      Iterator<E> iterator, int characteristics, @Nullable Comparator<? super E> comparator) {
    this.iterator = iterator;
    this.elements = Spliterators.spliteratorUnknownSize(iterator, characteristics);
    this.characteristics = characteristics;
    this.comparator = comparator;
  }

  private SortedSpliterator(
      Spliterator<E> copied, int characteristics, @Nullable Comparator<? super E> comparator) {
    this.elements = copied;
    this.characteristics = characteristics;
    this.comparator = comparator;
  }

  @Override
  public boolean tryAdvance(Consumer<? super E> action) {
    return elements.tryAdvance(action);
  }

  @Override
  public void forEachRemaining(Consumer<? super E> action) {
    elements.forEachRemaining(action);
  }

  @Override
  public @Nullable Spliterator<E> trySplit() {
    if (iterator != null) {
      List<E> rest = new ArrayList<>();
      iterator.forEachRemaining(rest::add);
      elements = Spliterators.spliterator(rest.toArray(), characteristics);
      iterator = null;
    }
    Spliterator<E> first = elements.trySplit();
    return first == null ? null : new SortedSpliterator<>(first, characteristics, comparator);
  }

  @Override
  public long estimateSize() {
    return elements.estimateSize();
  }

  @Override
  public int characteristics() {
    return characteristics;
  }

  /** Like every spliterator, has a comparator only if it is sorted. */
  @Override
  public @Nullable Comparator<? super E> getComparator() {
    if (!hasCharacteristics(SORTED)) {
      throw new IllegalStateException("the elements are not sorted");
    }
    return comparator;
  }
}
