package io.isolde.stm.collection;

import io.isolde.stm.Stm;
import io.isolde.stm.collection.parts.Atomically;
import java.util.AbstractQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The skeleton of a transactional blocking queue, without the representation of its elements. A
 * subclass defines how one element is added and removed, which elements there are, and how they are
 * replaced; all other methods are built on that.
 *
 * @param <E> the type of the elements
 */
abstract class TransactionalQueue<E> extends AbstractQueue<E> implements BlockingQueue<E> {
  private final int capacity;

  TransactionalQueue(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, but is " + capacity);
    }
    this.capacity = capacity;
  }

  final int capacity() {
    return capacity;
  }

  // ---- for subclasses to define; called inside a transaction unless stated otherwise ----

  /**
   * Adds an element, or returns false if the queue is full. Does not throw after its first write.
   */
  abstract boolean tryAdd(E element);

  /** Removes the head, or returns null if the queue is empty. */
  abstract @Nullable E tryRemove();

  /**
   * Adds an element outside a transaction if the write of one ref suffices; returns false if it
   * does not, or if other threads were faster.
   */
  boolean addAlone(E element) {
    return false;
  }

  /**
   * Removes the head outside a transaction; null in the cases in which {@link #addAlone} is false.
   */
  @Nullable E removeAlone() {
    return null;
  }

  /** The elements in their order, as a new list. */
  abstract List<E> contents();

  /**
   * The position of the first element. Adding and removing at the ends changes no element's
   * position; {@link #replaceBy} moves an element up by one for each element behind it that is
   * removed.
   */
  abstract long start();

  /**
   * Retains only {@code elements}, some of the present ones in their order. The end of the queue
   * keeps its position.
   */
  abstract void replaceBy(List<E> elements);

  /**
   * Returns the head without removing it.
   *
   * @return null if the queue is empty
   */
  @Override
  public abstract @Nullable E peek();

  /**
   * The number of elements. Costs O(1).
   *
   * @return how many there are at one instant
   */
  @Override
  public abstract int size();

  // ---- one element ----

  /**
   * Adds an element if the queue is not full.
   *
   * @return false if the queue is full; nothing has changed
   * @throws NullPointerException if {@code element} is null; nothing has changed
   */
  @Override
  public boolean offer(E element) {
    Objects.requireNonNull(element, "element");
    if (Stm.inTransaction()) {
      return tryAdd(element);
    }
    return addAlone(element) || Stm.<Boolean, RuntimeException>atomic(() -> tryAdd(element));
  }

  /**
   * Removes and returns the head.
   *
   * @return null if the queue is empty
   */
  @Override
  public @Nullable E poll() {
    if (Stm.inTransaction()) {
      return tryRemove();
    }
    E head = removeAlone();
    return head != null ? head : Stm.<@Nullable E, RuntimeException>atomic(this::tryRemove);
  }

  /**
   * Adds an element; waits while the queue is full. Inside a transaction, waiting is {@link
   * Stm#retry}.
   *
   * @throws NullPointerException if {@code element} is null; nothing has changed
   * @throws InterruptedException outside a transaction, if the thread is interrupted before or
   *     while it waits; nothing has changed, and the interrupt status is cleared
   */
  @Override
  public void put(E element) throws InterruptedException {
    Objects.requireNonNull(element, "element");
    if (!Atomically.isAlone() || !addAlone(element)) {
      boolean unused = Atomically.await(() -> addOrRetry(element));
    }
  }

  /**
   * Adds an element; waits while the queue is full, but not longer than the timeout.
   *
   * @return false if the timeout passed; nothing has changed
   * @throws NullPointerException if {@code element} is null; nothing has changed
   * @throws InterruptedException if the thread is interrupted before or while it waits; nothing has
   *     changed, and the interrupt status is cleared
   * @throws IllegalStateException inside a transaction, whose own timeout bounds its waits
   */
  @Override
  public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
    Objects.requireNonNull(element, "element");
    Objects.requireNonNull(unit, "unit");
    return (Atomically.isAlone() && addAlone(element))
        || Atomically.await(timeout, unit, () -> addOrRetry(element)) != null;
  }

  /**
   * Removes and returns the head; waits while the queue is empty. Inside a transaction, waiting is
   * {@link Stm#retry}.
   *
   * @throws InterruptedException outside a transaction, if the thread is interrupted before or
   *     while it waits; nothing has changed, and the interrupt status is cleared
   */
  @Override
  public E take() throws InterruptedException {
    E head = Atomically.isAlone() ? removeAlone() : null;
    return head != null ? head : Atomically.await(this::removeOrRetry);
  }

  /**
   * Removes and returns the head; waits while the queue is empty, but not longer than the timeout.
   *
   * @return null if the timeout passed
   * @throws InterruptedException if the thread is interrupted before or while it waits; nothing has
   *     changed, and the interrupt status is cleared
   * @throws IllegalStateException inside a transaction, whose own timeout bounds its waits
   */
  @Override
  public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
    Objects.requireNonNull(unit, "unit");
    E head = Atomically.isAlone() ? removeAlone() : null;
    return head != null ? head : Atomically.await(timeout, unit, this::removeOrRetry);
  }

  private boolean addOrRetry(E element) {
    Stm.check(tryAdd(element));
    return true;
  }

  private E removeOrRetry() {
    E element = tryRemove();
    if (element == null) {
      throw Stm.retry();
    }
    return element;
  }

  // ---- queries ----

  /**
   * Whether there is no element. Costs O(1).
   *
   * @return true if there is none
   */
  @Override
  public boolean isEmpty() {
    return peek() == null;
  }

  /**
   * How many elements may be added before the queue is full.
   *
   * @return the capacity less the size; for a queue without a bound, {@link Integer#MAX_VALUE} or
   *     that less the size
   */
  @Override
  public int remainingCapacity() {
    return capacity - size();
  }

  /**
   * Whether an element equals {@code object}. Costs O(size).
   *
   * @return false for null
   */
  @Override
  public boolean contains(@Nullable Object object) {
    return copy().contains(object);
  }

  /** Whether each of {@code objects} equals an element, all at one instant. */
  @Override
  public boolean containsAll(Collection<?> objects) {
    return copy().containsAll(objects);
  }

  /** The elements at one instant, in the order of the iterator. Costs O(size). */
  @Override
  public Object[] toArray() {
    return copy().toArray();
  }

  /** The elements at one instant, in the order of the iterator. Costs O(size). */
  @Override
  public <T extends @Nullable Object> T[] toArray(T[] array) {
    return copy().toArray(array);
  }

  /** The elements at one instant. Costs O(size). */
  @Override
  public Spliterator<E> spliterator() {
    return Spliterators.spliterator(toArray(), Spliterator.ORDERED | Spliterator.NONNULL);
  }

  /**
   * An iterator over the elements as they are now: it does not show later changes. Its {@code
   * remove} removes the element from the queue as it is by then, and does nothing if the element
   * has gone. Costs O(size), and O(size) for each removal.
   */
  @Override
  public Iterator<E> iterator() {
    return Atomically.read(() -> SnapshotIterator.ascending(contents(), start(), this::removeSame));
  }

  private List<E> copy() {
    return Atomically.read(this::contents);
  }

  // ---- many elements ----

  /**
   * Adds all of {@code elements} in their order, or none.
   *
   * @return whether there were any
   * @throws IllegalStateException if there is not enough room; nothing has changed
   * @throws IllegalArgumentException if {@code elements} is this queue
   * @throws NullPointerException if one of {@code elements} is null; nothing has changed
   */
  @Override
  public boolean addAll(Collection<? extends E> elements) {
    return Stm.atomic(() -> super.addAll(elements));
  }

  /** Removes all elements, all at once. */
  @Override
  public void clear() {
    Stm.atomic(() -> replaceBy(List.of()));
  }

  /**
   * Removes the first element that equals {@code object}. Costs O(size).
   *
   * @return whether there was one
   */
  @Override
  public boolean remove(@Nullable Object object) {
    return change(elements -> elements.remove(object));
  }

  /** Removes every element that equals one of {@code objects}, all at once. Costs O(size). */
  @Override
  public boolean removeAll(Collection<?> objects) {
    return removeIf(objects::contains);
  }

  /** Removes every element that equals none of {@code objects}, all at once. Costs O(size). */
  @Override
  public boolean retainAll(Collection<?> objects) {
    return removeIf(Predicate.not(objects::contains));
  }

  /**
   * Removes every element that satisfies {@code filter}, all at once. Costs O(size).
   *
   * @param filter may test an element more than once, and must not change this queue
   * @throws IllegalStateException if {@code filter} has changed this queue; nothing has changed
   *     then
   */
  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    Objects.requireNonNull(filter, "filter");
    return change(
        elements -> {
          List<E> before = List.copyOf(elements);
          boolean changed = elements.removeIf(filter);
          requireUnchanged(before);
          return changed;
        });
  }

  /**
   * Refuses a filter that has changed the queue: the elements kept from before would replace all
   * others.
   */
  private void requireUnchanged(List<E> before) {
    List<E> now = contents();
    boolean isSame = now.size() == before.size();
    for (int i = 0; isSame && i < now.size(); i++) {
      isSame = now.get(i) == before.get(i);
    }
    if (!isSame) {
      throw new IllegalStateException("the filter has changed the queue whose elements it tests");
    }
  }

  /** Applies {@code removal}, which returns whether it has removed anything, to the elements. */
  final boolean change(Predicate<List<E>> removal) {
    return Stm.atomic(
        () -> {
          List<E> elements = contents();
          boolean changed = removal.test(elements);
          if (changed) {
            replaceBy(elements);
          }
          return changed;
        });
  }

  /**
   * Removes {@code element} itself, not an equal one: it was at {@code position}, and may be behind
   * it now.
   */
  boolean removeSame(E element, long position) {
    return change(
        elements -> {
          int index = indexOfSame(elements, element, Math.max(0, position - start()));
          if (index >= 0) {
            elements.remove(index);
          }
          return index >= 0;
        });
  }

  private static <E> int indexOfSame(List<E> elements, E element, long from) {
    for (long i = from; i < elements.size(); i++) {
      if (elements.get((int) i) == element) {
        return (int) i;
      }
    }
    return -1;
  }

  /**
   * Moves all elements to {@code target}, like {@link #drainTo(Collection, int)}.
   *
   * @return how many were moved
   */
  @Override
  public int drainTo(Collection<? super E> target) {
    return drainTo(target, Integer.MAX_VALUE);
  }

  /**
   * Moves elements to {@code target}, without waiting for any. They are removed all at once. If
   * {@code target} is a queue of this package, or inside a transaction, they are added in the same
   * transaction that removes them; if {@code target} then throws, the removal is undone, and so is
   * the addition if {@code target} is transactional. Otherwise they are added after they are
   * removed, and are lost if {@code target} throws.
   *
   * @return how many were moved
   * @throws IllegalArgumentException if {@code target} is this queue
   */
  @Override
  public int drainTo(Collection<? super E> target, int elementsMax) {
    Objects.requireNonNull(target, "target");
    if (target == this) {
      throw new IllegalArgumentException("a queue cannot be drained to itself");
    }
    if (target instanceof TransactionalQueue || Stm.inTransaction()) {
      return Stm.atomic(() -> addedTo(target, removeUpTo(elementsMax)));
    }
    return addedTo(target, Stm.atomic(() -> removeUpTo(elementsMax)));
  }

  private int addedTo(Collection<? super E> target, List<E> elements) {
    target.addAll(elements);
    return elements.size();
  }

  private List<E> removeUpTo(int elementsMax) {
    List<E> removed = new ArrayList<>();
    while (removed.size() < elementsMax) {
      E element = tryRemove();
      if (element == null) {
        break;
      }
      removed.add(element);
    }
    return removed;
  }
}
