package io.isolde.stm.collection;

import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import io.isolde.stm.collection.parts.RefFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose head is its least element, to which transactions add and from which they remove
 * elements: a {@link java.util.concurrent.BlockingQueue}, bounded or unbounded.
 *
 * <p>Inside a transaction, every method is part of it. Outside, every method is a transaction of
 * its own, including those for many elements; iterators and streams show the queue as it was when
 * they were made, the head first and the others in no particular order. {@link #put} and {@link
 * #take} wait by {@link Stm#retry}, so inside transactions they can be alternatives of {@code
 * Stm.orElse}, and the transaction's timeout bounds the wait; the methods with a timeout of their
 * own can be used only outside. Only a bounded queue can be full.
 *
 * <p><b>What conflicts.</b> Additions to a queue without a bound do not conflict with each other.
 * Every other operation conflicts with every change.
 *
 * <p><b>The comparator</b> may be called more than once, when the transaction commits, and must not
 * use refs. What it throws then rolls the transaction back. Elements that it cannot compare at all,
 * such as those without a natural order, are refused at once. Equal elements are removed in any
 * order.
 *
 * <p><b>Cost.</b> Adding and removing each read or write one ref, and take O(log size) comparisons
 * and allocations. A look at the head costs O(1).
 *
 * <p>Thread-safe. Null elements are refused with {@link NullPointerException}. Compared by
 * identity, like the JDK's queues.
 *
 * @param <E> the type of the elements
 */
public final class TPriorityQueue<E> extends TransactionalQueue<E> {
  /*
   * One ref with an immutable heap. An addition is a commuting update of it: in any order of
   * additions, the heap has the same elements, and no method reveals where they are in it. In a
   * bounded queue, an addition must check whether there is room, so it reads the ref.
   *
   * Rejected. Refs inside the heap: a removal would write about log size of them, and still
   * conflict with every addition at the root. A pairing heap, with additions in O(1): its removals
   * are cheap only when amortised over those that are kept, and a rolled-back one is not kept.
   */
  private final Ref<@Nullable Heap<E>> heap;
  private final Comparator<? super E> order;
  private final boolean natural;

  /** Makes an empty queue without a bound for elements that are {@link Comparable}. */
  public TPriorityQueue() {
    this(Integer.MAX_VALUE, null, List.of(), RefFactory.UNNAMED);
  }

  /**
   * Makes an empty queue without a bound.
   *
   * @param comparator the order; null is the natural order
   */
  public TPriorityQueue(@Nullable Comparator<? super E> comparator) {
    this(Integer.MAX_VALUE, comparator, List.of(), RefFactory.UNNAMED);
  }

  /**
   * Makes a queue without a bound for elements that are {@link Comparable}.
   *
   * @param elements the initial elements
   * @throws NullPointerException if one of {@code elements} is null
   * @throws ClassCastException if {@code elements} cannot be compared
   */
  public TPriorityQueue(Collection<? extends E> elements) {
    this(Integer.MAX_VALUE, null, List.copyOf(elements), RefFactory.UNNAMED);
  }

  /**
   * Makes an empty queue with a bound. (A constructor would be mistaken for that of {@link
   * java.util.PriorityQueue}, whose capacity is a hint.)
   *
   * @param <E> the type of the elements
   * @param capacity the maximum number of elements
   * @param comparator the order; null is the natural order
   * @return the queue
   * @throws IllegalArgumentException if {@code capacity} is below 1
   */
  public static <E> TPriorityQueue<E> bounded(
      int capacity, @Nullable Comparator<? super E> comparator) {
    return new TPriorityQueue<>(capacity, comparator, List.of(), RefFactory.UNNAMED);
  }

  /**
   * Makes an empty queue without a bound for elements that are {@link Comparable}, with a name for
   * messages and reports.
   *
   * @param <E> the type of the elements
   * @param name need not be unique
   * @return the queue
   */
  public static <E> TPriorityQueue<E> named(String name) {
    return named(name, null);
  }

  /**
   * Makes an empty queue without a bound, with a name for messages and reports.
   *
   * @param <E> the type of the elements
   * @param name need not be unique
   * @param comparator the order; null is the natural order
   * @return the queue
   */
  public static <E> TPriorityQueue<E> named(
      String name, @Nullable Comparator<? super E> comparator) {
    return named(name, Integer.MAX_VALUE, comparator);
  }

  /**
   * Makes an empty queue with a bound, and with a name for messages and reports.
   *
   * @param <E> the type of the elements
   * @param name need not be unique
   * @param capacity the maximum number of elements
   * @param comparator the order; null is the natural order
   * @return the queue
   * @throws IllegalArgumentException if {@code capacity} is below 1
   */
  public static <E> TPriorityQueue<E> named(
      String name, int capacity, @Nullable Comparator<? super E> comparator) {
    return new TPriorityQueue<>(capacity, comparator, List.of(), RefFactory.named(name));
  }

  private TPriorityQueue(
      int capacity, @Nullable Comparator<? super E> comparator, List<E> elements, RefFactory refs) {
    super(capacity);
    this.natural = comparator == null;
    this.order = comparator == null ? naturalOrder() : comparator;
    elements.forEach(this::requireComparable);
    this.heap = refs.ref(Heap.of(elements, order));
  }

  @SuppressWarnings("unchecked") // fails with ClassCastException, as documented
  private static <E> Comparator<E> naturalOrder() {
    return (a, b) -> ((Comparable<E>) a).compareTo(b);
  }

  @SuppressWarnings("SelfComparison") // throws what it would throw beside another element
  private void requireComparable(E element) {
    int unused = order.compare(element, element);
  }

  /**
   * The order of the elements.
   *
   * @return null for the natural order
   */
  public @Nullable Comparator<? super E> comparator() {
    return natural ? null : order;
  }

  private boolean isBounded() {
    return capacity() != Integer.MAX_VALUE;
  }

  @Override
  boolean tryAdd(E element) {
    requireComparable(element);
    if (isBounded() && size() == capacity()) {
      return false;
    }
    Heap<E> single = Heap.of(element);
    if (isBounded()) {
      heap.set(Heap.merge(heap.get(), single, order));
    } else {
      heap.commute(present -> Heap.merge(present, single, order));
    }
    return true;
  }

  @Override
  @Nullable E tryRemove() {
    Heap<E> present = heap.get();
    if (present == null) {
      return null;
    }
    heap.set(present.withoutLeast(order));
    return present.least();
  }

  @Override
  public @Nullable E peek() {
    Heap<E> present = heap.get();
    return present == null ? null : present.least();
  }

  @Override
  public int size() {
    Heap<E> present = heap.get();
    return present == null ? 0 : present.size();
  }

  @Override
  public int remainingCapacity() {
    return isBounded() ? super.remainingCapacity() : Integer.MAX_VALUE;
  }

  @Override
  List<E> contents() {
    Heap<E> present = heap.get();
    return present == null ? new ArrayList<>() : present.elements();
  }

  /** The elements at one instant, in no particular order. Costs O(size). */
  @Override
  public Spliterator<E> spliterator() {
    return Spliterators.spliterator(toArray(), Spliterator.NONNULL);
  }

  @Override
  long start() {
    return 0;
  }

  /** The position is irrelevant: any occurrence of the element will do. */
  @Override
  boolean removeSame(E element, long position) {
    return super.removeSame(element, 0);
  }

  @Override
  void replaceBy(List<E> elements) {
    heap.set(Heap.of(elements, order));
  }
}
