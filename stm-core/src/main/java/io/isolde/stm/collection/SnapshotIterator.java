package io.isolde.stm.collection;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * An iterator over a sequence as it was at one instant, which removes from the sequence as it is.
 * Thread-confined.
 */
final class SnapshotIterator<E> implements Iterator<E> {
  /** Removes an element that was seen at a position. */
  @FunctionalInterface
  interface Removal<E> {
    /**
     * Returns whether the element was still there; if so, the elements before it have moved up by
     * one.
     */
    boolean remove(E element, long position);
  }

  private final Iterator<E> elements;
  private final int step;
  private final Removal<E> removal;

  /** The position of the next element. */
  private long position;

  /** What {@link #next} returned last; null once it is removed. */
  private @Nullable E last;

  private SnapshotIterator(List<E> elements, long position, int step, Removal<E> removal) {
    this.elements = elements.iterator();
    this.position = position;
    this.step = step;
    this.removal = removal;
  }

  /**
   * Iterates over {@code elements}, the first of which has the given position; the others follow
   * it.
   */
  static <E> Iterator<E> ascending(List<E> elements, long position, Removal<E> removal) {
    return new SnapshotIterator<>(elements, position, 1, removal);
  }

  /**
   * Iterates over {@code elements}, the first of which has the given position; the others precede
   * it.
   */
  static <E> Iterator<E> descending(List<E> elements, long position, Removal<E> removal) {
    return new SnapshotIterator<>(elements, position, -1, removal);
  }

  @Override
  public boolean hasNext() {
    return elements.hasNext();
  }

  @Override
  public E next() {
    if (!elements.hasNext()) {
      throw new NoSuchElementException();
    }
    E element = elements.next();
    last = element;
    position += step;
    return element;
  }

  @Override
  public void remove() {
    E element = last;
    if (element == null) {
      throw new IllegalStateException("nothing to remove: next() comes first, and removes once");
    }
    last = null;
    if (removal.remove(element, position - step) && step < 0) {
      position++;
    }
  }
}
